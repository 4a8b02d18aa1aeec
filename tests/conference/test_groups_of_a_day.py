"""Groups of a day through the pages: drawn, compared, swapped, published, and drawn anew for those who are left."""

import re

import pytest
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from tests.conference.preparing import AT, conference_with_panel, coordinator, experts
from tests.people.world import World

pytestmark = pytest.mark.django_db

PAGE = "/en/conferences/alfa-2026/groups/"
DAY = {
    "occasion_1": "home",
    "occasion_2": "cross",
    "occasion_3": "home",
    "occasion_4": "cross",
    "tables": "4",
    "seed": "x",
}


def drawn(world: World, n: int = 16) -> object:
    """Return a conference with a panel whose day has been drawn on the page."""
    conference = conference_with_panel(world, n)
    assert world.client("association_coordinator").post(f"{PAGE}draw/", DAY).status_code == 302
    return conference


def tables_of(conference: object, occasion: int) -> list[set[int]]:
    seating = conference.seatings.order_by("-number").first()  # type: ignore[attr-defined]
    division = seating.divisions[seating.occasions[occasion]["division"]]
    return [set(table) for table in division["tables"]]


def test_a_day_is_drawn_and_compared_with_chance_in_words(world: World) -> None:
    conference = drawn(world)
    said = world.client("association_coordinator").get(PAGE).content.decode()
    assert "The groups are drawn, not published" in said
    assert "Nobody meets anybody twice at a table" in said
    assert "by chance, that would happen" in said
    assert "spread as evenly as they can be" in said
    assert tables_of(conference, 0) == tables_of(conference, 2)
    assert tables_of(conference, 0) != tables_of(conference, 1)
    assert [len(table) for table in tables_of(conference, 1)] == [4] * 4


def test_the_same_seed_draws_the_same(world: World) -> None:
    conference = drawn(world)
    first = [tables_of(conference, at) for at in range(4)]
    world.client("association_coordinator").post(f"{PAGE}draw/", DAY)
    assert [tables_of(conference, at) for at in range(4)] == first
    assert conference.seatings.count() == 1  # type: ignore[attr-defined]


def test_a_swap_says_what_it_costs(world: World) -> None:
    conference = drawn(world)
    seating = conference.seatings.get()  # type: ignore[attr-defined]
    (one, *_rest), (other, *_more) = seating.divisions[1]["tables"][:2]
    browser = world.client("association_coordinator")
    answer = browser.post(f"{PAGE}swap/", {"division": "1", "one": one, "other": other}, follow=True)
    assert "They have changed places." in answer.content.decode()
    assert "Changed by hand once" in answer.content.decode()
    assert other in tables_of(conference, 1)[0]
    same = browser.post(f"{PAGE}swap/", {"division": "1", "one": one, "other": one})
    assert same.status_code == 422
    assert "sit at different tables" in same.content.decode()
    assert browser.post(f"{PAGE}swap/", {"division": "9", "one": one, "other": "x"}).status_code == 422


def test_nobody_finds_a_table_before_the_groups_are_published(world: World) -> None:
    drawn(world)
    assert Client().get("/en/room/K7Q3XR/tables/").status_code == 404
    world.client("association_coordinator").post(f"{PAGE}publish/")
    page = Client().get("/en/room/K7Q3XR/tables/")
    assert not page.cookies
    said = page.content.decode()
    assert "Astrid Alm" in said
    assert "1. Home groups" in said
    assert "Table 1" in said
    assert "example.se" not in said


def test_what_is_published_stays_until_the_next_is_published(world: World) -> None:
    drawn(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}publish/")
    before = Client().get("/en/room/K7Q3XR/tables/").content
    browser.post(f"{PAGE}draw/", {**DAY, "seed": "another"})
    assert Client().get("/en/room/K7Q3XR/tables/").content == before
    browser.post(f"{PAGE}publish/")
    assert Client().get("/en/room/K7Q3XR/tables/").content != before


def test_those_who_stay_away_are_left_out_of_what_is_to_come(world: World) -> None:
    from ljuspunkt.rooms.conference.queries.groups import seated_now
    from ljuspunkt.rooms.conference.services.panel import take_attendance

    conference = drawn(world)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}publish/")
    for occasion in (0, 1):
        browser.post(f"{PAGE}{occasion}/", {"been": "yes"})
    been = [tables_of(conference, 0), tables_of(conference, 1)]
    there = experts(conference)  # type: ignore[arg-type]
    gone = sorted(been[0][0])[:2]
    came = [each.pk for each in there if each.pk not in gone]
    take_attendance(by=coordinator(world), conference=conference.pk, came=came, at=AT)  # type: ignore[attr-defined]
    said = browser.get(PAGE).content.decode()
    assert "Seated, but not there:" in said
    browser.post(f"{PAGE}again/", {"tables": "4"})
    assert [tables_of(conference, 0), tables_of(conference, 1)] == been
    for occasion in (2, 3):
        assert set().union(*tables_of(conference, occasion)) == set(came)
        sizes = [len(table) for table in tables_of(conference, occasion)]
        assert max(sizes) - min(sizes) <= 1
    moved = sum(len(now - before) for before, now in zip(been[0], tables_of(conference, 2), strict=True))
    assert moved == 1  # tables of 2, 4, 4 and 4 become 3, 4, 4 and 3
    browser.post(f"{PAGE}publish/")
    now = seated_now(conference)  # type: ignore[arg-type]
    assert now is not None
    assert now.heading == "3. Home groups"


def test_groups_that_have_met_are_not_changed_by_hand(world: World) -> None:
    from ljuspunkt.rooms.conference.services.groups import swap_experts

    conference = drawn(world)
    world.client("association_coordinator").post(f"{PAGE}0/", {"been": "yes"})
    (one, *_rest), (other, *_more) = conference.seatings.get().divisions[0]["tables"][:2]  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken, match="have met already"):
        swap_experts(by=coordinator(world), conference=conference.pk, division=0, one=one, other=other, at=AT)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"occasion_1": "", "occasion_2": "", "occasion_3": "", "occasion_4": ""}, "at least one occasion"),
        ({"occasion_1": "cross_again"}, "only meet again after they have met"),
        ({"tables": "9"}, "16 people can&#x27;t fill 9 tables"),
        ({"tables": "0"}, "greater than or equal to 1"),
    ],
)
def test_days_that_cannot_be_drawn_are_refused_beside_the_field(
    world: World, typed: dict[str, str], words: str
) -> None:
    conference_with_panel(world, 16)
    answer = world.client("association_coordinator").post(f"{PAGE}draw/", {**DAY, **typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_groups_are_printed_a_page_for_each_occasion_and_a_slip_for_each_expert(world: World) -> None:
    from io import BytesIO

    import pypdfium2

    drawn(world, 9)
    browser = world.client("association_coordinator")
    browser.post(f"{PAGE}draw/", {**DAY, "tables": "3"})
    answer = browser.get(f"{PAGE}sheet/")
    document = pypdfium2.PdfDocument(BytesIO(answer.content))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert [re.match(r"\d\. [\w-]+", page).group() for page in pages[:4]] == [  # type: ignore[union-attr]
        "1. Home",
        "2. Cross-groups",
        "3. Home",
        "4. Cross-groups",
    ]
    assert "Astrid Alm, Verksamhet 0" in pages[0]
    assert sum(page.count("4. Cross-groups 2: Table") for page in pages[4:]) == 9
    assert browser.get("/sv/conferences/alfa-2026/groups/sheet/").content.startswith(b"%PDF-")
