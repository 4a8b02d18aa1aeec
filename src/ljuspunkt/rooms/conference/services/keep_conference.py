"""Keep the result of a conference that was tallied from files."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.report.procedure import Evaluation
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.conference_plan import form_document, pool_document
from ljuspunkt.rooms.conference.documents import rule_document
from ljuspunkt.rooms.conference.held import secondary_document
from ljuspunkt.rooms.conference.models import Candidate, Conference, Passage, Vote
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.queries import is_kept
from ljuspunkt.rooms.conference.services.keep_evaluation import keep_evaluation
from ljuspunkt.rooms.conference.services.keep_result import keep_result
from ljuspunkt.rooms.indicators.services import Agreed, adopt_protocols


@transaction.atomic
def keep_conference(
    *,
    result: ConferenceResult,
    slug: str,
    inputs: str,
    software: str,
    at: datetime,
    account: Mapping[str, Text] = MappingProxyType({}),
    evaluation: Evaluation | None = None,
) -> bool:
    """Keep a conference's result and put its protocols in place; return False where it was kept already.

    What the organiser has written of a conference with the same slug stays.

    Args:
        result: what the tally gave. Its ballots are not part of it.
        slug: the conference's name in addresses.
        inputs: hash of the files that were tallied.
        software: version of the software that tallied.
        at: when its protocols come into force.
        account: what is known of how it went, by the number of the ACCORD item.
        evaluation: what those who voted thought of it.
    """
    if is_kept(slug=slug, inputs=inputs, software=software):
        return False
    written = {passage.item: passage.text for passage in Passage.objects.filter(conference__slug=slug)}
    Conference.objects.exclude(inputs="").delete()
    held = result.conference
    conference = Conference.objects.create(
        slug=slug,
        title=dict(held.title),
        note=dict(held.note),
        kinds={kind: dict(name) for kind, name in held.kinds.items()},
        voters=max((vote.entitled for vote in held.votes), default=0),
        inputs=inputs,
        software=software,
        state=HELD,
        published=True,
        venue=dict(held.place),
        dates=list(held.dates),
        groups=[[name, n] for name, n in held.groups.items()],
        protocols=[
            {"name": plan.name, "title": dict(plan.title), "from": list(plan.sources), "outcome": plan.outcome}
            for plan in held.protocols
        ],
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
                description=dict(each.description),
                perspective=_perspective(each),
                origin=_origin(each),
            )
            for place, each in enumerate(held.inventory.each, start=1)
        )
    }
    for place, vote in enumerate(result.votes, start=1):
        _keep_vote(conference, place, vote, candidates)
    Passage.objects.bulk_create(
        Passage(conference=conference, item=item, text=dict(text)) for item, text in {**account, **written}.items()
    )
    if evaluation is not None:
        keep_evaluation(conference, evaluation)
    adopt_protocols(
        indicators=_agreed(result),
        protocols={protocol.name: protocol.ids for protocol in result.protocols},
        at=at,
        conference=slug,
    )
    return True


def _keep_vote(conference: Conference, place: int, result: VoteResult, candidates: Mapping[str, Candidate]) -> None:
    vote = Vote.objects.create(
        conference=conference,
        reference=result.vote.id,
        place=place,
        title=dict(result.vote.title),
        state="decided",
        entitled=result.vote.entitled,
        ballots=result.tally.n_ballots if result.tally else 0,
        ballot=form_document(result.vote.form),
        rule=rule_document(result.vote.rule),
        pool=pool_document(result.vote.pool),
        items=[item.id for item in result.items],
        secondary=secondary_document(result),
    )
    keep_result(vote, result, candidates)


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


def _origin(indicator: Indicator) -> dict[str, object]:
    """Return what the file of candidates says of where it came from and what it became."""
    found: dict[str, object] = {}
    if number := indicator.notes.get("catalogue_number"):
        found["indicator"] = number
    if indicator.notes.get("perspective_inferred") == "yes":
        found["perspective_inferred"] = True
    return found
