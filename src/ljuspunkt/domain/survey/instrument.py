"""Instruments (mätinstrument): the questionnaire of one respondent group, in one version.

A row of answers belongs to the instrument whose respondent group and waves match its own. A single
instrument without waves serves every row, whatever its group.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.vocabulary import Text


@dataclass(frozen=True, slots=True)
class SameAs:
    """The question of an earlier version that this one repeats word for word."""

    version: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """One closed question (fråga).

    `indicators` are numbers in the protocol, as text; `positive` the names of the choices that count
    as positive; `reverse` says that a high value is bad.
    """

    name: str
    scale: Scale
    label: Text
    indicators: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    reverse: bool = False
    same_as: SameAs | None = None


@dataclass(frozen=True, slots=True)
class IndicatorTitle:
    """What an indicator number stands for, where the instrument says so.

    `candidate` is the id under which the conference voted on it, if any.
    """

    number: str
    title: Text
    candidate: str | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire in one version; `waves` empty means every wave."""

    form_id: str
    version: str
    questions: tuple[Question, ...]
    respondent_group: str | None = None
    waves: tuple[str, ...] = ()
    title: Text = field(default_factory=dict)
    group_label: Text = field(default_factory=dict)
    indicators: tuple[IndicatorTitle, ...] = ()

    def question(self, name: str) -> Question:
        """Return the question called `name`.

        Raises:
            KeyError: there is none.
        """
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def items_of(self, indicator: str) -> tuple[Question, ...]:
        """Return the questions that measure `indicator`, in order."""
        return tuple(question for question in self.questions if indicator in question.indicators)

    @property
    def measured(self) -> tuple[str, ...]:
        """The indicator numbers that have a question here, in order of first appearance."""
        return tuple(dict.fromkeys(number for question in self.questions for number in question.indicators))


@dataclass(frozen=True, slots=True)
class Instruments:
    """All instruments of a measurement."""

    each: tuple[Instrument, ...]

    @property
    def single(self) -> bool:
        """Whether one instrument serves every row whatever its group."""
        return len(self.each) == 1 and not self.each[0].waves

    def find(self, *, group: str, wave: str) -> Instrument | None:
        """Return the instrument of a respondent group in a wave, None where there is none."""
        if self.single:
            return self.each[0]
        for instrument in self.each:
            group_fits = instrument.respondent_group in (None, group)
            if group_fits and (not instrument.waves or wave in instrument.waves):
                return instrument
        return None

    def of(self, *, group: str, wave: str) -> Instrument:
        """Return the instrument of a respondent group in a wave.

        Raises:
            BadInput: there is none.
        """
        found = self.find(group=group, wave=wave)
        if found is None:
            raise BadInput(
                "no_instrument",
                "There is no instrument for the group “{group}” in wave “{wave}”.",
                group=group,
                wave=wave,
            )
        return found

    @property
    def titles(self) -> Mapping[str, IndicatorTitle]:
        """The titles of all indicators that any instrument names, by number."""
        return {title.number: title for instrument in self.each for title in instrument.indicators}
