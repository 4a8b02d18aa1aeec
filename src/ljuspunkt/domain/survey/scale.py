"""Answer scales (svarsskalor): the choices of a question, in order, and what each stands for."""

from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.vocabulary import Text

Missing = Literal["dont_know", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be ticked.

    `value` is a whole number that means are computed from, None where the choice has none;
    `missing` says that the choice leaves the denominator ("don't know", "not applicable"). `easy` is the wording in
    easy read (lättläst), by language.
    """

    name: str
    label: Text
    value: int | None = None
    missing: Missing | None = None
    easy: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scale:
    """The choices of a question in the order they are shown."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(choice.name for choice in self.choices)

    @property
    def answers(self) -> tuple[Choice, ...]:
        """The choices that count as an answer: those that aren't missing."""
        return tuple(choice for choice in self.choices if choice.missing is None)

    @property
    def values(self) -> dict[str, int] | None:
        """The value of each answer by its name; None unless every answer has one."""
        found = {choice.name: choice.value for choice in self.answers if choice.value is not None}
        return found if found and len(found) == len(self.answers) else None

    def reversed_value(self, value: int) -> int:
        """Return `value` mirrored within the scale: low + high − value.

        Raises:
            ValueError: the scale has no values.
        """
        values = self.values
        if values is None:
            raise ValueError(f"the scale {self.name!r} has no values")
        return min(values.values()) + max(values.values()) - value
