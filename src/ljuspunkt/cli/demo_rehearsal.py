"""A conference that is prepared and can be held at once, for whoever wants to rehearse.

It has the candidates, votes and protocols of 2014, two invented associations that arrange it together, and an invented
panel. Its codes aren't drawn: whoever prints them should have seen how.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.domain.consensus.conference import Conference, Vote
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.importing import Sheet

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.services import Draft
    from ljuspunkt.rooms.people.permissions import Person

SLUG = "rehearsal"
INVENTORY = "candidates-2014"
TITLE = {"sv": "Övningskonferensen", "en": "The rehearsal"}
INVENTORY_TITLE = {"sv": "Kandidaterna från 2014", "en": "The candidates of 2014"}
VENUE = {"sv": "Stora salen, Lindåsen", "en": "The great hall, Lindåsen"}
NOTE = {
    "sv": "En övning: panelen är påhittad. 96 av de 137 kandidaternas rubriker är inte publicerade.",
    "en": "A rehearsal: the panel is invented. The titles of 96 of the 137 candidates have not been published.",
}
DAYS_AHEAD = 7


def rehearse(*, example: Path, panel: Path, at: datetime) -> None:
    """Prepare the conference, unless there is one already or nobody was invented who could.

    Args:
        example: the folder of the conference of 2014.
        panel: the list of experts.
        at: now.

    Raises:
        RuleBroken: something in the examples is refused.
    """
    from ljuspunkt.files.candidate_list import read_candidate_list
    from ljuspunkt.files.conference import read
    from ljuspunkt.rooms.conference.queries import exists
    from ljuspunkt.rooms.indicators.queries import inventory_card
    from ljuspunkt.rooms.people.permissions import Role
    from ljuspunkt.rooms.people.services import OTHER, OWN, invented_person

    by, network = invented_person(Role.ASSOCIATION_COORDINATOR), invented_person(Role.NATIONAL_COORDINATOR)
    if by is None or network is None or exists(SLUG):
        return
    plan, _ballots = read(example / "conference.yaml", example / "ballots.csv")
    organisers = (OWN, OTHER)
    if inventory_card(INVENTORY) is None:
        _list(by, plan, organisers, read_candidate_list(example / "candidates.csv", "candidates.csv"), at)
    _prepare(by, network, plan, organisers, panel, at)


def _list(by: "Person", plan: Conference, organisers: Sequence[str], sheet: Sheet, at: datetime) -> None:
    from ljuspunkt.rooms.indicators.services import create_inventory, import_list, look_at_list
    from ljuspunkt.rooms.indicators.services.importing import mark_of

    create_inventory(by=by, at=at, slug=INVENTORY, title=INVENTORY_TITLE, kinds=plan.kinds, owners=organisers)
    found = look_at_list(by=by, at=at, inventory_slug=INVENTORY, name="candidates.csv", sheet=sheet)
    if found.problems:
        raise RuleBroken("example_list", "{n} rows of the example's candidates can't be read.", n=len(found.problems))
    import_list(by=by, at=at, inventory_slug=INVENTORY, seen=mark_of(found), reason="")


def _prepare(
    by: "Person", network: "Person", plan: Conference, organisers: Sequence[str], panel: Path, at: datetime
) -> None:
    from ljuspunkt.files.people_list import people_of
    from ljuspunkt.rooms.conference.services import (
        Settings,
        ask_associations,
        create_conference,
        draft_vote,
        plan_protocols,
    )
    from ljuspunkt.rooms.conference.services.panel import add_experts

    people, faults = people_of(panel.read_bytes())
    first_day = at.date() + timedelta(days=DAYS_AHEAD)
    conference = create_conference(
        by=by,
        slug=SLUG,
        settings=Settings(TITLE, len(people), first_day, first_day + timedelta(days=1), VENUE, NOTE),
        organisers=organisers,
        inventory=INVENTORY,
        at=at,
    )
    ask_associations(by=network, conference=conference.pk, asked=organisers, at=at)
    add_experts(by=by, conference=conference.pk, listed=people, unread=faults, declare=True, at=at)
    for vote in plan.votes:
        draft_vote(by=by, conference=conference.pk, draft=_draft(vote), at=at)
    plan_protocols(by=by, conference=conference.pk, protocols=plan.protocols, at=at)


def _draft(vote: Vote) -> "Draft":
    from ljuspunkt.rooms.conference.services import Draft

    return Draft(pool=vote.pool, form=vote.form, rule=vote.rule, title=vote.title)
