#!/bin/sh
# All tests: everything on SQLite, then what touches the database once more on PostgreSQL.
set -u
cd "$(dirname "$0")/.."

found=
for browser in chromium chromium-browser google-chrome-stable google-chrome; do
    if command -v "$browser" >/dev/null; then found=$browser; fi
done
if [ -z "$found" ]; then
    sh scripts/debian.sh chromium "for the browser tests (“make test-method” runs what needs none)" || exit 1
fi

.venv/bin/pytest -n auto --dist loadgroup
on_sqlite=$?
.venv/bin/python scripts/postgres.py .venv/bin/pytest -n auto -m "database and not browser"
on_postgresql=$?
[ $on_sqlite = 0 ] && [ $on_postgresql = 0 ]
