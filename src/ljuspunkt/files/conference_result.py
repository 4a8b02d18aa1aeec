"""The result of a conference as a document for machines: what `ljuspunkt tally --json` writes."""

from fractions import Fraction

from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.secondary import Agreement, Moves, Stability
from ljuspunkt.domain.consensus.tally import ItemResult
from ljuspunkt.domain.consensus.ties import Tie
from ljuspunkt.domain.estimation.agreement import AgainstChance, Coefficient

Document = dict[str, object]

DIGITS = 12
"""Secondary figures are written to so many, so that every machine writes the same."""


def document(result: ConferenceResult) -> Document:
    """Return the votes in order, the protocols and the secondary figures, of plain values only.

    A vote that can't be tallied yet has no items.
    """
    return {
        "votes": [_vote(vote) for vote in result.votes],
        "protocols": {protocol.name: list(protocol.ids) for protocol in result.protocols},
        "secondary": {
            "agreement": [
                {"vote": vote.vote.id, **_agreement(vote.agreement), "ratings": _ratings(vote)}
                for vote in result.votes
                if vote.agreement is not None
            ],
            "stability": [_stability(each) for vote in result.votes for each in vote.stability],
        },
    }


def _vote(result: VoteResult) -> Document:
    tally = result.tally
    return {
        "id": result.vote.id,
        "entitled": result.vote.entitled,
        "ballots": tally.n_ballots if tally else 0,
        "items": [_item(item) for item in result.items],
        "counts": dict(tally.counts) if tally else {"through": 0, "onward": 0, "out": 0, "undecided": 0},
        "ties": [_tie(tie) for tie in tally.ties] if tally else [],
    }


def _item(item: ItemResult) -> Document:
    votes: Document = {"yes": item.yes} if item.yes is not None else {"score": _number(item.score)}
    return {
        "id": item.id,
        "kind": item.kind or None,
        **votes,
        "of": item.of,
        "share": None if item.share is None else float(item.share),
        "rank": item.rank,
        "outcome": item.outcome,
        "tied": item.tied,
    }


def _tie(tie: Tie) -> Document:
    return {"kind": tie.kind, "items": list(tie.items), "places": tie.places, "settled_by": tie.settled_by}


def _number(score: Fraction | None) -> int | float | None:
    if score is None:
        return None
    return int(score) if score.denominator == 1 else float(score)


def _agreement(found: Agreement) -> Document:
    w = found.concordance
    return {
        "ballots": found.n_ballots,
        "items": found.n_items,
        "same_answer": _rounded(found.same_answer),
        "kendall_w": w
        and {
            "w": _rounded(w.w),
            "w_without_ties": _rounded(w.without_ties),
            "chi_square": _rounded(w.chi_square),
            "degrees": w.degrees,
            "p": _rounded(w.p),
            "ballots": found.n_orders,
        },
        "fleiss_kappa": _coefficient(found.fleiss, found.fleiss_test),
        "gwet_ac1": _coefficient(found.ac1),
        "krippendorff_alpha": {metric: _coefficient(alpha) for metric, alpha in found.alpha.items()},
    }


def _coefficient(found: Coefficient | None, test: AgainstChance | None = None) -> Document | None:
    if found is None:
        return None
    tested: Document = {} if test is None else {"z": _rounded(test.z), "p": _rounded(test.p)}
    return {
        "value": _rounded(found.value),
        "low": _rounded(found.interval.low) if found.interval else None,
        "high": _rounded(found.interval.high) if found.interval else None,
        **tested,
    }


def _ratings(result: VoteResult) -> list[Document]:
    """Return how each rated item spreads on the scale 1–9, and its thirds by declared group."""
    return [
        {
            "item": item.id,
            "thirds": [
                {"group": third.group or None, "n": third.n, "top": third.top, "bottom": third.bottom}
                for third in item.rating.thirds
            ],
            "rand_ucla": (spread := item.rating.rand_ucla)
            and {
                "p30": _number(spread.p30),
                "p70": _number(spread.p70),
                "ipr": _number(spread.ipr),
                "ipras": _number(spread.ipras),
                "disagreement": spread.disagreement,
                "quantile_type": 7,
                "opposite_by_type": list(item.rating.other_verdicts),
            },
        }
        for item in result.items
        if item.rating is not None
    ]


def _stability(found: Stability) -> Document:
    return {
        "from": found.earlier,
        "to": found.later,
        "items": list(found.items),
        "kendall_tau": _rounded(found.tau),
        "net_change": [
            {
                "item": each.item,
                "before": float(each.before),
                "after": float(each.after),
                "change": float(each.change),
            }
            for each in found.net
        ],
        "panellists": found.panel
        and {
            "n": found.panel.n,
            **_moves(found.panel.together),
            "items": [{"item": item, **_moves(moves)} for item, moves in found.panel.items.items()],
        },
    }


def _moves(found: Moves) -> Document:
    tested: Document = {}
    if found.test is not None:
        tested["wilcoxon"] = {"v": found.test.v, "p": _rounded(found.test.p)}
    return {
        "answers": found.n,
        "up": found.up,
        "down": found.down,
        "share_changed": _rounded(found.share),
        "kappa": _rounded(found.kappa),
        "kappa_linear": _rounded(found.kappa_linear),
        "kappa_quadratic": _rounded(found.kappa_quadratic),
        **tested,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}") + 0.0
