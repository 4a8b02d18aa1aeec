"""What a voter's device keeps: its code, and a secret from which the key of each of its ballots follows.

Swedish: den röstandes telefon. Both lie in one signed cookie that scripts can't read, that only the pages of its room
get, and that no other site can make a browser send. The server keeps nothing about a device.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from ljuspunkt.rooms.conference.ballot_box import KEY_BITS
from ljuspunkt.rooms.conference.models import Conference

DAYS = 4
"""A conference lasts two days; the cookie outlives a night and a phone without current."""

_SALT = "ljuspunkt ballot device"


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that has sent something from a voting page; `code` is empty until a right one was typed."""

    secret: str
    code: str = ""

    @classmethod
    def new(cls) -> "Device":
        """Return a device that has no code yet."""
        return cls(secrets.token_urlsafe(24))

    def key(self, vote_pk: int) -> int:
        """Return the key of this device's ballot in a vote: random to everybody without the secret."""
        digest = hmac.digest(self.secret.encode(), f"ballot {vote_pk}".encode(), sha256)
        return int.from_bytes(digest[:8]) >> (64 - KEY_BITS)


def device_of(request: HttpRequest, conference: Conference) -> Device | None:
    """Return the device that a request comes from, or None where it holds no cookie that we signed."""
    signed = request.COOKIES.get(_name())
    if not signed:
        return None
    try:
        held = Signer(salt=_SALT).unsign_object(signed)
    except BadSignature:
        return None
    if not isinstance(held, list) or len(held) != 3 or held[0] != conference.pk:
        return None
    return Device(held[1], held[2])


def remember(response: HttpResponse, conference: Conference, device: Device) -> None:
    """Let the device keep what it is, for the pages of its room in every language."""
    signed = Signer(salt=_SALT).sign_object([conference.pk, device.secret, device.code])
    for language, _ in settings.LANGUAGES:
        response.set_cookie(
            _name(language),
            signed,
            max_age=DAYS * 24 * 60 * 60,
            path=_path(language, conference),
            secure=settings.BEHIND_HTTPS,
            httponly=True,
            samesite="Strict",
        )


def forget(response: HttpResponse, conference: Conference) -> None:
    """Let the device forget its code and its secret."""
    for language, _ in settings.LANGUAGES:
        response.delete_cookie(_name(language), path=_path(language, conference), samesite="Strict")


def _name(language: str | None = None) -> str:
    return f"ballot-{language or get_language()}"


def _path(language: str, conference: Conference) -> str:
    return f"/{language}/room/{conference.join_code}/"
