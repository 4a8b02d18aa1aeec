"""Associations beside each other (jämförelse mellan förbund): who differs from the others, as picture and table.

An association is held against the other shown associations without itself. It differs only where it is farther off
than chance and the usual spread between associations together, counting all that were compared; else it can't be told
apart, whatever its place in an order.
"""

from collections.abc import Sequence
from math import exp, log
from typing import Literal

from ljuspunkt.domain.estimation.funnel import adjusted_limits, exact_limits
from ljuspunkt.domain.report.cells import uncertain_word
from ljuspunkt.domain.report.compared import FEWEST_POINTS
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Beside, Cell, Figure, Row, Table
from ljuspunkt.domain.report.picture import (
    Curve,
    DotGroup,
    DotPicture,
    DotRow,
    FunnelPicture,
    FunnelPoint,
    share_axis,
)
from ljuspunkt.domain.report.reading import Subject
from ljuspunkt.domain.report.sentences import in_year
from ljuspunkt.domain.report.words import (
    Language,
    alphabetical,
    associations_out_of,
    in_words,
    interval_text,
    of_number,
    percent,
    percent_sign,
    pick,
    points,
    points_between,
    sentence_case,
    short_name,
    whole,
)
from ljuspunkt.domain.survey.comparisons import Funnel, Point
from ljuspunkt.domain.vocabulary import Interval

CURVE_POINTS = 36
"""Places at which each limit of a funnel is worked out."""


def beside(measurement: Measurement, subject: Subject, group: str, language: Language) -> Beside | None:
    """Return the shown associations of a group beside each other, None where too few are shown or nobody asked."""
    funnel = measurement.compared.funnel(subject, group, measurement.latest)
    if funnel is None or len(funnel.points) < FEWEST_POINTS:
        return None
    name = f"{subject.name}-{place_of(measurement, group)}"
    who = (measurement.label(group, language), in_year(measurement.latest, language))
    finding = funnel_finding(measurement, funnel, language)
    return Beside(
        name,
        finding,
        Figure(
            finding,
            (*who, pick(language, "Förbund efter antal svar", "Associations by number of answers")),
            funnel_picture(funnel, f"{name}-funnel", finding, language),
            _funnel_notes(funnel, language),
            (),
            _sheet(funnel),
        ),
        comparison_table(measurement, subject, funnel, language),
        _ordered(funnel, f"{name}-ordered", who, language),
    )


def place_of(measurement: Measurement, group: str) -> str:
    """Return a group's place among the groups, for file names."""
    return f"group-{measurement.groups.index(group) + 1}"


def funnel_finding(measurement: Measurement, funnel: Funnel, language: Language) -> str:
    """Return who differs: "Deltagare: ett förbund av 25 skiljer sig från de andra"."""
    differ = [point for point in funnel.points if point.differs]
    number = len(funnel.points)
    among = sentence_case(measurement.among(funnel.group, language))
    who = f"{among}: " if among else ""
    if not differ:
        said = pick(
            language,
            f"{associations_out_of(0, number, 'sv')} går att skilja från de andra",
            f"{associations_out_of(0, number, 'en')} can be told apart from the others",
        )
    else:
        said = pick(
            language,
            f"{associations_out_of(len(differ), number, 'sv')} skiljer sig från de andra",
            f"{associations_out_of(len(differ), number, 'en')} {'differs' if len(differ) == 1 else 'differ'} from the "
            "others",
        )
    return sentence_case(f"{who}{said}")


def told(point: Point, language: Language) -> str:
    """Return an association's figure: "Norrvik 81 % (52 av 64)"."""
    number = f"{percent(point.shown.share)}{percent_sign(language)}"
    return f"{point.association} {number} ({of_number(point.shown.positive, point.shown.answered, language)})"


LONGEST_WORDS = 34
"""Characters that a line of a picture holds on the narrowest phone."""


def _named(point: Point, language: Language) -> str:
    """Return an association's figure as it stands in a picture, its name shortened to fit."""
    figures = told(point, language).removeprefix(point.association)
    return short_name(point.association, LONGEST_WORDS - len(figures)) + figures


def verdict(point: Point, language: Language) -> str:
    """Return whether an association differs, in words with an arrow where its interval excludes no difference."""
    if not point.differs:
        return pick(language, "går inte att skilja från de andra", "can't be told apart from the others")
    arrow = {"up": "↑ ", "down": "↓ ", "": ""}[point.direction]
    higher = point.difference > 0
    return arrow + pick(
        language,
        f"skiljer sig: {'högre' if higher else 'lägre'}",
        f"differs: {'higher' if higher else 'lower'}",
    )


def funnel_picture(funnel: Funnel, name: str, title: str, language: Language, *, own: str = "") -> FunnelPicture:
    """Return the funnel as a picture.

    Args:
        funnel: at least two points.
        name: the picture's file name.
        title: its finding.
        language: of the words.
        own: the association that the page is about, marked and named.
    """
    most = max(point.shown.worth for point in funnel.points)
    fewest = min(point.shown.worth for point in funnel.points)
    marks = _limits(funnel, fewest, most, language)
    shares = [point.shown.share for point in funnel.points]
    low = min([*shares, *(value for curve in marks for _, value in curve.places[len(curve.places) // 3 :])])
    sign = percent_sign(language)
    bottom = min(max(0, int(low * 10) * 10), 80)
    step = 10 if bottom >= 60 else 20
    bottom -= bottom % step
    ticks = tuple((tick / 100, f"{tick}{sign}") for tick in range(bottom, 101, step))
    pooled = funnel.pooled.share
    number = len(funnel.points)
    return FunnelPicture(
        name,
        title,
        tuple(
            FunnelPoint(
                point.shown.worth,
                point.shown.share,
                _named(point, language) if point.differs or point.association == own else "",
                point.differs,
                point.uncertain,
                point.association == own,
            )
            for point in funnel.points
        ),
        pooled,
        pick(
            language,
            f"alla {number}: {percent(pooled)}{sign}",
            f"all {number}: {percent(pooled)}{sign}",
        ),
        marks,
        ticks,
        _answers_axis(most, language),
        _described(funnel, language),
    )


def _limits(funnel: Funnel, fewest: int, most: int, language: Language) -> tuple[Curve, ...]:
    """Return the limits; those by chance alone are dotted where the usual spread widens them."""
    start = max(2, min(fewest, most // 4))
    top = max(most, start + 1)
    ratio = log(top / start)
    grid = sorted({round(start * exp(ratio * place / (CURVE_POINTS - 1))) for place in range(CURVE_POINTS)})
    pooled = funnel.pooled.share
    curves = []
    words = {
        0.95: pick(language, "95 av 100 väntas innanför", "95 of 100 expected within"),
        0.998: pick(language, "998 av 1\N{NO-BREAK SPACE}000", "998 of 1,000"),
    }
    for confidence in (0.95, 0.998):
        exact = exact_limits(pooled, grid, confidence=confidence)
        spread = bool(funnel.between)
        kinds: list[tuple[Literal["chance", "limit"], tuple[Interval, ...]]]
        kinds = [("chance" if spread else "limit", exact)]
        if spread:
            kinds.append(
                ("limit", tuple(adjusted_limits(pooled, n, funnel.between, confidence=confidence) for n in grid))
            )
        for kind, limits in kinds:
            label = words[confidence] if kind == "limit" else ""
            wide = confidence > 0.95
            curves.append(Curve(kind, wide, tuple(zip(grid, (each.low for each in limits), strict=True)), label))
            curves.append(Curve(kind, wide, tuple(zip(grid, (each.high for each in limits), strict=True)), ""))
    return tuple(curves)


def _answers_axis(most: int, language: Language) -> tuple[tuple[int, str], ...]:
    """Return some five round numbers of answers, the last with its unit."""
    rough = max(most / 4, 1)
    size = 10 ** int(log(rough, 10))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    marks = list(range(0, most + 1, step))
    unit = pick(language, " svar", " answers")
    return tuple((mark, whole(mark, language) + (unit if mark == marks[-1] else "")) for mark in marks)


def _described(funnel: Funnel, language: Language) -> str:
    sign = percent_sign(language)
    number = len(funnel.points)
    parts = [
        pick(
            language,
            f"{number} förbund, alla tillsammans {percent(funnel.pooled.share)}{sign}",
            f"{number} associations, all together {percent(funnel.pooled.share)}{sign}",
        )
    ]
    for point in sorted(funnel.points, key=lambda each: not each.differs):
        marked = f", {verdict(point, language).removeprefix('↑ ').removeprefix('↓ ')}" if point.differs else ""
        unsure = f", {uncertain_word(language)}" if point.uncertain else ""
        parts.append(f"{told(point, language)}{marked}{unsure}")
    return "; ".join(parts)


def _funnel_notes(funnel: Funnel, language: Language) -> tuple[str, ...]:
    notes = [over_how_many(funnel, language)]
    if funnel.between:
        notes.append(
            pick(
                language,
                "Heldragna och streckade gränser tar hänsyn till att förbund brukar skilja sig mer än slumpen; de "
                "prickade gäller om bara slumpen fanns.",
                "Solid and dashed limits allow for associations usually differing by more than chance; the dotted ones "
                "hold if there were nothing but chance.",
            )
        )
    else:
        notes.append(
            pick(
                language,
                "Förbunden som helhet skiljer sig inte mer än slumpen: gränserna är slumpens.",
                "On the whole the associations differ by no more than chance: the limits are those of chance.",
            )
        )
    notes.append(
        pick(
            language,
            "Skiljer sig (fyrkant) gör bara den som är kvar när alla jämförelser räknas (Benjamini–Hochberg).",
            "Only those that remain counting all comparisons (Benjamini–Hochberg) differ (square).",
        )
    )
    if any(point.uncertain for point in funnel.points):
        notes.append(
            pick(
                language,
                "Blek ring: osäkert, intervallet är bredare än 40 procentenheter.",
                "Pale ring: uncertain, the interval is wider than 40 percentage points.",
            )
        )
    return (" ".join(notes),)


def over_how_many(funnel: Funnel, language: Language) -> str:
    """Return over how many associations a comparison runs, and how many are left out."""
    number, left = len(funnel.points), funnel.not_shown
    if not left:
        return pick(language, f"Räknat över {number} förbund, alla.", f"Over {number} associations, all there are.")
    return pick(
        language,
        f"Räknat över de {number} av {number + left} förbund vars tal visas.",
        f"Over the {number} of {number + left} associations whose numbers are shown.",
    )


_COLUMNS = (
    "wave",
    "group",
    "question",
    "indicator",
    "association",
    "answered",
    "positive",
    "share",
    "low",
    "high",
    "worth",
    "others_share",
    "difference",
    "difference_low",
    "difference_high",
    "z_adjusted",
    "p_adjusted",
    "shrunken",
    "differs",
)


def _sheet(funnel: Funnel) -> tuple[tuple[str, ...], ...]:
    """Return the figures behind a funnel, a row per point, unrounded."""
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for point in funnel.points:
        shown = point.shown
        numbers = (
            shown.share,
            shown.interval.low,
            shown.interval.high,
            shown.worth,
            point.others.share,
            point.difference,
            point.interval.low,
            point.interval.high,
            point.z_adjusted,
            point.p_adjusted,
            point.shrunken,
        )
        rows.append(
            (
                funnel.wave,
                funnel.group,
                funnel.topic.question or "",
                funnel.topic.indicator or "",
                point.association,
                str(shown.answered),
                str(shown.positive),
                *(repr(number) for number in numbers),
                "yes" if point.differs else "",
            )
        )
    return tuple(rows)


def comparison_table(measurement: Measurement, subject: Subject, funnel: Funnel, language: Language) -> Table:
    """Return every shown association against the others without itself, alphabetically."""
    title = measurement.title(subject, language)
    rows = []
    for point in sorted(funnel.points, key=lambda each: alphabetical(each.association)):
        rows.append(
            Row(
                point.association,
                (_share_cell(point, language), against_cell(point, language)),
            )
        )
    return Table(
        pick(
            language,
            f"{title}: {measurement.label(funnel.group, 'sv')}, förbund mot de andra {in_year(funnel.wave, 'sv')}",
            f"{title}: {measurement.label(funnel.group, 'en')}, associations against the others "
            f"{in_year(funnel.wave, 'en')}",
        ),
        (
            pick(language, "Förbund", "Association"),
            pick(language, "Eget", "Own"),
            pick(language, "Mot de andra", "Against the others"),
        ),
        tuple(rows),
        (
            over_how_many(funnel, language),
            pick(
                language,
                "De andra är alla visade förbund utom förbundet självt. Skillnaden är i procentenheter, med Newcombes "
                "intervall. p är justerat för hur många förbund som jämförs och hur mycket de brukar skilja sig.",
                "The others are all shown associations but the association itself. The difference is in percentage "
                "points, with Newcombe's interval. p is adjusted for how many are compared and how much they usually "
                "differ.",
            ),
        ),
    )


def _share_cell(point: Point, language: Language) -> Cell:
    shown = point.shown
    notes = [
        of_number(shown.positive, shown.answered, language),
        interval_text(shown.interval.low, shown.interval.high, language),
    ]
    if point.uncertain:
        notes.append(uncertain_word(language))
    return Cell(
        f"{percent(shown.share)}{percent_sign(language)}", tuple(notes), "uncertain" if point.uncertain else "shown"
    )


def against_cell(point: Point, language: Language) -> Cell:
    """Return an association against the others in words: whether it differs, by how much, and how surely."""
    low, high = point.interval.low, point.interval.high
    others = pick(language, "de andra", "the others")
    return Cell(
        verdict(point, language),
        (
            f"{points(point.difference)} ({points_between(low, high, language)})",
            f"{others} {percent(point.others.share)}{percent_sign(language)}",
            f"p {p_text(point.p_adjusted, language)}",
        ),
        "shown" if point.differs else "text",
    )


def p_text(p: float, language: Language) -> str:
    """Return a p-value with three decimals, or below a thousandth."""
    mark = pick(language, ",", ".")
    if p < 0.001:
        return f"< 0{mark}001"
    return f"{p:.3f}".replace(".", mark)


def _ordered(funnel: Funnel, name: str, who: Sequence[str], language: Language) -> Figure | None:
    """Return the shrunken shares in order, each with its interval; None where the associations don't differ at all."""
    if len({point.shrunken for point in funnel.points}) < 2:
        return None
    rows = []
    lows = []
    sign = percent_sign(language)
    ordered = sorted(funnel.points, key=lambda each: (-each.shrunken, alphabetical(each.association)))
    names = [point.association for point in ordered]
    for point in ordered:
        share, interval = point.shrunken, point.shrunken_interval
        lows += [interval.low, point.shown.share]
        within = interval_text(interval.low, interval.high, language)
        rows.append(
            DotRow(
                short_name(point.association, LONGEST_WORDS - 12),
                f"{percent(share)}",
                f"{point.association} {percent(share)}{sign} ({within}, "
                f"{pick(language, 'eget', 'own')} {percent(point.shown.share)}{sign})",
                share,
                interval.low,
                interval.high,
                1,
                point.uncertain,
                own=point.shown.share,
            )
        )
    finding = _order_finding(rows, language)
    picture = DotPicture(
        name,
        finding,
        (DotGroup("", tuple(rows)),),
        share_axis(lows, sign),
        uncertain_word(language),
        names_above=True,
    )
    note = pick(
        language,
        "Fylld punkt: andelen dragen mot det vanliga, mest där få har svarat, med sitt intervall. Ring: den egna "
        "andelen. Ordningen är ingen rangordning: förbund vars linjer överlappar går inte att ordna.",
        "Filled dot: the share drawn towards the usual, most where few answered, with its interval. Ring: the own "
        "share. The order is no ranking: associations whose lines overlap can't be put in order.",
    )
    sheet = (
        ("association", "shrunken", "low", "high", "own"),
        *(
            (name, *(repr(value) for value in (row.value, row.low, row.high, row.own)))
            for name, row in zip(names, rows, strict=True)
        ),
    )
    margin = (*who, pick(language, "Krympta andelar, andrahandsuppgift", "Shrunken shares, secondary"))
    return Figure(finding, margin, picture, (note,), (), sheet)


def _order_finding(rows: Sequence[DotRow], language: Language) -> str:
    """Return what the order spans, and that it is no ranking."""
    highest, lowest = percent(rows[0].value or 0.0), percent(rows[-1].value or 0.0)
    return pick(
        language,
        f"I ordning, från {lowest} till {highest} procent när små förbund dragits mot det vanliga: ingen rangordning",
        f"In order, from {lowest} to {highest} per cent once small associations are drawn to the usual: no ranking",
    )


def compared_in_all(found: Sequence[Funnel], language: Language) -> str:
    """Return how many comparisons between associations the report makes and how many differ."""
    number = sum(len(funnel.points) for funnel in found)
    differ = sum(point.differs for funnel in found for point in funnel.points)
    if not number:
        return ""
    if not differ:
        return pick(
            language,
            f"I ingen av {whole(number, 'sv')} jämförelser av ett förbund med de andra skiljer det sig.",
            f"In none of {whole(number, 'en')} comparisons of an association with the others does it differ.",
        )
    return pick(
        language,
        f"I {whole(number, 'sv')} jämförelser av ett förbund med de andra skiljer det sig i {in_words(differ, 'sv')}.",
        f"In {whole(number, 'en')} comparisons of an association with the others it differs in "
        f"{in_words(differ, 'en')}.",
    )
