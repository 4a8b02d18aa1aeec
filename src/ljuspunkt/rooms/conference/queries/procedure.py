"""Reads of how a conference went, for its report: what is recorded, and what the organiser has written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.report.procedure import ItemChange, Procedure, VoteFacts
from ljuspunkt.domain.survey.evaluation import AT_LEAST
from ljuspunkt.rooms.conference.held import result_of, secondary_of
from ljuspunkt.rooms.conference.kept import kept_vote
from ljuspunkt.rooms.conference.models import Conference, Seating, Vote
from ljuspunkt.rooms.conference.queries.evaluation import evaluation_of
from ljuspunkt.rooms.conference.queries.shown import Shown, shown
from ljuspunkt.rooms.conference.queries.ways import origins
from ljuspunkt.rooms.conference.words import secondary_in_words
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import page_language


@dataclass(frozen=True, slots=True)
class Reported:
    """All that the report of a conference is made from."""

    slug: str
    published: bool
    held_here: bool
    result: ConferenceResult
    procedure: Procedure
    void: tuple[tuple[VoteFacts, VoteResult | None], ...]
    kept_figures: tuple[str, ...]


def reported(slug: str, by: Person | None = None) -> Reported | None:
    """Return what the report of a conference is made from, None where there is none to be shown."""
    here = shown(slug, by)
    return _reported(here) if here else None


def _reported(here: Shown) -> Reported:
    row = here.conference
    procedure = procedure_of(here)
    void = {vote.reference: vote for vote in row.votes.filter(state="void", runoff_of=None).exclude(opened_at=None)}
    return Reported(
        slug=row.slug,
        published=row.published,
        held_here=not row.inputs,
        result=here.result if row.inputs else result_of(row),
        procedure=procedure,
        void=tuple(
            (facts, kept_vote(vote) if vote.results.exists() else None)
            for facts in procedure.void
            if (vote := void.get(facts.id)) is not None
        ),
        kept_figures=tuple(_kept_figures(row)) if row.inputs else (),
    )


def _kept_figures(row: Conference) -> Iterable[str]:
    """Return what was kept of agreement and stability, vote by vote."""
    for vote in row.votes.filter(runoff_of=None):
        said = secondary_in_words(secondary_of(vote), page_language())
        if said:
            yield " ".join((gettext("Vote {vote}:").format(vote=vote.reference), *said))


def procedure_of(here: Shown) -> Procedure:
    """Return how a conference went, as far as it is recorded now."""
    row = here.conference
    panel = row.recorded or panel_of(row)
    gathered, changes = _changes(here)
    return Procedure(
        organisers=tuple(row.organisers.order_by("name").values_list("name", flat=True)),
        held_here=not row.inputs,
        begins=row.starts_on,
        ends=row.ends_on,
        groups=tuple((name, n) for name, n in row.groups),
        panellists=panel["panellists"],
        stakeholders=tuple((name, n) for name, n in panel["stakeholders"]),
        evidence=tuple(panel["evidence"]),
        prepared=panel["prepared"],
        discussions=panel["discussions"],
        mailed_codes=panel["mailed_codes"],
        easy_read=sum(any(candidate.easy_read.values()) for candidate in row.candidates.all()),
        gathered=gathered,
        votes=tuple(
            _facts(row.votes.exclude(opened_at=None).order_by("opened_at").select_related("runoff_of", "again_of"))
        )
        if not row.inputs
        else tuple(_facts(row.votes.all())),
        changes=changes,
        account={passage.item: passage.text for passage in row.account.all()},
        evaluation=evaluation_of(row),
    )


def panel_of(row: Conference) -> dict[str, Any]:
    """Return the numbers of the panel and what it was given, as they stand now and as they are kept at publication."""
    experts = list(row.experts.exclude(came=False))
    groups = Counter(expert.group for expert in experts if expert.group)
    return {
        "panellists": len(experts) or None,
        "stakeholders": sorted(groups.items()),
        "evidence": list(_evidence(row)),
        "prepared": _prepared(row),
        "discussions": _discussions(row),
        "mailed_codes": row.codes.filter(mailed=True).exists(),
    }


def _facts(votes: Iterable[Vote]) -> Iterable[VoteFacts]:
    for vote in votes:
        yield VoteFacts(
            id=vote.reference,
            state=vote.state,
            entitled=vote.entitled,
            ballots=vote.ballots,
            title=vote.title,
            opened_at=_local(vote.opened_at),
            closed_at=_local(vote.closed_at),
            decided_at=_local(vote.decided_at),
            voided_at=_local(vote.voided_at),
            void_reason=vote.void_reason,
            rule_hash=vote.rule_hash,
            runoff_of=vote.runoff_of.reference if vote.runoff_of else "",
            again_of=vote.again_of.reference if vote.again_of else "",
        )


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None


def _evidence(row: Conference) -> tuple[str, ...]:
    pack = getattr(row, "pack", None)
    return tuple(pack.parts.values_list("title", flat=True)) if pack else ()


def _prepared(row: Conference) -> int | None:
    preparation = getattr(row, "preparation", None)
    if preparation is None or preparation.gathering != "published":
        return None
    return preparation.contributions if preparation.contributions >= AT_LEAST else None


def _discussions(row: Conference) -> int:
    seating = Seating.objects.filter(conference=row).exclude(published_at=None).order_by("-number").first()
    return len(seating.occasions) if seating else 0


def _changes(here: Shown) -> tuple[int | None, tuple[ItemChange, ...]]:
    """Return how many candidates were gathered, and what was merged, reworded or left out before the votes."""
    if not here.conference.inventory:
        return None, ()
    found: list[ItemChange] = []
    known = origins(here)
    rows = {row.reference: row for row in here.conference.candidates.all()}
    for reference, origin in known.items():
        title = rows[reference].title
        if origin.merged:
            found.append(ItemChange(reference, title, "merged", tuple(each.original for each in origin.merged)))
        if dict(origin.original) != dict(title):
            found.append(ItemChange(reference, title, "reworded", (origin.original,)))
    every = indicators.inventory_candidates(here.conference.inventory, every=True)
    put = {origin.number for origin in known.values()}
    merged = {each.number for origin in known.values() for each in origin.merged}
    found += [
        ItemChange(each.number, each.title, "left_out", (each.original,))
        for each in every
        if each.number not in put | merged
    ]
    return len(every), tuple(found)
