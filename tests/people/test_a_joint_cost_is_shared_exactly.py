"""A joint cost is borne by whole parts, and the amounts add up to it to the öre."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.rooms.people import queries
from ljuspunkt.rooms.people.shares import split
from tests.people.making import a_cost
from tests.people.world import World


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    shares = {share.association: share.ore for share in split(100_00, {"Alfa": 1, "Beta": 1, "Gamma": 1})}
    assert shares == {"Alfa": 33_34, "Beta": 33_33, "Gamma": 33_33}


def test_forty_seven_associations_bear_one_part_each() -> None:
    shares = split(1_000_000_00, {f"Association {n:02}": 1 for n in range(47)})
    assert {share.share for share in shares} == {Fraction(1, 47)}
    assert sum(share.ore for share in shares) == 1_000_000_00
    assert {share.ore for share in shares} == {2_127_659, 2_127_660}


@given(
    ore=st.integers(0, 10**12),
    parts=st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 10**6), min_size=1, max_size=60),
)
def test_amounts_and_shares_always_sum(ore: int, parts: dict[str, int]) -> None:
    shares = split(ore, parts)
    assert sum(share.ore for share in shares) == ore
    assert sum(share.share for share in shares) == 1
    assert all(abs(share.ore - ore * share.share) < 1 for share in shares)


def test_a_part_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        split(100, {"Alfa": 0})


def test_agreements_name_the_parts_and_the_page_shows_the_sum(world: World) -> None:
    browser = world.client("national_coordinator")
    cost = a_cost(world)
    for slug, parts in (("alfa", "2"), ("beta", "1")):
        browser.post(
            f"/en/associations/{slug}/agreements/new/",
            {"title": "Mätning", "signed_on": "2026-01-15", "cost": str(cost), "parts": parts},
        )
    page = queries.cost(cost)
    assert page is not None
    assert [(card.slug, share.ore) for card, share in page.shares] == [("alfa", 66_667_00 - 33), ("beta", 33_333_33)]
    assert sum(share.share for _card, share in page.shares) == 1
    assert "2 of 3" in browser.get(f"/en/people/costs/{cost}/").content.decode()
    assert "2 of 3 parts" in world.client("reader").get("/en/associations/alfa/").content.decode()
    assert "2 of 3 parts" not in world.client("reader", "beta").get("/en/associations/alfa/").content.decode()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"parts": "2"}, "belong together"),
        ({"until_on": "2025-01-01"}, "before it is signed"),
        ({"signed_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_what_does_not_fit_together_is_refused(world: World, more: dict[str, str], sentence: str) -> None:
    given = {"title": "Mätning", "signed_on": "2026-01-15", **more}
    page = world.client("national_coordinator").post("/en/associations/alfa/agreements/new/", given).content.decode()
    assert sentence in page


def test_an_amount_is_written_as_the_language_does(world: World) -> None:
    browser = world.client("national_coordinator")
    answer = browser.post("/sv/people/costs/new/", {"title": "Utbildning", "year": "2026", "amount": "1 234,50"})
    page = queries.cost(int(answer.headers["Location"].rstrip("/").rpartition("/")[2]))
    assert page is not None
    assert page.ore == 123_450
