"""`report.xlsx`: numbers as numbers, names as text, and a sheet that explains."""

from pathlib import Path

import openpyxl


def test_numbers_are_numbers_and_equal_the_released_ones(made_report: Path, release: Path) -> None:
    sheet = openpyxl.load_workbook(made_report / "report.xlsx")["group"]
    heading = [cell.value for cell in sheet[1]]
    share, positive, answered = (heading.index(name) for name in ("share", "positive", "answered"))
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if isinstance(row[positive], int)]
    assert rows
    for row in rows:
        assert row[share] == row[positive] / row[answered]


def test_a_name_that_begins_with_an_equals_sign_is_no_formula(made_report: Path) -> None:
    sheet = openpyxl.load_workbook(made_report / "report.xlsx")["association-group"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_a_hidden_number_has_its_sign_and_its_reason(made_report: Path) -> None:
    sheet = openpyxl.load_workbook(made_report / "report.xlsx")["association-group"]
    heading = [cell.value for cell in sheet[1]]
    hidden = [row for row in sheet.iter_rows(min_row=3, values_only=True) if row[1] == "Lillby"]
    assert hidden
    for row in hidden:
        assert row[heading.index("share")] == ".."
        assert row[heading.index("hidden")] == "hidden to protect small groups"


def test_the_first_sheet_explains_columns_signs_and_method(made_report: Path) -> None:
    book = openpyxl.load_workbook(made_report / "report.xlsx")
    text = " ".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    for word in ("answered", "band", "..", "Wilsons", "Granskad"):
        assert word in text
