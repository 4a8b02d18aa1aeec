"""The panel of a conference: its experts, and the information pack they get before the day.

Swedish: panel, expert, informationspaket. Experts have no accounts. Which stakeholder groups there are is declared by
the conference itself (`Conference.groups`).
"""

from django.db import models

from ljuspunkt.rooms.conference.models.conference import Conference

TEXT, FILE = "text", "file"
KINDS = (TEXT, FILE)


class Expert(models.Model):
    """Somebody asked to take part; `came` is None until attendance is taken.

    `pack_asked_at` and `code_asked_at` say when mail with the pack, and with a code for the own preparation, was put
    in the queue. Nothing here leads to a code, a marking or a ballot.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="experts")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    came = models.BooleanField(null=True)
    pack_asked_at = models.DateTimeField(null=True)
    code_asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["conference_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "place"], name="expert_place_once"),
            models.UniqueConstraint(fields=["conference", "name", "organisation"], name="expert_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Pack(models.Model):
    """The information pack of a conference; whoever has its `key` may read it, and the key is the same for all."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, primary_key=True, related_name="pack")
    key = models.CharField(max_length=32)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="pack_key_once")]

    def __str__(self) -> str:
        return f"pack of {self.conference_id}"


class PackPart(models.Model):
    """A text or a file of a pack; an empty `language` is for readers of every language."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=4)
    language = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pack_id", "place", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="pack_part_kind_known")]

    def __str__(self) -> str:
        return self.title
