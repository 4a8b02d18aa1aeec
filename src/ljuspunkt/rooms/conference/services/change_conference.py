"""Change what is said of a conference, how many vote, and which protocols it leads to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.consensus.conference import ProtocolPlan
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.services.common import let_prepare, locked_conference, note
from ljuspunkt.rooms.conference.services.create_conference import Settings
from ljuspunkt.rooms.people.permissions import Person


@transaction.atomic
def change_conference(*, by: Person, conference: int, settings: Settings, at: datetime) -> None:
    """Change what a conference is called, when and where it is, and how many vote. Opened votes keep what they had.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: the days are crossed, or the declared groups have more voters together.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    settings.check()
    in_groups = sum(n for _group, n in found.groups)
    if in_groups > settings.voters:
        raise RuleBroken(
            "groups_over_voters",
            "The groups have {n} voters together, but only {voters} are entitled.",
            n=in_groups,
            voters=settings.voters,
        )
    settings.put_on(found)
    found.save(update_fields=["title", "voters", "starts_on", "ends_on", "venue", "note"])
    note(by, found, marked("Changed what is said of the conference {conference}."), at, voters=settings.voters)
    announce(found.pk)


@transaction.atomic
def plan_protocols(*, by: Person, conference: int, protocols: Sequence[ProtocolPlan], at: datetime) -> None:
    """Plan which protocols the conference leads to, instead of those planned before.

    Raises:
        Http404: there is no such conference, or the person may not prepare it.
        RuleBroken: a name stands twice, or a protocol names no vote or one that doesn't exist.
    """
    found = locked_conference(conference)
    let_prepare(by, found)
    _check(found, protocols)
    found.protocols = [
        {"name": plan.name, "title": dict(plan.title), "from": list(plan.sources), "outcome": plan.outcome}
        for plan in protocols
    ]
    found.save(update_fields=["protocols"])
    note(by, found, marked("Planned the protocols of {conference}."), at, names=", ".join(p.name for p in protocols))
    announce(found.pk)


def _check(conference: Conference, protocols: Sequence[ProtocolPlan]) -> None:
    votes = set(conference.votes.filter(runoff_of=None).exclude(state="void").values_list("reference", flat=True))
    names = [plan.name for plan in protocols]
    for plan in protocols:
        if names.count(plan.name) > 1:
            raise RuleBroken("protocol_twice", "The protocol “{name}” is planned twice.", name=plan.name)
        if not plan.sources:
            raise RuleBroken(
                "protocol_no_vote", "The protocol “{name}” needs at least one vote to come from.", name=plan.name
            )
        unknown = next((source for source in plan.sources if source not in votes), None)
        if unknown is not None:
            raise RuleBroken(
                "protocol_unknown_vote",
                "The protocol “{name}” comes from vote “{source}”, which doesn't exist.",
                name=plan.name,
                source=unknown,
            )
