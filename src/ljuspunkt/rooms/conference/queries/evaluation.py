"""The evaluation of a conference as counts and loose texts, and its questions as a form shows them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from ljuspunkt.domain.report.procedure import Evaluation, Question, Texts
from ljuspunkt.domain.survey.evaluation import AT_LEAST, CHOSEN, OTHER, SKIPPED, own_alternative
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.reply import Problem
from ljuspunkt.rooms.conference.evaluation_questions import asked_in
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.models import Evaluation as KeptEvaluation
from ljuspunkt.rooms.conference.models.evaluation import OPEN
from ljuspunkt.ui.language import on_page


@dataclass(frozen=True, slots=True)
class ChoiceOnPage:
    """A choice to tick."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionOnPage:
    """A question of the evaluation with what was sent; `own` is the text beside its own alternative."""

    name: str
    kind: str
    label: str
    hint: str
    choices: tuple[ChoiceOnPage, ...]
    text: str
    problem: str
    skipped: bool
    own: "QuestionOnPage | None"


def evaluation_of(row: Conference) -> Evaluation | None:
    """Return the evaluation of a conference, None while it is open or where fewer than five answered."""
    kept = KeptEvaluation.objects.filter(conference=row).exclude(state=OPEN).first()
    if kept is None or kept.answered < AT_LEAST:
        return None
    asked = asked_in(kept)
    n = {(count.question, count.step): count.n for count in kept.counts.all()}
    shown: dict[str, list[str]] = {}
    for question, text in kept.comments_kept.filter(withheld=False).values_list("question", "text"):
        shown.setdefault(question, []).append(text)
    return Evaluation(
        answered=kept.answered,
        of=kept.entitled,
        questions=tuple(_question(asked, item, n, kept.answered) for item in asked.items if item.kind in CHOSEN),
        texts=tuple(_texts(asked, shown)),
        withheld=kept.comments_kept.filter(withheld=True).count(),
    )


def open_questionnaire(row: Conference) -> Questionnaire | None:
    """Return the questions that can be answered now, None where the evaluation isn't open."""
    if not row.evaluation_open:
        return None
    kept = KeptEvaluation.objects.filter(conference=row, state=OPEN).first()
    return asked_in(kept) if kept is not None else None


def _question(asked: Questionnaire, item: Item, n: Mapping[tuple[str, str], int], answered: int) -> Question:
    steps = tuple(
        (step.label, n.get((item.name, step.name), 0))
        for step in asked.scales[item.scale].choices
        if step.name != OTHER
    )
    other = n.get((item.name, OTHER), 0) if OTHER in asked.scales[item.scale].names else None
    said = sum(each for _, each in steps) + (other or 0)
    return Question(
        item.label, steps, other, n.get((item.name, SKIPPED), answered - said), several=item.kind == "select_multiple"
    )


def _texts(asked: Questionnaire, shown: Mapping[str, Sequence[str]]) -> Iterator[Texts]:
    """Give the texts by question: own alternatives under the question they stand in place of, then the others."""
    alternatives = {own.name: item for item in asked.items if (own := own_alternative(asked, item)) is not None}
    for name, item in alternatives.items():
        if name in shown:
            yield Texts(item.label, tuple(shown[name]), alternative=True)
    written = [item for item in asked.items if item.kind == "text" and item.name not in alternatives]
    for place, item in enumerate(written):
        before = shown.get("", ()) if place == len(written) - 1 else ()
        if shown.get(item.name) or before:
            yield Texts(item.label, (*shown.get(item.name, ()), *before))
    if not written and shown.get(""):
        yield Texts({}, tuple(shown[""]))


def question_labels(evaluation: KeptEvaluation) -> dict[str, str]:
    """Return what each text of an evaluation answers, by the question's name, in the language of the page."""
    asked = asked_in(evaluation)
    labels = {item.name: on_page(item.label) for item in asked.items}
    return {"": "", **labels}


def questions_on_page(
    asked: Questionnaire, sent: Mapping[str, Sequence[str]], problems: Mapping[str, Problem]
) -> tuple[QuestionOnPage, ...]:
    """Return the questions with what was sent and what must be mended.

    Args:
        asked: the questionnaire.
        sent: by question.
        problems: by question.
    """
    beside = {own.name for item in asked.items if (own := own_alternative(asked, item)) is not None}
    return tuple(_on_page(asked, item, sent, problems) for item in asked.items if item.name not in beside)


def _on_page(
    asked: Questionnaire, item: Item, sent: Mapping[str, Sequence[str]], problems: Mapping[str, Problem]
) -> QuestionOnPage:
    given = [each for each in sent.get(item.name, ()) if each]
    own = own_alternative(asked, item)
    problem = problems.get(item.name)
    choices = asked.scales[item.scale].choices if item.kind in CHOSEN else ()
    return QuestionOnPage(
        name=item.name,
        kind=item.kind,
        label=on_page(item.label),
        hint=on_page(item.hint),
        choices=tuple(ChoiceOnPage(each.name, on_page(each.label), each.name in given) for each in choices),
        text=given[0] if given and item.kind == "text" else "",
        problem=problem.said(gettext) if problem else "",
        skipped=not given,
        own=_on_page(asked, own, sent, problems) if own else None,
    )
