"""LimeSurvey's structure files are read: its types of questions, its conditions, its languages; the rest is told."""

from pathlib import Path

import pytest

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files import questionnaires
from ljuspunkt.files.limesurvey_relevance import Variable, translated
from tests.surveys.limesurvey_files import question, structure, texts

SURVEYS = [{"sid": 1, "language": "sv", "additional_languages": "en ar", "assessments": "N"}]
TITLES = [
    {
        "surveyls_survey_id": 1,
        "surveyls_language": "sv",
        "surveyls_title": "Uppföljning",
        "surveyls_welcometext": "Hej",
    },
    {"surveyls_survey_id": 1, "surveyls_language": "en", "surveyls_title": "Follow-up", "surveyls_welcometext": ""},
]


def of_every_type(path: Path) -> Path:
    """Write a survey with each type of question of LimeSurvey."""
    types = "L!O5YGMPFABCEHNDSTUXQK1R|*:;I"
    rows = [question(number, 1, kind, f"q{number}") for number, kind in enumerate(types, start=1)]
    rows[0] |= {"other": "Y", "mandatory": "Y"}
    parts = [
        question(1000 + 10 * qid + place, 1, "T", f"SQ{place}", parent_qid=qid, question_order=2 - place)
        for qid, kind in enumerate(types, start=1)
        if kind in "MPFABCEHQK1R:;"
        for place in (1, 2)
    ]
    said = {int(str(row["qid"])): {"sv": f"<p>Fråga&nbsp;{row['qid']}</p>", "en": f"Question {row['qid']}"}
            for row in (*rows, *parts)}  # fmt: skip
    answers = [
        {"aid": 100 * qid + place, "qid": qid, "code": f"A{place}", "sortorder": 3 - place, "scale_id": 0}
        for qid, kind in enumerate(types, start=1)
        if kind in "L!OFH1R"
        for place in (1, 2)
    ]
    return structure(
        path,
        languages=["sv", "en", "ar"],
        answers=answers,
        answer_l10ns=texts("aid", "answer", {int(row["aid"]): {"sv": f"Svar {row['code']}"} for row in answers}),
        groups=[{"gid": 1, "sid": 1, "group_order": 0, "grelevance": ""}],
        group_l10ns=[{"gid": 1, "group_name": "Om stödet", "description": "Läs detta", "language": "sv"}],
        questions=rows,
        subquestions=parts,
        question_l10ns=texts("qid", "question", said),
        surveys=SURVEYS,
        surveys_languagesettings=TITLES,
    )


def read(path: Path) -> tuple[Questionnaire, list[str]]:
    notices: list[Notice] = []
    return questionnaires.read(path, notices.append), [notice.said() for notice in notices]


def test_every_type_becomes_what_it_asks_or_is_told(tmp_path: Path) -> None:
    path = of_every_type(tmp_path / "survey.lss")
    questionnaire, told = read(path)
    (group,) = questionnaire.body
    assert isinstance(group, Section)
    assert (group.label, group.body[0].label) == ({"sv": "Om stödet"}, {"sv": "Läs detta"})
    kinds = {item.name: (item.kind, item.scale) for item in questionnaire.items}
    expected: dict[str, tuple[str, str]] = {
        "q1": ("select_one", "q1"), "q1_other": ("text", ""), "q2": ("select_one", "q2"), "q3": ("select_one", "q2"),
        "q3_comment": ("text", ""), "q4": ("select_one", "q4"), "q5": ("select_one", "q5"), "q6": ("select_one", "q6"),
        "q7": ("select_multiple", "q7"), "q8": ("select_multiple", "q8"), "q8_SQ1_comment": ("text", ""),
        "q9_SQ2": ("select_one", "q2"), "q10_SQ1": ("select_one", "q4"), "q11_SQ1": ("select_one", "q11"),
        "q12_SQ1": ("select_one", "q12"), "q13_SQ1": ("select_one", "q13"), "q14_SQ2": ("select_one", "q2"),
        "q15": ("decimal", ""), "q16": ("date", ""), "q17": ("text", ""), "q18": ("text", ""), "q19": ("text", ""),
        "q20": ("note", ""), "q21_SQ1": ("text", ""), "q22_SQ2": ("decimal", ""),
    }  # fmt: skip
    assert {name: kinds[name] for name in expected} == expected
    scales = questionnaire.scales
    assert scales["q1"].names == ("A2", "A1", "other")
    assert scales["q4"].values == {str(value): value for value in range(1, 6)}
    assert scales["q11"].values == {str(value): value for value in range(1, 11)}
    assert scales["q12"].names == ("Y", "U", "N")
    assert scales["q13"].names == ("I", "S", "D")
    assert scales["q7"].names == ("SQ2", "SQ1")
    assert scales["q5"].choices[0].label == {"sv": "Ja", "en": "Yes"}
    by_name = {item.name: item for item in questionnaire.items}
    assert by_name["q1"].required
    assert by_name["q1"].label == {"sv": "Fråga 1", "en": "Question 1"}
    assert by_name["q1_other"].relevant == "selected(${q1}, 'other')"
    assert (questionnaire.languages, questionnaire.title) == (
        ("sv", "en", "ar"),
        {"sv": "Uppföljning", "en": "Follow-up"},
    )
    for name in ("q23", "q24", "q25", "q26", "q27", "q28", "q29"):
        assert any(f"“{name}” is left out" in said and "line " in said for said in told), name
    assert any("The welcome text isn't read" in said for said in told)
    for ending in ("xlsx", "yaml"):
        questionnaires.write(questionnaire, tmp_path / f"again.{ending}")
        assert read(tmp_path / f"again.{ending}")[0] == questionnaire


def test_a_file_of_version_three_has_its_texts_in_the_rows(tmp_path: Path) -> None:
    rows = [
        question(5, 2, "!", "age", language=language, question=said, help="")
        for language, said in (("sv", "Ålder?"), ("en", "Age?"))
    ]
    path = structure(
        tmp_path / "old.lss",
        languages=["sv", "en"],
        answers=[
            {"qid": 5, "code": "y", "answer": said, "sortorder": 1, "assessment_value": 3, "language": language}
            for language, said in (("sv", "Ung"), ("en", "Young"))
        ],
        groups=[{"gid": 2, "group_name": name, "group_order": 1, "language": language}
                for language, name in (("sv", "Bakgrund"), ("en", "Background"))],
        questions=rows,
        surveys=[{"language": "sv", "additional_languages": "en", "assessments": "Y"}],
    )  # fmt: skip
    questionnaire, _told = read(path)
    (item,) = questionnaire.items
    assert (item.name, item.label) == ("age", {"sv": "Ålder?", "en": "Age?"})
    (choice,) = questionnaire.scales["age"].choices
    assert (choice.name, choice.value, choice.label) == ("y", 3, {"sv": "Ung", "en": "Young"})
    assert questionnaire.body[0].label == {"sv": "Bakgrund", "en": "Background"}


def small(path: Path, relevance: str = "1", **more: object) -> Path:
    rows = [
        question(1, 1, "Y", "work"),
        question(2, 1, "M", "days"),
        question(3, 1, "N", "hours", relevance=relevance, **more),
    ]
    parts = [question(21, 1, "T", "mon", parent_qid=2), question(22, 1, "T", "sun", parent_qid=2)]
    return structure(
        path,
        languages=["en"],
        groups=[{"gid": 1, "group_order": 1}],
        questions=rows,
        subquestions=parts,
        question_l10ns=texts("qid", "question", {each: {"en": f"Text {each}"} for each in (1, 2, 3, 21, 22)}),
        question_attributes=[
            {"qid": 3, "attribute": "min_num_value_n", "value": "0"},
            {"qid": 3, "attribute": "max_num_value_n", "value": "168"},
            {"qid": 3, "attribute": "num_value_int_only", "value": "1"},
            {"qid": 3, "attribute": "array_filter", "value": "days"},
        ],
        conditions=[
            {"cid": 1, "qid": 3, "cqid": 1, "cfieldname": "9X1X1", "method": "==", "value": "Y", "scenario": 1},
            {"cid": 2, "qid": 3, "cqid": 2, "cfieldname": "+9X1X2sun", "method": "==", "value": "Y", "scenario": 1},
        ],
        surveys=[{"language": "en"}],
    )


def hours(path: Path) -> Item:
    return next(item for item in read(path)[0].items if item.name == "hours")


def test_conditions_and_limits_are_kept(tmp_path: Path) -> None:
    asked = hours(small(tmp_path / "a.lss", '((work.NAOK == "Y" and days_sun.NAOK != "Y"))'))
    assert asked.relevant == "((${work} = 'Y' and not(selected(${days}, 'sun'))))"
    assert (asked.kind, asked.constraint) == ("integer", ". >= 0 and . <= 168")
    older = hours(small(tmp_path / "b.lss"))
    assert older.relevant == "((${work} = 'Y') and (selected(${days}, 'sun')))"
    _questionnaire, told = read(small(tmp_path / "c.lss", "count(days_mon, days_sun) > 1"))
    assert any("The function “count” isn't supported" in said for said in told)
    assert any("“array_filter” (days) isn't supported" in said for said in told)


def test_what_has_no_place_here_is_told_by_row(tmp_path: Path) -> None:
    rows = [question(1, 1, "Y", "work", mandatory="S"), question(2, 1, "M", "days"), question(3, 9, "S", "lost")]
    parts = [
        question(21, 1, "T", "mon", parent_qid=2, relevance='work.NAOK == "Y"'),
        question(22, 1, "T", "sun", parent_qid=2),
        question(91, 1, "T", "stray", parent_qid=90),
    ]
    path = structure(
        tmp_path / "a.lss",
        languages=["sv", "de", "de-informal"],
        assessments=[{"id": 1, "name": "x"}],
        groups=[{"gid": 1, "group_order": 1, "randomization_group": "r"}],
        questions=rows,
        subquestions=parts,
        question_l10ns=texts("qid", "question", {each: {"sv": f"Text {each}"} for each in (1, 2, 3, 21, 22, 91)}),
        surveys=[{"language": "sv", "additional_languages": "de de-informal"}],
        surveys_languagesettings=[
            {"surveyls_language": "sv", "surveyls_description": "<p>Om</p>", "surveyls_policy_notice": "Så behandlas"}
        ],
    )
    questionnaire, told = read(path)
    assert [item.name for item in questionnaire.items] == ["work", "days"]
    for words in (
        "column work: “work” reminded those who left it unanswered",
        "column mon: A choice can't depend on other answers here; “mon” can always be chosen",
        "column lost: What “lost” belongs to isn't in the file",
        "column stray: What “stray” belongs to isn't in the file",
        "rules of assessment aren't supported",
        "“de-informal” and “de” are one language here",
        "Groups in an order of chance aren't supported",
        "The description of the survey isn't read",
        "The notice on data protection isn't read",
    ):
        assert sum(words in said for said in told) == 1, words


VARIABLES = {"q": Variable("q"), "m_a": Variable("m", "a"), "#7": Variable("q"), "#8_a": Variable("m", "a")}


@pytest.mark.parametrize(
    ("equation", "ours"),
    [
        ('q.NAOK == "A1"', "${q} = 'A1'"),
        ("q eq 'A1' && !is_empty(q.NAOK)", "${q} = 'A1' and not((${q} = ''))"),
        ("(q.NAOK >= 18 || q lt 3)", "(${q} >= 18 or ${q} < 3)"),
        ("12X3X7.NAOK == '-oth-'", "${q} = 'other'"),
        ('12X3X8a.NAOK == "Y"', "selected(${m}, 'a')"),
        ('m_a.NAOK == ""', "not(selected(${m}, 'a'))"),
        ("is_empty(m_a)", "not(selected(${m}, 'a'))"),
        ('q.NAOK ne "it\'s"', '${q} != "it\'s"'),
        ("{q.NAOK > 1}", "${q} > 1"),
    ],
)
def test_an_equation_is_said_in_xlsforms_language(equation: str, ours: str) -> None:
    assert translated(equation, VARIABLES) == ours


@pytest.mark.parametrize(
    "equation", ["unknown == 1", "q.shown == 1", "sum(q)", "q ==", "(q", "q @ 1", "m_a > 1", "", "{}", "(" * 100, "q q"]
)
def test_what_cant_be_said_is_refused(equation: str) -> None:
    with pytest.raises(RuleBroken):
        translated(equation, VARIABLES)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 10))
BROKEN = {
    "nothing": ("", "isn't a survey structure"),
    "other XML": ("<a/>", "isn't a survey structure"),
    "a structure of a group": (
        "<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>",
        "isn't a survey structure",
    ),
    "half a file": ("<document><LimeSurveyDocType>Survey", "isn't a survey structure"),
    "a billion laughs": (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l1 "ha">{LAUGHS}]><document>&l9;</document>',
        "defines entities of its own",
    ),
    "a file from outside": (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>',
        "defines entities of its own",
    ),
    "an odd encoding": ('<?xml version="1.0" encoding="nope"?><document/>', "isn't a survey structure"),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_structure_is_refused(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.lss"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=words):
        questionnaires.read(path)
