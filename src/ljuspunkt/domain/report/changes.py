"""Changes, trends and the mean of associations (förändring och trend) as cells and sentences.

An arrow stands only where the p-value, adjusted for how many comparisons were made, is at most .05 and the interval
excludes no change. Each figure says over how many associations it runs.
"""

from collections.abc import Sequence
from typing import Protocol

from ljuspunkt.domain.report.cells import BREAKS, REASONS, wave_label
from ljuspunkt.domain.report.compared import FEWEST_CLUSTERS
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.reading import Subject
from ljuspunkt.domain.report.sentences import Change, in_year
from ljuspunkt.domain.report.words import (
    Language,
    decimal,
    in_words,
    interval_text,
    percent,
    percent_sign,
    pick,
    points,
    points_between,
)
from ljuspunkt.domain.survey.comparisons import Level, Trend
from ljuspunkt.domain.vocabulary import Text

ARROWS = {"up": "↑", "down": "↓", "": ""}

GAPS: dict[str, Text] = {
    "hidden": {"sv": "dold", "en": "hidden"},
    "merged": {"sv": "ett av de sammanslagna är dolt", "en": "one of the merged is hidden"},
    "absent": {"sv": "fanns inte då", "en": "wasn't there then"},
    "not_asked": {"sv": "frågan ställdes inte", "en": "not asked"},
    "no_instrument": {"sv": "gruppen frågades inte", "en": "the group wasn't asked"},
}


class Years(Protocol):
    """A group's change."""

    @property
    def group(self) -> str: ...
    @property
    def change(self) -> Change | None: ...


def change_table(
    measurement: Measurement, subject: Subject, years: Sequence[Years], language: Language
) -> Table | None:
    """Return change, trend and the mean of associations per group; None where there is none of them."""
    trends = {each.group: measurement.compared.trend(subject, each.group) for each in years}
    levels = {each.group: measurement.compared.level(subject, each.group, measurement.latest) for each in years}
    with_trend = any(trend is not None for trend in trends.values())
    with_level = any(level is not None for level in levels.values())
    if not with_trend and not with_level and not any(each.change for each in years):
        return None
    rows = []
    for each in years:
        cells = [change_cell(each.change, language)]
        if with_trend:
            cells.append(trend_cell(trends[each.group], language, national=True))
        if with_level:
            cells.append(_level_cell(levels[each.group], language))
        rows.append(Row(measurement.label(each.group, language), tuple(cells)))
    title = measurement.title(subject, language)
    columns = [pick(language, "Grupp", "Group"), pick(language, "Förändring", "Change")]
    if with_trend:
        columns.append(pick(language, "Trend", "Trend"))
    if with_level:
        columns.append(pick(language, "Förbundens medeltal", "Mean of associations"))
    return Table(
        pick(language, f"{title}: förändring och trend", f"{title}: change and trend"),
        tuple(columns),
        tuple(rows),
        _notes(rows, language, with_trend=with_trend, with_level=with_level),
    )


def _notes(rows: Sequence[Row], language: Language, *, with_trend: bool, with_level: bool) -> tuple[str, ...]:
    notes = [
        pick(
            language,
            "Förändringar i procentenheter, med 95 % osäkerhet. Där ett antal förbund står är förbunden enheter i "
            "beräkningen; annars räknas svaren som oberoende.",
            "Changes in percentage points, with 95% uncertainty. Where a number of associations stands, associations "
            "are the units of the computation; else answers are taken as independent.",
        )
    ]
    if any(arrow in cell.text for row in rows for cell in row.cells for arrow in "↑↓"):
        notes.append(arrow_note(language))
    if with_trend:
        notes.append(
            pick(
                language,
                "Trend: den räta linjen genom alla jämförbara år, över de förbund som visas alla åren.",
                "Trend: the straight line through all comparable years, over the associations shown in each of them.",
            )
        )
    if with_level:
        notes.append(
            pick(
                language,
                "Förbundens medeltal är medelvärdet av de visade förbundens andelar, där varje förbund väger lika; "
                "rubrikens siffra väger varje svar lika.",
                "The mean of associations is the mean of the shown associations' shares, each weighing the same; the "
                "figure of the heading weighs every answer the same.",
            )
        )
    return tuple(notes)


def arrow_note(language: Language) -> str:
    """Return what an arrow means."""
    return pick(
        language,
        "Pil: större än slumpen, också när alla jämförelser räknas (justerat p högst 0,05 och intervallet utesluter "
        "0).",
        "Arrow: greater than chance, also counting all comparisons (adjusted p at most .05, and the interval excludes "
        "0).",
    )


def change_cell(change: Change | None, language: Language) -> Cell:
    """Return a change as a cell, with an arrow where it is certain counting all comparisons."""
    if change is None:
        return Cell("", (pick(language, "går inte att jämföra", "can't be compared"),), "text")
    low, high = change.interval.low, change.interval.high
    arrow = ("↑ " if change.up else "↓ ") if change.certain and change.p_adjusted is not None else ""
    since = in_year(change.earlier, language)
    notes = [points_between(low, high, language), pick(language, f"sedan {since}", f"since {since}")]
    if change.clusters:
        notes.append(over(change.clusters, language))
    if not change.certain:
        notes.append(pick(language, "kan vara slump", "may be chance"))
    return Cell(f"{arrow}{points(change.value)}", tuple(notes), "shown" if change.certain else "text")


def over(sets: int, language: Language) -> str:
    """Return "24 förbund"."""
    return pick(language, f"{sets} förbund", f"{sets} associations")


def trend_cell(trend: Trend | None, language: Language, *, national: bool) -> Cell:
    """Return a trend as a cell: its slope, or why there is none."""
    if trend is None:
        return Cell("", (pick(language, "färre än tre år", "fewer than three waves"),), "text")
    few = national and 0 < trend.sets < FEWEST_CLUSTERS
    if trend.gap or few or trend.slope is None or trend.interval is None:
        why = broken(trend, language)
        short = pick(language, "för få förbund visas alla år", "too few associations are shown in every year")
        if not national:
            short = pick(language, "färre än tre jämförbara år", "fewer than three comparable years")
        return Cell("", (why or short,), "text")
    arrow = f"{ARROWS[trend.direction]} " if trend.direction else ""
    years = all(wave.isdecimal() and len(wave) == 4 for wave in trend.waves)
    unit = pick(language, "per år" if years else "per mätning", "per year" if years else "per wave")
    low, high = (_signed(end, language) for end in (trend.interval.low, trend.interval.high))
    notes = [f"{low} {pick(language, 'till', 'to')} {high} {unit}"]
    notes.append(f"{wave_label(trend.waves[0], language)}–{wave_label(trend.waves[-1], language)}")
    if national:
        notes.append(over(trend.sets, language))
    if not trend.direction:
        notes.append(pick(language, "kan vara slump", "may be chance"))
    return Cell(f"{arrow}{_signed(trend.slope, language)}", tuple(notes), "shown" if trend.direction else "text")


def _signed(share: float, language: Language) -> str:
    """Return a slope in percentage points with one decimal and its sign."""
    text = decimal(abs(share) * 100, language, digits=1)
    if text in ("0,0", "0.0"):
        return text
    return f"{'+' if share > 0 else '−'}{text}"


def broken(trend: Trend, language: Language) -> str:
    """Return which waves are left out of a trend and why; nothing where none is."""
    found = []
    for wave, gap in trend.left_out:
        said = GAPS.get(gap) or BREAKS.get(gap) or REASONS["other_question"]
        found.append(f"{wave_label(wave, language)} {said[language]}")
    return "; ".join(found)


def _level_cell(level: Level | None, language: Language) -> Cell:
    if level is None:
        return Cell("", (pick(language, "färre än två förbund visas", "fewer than two are shown"),), "text")
    notes = []
    if level.mean.interval is not None:
        notes.append(interval_text(level.mean.interval.low, level.mean.interval.high, language))
    notes.append(over(level.sets, language))
    return Cell(f"{percent(level.mean.value)}{percent_sign(language)}", tuple(notes), "text")


def level_sentence(level: Level, language: Language) -> str:
    """Return the mean of associations as a reference beside the headline's figure."""
    number = percent(level.mean.value)
    return pick(
        language,
        f"Som jämförelse är medeltalet av {in_words(level.sets, 'sv')} visade förbund {number} procent.",
        f"For comparison, the mean of {in_words(level.sets, 'en')} shown associations is {number} per cent.",
    )


def trend_sentence(trend: Trend, language: Language) -> str:
    """Return a national trend in words, nothing where there is none to be trusted."""
    if trend.gap or trend.sets < FEWEST_CLUSTERS or trend.slope is None or trend.interval is None:
        return ""
    first, last = wave_label(trend.waves[0], language), wave_label(trend.waves[-1], language)
    low, high = (_signed(end, language) for end in (trend.interval.low, trend.interval.high))
    sets = in_words(trend.sets, language)
    if not trend.direction:
        return pick(
            language,
            f"Någon säker trend {first}–{last} finns inte i de {sets} förbund som visas alla åren.",
            f"There is no certain trend {first}–{last} in the {sets} associations shown in every year.",
        )
    up = trend.direction == "up"
    return pick(
        language,
        f"Trenden {first}–{last} {'stiger' if up else 'sjunker'} i de {sets} förbund som visas alla åren: mellan "
        f"{low} och {high} procentenheter om året.",
        f"The trend {first}–{last} {'rises' if up else 'falls'} in the {sets} associations shown in every year: "
        f"between {low} and {high} percentage points a year.",
    )
