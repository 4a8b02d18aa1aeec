"""Django's own mail (log-in codes, forgotten passwords) goes through the queue as well."""

from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from ljuspunkt.rooms.mail.services import Attachment, Request, enqueue

USEFUL = timedelta(hours=24)
"""What Django sends is asked for by somebody who waits for it; after this it is no longer sent."""


class Queue(BaseEmailBackend):
    """Puts each message into the queue, one row per recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Ask for every message and return how many."""
        at = timezone.now()
        for message in email_messages:
            alternatives = getattr(message, "alternatives", [])
            for recipient in message.recipients():
                enqueue(
                    Request(
                        to=parseaddr(recipient)[1],
                        subject=str(message.subject),
                        body=str(message.body),
                        key=f"django:{uuid4().hex}",
                        attachments=[
                            Attachment("", mimetype, str(content).encode(), alternative=True)
                            for content, mimetype in alternatives
                        ],
                        until=at + USEFUL,
                        about=_("Log-in and password"),
                        sender=message.from_email,
                        reply_to=", ".join(message.reply_to),
                    ),
                    at=at,
                )
        return len(email_messages)
