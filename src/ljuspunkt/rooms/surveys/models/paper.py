"""Paper questionnaires while they are being typed in: what stands on them, encrypted, until it is received.

Swedish: inmatning av pappersenkäter. Nothing here outlasts the wave: readings are deleted when a sheet is received,
the sheets' numbers and the key when the wave is closed.
"""

from django.db import models

from ljuspunkt.rooms.surveys.models.waves import Collector


class PaperBatch(models.Model):
    """The sheets of one collector; `entered` lists the numbers of those received, which nothing ties to an answer.

    `double` says that two people enter each sheet. `key_name` names the file of the key that readings lie under.
    """

    collector = models.OneToOneField(Collector, on_delete=models.CASCADE, related_name="paper")
    double = models.BooleanField(default=False)
    key_name = models.CharField(max_length=32, blank=True)
    entered = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"paper of {self.collector_id}"


class PaperReading(models.Model):
    """What somebody read on a sheet, encrypted; deleted when the sheet is received."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="readings")
    sheet = models.PositiveIntegerField()
    reader = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    locked = models.BinaryField()

    class Meta:
        ordering = ["batch_id", "sheet", "reader_id"]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "reader"], name="paper_reading_once")]

    def __str__(self) -> str:
        return f"sheet {self.sheet} of {self.batch_id}"
