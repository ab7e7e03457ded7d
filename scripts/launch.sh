#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and builds it first if it is not built or older than its sources. The commands source it,
# which spares them a second shell.
# JAVA_HOME picks the JDK, SAMEHOST_JAVA_OPTS are options for it.
# A start is measured in milliseconds: on the way of what is built already, nothing forks, but to find this
# directory, and for a server on TCP which JDK this is.
set -euo pipefail

# A JVM takes the first file that it opens for a standard stream that is closed: it would send its own to a server, or crash.
if [[ ! -e /dev/fd/0 ]]; then exec </dev/null; fi
if [[ ! -e /dev/fd/1 ]]; then exec >/dev/null; fi
if [[ ! -e /dev/fd/2 ]]; then exec 2>/dev/null; fi

self=${BASH_SOURCE[0]}
if [[ -L $self ]]; then self=$(readlink -f -- "$self"); fi
scripts=${self%/*}
if [[ $scripts != /* ]]; then scripts=$(CDPATH='' cd -P -- "$scripts" && pwd); fi
root=${scripts%/*}
module=$1
main=$2
program=${main##*.}
shift 2

target=$root/$module/target
stamp=$target/lib/.built
# What the program is made of: a server does not wait for a look at the client's sources.
case $program:$module in
    IpcServer:*) modules=(ipc-core ipc-server ipc-cli) ;;
    IpcClient:*) modules=(ipc-core ipc-client ipc-cli) ;;
    *:*/micro) modules=(ipc-core "$module") ;;
    *) modules=(ipc-core ipc-server ipc-client ipc-cli "$module") ;;
esac

no_java() {
    echo "${0##*/}: $1, a JDK of 17 or newer is needed" >&2
    exit 2
}

if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    if [[ ! -f $java || ! -x $java ]]; then no_java "JAVA_HOME has no bin/java: JAVA_HOME=$JAVA_HOME"; fi
else
    hash java 2>/dev/null || no_java "no java in PATH"
    java=${BASH_CMDS[java]}
fi
# The classes that the program uses, as this JDK has them in memory: in .aot (ahead-of-time cache) or, of a JDK before 25,
# in .jsa (class data sharing). In .jdk, which JDK that was.
archive=$target/lib/$program${java//\//_}

# True if this JDK can ask the kernel by netlink, 22 and newer, and one that can has built the project.
knows_netlink() {
    local home line
    [[ -d $root/ipc-core/target/classes/META-INF/versions/22 ]] || return
    home=$(readlink -f -- "$java")
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            ((BASH_REMATCH[1] >= 22))
            return
        fi
    done 2>/dev/null <"${home%/bin/java}/release"
    return 1
}

# A server on TCP asks by netlink who connects, which needs native access: it is ready 70 ms later, and lets each connection in
# 6 to 16 ms sooner. That does not pay for a client, which asks once. Such a server has an archive of its own, since a JVM that
# allows something else than the one that made its archive does not use it.
netlink=no
if [[ $program == IpcServer && "$* ${IPC_ADDRESS:-}" == *tcp:* ]] && knows_netlink; then
    netlink=yes
    archive+=_netlink
fi

# Yesterday's code under today's name would be worse than a wait. Costs 3 ms, and find would cost 8.
built() {
    local part file
    [[ -e $stamp && ! $root/pom.xml -nt $stamp ]] || return
    shopt -s globstar
    for part in "${modules[@]}"; do
        for file in "$root/$part/pom.xml" "$root/$part"/src/main/**; do
            [[ ! $file -nt $stamp ]] || return
        done
    done
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

# True if there was a training here with this JDK, be there an archive of it or not; where none could be kept, it need not be
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
    if [[ ! -e $archive.aot && ! -e $archive.jsa ]]; then echo "$program will start more slowly: no class archive" >&2; fi
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
    recorded=("$java" "$1" "${options[@]}" "${properties[@]}" -cp "$class_path" "$main")
    "record_$program" "$place" >/dev/null 2>&1 </dev/null 9<&- || true
    rm -rf "$place"
}

# With a call, so that the first one of each server finds its classes too.
record_IpcServer() {
    serve "${recorded[@]}" rpc -l "unix:$1/s" -l tcp:127.0.0.1:0
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

record_IpcClient() {
    serve "$java" -cp "$class_path" io.samehost.cli.server.IpcServer rpc -l "unix:$1/s"
    "${recorded[@]}" call "unix:$1/s" samehost.Echo/Echo --wait 20s
    stop_serving
}

# serve SERVER...: returns when it is ready, and leaves in ready what it said
serve() {
    exec 8< <(unset NOTIFY_SOCKET WATCHDOG_USEC && exec "$@") # a service manager waits for another server
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
    # Warnings of the JVM itself go to stderr; an archive that does not fit is not worth one.
    options=(-Xlog:disable -Xlog:all=warning:stderr -Xlog:cds=off:stderr -Xlog:cds+dynamic=off:stderr)
    # Gone before the better compiler would pay.
    if [[ $program == IpcClient && ${1:-} == @(call|list) ]]; then options+=(-XX:TieredStopAtLevel=1); fi
    # G1 keeps what a burst of calls made it take, hundreds of megabytes, until it is made to look. So a server looks once it has
    # been quiet for ten seconds, and gives back all but a little.
    if [[ $program == IpcServer ]]; then
        options+=(-XX:G1PeriodicGCInterval=10000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30)
    fi
    # For junixsocket and netlink alone: a JDK that has to allow something does not take its module graph from the archive.
    if [[ $netlink == yes || $module == bench || -n ${LISTEN_FDS:-}${NOTIFY_SOCKET:-} ||
        "$* ${IPC_ADDRESS:-}" =~ ^doctor|unix:@|unixgram:|fd:|junixsocket|-V|--version ]]; then
        options+=(--enable-native-access=ALL-UNNAMED)
    fi
}

# In the C locale a JVM on Linux reads arguments and names of files as ASCII, and loses all else. The programs that it starts
# get the user's own locale back, by SAMEHOST_LC_ALL. Told by what two bytes of UTF-8 are here, and one of Latin-1: that also
# finds a locale that is named and not installed.
use_utf8() {
    local utf8=$'\xc3\xa9' latin1=$'\xe9'
    if [[ $OSTYPE == linux* && ${#utf8} == 2 && $latin1 != [[:alpha:]] ]]; then
        export SAMEHOST_LC_ALL=${LC_ALL:-}
        { export LC_ALL=C.UTF-8; } 2>/dev/null
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
use_utf8
# A JVM that is told both of the cache and of sharing does not start.
told="${SAMEHOST_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}"
# Only with an archive, which proves that this JDK can start so.
if [[ -e $archive.aot && $told != *@(-Xshare:|SharedArchiveFile)* ]]; then
    options+=("-XX:AOTCache=$archive.aot" "-Xlog:aot*=off:stderr" "${properties[@]}")
elif [[ -e $archive.jsa ]]; then
    options+=("-XX:SharedArchiveFile=$archive.jsa" "${properties[@]}")
fi
if [[ $program == IpcServer ]]; then options+=("-Dsamehost.command=$scripts/ipc-server"); fi
# shellcheck disable=SC2086  # several options, split on purpose
exec "$java" "${options[@]}" ${SAMEHOST_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
