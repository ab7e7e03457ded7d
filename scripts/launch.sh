#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and builds it first if it is not built or older than its sources.
# JAVA_HOME picks the JDK, SAMEHOST_JAVA_OPTS are options for it.
set -euo pipefail

self=${BASH_SOURCE[0]}
if [[ -L $self ]]; then self=$(readlink -f -- "$self"); fi
scripts=${self%/*}
if [[ $scripts != /* ]]; then scripts=$(cd -P -- "$scripts" && pwd); fi
root=${scripts%/*}
module=$1
main=$2
shift 2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
target=$root/$module/target
stamp=$target/lib/.built
archive=$target/lib/${java//\//_}.jsa
case $module in
    ipc-* | micro) modules=(ipc-core "$module") ;;
    *) modules=(ipc-core ipc-server ipc-client "$module") ;;
esac

# Yesterday's code under today's name would be worse than a wait. Costs 2 ms.
built() {
    [[ -e $stamp ]] && [[ -z $(cd "$root" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
        -newer "$stamp" -print -quit) ]]
}

build() {
    local begun
    begun=$(mktemp)
    echo "building $module, this once" >&2
    (cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -pl "$module" -am package </dev/null) 2>&1 |
        sed $'s/\e\\[0m//g' >&2 # Maven 3.8 resets colors even where it was told to use none
    rm -f "$target"/lib/*.jsa
    # As old as the start of the build: what was edited meanwhile may not be in it.
    touch -r "$begun" "$stamp"
    rm -f "$begun"
    if [[ $module == ipc-client ]]; then
        train || echo "clients will start more slowly: no class archive" >&2
    fi
}

# Has a client note the classes that it used (class data sharing): saves a quarter of its start-up.
train() {
    local place server
    find_class_path
    place=$(mktemp -d) || return
    "$java" -cp "$root/ipc-server/target/classes:$root/ipc-server/target/lib/*" \
        io.samehost.server.cli.IpcServer rpc -l "unix:$place/s" >"$place/ready" 2>&1 </dev/null 9<&- &
    server=$!
    "$java" "-XX:ArchiveClassesAtExit=$archive" "${quiet[@]}" -XX:TieredStopAtLevel=1 -cp "$class_path" \
        "$main" call "unix:$place/s" samehost.Echo/Echo --wait 20s >"$place/answer" 2>&1 </dev/null
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    rm -rf "$place"
    [[ -e $archive ]]
}

# Jars, since classes in directories cannot be shared.
find_class_path() {
    local jar=("$target/$module"-*.jar)
    class_path="${jar[0]}:$target/lib/*"
}

# What the JVM itself has to say goes to stderr, and an archive that does not fit is not worth a word.
quiet=(-Xlog:disable -Xlog:all=warning:stderr -Xlog:cds=off:stderr -Xlog:cds+dynamic=off:stderr)

if ! built; then
    exec 9<"$root/pom.xml"
    # Two programs started together must not build together.
    if command -v flock >/dev/null; then flock 9; fi
    if ! built; then build; fi
    exec 9<&-
fi

options=("${quiet[@]}" -Xshare:auto --enable-native-access=ALL-UNNAMED)
if [[ $module == ipc-client ]]; then
    # A client is gone before the better compiler would pay.
    options+=(-XX:TieredStopAtLevel=1)
    if [[ -e $archive ]]; then options+=("-XX:SharedArchiveFile=$archive"); fi
fi

find_class_path
# shellcheck disable=SC2086  # several options, split on purpose
exec "$java" "${options[@]}" ${SAMEHOST_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
