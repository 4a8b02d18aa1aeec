#!/bin/sh
# debian.sh PACKAGE REASON: as root installs a Debian package; else says in one sentence which one is missing.
set -eu
package=$1
reason=$2
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The Debian package $package is needed $reason: install it with “apt-get install $package” as root." >&2
    exit 1
fi
echo "Installing the Debian package $package $reason …" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "$package" >&2
