#!/usr/bin/env bash
# archive.sh JAVA SERVER_ARCHIVE CLIENT_ARCHIVE JAR...
# Makes the archives of the classes that ipc-server and ipc-client use, as this JDK has them in memory: an ahead-of-time cache
# (.aot), or class data sharing (.jsa) with a JDK before 25. Run once by a build; the commands start two to three times as fast.
# A JVM uses an archive if the jars are the same files in the same order, wherever their directory is.
set -euo pipefail
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/commands.sh"
java=$1
server_archive=$2
client_archive=$3
shift 3
join_class_path "$@"

# What is for the user's own programs is not for these, and a service manager waits for another server.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS NOTIFY_SOCKET WATCHDOG_USEC LISTEN_FDS
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
server=io.samehost.cli.server.IpcServer
client=io.samehost.cli.client.IpcClient

# jvm PROGRAM TYPE OPTION...: the command line up to the main class, in jvm
jvm() {
    find_options "$1" "$2" call
    jvm=("$java" "${@:3}" "${options[@]}" "${properties[@]}" -cp "$class_path")
}

# rehearse TYPE SERVER_OPTION CLIENT_OPTION: a server and calls on both families, each with an option by which it leaves its
# classes when it ends. A socket in a directory that others may enter is made in another way. Fails with a JDK that does not
# know the option.
rehearse() {
    local ready tcp id
    mkdir -p "$place/open"
    chmod 755 "$place/open"
    jvm IpcServer "$1" "$2"
    exec 8< <(exec "${jvm[@]}" "$server" rpc -l "unix:$place/s" -l "unix:$place/open/s" -l tcp:127.0.0.1:0 2>/dev/null </dev/null)
    id=$!
    read -rt 60 ready <&8 && read -rt 60 ready <&8 && read -rt 60 tcp <&8 || return
    tcp=${tcp#listening }
    "$java" -cp "$class_path" "$client" call "${tcp%% *}" samehost.Echo/Echo -d x >/dev/null 2>&1 8<&- </dev/null
    jvm IpcClient "$1" "$3"
    "${jvm[@]}" "$client" call "unix:$place/s" samehost.Echo/Echo -d x >/dev/null 2>&1 8<&- </dev/null
    sleep 1 # a server has its log ready half a second after its ready line, and for that classes that belong here
    kill "$id"
    while read -rt 60 <&8; do :; done # its output ends when it does, and has written what it has to
    exec 8<&-
}

# share PROGRAM LIST ARCHIVE: one archive of the JDK's classes and ours starts sooner than ours on top of the JDK's
# (-XX:ArchiveClassesAtExit), since only so the Class objects of ours are in it too. For a small machine the JVM would pick
# another collector, and leave out all objects.
share() {
    "$java" -XX:+UseG1GC -Xshare:dump "-XX:SharedClassListFile=$2" "-XX:SharedArchiveFile=$3.jsa" \
        "${properties[@]}" -cp "$class_path" >/dev/null 2>&1 </dev/null || rm -f "$3.jsa"
}

rm -f "$server_archive".{aot,jsa} "$client_archive".{aot,jsa}
if ! rehearse aot "-XX:AOTCacheOutput=$server_archive.aot" "-XX:AOTCacheOutput=$client_archive.aot"; then
    if rehearse jsa "-XX:DumpLoadedClassList=$place/server" "-XX:DumpLoadedClassList=$place/client"; then
        share IpcServer "$place/server" "$server_archive"
        share IpcClient "$place/client" "$client_archive"
    fi
fi
for archive in "$server_archive" "$client_archive"; do
    if [[ ! -e $archive.aot && ! -e $archive.jsa ]]; then
        echo "no archive of classes could be made, the commands will start more slowly: archive=$archive java=$java" >&2
    fi
done
