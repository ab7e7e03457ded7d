# Sourced. Starts a program with the options, the locale and the archive of classes that it is to have: by the launchers of a
# checkout (launch.sh) and of a distribution, and by what makes the archives (archive.sh).
# A start is measured in milliseconds: nothing in here forks.

# A JVM takes the first file that it opens for a standard stream that is closed: it would send its own to a server, or crash.
if [[ ! -e /dev/fd/0 ]]; then exec </dev/null; fi
if [[ ! -e /dev/fd/1 ]]; then exec >/dev/null; fi
if [[ ! -e /dev/fd/2 ]]; then exec 2>/dev/null; fi

# The JDK has just this provider; told so, it does not look for another in every jar. Reflection, which signals need, then
# makes no classes as it runs.
properties=(
    -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider
    -Djdk.reflect.useNativeAccessorOnly=true
)

# join_class_path JAR...: in class_path. Jars, since classes in directories cannot be in an archive.
join_class_path() {
    local IFS=:
    class_path=$*
}

# knows_netlink DIRECTORY: true if the JDK there can ask the kernel by netlink: 22 and newer
knows_netlink() {
    local line
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            ((BASH_REMATCH[1] >= 22))
            return
        fi
    done 2>/dev/null <"$1/release"
    return 1
}

# find_options PROGRAM ARCHIVE_TYPE [ARGUMENT...]: in options. The type is aot, jsa, or empty without an archive.
find_options() {
    local program=$1 type=$2
    shift 2
    # Warnings of the JVM itself go to stderr; an archive that does not fit is not worth one. In one option: each costs half a
    # millisecond.
    local silent=cds=off,cds+dynamic=off
    if [[ $type == aot ]]; then silent+=,aot*=off; fi
    options=(-Xlog:disable "-Xlog:all=warning,$silent:stderr")
    case $program:${1:-} in
        IpcClient:call | IpcClient:list)
            # Gone before the better compiler would pay, or a large heap, or a collector with threads of its own. Before any
            # compiler would, if no JSON is sent or made of the answer, and no table of the system is read.
            options+=(-XX:TieredStopAtLevel=1)
            if [[ $type == aot ]]; then options+=(-Xmx512m -XX:+UseSerialGC); fi
            if [[ $type == aot && $1 == call && "$* ${IPC_ADDRESS:-}" != *@(--json|tcp:|-v|--verbose|\{)* ]]; then options+=(-Xint); fi
            ;;
        *) limit_heap ;;
    esac
    case $program in
        IpcServer)
            # G1 keeps what a burst of calls made it take, hundreds of megabytes, until it is made to look. So a server looks
            # once it has been quiet for ten seconds, and gives back all but a little.
            options+=(-XX:G1PeriodicGCInterval=10000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30)
            ;;
    esac
    # For junixsocket and netlink alone. A JVM that allows something else than the one that made its archive does not take its
    # module graph from there, so it is allowed where it is needed, and to each server with a cache: over TCP it asks the
    # kernel by netlink who connects.
    if [[ $program == Bench || $program:$type == IpcServer:aot || -n ${asks_netlink:-}${LISTEN_FDS:-}${NOTIFY_SOCKET:-} ||
        "$* ${IPC_ADDRESS:-}" =~ ^doctor|unix:@|unixgram:|fd:|junixsocket|-V|--version ]]; then
        options+=(--enable-native-access=ALL-UNNAMED)
    fi
    if [[ $type == aot && $program != Bench ]]; then
        # Without a file in /tmp for jps and jstat, which takes a twentieth of a start. jcmd works.
        options+=(-XX:+UseCompactObjectHeaders -XX:-UsePerfData)
        # What the training told of methods would be read and compiled at the start: a tenth of it, or more.
        options+=(-XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining)
        # At the address that it was made for, the cache is read as it is needed, and not changed in every page.
        if [[ $program == IpcClient ]]; then options+=(-XX:ArchiveRelocationMode=0); fi
    fi
}

# With 128 GB and more, a quarter of it would be a heap in which references have another size than in an archive. So a JVM that
# may have all of the memory gets 31 GB at most.
limit_heap() {
    local kilobytes most=''
    read -r _ kilobytes _ 2>/dev/null </proc/meminfo || return 0
    ((kilobytes > 124000000)) || return 0
    read -r most 2>/dev/null </sys/fs/cgroup/memory.max || true
    if [[ $most != [0-9]* ]]; then options+=(-Xmx31g); fi
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

# start JAVA ARCHIVE COMMAND MAIN_CLASS [ARGUMENT...]: becomes the program, with class_path. ARCHIVE is without its ending, .aot
# or .jsa, and need not be there; COMMAND is what the user calls to start the program.
start() {
    local java=$1 archive=$2 command=$3 main=$4 type='' told
    shift 4
    # A JVM that is told both of the cache and of sharing does not start.
    told="${SAMEHOST_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}"
    if [[ -e $archive.aot && $told != *@(-Xshare:|SharedArchiveFile)* ]]; then
        type=aot
    elif [[ -e $archive.jsa ]]; then
        type=jsa
    fi
    find_options "${main##*.}" "$type" "$@"
    use_utf8
    # Only with an archive, which proves that this JDK can start so.
    case $type in
        aot) options+=("-XX:AOTCache=$archive.aot" "${properties[@]}") ;;
        jsa) options+=("-XX:SharedArchiveFile=$archive.jsa" "${properties[@]}") ;;
    esac
    case $main in
        *.IpcServer) options+=("-Dsamehost.command=$command") ;;
        # A checkout keeps results beside the build.
        *.Bench) if [[ $command != */scripts/* ]]; then options+=("-Dsamehost.bench.command=$command"); fi ;;
    esac
    # shellcheck disable=SC2086  # several options, split on purpose
    exec "$java" "${options[@]}" ${SAMEHOST_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
}
