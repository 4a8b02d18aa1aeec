"""How often what a conference shows has changed, so that whoever was away sees that it must look again.

Swedish: puls. It counts; it says nothing of what changed or of who changed it.
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference


class Pulse(models.Model):
    """A conference and the number of changes to what it shows."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, primary_key=True, related_name="pulse")
    n = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(n__gte=0), name="pulse_counts_up")]

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.n}"
