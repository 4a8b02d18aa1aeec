"""A published version (utgåva) of a protocol: a document that never changes, with its hash.

It holds each indicator as it was agreed on with its way there: the first wording, what was merged into it, and what
each vote gave, as counts. An association's own protocol adds to the core; it says to which version.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import Any

from ljuspunkt.domain.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Passed:
    """What one vote gave an indicator, and its outcome: `score` of `of` ballots; points and ranks have an `of` of 0.

    `score` is None where nobody had an opinion of it.
    """

    vote: str
    title: Text
    score: float | None
    of: int
    outcome: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """A candidate that was merged into the indicator before it was agreed on."""

    number: str
    title: Text


@dataclass(frozen=True, slots=True)
class Agreed:
    """An indicator as it was agreed on.

    `number` is its place in the comprehensive protocol, or what the association calls an indicator of its `own`;
    `candidate` is the id by which it was voted on, `original` the title with which it was gathered.
    """

    number: str
    candidate: str
    kind: str
    title: Text
    description: Text = field(default_factory=dict)
    perspective: str = ""
    perspective_inferred: bool = False
    short_title: Text = field(default_factory=dict)
    easy_read: Text = field(default_factory=dict)
    original: Text = field(default_factory=dict)
    merged: tuple[MergedText, ...] = ()
    way: tuple[Passed, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Based:
    """The version that an association's protocol adds to or takes from."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a protocol.

    Args:
        name: core, comprehensive, or what an association calls its own.
        version: from 1.
        published_on: ISO date.
        title: the protocol's name for eyes, {} where pages name it themselves.
        indicators: in the order of their places; empty where the protocol is no longer in force.
        conference: slug of the conference it came out of, "" where there was none.
        association: slug of the association whose own it is, "" where it is the network's or a conference's.
        note: what is new, in the publisher's words.
        based: the versions that an association's own protocol builds on.
    """

    name: str
    version: int
    published_on: str
    title: Text
    indicators: tuple[Agreed, ...]
    conference: str = ""
    association: str = ""
    note: Text = field(default_factory=dict)
    based: tuple[Based, ...] = ()


def document(edition: Edition) -> str:
    """Return a version as the text that is kept, hashed and handed out: the same bytes for the same version."""
    return json.dumps(asdict(edition), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def hash_of(text: str) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def read(text: str) -> Edition:
    """Return the version that a document holds."""
    given: dict[str, Any] = json.loads(text)
    return Edition(
        **{
            **given,
            "indicators": tuple(_agreed(each) for each in given["indicators"]),
            "based": tuple(Based(**each) for each in given["based"]),
        }
    )


def _agreed(given: dict[str, Any]) -> Agreed:
    known = {each.name for each in fields(Agreed)}
    return Agreed(
        **{
            **{name: value for name, value in given.items() if name in known},
            "merged": tuple(MergedText(**each) for each in given["merged"]),
            "way": tuple(Passed(**each) for each in given["way"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Reworded:
    """An indicator that says something else than in the version before."""

    before: Agreed
    after: Agreed


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between a version and the one before it."""

    added: tuple[Agreed, ...] = ()
    removed: tuple[Agreed, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded or self.reordered)


def changes(before: Edition, after: Edition) -> Changes:
    """Return what differs between two versions of a protocol; an indicator is known again by its candidate."""
    old, new = _by_candidate(before.indicators), _by_candidate(after.indicators)
    kept = [candidate for candidate in new if candidate in old]
    return Changes(
        added=tuple(each for candidate, each in new.items() if candidate not in old),
        removed=tuple(each for candidate, each in old.items() if candidate not in new),
        reworded=tuple(
            Reworded(old[candidate], new[candidate])
            for candidate in kept
            if _says(old[candidate]) != _says(new[candidate])
        ),
        reordered=kept != [candidate for candidate in old if candidate in new],
    )


def _by_candidate(indicators: Sequence[Agreed]) -> Mapping[tuple[bool, str], Agreed]:
    return {(each.own, each.candidate): each for each in indicators}


def _says(indicator: Agreed) -> tuple[object, ...]:
    texts = (indicator.title, indicator.short_title, indicator.description, indicator.easy_read)
    return (indicator.number, indicator.kind, indicator.perspective, *(dict(text) for text in texts))
