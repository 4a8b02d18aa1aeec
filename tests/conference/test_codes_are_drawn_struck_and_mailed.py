"""Codes are drawn for a pile of slips, printed once, struck when lost, or mailed until the conference is closed."""

from pathlib import Path

import pypdfium2
import pytest
from django.http import Http404

from ljuspunkt.domain.consensus.ballot import Rate
from ljuspunkt.domain.consensus.rule import Consensus, Rule
from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel, voting
from tests.conference.panel import AT, later
from tests.conference.voting import Phone
from tests.people.world import World
from tests.real_database import RealDatabase

PAGE = "https://ljuspunkt.example/sv/room/K7Q3XR/ballot/"


@pytest.mark.django_db
def test_slips_are_printed_once_and_only_hashes_are_kept(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Code

    conference = panel.conference(world)
    organiser = world.client("association_coordinator")
    page = f"/en/conferences/{conference.slug}/codes/"
    answer = organiser.post(page, {"do": "draw", "n": "17"})
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(answer.content))
    printed = [line.replace(" ", "") for line in text.split("\r\n") if len(line) == 11 and line[5] == " "]
    codes = {code for code in printed if code.isalnum() and code.isupper()}
    assert len(codes) == 17
    assert "12 are entitled to vote." in text.replace("\r\n", " ")
    kept = " ".join(map(repr, Code.objects.values_list()))
    assert not any(code in kept for code in codes)
    for code in codes:
        Phone(conference, code)
    assert "17 slips in the pile are valid" in organiser.get(page).content.decode()


@pytest.mark.django_db
def test_the_order_of_rows_tells_nothing_of_slips(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Code

    voting.codes(world, panel.conference(world), 40)
    digests = list(Code.objects.order_by("pk").values_list("digest", flat=True))
    assert digests == sorted(digests)
    numbers = list(Code.objects.order_by("pk").values_list("number", flat=True))
    assert sorted(numbers) == list(range(1, 41)) != numbers


@pytest.mark.django_db
def test_a_lost_slip_is_struck_and_another_is_drawn(world: World) -> None:
    from ljuspunkt.rooms.conference.codes import check
    from ljuspunkt.rooms.conference.services.codes import draw_codes, strike_codes

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    lost, spare = draw_codes(by=organiser, conference=conference.pk, n=2, at=AT)
    vote = voting.opened(world, conference)
    phone = Phone(conference, lost.code)
    strike_codes(by=organiser, conference=conference.pk, numbers=[lost.number], at=AT)
    assert check(conference.pk, lost.code) is None
    assert "Your code isn&#x27;t valid any more." in phone.send("cast", vote, a="yes").content.decode()
    assert Phone(conference, spare.code).send("cast", vote, a="yes").status_code == 302


@pytest.mark.django_db
def test_a_slip_that_has_voted_is_struck_only_after_the_vote(world: World) -> None:
    from ljuspunkt.rooms.conference.services import close_vote
    from ljuspunkt.rooms.conference.services.codes import draw_codes, strike_codes

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    (slip,) = draw_codes(by=organiser, conference=conference.pk, n=1, at=AT)
    vote = voting.opened(world, conference)
    Phone(conference, slip.code).send("cast", vote, a="yes")
    with pytest.raises(RuleBroken, match=f"A ballot has been received for slip {slip.number} in the open vote"):
        strike_codes(by=organiser, conference=conference.pk, numbers=[slip.number], at=AT)
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(1))
    assert strike_codes(by=organiser, conference=conference.pk, numbers=[slip.number], at=AT) == 1
    with pytest.raises(RuleBroken, match="There is no slip 99"):
        strike_codes(by=organiser, conference=conference.pk, numbers=[99], at=AT)


@pytest.mark.django_db
def test_only_organisers_draw_and_strike(world: World) -> None:
    from ljuspunkt.rooms.conference.services.codes import draw_codes, mail_codes, strike_codes

    conference = panel.conference(world)
    for by in (world.person("reader"), world.person("association_coordinator", "beta")):
        with pytest.raises(Http404):
            draw_codes(by=by, conference=conference.pk, n=1, at=AT)
        with pytest.raises(Http404):
            strike_codes(by=by, conference=conference.pk, numbers=[1], at=AT)
        with pytest.raises(Http404):
            mail_codes(by=by, conference=conference.pk, addresses=["a@example.se"], page=PAGE, language="sv", at=AT)


@pytest.mark.django_db
def test_codes_tell_a_group_only_where_a_rule_needs_it(world: World) -> None:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.conference.services.codes import draw_codes

    conference = panel.conference(world)
    Conference.objects.filter(pk=conference.pk).update(groups=[["users", 5], ["officials", 7], ["board", 3]])
    conference.refresh_from_db()
    organiser = world.person("association_coordinator")

    def draw(**how: object) -> list[str]:
        slips = draw_codes(by=organiser, conference=conference.pk, at=AT, **how)  # type: ignore[arg-type]
        return sorted(slip.group for slip in slips)

    with pytest.raises(RuleBroken, match="No vote of this conference goes by group"):
        draw(n=0, in_groups={"users": 1})
    rule = Rule("onward", consensus=Consensus(by_group=True))
    vote = voting.opened(world, conference, form=Rate(1, 9), rule=rule)
    assert vote.state == "open"
    with pytest.raises(RuleBroken, match="so every code must belong to one"):
        draw(n=1)
    with pytest.raises(RuleBroken, match="needs at least 5 entitled voters; “board” has 3"):
        draw(n=0, in_groups={"board": 1})
    assert draw(n=0, in_groups={"users": 1, "officials": 2}) == ["officials", "officials", "users"]


@pytest.mark.django_db
def test_pseudonyms_are_decided_before_codes_are_drawn(world: World) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.services.codes import decide_pseudonyms, draw_codes

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    decide_pseudonyms(by=organiser, conference=conference.pk, pseudonyms=True, at=AT)
    (slip,) = draw_codes(by=organiser, conference=conference.pk, n=1, at=AT)
    with pytest.raises(RuleBroken, match="too late to decide about pseudonyms"):
        decide_pseudonyms(by=organiser, conference=conference.pk, pseudonyms=False, at=AT)
    vote = voting.opened(world, conference)
    phone = Phone(conference, slip.code)
    assert "each panellist has one pseudonym" in phone.send("review", vote, a="yes").content.decode()
    phone.send("cast", vote, a="yes")
    assert [content.panellist for content in ballot_box.contents(vote.pk)] == [slip.pseudonym] != [""]


@pytest.mark.django_db
def test_a_pseudonym_follows_from_nothing_that_is_told_or_left(world: World) -> None:
    """Organisers hear the numbers of slips; scrutineers read the pseudonyms of whole ballots."""
    from ljuspunkt.rooms.conference.models import Code
    from ljuspunkt.rooms.conference.services import close_conference
    from ljuspunkt.rooms.conference.services.codes import decide_pseudonyms, draw_codes

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    decide_pseudonyms(by=organiser, conference=conference.pk, pseudonyms=True, at=AT)
    slips = draw_codes(by=organiser, conference=conference.pk, n=30, at=AT)
    found = dict(Code.objects.values_list("number", "pseudonym"))
    assert {slip.number: slip.pseudonym for slip in slips} == found and len(set(found.values())) == 30
    assert not [number for number, name in found.items() if name == f"P{number}"]
    in_order = [name for _number, name in sorted(found.items())]
    assert in_order not in (sorted(in_order), sorted(in_order, reverse=True))
    close_conference(by=world.person("conference_chair"), conference=conference.pk, at=later(60))
    assert set(Code.objects.values_list("pseudonym", flat=True)) == {""}


@pytest.mark.django_db
def test_no_code_with_a_pseudonym_is_mailed(world: World) -> None:
    from ljuspunkt.rooms.conference.services.codes import decide_pseudonyms
    from ljuspunkt.rooms.mail.models import Message

    conference = panel.conference(world)
    organiser = world.person("association_coordinator")
    decide_pseudonyms(by=organiser, conference=conference.pk, pseudonyms=True, at=AT)
    page = f"/en/conferences/{conference.slug}/codes/"
    browser = world.client("association_coordinator")
    assert 'value="mail"' not in browser.get(page).content.decode()
    refused = browser.post(page, {"do": "mail", "mail-addresses": "a@example.se"})
    assert refused.status_code == 422 and not Message.objects.exists()


def test_the_tie_between_code_and_address_is_destroyed_with_the_conference(real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.conference.models import Code, MailedCode
    from ljuspunkt.rooms.conference.services import close_conference
    from ljuspunkt.rooms.conference.services.codes import mail_codes, replace_mailed
    from ljuspunkt.rooms.mail.models import Letter
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(slug="alfa", name="Samordningsförbundet Alfa", since_year=2010)
    world = World()
    conference = panel.conference(world)
    how = {"by": world.person("association_coordinator"), "conference": conference.pk, "page": PAGE, "at": AT}
    addresses = ["Kim@example.se", "kim@example.se", "robin@example.se"]
    assert mail_codes(addresses=addresses, language="sv", **how) == 2  # type: ignore[arg-type]
    assert mail_codes(addresses=["robin@example.se"], language="sv", **how) == 0  # type: ignore[arg-type]
    replace_mailed(address="robin@example.se", language="sv", **how)  # type: ignore[arg-type]
    bodies = list(Letter.objects.filter(to__endswith="@example.se").values_list("body", flat=True))
    codes = [body.partition(f"{PAGE}#")[2][:10] for body in bodies]
    assert len(codes) == 2
    assert "Tills konferensen avslutas kan servern koppla den till din adress" in bodies[0]
    vote = voting.opened(world, conference)
    shown = Phone(conference, codes[0]).send("review", vote, a="yes").content.decode()
    assert "Your code came by mail. Until the conference is closed" in shown

    from ljuspunkt.rooms.conference.services import void_vote

    chair = world.person("conference_chair")
    void_vote(by=chair, vote=vote.pk, reason="Only a trial.", at=later(1))
    close_conference(by=chair, conference=conference.pk, at=later(2))
    assert not MailedCode.objects.exists()
    assert Code.objects.filter(mailed=True).count() == 3
    if real_database.vendor == "sqlite":
        held = b"".join(file.read_bytes() for file in Path(real_database.folder).rglob("*") if file.is_file())
        for secret in (*codes, "kim@example.se", "robin@example.se"):
            assert secret.encode() not in held
