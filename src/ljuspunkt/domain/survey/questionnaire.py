"""Questionnaires (formulär): everything a respondent sees, in one version; the instrument is what is counted of it.

The same questionnaire is shown on pages, printed, exported and kept; `instrument()` leaves what the counting knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.survey.instrument import IndicatorTitle, Instrument, Question, SameAs
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text

ItemKind = Literal["select_one", "select_multiple", "text", "integer", "decimal", "date", "note"]
Mark = Literal["same", "changed", "new", ""]
"""How a question stands to the version before: decided by whoever starts a new year, and read by comparability."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing shown: a question, or a note without an answer.

    `scale` names the list of choices of select_one and select_multiple. `easy` is the wording in easy read
    (lättläst) by language, `picture` the name of a symbol. `relevant` and `constraint` are expressions in XLSForm's
    language, "" where there are none. `measure` is the measure in the protocol that the question carries out.
    `own` says that an association added it; it never enters the national figures.
    """

    name: str
    kind: ItemKind
    label: Text
    easy: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    scale: str = ""
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    measure: str = ""
    positive: tuple[str, ...] = ()
    reverse: bool = False
    same_as: SameAs | None = None
    mark: Mark = ""
    picture: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading, in order; sections may hold sections."""

    name: str
    label: Text
    body: "tuple[Item | Section, ...]"
    easy: Text = field(default_factory=dict)
    relevant: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire in one version, for one respondent group; `languages` are those it is meant to be open in."""

    form_id: str
    version: str
    body: tuple[Item | Section, ...]
    scales: Mapping[str, Scale] = field(default_factory=dict)
    respondent_group: str | None = None
    waves: tuple[str, ...] = ()
    title: Text = field(default_factory=dict)
    group_label: Text = field(default_factory=dict)
    default_language: str = "sv"
    languages: tuple[str, ...] = ("sv",)
    indicators: tuple[IndicatorTitle, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order they are shown, out of their sections."""
        return tuple(_items(self.body))

    def instrument(self) -> Instrument:
        """Return what is counted: the closed questions with one answer, except those that an association added.

        A question that is asked only of some is counted among those who answered it; one without a wording is called
        by its name.
        """
        return Instrument(
            form_id=self.form_id,
            version=self.version,
            questions=tuple(
                Question(
                    item.name,
                    self.scales[item.scale],
                    item.label or {self.default_language: item.name},
                    item.indicators,
                    item.positive,
                    item.reverse,
                    item.same_as,
                )
                for item in self.items
                if item.kind == "select_one" and not item.own
            ),
            respondent_group=self.respondent_group,
            waves=self.waves,
            title=self.title,
            group_label=self.group_label,
            indicators=self.indicators,
        )


def _items(body: tuple[Item | Section, ...]) -> Iterator[Item]:
    for part in body:
        if isinstance(part, Section):
            yield from _items(part.body)
        else:
            yield part
