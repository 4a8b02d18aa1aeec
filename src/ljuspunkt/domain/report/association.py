"""One association's page: its own released figures over the years, group by group."""

from collections.abc import Sequence

from ljuspunkt.domain.report.beside import against_cell
from ljuspunkt.domain.report.cells import cell, dot_row, uncertain_word, wave_label
from ljuspunkt.domain.report.changes import arrow_note, change_cell, trend_cell
from ljuspunkt.domain.report.composition import Composition
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import AssociationPage, Cell, Datum, Figure, Row, Table
from ljuspunkt.domain.report.picture import DotGroup, DotPicture, share_axis
from ljuspunkt.domain.report.picture_words import picture_notes, share_note
from ljuspunkt.domain.report.reading import EVERYONE, Reading, Subject
from ljuspunkt.domain.report.sentences import Change, association_summary
from ljuspunkt.domain.report.tables import signs_note
from ljuspunkt.domain.report.words import Language, in_words, listed, of_number, percent_sign, pick
from ljuspunkt.domain.survey.funnels import Point

Years = tuple[tuple[str, Reading], ...]


def association_page(composition: Composition, association: str, language: Language) -> AssociationPage | None:
    """Return an association's page, None where it has no row in any wave."""
    measurement = composition.measurement
    if association not in measurement.associations():
        return None
    split = measurement.released.has("association", "group")
    groups = measurement.groups if split else (EVERYONE,)
    figures: list[Figure] = []
    tables: list[Table] = []
    shown, there = 0, 0
    changes: list[Change] = []
    compared: list[Point] = []
    for group in groups:
        found = _group_years(measurement, association, group)
        latest = [dict(years).get(measurement.latest) for _, years in found]
        there += sum(reading is not None and reading.missing != "none" for reading in latest)
        shown += sum(reading is not None and reading.shown for reading in latest)
        group_changes = _changes(measurement, association, group, found)
        changes += group_changes
        if not found:
            continue
        tables.append(_table(measurement, group, found, language))
        beside = _beside(measurement, association, group, [subject for subject, _ in found], language)
        tables += [beside] if beside is not None else []
        compared += [
            point
            for subject, _ in found
            if (point := measurement.compared.point(subject, group, measurement.latest, association)) is not None
        ]
        if any(reading.share is not None or reading.band for _, years in found for _, reading in years):
            figures.append(_figure(measurement, association, group, found, len(figures), language))
    earlier = min((change.earlier for change in changes), key=measurement.waves.index, default="")
    return AssociationPage(
        association,
        association_summary(
            association,
            shown=shown,
            there=there,
            changes=changes,
            earlier=earlier,
            wave=measurement.latest,
            language=language,
        ),
        (*_differs(compared, language), *_lede(measurement, association, language)),
        tuple(figures),
        tuple(tables),
    )


def _group_years(measurement: Measurement, association: str, group: str) -> list[tuple[Subject, Years]]:
    found = []
    for subject in measurement.subjects:
        if group != EVERYONE and group not in subject.groups:
            continue
        years = tuple(
            (wave, measurement.of_association(subject, association, group, wave)) for wave in measurement.waves
        )
        if any(reading.missing not in ("none", None) or reading.shown for _, reading in years):
            found.append((subject, years))
    return found


def _changes(
    measurement: Measurement, association: str, group: str, found: list[tuple[Subject, Years]]
) -> list[Change]:
    every = [measurement.change(subject, group, years, association) for subject, years in found]
    return [change for change in every if change is not None]


def _figure(
    measurement: Measurement,
    association: str,
    group: str,
    found: list[tuple[Subject, Years]],
    place: int,
    language: Language,
) -> Figure:
    groups, data = [], []
    for subject, years in found:
        if not any(reading.share is not None or reading.band for _, reading in years):
            continue
        rows = tuple(
            dot_row(reading, label=wave_label(wave, language), language=language, age=_age(measurement, wave))
            for wave, reading in years
        )
        groups.append(DotGroup(_subject_label(measurement, subject, language), rows))
        data += [Datum(f"{subject.id} {wave}", reading) for wave, reading in years]
    finding = _finding(measurement, association, group, found, language)
    lows = [row.low for each in groups for row in each.rows if row.low is not None]
    picture = DotPicture(
        f"association-{place + 1}",
        finding,
        tuple(groups),
        share_axis(lows, percent_sign(language)),
        uncertain_word(language),
    )
    margin = (measurement.label(group, language), share_note(language))
    return Figure(finding, margin, picture, picture_notes(picture, measurement.waves, language), tuple(data))


def _finding(
    measurement: Measurement, association: str, group: str, found: list[tuple[Subject, Years]], language: Language
) -> str:
    changes = _changes(measurement, association, group, found)
    latest = [reading for _, years in found for wave, reading in years if wave == measurement.latest]
    earlier = min((change.earlier for change in changes), key=measurement.waves.index, default="")
    return association_summary(
        measurement.label(group, language),
        shown=sum(reading.shown for reading in latest),
        there=sum(reading.missing != "none" for reading in latest),
        changes=changes,
        earlier=earlier,
        wave=measurement.latest,
        language=language,
    )


def _table(measurement: Measurement, group: str, found: list[tuple[Subject, Years]], language: Language) -> Table:
    rows = [
        Row(
            _subject_label(measurement, subject, language),
            tuple(cell(reading, language) for _, reading in years),
        )
        for subject, years in found
    ]
    every: list[Cell] = [each for row in rows for each in row.cells]
    return Table(
        measurement.label(group, language),
        (
            pick(language, "Indikator", "Indicator"),
            *(wave_label(wave, language) for wave in measurement.waves),
        ),
        tuple(rows),
        signs_note(every, language),
    )


def _differs(points: Sequence[Point], language: Language) -> tuple[str, ...]:
    """Return how many of an association's figures differ from the others'; nothing where none were compared."""
    if not points:
        return ()
    differ = sum(point.differs for point in points)
    if not differ:
        return (
            pick(
                language,
                f"Ingen av {in_words(len(points), 'sv')} jämförda siffror går att skilja från de andra förbundens.",
                f"None of {in_words(len(points), 'en')} compared figures can be told apart from the other "
                "associations'.",
            ),
        )
    above = sum(point.differs and point.difference > 0 for point in points)
    ways = [
        pick(language, f"{in_words(number, 'sv')} {sv}", f"{in_words(number, 'en')} {en}")
        for number, sv, en in ((above, "högre", "higher"), (differ - above, "lägre", "lower"))
        if number
    ]
    return (
        pick(
            language,
            f"{of_number(differ, len(points), 'sv')} jämförda siffror skiljer sig från de andra förbundens: "
            f"{listed(ways, 'sv')}.",
            f"{of_number(differ, len(points), 'en')} compared figures differ from the other associations': "
            f"{listed(ways, 'en')}.",
        ),
    )


def _beside(
    measurement: Measurement, association: str, group: str, subjects: Sequence[Subject], language: Language
) -> Table | None:
    """Return the association against the others without itself, its change and its trend; None without any of them."""
    rows = []
    with_others, with_trend = "others" in measurement.compared.named, "trend" in measurement.compared.named
    for subject in subjects:
        cells = []
        if with_others:
            point = measurement.compared.point(subject, group, measurement.latest, association)
            missing = Cell("", (pick(language, "jämförs inte", "not compared"),))
            cells.append(against_cell(point, language) if point is not None else missing)
        years = tuple(
            (wave, measurement.of_association(subject, association, group, wave)) for wave in measurement.waves
        )
        cells.append(change_cell(measurement.change(subject, group, years, association), language))
        if with_trend:
            cells.append(trend_cell(measurement.compared.trend(subject, group, association), language, national=False))
        if any(each.text for each in cells):
            rows.append(Row(_subject_label(measurement, subject, language), tuple(cells)))
    if not rows or not (with_others or with_trend):
        return None
    columns = [pick(language, "Indikator", "Indicator")]
    if with_others:
        columns.append(pick(language, "Mot de andra", "Against the others"))
    columns.append(pick(language, "Förändring", "Change"))
    columns += [pick(language, "Trend", "Trend")] if with_trend else []
    label = measurement.label(group, language)
    notes = [arrow_note(language)]
    if with_others:
        notes.append(
            pick(
                language,
                "De andra är alla visade förbund utom detta. Skillnader i procentenheter, med 95 % osäkerhet.",
                "The others are all shown associations but this one. Differences in percentage points, with 95% "
                "uncertainty.",
            )
        )
    return Table(
        pick(
            language,
            f"{label}: mot de andra förbunden och över åren",
            f"{label}: against the others and over the years",
        ),
        tuple(columns),
        tuple(rows),
        tuple(notes),
    )


def _lede(measurement: Measurement, association: str, language: Language) -> tuple[str, ...]:
    said = []
    for years in measurement.publication.associations:
        if years.association == association and years.merged_into:
            said.append(
                pick(
                    language,
                    f"{association} gick upp i {years.merged_into}.",
                    f"{association} was merged into {years.merged_into}.",
                )
            )
        if years.merged_into == association:
            said.append(
                pick(
                    language,
                    f"{years.association} gick upp i {association}: åren före sammanslagningen gäller {association} "
                    "ensamt, men förändring och trend räknas mot dem tillsammans.",
                    f"{years.association} was merged into {association}: the years before the merger are of "
                    f"{association} alone, but change and trend are counted against them together.",
                )
            )
    said.append(
        pick(
            language,
            "I små grupper är osäkerheten stor: läs intervallen, inte bara punkterna.",
            "In small groups the uncertainty is great: read the intervals, not just the dots.",
        )
    )
    return tuple(said)


def _subject_label(measurement: Measurement, subject: Subject, language: Language) -> str:
    title = measurement.title(subject, language)
    return f"{subject.id}. {title}" if subject.kind == "indicator" else title


def _age(measurement: Measurement, wave: str) -> int:
    return min(len(measurement.waves) - 1 - measurement.waves.index(wave), 2)
