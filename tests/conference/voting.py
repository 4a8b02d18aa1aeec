"""Voters with phones: an open vote of the small conference, codes for it, and browsers that hold them."""

import re
from typing import TYPE_CHECKING

from django.test import Client

from tests.conference import panel
from tests.conference.panel import AT
from tests.people.world import World

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ljuspunkt.domain.consensus.ballot import Form
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.models import Conference, Vote

RECEIPT = re.compile(r'receiptcode num">([A-Z2-9 ]{14})<')


def opened(world: World, conference: "Conference", *, form: "Form | None" = None, rule: "Rule | None" = None) -> "Vote":
    """Return a vote on the process candidates that has just been opened."""
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services import open_vote

    vote = panel.vote(world, conference, rule=rule or Rule("onward", places=3), form=form)
    open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT)
    vote.refresh_from_db()
    return vote


def codes(world: World, conference: "Conference", n: int) -> list[str]:
    """Return codes of slips that were drawn from the pile."""
    from ljuspunkt.rooms.conference.services.codes import draw_codes

    slips = draw_codes(by=world.person("association_coordinator"), conference=conference.pk, n=n, at=AT)
    return [slip.code for slip in slips]


class Phone:
    """A voter's browser."""

    def __init__(self, conference: "Conference", code: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.page = f"/en/room/{conference.join_code}/ballot/"
        if code:
            assert self.join(code).status_code == 302

    def join(self, code: str) -> "HttpResponse":
        return self.client.post(self.page, {"do": "join", "code": code})

    def send(self, do: str, vote: "Vote", **values: str) -> "HttpResponse":
        chosen = {f"item-{item}": value for item, value in values.items()}
        return self.client.post(self.page, {"do": do, "vote": str(vote.pk), **chosen})

    def shown(self, query: str = "") -> str:
        return self.client.get(self.page + query).content.decode()

    def receipt(self) -> str:
        found = RECEIPT.search(self.shown())
        assert found is not None
        return found.group(1)


def contents(vote: "Vote") -> list[dict[str, str]]:
    """Return what lies in an open box."""
    from ljuspunkt.rooms.conference import ballot_box

    return [dict(content.values) for content in ballot_box.contents(vote.pk)]
