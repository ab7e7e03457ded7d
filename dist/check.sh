#!/usr/bin/env bash
# Tries the tar.gz and the .deb of target/ as a new user would: in a Debian without Java (debootstrap), and upgrades under a
# server and under the daemon of a tool. Needs root, debootstrap and lintian. What it mounts is seen by nobody else and gone when
# it ends. The Debian stays in target/debian for the next time. Stops at the first failure.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")"
if ((EUID != 0)); then
    echo "check.sh: skipped, a chroot needs root" >&2
    exit 0
fi
if [[ -z ${SAMEHOST_IN_NAMESPACE:-} ]]; then
    exec env SAMEHOST_IN_NAMESPACE=1 unshare --mount --pid --fork --kill-child -- "$PWD/check.sh" "$@"
fi

debian=$PWD/target/debian
# There may be those for another architecture too, which do not run here.
architecture=$(uname -m)
if [[ $architecture == x86_64 ]]; then architecture=amd64; fi
tar=$(echo target/samehost-*-linux-"$architecture".tar.gz)
deb=$(echo target/samehost_*_"${architecture/aarch64/arm64}".deb)
name=$(basename "$tar" .tar.gz)
directory=${name#samehost-}
directory=${directory%-linux-*}

say() { echo "-- $*"; }

# inside COMMAND...: runs in the Debian, as on a machine of its own with no variables of ours
inside() {
    chroot "$debian" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root "$@"
}

# expect TEXT COMMAND...: its output has TEXT
expect() {
    local wanted=$1 said
    shift
    said=$(inside "$@" 2>&1 </dev/null) || { echo "check.sh: failed: $*: $said" >&2 && exit 1; }
    if [[ $said != *"$wanted"* ]]; then
        echo "check.sh: $*: expected: $wanted, said: $said" >&2
        exit 1
    fi
}

# refuse TEXT COMMAND...: it fails, and says TEXT
refuse() {
    local wanted=$1
    shift
    said=$(inside "$@" 2>&1 </dev/null) && { echo "check.sh: did not fail: $*: $said" >&2 && exit 1; }
    [[ $said == *"$wanted"* ]] || { echo "check.sh: $*: expected: $wanted, said: $said" >&2 && exit 1; }
}

# serve COMMAND...: in the background; returns when it is ready, and leaves its number in server
serve() {
    exec 8< <(exec chroot "$debian" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/root "$@" </dev/null)
    server=$!
    read -rt 60 ready <&8 || { echo "check.sh: not ready: $*" >&2 && exit 1; }
}

stop() {
    kill "$server"
    while read -rt 30 <&8; do :; done
    exec 8<&-
}

# commands BIN: a server and a client of each kind, with the cache of classes in use
commands() {
    local bin=$1
    serve "$bin/ipc-server" hello -l unix:/tmp/hello -l tcp:127.0.0.1:3490
    expect 'Hello, world!' "$bin/ipc-client" raw unix:/tmp/hello
    expect 'Hello, world!' "$bin/ipc-client" raw tcp:127.0.0.1:3490
    stop
    serve "SAMEHOST_JAVA_OPTS=-Xlog:aot:file=/tmp/server.log -Xlog:class+load:file=/tmp/classes.log" "$bin/ipc-server" rpc -l unix:/tmp/rpc
    if inside grep 'source: file:' /tmp/classes.log; then
        echo "check.sh: the server has classes that are not in its cache" >&2
        exit 1
    fi
    expect grüße SAMEHOST_JAVA_OPTS=-Xlog:aot:file=/tmp/client.log "$bin/ipc-client" call unix:/tmp/rpc samehost.Echo/Echo -d grüße
    expect samehost.Echo/Echo "$bin/ipc-client" list unix:/tmp/rpc
    stop
    serve "$bin/ipc-server" rpc -l unix:/tmp/rpc --files /usr/share/doc/dpkg
    # Each needs modules or libraries that those before do not.
    expect '"status": "SERVING"' "$bin/ipc-client" call unix:/tmp/rpc grpc.health.v1.Health/Check
    expect 'rpc Check' "$bin/ipc-client" describe unix:/tmp/rpc grpc.health.v1.Health
    expect 'p50' "$bin/ipc-client" ping unix:/tmp/rpc -c 2 -i 10ms
    expect copyright "$bin/ipc-client" files unix:/tmp/rpc
    expect '"checks"' "$bin/ipc-client" doctor --json unix:/tmp/rpc
    stop
    expect 'use_full_module_graph = true' cat /tmp/server.log
    expect 'use_full_module_graph = true' cat /tmp/client.log
}

if [[ ! -x $debian/usr/bin/dpkg ]]; then
    say "a Debian without Java"
    rm -rf "$debian"
    debootstrap --variant=minbase bookworm "$debian" >target/debootstrap.log
fi
mount -t proc proc "$debian/proc"
mount --bind /dev "$debian/dev"
mount -t tmpfs -o mode=1777 tmpfs "$debian/tmp"
if inside sh -c 'command -v java' >/dev/null; then
    echo "check.sh: there is a Java in $debian" >&2
    exit 1
fi

say "the tar.gz: a path with blanks and umlauts, read-only, and through a link"
place="/opt/Grüße und so"
rm -rf "$debian$place"
mkdir -p "$debian$place"
tar -xzf "$tar" -C "$debian$place"
mount --bind "$debian$place" "$debian$place"
mount -o remount,ro,bind "$debian$place"
commands "$place/$name/bin"
inside sh -c "ln -sfn '$place/$name' /opt/samehost; ln -sf /opt/samehost/bin/ipc-server /opt/samehost/bin/ipc-client /usr/local/bin/"
commands /usr/local/bin
inside rm -f /opt/samehost /usr/local/bin/ipc-server /usr/local/bin/ipc-client

say "its benchmark"
expect 'AF_UNIX or TCP loopback, on this machine?' sh -c "cd /tmp && exec '$place/$name/bin/samehost-bench' --quick ${1:-}"
expect index.html ls /tmp/samehost-bench/report/latest/
umount "$debian$place"
rm -rf "$debian$place"

say "lintian"
lintian --fail-on error --suppress-tags jar-not-in-usr-share,unknown-java-class-version --allow-root "$deb"

say "the .deb"
cp "$deb" "$debian/tmp/old.deb"
expect 'Setting up samehost' dpkg --install /tmp/old.deb
commands /usr/bin
for file in man/man1/ipc-client-call.1.gz man/man1/samehost-bench.1.gz bash-completion/completions/ipc-server \
    zsh/vendor-completions/_ipc-client fish/vendor_completions.d/ipc-client.fish doc/samehost/copyright; do
    expect "$file" ls "/usr/share/$file"
done

say "an upgrade under a server that runs"
next=${directory%-SNAPSHOT}.1
ln -sfn "$name" "target/${name/$directory/$next}"
./deb.sh "$next" 2026-11-24T00:00:00Z "$architecture" >/dev/null
rm "target/${name/$directory/$next}"
mv target/samehost_"$next"_*.deb "$debian/tmp/new.deb"
serve ipc-server rpc -l unix:/tmp/rpc -l tcp:127.0.0.1:3491 --files /usr/share/doc/samehost --method demo.Text/Upper='tr a-z A-Z'
expect 'Setting up samehost' dpkg --install /tmp/new.deb
expect "/usr/lib/samehost/$next/" sh -c "grep home= /usr/bin/ipc-client | sed 's|$|/|'"
# What it has done never before: a child, a file, a stream, a connection over TCP, facts about itself, an unknown method.
expect HELLO ipc-client call unix:/tmp/rpc demo.Text/Upper -d hello
expect one ipc-client call tcp:127.0.0.1:3491 samehost.Echo/Echo -d one
expect Apache sh -c 'ipc-client get unix:/tmp/rpc copyright -o /tmp/copyright >/dev/null 2>&1; cat /tmp/copyright'
expect "$directory" ipc-client list --info unix:/tmp/rpc
expect 'nothing' sh -c 'ipc-client call unix:/tmp/rpc no.Such/Method || echo nothing'
stop
if inside test -e /tmp/rpc; then
    echo "check.sh: the old server left its socket" >&2
    exit 1
fi
expect 'Setting up samehost' dpkg --install /tmp/new.deb
expect "$next" sh -c 'ls /usr/lib/samehost'
if inside test -e "/usr/lib/samehost/$directory"; then
    echo "check.sh: the old version is still there: directory=/usr/lib/samehost/$directory" >&2
    exit 1
fi

say "an upgrade of a tool whose daemon runs"
for version in 1.9 1.10; do
    ./tool.sh "$version" "target/$name"
    mv "target/notes_${version}_all.deb" "$debian/tmp/"
done
rm -f "$debian/root/.notes"
expect 'Setting up notes (1.9)' dpkg --install /tmp/notes_1.9_all.deb
expect '1 buy milk' note add 'buy milk'
exec 7< <(exec chroot "$debian" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root note watch 2>&1 </dev/null)
watcher=$!
note=''
for ((i = 0; i < 100; i++)); do # the first ones may come before the watcher is there
    expect 'be early' note add 'be early'
    read -rt 0.1 note <&7 && break
done
[[ $note == *'be early' ]] || { echo "check.sh: the watcher saw: $note" >&2 && exit 1; }
expect 'Setting up notes (1.10)' dpkg --install /tmp/notes_1.10_all.deb
if inside test -e /usr/lib/notes/1.9; then
    echo "check.sh: the files of the old version are still there: directory=/usr/lib/notes/1.9" >&2
    exit 1
fi
# It goes on without its files, answers, and is left alone while it is at work. The new command says so.
expect 'version 1.9' ipc-client status notes
refuse 'command=1.10 daemon=1.9, it is at work and was left alone: calls=' note list
expect 'write tests' ipc-client call unix:/tmp/notes-0/socket notes.Notes/Add -d 'write tests'
read -rt 30 note <&7 && [[ $note == *'write tests' ]] || { echo "check.sh: the watcher of the old version saw: $note" >&2 && exit 1; }
# Once it is idle, the new command replaces it, and all notes are there.
kill "$watcher"
while read -rt 30 <&7; do :; done
exec 7<&-
for ((i = 0; i < 100; i++)); do # it may see a moment later that the watcher has gone
    if inside note list >/dev/null 2>&1 </dev/null; then break; fi
done
expect 'write tests' note list
expect 'version 1.10' ipc-client status notes
# The way back: a newer daemon is left alone, until its user stops it.
expect 'Setting up notes (1.9)' dpkg --install /tmp/notes_1.9_all.deb
refuse 'command=1.9 daemon=1.10, use the command of that version, or stop the daemon' note list
expect stopped note stop
expect 'write tests' note list
expect 'version 1.9' ipc-client status notes
expect stopped note stop
expect 'Removing notes' dpkg --purge notes

say "its end"
expect 'Purging' dpkg --purge samehost
left=$(inside find / -xdev -name '*samehost*' -o -xdev -name 'ipc-*')
if [[ $left ]]; then
    echo "check.sh: left behind: $left" >&2
    exit 1
fi
say "all is well"
