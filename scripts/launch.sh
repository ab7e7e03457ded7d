#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and has it built first if it is not built or older than its sources (build.sh). The commands
# source it, which spares them a second shell.
# JAVA_HOME picks the JDK, SAMEHOST_JAVA_OPTS are options for it.
# A start is measured in milliseconds: on the way of what is built already, nothing forks, but to find this directory.
set -euo pipefail

self=${BASH_SOURCE[0]}
if [[ -L $self ]]; then self=$(readlink -f -- "$self"); fi
scripts=${self%/*}
if [[ $scripts != /* ]]; then scripts=$(CDPATH='' cd -P -- "$scripts" && pwd); fi
root=${scripts%/*}
source "$scripts/commands.sh"
module=$1
main=$2
program=${main##*.}
shift 2

target=$root/$module/target
# What the program is made of: a server does not wait for a look at the client's sources.
case $program:$module in
    IpcServer:*) modules=(ipc-core ipc-server ipc-cli) ;;
    IpcClient:*) modules=(ipc-core ipc-client ipc-cli) ;;
    *:*/micro) modules=(ipc-core ipc-server ipc-client integrations/ipc-protobuf "$module") ;;
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
# The classes that a program uses, as this JDK has them in memory, in IpcServer$of_jdk.aot or .jsa; in .jdk, which JDK that was.
of_jdk=${java//\//_}

# Yesterday's code under today's name would be worse than a wait. Costs 3 ms, and find would cost 8.
built() {
    local stamp=$target/lib/.built part file
    [[ -e $stamp && ! $root/pom.xml -nt $stamp ]] || return
    shopt -s globstar
    for part in "${modules[@]}"; do
        for file in "$root/$part/pom.xml" "$root/$part"/src/main/**; do
            [[ ! $file -nt $stamp ]] || return
        done
    done
}

# True if there are archives for this JDK, or it has made none; where none could be kept, it need not be tried. A JDK that is
# updated in place keeps its name and gets another release file, and a checkout that is moved keeps all its files. Jars that are
# newer than the archive make the JVM ignore it, so they count too.
archived() {
    local note=$target/lib/$of_jdk.jdk home='' place='' was='' is='' file
    [[ $module == bench* || ! -w $target/lib ]] && return
    { IFS= read -r home && IFS= read -r place && IFS= read -rd '' was; } 2>/dev/null <"$note"
    [[ -n $home && $java -ef $home/bin/java && $place -ef $root ]] || return
    { IFS= read -rd '' is; } 2>/dev/null <"$home/release"
    [[ $was == "$is" ]] || return
    for file in "$scripts/commands.sh" "$target/${module##*/}"-*.jar "$target"/lib/*.jar "$target"/lib/json/*.jar; do
        [[ $note -nt $file ]] || return
    done
}

# In one order, whatever the locale: an archive is for one class path.
find_jars() {
    local LC_ALL=C
    jars=("$target/${module##*/}"-*.jar "$target"/lib/*.jar)
    if [[ $module == ipc-cli ]]; then jars+=("$target"/lib/json/*.jar); fi
}

if ! built || ! archived; then source "$scripts/build.sh"; fi
find_jars
join_class_path "${jars[@]}"
archive=$target/lib/$program$of_jdk
# With a cache it may ask anyway.
if [[ $program == IpcServer && ! -e $archive.aot && "$* ${IPC_ADDRESS:-}" == *tcp:* &&
    -d $root/ipc-core/target/classes/META-INF/versions/22 ]]; then
    home=$(readlink -f -- "$java")
    if knows_netlink "${home%/bin/java}"; then asks_netlink=yes; fi
fi
start "$java" "$archive" "$scripts/ipc-server" "$main" "$@"
