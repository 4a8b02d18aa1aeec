"""Rules as they are kept with a vote; and rules, ballot kinds and pools read back.

Ballot kinds and pools are kept as in a conference's file (`files/conference_plan.py`). In rules, what is keyed by kind
or candidate is a list of pairs: order matters, and a database may reorder the keys of a mapping.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.pool import Outcome, Pool
from ljuspunkt.domain.consensus.rule import (
    Base,
    Chair,
    Consensus,
    Expand,
    Lot,
    Rest,
    Rule,
    Runoff,
    Secondary,
    Strict,
    Ties,
)

Document = dict[str, Any]


def read_form(document: Mapping[str, Any]) -> Form:
    """Return the ballot kind that a document holds.

    Raises:
        ValueError: there is no such kind.
    """
    match document["kind"]:
        case "approve":
            return Approve()
        case "choose":
            return Choose(document["max"])
        case "points":
            return Points(document["budget"], document["max_per_item"])
        case "rate":
            return Rate(document["low"], document["high"])
        case "rank":
            return Rank()
    raise ValueError(f"there is no ballot kind {document['kind']}")


def rule_document(rule: Rule) -> Document:
    """Return a rule."""
    document: Document = {"rest": rule.rest, "ties": _ties_document(rule.ties), "of": rule.of}
    through: Document = {}
    if rule.places is not None:
        through["places"] = (
            [[kind, n] for kind, n in rule.places.items()] if isinstance(rule.places, Mapping) else rule.places
        )
    if rule.through_bar is not None:
        through["share_at_least"] = str(rule.through_bar)
    if through:
        document["through"] = through
    if rule.out_bar is not None:
        document["out"] = {"share_below": str(rule.out_bar)}
    if rule.consensus is not None:
        document["consensus"] = {
            "in": str(rule.consensus.inside),
            "against": str(rule.consensus.against),
            "by_group": rule.consensus.by_group,
        }
    return document


def _ties_document(ties: Ties) -> object:
    match ties:
        case Expand():
            return "expand"
        case Strict():
            return "strict"
        case Chair():
            return "chair"
        case Secondary(scores=scores, source=source):
            return {"secondary": {"scores": source, "each": [[item, str(score)] for item, score in scores.items()]}}
        case Lot(seed=seed):
            return {"lot": {"seed": seed}}
        case Runoff(most=most, then=then):
            return {"runoff": {"max": most, "then": _ties_document(then)}}


def read_rule(document: Mapping[str, Any]) -> Rule:
    """Return the rule that a document holds."""
    through = document.get("through", {})
    out = document.get("out", {})
    consensus = document.get("consensus")
    places = through.get("places")
    return Rule(
        rest=cast(Rest, document["rest"]),
        places=dict(places) if isinstance(places, Sequence) else places,
        through_bar=_share(through.get("share_at_least")),
        out_bar=_share(out.get("share_below")),
        ties=read_ties(document.get("ties", "expand")),
        of=cast(Base, document.get("of", "cast")),
        consensus=Consensus(Fraction(consensus["in"]), Fraction(consensus["against"]), bool(consensus["by_group"]))
        if consensus
        else None,
    )


def _share(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def read_ties(document: object) -> Ties:
    """Return the way of settling ties that a document holds."""
    if isinstance(document, Mapping) and "runoff" in document:
        runoff = document["runoff"]
        return Runoff(runoff["max"], _last_way(runoff["then"]))
    return _last_way(document)


def _last_way(document: object) -> Expand | Strict | Chair | Secondary | Lot:
    if isinstance(document, Mapping):
        if "lot" in document:
            return Lot(document["lot"]["seed"])
        given = document["secondary"]
        return Secondary({item: Fraction(score) for item, score in given.get("each", ())}, given["scores"])
    match document:
        case "strict":
            return Strict()
        case "chair":
            return Chair()
        case _:
            return Expand()


def read_pool(document: Mapping[str, Any]) -> Pool:
    """Return the pool that a document holds."""
    return Pool(
        tuple(document.get("kind", ())),
        tuple(document.get("from", ())),
        cast(Outcome, document.get("outcome", "through")),
    )
