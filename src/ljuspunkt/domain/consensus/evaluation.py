"""The evaluation of a conference by those who voted (deltagarnas utvärdering): the form of 2014.

Six questions with three steps, and a comment in one's own words. A question may be skipped. Nothing is shown of
fewer than `AT_LEAST` answers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.vocabulary import Text

AT_LEAST = 5
"""Fewer answers than this are not shown."""

LONGEST = 2000
"""The most characters of a comment."""


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about; `name` is what it is called where it is kept."""

    name: str
    words: Text


@dataclass(frozen=True, slots=True)
class StepOfThree:
    """A step of the scale."""

    name: str
    words: Text


QUESTIONS: tuple[About, ...] = (
    About("beforehand", {"sv": "Information och material i förväg", "en": "Information and material beforehand"}),
    About("heard", {"sv": "Möjligheten att göra sin röst hörd", "en": "Being able to make one’s voice heard"}),
    About(
        "treated", {"sv": "Bemötandet från de andra deltagarna", "en": "How one was treated by the other participants"}
    ),
    About("design", {"sv": "Processens upplägg", "en": "The design of the process"}),
    About("result", {"sv": "Resultatet: de valda indikatorerna", "en": "The result: the chosen indicators"}),
    About("programme", {"sv": "Programmet och tiden för varje del", "en": "The programme and the time for each part"}),
)

STEPS: tuple[StepOfThree, ...] = (
    StepOfThree("content", {"sv": "Nöjd", "en": "Content"}),
    StepOfThree("neither", {"sv": "Varken eller", "en": "Neither"}),
    StepOfThree("not_content", {"sv": "Inte nöjd", "en": "Not content"}),
)

OTHER = "other"
"""An answer outside the scale, as on the paper forms of 2014."""

_QUESTIONS = {question.name for question in QUESTIONS}
_STEPS = {step.name for step in STEPS}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person answered: steps by question, skipped ones left out, and a comment."""

    steps: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


def opinion(steps: Mapping[str, str], words: str) -> Opinion:
    """Return what was handed in as an opinion.

    Args:
        steps: name of a step by name of a question; "" where the question was skipped.
        words: the comment, "" for none.

    Raises:
        RuleBroken: there is no such question or step, the comment is too long, or nothing was said.
    """
    said = {question: step for question, step in steps.items() if step}
    if not _QUESTIONS.issuperset(said) or not _STEPS.issuperset(said.values()):
        raise RuleBroken("no_such_step", "Choose one of the three steps, or skip the question.")
    comment = words.strip()
    if len(comment) > LONGEST:
        raise RuleBroken(
            "comment_too_long", "The comment has {n} characters; at most {most} fit.", n=len(comment), most=LONGEST
        )
    if not said and not comment:
        raise RuleBroken("nothing_said", "Answer at least one question, or write something.")
    return Opinion(said, comment)


def counts(opinions: Iterable[Opinion]) -> Mapping[tuple[str, str], int]:
    """Return how many chose each step, by question and step."""
    return Counter((question, step) for one in opinions for question, step in one.steps.items())
