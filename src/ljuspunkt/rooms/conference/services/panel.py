"""Gather a panel: its stakeholder groups, its experts one by one or from a list, and who came."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from ljuspunkt.domain.consensus.groups import LARGEST_PANEL
from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.files.people_list import Listed
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference, Expert
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.mail.services import check_address
from ljuspunkt.rooms.people.permissions import Person


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an expert; all but the name may be empty."""

    name: str
    organisation: str = ""
    group: str = ""
    email: str = ""


class ListRefused(Exception):
    """A list of experts that can't be taken in, with everything that must be mended; nothing of it was kept."""

    def __init__(self, faults: Sequence[BadInput]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)


@transaction.atomic
def declare_groups(*, by: Person, conference: int, names: Sequence[str], at: datetime) -> None:
    """Declare the stakeholder groups of a panel, instead of those declared before.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: a name stands twice, experts belong to a group that isn't among them, or a vote has been opened.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    wanted = [name.strip() for name in names if name.strip()]
    twice = next((name for name, n in Counter(map(str.lower, wanted)).items() if n > 1), None)
    if twice is not None:
        raise RuleBroken("group_twice", "The group “{group}” is named twice.", group=twice)
    if wanted != [name for name, _size in found.groups] and _opened(found):
        raise RuleBroken("groups_fixed", "A vote has been opened, so the groups can't change any more.")
    used = found.experts.exclude(group="").exclude(group__in=wanted).first()
    if used is not None:
        raise RuleBroken(
            "group_in_use", "{name} belongs to “{group}”, which must stay.", name=used.name, group=used.group
        )
    found.groups = [[name, 0] for name in wanted]
    found.save(update_fields=["groups"])
    _count_groups(found)
    note(by, found, marked("Declared the groups of {conference}: {names}."), at, names=", ".join(wanted))


@transaction.atomic
def add_expert(*, by: Person, conference: int, about: About, at: datetime) -> Expert:
    """Add one expert after those who are there.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the panel is full, the expert is in it already, the group isn't declared, or the address isn't one.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    _check(found, about, found.experts.all())
    if found.experts.count() >= LARGEST_PANEL:
        raise RuleBroken("panel_full", "A panel has at most {most} experts.", most=LARGEST_PANEL)
    expert = Expert.objects.create(conference=found, place=_next_place(found), **_fields(about))
    _count_groups(found)
    note(by, found, marked("Added an expert to {conference}."), at)
    return expert


@transaction.atomic
def add_experts(
    *,
    by: Person,
    conference: int,
    listed: Sequence[Listed],
    at: datetime,
    declare: bool = False,
    unread: Sequence[BadInput] = (),
) -> int:
    """Add all experts of a list, and return how many; nothing is added where anything is wrong.

    Args:
        listed: as read; each with the line it stands on.
        declare: whether groups that the list names are declared with it, where none is declared yet.
        unread: what was wrong when the list was read, told together with what is wrong here.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        ListRefused: lines can't be taken in; all of them are named.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    if declare and not found.groups and not _opened(found):
        found.groups = [[name, 0] for name in dict.fromkeys(each.group for each in listed if each.group)]
    faults = list(unread)
    there = list(found.experts.all())
    for each in listed:
        about = About(each.name, each.organisation, each.group, each.email)
        faults += [_on_line(each, fault) for fault in _refusals(found, about, there)]
        there.append(Expert(conference=found, **_fields(about)))
    if len(there) > LARGEST_PANEL:
        faults.append(BadInput("panel_full", "A panel has at most {most} experts.", most=LARGEST_PANEL))
    if faults:
        once = {(fault.line, fault.code, fault.column): fault for fault in reversed(faults)}
        raise ListRefused(sorted(once.values(), key=lambda fault: fault.line or 0))
    first = _next_place(found)
    Expert.objects.bulk_create(
        Expert(
            conference=found,
            place=place,
            **_fields(About(each.name, each.organisation, each.group, each.email)),
        )
        for place, each in enumerate(listed, start=first)
    )
    found.save(update_fields=["groups"])
    _count_groups(found)
    note(by, found, marked("Added {n} experts to {conference}."), at, n=len(listed))
    return len(listed)


@transaction.atomic
def change_expert(*, by: Person, conference: int, expert: int, about: About, at: datetime) -> None:
    """Change what is known of an expert.

    Raises:
        Http404: there is no such expert, or the person may not prepare the conference.
        RuleBroken: as when adding one.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    changed = _expert(found, expert)
    _check(found, about, found.experts.exclude(pk=expert))
    for name, value in _fields(about).items():
        setattr(changed, name, value)
    changed.save()
    _count_groups(found)
    note(by, found, marked("Changed what is known of an expert in {conference}."), at)


@transaction.atomic
def remove_expert(*, by: Person, conference: int, expert: int, at: datetime) -> None:
    """Remove an expert with everything that is known of the expert.

    Raises:
        Http404: there is no such expert, or the person may not prepare the conference.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    _expert(found, expert).delete()
    _count_groups(found)
    note(by, found, marked("Removed an expert from {conference}."), at)


@transaction.atomic
def take_attendance(*, by: Person, conference: int, came: Collection[int], at: datetime) -> int:
    """Write down who came, which fixes how many may vote from now on; return how many that is.

    Votes that have been opened keep what they had, and then the numbers of the groups stay as they were too, since
    ballots were counted with them.

    Raises:
        Http404: there is no such conference, or the person may not prepare or lead it.
        RuleBroken: nobody came.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    present = found.experts.filter(pk__in=came)
    n = present.count()
    if n == 0:
        raise RuleBroken("nobody_came", "Mark at least one expert as present.")
    keys = list(present.values_list("pk", flat=True))
    found.experts.filter(pk__in=keys).update(came=True)
    found.experts.exclude(pk__in=keys).update(came=False)
    found.voters = n
    found.save(update_fields=["voters"])
    _count_groups(found)
    note(by, found, marked("Took attendance at {conference}: {n} came."), at, n=n)
    announce(found.pk)
    return n


def _count_groups(conference: Conference) -> None:
    """Let the declared groups have as many entitled voters as they have experts who haven't stayed away."""
    if _opened(conference):
        return
    sizes = Counter(conference.experts.exclude(came=False).values_list("group", flat=True))
    conference.groups = [[name, sizes[name]] for name, _size in conference.groups]
    conference.save(update_fields=["groups"])


def _opened(conference: Conference) -> bool:
    return conference.votes.exclude(state="draft").exists()


def _expert(conference: Conference, key: int) -> Expert:
    expert = conference.experts.filter(pk=key).first()
    if expert is None:
        raise Http404
    return expert


def _next_place(conference: Conference) -> int:
    return (conference.experts.aggregate(last=Max("place"))["last"] or 0) + 1


def _fields(about: About) -> dict[str, str]:
    return {
        "name": about.name.strip(),
        "organisation": about.organisation.strip(),
        "group": about.group.strip(),
        "email": about.email.strip(),
    }


def _check(conference: Conference, about: About, others: Iterable[Expert]) -> None:
    for refusal in _refusals(conference, about, others):
        raise refusal


def _refusals(conference: Conference, about: About, others: Iterable[Expert]) -> list[RuleBroken]:
    fields = _fields(about)
    refusals = []
    if not fields["name"]:
        refusals.append(RuleBroken("expert_name", "A name is needed."))
    if any((each.name, each.organisation) == (fields["name"], fields["organisation"]) for each in others):
        refusals.append(
            RuleBroken(
                "expert_twice",
                "{name} is in the panel already; if these are two people, tell them apart by organisation.",
                name=fields["name"],
            )
        )
    declared = [name for name, _size in conference.groups]
    if fields["group"] and fields["group"] not in declared:
        refusals.append(
            RuleBroken(
                "group_unknown",
                "The group “{group}” isn't declared; declared are: {groups}.",
                group=fields["group"],
                groups=", ".join(declared) or "–",
            )
        )
    if fields["email"]:
        try:
            check_address(fields["email"])
        except RuleBroken as refusal:
            refusals.append(refusal)
    return refusals


COLUMNS = {"expert_name": "name", "expert_twice": "name", "group_unknown": "group", "address": "email"}


def _on_line(each: Listed, refusal: RuleBroken) -> BadInput:
    placed = BadInput(refusal.code, refusal.sentence, line=each.line, column=COLUMNS.get(refusal.code))
    placed.values = refusal.values
    return placed
