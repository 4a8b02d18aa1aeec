"""Mail that goes out, as tables: what became of a message, and apart from it the letter that is erased.

Swedish: utgående post. `Message` holds no personal data and stays, so that its key is never used twice. `Letter` holds
address and text, and is deleted as soon as nobody needs it any more.
"""

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """What became of a message; the room's README draws the roads between them."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    PERHAPS = "perhaps"
    FAILED = "failed"
    DROPPED = "dropped"


class Message(models.Model):
    """One message to one address, from being asked for until it is settled.

    `by_day` is for mail to those who answer a questionnaire: its times are the beginning of the day, but for
    `leased_until`, which is erased when the message has been handed over.
    """

    key = models.CharField(max_length=200)
    message_id = models.CharField(max_length=250)
    about = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    by_day = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="message_by_state_and_time")]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_once"),
            models.UniqueConstraint(fields=["message_id"], name="message_id_once"),
            models.CheckConstraint(condition=~Q(key=""), name="message_has_key"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state="leased") | (~Q(lease="") & Q(leased_until__isnull=False)),
                name="message_leased_until_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}: {self.state}"


class Owner(models.Model):
    """An association whose organisers may see what became of a message; one without owners is national."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="owners")
    association = models.SlugField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "association"], name="message_owner_once")]

    def __str__(self) -> str:
        return f"message {self.message_id} of {self.association}"


class Letter(models.Model):
    """Address and text of a message, as long as they are needed, and what the mail server last said about it."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="letter")
    to = models.CharField(max_length=254)
    sender = models.CharField(max_length=320, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500)
    body = models.TextField()
    said = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"letter of message {self.message_id}"


class Enclosure(models.Model):
    """A file of a letter, or the letter in another format."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=200)
    content = models.BinaryField()
    alternative = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.content_type
