"""Home groups and cross-groups of a day, as they were drawn, changed by hand and published.

Swedish: gruppindelning, hemgrupp, tvärgrupp.
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference


class Seating(models.Model):
    """One version of who sits where; the newest that was published is the one that holds.

    `divisions` are mappings with `kind` (home or cross), `tables` (lists of experts' keys) and `again_of` (the number
    of the division that it is again, after somebody left or came; else null). `occasions` are mappings with `division`
    (its number, from 0) and `been`, in the order of the day.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="seatings")
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    tables = models.PositiveIntegerField()
    divisions = models.JSONField(default=list)
    occasions = models.JSONField(default=list)
    by_hand = models.PositiveIntegerField(default=0)
    chance = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["conference_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="seating_number_once"),
        ]

    def __str__(self) -> str:
        return f"seating {self.number} of {self.conference_id}"
