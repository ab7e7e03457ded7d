#!/usr/bin/env bash
# tool.sh VERSION IMAGE
# Makes target/notes_VERSION_all.deb of the tool in examples/notes in that version, as its author might: its jar, and the
# libraries and the Java runtime of IMAGE, in a directory of this version, and a command. For check.sh, which upgrades one to the
# next.
set -euo pipefail
cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")"
version=$1
image=$2

root=target/notes-$version
home=usr/lib/notes/$version
rm -rf "$root"
mkdir -p "$root/"{DEBIAN,source,classes,usr/bin} "$root/$home/lib"
cp ../examples/notes/src/main/java/notes/*.java "$root/source/"
sed -i "s|VERSION = \".*\"|VERSION = \"$version\"|" "$root/source/NotesMethods.java"
cp "$image"/lib/ipc-{core,server,client}-*.jar "$root/$home/lib/"
javac --release 17 -cp "$root/$home/lib/*" -d "$root/classes" "$root"/source/*.java
jar --create --file "$root/$home/lib/notes.jar" -C "$root/classes" .
rm -r "$root/"{source,classes}
cp -a "$image/runtime" "$root/$home/runtime"

cat >"$root/usr/bin/note" <<COMMAND
#!/bin/sh
exec /$home/runtime/bin/java -cp '/$home/lib/*' notes.NoteCommand "\$@"
COMMAND
chmod 755 "$root/usr/bin/note"
cat >"$root/DEBIAN/control" <<CONTROL
Package: notes
Version: $version
Architecture: all
Maintainer: Nobody <nobody@samehost.example>
Description: an example of samehost
CONTROL
dpkg-deb --root-owner-group -Zgzip -z1 --build "$root" "target/notes_${version}_all.deb" >/dev/null
rm -rf "$root"
