# Sourced: runs Maven for somebody who waits. Has root, the directory of the checkout.

# maven ARGUMENT...: a line for each module and for many downloads, and all that is no routine. Maven 3.8 resets colors even
# where it was told to use none.
maven() {
    (cd "$root" && mvn -B -Dstyle.color=never "$@" </dev/null) 2>&1 | sed -u $'s/\e\\[0m//g' | tell_progress >&2
}

tell_progress() {
    local line downloads=0 module='^\[INFO\] Building (.*[^ ]) [^ ]+ +\[([0-9]+)/([0-9]+)\]$'
    while IFS= read -r line; do
        if [[ $line =~ $module ]]; then
            echo "  ${BASH_REMATCH[2]} of ${BASH_REMATCH[3]}: ${BASH_REMATCH[1]}"
        elif [[ $line == Downloaded\ from* ]]; then
            downloads=$((downloads + 1))
            if ((downloads % 50 == 0)); then echo "  files downloaded: $downloads"; fi
        elif [[ $line && $line != @(\[INFO\]|\[WARNING\]|WARNING:|Downloading\ from|Progress)* ]]; then
            echo "$line"
        fi
    done
}
