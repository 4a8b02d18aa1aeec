"""Files made to break a reader are refused in a sentence, soon, and take no server with them."""

import re
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.files import instruments, policy, questionnaires
from ljuspunkt.files.workbook import TooLarge, filled_rows
from tests.surveys.xlsforms import workbook


def last_cell(path: Path) -> Path:
    """Write a workbook of five kilobytes that names the last cell there is."""
    with xlsxwriter.Workbook(str(path)) as made:
        for name in ("survey", "choices", "settings"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["type", "name", "label"])
            sheet.write(1_048_575, 16_383, "x")
    return path


def zip_bomb(path: Path) -> Path:
    """Write a workbook whose sheet unpacks to two hundred million bytes."""
    plain = workbook(path.with_name("plain.xlsx"), "| survey |\n| | type | name | label |\n| | text | a | A |")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in source.infolist():
            if part.filename == "xl/sharedStrings.xml":
                with bomb.open(part.filename, "w", force_zip64=True) as opened:
                    for _piece in range(210):
                        opened.write(b" " * 1_000_000)
            else:
                bomb.writestr(part.filename, source.read(part.filename))
    return path


def entities(path: Path) -> Path:
    """Write a workbook whose texts are a billion laughs."""
    plain = workbook(path.with_name("plain.xlsx"), "| survey |\n| | type | name | label |\n| | text | a | A |")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 10))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as bomb:
        for part in source.infolist():
            content = source.read(part.filename)
            if part.filename == "xl/sharedStrings.xml":
                doctype = f'<!DOCTYPE sst [<!ENTITY l1 "ha">{laughs}]>'.encode()
                content = content.replace(b"<sst", doctype + b"<sst").replace(b"<t>text</t>", b"<t>&l9;</t>")
            bomb.writestr(part.filename, content)
    return path


def no_zip(path: Path) -> Path:
    path.write_text("type,name\n")
    return path


WORKBOOKS = {"the last cell": last_cell, "a zip bomb": zip_bomb, "entities": entities, "no workbook": no_zip}


@pytest.mark.parametrize("make", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook_made_to_break_is_refused_by_both_readings(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path / "form.xlsx")
    for read in (questionnaires.read, instruments.read):
        begun = time.process_time()  # of work, however busy the machine
        with pytest.raises(BadInput) as refusal:
            read(path)
        assert refusal.value.said()
        assert time.process_time() - begun < 60


@pytest.mark.parametrize(("rows", "columns"), [(60_001, 1), (120, 9_000)])
def test_a_workbook_of_very_many_rows_or_cells_is_never_taken_in(rows: int, columns: int, tmp_path: Path) -> None:
    plain = workbook(tmp_path / "plain.xlsx", "| survey |\n| | type |")
    cells = "<c><v>1</v></c>" * columns
    written = "".join(f'<row r="{row}">{cells}</row>' for row in range(1, rows + 1))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(tmp_path / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.infolist():
            content = source.read(part.filename).decode()
            if part.filename == "xl/worksheets/sheet1.xml":
                content = re.sub("<sheetData>.*</sheetData>", f"<sheetData>{written}</sheetData>", content)
            made.writestr(part.filename, content)
    with pytest.raises(TooLarge):
        filled_rows(tmp_path / "list.xlsx")


YAML = {
    "lists without end": "[" * 200_000 + "]" * 200_000,
    "laughs": "a: &a [x, x]\n" + "".join(f"{c}: &{c} [{', '.join(['*a'] * 999)}]\n" for c in "bcdefg"),
    "a list of itself": "settings: {version: 1}\nchoices: {}\nsurvey: &c [*c]\n",
    "too many rows": "settings: {version: 1}\nchoices: {}\nsurvey:\n" + "- {type: note}\n" * 6_000,
    "a tag that runs": "!!python/object/apply:os.system ['true']\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_yaml_made_to_break_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "form.yaml"
    path.write_text(text)
    with pytest.raises(BadInput):
        questionnaires.read(path)


def test_other_documents_in_yaml_are_looked_through_as_well(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(YAML["lists without end"])
    with pytest.raises(BadInput, match="larger or deeper"):
        policy.read(path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(b"x")
    with pytest.raises(BadInput, match="A questionnaire is an XLSForm workbook"):
        questionnaires.read(path)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "form.lss"
    with path.open("wb") as opened:
        opened.truncate(questionnaires.MOST_BYTES + 1)
    with pytest.raises(BadInput, match="larger than any questionnaire needs"):
        questionnaires.read(path)


def test_what_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    form = "| survey |\n| | type | name | label |\n| | text | a | =HYPERLINK(1) |"
    questionnaire = questionnaires.read(workbook(tmp_path / "form.xlsx", form))
    questionnaires.write(questionnaire, tmp_path / "again.xlsx")
    with zipfile.ZipFile(tmp_path / "again.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    assert questionnaires.read(tmp_path / "again.xlsx") == questionnaire
