"""What the organiser tells of a conference that no record knows.

Swedish: arrangörens redogörelse.
"""

from django.db import models

from ljuspunkt.domain.report.accord import BY_NUMBER
from ljuspunkt.rooms.conference.models.conference import Conference


class Passage(models.Model):
    """The organiser's words about one item of ACCORD; `text` is {language: words}."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="account")
    item = models.CharField(max_length=3)
    text = models.JSONField()

    class Meta:
        ordering = ["conference_id", "item"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "item"], name="passage_once_per_item"),
            models.CheckConstraint(condition=models.Q(item__in=sorted(BY_NUMBER)), name="passage_item_known"),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id}: {self.item}"
