# Sourced by launch.sh, when something is missing or older than its sources: builds the module, and makes the archives of the
# classes that its programs use. Leaves descriptor 9 closed, and tells on stderr what it does.

source "$scripts/maven.sh"

build() {
    local begun
    begun=$(mktemp)
    echo "building $module, this once: less than a minute, more while libraries are downloaded" >&2
    # Tests need not even be compiled: a third of the time.
    maven -Dmaven.test.skip=true -Dspotless.check.skip=true -P optional -pl "$module" -am package 9<&- || { rm -f "$begun" && exit 1; }
    rm -f "$target"/lib/*.{aot,jsa,jdk}
    # As old as the start of the build: what was edited meanwhile may not be in it.
    touch -r "$begun" "$target/lib/.built"
    rm -f "$begun"
}

make_archives() {
    local home
    echo "preparing ipc-server and ipc-client for a fast start on $java: some seconds" >&2
    find_jars
    "$scripts/archive.sh" "$java" "$target/lib/IpcServer$of_jdk" "$target/lib/IpcClient$of_jdk" "${jars[@]}" 9<&- || true
    home=$(readlink -f -- "$java")
    home=${home%/bin/java}
    { echo "$home" && echo "$root" && if [[ -e $home/release ]]; then cat "$home/release"; fi; } >"$target/lib/$of_jdk.jdk" || true
}

exec 9<"$root/pom.xml"
# Two programs started together must not build together.
if command -v flock >/dev/null; then flock 9; fi
if ! built; then build; fi
if ! archived; then make_archives; fi
exec 9<&-
