"""A version is frozen and never changes; the next year starts from it with every question marked."""

from dataclasses import replace

import pytest

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.comparability import compare_question
from ljuspunkt.domain.survey.instrument import Instruments, SameAs
from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from tests.people.world import World
from tests.surveys.worded import AT, BASE, SLUG, drafted, frozen, item_form, national, renewed, version

pytestmark = pytest.mark.django_db
NEXT = BASE.replace("2026", "2027")
SAME_WORDS = {"label_sv": "Indikator 1", "label_en": "Indicator 1"}


def marks() -> dict[str, str]:
    return {item.name: item.mark for item in of_version(version(name="2027").pk).items}


def compared(name: str = "q1") -> tuple[tuple[str, ...], str | None]:
    """Return what the method says of a question of 2027 beside 2026."""
    pair = Instruments(tuple(of_version(version(name=year).pk).instrument() for year in ("2026", "2027")))
    found = compare_question(pair, group="staff", question=name, earlier="2026", later="2027")
    return found.earlier, found.reason


def test_freezing_says_what_it_means_and_gives_a_hash(world: World) -> None:
    browser = world.client("national_coordinator")
    drafted(world, languages=("sv", "ar"))
    page = browser.get(f"{BASE}freeze/")
    assert "Det blir inte öppet på arabiska: 3 formuleringar saknas" in page.text
    browser.post(f"{BASE}freeze/")
    made = version()
    assert made.state == "frozen"
    assert len(made.document_hash) == 64
    assert made.document_hash in browser.get(BASE).text


def test_a_frozen_version_cannot_be_worded_any_more(world: World) -> None:
    browser = world.client("national_coordinator")
    frozen(world)
    before = version().document
    assert browser.get(f"{BASE}questions/q1/").status_code == 302
    late = browser.post(f"{BASE}questions/q1/", item_form("q1", label_sv="För sent"))
    assert late.status_code == 422
    assert "För sent" in late.text
    for address in ("parts/q1/remove/", "parts/q1/move/down/", "lists/agree4/remove/", "remove/", "freeze/"):
        assert browser.post(f"{BASE}{address}").status_code == 302
    assert version().document == before


def test_what_must_be_mended_stands_on_the_page_and_keeps_it_from_freezing(world: World) -> None:
    browser = world.client("national_coordinator")
    drafted(world)
    browser.post(f"{BASE}questions/q1/", item_form("q1", label_sv="", label_en="Only English"))
    browser.post(f"{BASE}sections/", {"name": "empty", "label_sv": "Tomt", "relevant": ""})
    page = browser.get(BASE)
    assert "”q1” är inte formulerat på formulärets huvudspråk, sv." in page.text
    assert "Avsnittet ”empty” har ingen fråga." in page.text
    assert "freeze/" not in page.text
    browser.post(f"{BASE}freeze/")
    assert version().state == "draft"


def test_a_new_year_starts_with_every_question_marked_as_the_same(world: World) -> None:
    renewed(world)
    made = of_version(version(name="2027").pk)
    assert {(item.mark, item.same_as) for item in made.items} == {
        ("same", SameAs("2026", "q1")),
        ("same", SameAs("2026", "q2")),
    }
    assert (made.version, made.waves) == ("2027", ("2027",))
    assert compared() == (("q1",), None)


def test_one_draft_at_a_time(world: World) -> None:
    renewed(world)
    answer = world.client("national_coordinator").post(
        f"/en/instruments/{SLUG}/new-year/", {"name": "2028", "waves": "2028"}
    )
    assert answer.status_code == 422
    assert "Version 2027 is still a draft" in answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"label_sv": "Något annat", "label_en": "Indicator 1"},
        {**SAME_WORDS, "scale": "+often4"},
        {**SAME_WORDS, "positive": ["4"]},
        {**SAME_WORDS, "reverse": "on"},
        {**SAME_WORDS, "kind": "select_multiple"},
    ],
    ids=["wording", "choices", "positive", "direction", "kind"],
)
def test_a_changed_question_is_never_kept_as_the_same(world: World, changed: dict[str, object]) -> None:
    browser = world.client("national_coordinator")
    renewed(world)
    form = item_form("q1", **{**changed, "mark": "same", "earlier": "q1"})
    refused = browser.post(f"{NEXT}questions/q1/", form)
    assert refused.status_code == 422
    assert "märkta som oförändrade sedan utgåva 2026" in refused.text
    assert compared() == (("q1",), None)
    assert browser.post(f"{NEXT}questions/q1/", {**form, "mark": "changed"}).status_code == 302
    assert marks() == {"q1": "changed", "q2": "same"}
    if changed.get("kind") != "select_multiple":  # which isn't counted at all
        assert compared()[0] == ()


def test_a_language_easy_words_and_another_name_may_come_along_with_the_same(world: World) -> None:
    browser = world.client("national_coordinator")
    renewed(world)
    form = item_form("support", **SAME_WORDS, easy_sv="Enkelt.", hint_sv="En hjälp.", mark="same", earlier="q1")
    assert browser.post(f"{NEXT}questions/q1/", form).status_code == 302
    assert compared("support") == (("q1",), None)


def test_a_list_that_changes_is_refused_until_its_questions_are_marked(world: World) -> None:
    browser = world.client("national_coordinator")
    renewed(world)
    form: dict[str, object] = {"name": "agree4"}
    for at, (name, said) in enumerate((("4", "Ja"), ("3", "Nästan"), ("1", "Nej"))):
        form |= {
            f"place_{at}": at,
            f"choice_{at}": name,
            f"value_{at}": at,
            f"missing_{at}": "",
            f"label_{at}_sv": said,
        }
    refused = browser.post(f"{NEXT}lists/agree4/", form)
    assert refused.status_code == 422
    assert "q1, q2" in refused.text
    assert browser.post(f"{NEXT}lists/agree4/", {**form, "mark_changed": "on"}).status_code == 302
    assert marks() == {"q1": "changed", "q2": "changed"}


def test_a_wording_that_changes_beside_a_translation_is_refused_likewise(world: World) -> None:
    browser = world.client("national_coordinator")
    renewed(world)
    form = {"item~~q1~label": "Annat", "was~item~~q1~label": "Indikator 1"}
    assert browser.post(f"{NEXT}wordings/sv/", form).status_code == 422
    assert browser.post(f"{NEXT}wordings/sv/", {**form, "mark_changed": "on"}).status_code == 302
    assert marks() == {"q1": "changed", "q2": "same"}


def test_the_page_tells_what_is_new_and_what_is_not_asked_any_more(world: World) -> None:
    browser = world.client("national_coordinator")
    renewed(world)
    browser.post(f"{NEXT}parts/q2/remove/")
    browser.post(f"{NEXT}questions/", item_form("q7", mark="new"))
    page = browser.get(NEXT)
    assert "Frågades i 2026 och inte längre" in page.text
    assert marks() == {"q1": "same", "q7": "new"}
    confirm = browser.get(f"{NEXT}freeze/")
    assert "oförändrade frågor 1, ändrade 0, nya 1" in confirm.text


def test_the_hash_is_of_questions_and_symbols_and_not_of_the_order_of_keys(world: World) -> None:
    from ljuspunkt.rooms.surveys.queries.pictures import PictureCard
    from ljuspunkt.rooms.surveys.services.versions import hash_of

    frozen(world)
    document = version().document
    backwards = {key: document[key] for key in reversed(document)}
    assert hash_of(backwards, {}) == version().document_hash
    sun = PictureCard(SLUG, "sun", {"sv": "En sol"}, "Egen", "00", 1)
    assert (
        len(
            {
                hash_of(document, {}),
                hash_of(document, {"sun": sun}),
                hash_of(document, {"sun": replace(sun, sign="01")}),
            }
        )
        == 3
    )


def test_a_draft_is_thrown_away_and_its_instrument_with_it(world: World) -> None:
    from ljuspunkt.rooms.surveys.models import Instrument
    from ljuspunkt.rooms.surveys.services.versions import remove_draft

    browser = world.client("national_coordinator")
    renewed(world)
    browser.post(f"{NEXT}remove/")
    assert [row.name for row in Instrument.objects.get(slug=SLUG).versions.all()] == ["2026"]
    with pytest.raises(RuleBroken):
        remove_draft(by=national(world), at=AT, slug=SLUG, version="2026")  # type: ignore[arg-type]
    drafted(world, slug="other")
    remove_draft(by=national(world), at=AT, slug="other", version="2026")  # type: ignore[arg-type]
    assert not Instrument.objects.filter(slug="other").exists()


def test_freezing_tells_what_respondents_would_stumble_over(world: World) -> None:
    """A draft from a protocol asks by titles; it can be frozen so, but not unawares."""
    browser = world.client("national_coordinator")
    drafted(world)
    form = item_form("q1", label_sv="Hur många timmar, ${q2}?", kind="integer", constraint=". <= 168", scale="")
    assert browser.post(f"{BASE}questions/q1/", form).status_code == 302
    asked = browser.get(f"{BASE}freeze/").text
    assert "”q2” säger bara vad indikatorn eller måttet heter" in asked
    assert "”q1” säger bara" not in asked
    assert "Formuleringen av ”q1” innehåller ${q2}" in asked
    assert "”q1” tar bara emot vissa svar men säger inte vilka" in asked


def test_a_list_of_choices_is_called_by_its_answers(world: World) -> None:
    drafted(world)
    page = world.client("national_coordinator").get(BASE).text
    assert ">Stämmer helt – Stämmer inte alls</a></h3>" in page
