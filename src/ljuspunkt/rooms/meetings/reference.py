"""The secret address of an invitation: whoever has it may answer, without an account.

It is made from the invitation and the installation's key, so that no copy of the database holds it.
"""

import hmac
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

from ljuspunkt.rooms.meetings.models import Invitation

BYTES = 15


def reference(invitation: Invitation) -> str:
    """Return what stands last in the address: the number and 120 bits that nobody can guess."""
    return f"{invitation.pk}-{_secret(invitation)}"


def found(given: str) -> Invitation | None:
    """Return the invitation with this reference, None where there is none."""
    number, _dash, secret = given.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    invitation = Invitation.objects.filter(pk=int(number)).first()
    if invitation is None or not hmac.compare_digest(secret.encode(), _secret(invitation).encode()):
        return None
    return invitation


def _secret(invitation: Invitation) -> str:
    keyed = salted_hmac("ljuspunkt.meetings.reference", f"{invitation.pk}:{invitation.nonce}", algorithm="sha256")
    return urlsafe_b64encode(keyed.digest()[:BYTES]).decode()
