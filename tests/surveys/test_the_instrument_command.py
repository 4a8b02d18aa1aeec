"""`ljuspunkt instrument check` and `convert`: what of a file is understood, and the same in another format."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.files import questionnaires
from tests.surveys.limesurvey_files import question, structure, texts
from tests.surveys.xlsforms import workbook

FORM = """
    | survey |                   |      |            |
    |        | type              | name | label      |
    |        | select_one yesno  | q1   | Well?      |
    |        | geopoint          | q2   | Where?     |
    |        | text              | q3   | What else? |
    | choices |           |      |       |
    |         | list_name | name | label |
    |         | yesno     | yes  | Yes   |
    |         | yesno     | no   | No    |
    """
USELESS = "| survey |\n| | type | name | label |\n| | geopoint | q | Where? |"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")


def run(*words: object) -> int:
    return main(["instrument", *map(str, words)])


def test_check_says_what_is_understood_and_what_isnt_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "form.xlsx", FORM)
    assert run("check", path) == 0
    said = capsys.readouterr().out
    assert "form, version 1: 2 questions, 1 of them counted" in said
    assert "q1 (select_one yesno): Well?" in said
    assert f"{path}, survey, line 3: The type “geopoint” isn't supported; “q2” is left out." in said
    assert run("check", path, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["usable"] is True
    assert [row["name"] for row in document["questionnaire"]["survey"]] == ["q1", "q3"]
    assert {"file": f"{path}, survey", "line": 3, "column": None,
            "said": "The type “geopoint” isn't supported; “q2” is left out."} in document["left_out"]  # fmt: skip


def test_check_says_which_languages_lack_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = """
        | survey |      |      |              |              |
        |        | type | name | label::en    | label::so    |
        |        | text | a    | How are you? |              |
        |        | text | b    | What else?   | Maxaa kale?  |
        """
    assert run("check", workbook(tmp_path / "form.xlsx", form)) == 0
    said = capsys.readouterr().out
    assert "wordings missing in so: 1; the questionnaire can't be open in it" in said
    assert "missing in en" not in said


def test_check_speaks_swedish(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "sv")
    assert run("check", workbook(tmp_path / "form.xlsx", FORM)) == 0
    said = capsys.readouterr().out
    assert "Typen ”geopoint” stöds inte; ”q2” utelämnas." in said


def test_where_nothing_is_usable_the_code_is_two_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path / "form.xlsx", USELESS)
    assert run("check", path) == 2
    told = capsys.readouterr()
    assert "The type “geopoint” isn't supported" in told.out
    assert "Nothing in the file can be used" in told.err
    assert run("check", path, "--json") == 2
    assert json.loads(capsys.readouterr().out)["usable"] is False
    assert run("convert", path, tmp_path / "out.yaml") == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["form.xlsx"]


def test_from_limesurvey_to_a_workbook_to_yaml_it_stays_the_same(tmp_path: Path) -> None:
    path = structure(
        tmp_path / "s.lss",
        languages=["sv"],
        groups=[{"gid": 1, "group_order": 1}],
        questions=[question(1, 1, "Y", "q1")],
        question_l10ns=texts("qid", "question", {1: {"sv": "Blir du lyssnad på?"}}),
        surveys=[{"language": "sv"}],
    )
    assert run("convert", path, tmp_path / "a.xlsx") == 0
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.yaml") == 0
    assert questionnaires.read(path) == questionnaires.read(tmp_path / "b.yaml")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xlsx", "b.yaml", "s.lss"]


def test_nothing_is_written_over_by_surprise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "form.xlsx", FORM)
    before = path.read_bytes()
    assert run("convert", path, path) == 2
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    assert run("convert", path, link, "--force") == 2
    assert path.read_bytes() == before
    there = tmp_path / "there.yaml"
    there.write_text("mine")
    assert run("convert", path, there) == 2
    assert there.read_text() == "mine"
    assert run("convert", path, tmp_path / "nowhere" / "x.yaml") == 2
    assert run("convert", path, tmp_path / "x.lss") == 2
    assert run("convert", tmp_path / "missing.xlsx", tmp_path / "x.yaml") == 2
    assert "There is no such file." in capsys.readouterr().err
    assert run("convert", path, there, "--force") == 0
    assert questionnaires.read(there).form_id == "form"


def test_the_command_loads_no_django_and_no_pyxform(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "examples/measurement/instruments/staff-2021.yaml"
    program = (
        "import sys; from ljuspunkt.cli.main import main; code = main(sys.argv[1:]); "
        "loaded = {name.partition('.')[0] for name in sys.modules}; "
        "sys.exit(code or bool(loaded & {'django', 'pyxform', 'duckdb', 'pyarrow', 'numpy'}))"
    )
    assert (
        subprocess.run([sys.executable, "-c", program, "instrument", "check", str(path)], check=False).returncode == 0
    )
