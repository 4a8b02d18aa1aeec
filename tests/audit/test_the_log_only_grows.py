"""What was done stays written: both databases refuse to change or remove a line of the log."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.audit.services import record
from tests.real_database import RealDatabase, real_database

__all__ = ["real_database"]

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def refused(change: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    except DatabaseError as error:
        return "The log can only be added to." in str(error)
    return False


def test_a_line_can_neither_be_changed_nor_removed(real_database: RealDatabase) -> None:
    record(by=1, who="Kim Ek", action=marked("Opened the vote {vote}."), about="votes/1", at=AT, words={"vote": 1})
    assert refused("UPDATE audit_entry SET who = 'somebody else'")
    assert refused("DELETE FROM audit_entry")
    if real_database.vendor == "postgresql":
        assert refused("TRUNCATE audit_entry")
    with pytest.raises(DatabaseError):
        Entry.objects.all().delete()
    entry = Entry.objects.get()
    assert (entry.who, entry.words, entry.at) == ("Kim Ek", {"vote": "1"}, AT)


def test_a_line_is_written_only_if_what_it_tells_is_done(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=1, who="Kim Ek", action="Opened the vote.", about="votes/1", at=AT)
        raise ZeroDivisionError
    assert not Entry.objects.exists()
