"""The real survey that figures are checked against."""

import runpy
from pathlib import Path

import pytest

BFI = Path(__file__).resolve().parents[2] / "examples" / "bfi"


@pytest.fixture(scope="session")
def bfi() -> list[dict[str, str]]:
    """Return `psych::bfi`, 2,800 people's answers to 25 questions, as text; "" is no answer."""
    people: list[dict[str, str]] = runpy.run_path(str(BFI / "answers.py"))["people"]()
    return people
