"""Which tables the database still has to forget deleted rows of."""

from django.db import models


class ToForget(models.Model):
    """A table in which something was deleted that lies on the disk until `forgetting.go_on` has been through.

    Written in the transaction that deletes, without a time: a process that is killed afterwards leaves the row for the
    next. Each deletion has a row of its own, so that nobody waits for another's.
    """

    table = models.CharField(max_length=63)

    def __str__(self) -> str:
        return self.table
