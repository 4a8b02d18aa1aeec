"""Personal one-time links (engångslänkar): what stands in one follows from its number and the installation's key.

Only a keyed hash of it is kept. A reminder needs the link once more, so that it is worked out anew rather than stored:
whoever holds the database alone can neither make a link nor use one (docs/decisions/0134).
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from ljuspunkt.rooms.surveys.models import Invitation
from ljuspunkt.ui.signs import as_typed, in_signs

N_SIGNS = 16
"""29¹⁶ tokens, 77.7 bits."""


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """A personal link: its random number, and whether it has been used."""

    pk: int
    collector_pk: int
    used: bool
    language: str


def token_of(invitation_pk: int) -> str:
    """Return what stands in the link of an invitation."""
    drawn = salted_hmac("ljuspunkt one-time link", str(invitation_pk), algorithm="sha256").digest()
    return in_signs(int.from_bytes(drawn[:16]), N_SIGNS)


def digest(token: str) -> str:
    """Return the keyed hash under which a token is kept."""
    return salted_hmac("ljuspunkt one-time link kept", as_typed(token), algorithm="sha256").hexdigest()


def sign_of(email: str, *, participation: int, group: str) -> str:
    """Return the keyed sign by which an address is known again in one group of one association in one wave."""
    asked = f"{participation} {group} {email.lower()}"
    return salted_hmac("ljuspunkt address taken off", asked, algorithm="sha256").hexdigest()


def invitation_of(collector_pk: int, token: str) -> InvitationCard | None:
    """Return the invitation with this token, None where the collector has none such."""
    if len(as_typed(token)) != N_SIGNS:
        return None
    row = (
        Invitation.objects.filter(collector_id=collector_pk, token_hash=digest(token))
        .only("pk", "collector_id", "used", "language")
        .first()
    )
    return InvitationCard(row.pk, row.collector_id, row.used, row.language) if row is not None else None
