"""What was done stays written: both databases refuse to change or remove a line of the log."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.audit.append_only import put_on
from ljuspunkt.rooms.audit.models import Entry
from ljuspunkt.rooms.audit.services import record

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_entry SET who = 'somebody else'", "DELETE FROM audit_entry"],
)
def test_a_line_can_neither_be_changed_nor_removed(change: str, db: None) -> None:
    put_on(connection)
    record(by=1, who="Kim Ek", action=marked("Opened the vote {vote}."), about="votes/1", at=AT, words={"vote": 1})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    entry = Entry.objects.get()
    assert (entry.who, entry.words, entry.at) == ("Kim Ek", {"vote": "1"}, AT)
