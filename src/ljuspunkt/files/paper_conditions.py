"""Who is to answer a question, said on paper: "Answer only if you chose “Yes” in question 3".

A condition is tried with every choice of the questions that it reads, so that what is said follows from what it
means and not from how it is written. One that can't be said so is said in general words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from ljuspunkt.domain.survey.expression import Expression, parse
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.vocabulary import Text

Said = Callable[[Text, Text], str]
"""The words of a choice: its label, or its easy wording."""

NOTHING = ""
MOST_TRIED = 2000


@dataclass(frozen=True, slots=True)
class Conditions:
    """Sentences in the language of the questionnaire, with {choice} or {choices} and {number}.

    `fits` stands where a condition can't be said in the others.
    """

    only_if: str
    only_if_not: str
    only_if_any: str
    fits: str

    def said(self, relevant: str, questionnaire: Questionnaire, numbers: Mapping[str, int], said: Said) -> str:
        """Return who is to answer, "" where everybody is.

        Args:
            relevant: the expression.
            questionnaire: whose questions it names.
            numbers: of the questions on paper, by name.
            said: how choices are worded.

        Raises:
            RuleBroken: the expression isn't understood.
        """
        if not relevant.strip():
            return ""
        expression = parse(relevant)
        asked = {item.name: item for item in questionnaire.items if item.name in expression.names}
        offered = {name: _offered(asked.get(name), questionnaire) for name in expression.names}
        holding = _holding(expression, offered)
        if holding is None:
            return self.fits
        sentences = [
            self._sentence(asked[name], holding[name], questionnaire, numbers[name], said)
            for name in expression.names
            if len(holding[name]) < len(offered[name])
        ]
        return " ".join(sentences)

    def _sentence(
        self, item: Item, holding: tuple[str, ...], questionnaire: Questionnaire, number: int, said: Said
    ) -> str:
        """Say for which answers to one question a condition holds."""
        choices = questionnaire.scales[item.scale].choices
        words = {choice.name: said(choice.label, choice.easy) or choice.name for choice in choices}
        chosen = [words[name] for name in holding if name != NOTHING]
        if NOTHING in holding:
            others = [words[name] for name in words if name not in holding]
            return " ".join(self.only_if_not.format(choice=other, number=number) for other in others) or self.fits
        if not chosen:
            return self.fits
        if len(chosen) == 1:
            return self.only_if.format(choice=chosen[0], number=number)
        return self.only_if_any.format(choices=" / ".join(chosen), number=number)


def _offered(item: Item | None, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the answers that a question can have, nothing among them; none where they can't be listed."""
    if item is None or item.kind not in ("select_one", "select_multiple"):
        return ()
    return (NOTHING, *questionnaire.scales[item.scale].names)


def _holding(expression: Expression, offered: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]] | None:
    """Return for which answers to each question an expression holds; None where that depends on several at once."""
    sizes = [len(answers) for answers in offered.values()]
    if not sizes or prod(sizes) == 0 or prod(sizes) > MOST_TRIED:
        return None
    true = [row for row in product(*offered.values()) if expression.holds(dict(zip(offered, row, strict=True)))]
    found = {
        name: tuple(answer for answer in answers if any(row[place] == answer for row in true))
        for place, (name, answers) in enumerate(offered.items())
    }
    return found if true and prod(len(answers) for answers in found.values()) == len(true) else None
