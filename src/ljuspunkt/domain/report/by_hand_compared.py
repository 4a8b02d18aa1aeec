"""Comparisons counted by hand: a national change over associations, and one association among the others.

The tables give what each association adds, so that sums, spread and order can be followed to the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, sqrt

from ljuspunkt.domain.estimation.funnel import WINSORISED
from ljuspunkt.domain.estimation.quantile import t_quantile
from ljuspunkt.domain.report.beside import over_how_many, p_text, verdict
from ljuspunkt.domain.report.calculation import Sheet, Step, between_points, difference_steps
from ljuspunkt.domain.report.changes import over
from ljuspunkt.domain.report.compared import topic_of
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Calculation, Cell, Row, Table
from ljuspunkt.domain.report.reading import Subject
from ljuspunkt.domain.report.sentences import in_year
from ljuspunkt.domain.report.words import Language, alphabetical, decimal, of_number, pick, sentence_case
from ljuspunkt.domain.survey.funnels import Funnel, Point
from ljuspunkt.domain.survey.series import Shown
from ljuspunkt.domain.survey.years import Change


@dataclass(frozen=True, slots=True)
class Added:
    """What one association adds to a national change: its counts in both waves and its part of the difference."""

    association: str
    before: Shown
    after: Shown
    part: float


def added(measurement: Measurement, subject: Subject, group: str, change: Change) -> tuple[Added, ...]:
    """Return what each association shown in both waves adds, alphabetically.

    Args:
        measurement: what the report is about.
        subject: what is measured.
        group: of respondents.
        change: a national one with a value.

    Raises:
        ValueError: the change has no value.
    """
    if change.before is None or change.after is None:
        raise ValueError("a national change has counts")
    found = []
    for association in measurement.compared.series.cells(group, topic_of(subject), change.wave):
        for one in measurement.compared.changes(subject, group, association):
            if one.earlier == change.earlier and one.before is not None and one.after is not None:
                now = one.after.positive - change.after.share * one.after.answered
                then = one.before.positive - change.before.share * one.before.answered
                part = now / change.after.answered - then / change.before.answered
                found.append(Added(association, one.before, one.after, part))
    return tuple(sorted(found, key=lambda each: alphabetical(each.association)))


def national_change(measurement: Measurement, subject: Subject, group: str, language: Language) -> Calculation | None:
    """Return a national change over associations, by hand; None where there is none."""
    change = next(
        (
            found
            for earlier in measurement.waves[:-1]
            if (found := measurement.compared.national_change(subject, group, wave=measurement.latest, earlier=earlier))
            is not None
        ),
        None,
    )
    if change is None or change.before is None or change.after is None or change.interval is None:
        return None
    parts = added(measurement, subject, group, change)
    steps = _national_steps(change.before, change.after, [each.part for each in parts], language)
    since = in_year(change.earlier, language)
    certain = bool(change.direction)
    verdict_words = (
        pick(language, "större än slumpen", "greater than chance")
        if certain
        else pick(language, "kan vara slump", "may be chance")
    )
    span = between_points(change.interval.low, change.interval.high, language)
    among = sentence_case(measurement.among(group, language))
    who = f"{among}: " if among else ""
    return Calculation(
        "national-change",
        (pick(language, "Förändringen i landet", "The national change"), over(change.sets, language)),
        sentence_case(
            pick(
                language,
                f"{who}förändringen i landet sedan {since} är {span}, {verdict_words}",
                f"{who}the national change since {since} is {span}, {verdict_words}",
            )
        ),
        (
            pick(
                language,
                "Svar från samma förbund liknar varandra, så förbunden är enheterna. Ett förbunds bidrag är dess "
                "positiva svar utöver det vanliga, det senare året delat med alla svar det året, minus detsamma det "
                "tidigare året. Alla bidrag tillsammans är noll; deras storlek ger osäkerheten.",
                "Answers from one association are alike, so associations are the units. What an association adds is "
                "its positive answers beyond the usual, in the later wave divided by all answers of that wave, less "
                "the same in the earlier wave. All parts add up to nothing; their size gives the uncertainty.",
            ),
        ),
        _added_table(parts, change, language),
        steps,
        (_p_line(change, language),),
    )


def _added_table(parts: Sequence[Added], change: Change, language: Language) -> Table:
    def counts(shown: Shown) -> Cell:
        return Cell(of_number(shown.positive, shown.answered, language))

    rows = [
        Row(
            each.association,
            (counts(each.before), counts(each.after), Cell(decimal(each.part, language, digits=6))),
        )
        for each in parts
    ]
    return Table(
        pick(language, "Vad varje förbund bidrar med", "What each association adds"),
        (
            pick(language, "Förbund", "Association"),
            in_year(change.earlier, language),
            in_year(change.wave, language),
            pick(language, "Bidrag", "Part"),
        ),
        tuple(rows),
        (
            pick(
                language,
                "De förbund vars tal visas båda åren; sammanslagna räknas tillsammans.",
                "The associations whose numbers are shown in both waves; merged ones are counted together.",
            ),
        ),
    )


def _p_line(change: Change, language: Language) -> str:
    if change.p is None or change.p_adjusted is None:
        return ""
    return pick(
        language,
        f"Dubbelsidigt p ur t-fördelningen: {p_text(change.p, 'sv')}; justerat för årens jämförelser "
        f"{p_text(change.p_adjusted, 'sv')}.",
        f"Two-sided p of the t distribution: {p_text(change.p, 'en')}; adjusted for the comparisons of waves "
        f"{p_text(change.p_adjusted, 'en')}.",
    )


def _national_steps(before: Shown, after: Shown, parts: Sequence[float], language: Language) -> tuple[Step, ...]:
    sheet = Sheet(language)
    number = sheet.number
    later = sheet.add(
        "after",
        ("Andelen det senare året", "The share in the later wave"),
        f"{number(after.positive)} / {number(after.answered)}",
        after.share,
    )
    earlier = sheet.add(
        "before",
        ("Andelen det tidigare året", "The share in the earlier wave"),
        f"{number(before.positive)} / {number(before.answered)}",
        before.share,
    )
    difference = sheet.add(
        "difference", ("Skillnaden", "The difference"), f"{number(later)} − {number(earlier)}", later - earlier
    )
    squares = sheet.add(
        "squares",
        ("Bidragens kvadrater, summerade", "Squares of the parts, summed"),
        pick(language, "ur tabellen", "from the table"),
        sum(part * part for part in parts),
        gives=decimal(sum(part * part for part in parts), language, digits=9),
    )
    sets = len(parts)
    error = sheet.add(
        "error",
        ("Medelfelet", "The standard error"),
        f"√({sets} / ({sets} − 1) · {decimal(squares, language, digits=9)})",
        sqrt(sets / (sets - 1) * squares),
    )
    t = sheet.add(
        "t",
        (f"t med {sets - 1} frihetsgrader", f"t with {sets - 1} degrees of freedom"),
        pick(language, "t-fördelningens 97,5-percentil", "97.5th percentile of the t distribution"),
        t_quantile(0.95, sets - 1),
    )
    half = f"{number(t)} · {number(error)}"
    sheet.add("low", ("Nedre gränsen", "Lower limit"), f"{number(difference)} − {half}", difference - t * error)
    sheet.add("high", ("Övre gränsen", "Upper limit"), f"{number(difference)} + {half}", difference + t * error)
    return tuple(sheet.steps)


def chosen(funnel: Funnel, association: str) -> Point:
    """Return the point that is counted by hand: the one named, else that with most answers, the first of equals."""
    for point in funnel.points:
        if point.association == association:
            return point
    return max(funnel.points, key=lambda point: point.shown.worth)


def against_the_others(funnel: Funnel, point: Point, language: Language) -> Calculation:
    """Return one association against the others without itself, by hand."""
    shown, others = point.shown, point.others
    steps = difference_steps(shown.share, shown.interval, others.share, others.interval, language)
    said = between_points(point.interval.low, point.interval.high, language)
    return Calculation(
        "others",
        (pick(language, "Mot de andra", "Against the others"), point.association),
        pick(
            language,
            f"{point.association} ligger {said} från de andra förbunden tillsammans",
            f"{point.association} is {said} from the other associations together",
        ),
        (
            pick(
                language,
                f"Eget: {of_number(shown.positive, shown.answered, 'sv')}. De andra, utan det självt: "
                f"{of_number(others.positive, others.answered, 'sv')}. {over_how_many(funnel, 'sv')}",
                f"Own: {of_number(shown.positive, shown.answered, 'en')}. The others, without itself: "
                f"{of_number(others.positive, others.answered, 'en')}. {over_how_many(funnel, 'en')}",
            ),
        ),
        None,
        steps,
    )


def funnel_by_hand(funnel: Funnel, point: Point, language: Language) -> Calculation:
    """Return one association's place in the funnel, by hand: z, the usual spread, and all comparisons counted."""
    said = verdict(point, language).removeprefix("↑ ").removeprefix("↓ ")
    return Calculation(
        "funnel",
        (
            pick(language, "I tratten", "In the funnel"),
            point.association,
            pick(language, "Spiegelhalter; Benjamini–Hochberg", "Spiegelhalter; Benjamini–Hochberg"),
        ),
        f"{point.association} {said}",
        (
            pick(
                language,
                "Andelar jämförs på arcus sinus av roten, där slumpens spridning bara beror på antalet svar. φ är "
                "medelvärdet av kvadraten på z, där de yttersta tiondelarna av z dragits in till den tionde och "
                "nittionde percentilen (typ 7). Är φ större än slumpen väntas ge läggs den vanliga spridningen τ² "
                "till.",
                "Shares are compared on the arcsine of the square root, where the spread of chance depends only on the "
                "number of answers. φ is the mean of z squared, the outer tenths of z drawn in to the tenth and the "
                "ninetieth percentile (type 7). Where φ is greater than chance would have it, the usual spread τ² is "
                "added.",
            ),
        ),
        _funnel_table(funnel, language),
        _funnel_steps(funnel, point, language),
    )


def _funnel_table(funnel: Funnel, language: Language) -> Table:
    rows = [
        Row(
            each.association,
            (
                Cell(of_number(each.shown.positive, each.shown.answered, language)),
                Cell(decimal(each.z, language, digits=4)),
                Cell(decimal(each.p, language, digits=4)),
                Cell(decimal(each.p_exact, language, digits=4)),
                Cell(decimal(each.p_adjusted, language, digits=4)),
            ),
        )
        for each in sorted(funnel.points, key=lambda one: alphabetical(one.association))
    ]
    return Table(
        pick(language, "Alla förbund i tratten", "All associations of the funnel"),
        (
            pick(language, "Förbund", "Association"),
            pick(language, "Svar", "Answers"),
            "z",
            pick(language, "p ur z", "p of z"),
            pick(language, "p exakt", "p exact"),
            pick(language, "p justerat", "p adjusted"),
        ),
        tuple(rows),
        (over_how_many(funnel, language),),
    )


def _funnel_steps(funnel: Funnel, point: Point, language: Language) -> tuple[Step, ...]:
    sheet = Sheet(language)
    number = sheet.number
    share, pooled, n = point.shown.share, funnel.pooled.share, point.shown.worth
    sets = len(funnel.points)
    weights = [4 * each.shown.worth for each in funnel.points]
    total, squares = sum(weights), sum(weight * weight for weight in weights)
    sheet.add(
        "pooled",
        ("Allas andel", "The share of all"),
        f"{number(funnel.pooled.positive)} / {number(funnel.pooled.answered)}",
        pooled,
    )
    away = sheet.add(
        "away",
        ("Avståndet", "The distance"),
        f"arcsin √{number(share)} − arcsin √{number(pooled)}",
        asin(sqrt(share)) - asin(sqrt(pooled)),
    )
    sheet.add("z", ("z, bara slump", "z, chance alone"), f"{number(away)} · √(4 · {number(n)})", away * sqrt(4 * n))
    winsorised = round(100 * WINSORISED)
    dispersion = sheet.add(
        "dispersion",
        ("φ", "φ"),
        pick(
            language,
            f"medelvärdet av z² ur tabellen, {winsorised} % indragna",
            f"mean of z² from the table, {winsorised}% drawn in",
        ),
        funnel.dispersion,
    )
    between = sheet.add(
        "between",
        ("τ², dock minst 0", "τ², at least 0"),
        f"({sets} · {number(dispersion)} − ({sets} − 1)) / ({number(total)} − {number(squares)} / {number(total)})",
        max(0.0, (sets * dispersion - (sets - 1)) / (total - squares / total)),
    )
    adjusted = sheet.add(
        "z_adjusted",
        ("z, med den vanliga spridningen", "z, with the usual spread"),
        f"{number(away)} / √(1 / (4 · {number(n)}) + {number(between)})",
        away / sqrt(1 / (4 * n) + between),
    )
    sheet.add(
        "p",
        ("p ur z, dubbelsidigt", "p of z, two-sided"),
        f"2 · Φ(−|{number(adjusted)}|)",
        point.p,
    )
    sheet.add(
        "p_exact",
        ("p exakt, binomialt", "p exact, binomial"),
        pick(
            language,
            f"alla utfall av {number(n)} som är högst så sannolika som {number(point.shown.positive)}",
            f"all results of {number(n)} at most as likely as {number(point.shown.positive)}",
        ),
        point.p_exact,
    )
    _ranked(sheet, "p", [each.p for each in funnel.points], point.p)
    _ranked(sheet, "p_exact", [each.p_exact for each in funnel.points], point.p_exact)
    sheet.add(
        "p_adjusted",
        ("Det större av de två; skiljer sig om högst 0,05", "The larger of the two; differs where at most .05"),
        pick(language, "justerat p", "adjusted p"),
        point.p_adjusted,
    )
    return tuple(sheet.steps)


def _ranked(sheet: Sheet, name: str, values: Sequence[float], own: float) -> None:
    """Add Benjamini and Hochberg's step: the smallest of p · m / rank from the own rank upwards."""
    ordered = sorted(values)
    m = len(ordered)
    rank = sum(value <= own for value in ordered)
    best = min(range(rank, m + 1), key=lambda place: (ordered[place - 1] * m / place, place))
    at = ordered[best - 1]
    label = {"p": ("p ur z", "p of z"), "p_exact": ("p exakt", "p exact")}[name]
    which = pick(
        sheet.language,
        f"minst av p · {m} / plats från plats {rank}: {sheet.number(at)} · {m} / {best}",
        f"least of p · {m} / rank from rank {rank}: {sheet.number(at)} · {m} / {best}",
    )
    sheet.add(
        f"{name}_bh",
        (f"{label[0]}, alla jämförelser räknade", f"{label[1]}, counting all comparisons"),
        which,
        min(1.0, at * m / best),
    )
