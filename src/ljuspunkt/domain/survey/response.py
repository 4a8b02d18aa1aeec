"""Response rates (svarsfrekvens) of sets of respondents, from the numbers asked.

Everyone who was asked is eligible, and whoever answered any part counts, so the rate is AAPOR's RR6 (which is
RR2 where nobody's eligibility is unknown). Where the number asked is unknown for any part of a set,
the set has no rate at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.estimation.response_rate import Dispositions, rr6
from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell, Counts
from ljuspunkt.domain.vocabulary import Notice

Asked = Mapping[Cell, int | None]
"""(wave, association, group) → how many were asked, None where nobody counted."""


@dataclass(frozen=True, slots=True)
class Response:
    """How many of a set were asked and answered; `asked` and `rate` are None where it isn't known."""

    answered: int
    asked: int | None
    rate: float | None


def response_rates(counts: Counts, asked: Asked, *, by: Sequence[str] = SET_COLUMNS[1:]) -> dict[Cell, Response]:
    """Return the response of every set that was asked or answered.

    Args:
        counts: of the measurement; breakdowns are added up, since nobody is asked by breakdown.
        asked: numbers asked; a set of respondents that isn't there is unknown.
        by: association and group, one of them or neither; the wave always stays.

    Raises:
        BadInput: more answered than were asked.
        RuleBroken: `by` holds another column.
    """
    return {
        target: _response(n, number)
        for target, (n, number) in _added_up(
            counts,
            asked,
            by,
            marked(
                "Numbers asked are known by association and group only, so there is no response rate by “{column}”."
            ),
            marked("{answered} answered but only {asked} were asked in wave “{wave}”, “{association}”, “{group}”."),
        ).items()
    }


def populations(counts: Counts, lists: Asked, *, by: Sequence[str] = SET_COLUMNS[1:]) -> dict[Cell, int]:
    """Return how many people are on the list of every set; sets of which any part has no known list are left out.

    Args:
        counts: of the measurement.
        lists: people on the list, those who didn't answer included; a set that isn't there is unknown.
        by: association and group, one of them or neither; the wave always stays.

    Raises:
        BadInput: more answered than are on the list.
        RuleBroken: `by` holds another column.
    """
    found = _added_up(
        counts,
        lists,
        by,
        marked(
            "Lists of people are known by association and group only, so there are no such intervals by “{column}”."
        ),
        marked("{answered} answered but only {asked} are on the list in wave “{wave}”, “{association}”, “{group}”."),
    )
    return {target: number for target, (_, number) in found.items() if number is not None}


def unknown_sets(counts: Counts, asked: Asked) -> tuple[Notice, ...]:
    """Return which numbers belong to nobody: a wave, association or group of theirs is nowhere in the counts.

    A set in which nobody answered is known by its parts; a misspelt one isn't.
    """
    found = []
    for place, column in enumerate(SET_COLUMNS):
        known = {cell[counts.columns.index(column)] for cell in counts.steps}
        unknown = sorted({cell[place] for cell in asked} - known)
        if unknown:
            found.append(
                Notice(
                    "the numbers of people name {values} as {column}, where nobody answered",
                    {"values": ", ".join(f"“{value}”" for value in unknown), "column": column},
                )
            )
    return tuple(found)


def _added_up(
    counts: Counts, asked: Asked, by: Sequence[str], unknown_column: str, too_many: str
) -> dict[Cell, tuple[int, int | None]]:
    """Return for each set how many answered and how many there are, None where that isn't known of every part."""
    for column in by:
        if column not in SET_COLUMNS[1:]:
            raise RuleBroken("asked_by_breakdown", unknown_column, column=column)
    places = [0, *(SET_COLUMNS.index(column) for column in dict.fromkeys(by))]
    inner: dict[Cell, int] = {}
    for cell in counts.steps:
        key = tuple(cell[counts.columns.index(column)] for column in SET_COLUMNS)
        inner[key] = inner.get(key, 0) + counts.size(cell)
    answered: dict[Cell, int] = {}
    were_asked: dict[Cell, int | None] = {}
    for key in sorted(set(inner) | set(asked)):
        n, number = inner.get(key, 0), asked.get(key)
        if number is not None and n > number:
            raise BadInput(
                "more_answered_than_asked",
                too_many,
                answered=n,
                asked=number,
                wave=key[0],
                association=key[1],
                group=key[2],
            )
        target = tuple(key[place] for place in places)
        answered[target] = answered.get(target, 0) + n
        so_far = were_asked.get(target, 0)
        were_asked[target] = None if so_far is None or number is None else so_far + number
    return {target: (answered[target], were_asked[target]) for target in answered}


def _response(answered: int, asked: int | None) -> Response:
    if asked is None:
        return Response(answered, None, None)
    return Response(answered, asked, rr6(Dispositions(complete=answered, not_reached=asked - answered)))
