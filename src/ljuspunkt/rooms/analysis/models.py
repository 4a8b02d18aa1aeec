"""Releases that pages may show, as a table. The release itself is a folder.

Swedish: utlämnanden. The folder holds only what may be public; what only the analyst may see is never kept here.
"""

from django.db import models

VERDICTS = ("SAFE", "UNSAFE", "UNKNOWN")


class Release(models.Model):
    """A release's folder, relative to the installation, what its audit said, and the hash of its manifest."""

    name = models.SlugField(max_length=60)
    folder = models.CharField(max_length=200)
    title = models.JSONField()
    verdict = models.CharField(max_length=7)
    manifest_hash = models.CharField(max_length=64)
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="release_name_once"),
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="release_verdict_known"),
        ]

    def __str__(self) -> str:
        return self.name
