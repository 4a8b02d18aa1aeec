"""An export that is imported again changes nothing, as CSV and as a workbook, whatever candidates say."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.indicator.candidate import (
    KINDS,
    PERSPECTIVES,
    SOURCE_KINDS,
    Source,
    Wording,
    cells,
    of_cells,
    plain,
)
from ljuspunkt.domain.indicator.importing import Existing, plan
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.candidate_list import Codes, candidate_csv, candidate_workbook, read_candidate_list
from ljuspunkt.rooms.indicators.models import Candidate
from ljuspunkt.rooms.indicators.models import Wording as Row
from ljuspunkt.rooms.indicators.services import keep_theme, merge_candidates, set_status
from tests.indicators.making import AT, a_candidate, an_inventory, filled
from tests.indicators.test_a_list_is_imported import sent
from tests.people.world import World

# What spreadsheets, separators and our own reading might take for something else than a text.
ODD = [
    "=1+1",
    "'=x",
    "''",
    "@a",
    "-1",
    "_x0041_",
    "a;b,c",
    '"',
    "a\tb",
    "1.0",
    "007",
    "ja",
    "<b>",
    "2014-01-02",
    "\xa0x",
]
LETTERS = "aåÅ é;,'\"=+-@<>:_0123\t\u200b\u2028عﬀ😀"
LINE = st.one_of(st.sampled_from(ODD), st.text(LETTERS, max_size=12)).map(plain)
TEXT = st.tuples(LINE, LINE).map("\n".join).map(plain)


def languages(said: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.tuples(said, said).map(
        lambda pair: {code: text for code, text in zip(("sv", "en"), pair, strict=True) if text}
    )


def one_line(text: str) -> str:
    return " ".join(text.replace("<", "").replace(">", "").split()) or "ord"


SOURCE = st.builds(
    Source,
    kind=st.sampled_from(sorted(SOURCE_KINDS)),
    words=LINE.map(one_line),
    link=st.sampled_from(["", "https://example.org/a?b=c"]),
)
WORDING = st.builds(
    Wording,
    title=languages(LINE).map(lambda title: title or {"sv": "Rubrik"}),
    short_title=languages(LINE),
    description=languages(TEXT),
    easy_read=languages(TEXT),
    kind=st.sampled_from(sorted(KINDS)),
    perspective=st.sampled_from(["", *sorted(PERSPECTIVES)]),
    sources=st.lists(SOURCE, max_size=2).map(tuple),
    proposed_by=LINE,
    perspective_inferred=st.booleans(),
    title_known=st.booleans(),
    notes=st.tuples(TEXT, TEXT).map(
        lambda pair: {name: text for name, text in zip(("Tanke", "År"), pair, strict=True) if text}
    ),
)


@given(WORDING, st.sampled_from(["sv", "en"]))
def test_a_wording_is_what_its_cells_say(wording: Wording, language: str) -> None:
    assert of_cells(cells(wording, language)) == wording


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDING, min_size=1, max_size=4), st.sampled_from(["csv", "xlsx"]), st.sampled_from(["sv", "en"]))
def test_a_list_written_and_read_says_the_same(wordings: list[Wording], kind: str, language: Language) -> None:
    rows = [{**cells(wording, language), "number": str(at)} for at, wording in enumerate(wordings, start=1)]
    columns = list(dict.fromkeys(["number", *(column for row in rows for column in row)]))
    content = (
        candidate_csv(columns, rows, language)
        if kind == "csv"
        else candidate_workbook(columns, rows, Codes(KINDS), language, title="Lista")
    )
    with NamedTemporaryFile(suffix=f".{kind}") as kept:
        kept.write(content)
        kept.flush()
        sheet = read_candidate_list(Path(kept.name), f"lista.{kind}")
    found = plan(sheet, {}, KINDS)
    assert found.problems == ()
    assert [step.wording for step in found.new] == wordings
    existing = {str(at): Existing(wording, "proposed") for at, wording in enumerate(wordings, start=1)}
    again = plan(sheet, existing, KINDS)
    assert again.changes_nothing
    assert len(again.unchanged) == len(wordings)


def everything(world: World) -> Client:
    """Make an inventory in which everything occurs that a list can hold."""
    filled(world, ["1", "2", "3", "4", "10"])
    by = world.person("association_coordinator")
    a_candidate(
        world,
        "11",
        title={"sv": "=HYPERLINK(1)", "en": "@en"},
        short_title={"sv": "-kort"},
        description={"sv": "Två\nrader"},
        kind="effect",
        perspective="staff",
        title_known=False,
        notes={"Tanke": "+46"},
    )
    set_status(by=by, at=AT, inventory_slug="lista", number="3", status="accepted", reason="")
    set_status(by=by, at=AT, inventory_slug="lista", number="10", status="withdrawn", reason="Går inte att mäta")
    merge_candidates(by=by, at=AT, inventory_slug="lista", kept="1", gone="2", reason="Samma")
    merge_candidates(by=by, at=AT, inventory_slug="lista", kept="3", gone="1", reason="Samma")
    keep_theme(by=by, at=AT, inventory_slug="lista", theme=None, title={"sv": "Tid", "en": "Time"}, numbers=["4", "11"])
    return world.client("association_coordinator")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_importing_an_export_changes_nothing(world: World, kind: str, language: str) -> None:
    browser = everything(world)
    before = list(Row.objects.values_list("candidate__number", "number").order_by("pk"))
    content = browser.get(f"/{language}/inventory/lista/list.{kind}").content
    assert sent(browser, content, f"lista.{kind}").status_code == 302
    page = browser.get("/en/inventory/lista/import/preview/").content.decode()
    assert "The list would change nothing" in page
    assert "6 unchanged" in page
    assert list(Row.objects.values_list("candidate__number", "number").order_by("pk")) == before


def test_an_export_makes_the_same_inventory_elsewhere(world: World) -> None:
    browser = everything(world)
    content = browser.get("/sv/inventory/lista/list.csv").content
    an_inventory(world, "annan")
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser.post("/sv/inventory/annan/import/", {"list": SimpleUploadedFile("lista.csv", content)})
    page = browser.get("/sv/inventory/annan/import/preview/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert browser.post("/sv/inventory/annan/import/preview/", {"seen": seen}).status_code == 302
    assert browser.get("/sv/inventory/annan/list.csv").content == content
    assert Candidate.objects.get(inventory__slug="annan", number="2").status == "merged"


def test_a_csv_holds_no_cell_that_a_spreadsheet_would_run(world: World) -> None:
    import csv
    from io import StringIO

    content = everything(world).get("/sv/inventory/lista/list.csv").content.decode("utf-8-sig")
    found = [cell for row in csv.reader(StringIO(content), delimiter=";") for cell in row if cell]
    assert not [cell for cell in found if cell[0] in "=+-@\t\r"]
    assert "'=HYPERLINK(1)" in found
