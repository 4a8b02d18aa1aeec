"""Who may open the addresses of a conference's working pages; gathered by `tests/people/access.py`."""

from typing import TYPE_CHECKING

from tests.conference import panel
from tests.conference.access_ballots import BALLOTS
from tests.conference.access_panel import PANEL
from tests.people.access import CHAIR, COORDINATOR, SIGNED_IN, Row, own
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote


def prepared_conference(world: World) -> "Conference":
    """Return the one prepared conference of `alfa`."""
    from ljuspunkt.rooms.conference.models import Conference

    return Conference.objects.filter(slug="alfa-2026").first() or panel.conference(world)


def opened_vote(world: World) -> "Vote":
    """Return the one open vote of that conference."""
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services import open_vote

    conference = prepared_conference(world)
    vote = conference.votes.filter(state="open").first()
    if vote is None:
        vote = panel.vote(world, conference, rule=Rule("onward", places=3))
        open_vote(by=world.person("conference_chair"), vote=vote.pk, at=panel.AT)
    return vote


def _conference(world: World) -> dict[str, object]:
    return {"slug": prepared_conference(world).slug}


def _vote(world: World) -> dict[str, object]:
    from ljuspunkt.domain.consensus.rule import Rule

    vote = panel.vote(world, prepared_conference(world), rule=Rule("onward", places=3))
    return {"slug": vote.conference.slug, "vote": vote.pk}


def _opened(world: World) -> dict[str, object]:
    vote = opened_vote(world)
    return {"slug": vote.conference.slug, "vote": vote.pk}


PREPARES = own(CHAIR, COORDINATOR)
LEADS = own(CHAIR, COORDINATOR, national=False)

ROWS = {
    "votes:conferences": Row(SIGNED_IN),
    "votes:new": Row(own(COORDINATOR, anywhere=True)),
    "votes:setup": Row(PREPARES, _conference),
    "votes:settings": Row(PREPARES, _conference),
    "votes:organisers": Row(own(COORDINATOR), _conference),
    "votes:asked": Row(own(COORDINATOR, national=False), _conference),
    "votes:candidates": Row(PREPARES, _conference),
    "votes:protocols": Row(PREPARES, _conference),
    "votes:votes": Row(PREPARES, _conference),
    "votes:draft": Row(PREPARES, _conference),
    "votes:vote": Row(PREPARES, _vote),
    "votes:remove": Row(PREPARES, _vote),
    "votes:document": Row(PREPARES, _opened),
    "votes:chair": Row(LEADS, _conference),
    "votes:show": Row(LEADS, _conference, get=False),
    "votes:close_conference": Row(LEADS, _conference),
    "votes:open": Row(LEADS, _vote),
    "votes:close": Row(LEADS, _opened, get=False),
    "votes:decide": Row(LEADS, _opened, get=False),
    "votes:runoff": Row(LEADS, _opened, get=False),
    "votes:rule": Row(LEADS, _opened),
    "votes:void": Row(LEADS, _opened),
    "votes:again": Row(LEADS, _opened, get=False),
}
ROWS |= PANEL | BALLOTS
