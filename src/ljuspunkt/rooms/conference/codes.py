"""Codes that entitle to vote (röstkoder): how they are made, kept and recognised.

A code is kept as a keyed hash only. The mark that it has been used in a vote is another keyed hash, so that marks of
two votes can't be put together without the installation's key.
"""

from django.utils.crypto import salted_hmac

from ljuspunkt.rooms.conference.models import Code
from ljuspunkt.ui.signs import as_typed, drawn, in_groups

N_SIGNS = 10
"""29¹⁰ codes, 4.2 · 10¹⁴: long enough even where nothing slows a guesser down (docs/decisions/0095)."""


def new_code() -> str:
    """Return a random code."""
    return drawn(N_SIGNS)


def shown(code: str) -> str:
    """Return a code in two groups, as it is printed."""
    return in_groups(code, N_SIGNS // 2)


def digest(conference_pk: int, code: str) -> str:
    """Return the keyed hash by which a code is recognised."""
    return salted_hmac("ljuspunkt code", f"{conference_pk}/{code}", algorithm="sha256").hexdigest()


def mark_of(vote_pk: int, code_digest: str) -> str:
    """Return the keyed hash that says that a code has been used in a vote."""
    return salted_hmac("ljuspunkt mark", f"{vote_pk}/{code_digest}", algorithm="sha256").hexdigest()


def as_kept(typed: str) -> str:
    """Return the code that was typed, as a device keeps it."""
    return as_typed(typed)


def check(conference_pk: int, typed: str) -> Code | None:
    """Return the code that was typed, or None where the conference has no such code or it has been struck."""
    code = as_kept(typed)
    if len(code) != N_SIGNS:
        return None
    return Code.objects.filter(conference_id=conference_pk, digest=digest(conference_pk, code), struck=False).first()
