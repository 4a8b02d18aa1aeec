"""Paper ballots are handed out against slips, read by two people apart, and counted with the rest."""

import pytest

from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel, voting
from tests.conference.panel import AT, later
from tests.conference.voting import Phone
from tests.people.world import World

pytestmark = pytest.mark.django_db


class Desk:
    """An open vote with a pile of slips, and two people at the desk."""

    def __init__(self, world: World, *, voters: int = 12) -> None:
        from ljuspunkt.rooms.conference.services.codes import draw_codes

        self.world = world
        self.conference = panel.conference(world, voters=voters)
        self.one, self.two = world.person("association_coordinator"), world.person("conference_chair")
        self.slips = draw_codes(by=self.one, conference=self.conference.pk, n=6, at=AT)
        self.vote = voting.opened(world, self.conference)

    def hand_out(self, *slips: int) -> int:
        from ljuspunkt.rooms.conference.services.paper import hand_out_papers

        return hand_out_papers(
            by=self.one, vote=self.vote.pk, numbers=[self.slips[place].number for place in slips], at=AT
        )

    def read(self, who: object, sheet: int, **values: str) -> str:
        from ljuspunkt.rooms.conference.services.paper import read_sheet

        return read_sheet(by=who, vote=self.vote.pk, sheet=sheet, values=values, at=AT).state  # type: ignore[arg-type]

    def close(self) -> None:
        from ljuspunkt.rooms.conference.services import close_vote

        close_vote(by=self.two, vote=self.vote.pk, at=later(5))
        self.vote.refresh_from_db()


def test_two_readings_that_agree_go_into_the_box_and_are_erased(world: World) -> None:
    from ljuspunkt.rooms.conference.models import PaperBallot

    desk = Desk(world)
    desk.hand_out(0, 1)
    assert desk.read(desk.one, 1, a="yes", b="no") == "first"
    assert voting.contents(desk.vote) == []
    assert desk.read(desk.two, 1, a="yes", b="no") == "agreed"
    assert voting.contents(desk.vote) == [{"a": "yes", "b": "no"}]
    assert not PaperBallot.objects.exists()
    with pytest.raises(RuleBroken, match="Sheet 1 has been read by two"):
        desk.read(desk.one, 1, c="yes")
    Phone(desk.conference, desk.slips[2].code).send("cast", desk.vote, a="yes")
    desk.close()
    assert desk.vote.ballots == 2
    assert desk.vote.results.get(candidate__reference="a").value == 2


def test_differences_are_shown_to_both_and_corrected(world: World) -> None:
    desk = Desk(world)
    desk.hand_out(0)
    desk.read(desk.one, 1, a="yes", b="yes")
    assert desk.read(desk.one, 1, a="yes", b="yes") == "first"  # nobody confirms the own reading
    page = f"/en/conferences/{desk.conference.slug}/paper/sheet/1/"
    browser = world.client("conference_chair")
    assert "have read this differently" not in browser.get(page).content.decode()
    answer = browser.post(page, {"sheet": "1", "item-a": "yes", "item-b": "no"}, follow=True).content.decode()
    assert "You two have read sheet 1 differently" in answer
    assert "b Delaktighet" in answer and "a Bemötande" not in answer.partition("</ul>")[0]
    assert "have read this differently" in world.client("association_coordinator").get(page).content.decode()
    assert " – Ja; " in world.client("association_coordinator").get(f"/sv{page[3:]}").content.decode()
    assert desk.read(desk.one, 1, a="yes", b="no") == "agreed"
    assert voting.contents(desk.vote) == [{"a": "yes", "b": "no"}]


def test_nobody_votes_on_paper_and_on_a_phone(world: World) -> None:
    desk = Desk(world)
    desk.hand_out(0)
    answer = Phone(desk.conference, desk.slips[0].code).send("cast", desk.vote, a="yes")
    assert answer.status_code == 409
    Phone(desk.conference, desk.slips[1].code).send("cast", desk.vote, a="yes")
    with pytest.raises(RuleBroken, match="has voted in this vote already, or has a paper ballot"):
        desk.hand_out(1)
    with pytest.raises(RuleBroken, match="has voted in this vote already, or has a paper ballot"):
        desk.hand_out(0)


def test_no_more_sheets_than_were_handed_out_and_none_beyond_the_entitled(world: World) -> None:
    desk = Desk(world, voters=2)
    desk.hand_out(0)
    for reader in (desk.one, desk.two):
        desk.read(reader, 1, a="yes")
    desk.read(desk.one, 2, a="yes")
    with pytest.raises(RuleBroken, match="1 paper ballots were handed out"):
        desk.read(desk.two, 2, a="yes")
    desk.hand_out(1)
    with pytest.raises(RuleBroken, match="2 are entitled to vote"):
        desk.hand_out(2)
    assert desk.read(desk.two, 2, a="yes") == "agreed"


def test_a_paper_ballot_that_came_back_frees_its_slip(world: World) -> None:
    from ljuspunkt.rooms.conference.services.paper import outstanding, take_back_papers

    desk = Desk(world)
    desk.hand_out(0)
    assert outstanding(desk.vote.pk) == 1
    take_back_papers(by=desk.one, vote=desk.vote.pk, numbers=[desk.slips[0].number], at=AT)
    assert outstanding(desk.vote.pk) == 0
    assert Phone(desk.conference, desk.slips[0].code).send("cast", desk.vote, a="yes").status_code == 302
    with pytest.raises(RuleBroken, match="has no paper ballot"):
        take_back_papers(by=desk.one, vote=desk.vote.pk, numbers=[desk.slips[0].number], at=AT)


def test_what_breaks_a_rule_is_refused_and_half_entered_sheets_end_with_the_vote(world: World) -> None:
    from ljuspunkt.rooms.conference.models import PaperBallot

    desk = Desk(world)
    desk.hand_out(0)
    with pytest.raises(RuleBroken, match="“maybe” isn't an answer"):
        desk.read(desk.one, 1, a="maybe")
    desk.read(desk.one, 1, a="yes")
    desk.close()
    assert desk.vote.ballots == 0
    assert not PaperBallot.objects.exists()
    with pytest.raises(RuleBroken, match="The vote isn't open"):
        desk.read(desk.two, 1, a="yes")


def test_the_desk_works_on_its_pages(world: World) -> None:
    desk = Desk(world)
    browser = world.client("association_coordinator")
    page = f"/en/conferences/{desk.conference.slug}/paper/"
    number = str(desk.slips[0].number)
    shown = browser.post(page, {"do": "out", "out-numbers": number}, follow=True).content.decode()
    assert "0 of 1 paper ballot is in the box" in shown
    refused = browser.post(page, {"do": "out", "out-numbers": "4-2"})
    assert refused.status_code == 422
    assert "doesn’t go from a lower" in refused.content.decode().replace("&#x27;", "’")
    wrong = browser.post(f"{page}sheet/", {"sheet": "0", "item-a": "yes"})
    assert wrong.status_code == 422
    assert 'value="yes" checked' in wrong.content.decode()
