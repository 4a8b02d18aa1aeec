"""Somebody fills in a spreadsheet: everything wrong is named at once, what it would do is shown, and a yes does it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.indicator.candidate import KINDS
from ljuspunkt.domain.indicator.importing import Plan, Row, Sheet, plan
from ljuspunkt.files.candidate_list import as_meant, harmless, read_candidate_list
from ljuspunkt.files.people_list import people_of
from ljuspunkt.rooms.indicators.models import Candidate, Upload, Wording
from tests.indicators.making import filled
from tests.people.world import World

EXAMPLE = Path(__file__).parents[2] / "examples" / "conference-2014" / "candidates.csv"
HERE = "/sv/inventory/lista/"


def planned(text: str, folder: Path) -> Plan:
    path = folder / "lista.csv"
    path.write_text(text, encoding="utf-8")
    return plan(read_candidate_list(path, "lista.csv"), {}, KINDS)


def sent(browser: Client, content: bytes, name: str = "lista.csv") -> HttpResponse:
    return browser.post(f"{HERE}import/", {"list": SimpleUploadedFile(name, content)})


def test_the_candidates_of_2014_are_read_as_they_are() -> None:
    found = plan(read_candidate_list(EXAMPLE, "candidates.csv"), {}, KINDS)
    assert (len(found.new), found.problems, found.notes) == (137, (), ("catalogue_number",))
    kinds = [step.wording.kind for step in found.new]
    assert (kinds.count("process"), kinds.count("effect")) == (97, 40)
    assert sum(step.wording.title_known for step in found.new) == 41


def test_everything_that_is_wrong_is_named_at_once_by_row_and_column(tmp_path: Path) -> None:
    found = planned(
        "Nummer;Typ;Perspektiv;Rubrik på svenska;Källor;Status;Skäl till status\n"
        "1;efekt;deltagare;Första;rapport: A;;\n"
        "1;process;okänt;Andra;;struken;\n"
        "2;effekt;kunder;;hört på stan;;\n"
        "3;process;personal;Fjärde;blogg: B <javascript:alert(1)>;klar;\n"
        "4;process;personal;Femte;;;;för mycket\n",
        tmp_path,
    )
    assert [(each.line, each.column, each.refusal.code) for each in found.problems] == [
        (2, "Typ", "kind_unknown"),
        (3, "Nummer", "number_twice"),
        (3, "Skäl till status", "withdrawn_without_reason"),
        (4, "Källor", "source_kind"),
        (4, "Rubrik på svenska", "no_title"),
        (4, "Perspektiv", "perspective_unknown"),
        (5, "Källor", "source_link"),
        (5, "Status", "status_unknown"),
        (6, "", "no_heading"),
    ]


def test_texts_that_cannot_be_kept_are_named_wherever_they_stand() -> None:
    heading, reason = "Tanke\x00", "Skäl till status"
    cells = {"Rubrik på svenska": "A\x07", "Typ": "process", "Tema": "x" * 121, heading: "", reason: "y" * 1001}
    found = plan(Sheet(tuple(cells), (Row(2, cells),)), {}, KINDS)
    assert [(each.column, each.refusal.code) for each in found.problems] == [(heading, "control_character")]
    del cells[heading]
    found = plan(Sheet(tuple(cells), (Row(2, cells),)), {}, KINDS)
    assert [(each.column, each.refusal.code) for each in found.problems] == [
        ("Rubrik på svenska", "control_character"),
        ("Tema", "too_long"),
        (reason, "too_long"),
    ]


def test_a_misspelt_heading_is_taken_for_no_note(tmp_path: Path) -> None:
    found = planned("Nummer,Rubrik på svensk,Typ,Ordförandens tanke\n1,A,process,B\n", tmp_path)
    assert [(each.column, each.refusal.code) for each in found.problems] == [
        ("Rubrik på svensk", "heading_misspelt"),
        ("", "no_title_column"),
    ]
    assert found.notes == ("Rubrik på svensk", "Ordförandens tanke")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lista.csv", b"", "file_empty"),
        ("lista.csv", "Rubrik på svenska\nå".encode() + b"\xe5", "not_utf8"),
        ("lista.csv", b'title_sv\n"open', "not_csv"),
        ("lista.csv", b"title_sv\na\0b", "zero_byte"),
        ("lista.xlsx", b"PK\x03\x04 not really", "not_a_workbook"),
        ("lista.xlsx", b"\xd0\xcf\x11\xe0old", "not_text"),
        ("lista.pdf", b"%PDF-1.7", "not_text"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as refusal:
        read_candidate_list(path, name)
    assert refusal.value.code == code
    assert refusal.value.file == name


def test_a_small_workbook_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    with pytest.raises(BadInput) as refusal:
        read_candidate_list(path, "bomb.xlsx")
    assert refusal.value.code == "workbook_large"


def test_a_workbook_that_names_the_last_cell_of_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Kandidater")
        sheet.write_string(0, 0, "Nummer")
        sheet.write_string(1_048_575, 16_383, "x")
    assert path.stat().st_size < 10_000
    with pytest.raises(BadInput) as refusal:
        read_candidate_list(path, "wide.xlsx")
    assert refusal.value.code == "workbook_large"
    _people, faults = people_of(path.read_bytes())
    assert [fault.code for fault in faults] == ["workbook_large"]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hello.txt", b"hello")
    with pytest.raises(BadInput) as refusal:
        read_candidate_list(path, "other.xlsx")
    assert refusal.value.code == "not_a_workbook"


def test_a_workbook_with_numbers_formulas_and_gaps_is_read_as_it_looks(tmp_path: Path) -> None:
    path = tmp_path / "egen.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Blad1")
    sheet.write_row(2, 0, ["Nummer", "Typ", "Rubrik på svenska", "År"])
    sheet.write_row(4, 0, [7, "process", "Någon håller ihop stödet", 2014])
    sheet.write_formula(5, 2, '="Tid"', None, "Tid")
    sheet.write_row(5, 0, [8.0, "process"])
    book.close()
    found = plan(read_candidate_list(path, "egen.xlsx"), {}, KINDS)
    assert found.problems == ()
    assert [(step.line, step.number, step.wording.title["sv"]) for step in found.new] == [
        (5, "7", "Någon håller ihop stödet"),
        (6, "8", "Tid"),
    ]
    assert found.new[0].wording.notes == {"År": "2014"}


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffNummer;Typ;Rubrik på svenska;;\r\n;;;;\r\n7;process;Väntan, i dagar;;\r\n".encode(),
        "Nummer;Typ;Rubrik på svenska\r\n7;process;Väntan, i dagar\r\n".encode("cp1252"),
        "sep=;\r\nNummer;Typ;Rubrik på svenska\r\n7;process;Väntan, i dagar\r\n".encode(),
        "Nummer\tTyp\tRubrik på svenska\r\n7\tprocess\tVäntan, i dagar\r\n".encode(),
        "Våra kandidater, våren 2027;;\r\n\r\nNummer;Typ;Rubrik på svenska\r\n7;process;Väntan, i dagar\r\n".encode(),
    ],
    ids=["empty columns", "Windows letters", "Excel's own first line", "tabs", "a title above"],
)
def test_text_is_read_as_spreadsheet_programs_save_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_bytes(content)
    found = plan(read_candidate_list(path, "lista.csv"), {}, KINDS)
    assert found.problems == ()
    assert [(step.number, step.wording.title["sv"]) for step in found.new] == [("7", "Väntan, i dagar")]
    assert found.new[0].line == content.decode("latin-1").count("\n")


def test_a_hidden_sheet_and_a_title_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "egen.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Gammalt").hide()
        book.worksheets()[0].write_row(0, 0, ["Rubrik på svenska", "Typ"])
        book.worksheets()[0].write_row(1, 0, ["Det som ströks", "process"])
        sheet = book.add_worksheet("Blad1")
        sheet.activate()
        sheet.merge_range(0, 0, 0, 2, "Våra kandidater")
        sheet.write_row(2, 0, ["Nummer", "Rubrik på svenska ", "Typ"])
        sheet.write_row(3, 0, [7, "Väntan ", "process"])
    found = plan(read_candidate_list(path, "egen.xlsx"), {}, KINDS)
    assert found.problems == ()
    assert [(step.number, step.wording.title["sv"]) for step in found.new] == [("7", "Väntan")]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "'=1", "''-x", "＝1", "'", "a", "", "'a"])
def test_a_text_that_looks_like_a_formula_comes_back_as_it_was(text: str) -> None:
    written = harmless(text)
    assert as_meant(written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_nothing_is_imported_where_one_row_is_wrong(world: World) -> None:
    filled(world)
    browser = world.client("association_coordinator")
    answer = sent(browser, "Nummer;Typ;Rubrik på svenska\n8;process;Bra\n9;fel;Dålig\n".encode())
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Typen ”fel” är inte en av inventeringens" in said
    assert "1 sak måste rättas; inget är inläst" in said
    assert Candidate.objects.count() == 3
    assert not Upload.objects.exists()


def test_a_preview_tells_what_is_new_changed_and_unchanged_before_the_yes(world: World) -> None:
    filled(world)
    browser = world.client("association_coordinator")
    text = (
        "Nummer;Typ;Rubrik på svenska;Tanke\n"
        "1;process;Kandidat nummer 1;\n2;process;Kandidat nummer två;\n;effekt;En ny;Kom från Kim\n"
    )
    answer = sent(browser, text.encode())
    assert answer.status_code == 302
    assert Candidate.objects.count() == 3, "a preview changes nothing"
    page = browser.get(f"{HERE}import/preview/").content.decode()
    assert "Nya: 1. Ändrade: 1." in page
    assert "1 oförändrade. 1 i inventeringen finns inte i listan" in page
    assert "Tanke" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    answer = browser.post(f"{HERE}import/preview/", {"seen": seen, "reason": ""})
    assert set(answer.context["form"].errors) == {"reason"} and answer.status_code == 422
    assert browser.post(f"{HERE}import/preview/", {"seen": seen, "reason": "Rättat"}).status_code == 302
    new = Candidate.objects.get(number="4")
    assert new.wording is not None
    assert (new.wording.title, new.wording.notes) == ({"sv": "En ny"}, {"Tanke": "Kom från Kim"})
    words = Wording.objects.filter(candidate__number="2").order_by("number")
    assert [(each.title["sv"], each.reason) for each in words] == [
        ("Kandidat nummer 2", ""),
        ("Kandidat nummer två", "Rättat"),
    ]
    assert not Upload.objects.exists()


def test_a_yes_to_something_that_changed_meanwhile_is_asked_again(world: World) -> None:
    from ljuspunkt.rooms.indicators.services import change_wording
    from tests.indicators.making import LATER

    filled(world)
    browser = world.client("association_coordinator")
    sent(browser, "Nummer;Typ;Rubrik på svenska\n1;process;Min rubrik\n".encode())
    page = browser.get(f"{HERE}import/preview/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    by = world.person("national_coordinator")
    change_wording(
        by=by, at=LATER, inventory_slug="lista", number="1", given={"title_sv": "Deras"}, seen=1, reason="Kortare"
    )
    answer = browser.post(f"{HERE}import/preview/", {"seen": seen, "reason": "Rättat"})
    assert "ändrades medan du tittade" in answer.content.decode()
    assert Wording.objects.filter(candidate__number="1").count() == 2
    again = answer.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert browser.post(f"{HERE}import/preview/", {"seen": again, "reason": "Rättat"}).status_code == 302


def test_a_list_can_be_forgotten(world: World) -> None:
    filled(world)
    browser = world.client("association_coordinator")
    sent(browser, "Typ;Rubrik på svenska\nprocess;Ny\n".encode())
    assert browser.post(f"{HERE}import/drop/").status_code == 302
    assert browser.get(f"{HERE}import/preview/").status_code == 302
    assert (Candidate.objects.count(), Upload.objects.count()) == (3, 0)


def test_the_template_explains_itself_and_offers_what_may_be_chosen(world: World) -> None:
    filled(world)
    content = world.client("reader").get(f"{HERE}template.xlsx").content
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["Läs först", "Kandidater", "Val"]
    assert [cell.value for cell in book["Kandidater"][1]][:4] == [
        "Nummer",
        "Typ",
        "Perspektiv",
        "Rubrik på svenska",
    ]
    offered = [str(each.sqref)[0] for each in book["Kandidater"].data_validations.dataValidation]
    named = {cell.column_letter: cell.value for cell in book["Kandidater"][1]}
    assert [named[letter] for letter in offered] == ["Typ", "Perspektiv", "Status"]
    assert [row[0].value for row in book["Val"]["A1:A3"]] == ["Typ", "process", "effekt"]


def test_a_template_sent_back_empty_says_so(world: World, tmp_path: Path) -> None:
    filled(world)
    browser = world.client("association_coordinator")
    answer = sent(browser, browser.get(f"{HERE}template.xlsx").content, "mall.xlsx")
    assert "Listan har rubriker men inga kandidater." in answer.content.decode()
