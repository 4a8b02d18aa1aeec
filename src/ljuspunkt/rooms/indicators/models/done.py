"""What rows that say what somebody did have in common."""

from django.db import models


class Done(models.Model):
    """When something was done and by whom: the account, which may be gone since, and the name it had."""

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Undoable(Done):
    """Something done with a reason and, where it was undone, when, by whom and why."""

    reason = models.TextField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.BigIntegerField(null=True)
    undone_who = models.CharField(max_length=200, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Published(models.Model):
    """A document as it was published, by whom and when; the hash is of `document`."""

    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)

    class Meta:
        abstract = True
