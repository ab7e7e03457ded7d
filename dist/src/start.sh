# Sourced by ipc-server, ipc-client and samehost-bench of a distribution: becomes that command, with the runtime beside it.
# Has: home, the directory of the distribution; command, what the user calls.
set -euo pipefail
if [[ $home == *:* ]]; then
    echo "${command##*/}: a path with a colon cannot be on Java's class path, move it elsewhere: directory=$home" >&2
    exit 2
fi
source "$home/lib/commands.sh"
# In the order in which they stood when the caches were made.
mapfile -t jars <"$home/lib/${program##*.}.jars"
join_class_path "${jars[@]/#/$home/lib/}"
# With a cache it may ask anyway.
if [[ $program == *.IpcServer && ! -e $home/lib/IpcServer.aot && "$* ${IPC_ADDRESS:-}" == *tcp:* ]] &&
    knows_netlink "$home/runtime"; then asks_netlink=yes; fi
start "$home/runtime/bin/java" "$home/lib/${program##*.}" "$command" "io.samehost.$program" "$@"
