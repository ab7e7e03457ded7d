#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and builds it first if it is not built or older than its sources.
# JAVA_HOME picks the JDK, SAMEHOST_JAVA_OPTS are options for it.
set -euo pipefail

self=${BASH_SOURCE[0]}
[[ -L $self ]] && self=$(readlink -f -- "$self")
root=$(cd -P -- "${self%/*}/.." && pwd)
module=$1
main=$2
shift 2

case $module in
    ipc-core | ipc-server | ipc-client) modules=(ipc-core "$module") ;;
    *) modules=(ipc-core ipc-server ipc-client "$module") ;;
esac

lib=$root/$module/target/lib
stamp=$lib/.built

# Code of yesterday under the name of today's would be worse than a wait.
built() {
    [[ -e $stamp ]] && [[ -z $(cd "$root" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
        -newer "$stamp" -print -quit) ]]
}

if ! built; then
    exec 9<"$root/pom.xml"
    # Two programs started together must not build together.
    if command -v flock >/dev/null; then flock 9; fi
    if ! built; then
        echo "building $module, this once" >&2
        begun=$(mktemp)
        (cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -pl "$module" -am package </dev/null) >&2
        # As old as the start of the build: what was edited meanwhile may not be in it.
        touch -r "$begun" "$stamp" && rm -f "$begun"
    fi
    exec 9<&-
fi

jvm=(-Xshare:auto --enable-native-access=ALL-UNNAMED)
# A client is gone before the better compiler and the parallel collectors would pay.
[[ $module == ipc-client ]] && jvm+=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)

# shellcheck disable=SC2086  # several options, split on purpose
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${jvm[@]}" ${SAMEHOST_JAVA_OPTS:-} \
    -cp "$root/$module/target/classes:$lib/*" "$main" "$@"
