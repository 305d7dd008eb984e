#!/bin/sh
# Resolve requirements/*.in again and write the lock files requirements/*.txt: exact versions, every
# published hash, valid for Python 3.11 to 3.14 on every platform.  Run by hand (`make lock`), then look at the diff.
# The lock files name no host: they install from whatever index the machine's own pip is set up for.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet uv
compile() {
    "$work/venv/bin/uv" pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-find-links "$@"
}
# One resolution of everything first, so that all profiles agree on every version.
grep -hv '^-r' requirements/*.in >"$work/all.in"
compile "$work/all.in" -o "$work/all.txt"
for profile in runtime window test bench package; do
    compile "requirements/$profile.in" -c "$work/all.txt" -o "$work/$profile.txt"
    {
        echo "# Locked by tools/lock.sh from requirements/$profile.in. Do not edit by hand."
        grep -v '^#' "$work/$profile.txt"
    } >"requirements/$profile.txt"
done
if grep -nE '://|^--' requirements/*.txt; then
    echo "a lock file names a host" >&2
    exit 1
fi
