"""Comparisons of unprotected figures as tables for a terminal: associations beside each other, then the years."""

from collections.abc import Callable, Sequence
from itertools import groupby

from ljuspunkt.cli.columns import aligned
from ljuspunkt.cli.figures_table import WHY_APART, group_name
from ljuspunkt.cli.language import N_
from ljuspunkt.domain.survey.comparisons import Change, Comparisons, Funnel, Level, Topic, Trend
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.series import are_years
from ljuspunkt.domain.vocabulary import Interval

Translate = Callable[[str], str]

GAPS = {
    "few": N_("too few"),
    "hidden": N_("no figure"),
    "merged": N_("a merged association has no figure"),
    "absent": N_("nobody there"),
    "no_instrument": N_("no instrument"),
    "not_asked": N_("not asked"),
    **WHY_APART,
}
"""Why two waves have no comparison."""

PER_YEAR = N_("trend per year, percentage points")
PER_WAVE = N_("trend per wave, percentage points")
SHOWN = 4
"""So many names are listed in a cell."""


def text(found: Comparisons, instruments: Instruments, language: str, translate: Translate) -> str:
    """Return all comparisons, the associations wave by wave and then the years group by group."""
    lines = [
        translate("Unprotected comparisons for the analyst. Intervals are 95 %, over associations."),
        translate(
            "Differs: adjusted p at most .05 (Benjamini–Hochberg, with the usual spread between associations added)."
        ),
    ]
    funnels = {(one.wave, one.group, one.topic): one for one in found.funnels}
    by_wave: dict[tuple[str, str], list[Level]] = {}
    for level in found.levels:
        by_wave.setdefault((level.group, level.wave), []).append(level)
    for (group, wave), levels in sorted(by_wave.items(), key=lambda pair: pair[0]):
        lines += ["", _heading(wave, group, instruments, language, translate)]
        rows = [_level_cells(one, funnels.get((wave, group, one.topic)), language, translate) for one in levels]
        head = [
            "",
            translate("associations"),
            translate("pooled"),
            translate("mean of associations"),
            translate("spread"),
            translate("differ from the others"),
        ]
        lines += aligned(head, rows, "<><<><")
    lines += _years(found, instruments, language, translate)
    return "\n".join(lines)


def _years(found: Comparisons, instruments: Instruments, language: str, translate: Translate) -> list[str]:
    own: dict[tuple[str, Topic, str], list[Change]] = {}
    for change in found.changes:
        own.setdefault((change.group, change.topic, change.earlier), []).append(change)
    lines: list[str] = []
    by_group: dict[tuple[str, str], list[Change]] = {}
    for change in found.national_changes:
        by_group.setdefault((change.group, change.wave), []).append(change)
    for (group, wave), changes in by_group.items():
        rows = [_change_cells(one, own.get((group, one.topic, one.earlier), ()), translate) for one in changes]
        head = [
            "",
            translate("since"),
            translate("change, percentage points"),
            translate("associations"),
            translate("changed"),
        ]
        lines += ["", _heading(wave, group, instruments, language, translate), *aligned(head, rows, "<<<><")]
    trends: dict[tuple[str, Topic], list[Trend]] = {}
    for trend in found.trends:
        trends.setdefault((trend.group, trend.topic), []).append(trend)
    for group, lines_of_group in groupby(found.national_trends, key=lambda one: one.group):
        drawn = list(lines_of_group)
        rows = [_trend_cells(one, trends.get((group, one.topic), ()), translate) for one in drawn]
        head = [
            "",
            translate("waves"),
            translate(PER_YEAR if _by_year(drawn) else PER_WAVE),
            translate("associations"),
            translate("with a trend"),
        ]
        lines += ["", _heading("", group, instruments, language, translate), *aligned(head, rows, "<<<><")]
    return lines


def _by_year(drawn: Sequence[Trend]) -> bool:
    """Whether the waves of some lines are years."""
    return are_years([wave for one in drawn for wave in one.waves])


def _heading(wave: str, group: str, instruments: Instruments, language: str, translate: Translate) -> str:
    parts = [f"{translate('wave')} {wave}"] if wave else [translate("all waves")]
    if group:
        parts.append(f"{translate('group')} {group_name(group, wave, instruments, language)}")
    return ", ".join(parts)


def _name(topic: Topic, translate: Translate) -> str:
    return topic.question or translate("indicator {number}").format(number=topic.indicator)


def _level_cells(level: Level, funnel: Funnel | None, language: str, translate: Translate) -> list[str]:
    spread, differ = "", ""
    if funnel is not None:
        spread = f"{funnel.dispersion:.2f}"
        spread = spread.replace(".", ",") if language == "sv" else spread
        differ = _names(
            [(one.association, "up" if one.difference > 0 else "down") for one in funnel.points if one.differs]
        )
    return [
        _name(level.topic, translate),
        str(level.sets),
        _with_interval(level.pooled.value, level.pooled.interval),
        _with_interval(level.mean.value, level.mean.interval),
        spread,
        differ or "–",
    ]


def _with_interval(share: float, interval: Interval | None) -> str:
    ends = "" if interval is None else f" ({100 * interval.low:.0f}–{100 * interval.high:.0f})"
    return f"{100 * share:.0f} %{ends}"


def _change_cells(change: Change, own: Sequence[Change], translate: Translate) -> list[str]:
    changed = _names([(one.association, one.direction) for one in own if one.direction])
    if change.difference is None:
        said = translate(GAPS[change.gap])
    else:
        said = _arrow(change.direction) + _points(change.difference, change.interval)
    return [_name(change.topic, translate), change.earlier, said, str(change.sets), changed or "–"]


def _trend_cells(trend: Trend, own: Sequence[Trend], translate: Translate) -> list[str]:
    if trend.slope is None:
        said = translate(GAPS["few"])
    else:
        said = _arrow(trend.direction) + _points(trend.slope, trend.interval)
    waves = ", ".join(trend.waves)
    broken = "; ".join(f"{wave}: {translate(GAPS[gap])}" for wave, gap in trend.left_out)
    with_trend = _names([(one.association, one.direction) for one in own if one.direction])
    return [
        _name(trend.topic, translate),
        " ".join(part for part in (waves, f"({broken})" if broken else "") if part) or "–",
        said,
        str(trend.sets),
        with_trend or "–",
    ]


def _points(value: float, interval: Interval | None) -> str:
    ends = "" if interval is None else f" ({_signed(interval.low)} … {_signed(interval.high)})"
    return f"{_signed(value)}{ends}"


def _signed(value: float) -> str:
    return f"{100 * value:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")


def _arrow(direction: str) -> str:
    return {"up": "↑ ", "down": "↓ "}.get(direction, "")


def _names(found: Sequence[tuple[str, str]]) -> str:
    named = [f"{_arrow(direction)}{name}" for name, direction in found[:SHOWN]]
    more = len(found) - SHOWN
    return ", ".join((*named, f"+{more}")) if more > 0 else ", ".join(named)
