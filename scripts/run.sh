#!/bin/sh
# Makes the example installation, unless it is there already, and serves it until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/ljuspunkt demo
exec .venv/bin/ljuspunkt serve
