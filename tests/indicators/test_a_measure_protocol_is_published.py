"""A measure protocol is published in versions: unchangeable, with its hash, and with numbers that measures keep."""

import hashlib
import json
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from openpyxl import load_workbook

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.measure_protocol import document, numbered, read
from ljuspunkt.rooms.indicators import queries
from ljuspunkt.rooms.indicators.immutable import MEASURES
from ljuspunkt.rooms.indicators.models import Call, MeasureVersion
from ljuspunkt.rooms.indicators.services.measures import (
    CallTerms,
    change_measure,
    create_call,
    decide,
    erase_name,
    keep_group,
    merge_proposals,
    moderate,
    publish_measures,
    put_into_group,
)
from tests.indicators.making import AFTER, AT, CLOSED_ON, OPEN_ON, a_call, propose, shown, the_core
from tests.people.world import World

pytestmark = pytest.mark.django_db


def decided(world: World, slug: str = "matt") -> list[int]:
    """Make a call of the network's with three proposals that are decided, and return their numbers."""
    a_call(world, slug, owners=())
    plan = propose(
        "Andel med en plan",
        slug=slug,
        name="Kim Berg",
        numerator="Deltagare med en plan",
        denominator="Alla deltagare",
        source="Enkät",
        collector="Personalen",
    )
    other = propose("Andel med planering", slug=slug, place=2)
    cost = propose("Kostnad per deltagare", slug=slug, indicator="4")
    by = world.person("analyst")
    given = {"by": by, "at": AT, "call_slug": slug}
    moderate(**given, numbers=[plan, other, cost], state="shown")
    merge_proposals(**given, kept=plan, gone=other, reason="Samma.")
    decide(**given, number=plan, decision="in", reason="Mäts redan.")
    decide(**given, number=cost, decision="out", reason="Finns inte.")
    return [plan, other, cost]


def publish(world: World, slug: str = "matt") -> int:
    return publish_measures(by=world.person("analyst"), at=AFTER, call_slug=slug, note={"sv": "Först."})


def test_what_was_decided_becomes_a_document_with_its_hash_and_the_texts_of_what_was_merged(world: World) -> None:
    decided(world)
    assert publish(world) == 1
    version = MeasureVersion.objects.get()
    assert hashlib.sha256(version.document.encode()).hexdigest() == version.sha256
    assert document(read(version.document)) == version.document
    held = json.loads(version.document)
    assert (held["version"], held["published_on"], held["call"], held["name"]) == (1, "2026-04-02", "matt", "core")
    first, second, fourth = held["indicators"]
    assert [(each["number"], each["measure"]["title"]["sv"]) for each in first["measures"]] == [
        ("1.1", "Andel med en plan")
    ]
    assert first["measures"][0]["merged"][0]["measure"]["title"] == {"sv": "Andel med planering"}
    assert first["measures"][0]["merged"][0]["audience"]["sv"] == "Användare"
    assert (second["measures"], fourth["out"], fourth["proposed"]) == ([], 1, 1)
    assert [(each["answers"], each["proposals"]) for each in held["audiences"]] == [(2, 2), (1, 1)]
    assert "Kim Berg" not in version.document, "a name can be erased, a version can't"
    erase_name(by=world.person("analyst"), at=AFTER, call_slug="matt", number=1)


def test_questionnaires_find_the_measures_of_each_indicator(world: World) -> None:
    assert queries.measures("core") == ()
    decided(world)
    publish(world)
    (card,) = queries.measures("core")
    assert (card.number, card.indicator, card.title) == ("1.1", "1", {"sv": "Andel med en plan"})
    assert (card.numerator, card.denominator) == ({"sv": "Deltagare med en plan"}, {"sv": "Alla deltagare"})
    assert (card.source, card.collector) == ({"sv": "Enkät"}, {"sv": "Personalen"})
    assert queries.measures("core", version=2) == queries.measures("comprehensive") == ()
    assert queries.measures("core", association="alfa") == ()


def test_nothing_is_published_while_the_call_is_open_or_something_waits(world: World) -> None:
    plan, _other, _cost = decided(world)
    analyst = world.person("analyst")
    with pytest.raises(RuleBroken, match="open until 1 april 2026"):
        publish_measures(by=analyst, at=AT, call_slug="matt", note={})
    waiting = propose("Kom sist", slug="matt")
    with pytest.raises(RuleBroken, match="1 proposals wait"):
        publish(world)
    moderate(by=analyst, at=AT, call_slug="matt", numbers=[waiting], state="shown")
    with pytest.raises(RuleBroken, match=f"aren't decided yet: {waiting}"):
        publish(world)
    decide(by=analyst, at=AT, call_slug="matt", number=waiting, decision="later", reason="Sedan.")
    decide(by=analyst, at=AT, call_slug="matt", number=plan, decision="out", reason="Nej.")
    with pytest.raises(RuleBroken, match="nothing to publish"):
        publish(world)


def test_the_same_again_is_no_new_version_and_a_later_one_says_what_changed(world: World) -> None:
    plan, _other, cost = decided(world)
    publish(world)
    with pytest.raises(RuleBroken, match="exactly this"):
        publish(world)
    given = {"by": world.person("analyst"), "at": AFTER, "call_slug": "matt", "number": plan}
    change_measure(**given, given={"title_en": "Share with a plan"}, seen=1, reason="På engelska.")
    decide(**{**given, "number": cost}, decision="in", reason="Källan finns.")
    assert publish(world) == 2
    page = world.client(None).get("/sv/measures/protocols/network/core/").content.decode()
    assert "4.1 Kostnad per deltagare" in " ".join(page.split()) and "1.1" in page
    first = world.client(None).get("/en/measures/protocols/network/core/1/").content.decode()
    assert "There is a later version." in first
    assert [card.number for card in queries.measures("core", version=1)] == ["1.1"]


def test_a_measure_keeps_its_number_and_no_number_is_used_again(world: World) -> None:
    assert numbered("4", ["c", "a"], [("a", "4.1"), ("b", "4.2"), ("d", "12.7")]) == {"c": "4.3", "a": "4.1"}
    decided(world)
    (late,) = shown(world, "Ett mått till", slug="matt")
    given = {"by": world.person("analyst"), "at": AT, "call_slug": "matt"}
    decide(**given, number=late, decision="in", reason="Bra.")
    group = keep_group(**given, indicator="1", group=None, title={"sv": "Först"})
    publish(world)
    assert [(each.number, each.title["sv"]) for each in queries.measures("core")] == [
        ("1.1", "Andel med en plan"),
        ("1.2", "Ett mått till"),
    ]
    put_into_group(**given, number=late, group=group)
    decide(**given, number=1, decision="later", reason="Ännu inte.")
    publish(world)
    assert [each.number for each in queries.measures("core")] == ["1.2"]
    (third,) = shown(world, "Ett tredje", slug="matt")
    decide(**given, number=third, decision="in", reason="Bra.")
    publish(world)
    assert [each.number for each in queries.measures("core")] == ["1.2", "1.3"]


def test_the_next_call_begins_with_the_measures_of_the_last(world: World) -> None:
    decided(world)
    publish(world)
    create_call(
        by=world.person("national_coordinator"),
        at=AFTER,
        slug="nasta",
        terms=CallTerms({"sv": "Nästa"}, {}, OPEN_ON, CLOSED_ON),
        version=the_core(),
        owners=[],
        audiences=[{"sv": "Alla"}],
    )
    kept = Call.objects.get(slug="nasta").proposals.get()
    assert (kept.state, kept.decision, kept.key, kept.answer) == ("shown", "in", "matt/1", None)
    (new,) = shown(world, "Ett nytt", slug="nasta")
    decide(by=world.person("analyst"), at=AFTER, call_slug="nasta", number=new, decision="in", reason="Bra.")
    assert publish(world, "nasta") == 2
    assert [each.number for each in queries.measures("core")] == ["1.1", "1.2"]


def test_a_coordinator_publishes_no_measures_for_the_network(world: World) -> None:
    a_call(world)
    (number,) = shown(world, "Ett mått")
    coordinator = world.person("association_coordinator")
    decide(by=coordinator, at=AT, call_slug="matt", number=number, decision="in", reason="Bra.")
    with pytest.raises(RuleBroken, match="Only the national coordinator"):
        publish_measures(by=coordinator, at=AFTER, call_slug="matt", note={})
    browser = world.client("association_coordinator")
    assert browser.post("/sv/measures/calls/matt/publish/").status_code == 422
    assert browser.get("/sv/measures/calls/matt/publish/").headers["Location"] == "/sv/measures/calls/matt/"
    national = world.client("national_coordinator")
    # One press asks, the second one publishes; and it is told for which indicators no measure was chosen.
    asked = national.get("/sv/measures/calls/matt/publish/").text
    assert "Publicera måttprotokollet?" in asked and "kan inte tas tillbaka" in asked
    assert "Inget mått är valt för 2 av 3 indikatorer: 2 (Indikator 2), 4 (Indikator 4)." in asked
    published = national.post("/sv/measures/calls/matt/publish/", {"note_sv": "Ny"})
    assert published.headers["Location"] == "/sv/measures/protocols/network/core/"


def test_an_association_publishes_measures_of_its_own_additions(world: World) -> None:
    from ljuspunkt.domain.indicator.candidate import Wording
    from ljuspunkt.rooms.indicators.models import ProtocolVersion
    from ljuspunkt.rooms.indicators.services import keep_own_indicator, publish_additions

    coordinator = world.person("association_coordinator")
    own = Wording(title={"sv": "Egen indikator"}, kind="process")
    keep_own_indicator(by=coordinator, at=AT, association="alfa", addition=None, number="E1", said=own)
    publish_additions(by=coordinator, at=AT, association="alfa", note={})
    create_call(
        by=coordinator,
        at=AT,
        slug="egen",
        terms=CallTerms({"sv": "Egna mått"}, {}, OPEN_ON, CLOSED_ON),
        version=ProtocolVersion.objects.get(protocol__association__slug="alfa").pk,
        owners=["alfa"],
        audiences=[{"sv": "Personal"}],
    )
    (number,) = shown(world, "Ett eget mått", slug="egen", indicator="E1")
    decide(by=coordinator, at=AT, call_slug="egen", number=number, decision="in", reason="Bra.")
    assert publish_measures(by=coordinator, at=AFTER, call_slug="egen", note={}) == 1
    assert [each.number for each in queries.measures("additions", association="alfa")] == ["E1.1"]
    page = world.client(None).get("/sv/measures/protocols/association/alfa/additions/").content.decode()
    assert "Ett eget mått" in page and "Samordningsförbundet Alfa" in page
    beta = world.person("association_coordinator", "beta")
    with pytest.raises(Http404):
        create_call(
            by=beta,
            at=AT,
            slug="smyg",
            terms=CallTerms({"sv": "Annans"}, {}, OPEN_ON, CLOSED_ON),
            version=ProtocolVersion.objects.get(protocol__association__slug="alfa").pk,
            owners=["beta"],
            audiences=[{"sv": "Alla"}],
        )


def test_the_database_refuses_to_change_a_version(world: World) -> None:
    decided(world)
    publish(world)
    MEASURES.put_on(connection)
    try:
        for change in (
            lambda: MeasureVersion.objects.update(document="{}"),
            lambda: MeasureVersion.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                change()
    finally:
        MEASURES.take_off(connection)


def test_a_version_is_taken_away_as_pdf_workbook_and_document(world: World) -> None:
    decided(world)
    (formula,) = shown(world, "=1+1", slug="matt")
    decide(by=world.person("analyst"), at=AT, call_slug="matt", number=formula, decision="in", reason="Test 😀.")
    publish(world)
    anybody = world.client(None)
    here = "/sv/measures/protocols/network/core/1/measures"
    pdf = anybody.get(f"{here}.pdf")
    assert pdf.content.startswith(b"%PDF-") and b"/StructTreeRoot" in pdf.content and b"/Lang" in pdf.content
    assert pdf.content == anybody.get(f"{here}.pdf").content
    version = MeasureVersion.objects.get()
    assert anybody.get(f"{here}.json").content.decode() == version.document
    book = load_workbook(BytesIO(anybody.get(f"{here}.xlsx").content))
    first, measures, merged = book.worksheets
    rows = [[cell.value for cell in row] for row in measures.iter_rows()]
    assert rows[0][:4] == ["Indikator", "Indikatorns titel", "Indikatorns beskrivning", "Måttets nr"]
    assert rows[1][:6] == ["1", "Indikator 1", "Vad 1 betyder", "1.1", "Andel med en plan", "Deltagare med en plan"]
    assert (rows[2][4], measures["E3"].data_type) == ("=1+1", "s")
    assert merged["B2"].value == "Andel med planering"
    assert version.sha256 in [cell.value for row in first.iter_rows() for cell in row]
    english = load_workbook(BytesIO(anybody.get(f"/en{here[3:]}.xlsx").content))
    assert english.worksheets[1]["F1"].value == "What is counted (numerator)"
    assert anybody.get(f"{here}.docx").status_code == 404
    assert anybody.get("/sv/measures/protocols/network/core/9/").status_code == 404
