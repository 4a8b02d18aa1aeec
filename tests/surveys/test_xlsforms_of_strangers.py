"""XLSForms that nobody here made are understood as pyxform understands them; what isn't supported is told by row."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2xform import convert

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.editing import check_names
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files import pyxform_verdict, questionnaires
from ljuspunkt.files.instrument_workbook import form_of, sheets_of
from ljuspunkt.files.notices import Placed, in_order
from ljuspunkt.files.questionnaire_form import questionnaire_of
from ljuspunkt.files.xlsform_words import KINDS, METADATA, OURS, SELECT, UNUSED, heading_of
from tests.surveys.xlsforms import workbook

FORMS = {
    "groups, conditions and several languages": """
        | survey | | | | | | |
        | | type | name | label::English (en) | label::French (fr) | relevant | constraint |
        | | integer | age | How old are you? | Quel âge ? | | . >= 0 and . < 120 |
        | | begin_group | grown | Grown-ups | Adultes | ${age} >= 18 | |
        | | select one from yesno | work | Do you work? | Travaillez-vous ? | | |
        | | | | | | | |
        | | begin group | deep | More | Plus | ${work} = 'yes' | |
        | | select_multiple days | days | Which days? | Quels jours ? | | |
        | | end group | | | | | |
        | | end_group | | | | | |
        | | text | why | Why Saturday? | Pourquoi ? | ${work} = 'yes' and selected(${days}, 'sat-7') | |
        | choices |           |         |                     |                    |
        |         | list_name | name    | label::English (en) | label::French (fr) |
        |         | yesno     | yes     | Yes                 | Oui                |
        |         | yesno     | no      | No                  | Non                |
        |         | days      | 1       | Monday              | Lundi              |
        |         | days      | sat-7   | Saturday            | Samedi             |
        """,
    "upper case, old spellings, one language": """
        | Survey  |                                 |      |              |           |          |
        |         | Type                            | Name | Label        | Relevance | Required |
        |         | string                          | a    | Your name    |           | TRUE     |
        |         | select all that apply from list | b    | Which?       |           | yes      |
        |         | select one from list            | c    | Which one?   | ${a} != '' | no      |
        |         | int                             | d    | How many?    |           |          |
        |         | note                            | e    | Thank you    |           |          |
        | CHOICES |           |       |       |
        |         | List Name | Value | Label |
        |         | list      | 1     | One   |
        |         | list      | 2.5   | Half  |
        """,
    "headings with a single colon": """
        | survey  |                 |      |               |               |              |
        |         | type            | name | label:English | label:Swahili | hint:English |
        |         | select_one sex  | sex  | Sex           | Jinsia        | As you say   |
        |         | decimal         | kg   | Weight        | Uzito         |              |
        |         | date            | born | Born          | Kuzaliwa      |              |
        | choices |           |      |               |               |
        |         | list name | name | label:English | label:Swahili |
        |         | sex       | m    | Man           | Mwanaume      |
        |         | sex       | f    | Woman         | Mwanamke      |
        | settings |              |                  |         |
        |          | form_title   | form_id          | version |
        |          | A short one  | short-1          | 20220101 |
        """,
    "another answer, in words": """
        | survey  |                        |      |        |
        |         | type                   | name | label  |
        |         | select_one l or_other  | q    | Which? |
        |         | select_multiple l or_other | r | Which ones? |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | l         | a    | A     |
        """,
}  # fmt: skip


@pytest.fixture(autouse=True)
def judged_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask pyxform in this process, where it is loaded already; the command's own tests ask it as users do."""
    monkeypatch.setattr(pyxform_verdict, "apart", lambda _name, given: pyxform_verdict.judged(json.loads(given)))


def read(path: Path) -> tuple[Questionnaire, list[Notice]]:
    notices: list[Notice] = []
    return questionnaires.read(path, notices.append), notices


def of_pyxform(element: Mapping[str, object], shown: tuple[str, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Give what pyxform says of each question: name, type, conditions around it, whether an answer is required."""
    bind = element.get("bind") or {}
    assert isinstance(bind, Mapping)
    here = (*shown, str(bind["relevant"])) if bind.get("relevant") else shown
    children = element.get("children")
    if children:
        for child in children:  # type: ignore[attr-defined]
            yield from of_pyxform(child, here)
    elif element.get("type") != "calculate":
        yield element["name"], element["type"], here, bind.get("required") in ("yes", "TRUE", "true()")


def by_name(condition: str) -> str:
    """Return a condition with a path to a question, as pyxform adds one for “or_other”, with its name instead."""
    return re.sub(r"\.\./(\w+)", r"${\1}", condition)


PLAIN_TYPES = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "int": "integer",
    "string": "text",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_it_is_what_pyxform_finds_and_stays_so(form: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "form.xlsx", form)
    questionnaire, notices = read(path)
    tree = convert(str(path))._pyxform
    assert tree is not None
    theirs = [
        (name, PLAIN_TYPES.get(str(kind), kind), tuple(map(by_name, shown)), required)
        for name, kind, shown, required in of_pyxform(tree)
    ]
    conditions = dict(conditions_of(questionnaire))
    assert [(item.name, item.kind, conditions[item.name], item.required) for item in questionnaire.items] == theirs
    assert not [notice for notice in notices if "refuse" in notice.said()]

    again = tmp_path / "again.xlsx"
    questionnaires.write(questionnaire, again)
    assert questionnaire_of(form_of(sheets_of(again), str(again)), questionnaires.strict()) == questionnaire
    assert convert(str(again)).xform
    questionnaires.write(questionnaire, tmp_path / "again.yaml")
    assert read(tmp_path / "again.yaml") == (questionnaire, [])


def conditions_of(questionnaire: Questionnaire) -> Iterator[tuple[str, tuple[str, ...]]]:
    def within(body: object, outer: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for part in body:  # type: ignore[attr-defined]
            here = (*outer, part.relevant) if part.relevant else outer
            if hasattr(part, "body"):
                yield from within(part.body, here)
            else:
                yield part.name, here

    return within(questionnaire.body, ())


def test_what_the_words_mean_is_kept(tmp_path: Path) -> None:
    questionnaire, _notices = read(workbook(tmp_path / "f.xlsx", FORMS["groups, conditions and several languages"]))
    assert questionnaire.languages == ("en", "fr")
    assert questionnaire.scales["days"].names == ("1", "sat-7")
    assert questionnaire.scales["yesno"].choices[0].label == {"en": "Yes", "fr": "Oui"}
    short, _notices = read(workbook(tmp_path / "s.xlsx", FORMS["headings with a single colon"]))
    assert (short.form_id, short.version, short.title) == ("short-1", "20220101", {"en": "A short one"})
    assert short.items[0].label == {"en": "Sex", "sw": "Jinsia"}
    assert short.items[0].hint == {"en": "As you say"}


UNSUPPORTED = """
    | survey |                   |        |            |                  |          |             |            |
    |        | type              | name   | label      | relevant         | default  | calculation | choice_filter |
    |        | start             | began  |            |                  |          |             |            |
    |        | select_one town   | town   | Which?     |                  | lund     |             | a = ${b}   |
    |        | begin repeat      | kids   | Children   |                  |          |             |            |
    |        | text              | kid    | Name       |                  |          |             |            |
    |        | end repeat        |        |            |                  |          |             |            |
    |        | calculate         | double |            |                  |          | 2 * 2       |            |
    |        | geopoint          | place  | Where?     |                  |          |             |            |
    |        | select_one_from_file a.csv | file | Which? |             |          |             |            |
    |        | select_one nolist | lost   | Which?     |                  |          |             |            |
    |        | text              | asked  | Asked      | ${double} = 4    |          |             |            |
    |        | text              | first  | First      | position(..) = 1 |          |             |            |
    |        | rank town         | order  | Order      |                  |          |             |            |
    |        | begin group       | open   | Open       |                  |          |             |            |
    |        | text              | wave   | A wave     |                  |          |             |            |
    | choices |           |      |       |            |
    |         | list_name | name | label | image      |
    |         | town      | lund | Lund  | lund.png   |
    | external_choices |  |
    |                  | x |
    """


def test_what_isnt_supported_is_told_by_row(tmp_path: Path) -> None:
    questionnaire, notices = read(workbook(tmp_path / "form.xlsx", UNSUPPORTED))
    assert [item.name for item in questionnaire.items] == ["town", "asked", "first", "q_wave"]
    told = [(getattr(notice, "line", None), getattr(notice, "column", None), Notice.said(notice)) for notice in notices]
    by_row = {(line, column): said for line, column, said in told if "Other programs" not in said}
    for place, words in {
        (2, None): "Nothing is recorded about the respondent's device",
        (3, "default"): "“default” isn't supported",
        (3, "choice_filter"): "“choice_filter” isn't supported",
        (4, None): "Repeated groups aren't supported",
        (5, None): "“kid” is left out",
        (7, None): "The type “calculate” isn't supported",
        (7, "calculation"): "“calculation” isn't supported",
        (8, None): "The type “geopoint” isn't supported",
        (9, None): "The type “select_one_from_file a.csv” isn't supported",
        (10, "type"): "There is no list of choices called “nolist”",
        (11, "relevant"): "reads the answer to “double”",
        (12, "relevant"): "“position(..) = 1” isn't understood",
        (13, None): "The type “rank town” isn't supported",
        (14, "type"): "The group that begins here has no end",
        (15, "name"): "“wave” is called “q_wave” here",
        (2, "picture"): "“picture” isn't supported and is left out: lund.png",
    }.items():
        assert words in by_row[place], place
    assert any("the sheet “external_choices” isn't read" in said for _line, _column, said in told)
    assert any("Other programs for XLSForms refuse this" in said for _line, _column, said in told)


def test_a_form_without_a_question_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", "| survey |\n| | type | name | label |\n| | note | a | A |")
    with pytest.raises(BadInput, match="Nothing in the file can be used"):
        read(path)


def test_a_name_used_in_two_groups_is_told_apart(tmp_path: Path) -> None:
    form = """
        | survey |             |      |       |
        |        | type        | name | label |
        |        | begin group | one  | One   |
        |        | text        | a    | A     |
        |        | end group   |      |       |
        |        | begin group | two  | Two   |
        |        | text        | a    | A     |
        |        | end group   |      |       |
        """
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    assert [item.name for item in questionnaire.items] == ["a", "two_a"]
    assert any("“a” is called “two_a” here" in notice.said() for notice in notices)


def test_markup_is_told_and_the_default_language_comes_first(tmp_path: Path) -> None:
    form = """
        | survey   |                 |      |                     |                                 |
        |          | type            | name | label::English (en) | label::Swedish (sv)             |
        |          | select_one yn   | a    | **Do** you?         | Gör du?                         |
        |          | select_one yn   | b    | 2 < 3 * 4 * 5?      | Är 2 < 3 [eller 1 (ett)]?       |
        |          | select_one yn   | c    | Red?                | <span style="color:red">R</span> |
        | choices  |                 |      |                     |                                 |
        |          | list_name       | name | label::English (en) | label::Swedish (sv)             |
        |          | yn              | y    | Yes                 | Ja                              |
        | settings |                 |      |                     |                                 |
        |          | default_language |     |                     |                                 |
        |          | Swedish (sv)    |      |                     |                                 |
        """
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    told = [(getattr(each, "line", None), Notice.said(each)) for each in notices if "no markup" in each.said()]
    assert told == [
        (2, "A wording has no markup here; “**Do**” is shown as it stands."),
        (4, 'A wording has no markup here; “<span style="color:red">” is shown as it stands.'),
    ]
    assert [list(item.label) for item in questionnaire.items] == [["sv", "en"]] * 3


def test_a_remark_beside_the_table_is_passed_over_and_told(tmp_path: Path) -> None:
    form = "| survey |\n| | type | name | label | |\n| | text | a | A | ask Anna first |"
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    assert [item.name for item in questionnaire.items] == ["a"]
    said = "survey, line 2: Column D has no heading and isn't used; here it says: ask Anna first"
    assert any(said in notice.said() for notice in notices)


def test_names_that_no_address_can_hold_become_others_and_conditions_follow(tmp_path: Path) -> None:
    form = """
        | survey  |              |           |       |                     |
        |         | type         | name      | label | relevant            |
        |         | text         | my name   | A     |                     |
        |         | text         | my_name   | B     |                     |
        |         | text         | par/t     | P     |                     |
        |         | text         | c         | C     | ${par/t} = 'x'      |
        |         | begin group  | part 1/2  | Part  |                     |
        |         | select_one l | d         | D     | ${ my_name } = 'x'  |
        |         | end group    |           |       |                     |
        | choices |           |        |       |
        |         | list_name | name   | label |
        |         | l         | 1      | One   |
        """
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    check_names(questionnaire)
    assert [item.name for item in questionnaire.items] == ["my_name_2", "my_name", "par_t", "c", "d"]
    assert questionnaire.items[3].relevant == "${par_t} = 'x'"
    assert questionnaire.items[4].relevant == "${my_name} = 'x'"
    said = [notice.said() for notice in notices]
    assert any("survey, line 2, column name: “my name” can't be a name here" in each for each in said)
    assert any("“part 1/2” can't be a name here" in each and "“part_1_2”" in each for each in said)


def test_what_is_told_comes_sheet_by_sheet_and_row_by_row(tmp_path: Path) -> None:
    _questionnaire, notices = read(workbook(tmp_path / "form.xlsx", UNSUPPORTED))
    told = [(each.file, each.line) for each in in_order(notices) if isinstance(each, Placed) and each.line]
    assert told == sorted(told) and {file[-7:] for file, _line in told if file} == {"choices", " survey"}


def test_a_form_longer_than_any_questionnaire_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"| | text | q{n} | Q |\n" for n in range(501))
    with pytest.raises(BadInput, match="at most 500 questions"):
        read(workbook(tmp_path / "f.xlsx", f"| survey |\n| | type | name | label |\n{rows}"))


def test_a_title_above_the_headings_is_said_to_stand_there(tmp_path: Path) -> None:
    form = "| survey |\n| | Our form 2026 | | |\n| | type | name | label |\n| | text | a | A |"
    with pytest.raises(BadInput, match=r"must be the headings.*it says: Our form 2026"):
        read(workbook(tmp_path / "f.xlsx", form))


def test_an_old_workbook_is_asked_for_as_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "form.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(BadInput, match="save it as an Excel workbook"):
        read(path)


def test_a_row_left_out_for_a_mistake_is_said_to_be_left_out(tmp_path: Path) -> None:
    form = """
        | survey  |              |      |                  |
        |         | type         | name | label            |
        |         | select_one l | a    | A                |
        |         | select_one m | b    | B                |
        |         | note         | n    | You said ${a}.   |
        |         | begin_score  | s    | S                |
        |         | score__row   | t    | T                |
        |         | end_score    |      |                  |
        | choices |           |      |       |       |
        |         | list_name | name | label | value |
        |         | l         | 1    | One   | 1.5   |
        |         | l         | 2    | Two   | 2     |
        |         | l         | 2    | Again | 3     |
        """
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    # A value that isn't whole costs the value, not the choice.
    assert [(each.name, each.value) for each in questionnaire.scales["l"].choices] == [("1", None), ("2", 2)]
    by_row = {(getattr(each, "file", ""), getattr(each, "line", None)): Notice.said(each) for each in notices}
    survey, choices = f"{tmp_path / 'f.xlsx'}, survey", f"{tmp_path / 'f.xlsx'}, choices"
    assert by_row[survey, 3].endswith("there are: l. The row is left out.")
    assert by_row[survey, 4] == "No answer is put into a wording; “${a}” is shown as it stands."
    assert by_row[survey, 5] == "“begin_score” isn't supported; “s” and all in it is left out."
    assert by_row[choices, 4].endswith("a name must be its own. The row is left out.")


def test_a_picture_is_kept_by_name_and_told(tmp_path: Path) -> None:
    form = "| survey |\n| | type | name | label | media::image |\n| | text | a | A | sun.png |"
    questionnaire, notices = read(workbook(tmp_path / "f.xlsx", form))
    assert questionnaire.items[0].picture == "sun.png"
    assert any("survey, line 2, column picture: A picture isn't in the workbook" in said.said() for said in notices)


def test_form_id_goes_before_its_older_name(tmp_path: Path) -> None:
    form = """
        | survey   |           |         |         |
        |          | type      | name    | label   |
        |          | text      | a       | A       |
        | settings |           |         |         |
        |          | id_string | version | form_id |
        |          | old       | v1      | new     |
        """
    questionnaire, _notices = read(workbook(tmp_path / "f.xlsx", form))
    assert questionnaire.form_id == "new"


def test_every_heading_that_pyxform_knows_is_known() -> None:
    for heading in aliases.survey_header:
        column, language = heading_of("survey", heading, others=[heading])
        assert language is None
        assert column in (*OURS["survey"], *UNUSED["survey"]), heading
    for heading, column in {
        "relevance": "relevant",
        "constraining_message": "constraint_message",
        "Constraint Message": "constraint_message",
        "caption": "label",
        "tag": "name",
        "value": "name",
        "command": "type",
        "big-image": "big-image",
    }.items():
        assert heading_of("survey", heading, others=[heading]) == (column, None)


def test_every_type_that_pyxform_knows_is_taken_or_told() -> None:
    for name, kind in KINDS.items():
        plain = {"text": "string", "integer": "int", "note": "string"}.get(kind, kind)
        assert QUESTION_TYPE_DICT[name]["bind"]["type"] == plain
    for name, meaning in aliases.select.items():
        match = SELECT.fullmatch(name)
        if "file" in name or "external" in name or name == "rank":
            assert match is None, name
        else:
            assert match is not None, name
            assert bool(match["one"]) == (meaning == "select one"), name
    assert [name for name in METADATA if name not in QUESTION_TYPE_DICT and name not in ("imei", "audit")] == []
