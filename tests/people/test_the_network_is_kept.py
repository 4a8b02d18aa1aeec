"""Associations with their years, parties and groups, and mergers through which a history is followed."""

from datetime import date

import pytest

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people import queries, services
from ljuspunkt.rooms.people.models import Association
from tests.people.making import a_party
from tests.people.world import AT, World


def add(world: World, name: str) -> str:
    return services.add_association(
        by=world.person("national_coordinator"),
        name=name,
        organisation_number="",
        since_year=2010,
        until_year=None,
        at=AT,
    )


def merge(world: World, slug: str, into: str, year: int) -> None:
    services.merge_association(
        by=world.person("national_coordinator"), slug=slug, into=into, on=date(year, 1, 1), at=AT
    )


def test_an_association_is_put_in_through_the_page(world: World) -> None:
    browser = world.client("national_coordinator")
    answer = browser.post(
        "/en/associations/+/",
        {"name": "Samordningsförbundet Åre Östra", "organisation_number": "222000-1234", "since_year": "2012"},
    )
    assert answer.headers["Location"] == "/en/associations/are-ostra/"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "222000-1234" in page
    assert "since 2012" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "Samordningsförbundet Alfa"}, "an association with this name already"),
        ({"name": "Delta", "since_year": "2020", "until_year": "2019"}, "The last year can’t come before the first"),
        ({"name": "Delta", "organisation_number": "12"}, "Six digits, a hyphen and four digits"),
        ({"name": "Delta", "since_year": "12"}, "1990"),
        ({"name": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(world: World, given: dict[str, str], sentence: str) -> None:
    page = world.client("national_coordinator").post("/en/associations/+/", given).content.decode()
    assert sentence in page
    assert Association.objects.count() == 2


def test_two_of_the_same_short_name_get_addresses_of_their_own(world: World) -> None:
    assert add(world, "Samordningsförbundet Norr") == "norr"
    assert add(world, "Norr") == "norr-2"


def test_a_history_is_followed_through_every_merger(world: World) -> None:
    for name in ("Gamma", "Delta", "Epsilon"):
        add(world, name)
    merge(world, "gamma", "delta", 2020)
    merge(world, "delta", "alfa", 2022)
    merge(world, "epsilon", "alfa", 2023)
    assert queries.successor("gamma") == "alfa"
    assert queries.successor("gamma", on=date(2021, 6, 1)) == "delta"
    assert queries.successor("gamma", on=date(2019, 6, 1)) == "gamma"
    assert queries.history("alfa") == {"alfa", "gamma", "delta", "epsilon"}
    assert queries.history("alfa", on=date(2022, 6, 1)) == {"alfa", "gamma", "delta"}
    assert queries.history("delta") == {"delta", "gamma"}
    assert queries.history("beta") == {"beta"}


def test_a_merger_never_runs_in_a_circle(world: World) -> None:
    add(world, "Gamma")
    merge(world, "alfa", "beta", 2020)
    merge(world, "beta", "gamma", 2021)
    with pytest.raises(RuleBroken, match="was itself merged"):
        merge(world, "gamma", "alfa", 2022)
    with pytest.raises(RuleBroken, match="itself"):
        merge(world, "gamma", "gamma", 2022)
    with pytest.raises(RuleBroken, match="merged already"):
        merge(world, "alfa", "gamma", 2022)


def test_nobody_merges_into_what_began_later_than_the_merger(world: World) -> None:
    with pytest.raises(RuleBroken, match="began in 2010"):
        merge(world, "alfa", "beta", 2009)


def test_a_merger_written_down_by_mistake_is_taken_back(world: World) -> None:
    browser = world.client("national_coordinator")
    browser.post("/en/associations/alfa/merge/", {"into": "beta", "on": "2024-01-01"})
    assert "carried on by" in browser.get("/en/associations/alfa/").content.decode()
    assert queries.successor("alfa") == "beta"
    browser.post("/en/associations/alfa/merge/undo/")
    assert queries.successor("alfa") == "alfa"


def test_the_coordinator_keeps_the_parties_of_the_own_association(world: World) -> None:
    browser = world.client("association_coordinator")
    where = "/en/associations/alfa/parties/new/"
    browser.post(where, {"kind": "region", "name": "Region Mitt", "code": "22", "since_year": "2010"})
    browser.post(where, {"kind": "employment_service", "name": "whatever", "since_year": "2010"})
    page = browser.get("/en/associations/alfa/").content.decode()
    assert "Region Mitt" in page
    assert "Arbetsförmedlingen" in page
    assert "whatever" not in page
    again = browser.post(where, {"kind": "region", "name": "Region Mitt", "since_year": "2015"}).content.decode()
    assert "is a party in these years already" in again
    assert "Write which region" in browser.post(where, {"kind": "municipality"}).content.decode()


def test_a_party_leaves_and_may_come_back(world: World) -> None:
    browser = world.client("association_coordinator")
    browser.post(f"/en/associations/alfa/parties/{a_party(world)}/end/", {"until_year": "2018"})
    browser.post(
        "/en/associations/alfa/parties/new/",
        {"kind": "municipality", "name": "Sundsvalls kommun", "since_year": "2020"},
    )
    page = browser.get("/en/associations/alfa/").content.decode()
    assert "2010–2018" in page
    assert "since 2020" in page


def test_another_associations_party_is_out_of_reach(world: World) -> None:
    party = a_party(world)
    browser = world.client("association_coordinator", "beta")
    for slug in ("alfa", "beta"):
        answer = browser.post(f"/en/associations/{slug}/parties/{party}/end/", {"until_year": "2018"})
        assert answer.status_code == 404
    assert Association.objects.get(slug="alfa").parties.get().until_year is None


def test_local_groups_work_under_an_association(world: World) -> None:
    browser = world.client("association_coordinator")
    browser.post("/en/associations/alfa/groups/new/", {"name": "LSG Norr", "place": "Norrby", "since_year": "2019"})
    page = browser.get("/en/associations/alfa/").content.decode()
    assert "LSG Norr, Norrby" in page
    again = browser.post("/en/associations/alfa/groups/new/", {"name": "LSG Norr"}).content.decode()
    assert "a group with this name already" in again


def test_a_coordinator_changes_neither_name_nor_agreements(world: World) -> None:
    by = world.person("association_coordinator")
    with pytest.raises(RuleBroken, match="can’t change"):
        services.add_agreement(
            by=by,
            slug="alfa",
            title="Mätning",
            registration_number="",
            signed_on=date(2026, 1, 1),
            until_on=None,
            cost=None,
            parts=None,
            at=AT,
        )
    with pytest.raises(RuleBroken, match="can’t change"):
        services.change_association(
            by=by, slug="alfa", name="Alfa", organisation_number="", since_year=None, until_year=None, at=AT
        )
