"""A small conference that was held to its end: a vote that was stopped, a tie that the chair settled, two protocols."""

from typing import TYPE_CHECKING

from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Expand, Rule
from tests.conference import panel
from tests.conference.panel import AT, later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

STOPPED, FIRST, LAST = "0", "1", "2"
"""What the votes are called: the void one, the one to the comprehensive protocol, and the one to the core."""


def held(world: World) -> "Conference":
    """Return a closed conference of `alfa`, made once: five of seven came through, and two of the five to the core."""
    from ljuspunkt.rooms.conference.models import Conference, Vote
    from ljuspunkt.rooms.conference.services import close_conference, close_vote, open_vote, rule_tie, void_vote

    there = Conference.objects.filter(slug="alfa-2026").first()
    if there is not None:
        return there
    made = panel.conference(world)
    chair = world.person("conference_chair")

    def drafted(reference: str, rule: Rule, pool: Pool | None = None) -> int:
        vote = panel.vote(world, made, rule=rule, pool=pool)
        Vote.objects.filter(pk=vote.pk).update(reference=reference)
        return vote.pk

    stopped = drafted(STOPPED, Rule("out", places=5))
    open_vote(by=chair, vote=stopped, at=AT)
    panel.cast(Vote.objects.get(pk=stopped), panel.approving(a=3))
    void_vote(by=chair, vote=stopped, reason="Kandidat b saknades i listan.", at=later(4))
    first = drafted(FIRST, Rule("out", places=5, ties=Chair()))
    open_vote(by=chair, vote=first, at=later(5))
    panel.cast(Vote.objects.get(pk=first), panel.approving(a=12, b=11, c=10, d=9, e=9, f=9, g=7))
    close_vote(by=chair, vote=first, at=later(9))
    rule_tie(by=chair, vote=first, kind="", chosen=["d", "e"], reason="f ryms i d.", at=later(10))
    last = drafted(LAST, Rule("out", places=2, ties=Expand()), Pool((), (FIRST,), "through"))
    open_vote(by=chair, vote=last, at=later(20))
    panel.cast(Vote.objects.get(pk=last), panel.approving(a=10, b=4, c=3, d=9, e=2))
    close_vote(by=chair, vote=last, at=later(25))
    made.refresh_from_db()
    made.protocols = [
        {"name": "comprehensive", "title": {"sv": "Bruttoprotokollet"}, "from": [FIRST], "outcome": "through"},
        {"name": "core", "title": {}, "from": [LAST], "outcome": "through"},
    ]
    made.save()
    close_conference(by=chair, conference=made.pk, at=later(60))
    made.refresh_from_db()
    return made
