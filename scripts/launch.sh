#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and builds it first if it is not built or older than its sources. The commands source it,
# which spares them a second shell.
# JAVA_HOME picks the JDK, SAMEHOST_JAVA_OPTS are options for it.
# A start is measured in milliseconds: on the way of what is built already, the one find is all that forks.
set -euo pipefail

self=${BASH_SOURCE[0]}
if [[ -L $self ]]; then self=$(readlink -f -- "$self"); fi
scripts=${self%/*}
if [[ $scripts != /* ]]; then scripts=$(cd -P -- "$scripts" && pwd); fi
root=${scripts%/*}
module=$1
main=$2
shift 2

target=$root/$module/target
stamp=$target/lib/.built
case $module in
    ipc-* | */micro) modules=(ipc-core "$module") ;;
    *) modules=(ipc-core ipc-server ipc-client "$module") ;;
esac

if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
else
    hash java || exit
    java=${BASH_CMDS[java]}
fi
# The classes that the program uses, as this JDK has them in memory: in .aot (ahead-of-time cache) or, of a JDK before 25,
# in .jsa (class data sharing). In .jdk, which JDK that was.
archive=$target/lib/${java//\//_}

# Yesterday's code under today's name would be worse than a wait. Costs 2 ms.
built() {
    [[ -e $stamp ]] && [[ -z $(cd "$root" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
        -newer "$stamp" -print -quit) ]]
}

build() {
    local begun
    begun=$(mktemp)
    echo "building $module, this once" >&2
    (cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip=true -P optional -pl "$module" -am package </dev/null) 2>&1 |
        sed $'s/\e\\[0m//g' >&2 # Maven 3.8 resets colors even where it was told to use none
    rm -f "$target"/lib/*.{aot,jsa,jdk}
    # As old as the start of the build: what was edited meanwhile may not be in it.
    touch -r "$begun" "$stamp"
    rm -f "$begun"
}

# Whether there was a training here with this JDK, be there an archive of it or not; where none could be kept, it need not be
# tried. A JDK that is updated in place keeps its name and gets another release file, and a checkout that is moved keeps all
# its files. Jars that are newer than the archive make the JVM ignore it, so they count too.
trained() {
    local home='' place='' was='' is='' file
    [[ $module == bench* || ! -w $target/lib ]] && return
    { IFS= read -r home && IFS= read -r place && IFS= read -rd '' was; } 2>/dev/null <"$archive.jdk"
    [[ -n $home && $java -ef $home/bin/java && $place -ef $root ]] || return
    { IFS= read -rd '' is; } 2>/dev/null <"$home/release"
    [[ $was == "$is" ]] || return
    for file in "$scripts/launch.sh" "$target/${module##*/}"-*.jar "$target"/lib/*.jar; do
        [[ $archive.jdk -nt $file ]] || return
    done
}

train() {
    local home
    find_class_path
    find_options call
    rm -f "$archive".{aot,jsa}
    record "-XX:AOTCacheOutput=$archive.aot"
    # A JDK before 25 does not know that option, and did not start.
    if [[ ! -e $archive.aot ]]; then dump_classes; fi
    if [[ ! -e $archive.aot && ! -e $archive.jsa ]]; then echo "$module will start more slowly: no class archive" >&2; fi
    home=$(readlink -f -- "$java")
    home=${home%/bin/java}
    { echo "$home" && echo "$root" && if [[ -e $home/release ]]; then cat "$home/release"; fi; } >"$archive.jdk" || true
}

# One archive of the JDK's classes and ours starts sooner than ours on top of the JDK's (-XX:ArchiveClassesAtExit), since only
# so the Class objects of ours are in it too. For a small machine, or if the environment says so, the JVM would pick another
# collector, and leave out all objects.
dump_classes() {
    local list
    list=$(mktemp)
    record "-XX:DumpLoadedClassList=$list"
    if [[ -s $list ]]; then
        JAVA_TOOL_OPTIONS='' JDK_JAVA_OPTIONS='' "$java" -XX:+UseG1GC -Xshare:dump "-XX:SharedClassListFile=$list" \
            "-XX:SharedArchiveFile=$archive.jsa" "${properties[@]}" -cp "$class_path" >/dev/null 2>&1 </dev/null 9<&- ||
            rm -f "$archive.jsa"
    fi
    rm -f "$list"
}

# record OPTION: runs the program with OPTION, by which it leaves its classes when it ends
record() {
    local place
    place=$(mktemp -d)
    program=("$java" "$1" "${options[@]}" "${properties[@]}" -cp "$class_path" "$main")
    "record_${module//-/_}" "$place" >/dev/null 2>&1 </dev/null 9<&- || true
    rm -rf "$place"
}

# With a call, so that the first one of each server finds its classes too.
record_ipc_server() {
    serve "${program[@]}" rpc -l "unix:$1/s" -l tcp:127.0.0.1:0
    read -rt 20 ready <&8 # the second family's
    echo_over_tcp "$ready" || true
    stop_serving
}

# echo_over_tcp READY_LINE: a frame of ttrpc as it is on the wire, for want of a client that is built already
echo_over_tcp() {
    local port=${1#*tcp:*:}
    exec 7<>"/dev/tcp/127.0.0.1/${port%% *}"
    printf '\0\0\0\x15\0\0\0\1\1\0\x0a\x0dsamehost.Echo\x12\x04Echo' >&7
    read -rt 20 -N 1 <&7
    exec 7>&-
}

record_ipc_client() {
    serve "$java" -cp "$root/ipc-server/target/classes:$root/ipc-server/target/lib/*" io.samehost.server.cli.IpcServer \
        rpc -l "unix:$1/s"
    "${program[@]}" call "unix:$1/s" samehost.Echo/Echo --wait 20s
    stop_serving
}

# serve SERVER...: returns when it is ready, and leaves in ready what it said
serve() {
    exec 8< <(exec "$@")
    server=$!
    ready=''
    read -rt 20 ready <&8
}

stop_serving() {
    kill "$server"
    while read -rt 20 <&8; do :; done # its output ends when it does, and has written its archive
    exec 8<&-
}

# Jars, since classes in directories cannot be shared.
find_class_path() {
    local IFS=: jars=("$target/${module##*/}"-*.jar "$target"/lib/*.jar)
    class_path=${jars[*]}
}

# find_options ARGUMENT...
find_options() {
    # What the JVM itself has to say goes to stderr, and an archive that does not fit is not worth a word.
    options=(-Xlog:disable -Xlog:all=warning:stderr -Xlog:cds=off:stderr -Xlog:cds+dynamic=off:stderr)
    # Gone before the better compiler would pay.
    if [[ $module == ipc-client && ${1:-} == @(call|list) ]]; then options+=(-XX:TieredStopAtLevel=1); fi
    # For junixsocket alone: a JDK that has to allow something does not take its module graph from the archive.
    if [[ $module == bench || "$* ${IPC_ADDRESS:-}" =~ unix:@|unixgram:|junixsocket|-V|--version ]]; then
        options+=(--enable-native-access=ALL-UNNAMED)
    fi
}

# The JDK has just this provider; told so, it does not look for another in every jar. Reflection, which signals need, then
# makes no classes as it runs.
properties=(
    -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider
    -Djdk.reflect.useNativeAccessorOnly=true
)

if ! built || ! trained; then
    exec 9<"$root/pom.xml"
    # Two programs started together must not build together.
    if command -v flock >/dev/null; then flock 9; fi
    if ! built; then build; fi
    if ! trained; then train; fi
    exec 9<&-
fi

find_class_path
find_options "$@"
# A JVM that is told both of the cache and of sharing does not start.
told="${SAMEHOST_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}"
# Only with an archive, which proves that this JDK can start so.
if [[ -e $archive.aot && $told != *@(-Xshare:|SharedArchiveFile)* ]]; then
    options+=("-XX:AOTCache=$archive.aot" "-Xlog:aot*=off:stderr" "${properties[@]}")
elif [[ -e $archive.jsa ]]; then
    options+=("-XX:SharedArchiveFile=$archive.jsa" "${properties[@]}")
fi
# shellcheck disable=SC2086  # several options, split on purpose
exec "$java" "${options[@]}" ${SAMEHOST_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
