"""A first questionnaire from a protocol: a question for each measure, or for each indicator that has none yet.

What an indicator or a measure says stands in the question until somebody words it as a question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ljuspunkt.domain.survey.instrument import IndicatorTitle
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Carried:
    """A measure that a question carries out: the number it keeps, and what is measured."""

    number: str
    title: Text


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator to ask about, with its measures."""

    number: str
    title: Text
    easy: Text = field(default_factory=dict)
    candidate: str | None = None
    measures: tuple[Carried, ...] = ()


def drafted(empty: Questionnaire, topics: Sequence[Topic], scale: Scale, positive: tuple[str, ...]) -> Questionnaire:
    """Return a questionnaire with a question for each measure, or for an indicator without one.

    Args:
        empty: the questionnaire with its title, group and languages.
        topics: the indicators, in the order in which they are asked about.
        scale: the list of choices that all questions begin with.
        positive: which of its answers count as positive.
    """
    items: list[Item] = []
    for topic in topics:
        asked = topic.measures or (None,)
        for place, measure in enumerate(asked):
            letter = chr(ord("a") + place) if len(asked) > 1 and place < 26 else f"_{place}" if place else ""
            items.append(
                Item(
                    name=f"q{re.sub('[^A-Za-z0-9_]', '_', topic.number)}{letter}",
                    kind="select_one",
                    label=dict(measure.title if measure else topic.title),
                    easy={} if measure else dict(topic.easy),
                    scale=scale.name,
                    indicators=(topic.number,),
                    measure=measure.number if measure else "",
                    positive=positive,
                )
            )
    return replace(
        empty,
        body=(*empty.body, *items),
        scales={**empty.scales, scale.name: scale},
        indicators=titles_of(topics),
    )


def titles_of(topics: Sequence[Topic]) -> tuple[IndicatorTitle, ...]:
    """Return what the numbers stand for."""
    return tuple(IndicatorTitle(topic.number, dict(topic.title), topic.candidate) for topic in topics)
