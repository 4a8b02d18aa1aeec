"""The report's part on what those who voted thought of the conference (deltagarnas utvärdering), as counts."""

from dataclasses import dataclass

from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.procedure import Evaluation
from ljuspunkt.domain.report.words import Language, in_words, of_number, pick, sentence_case
from ljuspunkt.domain.vocabulary import Text, wording


@dataclass(frozen=True, slots=True)
class EvaluationPart:
    """What those who voted thought of the conference."""

    heading: str
    words: tuple[str, ...]
    table: Table
    comments: tuple[str, ...]


def evaluation_part(evaluation: Evaluation, language: Language) -> EvaluationPart:
    """Return an evaluation as the report tells it."""
    steps: tuple[Text, ...] = tuple(step for step, _ in evaluation.questions[0].steps) if evaluation.questions else ()
    other = any(question.other for question in evaluation.questions)
    rows = tuple(
        Row(
            wording(question.about, language),
            (
                *(Cell(str(n), (), "shown" if place == 0 else "text") for place, (_, n) in enumerate(question.steps)),
                *((Cell(str(question.other)),) if other else ()),
                Cell(str(question.skipped)),
            ),
        )
        for question in evaluation.questions
    )
    words = [
        pick(
            language,
            f"{of_number(evaluation.answered, evaluation.of, 'sv')} svarade, utan namn.",
            f"{of_number(evaluation.answered, evaluation.of, 'en')} answered, without names.",
        )
    ]
    if evaluation.words or evaluation.withheld:
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
    return EvaluationPart(
        heading=pick(
            language, "Vad de som röstade tyckte om konferensen", "What those who voted thought of the conference"
        ),
        words=tuple(words),
        table=Table(
            pick(language, "Utvärderingen, antal svar", "The evaluation, numbers of answers"),
            (
                pick(language, "Fråga om", "Question about"),
                *(wording(step, language) for step in steps),
                *((pick(language, "Annat svar", "Other answer"),) if other else ()),
                pick(language, "Hoppade över", "Skipped"),
            ),
            rows,
        ),
        comments=evaluation.words,
    )
