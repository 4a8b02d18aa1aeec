"""An inventory is made, shared, read and arranged in themes by those to whom it belongs."""

import pytest
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import KINDS
from ljuspunkt.rooms.indicators.models import Inventory, Theme
from ljuspunkt.rooms.indicators.queries import inventory_candidates, inventory_card, inventory_themes, to_do
from ljuspunkt.rooms.indicators.services import (
    change_inventory,
    create_inventory,
    keep_theme,
    merge_candidates,
    move_theme,
    remove_theme,
    set_status,
)
from tests.indicators.making import AT, a_candidate, an_inventory, filled
from tests.people.world import World

TITLE = {"sv": "Lista"}


def test_a_coordinator_makes_one_for_the_own_association_and_shares_it(world: World) -> None:
    by = world.person("association_coordinator")
    create_inventory(by=by, at=AT, slug="delad", title=TITLE, kinds=KINDS, owners=["alfa", "beta"])
    for slug in ("egen", "annans"):
        owners = ["alfa"] if slug == "egen" else ["beta"]
        if slug == "annans":
            with pytest.raises(Http404):
                create_inventory(by=by, at=AT, slug=slug, title=TITLE, kinds=KINDS, owners=owners)
        else:
            create_inventory(by=by, at=AT, slug=slug, title=TITLE, kinds=KINDS, owners=owners)
    page = world.client("association_coordinator", "beta").get("/sv/inventory/").content.decode()
    assert "/sv/inventory/delad/" in page
    assert "/sv/inventory/egen/" not in page
    with pytest.raises(RuleBroken) as refusal:
        create_inventory(by=by, at=AT, slug="egen", title=TITLE, kinds=KINDS, owners=["alfa"])
    assert refusal.value.code == "slug_taken"


def test_an_association_can_leave_but_not_throw_out_another(world: World) -> None:
    an_inventory(world, owners=["alfa", "beta"])
    by = world.person("association_coordinator")

    def change(**how: object) -> None:
        given = {"title": TITLE, "kinds": KINDS, "owners": ["alfa", "beta"], **how}
        change_inventory(by=by, at=AT, slug="lista", **given)  # type: ignore[arg-type]

    for owners, code in ((["alfa"], "not_your_owner"), ([], "no_owner"), (["alfa", "beta", "gamma"], "no_association")):
        with pytest.raises(RuleBroken) as refusal:
            change(owners=owners)
        assert refusal.value.code == code
    change(owners=["beta"])
    with pytest.raises(Http404):
        change()
    card = inventory_card("lista")
    assert card is not None and card.owners == ("beta",)


def test_a_kind_that_candidates_have_cannot_be_taken_away(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")
    with pytest.raises(RuleBroken) as refusal:
        change_inventory(by=by, at=AT, slug="lista", title=TITLE, kinds={"effect": {"sv": "effekt"}}, owners=["alfa"])
    assert refusal.value.code == "kind_used"
    change_inventory(by=by, at=AT, slug="lista", title=TITLE, kinds={"process": {"sv": "arbetssätt"}}, owners=["alfa"])
    assert Inventory.objects.get().kinds == [["process", {"sv": "arbetssätt"}]]


def test_an_inventory_is_made_through_its_page(world: World) -> None:
    browser = world.client("association_coordinator")
    sent = {
        "title_sv": "Vår lista",
        "slug": "var-lista",
        "owners": ["alfa"],
        "kinds": "vardag = Vardag = Everyday\nannat",
    }
    assert browser.post("/sv/inventory/new/", {**sent, "slug": "new"}).status_code == 422
    assert browser.post("/sv/inventory/new/", {**sent, "kinds": "a = Samma\nb = samma"}).status_code == 422
    assert browser.post("/sv/inventory/new/", sent).status_code == 302
    assert Inventory.objects.get().kinds == [["vardag", {"sv": "Vardag", "en": "Everyday"}], ["annat", {"sv": "annat"}]]


def test_the_list_is_filtered_by_kind_perspective_theme_and_status(world: World) -> None:
    filled(world)
    a_candidate(world, "4", kind="effect", perspective="staff")
    by = world.person("association_coordinator")
    set_status(by=by, at=AT, inventory_slug="lista", number="2", status="withdrawn", reason="Dubblett")
    key = keep_theme(by=by, at=AT, inventory_slug="lista", theme=None, title={"sv": "Tid"}, numbers=["3"])
    browser = world.client("reader")

    def shown(query: str) -> set[str]:
        page = browser.get(f"/sv/inventory/lista/?{query}").context["page"]
        return set(page.shown)

    assert shown("") == {"1", "3", "4"}
    assert shown("status=all") == {"1", "2", "3", "4"}
    assert shown("status=withdrawn") == {"2"}
    assert shown("kind=effect") == {"4"}
    assert shown("perspective=none") == {"1", "3"}
    assert shown(f"theme={key}") == {"3"}
    assert shown("theme=none&kind=process") == {"1"}
    assert shown("kind=nothing") == set()


def test_themes_hold_candidates_in_order_and_are_moved_and_taken_away(world: World) -> None:
    filled(world, ["1", "2", "3", "4"])
    by = world.person("association_coordinator")

    def keep(title: str, *numbers: str, theme: int | None = None) -> int:
        return keep_theme(by=by, at=AT, inventory_slug="lista", theme=theme, title={"sv": title}, numbers=numbers)

    time, people = keep("Tid", "3", "1"), keep("Människor", "2")
    assert inventory_themes("lista") == (({"sv": "Tid"}, ("3", "1")), ({"sv": "Människor"}, ("2",)))
    move_theme(by=by, at=AT, inventory_slug="lista", theme=people, direction="up")
    keep("Tiden", "4", "2", "3", theme=time)
    assert inventory_themes("lista") == (({"sv": "Människor"}, ()), ({"sv": "Tiden"}, ("4", "2", "3")))
    merge_candidates(by=by, at=AT, inventory_slug="lista", kept="4", gone="2", reason="Samma")
    assert inventory_themes("lista")[1][1] == ("4", "3"), "what is merged isn't shown"
    assert [each.theme for each in inventory_candidates("lista")] == [{}, {"sv": "Tiden"}, {"sv": "Tiden"}]
    for numbers, code in ((["4", "4"], "theme_twice"), (["99"], "no_candidate")):
        with pytest.raises(RuleBroken) as refusal:
            keep("Tid", *numbers)
        assert refusal.value.code == code
    remove_theme(by=by, at=AT, inventory_slug="lista", theme=time)
    assert Theme.objects.count() == 1
    assert all(not each.theme for each in inventory_candidates("lista"))


def test_a_theme_of_another_inventory_is_not_there(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")
    key = keep_theme(by=by, at=AT, inventory_slug="lista", theme=None, title={"sv": "Tid"}, numbers=["1"])
    other = world.person("association_coordinator", "beta")
    an_inventory(world, "deras", owners=["beta"])
    with pytest.raises(RuleBroken) as refusal:
        keep_theme(by=other, at=AT, inventory_slug="deras", theme=key, title={"sv": "Min"}, numbers=[])
    assert refusal.value.code == "no_theme"
    with pytest.raises(Http404):
        remove_theme(by=other, at=AT, inventory_slug="lista", theme=key)


def test_a_coordinator_is_told_that_pairs_wait_to_be_looked_at(world: World) -> None:
    an_inventory(world)
    a_candidate(world, "1", title={"sv": "Någon håller ihop stödet"})
    assert to_do(world.person("association_coordinator"), AT) == ()
    a_candidate(world, "2", title={"sv": "Stödet hålls ihop av någon"})
    (task,) = to_do(world.person("association_coordinator"), AT)
    assert task.address.endswith("/inventory/lista/alike/")
    assert to_do(world.person("association_coordinator", "beta"), AT) == ()
    assert to_do(world.person("reader"), AT) == ()
