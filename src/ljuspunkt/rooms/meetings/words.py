"""How somebody's answer and a message's fate are called."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from ljuspunkt.rooms.meetings.models import Answer, Invitation, Place

LAST_LETTERS = str.maketrans("åäö", "{|}")


def alphabetical(name: str) -> str:
    """Return what puts names in the order of the Swedish alphabet, which ends with å, ä and ö."""
    return name.casefold().translate(LAST_LETTERS)


def standing(guest: Invitation) -> str:
    """Return where somebody stands: coming, waiting, maybe, no, or silent."""
    if guest.place == Place.SEAT:
        return _("Coming")
    if guest.place == Place.WAITING:
        return _("Waiting")
    if guest.answer == Answer.NONE:
        return _("No answer yet") if guest.invited_at else _("Not invited yet")
    return {Answer.MAYBE: _("Maybe"), Answer.NO: _("No")}.get(Answer(guest.answer), "")


def fates() -> Mapping[str, str]:
    """Return what became of messages, by state, as a heading."""
    return {
        "perhaps": _("Perhaps sent"),
        "failed": _("Refused"),
        "waiting": _("Waiting"),
        "leased": _("Being sent"),
        "sent": _("Sent"),
        "dropped": _("Not sent any more"),
    }
