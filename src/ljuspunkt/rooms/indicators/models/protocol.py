"""Protocols as tables: each version is published once and never changed.

Swedish: protokoll, protokollets utgåvor, förbundets tillägg. A published version is a document of its own with its
hash; triggers in both databases refuse to change or remove it (`immutable.py`).
"""

from django.db import models
from django.db.models import Q

from ljuspunkt.rooms.indicators.models.done import Published


class Protocol(models.Model):
    """A protocol through its versions: of the network, of a conference (`conference`), or an association's own."""

    name = models.SlugField(max_length=60)
    conference = models.SlugField(max_length=60, blank=True)
    association = models.ForeignKey(
        "people.Association", on_delete=models.PROTECT, null=True, blank=True, related_name="protocols"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name"], condition=Q(association__isnull=True), name="protocol_name_once"
            ),
            models.UniqueConstraint(
                fields=["association", "name"],
                condition=Q(association__isnull=False),
                name="protocol_name_once_per_association",
            ),
            models.CheckConstraint(
                condition=Q(association__isnull=True) | Q(conference=""), name="protocol_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProtocolVersion(Published):
    """A protocol as it was published; `document` is what the hash is of (`domain.indicator.published`)."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["protocol_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="protocol_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="protocol_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id}: version {self.number}"


class Addition(models.Model):
    """An indicator that an association is about to add to the core: one of the comprehensive list, or its own.

    `taken` is the number in the comprehensive protocol; an own indicator has `number` and texts of its own instead.
    """

    association = models.ForeignKey("people.Association", on_delete=models.CASCADE, related_name="additions")
    place = models.PositiveIntegerField()
    taken = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    perspective = models.CharField(max_length=20, blank=True)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict)
    easy_read = models.JSONField(default=dict)

    class Meta:
        ordering = ["association_id", "place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(taken="") & Q(number="")) | (Q(taken="") & ~Q(number="")), name="addition_taken_or_own"
            ),
            models.UniqueConstraint(
                fields=["association", "taken"], condition=~Q(taken=""), name="addition_taken_once"
            ),
            models.UniqueConstraint(
                fields=["association", "number"], condition=~Q(number=""), name="addition_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association_id}: {self.taken or self.number}"
