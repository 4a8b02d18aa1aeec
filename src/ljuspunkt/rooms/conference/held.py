"""A conference that is held here, as the method sees it: its plan and ballots from the tables, and the one tally.

Every result of a conference held here is computed by `result_of` or, of one vote, `result_of_vote`, from the sealed
ballots.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ljuspunkt.domain.consensus.ballot import Electorate, Form
from ljuspunkt.domain.consensus.conference import (
    Box,
    ConferenceResult,
    ProtocolPlan,
    VoteResult,
    tally_conference,
    tally_vote,
)
from ljuspunkt.domain.consensus.conference import Conference as Plan
from ljuspunkt.domain.consensus.conference import Vote as PlannedVote
from ljuspunkt.domain.consensus.pool import Outcomes
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import Document, read_form, read_pool, read_rule
from ljuspunkt.rooms.conference.models import Candidate, Conference, Vote

SEALED = ("closed", "decided")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` of these items may have a yes on one ballot; of a run-off, one per tie."""

    items: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """What a ballot of an opened vote may say: its kind, its items as listed, and the limits of a run-off.

    `listed` are all candidates; `electorate` says who may vote, and whether a ballot must tell its stakeholder group.
    """

    reference: str
    form: Form
    items: tuple[str, ...]
    limits: tuple[Limit, ...]
    listed: frozenset[str]
    electorate: Electorate


def paper_of(vote: Vote) -> BallotPaper:
    """Return what a ballot of a vote may say."""
    consensus = vote.rule.get("consensus")
    return BallotPaper(
        reference=vote.reference,
        form=read_form(vote.ballot),
        items=tuple(vote.items),
        limits=tuple(Limit(tuple(items), most) for items, most in vote.ballot.get("limits", ())),
        listed=frozenset(vote.conference.candidates.values_list("reference", flat=True)),
        electorate=Electorate(
            vote.entitled,
            dict(vote.conference.groups),
            needs_group=bool(consensus and consensus["by_group"]),
            pseudonyms=vote.conference.pseudonyms,
        ),
    )


def inventory_of(conference: Conference) -> Inventory:
    """Return the candidates as they were frozen when the conference was made."""
    return Inventory(tuple(_indicator(candidate) for candidate in conference.candidates.all()))


def _indicator(candidate: Candidate) -> Indicator:
    return Indicator(
        candidate.reference,
        candidate.kind,
        candidate.title,
        candidate.description,
        bool(candidate.title),
        {"perspective": candidate.perspective} if candidate.perspective else {},
    )


def plan_of(conference: Conference, votes: Iterable[Vote]) -> Plan:
    """Return the plan of a conference with these of its votes, in their order, and the protocols they suffice for.

    Args:
        votes: no run-offs; every vote whose outcome another's pool takes is among them.
    """
    chosen = sorted(votes, key=lambda vote: vote.place)
    references = {vote.reference for vote in chosen}
    return Plan(
        inventory=inventory_of(conference),
        votes=tuple(planned(vote) for vote in chosen),
        protocols=tuple(
            ProtocolPlan(plan["name"], tuple(plan["from"]), plan["outcome"], plan["title"])
            for plan in conference.protocols
            if references.issuperset(plan["from"])
        ),
        rulings=tuple(
            Ruling(vote.reference, tuple(ruling.chosen), ruling.reason, ruling.kind or None)
            for vote in chosen
            for ruling in vote.rulings.all()
        ),
        groups=dict(conference.groups),
        pseudonyms=conference.pseudonyms,
        title=conference.title,
        place=conference.venue,
        dates=tuple(day.isoformat() for day in (conference.starts_on, conference.ends_on) if day),
        note=conference.note,
        kinds=conference.kinds,
    )


def planned(vote: Vote) -> PlannedVote:
    """Return a vote as the method sees it."""
    return PlannedVote(
        vote.reference,
        read_pool(vote.pool),
        read_form(vote.ballot),
        read_rule(vote.rule),
        vote.entitled,
        vote.title,
    )


def box_of(votes: Iterable[Vote]) -> Box:
    """Return the sealed ballots of these votes and of their run-offs."""
    chosen = list(votes)
    return Box(
        rows={vote.reference: ballot_box.sheets(vote.pk) for vote in chosen},
        runoffs={
            vote.reference: {
                runoff.runoff_number or 0: ballot_box.rows(runoff.pk)
                for runoff in vote.runoffs.filter(state__in=SEALED)
            }
            for vote in chosen
        },
    )


def result_of(conference: Conference) -> ConferenceResult:
    """Return the result of all votes that are closed or decided, and of the protocols that they suffice for.

    Raises:
        ValueError: the conference wasn't held here, so its ballots aren't here either.
        RuleBroken: a ruling doesn't fit its tie.
    """
    if conference.inputs:
        raise ValueError(f"the conference {conference.slug} was tallied from files")
    votes = list(conference.votes.filter(state__in=SEALED, runoff_of=None).prefetch_related("rulings"))
    return tally_conference(plan_of(conference, votes), box_of(votes))


def result_of_vote(conference: Conference, vote: Vote, earlier: Mapping[str, Outcomes]) -> VoteResult:
    """Return the result of one closed vote, without agreement and stability.

    Args:
        vote: no run-off.
        earlier: what each vote gave that this one's pool takes from.

    Raises:
        RuleBroken: a ruling doesn't fit its tie.
    """
    plan = plan_of(conference, [vote])
    return tally_vote(plan, plan.votes[0], box_of([vote]), earlier)


def secondary_of(vote: Vote) -> Document:
    """Return the figures of agreement and stability of a vote, as kept or, where they aren't yet, from the ballots."""
    if vote.secondary is not None:
        return Document(vote.secondary)
    if vote.state not in SEALED or vote.runoff_of_id is not None or not vote.results.exists():
        return {}
    return secondary_document(result_of(vote.conference).vote(vote.reference))


def secondary_document(result: VoteResult) -> Document:
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
