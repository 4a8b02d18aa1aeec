"""Everything that must hold beside the tests: runs each check, shows what fails, and ends non-zero if any does.

Two run at a time, and each is told of as soon as those before it are.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

# The longest first, so that none is left to run alone.
CHECKS: dict[str, list[str | Path]] = {
    "types": [BIN / "mypy", "src", "scripts"],
    "documentation": [BIN / "pytest", "-q", "tests/documentation", "tests/machinery/test_the_house.py"],
    "import contracts": [BIN / "lint-imports", "--no-cache"],
    "migrations": [BIN / "django-admin", "makemigrations", "--check", "--dry-run"],
    "translations": [sys.executable, "scripts/messages.py", "check"],
    "lock": [sys.executable, "scripts/lock.py", "check"],
    "lint": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
}
AT_A_TIME = 2


def _run(surroundings: Mapping[str, str], name: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(CHECKS[name], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def main(chosen: list[str]) -> int:
    """Run the chosen checks, or all."""
    failed = []
    with tempfile.TemporaryDirectory() as installation:
        surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ljuspunkt.config.settings",
            "LJUSPUNKT_DIR": installation,
        }
        names = chosen or list(CHECKS)
        with ThreadPoolExecutor(AT_A_TIME) as checking:
            for name, done in zip(names, checking.map(partial(_run, surroundings), names), strict=True):
                print(f"{'ok' if done.returncode == 0 else 'FAILED':7}{name}", flush=True)
                if done.returncode:
                    failed.append(name)
                    print(done.stdout + done.stderr, flush=True)
    print(f"{len(failed)} of {len(names)} checks failed: {', '.join(failed)}" if failed else "All checks hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
