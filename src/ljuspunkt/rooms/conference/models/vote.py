"""A vote of a conference: its rule as it was frozen, its result as counts, its ties and the chair's rulings.

Swedish: omröstning. No ballot is stored here.
"""

from typing import get_args

from django.db import models

from ljuspunkt.domain.consensus.pool import OUTCOMES
from ljuspunkt.domain.consensus.round import State
from ljuspunkt.rooms.conference.models.conference import Candidate, Conference

STATES: tuple[State, ...] = get_args(State)


class Vote(models.Model):
    """One balloting on a pool: its rule as it was written down beforehand, and how many took part.

    With the opening `entitled` and `items` (references, as listed) are fixed, and `document` holds in canonical JSON
    all that was fixed, with every text as shown; `rule_hash` is its sha256. `closes_at` is where a countdown ends.
    A run-off is a vote of its own on just the tied: `runoff_of` is the vote it settles, `runoff_number` counts from 1.
    `again_of` is the void vote that this one is held instead of. `secondary` holds the figures of agreement and
    stability, which decide nothing; empty where there are none, None until they have been computed.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="votes")
    reference = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=7, default="draft")
    title = models.JSONField(default=dict)
    entitled = models.PositiveIntegerField()
    own_entitled = models.PositiveIntegerField(null=True)
    ballots = models.PositiveIntegerField(default=0)
    ballot = models.JSONField()
    rule = models.JSONField()
    pool = models.JSONField()
    items = models.JSONField(default=list)
    document = models.TextField(blank=True)
    rule_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)
    runoff_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="runoffs")
    runoff_number = models.PositiveIntegerField(null=True)
    again_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="held_again")
    secondary = models.JSONField(null=True)

    class Meta:
        ordering = ["conference_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "reference"], name="vote_reference_once"),
            models.UniqueConstraint(fields=["conference", "place"], name="vote_place_once"),
            models.UniqueConstraint(
                fields=["runoff_of", "runoff_number"],
                condition=~models.Q(state="void"),
                name="vote_runoff_once",
            ),
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(state="open"), name="vote_one_open_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ballots__lte=models.F("entitled")), name="vote_ballots_at_most_entitled"
            ),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="vote_state_known"),
            models.CheckConstraint(
                condition=models.Q(runoff_of=None, runoff_number=None) | models.Q(runoff_number__gte=1),
                name="vote_runoff_numbered",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="void") | ~models.Q(void_reason=""), name="vote_void_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Result(models.Model):
    """What one vote gave one candidate: `value` is the number of yes, or the score of other ballots."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="results")
    candidate = models.ForeignKey(Candidate, on_delete=models.RESTRICT, related_name="results")
    value = models.FloatField(null=True)
    of = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=9)
    tied = models.BooleanField(default=False)

    class Meta:
        ordering = ["vote_id", "rank", "candidate__place"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "candidate"], name="result_once_per_candidate"),
            models.CheckConstraint(condition=models.Q(outcome__in=OUTCOMES), name="result_outcome_known"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="result_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.candidate_id} {self.outcome}"


class Tie(models.Model):
    """Candidates that had equally many votes where the places ended, and what settled it.

    While it is unsettled, `settled_by` is empty and `waits_for` says what is missing: runoff, ruling or seed. `left`
    are the places still open, between the candidates in `still` (references).
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=60, blank=True)
    places = models.PositiveIntegerField()
    settled_by = models.CharField(max_length=20, blank=True)
    waits_for = models.CharField(max_length=10, blank=True)
    left = models.PositiveIntegerField(default=0)
    still = models.JSONField(default=list)
    candidates = models.ManyToManyField(Candidate, related_name="ties")

    class Meta:
        ordering = ["vote_id", "id"]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.settled_by}"


class Ruling(models.Model):
    """What the chair ruled in a tie, and why; `kind` is empty where places aren't per kind."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="rulings")
    kind = models.CharField(max_length=60, blank=True)
    chosen = models.JSONField()
    reason = models.TextField()
    ruled_by = models.CharField(max_length=200)
    ruled_at = models.DateTimeField()

    class Meta:
        ordering = ["vote_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "kind"], name="ruling_once_per_tie"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="ruling_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.kind}"
