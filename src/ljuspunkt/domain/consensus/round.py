"""A vote of a conference and the only roads between its states.

Swedish: omröstning; a round (omgång) is a discussion with its vote. The diagram in docs/states/ is drawn from `ROADS`.
"""

from datetime import datetime
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken

State = Literal["draft", "open", "closed", "decided", "void"]
"""Utkast, öppen, stängd, avgjord, annullerad."""

ROADS: dict[State, tuple[State, ...]] = {
    "draft": ("open", "void"),
    "open": ("closed", "void"),
    "closed": ("decided", "void"),
    "decided": ("void",),
    "void": (),
}


def take(state: State, to: State) -> State:
    """Return `to`, if there is a road to it from `state`.

    Raises:
        RuleBroken: there is none.
    """
    if to in ROADS[state]:
        return to
    match state:
        case "draft":
            raise RuleBroken("not_opened", "A vote that hasn't been opened can only be opened or made void.")
        case "open":
            raise RuleBroken("still_open", "An open vote can only be closed or made void.")
        case "closed":
            raise RuleBroken(
                "stays_closed", "A closed vote can't be opened again; it can only be decided or made void."
            )
        case "decided":
            raise RuleBroken("stays_decided", "A decided vote stays as it is, unless it is made void.")
        case "void":
            raise RuleBroken("stays_void", "A void vote stays void.")


def check_rule_may_change(state: State, n_ballots: int) -> None:
    """Do nothing while the rule may change: in a draft without ballots.

    Raises:
        RuleBroken: the vote has been opened, or a ballot exists.
    """
    if state != "draft" or n_ballots:
        raise RuleBroken("rule_is_fixed", "The rule was fixed before the vote opened and can't change any more.")


def may_cast(state: State, *, closes_at: datetime | None, at: datetime) -> bool:
    """Return whether a ballot that comes now comes in time.

    Args:
        closes_at: where the vote's countdown ends, None where it has none; a ballot that comes then comes too late.
        at: when the ballot came.
    """
    return state == "open" and (closes_at is None or at < closes_at)
