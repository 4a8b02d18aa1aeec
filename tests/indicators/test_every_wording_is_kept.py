"""A candidate's wording is changed with a reason; the old one stays, and nobody overwrites anybody unawares."""

import pytest
from django.db import IntegrityError, transaction

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import Wording, brief, cells, of_cells, reconcile
from ljuspunkt.domain.indicator.difference import between, words
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.indicators.models import Candidate
from ljuspunkt.rooms.indicators.models import Wording as Row
from ljuspunkt.rooms.indicators.queries import inventory_candidates
from ljuspunkt.rooms.indicators.services import change_wording, propose_candidate, set_status
from tests.indicators.making import AT, LATER, a_candidate, an_inventory, filled
from tests.people.world import World

HERE = "/sv/inventory/lista/candidates/1/"


def change(world: World, role: str = "association_coordinator", seen: int = 1, **given: str) -> None:
    by = world.person(role)
    change_wording(by=by, at=LATER, inventory_slug="lista", number="1", given=given, seen=seen, reason="Tydligare")


def form_of(world: World, role: str = "association_coordinator") -> dict[str, object]:
    form = world.client(role).get(f"{HERE}change/").context["form"]
    return {field.html_name: field.value() or "" for field in form}


def test_old_and_new_stand_in_the_history_with_who_when_and_why(world: World) -> None:
    filled(world)
    change(world, title_sv="Kandidat nummer ett")
    page = world.client("reader").get(HERE).content.decode()
    assert "Tydligare" in page
    assert "Association coordinator Alfa" in page
    assert '<del><span class="visually-hidden">borttaget: </span>1</del>' in page
    assert '<ins><span class="visually-hidden">nytt: </span>ett</ins>' in page
    assert [(each.number, each.reason) for each in Row.objects.filter(candidate__number="1")] == [
        (1, ""),
        (2, "Tydligare"),
    ]
    (first, *_rest) = inventory_candidates("lista")
    assert (first.title, first.original) == ({"sv": "Kandidat nummer ett"}, {"sv": "Kandidat nummer 1"})
    assert Entry.objects.filter(about="inventory/lista/1").count() == 2


def test_the_second_to_save_is_told_what_changed_and_loses_nothing(world: World) -> None:
    filled(world)
    mine = form_of(world)
    change(world, "national_coordinator", title_sv="Deras rubrik", description_sv="Deras beskrivning")
    browser = world.client("association_coordinator")
    sent = {**mine, "title_sv": "Min rubrik", "easy_read_sv": "Min lättlästa", "reason": "Enklare"}
    answer = browser.post(f"{HERE}change/", sent)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "National coordinator Network ändrade kandidaten medan du skrev" in said
    assert "Deras rubrik" in said, "what the other wrote where both did"
    form = answer.context["form"]
    held = {field.html_name: field.value() for field in form}
    assert held["title_sv"] == "Min rubrik"
    assert held["easy_read_sv"] == "Min lättlästa"
    assert held["description_sv"] == "Deras beskrivning", "taken over, since I hadn't changed it"
    assert held["reason"] == "Enklare"
    again = {field.html_name: field.value() or "" for field in form}
    assert browser.post(f"{HERE}change/", again).status_code == 302
    (first, *_rest) = inventory_candidates("lista")
    assert first.title == {"sv": "Min rubrik"}
    assert first.description == {"sv": "Deras beskrivning"}
    assert first.easy_read == {"sv": "Min lättlästa"}


def test_everything_that_must_be_mended_is_said_beside_its_field_and_what_was_typed_stays(world: World) -> None:
    filled(world)
    sent = {
        **form_of(world),
        "title_sv": "",
        "short_title_sv": "x" * 61,
        "source_words_0": "",
        "source_link_0": "https://example.org/",
        "easy_read_sv": "Detta skrev jag",
        "reason": "Provar",
    }
    answer = world.client("association_coordinator").post(f"{HERE}change/", sent)
    form = answer.context["form"]
    assert set(form.errors) == {"short_title_sv"} and answer.status_code == 422
    assert "Detta skrev jag" in answer.content.decode()
    assert Row.objects.filter(candidate__number="1").count() == 1


def test_a_change_without_a_reason_or_without_a_change_is_refused(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")
    with pytest.raises(RuleBroken) as refusal:
        change_wording(by=by, at=AT, inventory_slug="lista", number="1", given={"title_sv": "Ny"}, seen=1, reason="  ")
    assert refusal.value.code == "no_reason"
    with pytest.raises(RuleBroken) as refusal:
        change(world, title_sv="Kandidat nummer 1")
    assert refusal.value.code == "nothing_changed"


def test_a_stand_in_whose_title_is_found_is_a_title_from_then_on(world: World) -> None:
    filled(world, ["2"])
    a_candidate(world, "1", title={"sv": "Kandidat 1 (rubriken är inte publicerad)"}, title_known=False)
    change(world, description_sv="Något vi vet")
    assert not Candidate.objects.get(number="1").wording.title_known  # type: ignore[union-attr]
    change(world, seen=2, title_sv="Insatserna utgår från behov")
    assert Candidate.objects.get(number="1").wording.title_known  # type: ignore[union-attr]


def test_a_new_candidate_gets_the_next_number_and_no_number_twice(world: World) -> None:
    filled(world, ["1", "41", "E7"])
    by = world.person("association_coordinator")
    said = Wording(title={"sv": "Ny"}, kind="process")
    assert propose_candidate(by=by, at=AT, inventory_slug="lista", number="", said=said) == "42"
    with pytest.raises(RuleBroken) as refusal:
        propose_candidate(by=by, at=AT, inventory_slug="lista", number="E7", said=said)
    assert refusal.value.code == "number_taken"
    with pytest.raises(RuleBroken) as refusal:
        propose_candidate(by=by, at=AT, inventory_slug="lista", number="../1", said=said)
    assert refusal.value.code == "number_signs"


def test_kinds_are_words_of_the_inventorys_own(world: World) -> None:
    an_inventory(world, kinds={"vardag": {"sv": "Vardag"}, "resultat": {"sv": "Resultat"}})
    a_candidate(world, "1", kind="vardag")
    with pytest.raises(RuleBroken) as refusal:
        a_candidate(world, "2", kind="process")
    assert refusal.value.code == "kind_unknown"


def test_a_status_changes_by_its_roads_only(world: World) -> None:
    filled(world)
    by = world.person("association_coordinator")

    def become(status: str, reason: str = "") -> None:
        set_status(by=by, at=LATER, inventory_slug="lista", number="1", status=status, reason=reason)  # type: ignore[arg-type]

    become("accepted")
    for status, code in (("withdrawn", "withdrawn_without_reason"), ("merged", "merge_by_hand")):
        with pytest.raises(RuleBroken) as refusal:
            become(status)
        assert refusal.value.code == code
    become("withdrawn", "Går inte att mäta")
    with pytest.raises(RuleBroken) as refusal:
        become("accepted")
    assert refusal.value.code == "withdrawn_status"
    become("proposed")
    page = world.client("reader").get(HERE).content.decode()
    assert "Går inte att mäta" in page, "the reason stays in the history"


def test_the_database_refuses_a_withdrawn_candidate_without_a_reason(world: World) -> None:
    filled(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(number="1").update(status="withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(number="1").update(status="merged")


def test_a_difference_reads_word_by_word() -> None:
    found = words("Någon håller ihop stödet.", "Någon håller samman stödet")
    assert [(each.fate, each.words) for each in found] == [
        ("kept", "Någon håller "),
        ("gone", "ihop"),
        ("new", "samman"),
        ("kept", " stödet"),
        ("gone", "."),
    ]
    (one,) = between(Wording(title={"sv": "a b"}), Wording(title={"sv": "a c"}))
    assert (one.column, one.before, one.after) == ("title_sv", "a b", "a c")


def test_two_changes_are_put_together_column_by_column() -> None:
    base = Wording(title={"sv": "a"}, description={"sv": "b"}, kind="process")
    theirs = Wording(title={"sv": "A"}, description={"sv": "B"}, kind="process", proposed_by="Kim")
    mine = {**cells(base), "title_sv": "x", "kind": "effect"}
    found = reconcile(base, theirs, mine)
    assert (found.clashes, sorted(found.taken)) == (("title_sv",), ["description_sv", "proposed_by"])
    assert of_cells(found.cells) == Wording(
        title={"sv": "x"}, description={"sv": "B"}, kind="effect", proposed_by="Kim"
    )


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Någon håller ihop stödet", "Någon håller ihop stödet"),
        ("Gemensamma former för bedömning och planering av insatser", "Gemensamma former för bedömning och…"),
        ("x" * 50, "x" * 44 + "…"),
    ],
)
def test_a_long_title_is_cut_between_words(title: str, short: str) -> None:
    assert brief(title) == short
    assert len(short) <= 45
