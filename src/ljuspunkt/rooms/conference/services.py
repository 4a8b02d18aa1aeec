"""What may be done with a conference: keep what its tally gave."""

from collections.abc import Mapping

from django.db import transaction

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rate
from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.rooms.conference.models import Candidate, Conference, Result, Tie, Vote
from ljuspunkt.rooms.conference.queries import is_kept
from ljuspunkt.rooms.indicators.services import Agreed, adopt_protocols

Document = dict[str, object]


@transaction.atomic
def keep_conference(*, result: ConferenceResult, slug: str, inputs: str, software: str) -> bool:
    """Keep a conference's result and put its protocols in place; return False where it was kept already.

    Args:
        result: what the tally gave. Its ballots are not part of it.
        slug: the conference's name in addresses.
        inputs: hash of the files that were tallied.
        software: version of the software that tallied.
    """
    if is_kept(slug=slug, inputs=inputs, software=software):
        return False
    Conference.objects.all().delete()
    held = result.conference
    conference = Conference.objects.create(
        slug=slug,
        title=dict(held.title),
        note=dict(held.note),
        kinds={kind: dict(name) for kind, name in held.kinds.items()},
        voters=max((vote.entitled for vote in held.votes), default=0),
        inputs=inputs,
        software=software,
    )
    candidates = {
        candidate.reference: candidate
        for candidate in Candidate.objects.bulk_create(
            Candidate(
                conference=conference,
                reference=each.id,
                place=place,
                kind=each.kind,
                title=dict(each.title) if each.title_known else {},
            )
            for place, each in enumerate(held.inventory.each, start=1)
        )
    }
    for place, vote in enumerate(result.votes, start=1):
        _keep_vote(conference, place, vote, candidates)
    adopt_protocols(
        indicators=_agreed(result), protocols={protocol.name: protocol.ids for protocol in result.protocols}
    )
    return True


def _keep_vote(conference: Conference, place: int, result: VoteResult, candidates: Mapping[str, Candidate]) -> None:
    vote = Vote.objects.create(
        conference=conference,
        reference=result.vote.id,
        place=place,
        entitled=result.vote.entitled,
        ballots=result.tally.n_ballots if result.tally else 0,
        ballot=_ballot_document(result.vote.form),
        rule=_rule_document(result.vote.rule),
        pool=_pool_document(result.vote.pool),
        secondary=_secondary_document(result),
    )
    Result.objects.bulk_create(
        Result(
            vote=vote,
            candidate=candidates[item.id],
            value=None if item.votes is None else float(item.votes),
            of=item.of,
            rank=item.rank,
            outcome=item.outcome,
            tied=item.tied,
        )
        for item in result.items
    )
    for found in result.tally.ties if result.tally else ():
        tie = Tie.objects.create(
            vote=vote, kind=found.kind or "", places=found.places, settled_by=found.settled_by or ""
        )
        tie.candidates.set(candidates[item] for item in found.items)


def _agreed(result: ConferenceResult) -> list[Agreed]:
    """Return the indicators of all protocols, numbered as the inventory says, else the shortest protocol first."""
    inventory = result.conference.inventory
    protocols = sorted(result.protocols, key=lambda protocol: len(protocol.ids))
    in_order = [each for protocol in protocols for each in inventory.each if each.id in protocol.ids]
    chosen = list({each.id: each for each in in_order}.values())
    return [
        Agreed(
            number=each.notes.get("catalogue_number") or str(place),
            candidate=each.id,
            kind=each.kind,
            title=each.title,
            description=each.description,
            perspective=_perspective(each),
            perspective_inferred=each.notes.get("perspective_inferred", "") == "yes",
        )
        for place, each in enumerate(chosen, start=1)
    ]


def _perspective(indicator: Indicator) -> str:
    perspective = indicator.notes.get("perspective", "")
    return "" if perspective == "unknown" else perspective


def _rule_document(rule: Rule) -> Document:
    """Return a rule as it is written in a conference's file, but places per kind as a list of pairs.

    Their order matters, and a database may reorder the keys of a mapping.
    """
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
        case Secondary(source=source):
            return {"secondary": {"scores": source}}
        case Lot(seed=seed):
            return {"lot": {"seed": seed}}
        case Runoff(most=most, then=then):
            return {"runoff": {"max": most, "then": _ties_document(then)}}


def _ballot_document(form: Form) -> Document:
    match form:
        case Approve():
            return {"kind": "approve"}
        case Choose(most=most):
            return {"kind": "choose", "max": most}
        case Points(budget=budget, most=most):
            return {"kind": "points", "budget": budget, "max_per_item": most}
        case Rate(low=low, high=high):
            return {"kind": "rate", "low": low, "high": high}
        case _:
            return {"kind": "rank"}


def _secondary_document(result: VoteResult) -> Document:
    """Return what the page tells of agreement within the vote and of stability since earlier ones."""
    found = result.agreement
    if found is None or (found.same_answer is None and found.concordance is None):
        return {}
    alpha = next(iter(found.alpha.values()), None)
    return {
        "same_answer": found.same_answer,
        "kendall_w": found.concordance and found.concordance.w,
        "fleiss_kappa": found.fleiss and found.fleiss.value,
        "gwet_ac1": found.ac1 and found.ac1.value,
        "krippendorff_alpha": alpha and alpha.value,
        "since": [
            {
                "vote": each.earlier,
                "n": len(each.items),
                "kendall_tau": each.tau,
                "fall": float(min((one.change for one in each.net), default=0)),
                "rise": float(max((one.change for one in each.net), default=0)),
                "net": bool(each.net),
            }
            for each in result.stability
        ],
    }


def _pool_document(pool: Pool) -> Document:
    document: Document = {}
    if pool.kinds:
        document["kind"] = list(pool.kinds)
    if pool.sources:
        document["from"] = list(pool.sources)
        document["outcome"] = pool.outcome
    return document
