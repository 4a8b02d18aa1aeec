"""A small conference of the association `alfa`, ready to be held, and ballots for it.

Candidates a to g are of the kind process, p to s of the kind effect. `vote` drafts a vote, `cast` puts whole ballots
into an open box.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.domain.consensus.ballot import Form
    from ljuspunkt.domain.consensus.pool import Pool
    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.models import Conference, Vote

AT = datetime(2026, 4, 9, 9, 0, tzinfo=UTC)
"""When the conference begins."""

PROCESS = "abcdefg"
EFFECT = "pqrs"
TITLES = {
    "a": "Bemötande",
    "b": "Delaktighet",
    "c": "Samordnad plan",
    "d": "En fast kontakt",
    "e": "Kort väntan",
    "f": "Tydlig information",
    "g": "Gemensamma mål",
    "p": "Egen försörjning",
    "q": "Arbete",
    "r": "Studier",
    "s": "Bättre hälsa",
}


def later(minutes: float) -> datetime:
    """Return so many minutes into the conference."""
    return AT + timedelta(minutes=minutes)


def conference(world: World, *, slug: str = "alfa-2026", voters: int = 12, association: str = "alfa") -> "Conference":
    """Return a prepared conference of an association, with eleven candidates and no votes."""
    from ljuspunkt.rooms.conference.models import Candidate, Conference
    from ljuspunkt.rooms.people.models import Association

    made = Conference.objects.create(
        slug=slug,
        title={"sv": "Konsensuskonferens 2026", "en": "Consensus conference 2026"},
        voters=voters,
        kinds={"process": {"sv": "process", "en": "process"}, "effect": {"sv": "effekt", "en": "effect"}},
        join_code={"alfa-2026": "K7Q3XR", "beta-2026": "N4QX7T"}.get(slug),
        starts_on=AT.date(),
    )
    made.organisers.add(Association.objects.get(slug=association))
    Candidate.objects.bulk_create(
        Candidate(
            conference=made,
            reference=reference,
            place=place,
            kind="process" if reference in PROCESS else "effect",
            title={"sv": title, "en": title},
        )
        for place, (reference, title) in enumerate(TITLES.items(), start=1)
    )
    return made


def vote(
    world: World,
    conference: "Conference",
    *,
    rule: "Rule",
    pool: "Pool | None" = None,
    form: "Form | None" = None,
) -> "Vote":
    """Return a new draft; approve ballots on process candidates unless something else is said."""
    from ljuspunkt.domain.consensus.ballot import Approve
    from ljuspunkt.domain.consensus.pool import Pool
    from ljuspunkt.rooms.conference.services import Draft, draft_vote

    return draft_vote(
        by=world.person("association_coordinator"),
        conference=conference.pk,
        draft=Draft(pool or Pool(kinds=("process",)), form or Approve(), rule),
        at=AT,
    )


def cast(vote: "Vote", ballots: Iterable[Mapping[str, str]]) -> None:
    """Put whole ballots into the box of an open vote."""
    from ljuspunkt.rooms.conference import ballot_box

    for values in ballots:
        ballot_box.put(vote.pk, ballot_box.new_key(), ballot_box.Content(dict(values)))


def approving(**yes: int) -> list[dict[str, str]]:
    """Return as few approve ballots as give each item so many yes."""
    return [
        {item: "yes" if number < n else "no" for item, n in yes.items()}
        for number in range(max(yes.values(), default=0))
    ]


def choosing(voters: int, **yes: int) -> list[dict[str, str]]:
    """Return the ballots of so many voters that give each item so many yes, spread evenly over the ballots."""
    all_yes = [item for item, n in yes.items() for _ in range(n)]
    ballots: list[dict[str, str]] = [{} for _ in range(voters)]
    for number, item in enumerate(all_yes):
        ballots[number % voters][item] = "yes"
    return ballots
