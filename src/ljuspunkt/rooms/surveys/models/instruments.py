"""Questionnaires and their versions, the pictures in them, and what associations add at the end.

Swedish: frågeformulär, utgåva, bildstöd, egna frågor. A version is a document; triggers in both databases refuse to
change or remove a frozen one (`immutable.py`).
"""

from django.db import models

DRAFT, FROZEN = "draft", "frozen"


class Instrument(models.Model):
    """A questionnaire through the years, for one respondent group.

    `association` is empty for the network's own; one that belongs to an association is never part of a national wave.
    """

    slug = models.SlugField(max_length=60)
    title = models.JSONField()
    respondent_group = models.SlugField(max_length=40)
    association = models.ForeignKey("people.Association", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["slug"], name="instrument_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Version(models.Model):
    """One version of an instrument: a document laid out like the YAML files; `document_hash` is of what was frozen.

    `based_on` is the version from which it was started.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=6, default=DRAFT)
    document = models.JSONField()
    document_hash = models.CharField(max_length=64, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["instrument_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "name"], name="version_name_once"),
            models.CheckConstraint(condition=models.Q(state__in=(DRAFT, FROZEN)), name="version_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=DRAFT, document_hash="")
                | (models.Q(state=FROZEN) & ~models.Q(document_hash="")),
                name="version_frozen_with_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.name}"


class Picture(models.Model):
    """A symbol beside an easy-read question; `alt` says what it shows, `source` whose it is and under which licence."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="pictures")
    name = models.SlugField(max_length=60)
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)
    alt = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["instrument_id", "name"]
        constraints = [models.UniqueConstraint(fields=["instrument", "name"], name="picture_name_once")]

    def __str__(self) -> str:
        return self.name


class OwnQuestions(models.Model):
    """What an association asks at the end of a national version; laid out like a version's document."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="own")
    association = models.ForeignKey("people.Association", on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()

    class Meta:
        ordering = ["version_id", "association_id"]
        constraints = [models.UniqueConstraint(fields=["version", "association"], name="own_questions_once")]

    def __str__(self) -> str:
        return f"{self.association_id} at {self.version_id}"


class WaitingImport(models.Model):
    """A questionnaire from a file that waits for its yes, for a day; `notices` say what of the file isn't understood.

    `instrument` is empty where it would become a new one.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    document = models.JSONField()
    notices = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
