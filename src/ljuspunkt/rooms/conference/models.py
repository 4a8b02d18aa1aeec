"""A held conference as tables: candidates, votes and what each vote gave, as counts.

Swedish: konsensuskonferens. No ballot is stored here, not even an anonymous one: the tally reads the ballots and
leaves numbers.
"""

from django.db import models

OUTCOMES = ("through", "onward", "out", "undecided")


class Conference(models.Model):
    """A conference; `inputs` is the hash of the files it was tallied from, `note` stands wherever it is shown.

    `kinds` says in languages what each kind of candidate is called.
    """

    slug = models.SlugField(max_length=60)
    title = models.JSONField()
    voters = models.PositiveIntegerField()
    note = models.JSONField(default=dict)
    kinds = models.JSONField(default=dict)
    inputs = models.CharField(max_length=64)
    software = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="conference_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Candidate(models.Model):
    """Something voted on; `title` is empty where only its number and kind are known."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="candidates")
    reference = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    title = models.JSONField(default=dict)

    class Meta:
        ordering = ["conference_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "reference"], name="candidate_reference_once"),
            models.UniqueConstraint(fields=["conference", "place"], name="candidate_place_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Vote(models.Model):
    """One balloting on a pool: its rule as it was written down beforehand, and how many took part.

    `secondary` holds the figures of agreement and stability, which decide nothing; empty where there are none.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="votes")
    reference = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    entitled = models.PositiveIntegerField()
    ballots = models.PositiveIntegerField()
    ballot = models.JSONField()
    rule = models.JSONField()
    pool = models.JSONField()
    secondary = models.JSONField(default=dict)

    class Meta:
        ordering = ["conference_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "reference"], name="vote_reference_once"),
            models.UniqueConstraint(fields=["conference", "place"], name="vote_place_once"),
            models.CheckConstraint(
                condition=models.Q(ballots__lte=models.F("entitled")), name="vote_ballots_at_most_entitled"
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
    """Candidates that had equally many votes where the places ended, and what settled it."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=60, blank=True)
    places = models.PositiveIntegerField()
    settled_by = models.CharField(max_length=20)
    candidates = models.ManyToManyField(Candidate, related_name="ties")

    class Meta:
        ordering = ["vote_id", "id"]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.settled_by}"
