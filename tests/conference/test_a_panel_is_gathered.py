"""A coordinator gathers a panel: one by one, from a list with everything wrong told at once, and who came."""

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.people_list import people_of
from tests.conference import panel
from tests.conference.preparing import AT, conference_with_panel, coordinator, experts
from tests.people.world import World

pytestmark = pytest.mark.django_db

PAGE = "/en/conferences/alfa-2026/panel/"


def test_experts_are_added_one_by_one(world: World) -> None:
    conference = panel.conference(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}groups/", {"names": "Users\nOfficials\n"})
    browser.post(
        f"{PAGE}add/", {"name": "Astrid Alm", "organisation": "Northern Clinic", "group": "Users", "email": ""}
    )
    assert [(each.name, each.group) for each in experts(conference)] == [("Astrid Alm", "Users")]
    again = browser.post(f"{PAGE}add/", {"name": "Astrid Alm", "organisation": "Northern Clinic", "group": "Users"})
    assert again.status_code == 422
    assert "is in the panel already" in again.content.decode()
    assert "Northern Clinic" in again.content.decode()
    assert "One expert is in the panel" in browser.get(PAGE).content.decode()


def test_a_pasted_list_is_added_whole(world: World) -> None:
    conference = panel.conference(world)
    pasted = (
        "Namn\tGrupp\tOrganisation\tE-post\n"
        "Astrid Alm\tBrukare\t\tastrid@example.se\n"
        "Bo Björk\tTjänstemän\tRegionen\t\n"
    )
    world.client("association_coordinator").post(f"{PAGE}list/", {"pasted": pasted, "declare": "on"})
    conference.refresh_from_db()
    assert conference.groups == [["Brukare", 1], ["Tjänstemän", 1]]
    assert [(each.name, each.organisation, each.email) for each in experts(conference)] == [
        ("Astrid Alm", "", "astrid@example.se"),
        ("Bo Björk", "Regionen", ""),
    ]


def test_everything_wrong_with_a_list_is_told_at_once_and_nothing_is_added(world: World) -> None:
    conference = conference_with_panel(world, 2)
    pasted = (
        "Cecilia Ek;Regionen;Brukare;cecilia@example.se\n"
        ";Regionen;Brukare;\n"
        "David Asp;Regionen;Chefer;\n"
        "Elin Lind;Regionen;Brukare;not an address\n"
        "Cecilia Ek;Regionen;Brukare;\n"
    )
    answer = world.client("association_coordinator").post(f"{PAGE}list/", {"pasted": pasted})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "4 things have to be mended; nothing was added" in said
    for line, words in (
        (2, "A name is needed"),
        (3, "isn&#x27;t declared"),
        (4, "not an e-mail"),
        (5, "in the panel already"),
    ):
        assert f"line {line}" in said
        assert words in said
    assert "David Asp;Regionen" in said  # what was pasted is still there
    assert len(experts(conference)) == 2


def test_a_workbook_is_a_list_as_well() -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    for row in (["Namn", "E-post"], ["Astrid Alm", "astrid@example.se"], [None, None], ["Bo Björk", None]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    people, faults = people_of(out.getvalue())
    assert faults == ()
    assert [(each.line, each.name, each.email) for each in people] == [
        (2, "Astrid Alm", "astrid@example.se"),
        (4, "Bo Björk", ""),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_empty"),
        (b"\n \n", "list_empty"),
        (b"namn;e-post\n", "list_empty"),
        (b"e-post;grupp\na@example.se;b\n", "no_name_column"),
        (b"PK\x03\x04 not a workbook", "list_workbook"),
        (b"zero\x00byte", "list_not_text"),
        (b'"open;quote\nnext', "list_quote"),
        (b"a;b;c;d;left over\n", "list_wide"),
        (b"a" * 201, "expert_long"),
    ],
)
def test_broken_lists_are_refused_in_a_sentence(content: bytes, code: str) -> None:
    _people, faults = people_of(content)
    assert [fault.code for fault in faults] == [code]
    assert str(faults[0])


def test_who_came_fixes_how_many_vote(world: World) -> None:
    conference = conference_with_panel(world, 8)
    came = [each.pk for each in experts(conference)[:6]]
    answer = world.client("conference_chair").post(f"{PAGE}attendance/", {"came": came}, follow=True)
    conference.refresh_from_db()
    assert conference.voters == 6
    assert conference.groups == [["Brukare", 3], ["Tjänstemän", 3]]
    assert "6 came and may vote" in answer.content.decode()
    assert "6 of 8 experts came" in answer.content.decode()


def test_attendance_of_nobody_is_refused(world: World) -> None:
    conference = conference_with_panel(world, 3)
    answer = world.client("association_coordinator").post(f"{PAGE}attendance/", {"came": ["x", "0"]}, follow=True)
    assert "at least one expert" in answer.content.decode()
    conference.refresh_from_db()
    assert conference.voters == 12


def test_groups_stay_when_a_vote_has_been_opened(world: World) -> None:
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services import open_vote
    from ljuspunkt.rooms.conference.services.panel import declare_groups, take_attendance

    conference = conference_with_panel(world, 8)
    vote = panel.vote(world, conference, rule=Rule("onward", places=3))
    open_vote(by=world.person("conference_chair"), vote=vote.pk, at=AT)
    take_attendance(
        by=coordinator(world), conference=conference.pk, came=[each.pk for each in experts(conference)[:5]], at=AT
    )
    conference.refresh_from_db()
    vote.refresh_from_db()
    assert (conference.voters, vote.entitled) == (5, 12)
    assert conference.groups == [["Brukare", 4], ["Tjänstemän", 4]]
    with pytest.raises(RuleBroken, match="can't change any more"):
        declare_groups(by=coordinator(world), conference=conference.pk, names=["Brukare"], at=AT)


def test_an_expert_is_changed_and_removed(world: World) -> None:
    conference = conference_with_panel(world, 2)
    first = experts(conference)[0]
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}{first.pk}/", {"name": "Astrid Ahl", "organisation": "", "group": "", "email": ""})
    assert experts(conference)[0].name == "Astrid Ahl"
    assert "erased" in browser.get(f"{PAGE}{first.pk}/remove/").content.decode()
    browser.post(f"{PAGE}{first.pk}/remove/")
    assert [each.name for each in experts(conference)] == ["Bo Björk"]


def test_another_associations_coordinator_finds_nothing(world: World) -> None:
    conference = conference_with_panel(world, 2)
    stranger = world.client("association_coordinator", "beta")
    key = experts(conference)[0].pk
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post(f"{PAGE}{key}/remove/").status_code == 404
    assert stranger.post(f"{PAGE}attendance/", {"came": [key]}).status_code == 404
    assert len(experts(conference)) == 2


def test_an_expert_of_another_conference_is_out_of_reach(world: World) -> None:
    conference_with_panel(world, 1)
    beta = panel.conference(world, slug="beta-2026", association="beta")
    from ljuspunkt.rooms.conference.services.panel import About, add_expert

    other = add_expert(
        by=world.person("association_coordinator", "beta"), conference=beta.pk, about=About("Ivar Gran"), at=AT
    )
    browser = world.client("association_coordinator")
    assert browser.get(f"{PAGE}{other.pk}/").status_code == 404
    assert browser.post(f"{PAGE}{other.pk}/remove/").status_code == 404
    assert len(experts(beta)) == 1


def test_strangers_are_sent_to_log_in(world: World) -> None:
    conference_with_panel(world, 1)
    assert Client().get(PAGE).status_code == 302
