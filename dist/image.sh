#!/usr/bin/env bash
# image.sh VERSION TIMESTAMP MAVEN_JAVA_HOME [JDK]
# Makes target/samehost-VERSION-linux-ARCHITECTURE.tar.gz of what the other modules have left in their target directories.
# Maven calls it: mvn -P dist package. The runtime is made of JDK; else of the JDK that Maven runs on if that is 25 or newer,
# else of one of 25 or newer in /usr/lib/jvm, else of Maven's after all. Before 25 there is no ahead-of-time cache: everything
# works, and starts more slowly. So it is with a JDK for another architecture, of which only the modules are used (jmods): what
# runs here is Maven's JDK, which has to be of the same feature release.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")"
version=$1
timestamp=$2
maven_jdk=$3
jdk=${4:-}

# look_at DIRECTORY: in feature the number of the JDK there, 0 if it has none that can make a runtime; in architecture what it is
# for, by the name that Java has for it
look_at() {
    feature=0
    architecture=''
    if [[ -r $1/release ]]; then
        if [[ -x $1/bin/jlink ]]; then feature=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"); fi
        architecture=$(sed -n 's/^OS_ARCH="\(.*\)"/\1/p' "$1/release")
    fi
    : "${architecture:=$(uname -m)}"
    if [[ $architecture == x86_64 ]]; then architecture=amd64; fi
}

choose_jdk() {
    local candidate newest=0 here
    if [[ -n $jdk ]]; then
        look_at "$jdk"
        if ((feature < 17)); then
            echo "no JDK of 17 or newer with bin/jlink: samehost.dist.jdk=$jdk" >&2
            exit 2
        fi
        return
    fi
    jdk=$maven_jdk
    look_at "$jdk"
    here=$architecture
    if ((feature >= 25)); then return; fi
    for candidate in /usr/lib/jvm/*/; do
        look_at "${candidate%/}"
        if [[ $architecture == "$here" ]] && ((feature >= 25 && feature > newest)); then
            newest=$feature
            jdk=${candidate%/}
        fi
    done
    look_at "$jdk"
    if ((feature == 0)); then
        echo "no jlink, which makes the runtime, give a JDK that has it: -Dsamehost.dist.jdk=DIRECTORY JAVA_HOME=$jdk" >&2
        exit 2
    fi
}

# In tools the JDK whose programs run here.
choose_tools() {
    local made_for=$architecture made_by=$feature
    tools=$jdk
    look_at "$maven_jdk"
    if [[ $architecture != "$made_for" ]]; then
        tools=$maven_jdk
        if [[ ! -e $jdk/jmods/java.base.jmod ]] || ((feature != made_by)); then
            echo "a runtime for $made_for is made of the jmods of a JDK for it, by Maven's JDK of the same number:" \
                "samehost.dist.jdk=$jdk feature=$made_by JAVA_HOME=$tools feature=$feature" >&2
            exit 2
        fi
    fi
    architecture=$made_for
    feature=$made_by
}

# What the commands need, and with java.management and jdk.management the benchmark. The two or three events that each start has
# to load stay as they are, since no cache takes classes of events: all but jdk.internal.event is compressed.
make_runtime() {
    local compress='zip-9:filter=/java.base/[!j]**,/java.base/java/**,/java.base/javax/**,/java.base/jdk/internal/[!e]**'
    compress+=',/java.[!b]**,/jdk.**'
    if ((feature < 21)); then compress=2; fi
    local modules=()
    if [[ $tools != "$jdk" ]]; then modules=(--module-path "$jdk/jmods"); fi
    "$tools/bin/jlink" "${modules[@]}" --add-modules java.base,java.logging,java.management,jdk.jfr,jdk.management,jdk.net,jdk.unsupported \
        --strip-java-debug-attributes --no-header-files --no-man-pages --compress "$compress" --output "$image/runtime"
    find "$image/runtime/bin" -type f ! -name java -delete
    chmod -R u+w "$image/runtime"
    rm -f "$image/runtime/lib/"{jrt-fs.jar,jexec}
    local strip=strip
    if [[ $tools != "$jdk" ]]; then strip=${architecture/amd64/x86_64}-linux-gnu-strip; fi
    if command -v "$strip" >/dev/null; then
        find "$image/runtime" \( -name '*.so' -o -name java -o -name jspawnhelper \) -exec "$strip" --strip-unneeded {} +
    fi
    # An AF_UNIX channel of the JDK has a random generator, for which the whole file is read: 60 kB of comments.
    sed -i '/^[[:space:]]*\(#\|$\)/d' "$image/runtime/conf/security/java.security"
}

# The jars that a module and its libraries are, as the module's build has them, but not those that PRESENT has already.
copy_jars() {
    local module=$1 into=$2 jar
    mkdir -p "$into"
    for jar in "../$module/target/$module-$version.jar" "../$module"/target/lib/*.jar; do
        if [[ ! -e $image/lib/${jar##*/} && ! -e $image/lib/json/${jar##*/} ]]; then cp "$jar" "$into/"; fi
    done
}

# What calls in JSON need: read when it is needed, so that a start need not look into it.
copy_json_jars() {
    mkdir -p "$image/lib/json"
    cp ../ipc-cli/target/lib/json/*.jar "$image/lib/json/"
}

# Maven on a JDK before 22 leaves out the classes that need a newer one: who is there over TCP, asked by netlink.
add_newer_classes() {
    local jar=$image/lib/ipc-core-$version.jar classes=target/newer
    if ((feature < 22)) || "$tools/bin/jar" tf "$jar" | grep -q '^META-INF/versions/22/'; then return; fi
    rm -rf "$classes"
    find ../ipc-core/src/main/java22 -name '*.java' -exec "$tools/bin/javac" --release 22 -cp "$jar" \
        -XDstringConcat=inline -d "$classes" {} +
    "$tools/bin/jar" --update --file "$jar" --release 22 -C "$classes" .
}

# trim JAR FIND_CONDITION...: without the files for which the condition is true, and without classes for newer JDKs, which jar
# of an older one does not even pack
trim() {
    local jar=$1 files=$PWD/target/trimmed newer
    rm -rf "$files"
    mkdir "$files"
    (cd "$files" && "$tools/bin/jar" --extract --file "$jar" && find . -type f "${@:2}" -delete)
    for newer in "$files"/META-INF/versions/*/; do
        if [[ -d $newer ]] && (($(basename "$newer") > feature)); then rm -r "$newer"; fi
    done
    (cd "$files" && find . -type f ! -path ./META-INF/MANIFEST.MF | LC_ALL=C sort >../trimmed.list &&
        "$tools/bin/jar" --create --file "$jar" --manifest META-INF/MANIFEST.MF --date "$timestamp" @../trimmed.list)
}

# Native code for other systems, and classes for other JDKs.
trim_jars() {
    trim "$image"/lib/junixsocket-native-common-*.jar -path './lib/*' ! -path "./lib/$architecture-Linux-*"
    trim "$image"/lib/jline-native-*.jar -path './org/jline/nativ/*/*' ! -path './org/jline/nativ/Linux/*'
    if ((feature >= 21)); then
        trim "$image"/lib/junixsocket-common-*.jar -path './META-INF/versions/*' ! -path './META-INF/versions/21/*'
    fi
}

# The licence of everything inside: as its jar has it; else Apache's, which is ours too; else as its project states it.
copy_licences() {
    local doc=$image/share/doc/samehost jar texts name
    mkdir -p "$doc/licenses"
    cp ../LICENSE "$doc/"
    cp target/third-party.txt "$doc/"
    for jar in "$image"/lib/*.jar "$image"/lib/json/*.jar "$image"/lib/bench/*.jar; do
        name=${jar##*/}
        texts=target/texts/$name
        mkdir -p "$texts"
        (cd "$texts" && "$tools/bin/jar" --extract --file "$jar" META-INF io/samehost/bench/report/uplot)
        while read -r text; do
            mkdir -p "$doc/licenses/${name%.jar}"
            cp "$text" "$doc/licenses/${name%.jar}/"
        done < <(find "$texts" -type f \( -name '*LICENSE*' -o -name 'NOTICE*' \))
        case $name in
            picocli-* | junixsocket-*) install -D -m 644 ../LICENSE "$doc/licenses/${name%.jar}/LICENSE" ;;
            jline-*) install -D -m 644 src/licenses/jline.txt "$doc/licenses/${name%.jar}/LICENSE" ;;
            gson-*) install -D -m 644 ../LICENSE "$doc/licenses/${name%.jar}/LICENSE" ;;
            protobuf-*) install -D -m 644 src/licenses/protobuf.txt "$doc/licenses/${name%.jar}/LICENSE" ;;
            progressbar-*) install -D -m 644 src/licenses/progressbar.txt "$doc/licenses/${name%.jar}/LICENSE" ;;
            ipc-*) continue ;; # ours
        esac
        if [[ ! -d $doc/licenses/${name%.jar} ]]; then
            echo "no text of a licence, add one to src/licenses: jar=$name" >&2
            exit 1
        fi
    done
}

copy_documents() {
    local doc=$image/share/doc/samehost
    mkdir -p "$doc" "$image/share/man/man1" "$image/share/bash-completion/completions" "$image/share/zsh/site-functions" \
        "$image/share/fish/vendor_completions.d"
    cp ../README.md ../CHANGELOG.md "$doc/"
    cp ../docs/man/target/man/man1/{ipc-,samehost-}*.1 "$image/share/man/man1/"
    cp ../docs/man/target/completion/bash/* "$image/share/bash-completion/completions/"
    cp ../docs/man/target/completion/zsh/* "$image/share/zsh/site-functions/"
    cp ../docs/man/target/completion/fish/* "$image/share/fish/vendor_completions.d/"
}

# command NAME PROGRAM JAR...: a command, and the jars of its class path
command_of() {
    local name=$1 program=$2
    sed "s|@COMMAND@|$name|g; s|@PROGRAM@|$program|" src/command.sh >"$image/bin/$name"
    chmod 755 "$image/bin/$name"
    (cd "$image/lib" && printf '%s\n' "${@:3}") >"$image/lib/${program##*.}.jars"
}

write_commands() {
    local LC_ALL=C jars bench_jars
    cp ../scripts/commands.sh src/start.sh "$image/lib/"
    jars=("$image"/lib/*.jar "$image"/lib/json/*.jar)
    bench_jars=("$image"/lib/bench/*.jar)
    jars=("${jars[@]#"$image/lib/"}")
    bench_jars=("${bench_jars[@]#"$image/lib/"}")
    command_of ipc-server cli.server.IpcServer "${jars[@]}"
    command_of ipc-client cli.client.IpcClient "${jars[@]}"
    command_of samehost-bench bench.cli.Bench "${bench_jars[@]}" "${jars[@]}"
}

# After the last change: a cache is good for files of this size and time, wherever they are.
make_caches() {
    local jars
    find "$image" -exec touch -h -d "$timestamp" {} +
    mapfile -t jars <"$image/lib/IpcServer.jars"
    if [[ $tools == "$jdk" ]]; then
        if ((feature >= 25)); then
            ../scripts/archive.sh "$image/runtime/bin/java" "$image/lib/IpcServer" "$image/lib/IpcClient" "${jars[@]/#/$image/lib/}"
        else # at least the JDK's classes come from an archive, for a collector and references as archive.sh and commands.sh say
            env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS "$image/runtime/bin/java" -XX:+UseG1GC -Xmx1g -Xshare:dump -Xlog:disable >&2
        fi
    fi
    rm -f "$image/runtime/lib/classlist"
    find "$image" -newermt "$timestamp" -exec touch -h -d "$timestamp" {} +
}

choose_jdk
choose_tools
echo "runtime of the distribution: jdk=$jdk architecture=$architecture"
name=samehost-$version-linux-$architecture
image=$PWD/target/$name
rm -rf "$image" target/texts
mkdir -p "$image/bin" "$image/lib"
printf '%s\n' "$architecture" >target/architecture
make_runtime
copy_jars ipc-cli "$image/lib"
copy_json_jars
copy_jars bench "$image/lib/bench"
add_newer_classes
trim_jars
copy_licences
copy_documents
write_commands
make_caches
tar --create --gzip --file "target/$name.tar.gz" --directory target --sort=name --owner=0 --group=0 --numeric-owner "$name"
echo "made target/$name.tar.gz: bytes=$(stat -c %s "target/$name.tar.gz") installed=$(du -sk "$image" | cut -f 1)k"
