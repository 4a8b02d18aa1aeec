"""A question that somebody never saw, since it has a condition, isn't one that was left without an answer."""

from ljuspunkt.domain.survey.data_set import counted, row_of
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice, Scale

YES_NO = Scale(
    "yn",
    (Choice("yes", {"sv": "Ja"}), Choice("no", {"sv": "Nej"}), Choice("9", {"sv": "Vet inte"}, missing="dont_know")),
)
KINDS = Scale("kinds", (Choice("talk", {"sv": "Samtal"}), Choice("not_asked", {"sv": "Oombedd"})))
HELPED = Questionnaire(
    form_id="help",
    version="1",
    scales={"yn": YES_NO, "kinds": KINDS},
    body=(
        Item("help", "select_one", {"sv": "Fick du hjälp?"}, scale="yn"),
        Item("enough", "select_one", {"sv": "Räckte den?"}, scale="yn", relevant="${help} = 'yes'", positive=("yes",)),
        Section(
            "more",
            {"sv": "Mer"},
            (Item("kind", "select_multiple", {"sv": "Vilken?"}, scale="kinds"),),
            relevant="${help} = 'yes'",
        ),
    ),
)


def test_whoever_wasnt_asked_stands_apart_from_whoever_skipped() -> None:
    assert row_of(HELPED, {"help": "no"}) == {
        "help": "no",
        "enough": "not_asked",
        "kind_talk": "not_asked_",
        "kind_not_asked": "not_asked_",
    }
    assert row_of(HELPED, {"help": "yes"}) == {"help": "yes"}
    assert row_of(HELPED, {"help": "yes", "enough": "no"}) == {"help": "yes", "enough": "no"}


def test_not_asked_leaves_the_denominator_and_no_other_question_has_it() -> None:
    instrument = counted(HELPED)
    assert [choice.missing for choice in instrument.question("enough").scale.choices] == [
        None,
        None,
        "dont_know",
        "not_applicable",
    ]
    assert instrument.question("help").scale == YES_NO
    for name in ("enough", "kind_talk", "kind_not_asked"):
        names = instrument.question(name).scale.names
        assert row_of(HELPED, {"help": "no"})[name] in names
