"""Draw home groups and cross-groups, change them by hand, publish them, and draw anew for those who are there.

Who sits where is kept in versions: what was published stays as it is until another version is published.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.consensus.groups import Member, swapped
from ljuspunkt.domain.consensus.seating import MOST_DIVISIONS, by_chance, levelled, seat
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Expert, Seating
from ljuspunkt.rooms.conference.seatings import Plan, members_of, plan_of
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.people.permissions import Person

Occasion = Literal["home", "cross", "cross_again"]
"""What an occasion of the day is: the home groups, cross-groups drawn anew, or the last cross-groups once more."""

MOST_OCCASIONS = 8
DRAWS_IN_ALL = 60_000
"""How many people are dealt out by chance, over all draws and occasions, to say what chance gives."""

LONGEST_SEED = 64


def draw_groups(
    *, by: Person, conference: int, occasions: Sequence[Occasion], tables: int, at: datetime, seed: str = ""
) -> Seating:
    """Draw groups for a whole day, instead of a draft that isn't published.

    Experts who are known to have stayed away aren't seated. The search, which takes a second or two, runs before the
    transaction, so that nobody who votes waits for it.

    Args:
        occasions: in their order; cross-groups again only after cross-groups.
        tables: at each occasion.
        seed: the same seed gives the same groups; a new one where it is empty.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: there are too few experts for the tables, the occasions don't fit, or the panel changed meanwhile.
    """
    found = _seen(by, conference)
    kinds, order = _divisions_of(occasions)
    members = members_of(_present(found))
    seed = seed.strip()[:LONGEST_SEED] or secrets.token_hex(8)
    divisions = seat(members, tables=tables, divisions=len(kinds), seed=seed)
    plan = Plan(divisions, kinds, (None,) * len(kinds), order, (False,) * len(order))
    chance = _chance_document(plan, members, tables=tables, seed=seed)
    with transaction.atomic():
        found = locked_conference(conference)
        let_prepare(by, found)
        _check_same(found, members)
        seating = _keep(found, plan, seed=seed, tables=tables, chance=chance)
        note(by, found, marked("Drew groups for {conference}."), at, seed=seed)
    return seating


@transaction.atomic
def swap_experts(*, by: Person, conference: int, division: int, one: int, other: int, at: datetime) -> Seating:
    """Let two experts of one division take each other's places, in the draft or in a new one.

    Raises:
        Http404: there is nothing drawn, or the person may not prepare the conference.
        RuleBroken: they don't sit at different tables, or the division has been.
    """
    found, seating = _latest(by, conference)
    plan = plan_of(seating)
    if not 0 <= division < len(plan.divisions):
        raise Http404
    if any(been and place == division for place, been in zip(plan.occasions, plan.been, strict=True)):
        raise RuleBroken("division_been", "These groups have met already; who met there can't be changed.")
    changed = swapped(plan.divisions[division], str(one), str(other))
    divisions = tuple(changed if number == division else each for number, each in enumerate(plan.divisions))
    draft = _draft(found, seating)
    draft.divisions = _divisions_document(Plan(divisions, plan.kinds, plan.again_of, plan.occasions, plan.been))
    draft.by_hand += 1
    draft.save()
    note(by, found, marked("Changed groups of {conference} by hand."), at)
    return draft


@transaction.atomic
def mark_been(*, by: Person, conference: int, occasion: int, been: bool, at: datetime) -> Seating:
    """Write down that an occasion has been, or that it hasn't, in the latest version.

    Raises:
        Http404: there is no such occasion, or the person may not prepare or lead the conference.
    """
    found, seating = _latest(by, conference)
    if not 0 <= occasion < len(seating.occasions):
        raise Http404
    seating.occasions[occasion]["been"] = been
    seating.save(update_fields=["occasions"])
    note(by, found, marked("Marked which groups of {conference} have met."), at)
    return seating


def draw_again(*, by: Person, conference: int, tables: int, at: datetime) -> Seating:
    """Draw what is still to come for those who are there now, keeping what has been.

    Home groups that have met and meet again stay together but for the fewest moves that even tables need.

    Args:
        tables: at each occasion to come.

    Raises:
        Http404: there is nothing drawn, or the person may not prepare the conference.
        RuleBroken: everything has been, there are too few experts for the tables, or something changed meanwhile.
    """
    found = _seen(by, conference)
    before = found.seatings.order_by("-number").first()
    if before is None:
        raise Http404
    plan = plan_of(before)
    if all(plan.been):
        raise RuleBroken("all_been", "All groups have met already.")
    members = members_of(_present(found))
    renewed = _renewed(plan, members, tables=tables, seed=before.seed)
    chance = _chance_document(renewed, members, tables=tables, seed=before.seed)
    with transaction.atomic():
        found, seating = _latest(by, conference)
        _check_same(found, members)
        if seating.pk != before.pk or plan_of(seating) != plan:
            raise RuleBroken("panel_changed", "Something was changed while the groups were drawn; draw them again.")
        drawn = _keep(found, renewed, seed=before.seed, tables=tables, chance=chance)
        note(by, found, marked("Drew the groups of {conference} that are still to come anew."), at, n=len(members))
    return drawn


@transaction.atomic
def publish_groups(*, by: Person, conference: int, at: datetime) -> Seating:
    """Publish the latest version: experts find their tables, and screens may show them.

    Raises:
        Http404: there is nothing drawn, or the person may not prepare the conference.
    """
    found, seating = _latest(by, conference)
    if seating.published_at is None:
        seating.published_at = at
        seating.save(update_fields=["published_at"])
        note(by, found, marked("Published the groups of {conference}."), at)
        announce(found.pk)
    return seating


def _renewed(plan: Plan, members: Sequence[Member], *, tables: int, seed: str) -> Plan:
    """Return a plan in which what has been stays, and what is to come is drawn for these members."""
    met = {place for place, been in zip(plan.occasions, plan.been, strict=True) if been}
    been = tuple(plan.divisions[number] for number in plan.counted if number in met)
    to_come = [number for number in plan.counted if number not in met]
    drawn = seat(members, tables=tables, divisions=len(to_come), seed=f"{seed}|{len(met)}", been=been)
    divisions, kinds, again_of = list(plan.divisions), list(plan.kinds), list(plan.again_of)
    for number, division in zip(to_come, drawn, strict=True):
        divisions[number] = division
    for number, again in enumerate(plan.again_of):
        if again is not None and number not in met:
            divisions[number] = levelled(members, divisions[again], seed=seed)
    order = list(plan.occasions)
    present = {member.id for member in members}
    levelled_as: dict[int, int] = {}
    for at, (number, has_been) in enumerate(zip(plan.occasions, plan.been, strict=True)):
        if has_been or number not in met or {each for table in divisions[number] for each in table} == present:
            continue
        if number not in levelled_as:
            divisions.append(levelled(members, divisions[number], seed=seed))
            kinds.append(kinds[number])
            again_of.append(number if again_of[number] is None else again_of[number])
            levelled_as[number] = len(divisions) - 1
        order[at] = levelled_as[number]
    return Plan(tuple(divisions), tuple(kinds), tuple(again_of), tuple(order), plan.been)


def _divisions_of(occasions: Sequence[Occasion]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the kinds of the divisions that a day needs, and which of them meets at each occasion."""
    if not occasions:
        raise RuleBroken("no_occasions", "Choose at least one occasion.")
    if len(occasions) > MOST_OCCASIONS:
        raise RuleBroken("many_occasions", "A day has at most {most} occasions.", most=MOST_OCCASIONS)
    kinds: list[str] = []
    order: list[int] = []
    home = cross = None
    for occasion in occasions:
        if occasion == "home":
            if home is None:
                home = len(kinds)
                kinds.append("home")
            order.append(home)
        elif occasion == "cross":
            cross = len(kinds)
            kinds.append("cross")
            order.append(cross)
        elif cross is None:
            raise RuleBroken("cross_not_yet", "The same cross-groups can only meet again after they have met.")
        else:
            order.append(cross)
    if len(kinds) > MOST_DIVISIONS:
        raise RuleBroken("many_occasions", "A day has at most {most} occasions.", most=MOST_DIVISIONS)
    return tuple(kinds), tuple(order)


def _seen(by: Person, conference: int) -> Conference:
    """Return a conference that the person may prepare, without keeping others from changing it."""
    found = Conference.objects.filter(pk=conference, inputs="").first()
    if found is None:
        raise Http404
    let_prepare(by, found)
    return found


def _check_same(conference: Conference, members: Sequence[Member]) -> None:
    if members_of(_present(conference)) != members:
        raise RuleBroken("panel_changed", "Something was changed while the groups were drawn; draw them again.")


def _present(conference: Conference) -> list[Expert]:
    return list(conference.experts.exclude(came=False))


def _latest(by: Person, conference: int) -> tuple[Conference, Seating]:
    found = locked_conference(conference)
    let_prepare(by, found)
    seating = found.seatings.order_by("-number").first()
    if seating is None:
        raise Http404
    return found, seating


def _draft(conference: Conference, seating: Seating) -> Seating:
    """Return the seating if it isn't published, else a copy of it that isn't."""
    if seating.published_at is None:
        return seating
    return Seating(
        conference=conference,
        number=seating.number + 1,
        seed=seating.seed,
        tables=seating.tables,
        divisions=seating.divisions,
        occasions=seating.occasions,
        by_hand=seating.by_hand,
        chance=seating.chance,
    )


def _keep(conference: Conference, plan: Plan, *, seed: str, tables: int, chance: Mapping[str, object]) -> Seating:
    conference.seatings.filter(published_at=None).delete()
    last = conference.seatings.order_by("-number").first()
    return Seating.objects.create(
        conference=conference,
        number=last.number + 1 if last else 1,
        seed=seed,
        tables=tables,
        divisions=_divisions_document(plan),
        occasions=[
            {"division": division, "been": been} for division, been in zip(plan.occasions, plan.been, strict=True)
        ],
        chance=dict(chance),
    )


def _divisions_document(plan: Plan) -> list[dict[str, object]]:
    return [
        {"kind": kind, "again_of": again, "tables": [[int(each) for each in table] for table in division]}
        for kind, again, division in zip(plan.kinds, plan.again_of, plan.divisions, strict=True)
    ]


def _chance_document(plan: Plan, members: Sequence[Member], *, tables: int, seed: str) -> dict[str, object]:
    """Return what chance gives for the divisions to come, after those that have been."""
    met = {place for place, been in zip(plan.occasions, plan.been, strict=True) if been}
    been = tuple(plan.divisions[number] for number in plan.counted if number in met)
    to_come = sum(number not in met for number in plan.counted)
    if to_come == 0:
        return {}
    draws = max(50, min(1_000, DRAWS_IN_ALL // (to_come * len(members))))
    return asdict(by_chance(members, tables=tables, divisions=to_come, seed=seed, draws=draws, been=been))
