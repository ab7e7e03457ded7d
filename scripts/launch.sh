#!/usr/bin/env bash
# launch.sh MODULE MAIN_CLASS [ARGUMENT...]
# Becomes the program of a module, and builds it first if it is not built. JAVA_HOME picks the JDK,
# SAMEHOST_JAVA_OPTS are options for it.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
module=$1
main=$2
shift 2

built() { [[ -d $root/$module/target/classes && -d $root/$module/target/lib ]]; }

if ! built; then
    exec 9<"$root/pom.xml"
    # Two programs started together must not build together.
    if command -v flock >/dev/null; then flock 9; fi
    if ! built; then
        echo "building $module, this once" >&2
        (cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -pl "$module" -am package </dev/null) >&2
    fi
    exec 9<&-
fi

# shellcheck disable=SC2086  # several options, split on purpose
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" ${SAMEHOST_JAVA_OPTS:-} \
    -cp "$root/$module/target/classes:$root/$module/target/lib/*" "$main" "$@"
