"""Sending a message again that was perhaps sent, or that failed."""

from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.audit import services as audit
from ljuspunkt.rooms.mail import queries as mail_queries
from ljuspunkt.rooms.mail import services as mail
from ljuspunkt.rooms.meetings.permissions import whose_mail
from ljuspunkt.rooms.people.permissions import Person, refuse_unless


@transaction.atomic
def send_again(*, by: Person, message: int, at: datetime) -> None:
    """Put a message back into the queue.

    Raises:
        Http404: there is no such message for this person.
        RuleBroken: its text has been erased.
    """
    refuse_unless(mail_queries.is_visible(message, whose_mail(by)))
    mail.send_again(message=message, at=at)
    audit.record(by=by.id, who=by.name, action=marked("Had a message sent again."), about=f"mail/{message}", at=at)
