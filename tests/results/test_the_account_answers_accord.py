"""The organiser's account: what the records tell, what is written, and that every item of ACCORD has its place."""

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.report.accord import ITEMS
from tests.conference.panel import later
from tests.people.world import World
from tests.results import holding

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

LEFT_TO_THE_ORGANISER = "I1 I2 I3 M1 M4 M5 M7 M16 M19 M20 D1 D2 O2 O3".split()
"""What no record of a conference can know."""


@pytest.fixture
def held(world: World) -> "Conference":
    return holding.held(world)


def _report(world: World, language: str = "sv") -> str:
    answer = world.client("association_coordinator").get(f"/{language}/conference/alfa-2026/report/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _write(world: World, held: "Conference", item: str, **text: str) -> None:
    from ljuspunkt.rooms.conference.services.write_account import mark_of, write_account

    kept = held.account.filter(item=item).first()
    write_account(
        by=world.person("association_coordinator"),
        conference=held.pk,
        item=item,
        text=text,
        was=mark_of(kept.text if kept else {}),
        at=later(70),
    )


def test_the_checklist_has_accords_thirty_five_items_by_part() -> None:
    """Gattrell et al. 2024: title 1, introduction 3, methods 21, results 5, discussion 2, other information 3."""
    numbers = [item.number for item in ITEMS]
    assert len(set(numbers)) == len(numbers) == 35
    by_part = {part: sum(number.startswith(part) for number in numbers) for part in "TIMRDO"}
    assert by_part == {"T": 1, "I": 3, "M": 21, "R": 5, "D": 2, "O": 3}
    for item in ITEMS:
        assert set(item.topic) == set(item.asks) == {"sv", "en"}
        assert item.needs_words == bool(item.write)


@pytest.mark.django_db
def test_every_item_has_its_place_in_the_report(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.queries import reported

    page = _report(world)
    checklist = page[page.index('id="accord"') :]
    for item in ITEMS:
        assert f"{item.number} {item.topic['sv']}" in checklist, item.number
        if item.place not in ("heading", "votes"):
            assert f'id="{item.number}"' in page, item.number
    found = reported("alfa-2026", world.person("association_coordinator"))
    assert found is not None
    unanswered = re.findall(r"<th scope=\"row\">([TIMRDO]\d+) [^<]*</th><td[^>]*>[^<]*</td><td[^>]*>saknas", checklist)
    assert unanswered == [*LEFT_TO_THE_ORGANISER[:4], *LEFT_TO_THE_ORGANISER[4:7], "M8", *LEFT_TO_THE_ORGANISER[7:]]


@pytest.mark.django_db
def test_a_written_account_leaves_nothing_unanswered(world: World, held: "Conference") -> None:
    for item in ITEMS:
        if item.needs_words:
            _write(world, held, item.number, sv=f"Svar på {item.number}.", en=f"Answer to {item.number}.")
    swedish, english = _report(world), _report(world, "en")
    assert "Inte besvarat" not in swedish and "Not answered" not in english
    for item in ITEMS:
        if item.needs_words:
            assert f"Svar på {item.number}." in swedish
            assert f"Answer to {item.number}." in english
    assert "34 av 35 punkter i ACCORD är besvarade" in swedish  # no information pack was given, which M8 asks about


@pytest.mark.django_db
def test_the_report_tells_the_procedure_from_the_records(world: World, held: "Conference") -> None:
    page = _report(world)
    for told in (
        "Konferensen hölls av Samordningsförbundet Alfa.",
        "Konferensen hölls 9 april 2026.",
        "Omröstning 0 annullerades: Kandidat b saknades i listan.",
        "Omröstning 1: 12 av 12 röstade.",
        "De som gick igenom i omröstning 1 röstades det om igen i omröstning 2",
        "9 april 2026 kl. 11.05.00",
        "f ryms i d.",
        "6 av 11 kandidater kom inte med",
        "Omröstning 0: annullerad",
    ):
        assert told in page, told
    for vote in held.votes.exclude(rule_hash=""):
        assert vote.rule_hash in page


@pytest.mark.django_db
def test_what_was_written_stays_until_the_writer_has_seen_it(world: World, held: "Conference") -> None:
    from ljuspunkt.rooms.conference.services.write_account import mark_of, write_account

    _write(world, held, "I1", sv="Först.")
    with pytest.raises(RuleBroken, match="meanwhile"):
        write_account(
            by=world.person("national_coordinator"),
            conference=held.pk,
            item="I1",
            text={"sv": "Utan att ha sett."},
            was=mark_of({}),
            at=later(71),
        )
    assert held.account.get(item="I1").text == {"sv": "Först."}
    _write(world, held, "I1", sv="", en=" ")
    assert not held.account.filter(item="I1").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "association"), [("conference_chair", "alfa"), ("association_coordinator", "beta")])
def test_only_those_who_arrange_it_write(world: World, held: "Conference", role: str, association: str) -> None:
    from ljuspunkt.rooms.conference.services.write_account import mark_of, write_account

    with pytest.raises(Http404):
        write_account(
            by=world.person(role, association),
            conference=held.pk,
            item="I1",
            text={"sv": "x"},
            was=mark_of({}),
            at=later(70),
        )


@pytest.mark.django_db
def test_a_form_keeps_what_was_typed_when_somebody_else_was_first(world: World, held: "Conference") -> None:
    browser = world.client("association_coordinator")
    path = "/sv/conferences/alfa-2026/account/O3/"
    first = browser.get(path)
    was = first.context["form"]["was"].value()
    _write(world, held, "O3", sv="Förbunden betalade.")
    answer = browser.post(path, {"sv": "Staten betalade.", "en": "", "was": was})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Staten betalade." in told and "Förbunden betalade." in told
    again = browser.post(path, {"sv": "Båda betalade.", "en": "", "was": answer.context["page"].mark})
    assert again.status_code == 302
    assert held.account.get(item="O3").text == {"sv": "Båda betalade."}


@pytest.mark.django_db
def test_the_pdf_is_tagged_and_holds_the_checklist(world: World, held: "Conference") -> None:
    _write(world, held, "D1", sv="Panelen var liten.\n#pagebreak() *inte* $markup$ 🌞", en="Small panel.")
    answer = world.client("conference_chair").get("/sv/conference/alfa-2026/report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = pikepdf.open(io.BytesIO(answer.content))
    about = pdf.open_metadata()
    assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
    assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "sv"
    levels = [int(tag[2:]) for tag in _tags(pdf) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    text = " ".join(
        " ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(answer.content)
    )
    assert "#pagebreak() *inte* $markup$ [U+1F31E]" in text
    for item in ITEMS:
        assert f"{item.number} " in text
    assert held.votes.get(reference="1").rule_hash in text, "cut off at the edge of the page"


def _tags(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found
