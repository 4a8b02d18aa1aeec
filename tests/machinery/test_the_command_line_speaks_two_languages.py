"""The command's help and refusals come in the language of the one who types."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("ljuspunkt")


def _say(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "LJUSPUNKT_"))}
    return subprocess.run([COMMAND, *words], env={**kept, **environment}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LJUSPUNKT_LANGUAGE": "sv", "LANG": "C.UTF-8"}, "användning:"),
        ({"LANG": "sv_SE.UTF-8"}, "användning:"),
        ({"LJUSPUNKT_LANGUAGE": "en", "LANG": "sv_SE.UTF-8"}, "usage:"),
        ({"LANG": "de_DE.UTF-8"}, "usage:"),
        ({}, "usage:"),
    ],
)
def test_help_comes_in_the_language_asked_for(environment: dict[str, str], word: str) -> None:
    done = _say("--help", PYTHONUTF8="1", **environment)
    assert done.returncode == 0
    assert done.stdout.startswith(word)


def test_wrong_use_is_refused_in_one_swedish_sentence() -> None:
    done = _say("tally", LJUSPUNKT_LANGUAGE="sv", PYTHONUTF8="1")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "de här argumenten måste anges" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_command_is_refused() -> None:
    done = _say("talley", LJUSPUNKT_LANGUAGE="en")
    assert done.returncode == 2
    assert "talley" in done.stderr
    assert "Traceback" not in done.stderr
