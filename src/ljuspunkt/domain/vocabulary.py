"""Words that every topic of the method uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ljuspunkt.domain.errors import filled_in

Text = Mapping[str, str]
"""One wording in several languages, by language code ("sv", "en", …)."""


def wording(text: Text, language: str) -> str:
    """Return the wording in `language`, else in Swedish, English, or whatever there is; "" if none."""
    for choice in (language, "sv", "en", *text):
        if text.get(choice):
            return text[choice]
    return ""


UNCERTAIN_WIDTH = 0.40
"""A share whose interval is wider than this is called uncertain."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; for shares both ends are 0 to 1."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def uncertain(self) -> bool:
        """Whether the interval of a share, or of a difference of shares, is too wide to say much."""
        return self.width > UNCERTAIN_WIDTH


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many (andel): counts first, divided once, rounded last and only for eyes.

    `positive` 0 to `answered`; `answered` at least 0. A share of nobody has no value.
    """

    positive: int
    answered: int

    def __post_init__(self) -> None:
        if not 0 <= self.positive <= self.answered:
            raise ValueError(f"0 <= positive <= answered is needed, not {self.positive} of {self.answered}")

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.positive, self.answered) if self.answered else None

    @property
    def value(self) -> float | None:
        return self.positive / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about something that was left out or isn't used; `sentence` is the key of its translation."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the whole sentence, looked up by `translate` and with its values filled in."""
        return filled_in(self.sentence, self.values, translate)
