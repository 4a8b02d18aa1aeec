"""The report's part on agreement and stability (samstämmighet och stabilitet): secondary figures and how to read them.

Consensus as the rule saw it, agreement of the ballots, and stability between votes stand in tables of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Rate
from ljuspunkt.domain.consensus.conference import Conference, ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.secondary import Agreement, NetChange, Panel, Stability
from ljuspunkt.domain.consensus.tally import ItemResult, Rating
from ljuspunkt.domain.estimation.agreement import Coefficient, Concordance, Metric
from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.words import (
    Language,
    decimal,
    listed,
    of_number,
    percent,
    percent_sign,
    pick,
    points,
)

NONE = "-"


@dataclass(frozen=True, slots=True)
class SecondaryPart:
    """The part: what the figures are, the tables, and tables item by item."""

    heading: str
    words: tuple[str, ...]
    tables: tuple[Table, ...]
    details: tuple[Table, ...]


def secondary_part(result: ConferenceResult, language: Language, kept: Sequence[str] = ()) -> SecondaryPart | None:
    """Return the part, None where no vote has ballots.

    Args:
        result: of all votes.
        language: of the part.
        kept: sentences about the figures, where the ballots that they come from aren't here.
    """
    heading = pick(language, "Samstämmighet och stabilitet", "Agreement and stability")
    held = [vote for vote in result.votes if vote.tally is not None and vote.tally.n_ballots]
    if held and kept:
        return SecondaryPart(heading, (*_words(language, stability=True, panel=False), *kept), (), ())
    held = [vote for vote in held if vote.agreement is not None]
    if not held:
        return None
    stability = [each for vote in held for each in vote.stability]
    rated = [vote for vote in held if any(item.rating and item.rating.n for item in vote.items)]
    tables = [_agreement_table(held, language)]
    if stability:
        tables.append(_stability_table(stability, language))
    details = [_ratings_table(vote, result.conference, language) for vote in rated]
    details += [_net_table(each, result.conference, language) for each in stability if each.net]
    details += [_panel_table(each, each.panel, result.conference, language) for each in stability if each.panel]
    return SecondaryPart(
        heading=heading,
        words=tuple(_words(language, stability=bool(stability), panel=any(each.panel for each in stability))),
        tables=tuple(tables),
        details=tuple(details),
    )


def _words(language: Language, *, stability: bool, panel: bool) -> list[str]:
    said = [
        pick(
            language,
            "Måtten beskriver omröstningarna och avgör ingenting. En panel kan vara samstämmig och ändå ändra sig, "
            "eller stå fast och vara oenig; därför står samstämmighet och stabilitet var för sig.",
            "These figures describe the votes and decide nothing. A panel can agree and yet move, or stand still and "
            "be divided; so agreement and stability are kept apart.",
        ),
        pick(
            language,
            "Samstämmighet: ”samma svar” är andelen par av röstsedlar som svarar lika, i genomsnitt över kandidaterna. "
            "Kappa, AC1 och alfa drar bort det som slumpen ger: 0 är slumpen, 1 är fullständig samstämmighet. Kappa "
            "blir lågt när nästan alla svarar ja, AC1 blir det inte. Kendalls W går från 0 till 1 och säger hur lika "
            "röstsedlarnas ordningar är; p är sannolikheten för minst så lika ordningar av en slump. Inom parentes "
            "står 95 % konfidensintervall över kandidaterna. Blanka "
            "röstsedlar är inte med.",
            "Agreement: “same answer” is the share of pairs of ballots that answer alike, averaged over the items. "
            "Kappa, AC1 and alpha take away what chance gives: 0 is chance, 1 is perfect. Kappa becomes low where "
            "nearly everybody says yes; AC1 doesn't. Kendall's W goes from 0 to 1 and tells how alike the ballots' "
            "orders are; p is how likely orders by chance would be at least so alike. In brackets are 95% confidence "
            "intervals over the items. Blank ballots are left out.",
        ),
    ]
    if stability:
        said.append(
            pick(
                language,
                "Stabilitet: varje kandidat jämförs med den omröstning den senast var med i. Kendalls tau är 1 där "
                "ordningen är densamma och −1 där den är omvänd. Nettoförändringen kommer ur hemliga röstsedlar: byten "
                "åt olika håll tar ut varandra, så fler kan ha ändrat sig än skillnaden visar.",
                "Stability: each item is compared with the vote that it was last in. Kendall's tau is 1 where the "
                "order is the same and −1 where it is turned round. Net change comes from secret ballots: changes to "
                "and fro cancel, so more may have changed their mind than the difference shows.",
            )
        )
    if panel:
        said.append(
            pick(
                language,
                "Konferensen bestämde på förhand att varje ledamot har en pseudonym genom alla omröstningar. Därför "
                "kan det sägas hur många svar som ändrades. p är Wilcoxons teckenrangtest, exakt, en kandidat i taget; "
                "med ja och nej är det McNemars exakta test.",
                "The conference decided beforehand that each panellist has one pseudonym through all votes. So it can "
                "be said how many answers changed. p is Wilcoxon's signed-rank test, exact, one item at a time; with "
                "yes and no it is McNemar's exact test.",
            )
        )
    return said


def _vote_word(id: str, language: Language) -> str:
    return pick(language, f"Omröstning {id}", f"Vote {id}")


def _agreement_table(held: Sequence[VoteResult], language: Language) -> Table:
    rows = []
    for vote in held:
        found = vote.agreement or Agreement(0, 0)
        w = found.concordance
        metric = next(iter(found.alpha), None)
        alpha = found.alpha[metric] if metric else None
        rows.append(
            Row(
                _vote_word(vote.vote.id, language),
                (
                    Cell(str(found.n_ballots)),
                    Cell(str(found.n_items)),
                    Cell(_percent(found.same_answer, language)),
                    Cell(
                        NONE if w is None else decimal(w.w, language),
                        () if w is None else tuple(_of_w(found, w, language)),
                    ),
                    _coefficient(found.fleiss, language),
                    _coefficient(found.ac1, language),
                    _coefficient(alpha, language, _metric(metric, language) if metric and alpha else ""),
                ),
            )
        )
    columns = (
        pick(language, "Omröstning", "Vote"),
        pick(language, "Röstsedlar", "Ballots"),
        pick(language, "Kandidater", "Items"),
        pick(language, "Samma svar", "Same answer"),
        pick(language, "Kendalls W", "Kendall's W"),
        pick(language, "Fleiss kappa", "Fleiss' kappa"),
        pick(language, "Gwets AC1", "Gwet's AC1"),
        pick(language, "Krippendorffs alfa", "Krippendorff's alpha"),
    )
    undefined = any(cell.text == NONE for row in rows for cell in row.cells)
    notes = (
        pick(
            language,
            "-: mäts inte av sådana röstsedlar eller kan inte räknas: färre än två röstsedlar eller kandidater, eller "
            "bara lika svar.",
            "-: not measured by such ballots, or not defined: fewer than two ballots or items, or answers that are all "
            "alike.",
        ),
    )
    caption = pick(language, "Samstämmighet inom varje omröstning", "Agreement within each vote")
    return Table(caption, columns, tuple(rows), notes if undefined else ())


def _of_w(found: Agreement, w: Concordance, language: Language) -> list[str]:
    """Return what stands under Kendall's W: its p, and how many ballots it takes where some have no opinion."""
    said = [f"p {_p(w.p, language)}"]
    if found.n_orders < found.n_ballots:
        said.append(pick(language, f"{found.n_orders} röstsedlar", f"{found.n_orders} ballots"))
    return said


def _metric(metric: Metric, language: Language) -> str:
    return {
        "nominal": pick(language, "nominalskala", "nominal"),
        "ordinal": pick(language, "ordinalskala", "ordinal"),
        "interval": pick(language, "intervallskala", "interval scale"),
        "ratio": pick(language, "kvotskala", "ratio scale"),
    }[metric]


def _coefficient(found: Coefficient | None, language: Language, note: str = "") -> Cell:
    if found is None:
        return Cell(NONE)
    interval = found.interval
    to = pick(language, "till", "to")
    between = f"({_two(interval.low, language)} {to} {_two(interval.high, language)})" if interval else ""
    return Cell(_two(found.value, language), tuple(part for part in (between, note) if part))


def _stability_table(stability: Sequence[Stability], language: Language) -> Table:
    rows = []
    for each in stability:
        fall, rise = (
            min(each.net, key=lambda one: one.change, default=None),
            max(each.net, key=lambda one: one.change, default=None),
        )
        rows.append(
            Row(
                pick(language, f"{each.earlier} till {each.later}", f"{each.earlier} to {each.later}"),
                (
                    Cell(str(len(each.items))),
                    Cell(NONE if each.tau is None else _two(each.tau, language)),
                    Cell(_moved(fall) if fall and fall.change < 0 else NONE),
                    Cell(_moved(rise) if rise and rise.change > 0 else NONE),
                ),
            )
        )
    return Table(
        pick(language, "Stabilitet mellan omröstningar", "Stability between votes"),
        (
            pick(language, "Omröstning", "Vote"),
            pick(language, "Kandidater", "Items"),
            pick(language, "Kendalls tau", "Kendall's tau"),
            pick(language, "Störst minskning, procentenheter", "Largest fall, percentage points"),
            pick(language, "Störst ökning, procentenheter", "Largest rise, percentage points"),
        ),
        tuple(rows),
    )


def _moved(change: NetChange) -> str:
    return f"{points(float(change.change))} ({change.item})"


def _net_table(stability: Stability, conference: Conference, language: Language) -> Table:
    ordered = sorted(stability.net, key=lambda one: -one.change)
    top = isinstance(_form(stability, conference), Rate)
    return Table(
        pick(
            language,
            f"Nettoförändring från omröstning {stability.earlier} till {stability.later}",
            f"Net change from vote {stability.earlier} to vote {stability.later}",
        ),
        (
            pick(language, "Kandidat", "Item"),
            pick(language, f"Omröstning {stability.earlier}", f"Vote {stability.earlier}"),
            pick(language, f"Omröstning {stability.later}", f"Vote {stability.later}"),
            pick(language, "Procentenheter", "Percentage points"),
        ),
        tuple(
            Row(
                _titled(one.item, conference, language),
                (
                    Cell(_percent(one.before, language)),
                    Cell(_percent(one.after, language)),
                    Cell(points(float(one.change))),
                ),
            )
            for one in ordered
        ),
        (
            pick(
                language,
                "Andel av dem som hade en åsikt som satte kandidaten i skalans översta tredjedel.",
                "Share of those with an opinion who rated the item in the top third of the scale.",
            )
            if top
            else pick(language, "Andel ja av de avgivna röstsedlarna.", "Share of yes of the ballots cast."),
        ),
    )


def _form(stability: Stability, conference: Conference) -> object:
    return next(vote.form for vote in conference.votes if vote.id == stability.later)


def _panel_table(stability: Stability, panel: Panel, conference: Conference, language: Language) -> Table:
    together = panel.together
    rows = [
        Row(
            _titled(item, conference, language),
            (
                Cell(str(moves.n)),
                Cell(_percent(moves.share, language)),
                Cell(str(moves.up)),
                Cell(str(moves.down)),
                Cell(NONE if moves.test is None else _p(moves.test.p, language)),
                Cell(_kappa(moves.kappa, moves.kappa_quadratic, language)),
            ),
        )
        for item, moves in panel.items.items()
    ]
    whole = pick(
        language,
        f"Tillsammans {together.n} svar från {panel.n} ledamöter i båda omröstningarna; "
        f"{_percent(together.share, language)} ändrades, kappa "
        f"{_kappa(together.kappa, together.kappa_quadratic, language)}.",
        f"Together {together.n} answers of {panel.n} panellists in both votes; "
        f"{_percent(together.share, language)} changed, kappa "
        f"{_kappa(together.kappa, together.kappa_quadratic, language)}.",
    )
    notes = [whole]
    if together.kappa_quadratic is not None:
        notes.append(
            pick(language, "Kappa är viktat med kvadraten på avståndet.", "Kappa is weighted by squared distance.")
        )
    return Table(
        pick(
            language,
            f"Svar som ledamöterna ändrade från omröstning {stability.earlier} till {stability.later}",
            f"Answers that panellists changed from vote {stability.earlier} to vote {stability.later}",
        ),
        (
            pick(language, "Kandidat", "Item"),
            pick(language, "Svar", "Answers"),
            pick(language, "Ändrade", "Changed"),
            pick(language, "Upp", "Up"),
            pick(language, "Ner", "Down"),
            "p",
            "Kappa",
        ),
        tuple(rows),
        tuple(notes),
    )


def _kappa(plain: float | None, weighted: float | None, language: Language) -> str:
    value = plain if weighted is None else weighted
    return NONE if value is None else _two(value, language)


def _ratings_table(vote: VoteResult, conference: Conference, language: Language) -> Table:
    rated = [(item, item.rating) for item in vote.items if item.rating is not None]
    spread = any(rating.rand_ucla for _, rating in rated)
    columns = [
        pick(language, "Kandidat", "Item"),
        pick(language, "Åsikter", "Opinions"),
        pick(language, "Median", "Median"),
        pick(language, "Översta tredjedelen", "Top third"),
        pick(language, "Nedersta tredjedelen", "Bottom third"),
    ]
    if spread:
        columns += ["P30–P70", "IPR", "IPRAS", pick(language, "Oenighet", "Disagreement")]
    notes = []
    if spread:
        notes.append(
            pick(
                language,
                "Oenighet enligt RAND/UCLA: avståndet mellan 30:e och 70:e percentilen (IPR) är större än samma "
                "avstånd justerat för symmetri (IPRAS). Percentilerna är av typ 7; där en annan typ ger motsatt "
                "utslag står det.",
                "Disagreement by RAND/UCLA: the range between the 30th and the 70th percentile (IPR) is greater than "
                "the same range adjusted for symmetry (IPRAS). Percentiles are of type 7; where another type gives "
                "the opposite verdict, that is said.",
            )
        )
    return Table(
        pick(language, f"Bedömningar i omröstning {vote.vote.id}", f"Ratings in vote {vote.vote.id}"),
        tuple(columns),
        tuple(
            Row(_titled(item.id, conference, language), tuple(_rating_cells(item, rating, language, spread=spread)))
            for item, rating in rated
        ),
        tuple(notes),
    )


def _rating_cells(item: ItemResult, rating: Rating, language: Language, *, spread: bool) -> list[Cell]:
    thirds = [(third, f"{third.group}: " if third.group else "") for third in rating.thirds]
    top = [f"{named}{of_number(third.top, third.n, language)}" for third, named in thirds]
    bottom = [f"{named}{of_number(third.bottom, third.n, language)}" for third, named in thirds]
    cells = [
        Cell(str(rating.n)),
        Cell(_exact(item.score, language)),
        Cell(top[0] if top else NONE, tuple(top[1:])),
        Cell(bottom[0] if bottom else NONE, tuple(bottom[1:])),
    ]
    if not spread:
        return cells
    found = rating.rand_ucla
    if found is None:
        return [*cells, *(Cell(NONE) for _ in range(4))]
    verdict = pick(language, "ja", "yes") if found.disagreement else pick(language, "nej", "no")
    types = listed([str(kind) for kind in rating.other_verdicts], language)
    other = pick(language, f"motsatt med typ {types}", f"the opposite by type {types}")
    return [
        *cells,
        Cell(f"{_exact(found.p30, language)}–{_exact(found.p70, language)}"),
        Cell(_exact(found.ipr, language)),
        Cell(_exact(found.ipras, language)),
        Cell(verdict, (other,) if types else ()),
    ]


def _exact(value: Fraction | None, language: Language) -> str:
    if value is None:
        return NONE
    return str(int(value)) if value.denominator == 1 else decimal(float(value), language)


def _titled(item: str, conference: Conference, language: Language) -> str:
    return f"{item}. {conference.inventory[item].titled(language)}"


def _two(value: float, language: Language) -> str:
    """Return a figure with two decimals, nothing below zero as zero."""
    return decimal(round(value, 2) + 0.0, language)


def _percent(share: float | Fraction | None, language: Language) -> str:
    return NONE if share is None else f"{percent(share)}{percent_sign(language)}"


def _p(value: float, language: Language) -> str:
    if value < 0.001:
        return f"< {decimal(0.001, language, digits=3)}"
    return decimal(value, language, digits=3)
