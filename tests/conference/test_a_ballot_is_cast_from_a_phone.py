"""A voter types a code, fills in a ballot, reads it through, casts it, changes it, and keeps a receipt."""

import pytest

from ljuspunkt.domain.consensus.ballot import Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.rule import Rule
from tests.conference import panel, voting
from tests.conference.panel import later
from tests.conference.voting import Phone
from tests.people.world import World

pytestmark = pytest.mark.django_db


def test_from_code_to_receipt(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 12)
    vote = voting.opened(world, conference)
    phone = Phone(conference)
    assert "What does your slip say?" in phone.shown()
    assert phone.join(f" {code[:5].lower()}-{code[5:]} ").status_code == 302

    shown = phone.shown()
    assert all(title in shown for title in ("Bemötande", "Gemensamma mål"))
    through = phone.send("review", vote, a="yes", b="no").content.decode()
    assert "You say yes to 1 of 7." in through
    assert voting.contents(vote) == []

    assert phone.send("cast", vote, a="yes", b="no").status_code == 302
    assert voting.contents(vote) == [{"a": "yes", "b": "no"}]
    assert '<b class="num">1 of 12</b> have voted' in phone.shown()
    assert len(phone.receipt()) == 14


@pytest.mark.parametrize(("language", "told"), [("en", "7 candidates, 1 place."), ("sv", "7 kandidater, 1 plats.")])
def test_one_place_is_told_as_one(world: World, language: str, told: str) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 12)
    voting.opened(world, conference, rule=Rule("out", places=1))
    phone = Phone(conference, code)
    phone.page = phone.page.replace("/en/", f"/{language}/")
    assert told in phone.shown()


def test_a_script_that_shows_the_answer_itself_gets_the_receipt_at_once(world: World) -> None:
    conference = panel.conference(world)
    codes = voting.codes(world, conference, 2)
    vote = voting.opened(world, conference)
    first, second = (Phone(conference, code) for code in codes)
    for n, phone in enumerate((first, second), start=1):
        phone.client.defaults["HTTP_PREFER"] = "return=representation"
        answer = phone.send("cast", vote, a="yes")
        assert answer.status_code == 200
        assert f'<b class="num">{n} of 12</b> have voted' in answer.content.decode()
        assert phone.receipt() in answer.content.decode()
    assert first.receipt() != second.receipt()


def test_the_cookie_is_kept_from_scripts_and_from_other_pages(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    phone = Phone(conference, code)
    kept = {morsel.key: morsel for morsel in phone.client.cookies.values()}
    assert set(kept) == {"ballot-sv", "ballot-en"}
    for language in ("sv", "en"):
        morsel = kept[f"ballot-{language}"]
        assert (morsel["httponly"], morsel["samesite"]) == (True, "Strict")
        assert morsel["path"] == f"/{language}/room/{conference.join_code}/"


def test_a_ballot_is_changed_while_the_vote_is_open(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    phone = Phone(conference, code)
    phone.send("cast", vote, a="yes")
    first = phone.receipt()
    assert 'name="item-a" value="yes" checked' in phone.shown("?change")
    phone.send("cast", vote, b="yes")
    assert voting.contents(vote) == [{"b": "yes"}]
    assert phone.receipt() == first


def test_a_second_voter_on_the_same_phone_takes_nobodys_ballot_away(world: World) -> None:
    conference = panel.conference(world)
    first, second, *_ = voting.codes(world, conference, 2)
    vote = voting.opened(world, conference)
    phone = Phone(conference, first)
    phone.send("cast", vote, a="yes")
    assert phone.join(second).status_code == 302  # from a page that asked for a code before the first one came
    phone.send("cast", vote, b="yes")
    assert sorted(map(sorted, voting.contents(vote))) == [["a"], ["b"]]


def test_a_ballot_sent_twice_counts_once(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    phone = Phone(conference, code)
    for _ in range(3):
        assert phone.send("cast", vote, a="yes").status_code == 302
        assert "Your ballot is received" in phone.shown()
    assert voting.contents(vote) == [{"a": "yes"}]


def test_another_browser_with_the_same_code_is_told_and_changes_nothing(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    Phone(conference, code).send("cast", vote, a="yes")
    other = Phone(conference, code)
    answer = other.send("cast", vote, b="yes")
    assert answer.status_code == 409
    assert "A ballot has already been received for this code in this vote." in answer.content.decode()
    assert voting.contents(vote) == [{"a": "yes"}]
    assert "A ballot has already been received for this code in this vote." in other.shown(), "before it is filled in"


def test_whoever_typed_somebody_elses_code_enters_the_own_one_on_the_same_device(world: World) -> None:
    conference = panel.conference(world)
    neighbours, own, *_ = voting.codes(world, conference, 2)
    vote = voting.opened(world, conference)
    Phone(conference, neighbours).send("cast", vote, a="yes")
    phone = Phone(conference, neighbours)
    assert "Enter another code" in phone.shown()
    phone.send("leave", vote)
    assert phone.join(own).status_code == 302
    phone.send("cast", vote, b="yes")
    assert sorted(map(sorted, voting.contents(vote))) == [["a"], ["b"]]


def test_a_blank_ballot_is_cast_and_counted(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote

    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    phone = Phone(conference, code)
    assert "Your ballot is blank." in phone.send("review", vote).content.decode()
    phone.send("cast", vote)
    assert voting.contents(vote) == [{}]
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    vote.refresh_from_db()
    assert vote.ballots == 1
    assert {each.value for each in vote.results.all()} == {0.0}


def test_what_was_chosen_waits_for_the_code(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    phone = Phone(conference)
    asked = phone.send("review", vote, a="yes", c="no").content.decode()
    assert 'name="item-a" value="yes"' in asked
    answer = phone.client.post(phone.page, {"do": "join", "code": "K2K2K2K2K2", "vote": str(vote.pk), "item-a": "yes"})
    assert answer.status_code == 422
    assert 'name="item-a" value="yes"' in answer.content.decode()
    answer = phone.client.post(phone.page, {"do": "join", "code": code, "vote": str(vote.pk), "item-a": "yes"})
    assert "You say yes to 1 of 7." in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "values", "said", "kept"),
    [
        (Choose(2), {"a": "yes", "b": "yes", "c": "yes"}, "More is chosen than the 2 that are allowed.", "item-a"),
        (Points(5, 3), {"a": "4"}, "“a” got 4 points; 0 to 3 are allowed for one item.", 'value="4"'),
        (Points(5, 3), {"a": "3", "b": "3"}, "More points are given than the 5 of the budget.", 'value="3"'),
        (Rate(1, 9), {"a": "10"}, "“a” was rated 10; the scale goes from 1 to 9.", "Look again"),
        (Rank(), {"a": "1", "b": "1"}, "The rank 1 is given to more than one", 'value="1"'),
        (Rank(), {"a": "first"}, "“first” was given for “a”; a whole number is needed.", 'value="first"'),
    ],
)
def test_refusals_are_shown_and_nothing_is_lost(
    world: World, form: Form, values: dict[str, str], said: str, kept: str
) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    rule = Rule("onward", places=3)
    vote = voting.opened(world, conference, form=form, rule=rule)
    phone = Phone(conference, code)
    for step in ("review", "cast"):
        answer = phone.send(step, vote, **values)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert kept in answer.content.decode()
    assert voting.contents(vote) == []


def test_everything_that_is_wrong_is_told_at_once(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference, form=Points(5, 3))
    shown = Phone(conference, code).send("review", vote, a="7", b="many", c="2").content.decode()
    assert "“a” got 7 points" in shown
    assert "“many” was given for “b”" in shown


@pytest.mark.parametrize(
    ("form", "values", "finding"),
    [
        (Choose(2), {"a": "yes", "b": "yes"}, "You choose 2; at most 2 are allowed."),
        (Points(5, 3), {"a": "3", "b": "2"}, "You give 5 of 5 points."),
        (Rate(1, 9), {"a": "9", "b": "no_opinion"}, "You have answered for 2 of 7."),
        (Rank(), {"c": "1", "a": "2"}, "You have ranked 2 of 7."),
    ],
)
def test_every_kind_of_ballot_is_read_through_and_cast(
    world: World, form: Form, values: dict[str, str], finding: str
) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference, form=form)
    phone = Phone(conference, code)
    assert finding in phone.send("review", vote, **values).content.decode()
    assert phone.send("cast", vote, **values).status_code == 302
    assert voting.contents(vote) == [values]


def test_a_ballot_after_the_close_is_refused_with_a_word(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote

    conference = panel.conference(world)
    early, late = voting.codes(world, conference, 2)
    vote = voting.opened(world, conference)
    first, second = Phone(conference, early), Phone(conference, late)
    first.send("cast", vote, a="yes")
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    answer = second.send("cast", vote, a="yes")
    assert answer.status_code == 409
    assert "Your ballot came too late and isn’t counted." in answer.content.decode().replace("&#x27;", "’")
    again = first.send("cast", vote, a="yes").content.decode()
    assert "your ballot was in the box in time" in again
    assert len(list(vote.results.all())) == 7


def test_a_vote_that_closes_while_a_ballot_is_read_refuses_it_with_a_word(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ljuspunkt.rooms.conference.services import cast, close_vote

    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    read = cast.check_ballot

    def closing(*given: object) -> None:
        read(*given)  # type: ignore[arg-type]
        close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))

    monkeypatch.setattr(cast, "check_ballot", closing)
    answer = Phone(conference, code).send("cast", vote, a="yes")
    assert answer.status_code == 409
    assert "Your ballot came too late" in answer.content.decode()


def test_the_countdown_ends_the_vote_even_where_nobody_has_closed_it(world: World) -> None:
    from ljuspunkt.domain.errors import RuleBroken
    from ljuspunkt.rooms.conference.models import Vote
    from ljuspunkt.rooms.conference.services.cast import cast_ballot

    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    Vote.objects.filter(pk=vote.pk).update(closes_at=later(5))
    with pytest.raises(RuleBroken, match="The vote has closed"):
        cast_ballot(vote_pk=vote.pk, code=code, key=1, values={"a": "yes"}, at=later(5))
    assert cast_ballot(vote_pk=vote.pk, code=code, key=1, values={"a": "yes"}, at=later(4.99)).receipt


def test_no_more_ballots_than_entitled(world: World) -> None:
    conference = panel.conference(world, voters=2)
    many = voting.codes(world, conference, 4)
    vote = voting.opened(world, conference)
    answers = [Phone(conference, code).send("cast", vote, a="yes") for code in many]
    assert [answer.status_code for answer in answers] == [302, 302, 409, 409]
    assert "2 are entitled to vote, and as many ballots have been received." in answers[3].content.decode()


def test_another_site_can_not_send_for_a_voter(world: World) -> None:
    conference = panel.conference(world)
    code, *_ = voting.codes(world, conference, 1)
    vote = voting.opened(world, conference)
    phone = Phone(conference, code)
    sent = {"do": "cast", "vote": str(vote.pk), "item-a": "yes"}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert phone.client.post(phone.page, sent, headers=headers).status_code == 403
    assert voting.contents(vote) == []
    assert phone.client.post(phone.page, sent, headers={"Origin": "http://testserver"}).status_code == 302


def test_the_list_of_receipts_tells_a_device_whether_it_was_counted(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote

    conference = panel.conference(world)
    one, two, idle = voting.codes(world, conference, 3)
    vote = voting.opened(world, conference)
    phones = [Phone(conference, one), Phone(conference, two)]
    for phone in phones:
        phone.send("cast", vote, a="yes")
    receipts = [phone.receipt() for phone in phones]
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    listed = f"/en/room/{conference.join_code}/receipts/{vote.reference}/"
    for phone, receipt in zip(phones, receipts, strict=True):
        page = phone.client.get(listed).content.decode()
        assert f'Yours is among them: <b class="num">{receipt}</b>' in page
        assert page.index(min(receipts)) < page.rindex(max(receipts))
    assert "No ballot from this device is among them." in Phone(conference, idle).client.get(listed).content.decode()
    from django.test import Client

    assert "2 ballots were counted" in Client().get(listed).content.decode()
