#!/bin/sh
# All tests: everything on SQLite, then what touches the database once more on PostgreSQL.
set -u
cd "$(dirname "$0")/.."

missing=chromium
for browser in chromium chromium-browser google-chrome-stable google-chrome; do
    if command -v "$browser" >/dev/null; then missing=; fi
done
# Playwright drives the browser with a program of its own, which needs one library that a bare Debian lacks.
if ! .venv/lib/python3*/site-packages/playwright/driver/node --version >/dev/null 2>&1; then
    missing="$missing libatomic1"
fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # several packages are several words
    sh scripts/debian.sh "for the browser tests (“make test-method” runs what needs none)" $missing || exit 1
fi

if ! command -v java >/dev/null; then
    sh scripts/debian.sh "for counting on Spark (“make test-method” runs what needs none)" default-jre-headless || exit 1
fi
.venv/bin/python scripts/spark.py install || exit 1

.venv/bin/pytest -n auto --dist loadgroup
on_sqlite=$?
.venv/bin/python scripts/postgres.py .venv/bin/pytest -n auto -m "database and not browser"
on_postgresql=$?
[ $on_sqlite = 0 ] && [ $on_postgresql = 0 ]
