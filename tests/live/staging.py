"""A conference set up for screens and phones: candidates, votes, and ballots put straight into the box.

Works on whatever database Django is set up with, so tests use it in the servers' own installations too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote
    from ljuspunkt.rooms.people.permissions import Person

AT = datetime(2026, 4, 15, 9, 0, tzinfo=UTC)
KINDS = {"process": {"sv": "process", "en": "process"}, "effect": {"sv": "effekt", "en": "effect"}}
_numbers = count(1)


@dataclass
class Stage:
    """A conference and its chair."""

    conference: "Conference"
    chair: "Person"
    codes: tuple[str, ...] = field(default=())

    def draft(self, rule: Any, *, kinds: Sequence[str] = (), sources: Sequence[str] = (), title: str = "") -> "Vote":
        """Return a new draft: yes or no to the candidates of some kinds, or of some votes' onward."""
        from ljuspunkt.domain.consensus.ballot import Approve
        from ljuspunkt.domain.consensus.pool import Pool
        from ljuspunkt.rooms.conference.services import Draft, draft_vote

        pool = Pool(kinds=tuple(kinds), sources=tuple(sources), outcome="onward")
        draft = Draft(pool, Approve(), rule, {"sv": title, "en": title} if title else {})
        return draft_vote(by=self.chair, conference=self.conference.pk, draft=draft, at=AT)

    def open(self, vote: "Vote", closes_at: datetime | None = None) -> "Vote":
        """Open a draft."""
        from ljuspunkt.rooms.conference.services import open_vote

        open_vote(by=self.chair, vote=vote.pk, at=AT, closes_at=closes_at)
        vote.refresh_from_db()
        return vote

    def put(self, vote: "Vote", votes: Mapping[str, int], voters: int) -> None:
        """Put a ballot per voter into the box, so that each candidate gets its number of yes."""
        from ljuspunkt.rooms.conference import ballot_box

        for voter in range(voters):
            values = {item: "yes" if voter < n else "no" for item, n in votes.items()}
            ballot_box.mark(vote.pk, f"{vote.pk}-{voter}")
            ballot_box.put(vote.pk, ballot_box.new_key(), ballot_box.Content(values))

    def close(self, vote: "Vote") -> "Vote":
        """Close an open vote, which tallies it."""
        from ljuspunkt.rooms.conference.services import close_vote

        close_vote(by=self.chair, vote=vote.pk, at=AT)
        vote.refresh_from_db()
        return vote


def stage(
    candidates: Mapping[str, tuple[str, str]],
    *,
    voters: int = 23,
    title: str = "Konsensuskonferens",
    join_code: str = "",
) -> Stage:
    """Return a conference of an association of its own.

    Args:
        candidates: reference to kind and title.
        voters: how many are entitled.
        join_code: six signs, drawn where empty.
    """
    from ljuspunkt.rooms.conference.models import Candidate, Conference
    from ljuspunkt.rooms.people.models import Account, Assignment, Association
    from ljuspunkt.rooms.people.permissions import person_of
    from ljuspunkt.ui.signs import drawn

    number = next(_numbers)
    association, _ = Association.objects.get_or_create(
        slug="ljusnan", defaults={"name": "Samordningsförbundet Ljusnan", "since_year": 2010}
    )
    account, made = Account.objects.get_or_create(email="ordforande@example.se", defaults={"name": "Kim Ek"})
    if made:
        for role in ("conference_chair", "association_coordinator"):
            Assignment.objects.create(account=account, role=role, association=association, given_at=AT)
    conference = Conference.objects.create(
        slug=f"staged-{number}-{drawn(4).lower()}",
        title={"sv": title, "en": title},
        voters=voters,
        kinds=KINDS,
        join_code=join_code or drawn(6),
        venue={"sv": "Sundbyholm", "en": "Sundbyholm"},
    )
    conference.organisers.add(association)
    Candidate.objects.bulk_create(
        Candidate(conference=conference, reference=reference, place=place, kind=kind, title={"sv": text, "en": text})
        for place, (reference, (kind, text)) in enumerate(candidates.items(), start=1)
    )
    return Stage(conference, person_of(account))
