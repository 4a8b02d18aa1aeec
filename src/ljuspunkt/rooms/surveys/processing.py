"""What is said about the processing of personal data in a wave (`processing.yaml`), to authorities.

Swedish: registerförteckning (art. 30 GDPR). What respondents are told is in `information.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from ljuspunkt.domain.vocabulary import wording

_FILE = Path(__file__).with_name("processing.yaml")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table holds, about whom and how long, in the reader's language."""

    table: str
    holds: str
    about: str
    kept: str


def tables() -> tuple[Kept, ...]:
    """Return the tables of a measurement that are about somebody."""
    language = get_language() or "en"
    return tuple(
        Kept(
            name,
            wording(row["holds"], language).replace("`", ""),
            wording(row["about"], language),
            wording(row["kept"], language),
        )
        for name, row in _read().items()
    )


@cache
def _read() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    read: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["tables"]
    return read
