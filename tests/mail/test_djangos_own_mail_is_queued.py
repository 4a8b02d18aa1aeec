"""What Django and its apps send (log-in codes, new passwords) goes through the queue, one row for each recipient."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import override

from ljuspunkt.rooms.mail.backend import USEFUL
from ljuspunkt.rooms.mail.models import Letter, Message, Owner

pytestmark = pytest.mark.django_db

BACKEND = "ljuspunkt.rooms.mail.backend.Queue"


def test_the_installation_names_the_queue() -> None:
    from ljuspunkt.config import settings

    assert settings.EMAIL_BACKEND == BACKEND


def test_a_message_to_two_is_two_rows_that_see_nothing_of_each_other() -> None:
    mail = EmailMultiAlternatives(
        "Din kod",
        "123456",
        "Ljuspunkt <post@example.se>",
        ["Kim <kim@example.se>", "robin@example.se"],
        connection=get_connection(BACKEND),
    )
    mail.attach_alternative("<p>123456</p>", "text/html")
    with override("sv"):
        assert mail.send() == 1
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["kim@example.se", "robin@example.se"]
    for letter in Letter.objects.all():
        assert (letter.subject, letter.body, letter.sender) == ("Din kod", "123456", "Ljuspunkt <post@example.se>")
        assert bytes(letter.enclosures.get().content) == b"<p>123456</p>"
    for message in Message.objects.all():
        assert message.until == message.asked_at + USEFUL
        assert "@" not in message.key
        assert message.about == "Inloggning och lösenord"
    assert not Owner.objects.exists()
