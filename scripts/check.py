"""Everything that must hold beside the tests: runs each check, shows what fails, and ends non-zero if any does."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str | Path]] = {
    "lint": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy", "src", "scripts"],
    "import contracts": [BIN / "lint-imports", "--no-cache"],
    "migrations": [BIN / "django-admin", "makemigrations", "--check", "--dry-run"],
    "translations": [sys.executable, "scripts/messages.py", "check"],
    "lock": [sys.executable, "scripts/lock.py", "check"],
    "documentation": [BIN / "pytest", "-q", "tests/documentation", "tests/machinery/test_the_house.py"],
}


def main(chosen: list[str]) -> int:
    """Run the chosen checks, or all."""
    failed = []
    with tempfile.TemporaryDirectory() as installation:
        surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ljuspunkt.config.settings",
            "LJUSPUNKT_DIR": installation,
        }
        for name in chosen or CHECKS:
            done = subprocess.run(CHECKS[name], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
            print(f"{'ok' if done.returncode == 0 else 'FAILED':7}{name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(
        f"{len(failed)} of {len(chosen or CHECKS)} checks failed: {', '.join(failed)}" if failed else "All checks hold."
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
