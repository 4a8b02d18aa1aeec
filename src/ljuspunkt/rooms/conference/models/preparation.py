"""What experts mark by themselves before the day, sealed on their own devices.

Swedish: egen förberedelse, markering. A marking in clear would unmask a ballot by likeness, so the server never has
one: what is stored is sealed under a code that it doesn't keep (decision 110). No row holds a name, an address or a
time.
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference

NONE, OPEN, PUBLISHED = "none", "open", "published"
GATHERINGS = (NONE, OPEN, PUBLISHED)

AT_LEAST = 5
"""Experts that totals need."""


class Preparation(models.Model):
    """The preparation of a conference: `salt` goes into every code's keys, `open` lets markings be saved.

    `gathering` tells of the totals: none, open for contributions until `gathering_ends_at`, or published (`totals`,
    over `contributions` experts; empty where there were fewer than five). `items` are the candidates they go over.
    Until they are published `masked` is the sum of masked contributions, and `public_key` seals the seed of each mask;
    `sealed_key` is the key that opens the seeds, itself sealed under a code that the organiser keeps. Sum, seeds and
    keys are erased when totals are published.
    """

    conference = models.OneToOneField(
        Conference, on_delete=models.CASCADE, primary_key=True, related_name="preparation"
    )
    salt = models.CharField(max_length=32)
    open = models.BooleanField(default=False)
    gathering = models.CharField(max_length=9, default=NONE)
    gathering_ends_at = models.DateTimeField(null=True)
    items = models.JSONField(default=list)
    masked = models.JSONField(default=list)
    contributions = models.PositiveIntegerField(default=0)
    public_key = models.TextField(blank=True)
    sealed_key = models.TextField(blank=True)
    totals = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(gathering__in=GATHERINGS), name="gathering_known")]

    def __str__(self) -> str:
        return f"preparation of {self.conference_id}"


class Marking(models.Model):
    """One expert's marks and notes, sealed; `identifier` follows from the expert's code, and from nothing else.

    `version` is drawn anew at each saving, so that two devices notice each other. `gave` says that this code has
    given its marking to the totals.
    """

    identifier = models.CharField(max_length=43, primary_key=True)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="markings")
    sealed = models.TextField(blank=True)
    version = models.CharField(max_length=22)
    gave = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"marking in {self.conference_id}"


class MaskSeed(models.Model):
    """The sealed seed of one contribution's mask; its key is drawn at random and says nothing of the order."""

    id = models.BigIntegerField(primary_key=True)
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="mask_seeds")
    sealed = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"seed in {self.conference_id}"
