"""Whatever a questionnaire holds, it is the same after it was written and read again, in every format."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.instrument import IndicatorTitle, SameAs
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.files import instruments, questionnaires
from ljuspunkt.files.instrument_workbook import form_of, sheets_of
from ljuspunkt.files.instrument_yaml import read_yaml
from ljuspunkt.files.questionnaire_form import questionnaire_of
from ljuspunkt.files.questionnaires import strict

ROOT = Path(__file__).parents[2]
LANGUAGES = ("sv", "en", "ar", "so", "zh-Hant")
plain = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), blacklist_characters="\x85\ufeff"),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
"""Texts of any script, with every sign that a cell may hold."""
wordings = st.dictionaries(st.sampled_from(LANGUAGES), plain, max_size=3)
names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda name: name.lower() not in ("wave", "association", "group")
)
choice_names = st.one_of(plain, st.sampled_from(["a,b", "no", "1", "[x]", '["a"]', "true", "null", "=1+1", "_x0041_"]))


@st.composite
def scales(draw: st.DrawFn, name: str) -> Scale:
    chosen = draw(st.lists(choice_names, min_size=1, max_size=4, unique=True))
    choices = [
        Choice(
            each,
            draw(wordings.filter(bool)),
            draw(st.none() | st.integers(-9999, 9999)),
            None if place == 0 else draw(st.sampled_from([None, "dont_know", "not_applicable"])),
            draw(wordings),
        )
        for place, each in enumerate(chosen)
    ]
    return Scale(name, tuple(choices))


@st.composite
def whole_questionnaires(draw: st.DrawFn) -> Questionnaire:
    lists = {name: draw(scales(name)) for name in ("l1", "agree.4")}
    given_names = draw(st.lists(names, min_size=1, max_size=6, unique_by=str.lower))
    items: list[Item | Section] = []
    for name in given_names:
        kind = draw(st.sampled_from(["select_one", "select_multiple", "text", "integer", "decimal", "date", "note"]))
        closed = kind.startswith("select")
        scale = draw(st.sampled_from(sorted(lists))) if closed else ""
        answers = [choice.name for choice in lists[scale].answers] if closed else []
        earlier = [item.name for item in items if isinstance(item, Item) and item.kind != "note"]
        items.append(
            Item(
                name=name,
                kind=kind,
                label=draw(wordings.filter(bool)),
                easy=draw(wordings),
                hint=draw(wordings),
                scale=scale,
                required=draw(st.booleans()),
                relevant=f"${{{draw(st.sampled_from(earlier))}}} != ''" if earlier and draw(st.booleans()) else "",
                constraint=draw(st.sampled_from(["", ". != 'x'", 'string-length(.) < 9 or . = "it\'s"'])),
                constraint_message=draw(wordings),
                indicators=tuple(draw(st.lists(plain, max_size=2, unique=True))),
                measure=draw(st.just("") | plain),
                positive=tuple(draw(st.lists(st.sampled_from(answers), max_size=2, unique=True))) if answers else (),
                reverse=draw(st.booleans()),
                same_as=draw(st.none() | st.builds(SameAs, plain, plain)),
                mark=draw(st.sampled_from(["", "same", "changed", "new"])),
                picture=draw(st.just("") | names),
                own=draw(st.booleans()),
            )
        )
    cut = draw(st.integers(0, len(items)))
    inner = Section("inner", draw(wordings), tuple(items[cut:]), draw(wordings))
    body = (*items[:cut], Section("outer", draw(wordings), (inner,)))
    return Questionnaire(
        form_id=draw(plain),
        version=draw(plain),
        body=body,
        scales=lists,
        respondent_group=draw(st.none() | names),
        waves=tuple(draw(st.lists(plain, max_size=2, unique=True))),
        title=draw(wordings),
        group_label=draw(wordings),
        default_language=draw(st.sampled_from(LANGUAGES)),
        languages=tuple(draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))),
        indicators=tuple(
            IndicatorTitle(str(number), draw(wordings), draw(st.none() | plain))
            for number in range(draw(st.integers(0, 2)))
        ),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole_questionnaires())
def test_a_document_and_back_is_the_same(questionnaire: Questionnaire) -> None:
    document = json.loads(json.dumps(questionnaires.to_document(questionnaire)))
    assert questionnaires.from_document(document) == questionnaire


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole_questionnaires())
def test_yaml_and_back_is_the_same(questionnaire: Questionnaire) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "q.yaml"
        questionnaires.write(questionnaire, path)
        assert questionnaire_of(read_yaml(path), strict()) == questionnaire


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole_questionnaires())
def test_a_workbook_and_back_is_the_same(questionnaire: Questionnaire) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "q.xlsx"
        questionnaires.write(questionnaire, path)
        assert questionnaire_of(form_of(sheets_of(path), str(path)), strict()) == questionnaire


def test_the_example_instruments_are_what_their_questionnaires_leave(tmp_path: Path) -> None:
    for path in sorted((ROOT / "examples/measurement/instruments").glob("*.yaml")):
        questionnaire = questionnaires.read(path)
        (instrument,) = instruments.read(path).each
        assert questionnaire.instrument() == instrument
        questionnaires.write(questionnaire, tmp_path / "again.yaml")
        assert instruments.read(tmp_path / "again.yaml").each == (instrument,)


def test_questions_of_an_association_never_enter_the_instrument() -> None:
    scale = Scale("l", (Choice("a", {"sv": "A"}), Choice("b", {"sv": "B"})))
    items = tuple(Item(name, "select_one", {"sv": name}, scale="l", own=name == "ours") for name in ("theirs", "ours"))
    questionnaire = Questionnaire("f", "1", items, {"l": scale})
    assert [question.name for question in questionnaire.instrument().questions] == ["theirs"]


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    questionnaire = Questionnaire("f", "1", (Item("a", "text", {"sv": "x" * 32_768}),))
    with pytest.raises(BadInput, match="longer than a cell"):
        questionnaires.write(questionnaire, tmp_path / "q.xlsx")
    assert not (tmp_path / "q.xlsx").exists()
