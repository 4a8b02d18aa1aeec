"""Mail, countdowns and what is due by date work beside the server; none of them waits for another to be imported."""

import os
import subprocess
import sys
from pathlib import Path

BEFORE_AND_AFTER = """
import sys
import django
django.setup()
from threading import Event
from ljuspunkt.cli import beside

before = set(sys.modules)
over = Event()
over.set()
for thread in beside.threads(over):
    thread.run()
print(*sorted(name for name in set(sys.modules) - before if name.startswith("ljuspunkt.")))
"""


def test_all_that_the_threads_need_is_there_before_the_first_of_them_begins(tmp_path: Path) -> None:
    installation = {"LJUSPUNKT_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "ljuspunkt.config.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LJUSPUNKT_")}
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_AND_AFTER], env=kept | installation, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
