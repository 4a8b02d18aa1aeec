"""Two candidates that say the same become one, nothing is lost, and it can be undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator import merging
from ljuspunkt.rooms.indicators.models import Candidate, Merge, NotSame
from ljuspunkt.rooms.indicators.queries import inventory_candidates
from ljuspunkt.rooms.indicators.queries.alike import alike_page
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head, head_of
from ljuspunkt.rooms.indicators.services import (
    change_wording,
    merge_candidates,
    propose_again,
    say_not_same,
    set_status,
    undo_merge,
)
from tests.indicators.making import AT, LATER, a_candidate, an_inventory, filled
from tests.people.world import World

NUMBERS = ["1", "2", "3", "4", "5"]
HERE = "/sv/inventory/lista/"


def merge(world: World, kept: str, gone: str, **how: object) -> None:
    by = world.person("association_coordinator")
    merge_candidates(by=by, at=AT, inventory_slug="lista", kept=kept, gone=gone, reason="Säger samma sak", **how)  # type: ignore[arg-type]


def undo(world: World, gone: str) -> None:
    by = world.person("association_coordinator")
    undo_merge(by=by, at=LATER, inventory_slug="lista", gone=gone, reason="Vi tänkte om")


def head(world: World) -> Head:
    found = head_of(world.person("association_coordinator"), "lista")
    assert found is not None
    return found


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=12))
def test_merges_never_go_in_a_circle_and_undoing_all_leaves_nothing(does: list[tuple[bool, str, str]]) -> None:
    into: dict[str, str] = {}
    for merges, one, other in does:
        before = dict(into)
        try:
            into = merging.merge(into, kept=one, gone=other) if merges else merging.undo(into, other)
        except RuleBroken:
            assert into == before
            continue
        if merges:
            assert merging.undo(into, other) == before
        for number in NUMBERS:
            assert merging.kept_of(into, number) not in into
            assert number not in merging.under(into, number)
        standing = [number for number in NUMBERS if number not in into]
        held = [each for number in standing for each in (number, *merging.under(into, number))]
        assert sorted(held) == NUMBERS, "every candidate stands under exactly one that isn't merged"
    for number in list(into):
        into = merging.undo(into, number)
    assert into == {}


def test_sources_proposers_and_texts_of_the_merged_one_are_carried_over(world: World) -> None:
    filled(world)
    merge(world, "1", "2")
    merge(world, "3", "1")
    (kept,) = inventory_candidates("lista")
    assert kept.number == "3"
    assert [source.words for source in kept.sources] == ["Rapport 3", "Rapport 1", "Rapport 2"]
    assert kept.proposers == ("Grupp 3", "Grupp 1", "Grupp 2")
    assert [(each.number, each.title["sv"]) for each in kept.merged] == [
        ("1", "Kandidat nummer 1"),
        ("2", "Kandidat nummer 2"),
    ]
    page = world.client("reader").get(f"{HERE}candidates/2/").content.decode()
    assert "Kandidat nummer 2" in page and "Rapport 2" in page


def test_undoing_gives_everything_back(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")
    set_status(by=by, at=AT, inventory_slug="lista", number="2", status="accepted", reason="")
    before = inventory_candidates("lista")
    merge(world, "1", "2", given={"title_sv": "Rymmer båda"}, seen=1)
    assert inventory_candidates("lista")[0].title == {"sv": "Rymmer båda"}
    undo(world, "2")
    after = inventory_candidates("lista")
    assert [(each.number, each.title, each.status, each.sources) for each in after] == [
        (each.number, each.title, each.status, each.sources) for each in before
    ]
    assert Candidate.objects.get(number="1").wordings.count() == 3, "and the wording of the merge stays in the history"


def test_undoing_leaves_a_wording_that_was_changed_after_the_merge(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")
    merge(world, "1", "2", given={"title_sv": "Rymmer båda"}, seen=1)
    given = {"title_sv": "Ännu bättre"}
    change_wording(by=by, at=LATER, inventory_slug="lista", number="1", given=given, seen=2, reason="Tydligare")
    undo(world, "2")
    assert inventory_candidates("lista")[0].title == {"sv": "Ännu bättre"}


def test_a_merge_under_a_merge_can_be_undone_by_itself(world: World) -> None:
    filled(world)
    merge(world, "2", "3")
    merge(world, "1", "2")
    undo(world, "3")
    assert [(each.number, [one.number for one in each.merged]) for each in inventory_candidates("lista")] == [
        ("1", ["2"]),
        ("3", []),
    ]
    undo(world, "2")
    assert [each.number for each in inventory_candidates("lista")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("kept", "gone", "code"),
    [
        ("1", "1", "merge_itself"),
        ("3", "2", "merged_already"),
        ("2", "3", "merged_already"),
        ("2", "1", "merge_circle"),
        ("1", "99", "no_candidate"),
        ("9", "1", "no_candidate"),
        ("4", "1", "withdrawn_merge"),
        ("1", "4", "withdrawn_merge"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused_in_words(world: World, kept: str, gone: str, code: str) -> None:
    filled(world, ["1", "2", "3", "4"])
    an_inventory(world, "annan")
    a_candidate(world, "9", slug="annan")
    by = world.person("association_coordinator")
    set_status(by=by, at=AT, inventory_slug="lista", number="4", status="withdrawn", reason="Går inte att mäta")
    merge(world, "1", "2")
    with pytest.raises(RuleBroken) as refusal:
        merge(world, kept, gone)
    assert refusal.value.code == code
    assert Merge.objects.count() == 1


def test_a_merge_of_something_that_changed_meanwhile_is_refused(world: World) -> None:
    filled(world)
    by = world.person("national_coordinator")
    change_wording(
        by=by, at=LATER, inventory_slug="lista", number="1", given={"title_sv": "Annat"}, seen=1, reason="Kortare"
    )
    with pytest.raises(RuleBroken) as refusal:
        merge(world, "1", "2", given={"title_sv": "Rymmer båda"}, seen=1)
    assert refusal.value.code == "changed_meanwhile_merge"


def test_a_merged_candidate_keeps_its_wording(world: World) -> None:
    filled(world)
    merge(world, "1", "2")
    by = world.person("association_coordinator")
    with pytest.raises(RuleBroken) as refusal:
        change_wording(by=by, at=LATER, inventory_slug="lista", number="2", given={"title_sv": "X"}, seen=1, reason="Y")
    assert refusal.value.code == "merged_stays"


def test_not_the_same_is_remembered_with_who_said_it(world: World) -> None:
    an_inventory(world)
    a_candidate(world, "1", title={"sv": "Någon håller ihop stödet"})
    a_candidate(world, "2", title={"sv": "Stödet hålls ihop av någon"})
    by = world.person("association_coordinator")
    assert [(each.one.number, each.other.number) for each in alike_page(head(world)).pairs] == [("1", "2")]
    say_not_same(by=by, at=AT, inventory_slug="lista", one="2", other="1", reason="Olika roller")
    page = alike_page(head(world))
    assert page.pairs == ()
    assert [(each.who, each.reason) for each in page.dismissed] == [(by.name, "Olika roller")]
    say_not_same(by=by, at=AT, inventory_slug="lista", one="1", other="2", reason="Igen")
    assert NotSame.objects.count() == 1
    propose_again(by=by, at=AT, inventory_slug="lista", one="1", other="2")
    assert len(alike_page(head(world)).pairs) == 1


def test_two_are_merged_through_the_pages(world: World) -> None:
    filled(world)
    browser = world.client("association_coordinator")
    answer = browser.post(f"{HERE}candidates/2/merge/", {"other": "1"})
    assert answer.headers["Location"] == f"{HERE}alike/1/2/"
    page = browser.get(f"{HERE}alike/1/2/")
    form = page.context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    refused = browser.post(f"{HERE}alike/1/2/", sent)
    assert refused.status_code == 422 and not Merge.objects.exists(), "a reason is needed"
    assert browser.post(f"{HERE}alike/1/2/", {**sent, "reason": "Samma"}).status_code == 302
    merged = Merge.objects.get()
    assert (merged.kept.number, merged.gone.number, merged.wording) == ("1", "2", None)
    assert browser.post(f"{HERE}candidates/2/undo/", {"reason": "Nej"}).status_code == 302
    merged.refresh_from_db()
    assert merged.undone_reason == "Nej"


def test_the_other_associations_coordinator_cannot_merge(world: World) -> None:
    filled(world)
    browser = world.client("association_coordinator", "beta")
    for address in ("alike/1/2/", "alike/1/2/not-same/", "candidates/2/undo/", "candidates/2/merge/"):
        assert browser.post(f"{HERE}{address}", {"reason": "x", "other": "1"}).status_code == 404
    assert world.client("reader").post(f"{HERE}alike/1/2/", {"reason": "x"}).status_code == 404
