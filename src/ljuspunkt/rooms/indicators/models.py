"""Indicators and protocols as tables.

Swedish: indikatorer och protokoll. Titles and descriptions are {language: text}.
"""

from django.db import models


class Indicator(models.Model):
    """What a conference agreed to follow; its number is its place in the comprehensive protocol."""

    number = models.CharField(max_length=20)
    candidate = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    perspective = models.CharField(max_length=40, blank=True)
    perspective_inferred = models.BooleanField(default=False)
    title = models.JSONField()
    description = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="indicator_number_once"),
            models.UniqueConstraint(fields=["candidate"], name="indicator_candidate_once"),
            models.CheckConstraint(condition=~models.Q(number=""), name="indicator_has_number"),
        ]

    def __str__(self) -> str:
        return f"indicator {self.number}"


class Protocol(models.Model):
    """A list of indicators that are followed together: core, comprehensive."""

    name = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="protocol_name_once")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """An indicator's place in a protocol, from 1."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["protocol_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "indicator"], name="entry_indicator_once_per_protocol"),
            models.UniqueConstraint(fields=["protocol", "place"], name="entry_place_once_per_protocol"),
            models.CheckConstraint(condition=models.Q(place__gte=1), name="entry_place_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_id}: {self.place}"
