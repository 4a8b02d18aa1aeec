"""Instruments are read from YAML, XLSForm workbooks and folders, and say the same whichever they come from."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.instrument import SameAs
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files import instruments as instrument_files
from tests import bfi
from tests.counting.making import INSTRUMENT, instrument

Sheets = Mapping[str, Sequence[Sequence[object]]]

SHEETS: Sheets = {
    "survey": [
        ["type", "name", "label::Svenska (sv)", "label::English (en)", "indicator", "positive", "reverse", "same_as"],
        ["note", "hello", "Hej", "Hello"],
        ["select_one often4", "q1", "Ett", "One", 1, "3 4", "", "2021 f1"],
        [],
        ["select_one often4", "q2", "Två", "Two", "1, 7", "1,2", "yes", "2021"],
        ["select_one yesno", "q3", "Tre", "Three", 2, "yes"],
        ["text", "q4", "Övrigt", "Else"],
    ],
    "choices": [
        ["list_name", "name", "label::Svenska (sv)", "label::English (en)", "value", "missing"],
        ["often4", 1, "Aldrig", "Never", 1],
        ["often4", 2, "Sällan", "Seldom", 2],
        ["often4", 3, "Ofta", "Often", 3],
        ["often4", 4, "Alltid", "Always", 4],
        ["often4", 9, "Vet inte", "Don't know", "", "dont_know"],
        ["yesno", "yes", "Ja", "Yes", 1],
        ["yesno", "no", "Nej", "No", 0],
    ],
    "settings": [
        ["form_title", "form_id", "version", "default_language", "respondent_group", "waves", "title::English (en)"],
        ["Deltagare", "participant", 2022, "Svenska (sv)", "participant", "2021 2022", "Participants"],
    ],
    "indicators": [
        ["number", "title::Svenska (sv)", "title::English (en)", "candidate"],
        [1, "Delaktighet", "Taking part", 41],
    ],
}


def workbook(path: Path, sheets: Sheets = SHEETS) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
    return path


def changed(sheet: str, row: int, column: int, value: object) -> Sheets:
    """Return the sheets with one cell changed."""
    rows = [[*cells, *[""] * (9 - len(cells))] for cells in SHEETS[sheet]]
    rows[row][column] = value
    return {**SHEETS, sheet: rows}


def test_a_workbook_says_what_it_says(tmp_path: Path) -> None:
    notices: list[Notice] = []
    read = instrument_files.read(workbook(tmp_path / "form.xlsx"), notify=notices.append)
    (form,) = read.each
    assert (form.form_id, form.version, form.respondent_group, form.waves) == (
        "participant",
        "2022",
        "participant",
        ("2021", "2022"),
    )
    assert form.title == {"en": "Participants"}
    assert [question.name for question in form.questions] == ["q1", "q2", "q3"]
    first, second, third = form.questions
    assert first.label == {"sv": "Ett", "en": "One"}
    assert (first.positive, first.reverse, first.indicators, first.same_as) == (
        ("3", "4"),
        False,
        ("1",),
        SameAs("2021", "f1"),
    )
    assert (second.positive, second.reverse, second.indicators) == (("1", "2"), True, ("1", "7"))
    assert second.same_as == SameAs("2021", "q2")
    assert third.scale.values == {"yes": 1, "no": 0}
    assert first.scale.choices[4].missing == "dont_know"
    assert read.titles["1"].candidate == "41"
    left_out = "left out, since only closed questions with one answer are counted: hello (note), q4 (text)."
    assert [notice.said() for notice in notices] == [f"{tmp_path / 'form.xlsx'}: {left_out}"]


def test_yaml_and_workbook_give_the_same_questions(tmp_path: Path) -> None:
    from_yaml = instrument_files.read(instrument(tmp_path)).each[0]
    plain = {
        **SHEETS,
        "survey": [[*row[:4], *([1] if row[4:5] == ["1, 7"] else row[4:5]), *row[5:7]] for row in SHEETS["survey"]],
    }
    from_workbook = instrument_files.read(workbook(tmp_path / "form.xlsx", plain)).each[0]
    assert from_workbook.questions == from_yaml.questions


@pytest.mark.parametrize("spelling", ["select one often4", "select one from often4", "select1 often4"])
def test_the_older_spellings_of_a_closed_question_are_understood(spelling: str, tmp_path: Path) -> None:
    read = instrument_files.read(workbook(tmp_path / "form.xlsx", changed("survey", 2, 0, spelling))).each[0]
    assert [question.name for question in read.questions] == ["q1", "q2", "q3"]


def test_words_that_yaml_would_take_for_something_else_stay_words(tmp_path: Path) -> None:
    (form,) = instrument_files.read(instrument(tmp_path)).each
    assert form.question("q3").scale.names == ("yes", "no")
    assert form.question("q3").positive == ("yes",)
    text = INSTRUMENT.replace('version: "2022"', "version: 2022").replace('name: "1"', "name: 1")
    (again,) = instrument_files.read(instrument(tmp_path, text)).each
    assert again == form


@pytest.mark.parametrize("make", [lambda folder: instrument(folder), lambda folder: workbook(folder / "form.xlsx")])
def test_a_document_and_back_is_the_same(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    read = instrument_files.read(make(tmp_path))
    document = json.loads(json.dumps(instrument_files.to_document(read)))
    assert instrument_files.from_document(document) == read


def test_the_instrument_of_bfi_has_five_indicators_of_five(tmp_path: Path) -> None:
    (form,) = instrument_files.read(bfi.write_instrument(tmp_path / "bfi.yaml")).each
    assert form.measured == ("A", "C", "E", "N", "O")
    assert [len(form.items_of(number)) for number in form.measured] == [5] * 5
    assert tuple(question.name for question in form.questions if question.reverse) == bfi.REVERSED


BAD_YAML = {
    "an unknown list": ("select_one yesno", "select_one maybe", 15, "type", "There is no list of choices"),
    "no list": ("select_one yesno", "select_one", 15, "type", "“select_one” and the name of one list are needed"),
    "a positive that is no choice": ("positive: [yes]", "positive: [ja]", 15, "positive", "“ja” can't count"),
    "a positive that is missing": ('["3", "4"]', '["4", "9"]', 13, "positive", "“9” can't count"),
    "a question twice": ("name: q2", "name: q1", 14, "name", "There are two questions called “q1”"),
    "a question twice but for case": ("name: q2", "name: Q1", 14, "name", "There are two questions called “Q1”"),
    "a question called wave": ("name: q2", "name: wave", 14, "name", "A question can't be called “wave”"),
    "a choice twice": ('name: "2"', 'name: "1"', 5, "name", "The choice “1” stands twice in the list “often4”"),
    "a choice without a name": ('{name: "2", ', "{", 5, "name", "An entry is needed here"),
    "a value that isn't whole": ("value: 2,", "value: 2.5,", 5, "value", "A whole number of at most"),
    "a value that is no number": ("value: 2,", "value: two,", 5, "value", "A whole number of at most"),
    "an unknown way to be missing": ("dont_know", "unknown", 8, "missing", "“dont_know” or “not_applicable” is needed"),
    "no version": (' version: "2022",', "", 1, "version", "An entry is needed here"),
    "no type": ("type: select_one yesno, ", "", 15, "type", "An entry is needed here"),
    "neither yes nor no": ("reverse: yes", "reverse: perhaps", 14, "reverse", "“yes” or “no” is needed, not"),
    "a wave twice": ('["2021", "2022"]', '["2021", "2021"]', 1, "waves", "“2021” is listed twice"),
    "a misspelt entry": ("positive: [yes]", "postive: [yes]", 15, "postive", "is “positive” meant?"),
    "an entry twice": ("name: q2,", "name: q2, name: q5,", 14, None, "“name” stands twice here."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "column", "expected"), BAD_YAML.values(), ids=BAD_YAML)
def test_a_bad_instrument_is_refused_by_line(
    old: str, new: str, line: int, column: str | None, expected: str, tmp_path: Path
) -> None:
    assert old in INSTRUMENT
    path = instrument(tmp_path, INSTRUMENT.replace(old, new, 1))
    with pytest.raises(BadInput) as refusal:
        instrument_files.read(path)
    assert expected in str(refusal.value)
    assert (refusal.value.file, refusal.value.line, refusal.value.column) == (str(path), line, column)


NO_INSTRUMENT = {
    "nothing": ("", "An instrument has settings, choices and survey"),
    "a list": ("- a\n- b\n", "An instrument has settings, choices and survey"),
    "no survey": ("settings: {version: 1}\nchoices: {}\n", "lacks its part “survey”"),
    "an unknown part": (f"{INSTRUMENT}questions: []\n", "“questions” isn't a part of an instrument"),
    "an open bracket": ("settings: {a: [\n", "This isn't valid YAML"),
    "a control character": ("settings: \x07", "The file holds a control character"),
    "only open questions": (
        "settings: {version: 1}\nchoices: {}\nsurvey: [{type: text, name: a}]\n",
        "has no closed question",
    ),
    "a sentence where a row is needed": (
        "settings: {version: 1}\nchoices: {}\nsurvey: [hello]\n",
        "Entries with names are needed here",
    ),
    "a sentence where rows are needed": ("settings: {version: 1}\nchoices: {}\nsurvey: hello\n", "A list of rows"),
    "rows too deep": ("settings: {version: {a: {b: c}}}\nchoices: {}\nsurvey: []\n", "Plain text is needed here."),
}


@pytest.mark.parametrize(("text", "expected"), NO_INSTRUMENT.values(), ids=NO_INSTRUMENT)
def test_what_is_no_instrument_is_refused(text: str, expected: str, tmp_path: Path) -> None:
    path = instrument(tmp_path, text)
    with pytest.raises(BadInput) as refusal:
        instrument_files.read(path)
    assert expected in str(refusal.value)
    assert refusal.value.file == str(path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "instrument.yaml"
    path.write_bytes(INSTRUMENT.encode("latin-1"))
    with pytest.raises(BadInput, match="line 5: The file isn't UTF-8 text"):
        instrument_files.read(path)


BAD_SHEETS = {
    "an unknown list": (changed("survey", 2, 0, "select_one x"), "survey, line 3, column type: There is no list"),
    "a choice twice": (changed("choices", 2, 1, 1), "choices, line 3, column name: The choice “1” stands twice"),
    "half a value": (changed("choices", 2, 4, 2.5), "choices, line 3, column value: A whole number"),
    "no version": (changed("settings", 1, 2, ""), "settings, line 2, column version: An entry is needed"),
    "a heading twice": (changed("survey", 0, 4, "name"), "survey, line 1: There are two columns called “name”."),
    "a cell under no heading": (changed("choices", 3, 8, "x"), "choices, line 4: “x” stands in a column without"),
    "no sheet for choices": ({"survey": [], "settings": []}, "The workbook lacks its sheet “choices”."),
    "no settings": ({**SHEETS, "settings": SHEETS["settings"][:1]}, "The sheet “settings” needs one row"),
}


@pytest.mark.parametrize(("sheets", "expected"), BAD_SHEETS.values(), ids=BAD_SHEETS)
def test_a_bad_workbook_is_refused_by_sheet_and_row(sheets: Sheets, expected: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "form.xlsx", sheets)
    with pytest.raises(BadInput) as refusal:
        instrument_files.read(path)
    assert str(refusal.value).startswith(str(path))
    assert expected in str(refusal.value)


def test_text_called_xlsx_is_refused(tmp_path: Path) -> None:
    path = instrument(tmp_path, INSTRUMENT, "form.xlsx")
    with pytest.raises(BadInput, match="isn't an Excel workbook"):
        instrument_files.read(path)


def test_an_archive_called_xlsx_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "form.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(BadInput, match="isn't an Excel workbook"):
        instrument_files.read(path)


def test_two_instruments_for_the_same_respondents_are_refused(tmp_path: Path) -> None:
    instrument(tmp_path, INSTRUMENT, "a.yaml")
    instrument(tmp_path, INSTRUMENT.replace('waves: ["2021", "2022"]', 'waves: ["2022"]'), "b.yaml")
    with pytest.raises(BadInput, match=r"b\.yaml: .* serve the same respondents \(group participant, wave 2022\)"):
        instrument_files.read(tmp_path)


def test_a_question_can_only_be_the_same_as_one_that_is_there(tmp_path: Path) -> None:
    instrument(
        tmp_path, INSTRUMENT.replace('"2022", resp', '"2020", resp').replace('["2021", "2022"]', "[2020]"), "a.yaml"
    )
    later = INSTRUMENT.replace("name: q3,", 'name: q3, same_as: {version: "2020", name: q9},')
    instrument(tmp_path, later, "b.yaml")
    with pytest.raises(BadInput, match="q3 is said to be the same as q9 of version 2020, which has no such question"):
        instrument_files.read(tmp_path)


def test_a_folder_without_instruments_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="The folder holds no instrument"):
        instrument_files.read(tmp_path)


def test_the_form_is_called_as_its_file_where_it_has_no_name(tmp_path: Path) -> None:
    path = instrument(tmp_path, INSTRUMENT.replace("form_id: participant, ", ""), "exit.yaml")
    assert instrument_files.read(path).each[0].form_id == "exit"
