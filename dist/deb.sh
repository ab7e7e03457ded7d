#!/usr/bin/env bash
# deb.sh VERSION TIMESTAMP [ARCHITECTURE]
# Makes target/samehost_VERSION_ARCHITECTURE.deb of the image that image.sh has made, of the last one without ARCHITECTURE, where
# dpkg-deb is.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")"
directory=$1
timestamp=$2
architecture=${3:-$(<target/architecture)}
image=target/samehost-$directory-linux-$architecture
# A pre-release sorts before its release.
version=${directory/-/\~}
case $architecture in
    aarch64) debian=arm64 ;;
    *) debian=$architecture ;;
esac
if ! command -v dpkg-deb >/dev/null; then
    echo "no .deb: dpkg-deb is not here" >&2
    exit 0
fi

root=target/deb
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/samehost" "$root/usr/share/"{man,doc/samehost,lintian/overrides} \
    "$root/usr/share/"{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
# With the times, by which a cache knows its jars.
cp -a "$image/." "$root/usr/lib/samehost/$directory"
rm -r "$root/usr/lib/samehost/$directory/"{bin,share}
for command in ipc-server ipc-client samehost-bench; do
    program=$(sed -n 's/^program=//p' "$image/bin/$command")
    sed "s|@COMMAND@|$command|g; s|@PROGRAM@|$program|; s|@BIN@|/usr/bin|; s|@HOME@|/usr/lib/samehost/$directory|" \
        src/installed-command.sh >"$root/usr/bin/$command"
    chmod 755 "$root/usr/bin/$command"
done

cp -r "$image/share/man/man1" "$root/usr/share/man/"
gzip -9n "$root"/usr/share/man/man1/*.1
cp "$image"/share/bash-completion/completions/* "$root/usr/share/bash-completion/completions/"
cp "$image"/share/zsh/site-functions/* "$root/usr/share/zsh/vendor-completions/"
cp "$image"/share/fish/vendor_completions.d/* "$root/usr/share/fish/vendor_completions.d/"
doc=$root/usr/share/doc/samehost
cp -r "$image/share/doc/samehost/"{README.md,third-party.txt,licenses} "$doc/"
cp src/debian/copyright "$doc/copyright"
gzip -9nc ../CHANGELOG.md >"$doc/NEWS.gz"
sed "s|@VERSION@|$version|; s|@DATE@|$(LC_ALL=C date -u -R -d "$timestamp")|" src/debian/changelog | gzip -9n >"$doc/changelog.gz"
sed "s|@DIRECTORY@|$directory|" src/debian/lintian-overrides >"$root/usr/share/lintian/overrides/samehost"

for script in preinst postinst postrm; do
    sed "s|@DIRECTORY@|$directory|" "src/debian/$script" >"$root/DEBIAN/$script"
    chmod 755 "$root/DEBIAN/$script"
done
sed "s|@VERSION@|$version|; s|@ARCHITECTURE@|$debian|; s|@SIZE@|$(du -sk "$root/usr" | cut -f 1)|" src/debian/control \
    >"$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -newermt "$timestamp" -exec touch -h -d "$timestamp" {} +
chmod -R go-w,a+rX "$root"
SOURCE_DATE_EPOCH=$(date -d "$timestamp" +%s) dpkg-deb --root-owner-group -Zgzip --build "$root" "target/samehost_${version}_$debian.deb"
