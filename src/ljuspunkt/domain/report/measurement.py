"""The measurement that a report is about (mätning): its waves, groups and subjects, from a publication alone."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from ljuspunkt.domain.disclosure.table import OTHERS, OTHERS_OF_A_BREAKDOWN
from ljuspunkt.domain.report.compared import Compared
from ljuspunkt.domain.report.reading import (
    EVERYONE,
    Reading,
    Released,
    Subject,
    items_of,
    single_waves,
    why_not_compared,
)
from ljuspunkt.domain.report.sentences import Change, change_between
from ljuspunkt.domain.report.words import Language, pick, within_sentence
from ljuspunkt.domain.survey.instrument import Question
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.vocabulary import Text, wording

TOGETHER = (*OTHERS.values(), OTHERS_OF_A_BREAKDOWN)
"""Row names of sets that unite hidden ones."""


def _natural(identifier: str) -> tuple[bool, int, str]:
    digits = identifier if identifier.isdigit() else ""
    return (not digits, int(digits or 0), identifier)


class Measurement:
    """A publication with what a report asks of it; reads released rows and nothing else."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.instruments = publication.instruments
        self.released = Released(publication.tables)
        self.waves = single_waves(self.released, publication.policy.waves)
        self.pooled = tuple(wave for wave in self.released.values("wave") if "+" in wave)

    @property
    def latest(self) -> str:
        return self.waves[-1] if self.waves else ""

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The respondent groups with rows, in the instruments' order; one for everyone where nothing is split."""
        there = [group for group in self.released.values("group") if group not in TOGETHER]
        if not there:
            return (EVERYONE,)
        named = dict.fromkeys(
            instrument.respondent_group for instrument in self.instruments.each if instrument.respondent_group in there
        )
        ordered = sorted((group for group in named if group), key=_usual_order)
        return (*ordered, *(group for group in there if group not in named))

    @cached_property
    def national_groups(self) -> tuple[str, ...]:
        """The groups that have national rows: all, or everyone together where only that is printed."""
        if self.released.has("group"):
            return self.groups
        return (EVERYONE,) if self.released.has() else ()

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The indicators that have rows, by number, then the questions behind none of them."""
        indicators = sorted(self.released.subjects("indicator"), key=_natural)
        titles = self.instruments.titles
        found = []
        for number in indicators:
            title = titles.get(number)
            groups = self._asked("indicator", number)
            named: Text = title.title if title else {}
            found.append(Subject("indicator", number, named, groups, title.candidate if title else None))
        return (*found, *self._lone_questions(set(indicators)))

    def _lone_questions(self, released: set[str]) -> list[Subject]:
        found: dict[tuple[str, str], list[str]] = {}
        titles: dict[tuple[str, str], Text] = {}
        for name in self.released.subjects("question"):
            for group in self.groups:
                questions = self.questions(Subject("question", name, {}, ()), group)
                if not questions or any(number in released for number in questions[0].indicators):
                    continue
                key = (name, wording(questions[0].label, "sv"))
                found.setdefault(key, []).append(group)
                titles.setdefault(key, questions[0].label)
        return [Subject("question", key[0], titles[key], tuple(groups)) for key, groups in found.items()]

    def _asked(self, kind: str, number: str) -> tuple[str, ...]:
        subject = Subject("indicator" if kind == "indicator" else "question", number, {}, ())
        return tuple(group for group in self.groups if self.questions(subject, group))

    def questions(self, subject: Subject, group: str, wave: str | None = None) -> tuple[Question, ...]:
        """Return the questions behind a subject in a group: in a wave, or in the latest that asked them."""
        if wave is not None:
            return items_of(self.instruments, subject, group=group, wave=wave)
        for candidate in reversed(self.waves):
            found = items_of(self.instruments, subject, group=group, wave=candidate)
            if found:
                return found
        return ()

    def label(self, group: str, language: Language) -> str:
        """Return a group's own name."""
        if group == EVERYONE:
            return pick(language, "Alla som svarade", "Everyone who answered")
        for instrument in reversed(self.instruments.each):
            if instrument.respondent_group == group and instrument.group_label:
                return wording(instrument.group_label, language)
        return group

    def among(self, group: str, language: Language) -> str:
        """Return a group's name as it stands inside a sentence; nothing for everyone."""
        return "" if group == EVERYONE else within_sentence(self.label(group, language))

    def title(self, subject: Subject, language: Language) -> str:
        """Return what a subject is called, its number where nothing says more."""
        return wording(subject.title, language) or subject.id

    def name(self, language: Language) -> str:
        """Return what the measurement is called."""
        for instrument in reversed(self.instruments.each):
            if instrument.title:
                return wording(instrument.title, language)
        return pick(language, "Mätning", "Measurement")

    def national(self, subject: Subject, group: str, wave: str) -> Reading:
        """Return a group's national figure, with "other question" where it can't be compared with the latest."""
        reading = self.released.read(subject, wave=wave, group=group)
        return self._comparable(reading, subject, group, wave)

    def of_association(self, subject: Subject, association: str, group: str, wave: str) -> Reading:
        """Return an association's figure, likewise."""
        reading = self.released.read(subject, wave=wave, association=association, group=group)
        return self._comparable(reading, subject, group, wave)

    def _comparable(self, reading: Reading, subject: Subject, group: str, wave: str) -> Reading:
        last = self.last_asked(subject, group)
        if reading.missing == "none" or last is None:
            return reading
        asked_as = subject.groups[0] if group == EVERYONE and subject.groups else group
        reason = why_not_compared(self.instruments, subject, group=asked_as, wave=last, earlier=wave)
        if reason is None:
            return reading
        return Reading(reading.place, reading.table, reading.row, missing="other_question", reason=reason)

    def last_asked(self, subject: Subject, group: str) -> str | None:
        """Return the latest wave in which a group was asked about a subject."""
        asked_as = subject.groups[0] if group == EVERYONE and subject.groups else group
        for wave in reversed(self.waves):
            if items_of(self.instruments, subject, group=asked_as, wave=wave):
                return wave
        return None

    @cached_property
    def compared(self) -> Compared:
        """The release's comparisons."""
        return Compared(self.publication)

    def change(
        self, subject: Subject, group: str, readings: Sequence[tuple[str, Reading]], association: str = ""
    ) -> Change | None:
        """Return the change from the earliest to the latest comparable wave, None unless the latest has a share.

        An association is followed through mergers. Nationally the interval takes associations as clusters where
        enough of them are shown in both waves; else it is as if answers were independent.

        Args:
            subject: what is measured.
            group: of respondents.
            readings: the figure in each wave.
            association: whose figure it is; "" nationally.
        """
        singles = [(wave, reading) for wave, reading in readings if wave in self.waves]
        if not singles or singles[-1][0] != self.latest:
            return None
        latest = singles[-1][1]
        if association and (followed := self._followed(subject, group, association, latest)) is not None:
            return followed
        for wave, reading in singles[:-1]:
            found = change_between(latest, reading, earlier=wave)
            if found is not None:
                return found if association else self._over_associations(subject, group, found)
        return None

    def _followed(self, subject: Subject, group: str, association: str, latest: Reading) -> Change | None:
        found = self.compared.change(subject, group, wave=self.latest, association=association)
        if found is None or found.before is None or found.interval is None or latest.share is None:
            return None
        before = Fraction(found.before.positive, found.before.answered)
        return Change(found.earlier, before, latest.share, found.interval, found.p_adjusted)

    def _over_associations(self, subject: Subject, group: str, change: Change) -> Change:
        found = self.compared.national_change(subject, group, wave=self.latest, earlier=change.earlier)
        if found is None or found.interval is None or found.difference is None:
            return change
        return replace(
            change,
            interval=found.interval,
            p_adjusted=found.p_adjusted,
            clusters=found.sets,
            difference=found.difference,
        )

    def associations(self, wave: str | None = None) -> tuple[str, ...]:
        """Return the associations with rows, in a wave or in any, without rows that unite several."""
        return tuple(name for name in self.released.values("association", wave=wave) if name not in TOGETHER)

    def together(self, wave: str) -> tuple[str, ...]:
        """Return the names of rows that unite hidden associations, where there are any."""
        return tuple(name for name in self.released.values("association", wave=wave) if name in TOGETHER)

    def merged(self) -> tuple[tuple[str, str], ...]:
        """Return which association went into which."""
        return tuple(
            (years.association, years.merged_into) for years in self.publication.associations if years.merged_into
        )


_ORDER = ("participant", "staff", "managers", "board", "referrers")


def _usual_order(group: str) -> tuple[int, bool]:
    """Participants before staff, managers, board and others, whatever order the files have; ongoing before exit."""
    for place, start in enumerate(_ORDER):
        if group.startswith(start):
            return place, group.endswith("exit")
    return len(_ORDER), False
