"""What was done, as a table that only grows.

Swedish: logg. Triggers in both databases refuse to change or remove a row (`append_only.py`).
"""

from django.db import models


class Entry(models.Model):
    """One thing that was done: `who` did `action` about `about`, in `words` where the action has places for them.

    `by` is the account's number and `who` its name at the time, so that a row tells its story after the account is
    gone. `association` is the slug of the association it concerns, empty where it concerns the network as a whole.
    """

    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    action = models.CharField(max_length=300)
    about = models.CharField(max_length=300)
    association = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_entry_latest"),
            models.Index(fields=["association", "-at"], name="audit_entry_association"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(who=""), name="audit_entry_has_who"),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_entry_has_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.action}"
