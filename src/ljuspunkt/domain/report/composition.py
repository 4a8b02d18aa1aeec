"""Which parts a report has, and what stands in them: from a publication only, in one language.

Per indicator: the finding, its red thread, the picture of all groups over the years, the table, the questions
behind it with what counts as positive, and the associations. Then the number of answers, the audit's verdict and
the method.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from ljuspunkt.domain.report.account import Provenance, account
from ljuspunkt.domain.report.associations import associations_table
from ljuspunkt.domain.report.beside import beside, compared_in_all
from ljuspunkt.domain.report.by_hand import ByHand
from ljuspunkt.domain.report.cells import cell, dot_row, uncertain_word, wave_label
from ljuspunkt.domain.report.changes import change_table, level_sentence, trend_sentence
from ljuspunkt.domain.report.finding import Finding, Ground, ground
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.method import facts, method_paragraphs, verdict_of
from ljuspunkt.domain.report.outline import Account, Bead, Beside, Cell, Datum, Figure, Report, Row, Section, Table
from ljuspunkt.domain.report.picture import Axis, DotGroup, DotPicture, DotRow, scale_axis, share_axis
from ljuspunkt.domain.report.picture_words import mean_note, picture_notes, share_note
from ljuspunkt.domain.report.reading import EVERYONE, Reading, Subject
from ljuspunkt.domain.report.sentences import (
    Change,
    change_in_full,
    expected_by_chance,
    figure_in_full,
    groups_compared,
    in_year,
    level,
    summary,
)
from ljuspunkt.domain.report.tables import (
    association_table,
    breakdown_tables,
    national_table,
    question_table,
    response_table,
)
from ljuspunkt.domain.report.words import Language, both, in_words, percent, percent_sign, pick, sentence_case
from ljuspunkt.domain.survey.publication import Publication

Votes = Mapping[str, Bead]
"""The vote that chose a candidate, by the candidate's id, where it is known."""


@dataclass(frozen=True, slots=True)
class GroupYears:
    """A group's national figures over the waves, and the change from the first comparable one."""

    group: str
    readings: tuple[tuple[str, Reading], ...]
    change: Change | None

    def at(self, wave: str) -> Reading | None:
        """Return the figure of a wave, None where there is no such row."""
        return next((reading for when, reading in self.readings if when == wave), None)


def compose(
    publication: Publication, language: Language, *, votes: Votes | None = None, provenance: Provenance | None = None
) -> Report:
    """Return the whole report in one language.

    Args:
        publication: as read.
        language: of the report.
        votes: lets the red thread begin at the conference.
        provenance: hashes and versions, for the page on how the figures were made.
    """
    return Composition(publication, votes or {}, provenance).report(language)


class Composition:
    """The parts of one publication's report; each part can be had alone, for a page of its own."""

    def __init__(self, publication: Publication, votes: Votes, provenance: Provenance | None = None) -> None:
        self.measurement = Measurement(publication)
        self.votes = votes
        self.provenance = provenance or Provenance()
        self.by_hand = ByHand(self.measurement)
        self._reports: dict[Language, Report] = {}
        self.years = {subject.name: self._years(subject) for subject in self.measurement.subjects}

    def _years(self, subject: Subject) -> tuple[GroupYears, ...]:
        found = []
        for group in self.measurement.national_groups:
            if group != EVERYONE and group not in subject.groups:
                continue
            readings = tuple(
                (wave, self.measurement.national(subject, group, wave)) for wave in self._waves(subject, group)
            )
            if any(reading.missing != "none" for _, reading in readings):
                found.append(GroupYears(group, readings, self.measurement.change(subject, group, readings)))
        return tuple(found)

    def _waves(self, subject: Subject, group: str) -> tuple[str, ...]:
        """Return all waves, and pooled ones where one of theirs is hidden and they are shown."""
        pooled = []
        for together in self.measurement.pooled:
            parts = together.split("+")
            hidden = any(
                self.measurement.national(subject, group, wave).missing == "hidden"
                for wave in parts
                if wave in self.measurement.waves
            )
            if hidden and self.measurement.national(subject, group, together).shown:
                pooled.append(together)
        return (*self.measurement.waves, *pooled)

    def report(self, language: Language) -> Report:
        """Return the whole report, composed once for each language."""
        if language not in self._reports:
            self._reports[language] = self._report(language)
        return self._reports[language]

    def _report(self, language: Language) -> Report:
        measurement = self.measurement
        sections = tuple(self.section(subject, language) for subject in measurement.subjects)
        compared = self._compared()[0]
        lede = [expected_by_chance(compared, language)] if compared else []
        funnels = [
            funnel
            for subject in measurement.subjects
            for group in measurement.groups
            if (funnel := measurement.compared.funnel(subject, group, measurement.latest)) is not None
        ]
        lede.append(compared_in_all(funnels, language))
        return Report(
            language=language,
            title=measurement.name(language),
            margin=(measurement.name(language), in_year(measurement.latest, language)),
            heading=self.summary_sentence(language),
            lede=tuple(part for part in (*lede, self._who_took_part(language)) if part),
            sample=measurement.name(language),
            overview=self.overview(language),
            contents=self._contents(sections, language),
            responses_heading=pick(language, "Så många svarade", "How many answered"),
            responses=response_table(measurement, language),
            associations=associations_table(measurement, language),
            sections=sections,
            verdict=verdict_of(measurement.publication, language),
            method_heading=pick(language, "Så gjordes rapporten", "How the report was made"),
            method=method_paragraphs(measurement, language),
            facts=facts(measurement, language),
            account=self.account(language),
            findings=self.findings(),
        )

    def account(self, language: Language) -> Account:
        """Return how the figures were made, with one of them counted by hand."""
        return account(self.measurement, self.by_hand, self.provenance, language)

    def summary_sentence(self, language: Language) -> str:
        """Return the heading of the whole report."""
        measurement = self.measurement
        compared, certain, earlier = self._compared()
        return summary(
            respondents=self._respondents(measurement.latest),
            associations=len(measurement.associations(measurement.latest)),
            wave=measurement.latest,
            compared=compared,
            certain=certain,
            earlier=earlier,
            language=language,
        )

    def _respondents(self, wave: str) -> int | None:
        """Return how many answered in a wave, None unless that is printed or follows from printed groups."""
        everyone = self.measurement.released.size(wave=wave)
        if everyone is not None:
            return everyone
        groups = self.measurement.released.values("group", wave=wave)
        sizes = [self.measurement.released.size(wave=wave, group=group) for group in groups]
        known = [size for size in sizes if size is not None]
        return sum(known) if known and len(known) == len(sizes) else None

    def _compared(self) -> tuple[int, int, str]:
        changes = [years.change for found in self.years.values() for years in found if years.change]
        earlier = min((change.earlier for change in changes), key=self.measurement.waves.index, default="")
        return len(changes), sum(change.certain for change in changes), earlier

    def _who_took_part(self, language: Language) -> str:
        measurement = self.measurement
        there = [(wave, set(measurement.associations(wave))) for wave in measurement.waves]
        if all(names == there[0][1] for _, names in there):
            return ""
        parts = ", ".join(
            f"{len(names)} {pick(language, 'år' if wave.isdigit() else 'i', 'in')} {in_year(wave, language)}"
            for wave, names in there
        )
        return pick(
            language,
            f"Det är inte samma förbund alla år: {parts}.",
            f"The associations aren't the same every year: {parts}.",
        )

    def overview(self, language: Language) -> Figure | None:
        """Return one picture of all subjects: the first group that each was asked of, in the latest wave."""
        measurement = self.measurement
        groups: list[DotGroup] = []
        data: list[Datum] = []
        leading = self.leading_group()
        for subject in measurement.subjects:
            lead = next((years for years in self.years[subject.name] if years.group == leading), None)
            reading = lead.at(measurement.latest) if lead else None
            if reading is None or (reading.share is None and not reading.band):
                continue
            label = (
                f"{subject.id}. {measurement.title(subject, language)}"
                if subject.kind == "indicator"
                else (measurement.title(subject, language))
            )
            groups.append(DotGroup(label, (dot_row(reading, label="", language=language, age=0),)))
            data.append(Datum(subject.id, reading))
        if len(groups) < 2 or leading is None:
            return None
        shares = [datum.reading.share for datum in data if datum.reading.share is not None]
        finding = self._overview_finding(shares, len(groups), leading, language)
        picture = DotPicture(
            "overview", finding, tuple(groups), self._share_axis(groups, language), uncertain_word(language)
        )
        margin = (measurement.label(leading, language), in_year(measurement.latest, language), share_note(language))
        return Figure(finding, margin, picture, picture_notes(picture, measurement.waves[-1:], language), tuple(data))

    def leading_group(self) -> str | None:
        """Return the group that most subjects have a figure for in the latest wave; the first of equals."""
        counted: dict[str, int] = {}
        for found in self.years.values():
            for years in found:
                reading = years.at(self.measurement.latest)
                if reading is not None and (reading.share is not None or reading.band):
                    counted[years.group] = counted.get(years.group, 0) + 1
        return max(self.measurement.national_groups, key=lambda group: counted.get(group, 0), default=None)

    def _overview_finding(self, shares: Sequence[Fraction], number: int, group: str, language: Language) -> str:
        among = sentence_case(self.measurement.among(group, language))
        who = f"{among}: " if among else ""
        low, high = (percent(min(shares)), percent(max(shares))) if shares else (0, 0)
        if low == high:
            return sentence_case(
                pick(language, f"{who}{low} procent positiva svar", f"{who}{low} per cent positive answers")
            )
        return sentence_case(
            pick(
                language,
                f"{who}från {low} till {high} procent positiva svar på {in_words(number, language)} indikatorer",
                f"{who}from {low} to {high} per cent positive answers to {in_words(number, language)} indicators",
            )
        )

    def section(self, subject: Subject, language: Language) -> Section:
        """Return a subject's part of the report."""
        measurement = self.measurement
        years = self.years[subject.name]
        lead = self._lead(subject)
        title = measurement.title(subject, language)
        kind = (
            pick(language, "Indikator", "Indicator")
            if subject.kind == "indicator"
            else pick(language, "Fråga", "Question")
        )
        figure = self._figure(subject, years, language)
        heading_associations, table = association_table(measurement, subject, language)
        return Section(
            name=subject.name,
            number=subject.id,
            title=title,
            margin=(f"{kind} {subject.id}", measurement.name(language)),
            heading=self.level_sentence(subject, language),
            lede=self._lede(subject, lead, language),
            thread=self.thread(subject, language, self.votes),
            figure=figure,
            table=national_table(measurement, subject, years, language),
            changes=change_table(measurement, subject, years, language),
            beside=self.beside(subject, language),
            questions=question_table(measurement, subject, language),
            breakdowns=breakdown_tables(measurement, subject, language),
            associations_heading=heading_associations,
            associations=table,
        )

    def beside(self, subject: Subject, language: Language) -> tuple[Beside, ...]:
        """Return the associations beside each other, for each group of a subject where enough of them are shown."""
        groups = subject.groups if self.measurement.released.has("association", "group") else (EVERYONE,)
        found = [beside(self.measurement, subject, group, language) for group in groups]
        return tuple(each for each in found if each is not None)

    def _lead(self, subject: Subject) -> GroupYears | None:
        """Return the first group with a figure in the latest wave."""
        for years in self.years[subject.name]:
            reading = years.at(self.measurement.latest)
            if reading is not None and reading.shown:
                return years
        return None

    def level_sentence(self, subject: Subject, language: Language) -> str:
        """Return a subject's finding about its latest level."""
        lead = self._lead(subject)
        reading = lead.at(self.measurement.latest) if lead else None
        return level(
            reading or Reading({}, missing="hidden"),
            title=self.measurement.title(subject, language),
            group=self.measurement.among(lead.group, language) if lead else "",
            wave=self.measurement.latest,
            language=language,
        )

    def _lede(self, subject: Subject, lead: GroupYears | None, language: Language) -> tuple[str, ...]:
        if lead is None:
            return ()
        reading = lead.at(self.measurement.latest)
        if reading is None:
            return ()
        questions = self.measurement.questions(
            subject, subject.groups[0] if lead.group == EVERYONE and subject.groups else lead.group
        )
        positive = {
            tuple(
                choice.label.get(language) or choice.name
                for choice in question.scale.choices
                if choice.name in question.positive
            )
            for question in questions
        }
        said = figure_in_full(
            reading,
            positive=next(iter(positive)) if len(positive) == 1 else (),
            items=max(len(questions), 1),
            unit_known=len(questions) <= 1,
            language=language,
        )
        parts = [said, *([change_in_full(lead.change, language)] if lead.change else [])]
        compared = self.measurement.compared
        trend = compared.trend(subject, lead.group)
        if trend is not None:
            parts.append(trend_sentence(trend, language))
        level = compared.level(subject, lead.group, self.measurement.latest)
        if level is not None and reading.share is not None:
            parts.append(level_sentence(level, language))
        return (" ".join(part for part in parts if part),)

    def thread(self, subject: Subject, language: Language, votes: Votes) -> tuple[Bead, ...]:
        """Return the red thread of a subject's figure: candidate, vote, question, figure; the figure comes last."""
        lead = self._lead(subject)
        measurement = self.measurement
        reading = lead.at(measurement.latest) if lead else None
        if lead is None or reading is None or not reading.shown:
            return ()
        beads = []
        title = measurement.title(subject, language)
        if subject.candidate is not None:
            beads.append(Bead(pick(language, f"Kandidat {subject.candidate}", f"Candidate {subject.candidate}"), title))
            if subject.candidate in votes:
                beads.append(votes[subject.candidate])
        questions = measurement.questions(
            subject, subject.groups[0] if lead.group == EVERYONE and subject.groups else lead.group
        )
        if questions:
            label = questions[0].label.get(language) or questions[0].label.get("sv") or questions[0].name
            more = pick(language, f" och {len(questions) - 1} till", f" and {len(questions) - 1} more")
            beads.append(
                Bead(
                    pick(language, "Fråga", "Question"),
                    pick(language, f"”{label}”", f"“{label}”") + (more if len(questions) > 1 else ""),
                    f"#{subject.name}-questions",
                )
            )
        shown = cell(reading, language)
        words = ", ".join([shown.text, *shown.notes[:1]])
        beads.append(Bead(pick(language, "Siffran", "The figure"), words, f"#{subject.name}-table"))
        return tuple(beads)

    def _figure(self, subject: Subject, years: Sequence[GroupYears], language: Language) -> Figure:
        measurement = self.measurement
        groups: list[DotGroup] = []
        data: list[Datum] = []
        for found in years:
            rows: list[DotRow] = []
            for wave, reading in found.readings:
                age = min(len(measurement.waves) - 1 - measurement.waves.index(wave), 2) if "+" not in wave else 2
                rows.append(dot_row(reading, label=wave_label(wave, language), language=language, age=age))
                data.append(Datum(f"{found.group} {wave}".strip(), reading))
            groups.append(DotGroup(measurement.label(found.group, language), tuple(rows)))
        finding = self.groups_sentence(subject, language)
        picture = DotPicture(
            subject.name,
            finding,
            tuple(groups),
            self._axis(subject, groups, years, language),
            uncertain_word(language),
        )
        number = len(years)
        waves = len(measurement.waves)
        margin = (
            pick(
                language,
                f"{number} {'grupp' if number == 1 else 'grupper'}, {waves} år",
                f"{number} {'group' if number == 1 else 'groups'}, {waves} {'wave' if waves == 1 else 'waves'}",
            ),
            share_note(language) if _by_share(years) else mean_note(language),
        )
        return Figure(finding, margin, picture, picture_notes(picture, measurement.waves, language), tuple(data))

    def groups_sentence(self, subject: Subject, language: Language) -> str:
        """Return a subject's finding about its groups and their changes."""
        years = self.years[subject.name]
        latest = [found.at(self.measurement.latest) for found in years]
        shares = [reading.share for reading in latest if reading is not None and reading.share is not None]
        changes = [found.change for found in years if found.change]
        earlier = min((change.earlier for change in changes), key=self.measurement.waves.index, default="")
        sentence = groups_compared(
            shares,
            changes,
            earlier=earlier,
            measured_once=len(self.measurement.waves) < 2,
            language=language,
        )
        return sentence or self.level_sentence(subject, language)

    def _axis(
        self, subject: Subject, groups: Sequence[DotGroup], years: Sequence[GroupYears], language: Language
    ) -> Axis:
        if _by_share(years):
            return self._share_axis(groups, language)
        values = [
            value
            for group in subject.groups
            for question in self.measurement.questions(subject, group)
            for value in (question.scale.values or {}).values()
        ]
        return scale_axis(min(values), max(values)) if values else self._share_axis(groups, language)

    def _share_axis(self, groups: Sequence[DotGroup], language: Language) -> Axis:
        lows = [row.low for group in groups for row in group.rows if row.low is not None]
        return share_axis(lows, percent_sign(language))

    def _contents(self, sections: Sequence[Section], language: Language) -> Table:
        rows = []
        for subject, section in zip(self.measurement.subjects, sections, strict=True):
            lead = self._lead(subject)
            reading = lead.at(self.measurement.latest) if lead else None
            shown = cell(reading, language) if reading else Cell("..", (), "hidden")
            number = f"{subject.id}. " if subject.kind == "indicator" else ""
            who = self.measurement.label(lead.group, language) if lead else ""
            rows.append(Row(f"{number}{section.title}", (shown,), note=who, link=f"#{section.name}"))
        return Table(
            pick(language, "Alla indikatorer", "All indicators"),
            (pick(language, "Indikator", "Indicator"), in_year(self.measurement.latest, language)),
            tuple(rows),
        )

    def findings(self) -> tuple[Finding, ...]:
        """Return every finding of the report, in both languages, with the figures it stands on."""
        found = [Finding("summary", both(self.summary_sentence), self._grounds(self.measurement.subjects))]
        for subject in self.measurement.subjects:
            about = self._grounds([subject])
            latest = tuple(each for each in about if each.place.get("wave") == self.measurement.latest)
            found.append(Finding(f"{subject.name}/level", both(partial(self.level_sentence, subject)), latest))
            found.append(Finding(f"{subject.name}/groups", both(partial(self.groups_sentence, subject)), about))
            lead = self._lead(subject)
            beside = self.beside(subject, "sv")
            english = self.beside(subject, "en")
            if beside and english:
                text = {"sv": beside[0].heading, "en": english[0].heading}
                found.append(Finding(f"{subject.name}/others", text, latest))
            if lead is not None and lead.change is not None:
                change = lead.change
                stands_on = tuple(
                    ground(reading, subject)
                    for wave, reading in lead.readings
                    if wave in (change.earlier, self.measurement.latest) and reading.row is not None
                )
                found.append(Finding(f"{subject.name}/change", both(partial(change_in_full, change)), stands_on))
        return (*found, *self.by_hand.findings())

    def _grounds(self, subjects: Sequence[Subject]) -> tuple[Ground, ...]:
        return tuple(
            ground(reading, subject)
            for subject in subjects
            for years in self.years[subject.name]
            for _, reading in years.readings
            if reading.shown
        )


def _by_share(years: Sequence[GroupYears]) -> bool:
    readings = [reading for found in years for _, reading in found.readings]
    return any(reading.share is not None or reading.band for reading in readings) or not any(
        reading.mean is not None for reading in readings
    )
