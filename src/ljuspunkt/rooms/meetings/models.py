"""Events and those who are invited, as tables.

Swedish: träffar (workshops, conferences, meetings of a network) och inbjudningar. Where and when an event is stands in
`Terms`, a row per version, so that everybody can be told what changed since what they were told last.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Answer(models.TextChoices):
    """What somebody who is invited has answered."""

    NONE = "none"
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Place(models.TextChoices):
    """Where a yes leads."""

    NONE = "none"
    SEAT = "seat"
    WAITING = "waiting"


class Event(models.Model):
    """Something that people are invited to.

    `uid` and `version` are those of its calendar file; `edition` grows with every change, so that two who change it at
    the same time don't overwrite each other; `reminders` is how many times reminders went out.
    """

    title = models.CharField(max_length=120)
    purpose = models.TextField()
    audience = models.TextField(blank=True)
    leaders = models.TextField(blank=True)
    partners = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="sv")
    contact = models.EmailField(max_length=254)
    capacity = models.PositiveIntegerField(null=True)
    answer_by = models.DateTimeField()
    organisers = models.ManyToManyField("people.Association", related_name="+")
    uid = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=0)
    edition = models.PositiveIntegerField(default=0)
    reminders = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.TextField(blank=True)
    people_erased_at = models.DateTimeField(null=True)
    totals = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid"], name="event_uid_once"),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_has_room"),
        ]

    def __str__(self) -> str:
        return self.title


class Terms(models.Model):
    """Where and when an event is, from one version of it on. Times are instants; `time_zone` is how they are said."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="terms")
    version = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60, default="Europe/Stockholm")
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["event_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="terms_version_once_per_event"),
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="terms_end_after_start"),
            models.CheckConstraint(condition=~Q(place="", link=""), name="terms_are_somewhere"),
        ]

    def __str__(self) -> str:
        return f"event {self.event_id}, version {self.version}"


class Document(models.Model):
    """A file that belongs to an event; those invited download it by their own link."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["event_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="document_name_once_per_event")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """Somebody invited to an event, what that person answered, and which version of it the person was told.

    `told` is the version of the last notice that can't be called back, None before the first; `telling` that of one
    that perhaps still can. `turns` counts places given, so that every notice of a place has a key of its own. `line` is
    the order of waiting.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)
    nonce = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(null=True)
    telling = models.PositiveIntegerField(null=True)
    answer = models.CharField(max_length=5, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=7, choices=Place, default=Place.NONE)
    line = models.PositiveIntegerField(null=True)
    turns = models.PositiveIntegerField(default=0)
    attended = models.BooleanField(null=True)

    class Meta:
        ordering = ["event_id", "pk"]
        constraints = [
            models.UniqueConstraint("event", Lower("email"), name="invited_once_per_event"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="invitation_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="yes", place__in=["seat", "waiting"]) | (~Q(answer="yes") & Q(place="none")),
                name="invitation_yes_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(place="waiting", line__isnull=False) | (~Q(place="waiting") & Q(line__isnull=True)),
                name="invitation_waits_in_line",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} to event {self.event_id}"
