"""Who may open the addresses of codes, paper ballots, scrutineers and the voters' own pages."""

from tests.people.access import CHAIR, COORDINATOR, EVERYONE, Row, own
from tests.people.world import World


def _conference(world: World) -> dict[str, object]:
    from tests.conference.access import prepared_conference

    return {"slug": prepared_conference(world).slug}


def _sheet(world: World) -> dict[str, object]:
    from tests.conference.access import opened_vote

    return {"slug": opened_vote(world).conference.slug, "number": 1}


def _new_sheet(world: World) -> dict[str, object]:
    return {"slug": _sheet(world)["slug"]}


def _room(world: World) -> dict[str, object]:
    from tests.conference.access import prepared_conference

    return {"code": prepared_conference(world).join_code}


def _counted(world: World) -> dict[str, object]:
    from ljuspunkt.rooms.conference.services import close_vote
    from tests.conference.access import opened_vote
    from tests.conference.panel import later

    vote = opened_vote(world)
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    return {"code": vote.conference.join_code, "reference": vote.reference}


BALLOTS = {
    "ballots:ballot": Row(EVERYONE, _room),
    "ballots:receipts": Row(EVERYONE, _counted),
    "ballot_work:codes": Row(own(CHAIR, COORDINATOR), _conference),
    "ballot_work:paper": Row(own(CHAIR, COORDINATOR), _conference),
    "ballot_work:new_sheet": Row(own(CHAIR, COORDINATOR), _new_sheet),
    "ballot_work:sheet": Row(own(CHAIR, COORDINATOR), _sheet),
    "ballot_work:scrutiny": Row(own(CHAIR, COORDINATOR), _conference),
}
