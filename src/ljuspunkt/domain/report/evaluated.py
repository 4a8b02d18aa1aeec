"""The report's part on what those who voted thought of the conference (deltagarnas utvärdering), as counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.procedure import Evaluation, Question, Texts
from ljuspunkt.domain.report.words import Language, in_words, of_number, pick, sentence_case
from ljuspunkt.domain.vocabulary import Text, wording


@dataclass(frozen=True, slots=True)
class TextsPart:
    """Texts under a heading, in random order."""

    heading: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluationPart:
    """What those who voted thought of the conference: a table for each scale, and their own words."""

    heading: str
    words: tuple[str, ...]
    caption: str
    tables: tuple[Table, ...]
    texts: tuple[TextsPart, ...]


def evaluation_part(evaluation: Evaluation, language: Language) -> EvaluationPart:
    """Return an evaluation as the report tells it."""
    words = [
        pick(
            language,
            f"{of_number(evaluation.answered, evaluation.of, 'sv')} svarade, utan namn.",
            f"{of_number(evaluation.answered, evaluation.of, 'en')} answered, without names.",
        )
    ]
    if evaluation.texts or evaluation.withheld:
        words.append(
            pick(
                language,
                "Kommentarerna hänger inte ihop med svaren på frågorna.",
                "The comments are kept apart from the answers to the questions.",
            )
        )
    if evaluation.withheld:
        words.append(
            pick(
                language,
                f"{sentence_case(in_words(evaluation.withheld, 'sv'))} "
                f"{'kommentar' if evaluation.withheld == 1 else 'kommentarer'} visas inte, för att ingen ska pekas ut.",
                f"{sentence_case(in_words(evaluation.withheld, 'en'))} "
                f"{'comment isn' if evaluation.withheld == 1 else 'comments aren'}'t shown, so that nobody is singled "
                "out.",
            )
        )
    caption = pick(language, "Utvärderingen, antal svar", "The evaluation, numbers of answers")
    return EvaluationPart(
        heading=pick(
            language, "Vad de som röstade tyckte om konferensen", "What those who voted thought of the conference"
        ),
        words=tuple(words),
        caption=caption,
        tables=tuple(_tables(evaluation, caption, language)),
        texts=tuple(
            TextsPart(_heading(each, sum(not other.alternative for other in evaluation.texts), language), each.said)
            for each in evaluation.texts
        ),
    )


def _tables(evaluation: Evaluation, caption: str, language: Language) -> Iterator[Table]:
    """Give a table for each run of questions with the same steps."""
    for (steps, has_other, several), questions in groupby(evaluation.questions, key=_kind):
        note = pick(
            language,
            "Den som svarade kunde välja flera svar på samma fråga.",
            "Each person could choose several answers to a question.",
        )
        yield Table(
            caption,
            (
                pick(language, "Fråga om", "Question about"),
                *(wording(dict(step), language) for step in steps),
                *((pick(language, "Annat svar", "Other answer"),) if has_other else ()),
                pick(language, "Hoppade över", "Skipped"),
            ),
            tuple(_row(question, language) for question in questions),
            (note,) if several else (),
        )


def _kind(question: Question) -> tuple[tuple[tuple[tuple[str, str], ...], ...], bool, bool]:
    """Return what questions of one table have in common: their steps, and how they are answered."""
    steps = tuple(tuple(sorted(step.items())) for step, _ in question.steps)
    return steps, question.other is not None, question.several


def _row(question: Question, language: Language) -> Row:
    return Row(
        wording(question.about, language),
        (
            *(Cell(str(n), (), "shown" if place == 0 else "text") for place, (_, n) in enumerate(question.steps)),
            *((Cell(str(question.other)),) if question.other is not None else ()),
            Cell(str(question.skipped)),
        ),
    )


def _heading(texts: Texts, n_questions: int, language: Language) -> str:
    about: Text = texts.about
    if texts.alternative:
        return pick(language, f"Annat svar: {wording(about, 'sv')}", f"Other answer: {wording(about, 'en')}")
    if n_questions == 1:
        return pick(language, "I egna ord, i slumpvis ordning", "In their own words, in random order")
    return wording(about, language)
