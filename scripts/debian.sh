#!/bin/sh
# debian.sh REASON PACKAGE…: as root installs Debian packages; else says in one sentence which are missing.
set -eu
reason=$1
shift
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing $reason: install from Debian, as root, with “apt-get install $*”." >&2
    exit 1
fi
echo "Installing from Debian $reason: $* …" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >&2
