"""Scrutineers are named beforehand and take whole ballots, with which `ljuspunkt tally` gives the same result."""

from datetime import timedelta
from pathlib import Path

import pytest

from ljuspunkt.domain.consensus.conference import tally_conference
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.conference import read
from ljuspunkt.files.conference_plan import written
from tests.conference import panel, voting
from tests.conference.panel import AT, later
from tests.conference.voting import Phone
from tests.people.world import World

pytestmark = pytest.mark.django_db


def test_the_file_gives_the_same_result_and_taking_it_is_noted(world: World, tmp_path: Path) -> None:
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.held import result_of
    from ljuspunkt.rooms.conference.services import close_vote
    from ljuspunkt.rooms.conference.services.scrutiny import name_scrutineer

    conference = panel.conference(world)
    named = world.account("reader")
    name_scrutineer(
        by=world.person("association_coordinator"), conference=conference.pk, email=named.email.upper(), at=AT
    )
    codes = voting.codes(world, conference, 5)
    vote = voting.opened(world, conference)
    for place, code in enumerate(codes[:4]):
        Phone(conference, code).send("cast", vote, **dict.fromkeys("abcd"[: place + 1], "yes"))
    Phone(conference, codes[4]).send("cast", vote)
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(5))

    page = f"/en/conferences/{conference.slug}/scrutiny/"
    browser = world.client("reader")
    assert "1 scrutineer may see whole ballots" in browser.get(page).content.decode()
    answer = browser.post(page, {"do": "take"})
    assert answer.headers["Content-Disposition"].endswith('BALLOTS-alfa-2026.csv"')
    assert Entry.objects.latest("pk").action == "Took the whole ballots of {conference}."
    assert b"blank" in answer.content

    result = result_of(conference)
    for name, content in written(result.conference).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "BALLOTS.csv").write_bytes(answer.content)
    plan = next(tmp_path.glob("*.yaml"))
    again = tally_conference(*read(plan, tmp_path / "BALLOTS.csv"))
    assert [item for each in again.votes for item in each.items] == [
        item for each in result.votes for item in each.items
    ]


def test_only_who_was_named_before_the_first_vote_takes_them(world: World) -> None:
    from ljuspunkt.rooms.conference.services.scrutiny import name_scrutineer, withdraw_scrutineer

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    page = f"/en/conferences/{conference.slug}/scrutiny/"
    with pytest.raises(RuleBroken, match="Nobody has an account"):
        name_scrutineer(by=organiser, conference=conference.pk, email="nobody@example.se", at=AT)
    name_scrutineer(by=organiser, conference=conference.pk, email=world.account("reader").email, at=AT)
    name_scrutineer(by=organiser, conference=conference.pk, email=world.account("analyst").email, at=AT)
    withdraw_scrutineer(
        by=organiser, conference=conference.pk, scrutineer=conference.scrutineers.latest("pk").pk, at=AT
    )
    voting.opened(world, conference)
    with pytest.raises(RuleBroken, match="a vote has been opened"):
        name_scrutineer(by=organiser, conference=conference.pk, email=world.account("analyst").email, at=AT)
    assert world.client("association_coordinator").post(page, {"do": "take"}).status_code == 404
    assert world.client("evaluator").get(page).status_code == 404
    answer = world.client("reader").post(page, {"do": "take"}, follow=True).content.decode()
    assert "A vote is open. Whole ballots are handed out when it has closed." in answer


def test_receipts_and_ballots_have_nothing_in_common(world: World) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.services import close_vote

    conference = panel.conference(world)
    vote = voting.opened(world, conference)
    keys = []
    for number in range(12):
        keys.append(ballot_box.new_key())
        ballot_box.put(vote.pk, keys[-1], ballot_box.Content({"a": "yes" if number % 2 else "no"}))
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT + timedelta(minutes=1))
    assert ballot_box.receipts(vote.pk) == tuple(sorted(ballot_box.receipt(vote.pk, key) for key in keys))
    assert all(len(receipt) == 12 for receipt in ballot_box.receipts(vote.pk))
