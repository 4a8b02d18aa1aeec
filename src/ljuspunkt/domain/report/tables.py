"""The tables of a report: the groups over the years, the questions behind, the associations, the answers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from ljuspunkt.domain.report.cells import cell, wave_label
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.question_quality import quality_notes
from ljuspunkt.domain.report.reading import EVERYONE, Reading, Subject
from ljuspunkt.domain.report.sentences import associations_shown, in_year
from ljuspunkt.domain.report.words import Language, alphabetical, listed, of_number, pick, whole
from ljuspunkt.domain.survey.counts import NO_ANSWER
from ljuspunkt.domain.survey.instrument import Question
from ljuspunkt.domain.vocabulary import wording

BAND_WORDS = ("få", "few", "nästan alla", "nearly all")


class Years(Protocol):
    """A group's figures over the waves."""

    @property
    def group(self) -> str: ...
    @property
    def readings(self) -> tuple[tuple[str, Reading], ...]: ...
    def at(self, wave: str) -> Reading | None: ...


def signs_note(cells: Sequence[Cell], language: Language) -> tuple[str, ...]:
    """Return what the signs mean, only of those that are there."""
    said = {
        "hidden": pick(language, ".. dold för att skydda små grupper", ".. hidden to protect small groups"),
        "empty": pick(language, "- inga svar", "- no answers"),
        "none": pick(language, ". går inte att visa: frågan ställdes inte", ". not applicable: not asked"),
        "other_question": pick(language, ". går inte att jämföra: annan fråga", ". not comparable: another question"),
    }
    notes = [words for state, words in said.items() if any(each.state == state for each in cells)]
    if any(each.state == "uncertain" for each in cells):
        notes.append(
            pick(
                language,
                "osäkert: intervallet är bredare än 40 procentenheter",
                "uncertain: the interval is wider than 40 percentage points",
            )
        )
    if any(each.state == "banded" or each.text in BAND_WORDS for each in cells):
        notes.append(
            pick(
                language,
                "få / nästan alla: ingen eller en avviker; exakt antal visas inte när färre än 20 har svarat",
                "few / nearly all: nobody or one differs; the exact number isn't shown where fewer than 20 answered",
            )
        )
    return tuple(f"{words}." for words in notes)


def national_table(measurement: Measurement, subject: Subject, years: Sequence[Years], language: Language) -> Table:
    """Return the groups over the waves."""
    waves = list(dict.fromkeys(wave for found in years for wave, _ in found.readings))
    rows = []
    for found in years:
        cells = []
        for wave in waves:
            reading = found.at(wave)
            cells.append(cell(reading, language) if reading is not None else Cell("", ()))
        rows.append(Row(measurement.label(found.group, language), tuple(cells)))
    every = [each for row in rows for each in row.cells]
    return Table(
        pick(
            language,
            f"{measurement.title(subject, language)}: grupp och år",
            f"{measurement.title(subject, language)}: group and year",
        ),
        (pick(language, "Grupp", "Group"), *(wave_label(wave, language) for wave in waves)),
        tuple(rows),
        signs_note(every, language),
    )


def question_table(measurement: Measurement, subject: Subject, language: Language) -> Table:
    """Return the questions behind a subject, per group: what counts as positive, and who is not in the denominator."""
    rows = []
    for group in subject.groups:
        for question in measurement.questions(subject, group):
            rows.append(_question_row(measurement, question, group, language))
    return Table(
        pick(
            language,
            f"{measurement.title(subject, language)}: frågorna",
            f"{measurement.title(subject, language)}: the questions",
        ),
        (
            pick(language, "Fråga", "Question"),
            pick(language, "Räknas som positivt", "Counts as positive"),
            in_year(measurement.latest, language),
            pick(language, "Räknas inte in", "Not counted"),
        ),
        tuple(rows),
        (
            pick(
                language,
                "Nämnaren är de som besvarade frågan. Räknas inte in: de som svarade ”vet inte”, för vilka frågan "
                "inte gällde eller som hoppade över den.",
                "The denominator is those who answered the question. Not counted: those who answered “don't know”, "
                "to whom the question didn't apply or who skipped it.",
            ),
            *quality_notes(measurement, subject, language),
        ),
    )


def _question_row(measurement: Measurement, question: Question, group: str, language: Language) -> Row:
    where = {} if measurement.national_groups == (EVERYONE,) else {"group": group}
    reading = measurement.released.question(question.name, wave=measurement.latest, **where)
    row = reading.row
    left_out = Cell("")
    if reading.shown and row is not None and row.n is not None and row.answered is not None:
        steps = measurement.released.distribution(question.name, wave=measurement.latest, **where)
        left_out = Cell(of_number(row.n - row.answered, row.n, language), _not_counted(question, steps, language))
    positive = ", ".join(
        wording(choice.label, language) or choice.name
        for choice in question.scale.choices
        if choice.name in question.positive
    )
    return Row(
        wording(question.label, language) or question.name,
        (
            Cell(positive or pick(language, "inget, medelvärde visas", "nothing, the mean is shown")),
            cell(reading, language),
            left_out,
        ),
        note=measurement.label(group, language),
    )


def _not_counted(question: Question, steps: Mapping[str, int], language: Language) -> tuple[str, ...]:
    """Return who isn't in the denominator, by reason, where the distribution is printed."""
    reasons = [
        (wording(choice.label, language) or choice.name, steps.get(choice.name, 0))
        for choice in question.scale.choices
        if choice.missing is not None
    ]
    reasons.append((pick(language, "inget svar", "no answer"), steps.get(NO_ANSWER, 0)))
    return tuple(f"{words}: {whole(n, language)}" for words, n in reasons if n)


def association_table(measurement: Measurement, subject: Subject, language: Language) -> tuple[str, Table | None]:
    """Return the associations by group in the latest wave, with its finding; None where none are released."""
    wave = measurement.latest
    names = measurement.associations(wave)
    if not names:
        return "", None
    groups = subject.groups if measurement.released.has("association", "group") else (EVERYONE,)
    rows = [
        Row(
            _association_label(name, language),
            tuple(
                cell(measurement.of_association(subject, name, group, wave), language, reason=False) for group in groups
            ),
        )
        for name in (*sorted(names, key=alphabetical), *measurement.together(wave))
    ]
    rows = [row for row in rows if not all(each.state == "none" for each in row.cells)]
    every = [each for row in rows for each in row.cells]
    table = Table(
        pick(
            language,
            f"{measurement.title(subject, language)}: förbund {in_year(wave, language)}",
            f"{measurement.title(subject, language)}: associations {in_year(wave, language)}",
        ),
        (pick(language, "Förbund", "Association"), *(measurement.label(group, language) for group in groups)),
        tuple(rows),
        signs_note(every, language),
    )
    return _association_finding(measurement, subject, groups[0], language), table


def _association_finding(measurement: Measurement, subject: Subject, group: str, language: Language) -> str:
    wave = measurement.latest
    readings = [measurement.of_association(subject, name, group, wave) for name in measurement.associations(wave)]
    there = [reading for reading in readings if reading.missing != "none"]
    shares = [reading.share for reading in there if reading.share is not None]
    return associations_shown(
        sum(reading.shown for reading in there),
        len(there),
        shares,
        group=measurement.among(group, language),
        language=language,
    )


def _association_label(name: str, language: Language) -> str:
    if name == "other associations together":
        return pick(language, "övriga förbund tillsammans", name)
    return name


def breakdown_tables(measurement: Measurement, subject: Subject, language: Language) -> tuple[Table, ...]:
    """Return a table per breakdown (such as sex): groups by its categories, in the latest wave."""
    found = []
    wave = measurement.latest
    for column in measurement.released.breakdowns():
        categories = measurement.released.values(column, wave=wave)
        groups = subject.groups if measurement.released.has("group", column) else (EVERYONE,)
        rows = []
        for group in groups:
            readings = [
                measurement.released.read(subject, wave=wave, group=group, **{column: category})
                for category in categories
            ]
            if any(reading.missing != "none" for reading in readings):
                cells = tuple(cell(reading, language) for reading in readings)
                rows.append(Row(measurement.label(group, language), cells))
        if rows:
            found.append(
                Table(
                    f"{measurement.title(subject, language)}: {column} {in_year(wave, language)}",
                    (pick(language, "Grupp", "Group"), *categories),
                    tuple(rows),
                    signs_note([each for row in rows for each in row.cells], language),
                )
            )
    return tuple(found)


def response_table(measurement: Measurement, language: Language) -> Table:
    """Return how many answered, per group and wave, and how many associations took part."""
    waves = measurement.waves
    rows = []
    for group in measurement.national_groups:
        sizes = [measurement.released.size(wave=wave, group=group) for wave in waves]
        rows.append(
            Row(
                measurement.label(group, language),
                tuple(Cell(whole(size, language)) if size is not None else Cell("..", (), "hidden") for size in sizes),
            )
        )
    associations = [len(measurement.associations(wave)) for wave in waves]
    if any(associations):
        rows.append(
            Row(
                pick(language, "Förbund som deltog", "Associations that took part"),
                tuple(Cell(whole(number, language)) for number in associations),
            )
        )
    notes = signs_note([each for row in rows for each in row.cells], language)
    merged = measurement.merged()
    if merged:
        said = listed([pick(language, f"{old} i {new}", f"{old} into {new}") for old, new in merged], language)
        notes = (*notes, pick(language, f"Gick samman: {said}.", f"Merged: {said}."))
    return Table(
        pick(language, "Antal svarande per grupp och år", "Respondents per group and year"),
        (pick(language, "Grupp", "Group"), *(wave_label(wave, language) for wave in waves)),
        tuple(rows),
        (
            *notes,
            pick(
                language,
                "Ingen svarsandel anges: hur många som tillfrågades står inte i underlaget.",
                "No response rate is given: how many were asked isn't in the data.",
            ),
        ),
    )
