"""The evaluation of an occasion by those who were there (deltagarnas utvärdering): a questionnaire that becomes counts.

Any questionnaire of choices and free text may serve; the questions are data. A question has an own alternative where
its scale has the choice `other` and a text question named after it stands beside, as XLSForm's “or_other” makes them.
Nothing is shown of fewer than `AT_LEAST` answers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.reply import check

AT_LEAST = 5
"""Fewer answers than this are not shown."""

LONGEST = 2000
"""The most characters that the texts of one answer have together."""

OTHER = "other"
"""The choice of an own alternative: an answer outside the scale, as on the paper forms of 2014."""

SKIPPED = ""
"""Stands for a step where a question was skipped."""

KINDS = ("select_one", "select_multiple", "text", "note")
CHOSEN = ("select_one", "select_multiple")

Given = Mapping[str, tuple[str, ...]]
"""What one person answered: choices or text by question, skipped ones left out."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A text that somebody wrote, and the question it answers."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Tallied:
    """What is left of answers: how many chose each step, by question and step, and texts without their answers.

    Every question of choices has the step `SKIPPED`, and every step that its scale offers, with 0 where nobody chose
    it.
    """

    answered: int
    counts: Mapping[tuple[str, str], int]
    words: tuple[OwnWords, ...]


def refuse_unfit(questionnaire: Questionnaire) -> None:
    """Refuse a questionnaire whose answers can't be told as counts and loose texts.

    Raises:
        RuleBroken: it asks for a number or a date, or asks nothing.
    """
    unfit = [item.name for item in questionnaire.items if item.kind not in KINDS]
    if unfit:
        raise RuleBroken(
            "evaluation_kind",
            "An evaluation has questions with choices or free text. “{question}” asks for a number or a date.",
            question=unfit[0],
        )
    if not any(item.kind in CHOSEN for item in questionnaire.items):
        raise RuleBroken("evaluation_empty", "An evaluation needs at least one question with choices.")


def own_alternative(questionnaire: Questionnaire, item: Item) -> Item | None:
    """Return the text question in which a question's own alternative is written, None where it has none."""
    scale = questionnaire.scales.get(item.scale)
    if item.kind not in CHOSEN or scale is None or OTHER not in scale.names:
        return None
    return next(
        (each for each in questionnaire.items if each.kind == "text" and each.name == f"{item.name}_other"), None
    )


def with_own_alternatives(questionnaire: Questionnaire, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what was sent, where words of one's own without any tick count as the own alternative."""
    sent = {name: list(values) for name, values in given.items()}
    for item in questionnaire.items:
        own = own_alternative(questionnaire, item)
        if own is None or any(sent.get(item.name, ())):
            continue
        if any(text.strip() for text in sent.get(own.name, ())):
            sent[item.name] = [OTHER]
    return sent


def reply_to(questionnaire: Questionnaire, sent: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return what one person answered.

    Raises:
        RuleBroken: something isn't an answer to its question; the first such is told.
    """
    reply = check(questionnaire, with_own_alternatives(questionnaire, sent), language=questionnaire.default_language)
    for problem in reply.problems.values():
        raise RuleBroken(problem.code, problem.sentence, **problem.values)
    return {name: (said,) if isinstance(said, str) else said for name, said in reply.values.items()}


def refuse_empty(questionnaire: Questionnaire, given: Given) -> None:
    """Refuse an answer that says nothing, or whose texts are too long together.

    Raises:
        RuleBroken: it is so.
    """
    if not any(given.values()):
        raise RuleBroken("nothing_said", "Answer at least one question, or write something.")
    n = sum(len(given.get(item.name, ("",))[0]) for item in questionnaire.items if item.kind == "text")
    if n > LONGEST:
        raise RuleBroken(
            "texts_too_long", "What you wrote has {n} characters together; at most {most} fit.", n=n, most=LONGEST
        )


def tallied(questionnaire: Questionnaire, answers: Iterable[Given]) -> Tallied:
    """Return what is left of the answers: counts, and texts in the order in which they came."""
    every = list(answers)
    counts: Counter[tuple[str, str]] = Counter()
    words: list[OwnWords] = []
    for item in questionnaire.items:
        if item.kind in CHOSEN:
            counts.update({(item.name, step): 0 for step in (*questionnaire.scales[item.scale].names, SKIPPED)})
        for given in every:
            said = tuple(each for each in given.get(item.name, ()) if each)
            if item.kind == "text":
                words += [OwnWords(item.name, text) for text in said]
            elif item.kind in CHOSEN:
                counts.update((item.name, step) for step in (said or (SKIPPED,)))
    return Tallied(len(every), counts, tuple(words))
