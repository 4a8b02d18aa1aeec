#!/bin/sh
# Makes .venv from requirements.lock. Does nothing when lock, project file, Python and place are those of the last time.
set -eu
cd "$(dirname "$0")/.."

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && usable "$candidate"; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed: install the Debian package python3, or name another as PYTHON=…" >&2
    exit 1
fi

stamp=.venv/ljuspunkt.stamp
wanted="$(cat requirements.lock pyproject.toml scripts/build_hook.py | sha256sum) $("$python" -V) $PWD"

if [ "$(cat $stamp 2>/dev/null)" != "$wanted" ]; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python3." + str(sys.version_info.minor) + "-venv")')
        if [ "$python" = /usr/bin/python3 ]; then package=python3-venv; fi
        sh scripts/debian.sh "for making the environment" "$package"
    fi
    if ! [ "$(.venv/bin/python -V 2>/dev/null)" = "$("$python" -V)" ] || ! .venv/bin/pip -V >/dev/null 2>&1; then
        rm -rf .venv
        "$python" -m venv .venv
    fi
    echo "Installing what requirements.lock names (the first time takes a few minutes) …" >&2
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
    echo "$wanted" >$stamp
fi
.venv/bin/python scripts/messages.py compile
