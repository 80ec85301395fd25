#!/bin/sh
# Writes the browser client of Socket.IO to the given file, unless it is there.
#
# Debian has no package of it. The Python package nicegui contains the file as its authors publish it.
set -eu
package=nicegui==3.18.0
path=nicegui/static/socket.io.min.js
sum=b0e735814f8dcfecd6cdb8a7ce95a297a7e1e5f2727a29e6f5901801d52fa0c5
file=$1
[ ! -e "$file" ] || exit 0
echo "downloading $package"
mkdir -p "$(dirname "$file")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
/usr/bin/python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$folder" "$package"
/usr/bin/python3 -m zipfile --extract "$folder"/nicegui-*.whl "$folder"
echo "$sum  $folder/$path" | sha256sum --check --quiet
mv "$folder/$path" "$file"
