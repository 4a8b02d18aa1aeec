"""Codes of the own preparation: how one is drawn, and what follows from it on the expert's device and here.

The first sixteen signs of a code are the secret. From them the device works out, slowly on purpose, an identifier under
which its sealed marking is stored and the key that seals it; the server has only the former. The last eight signs
follow from the identifier and the installation's key, so that the server knows a code that it made without keeping
any. `static/conference/preparation-keys.js` does the same on the device; decision 110 tells why.
"""

import hmac
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import pbkdf2_hmac, sha256

from django.utils.crypto import salted_hmac

from ljuspunkt.ui.signs import drawn, in_groups, in_signs

N_SECRET = 16
"""29¹⁶ secrets, 77.7 bits."""

N_TICKET = 8
"""29⁸ ends of a code, 5 · 10¹¹: too many to try, so that nobody who has a code need be locked out with a guesser."""

ROUNDS = 600_000
"""What one guess costs: rounds of PBKDF2 with SHA-256 (OWASP 2023)."""

IDENTIFIER = b"ljuspunkt identifier"


def drawn_codes(conference: int, salt: str, n: int) -> tuple[str, ...]:
    """Return n new codes; they are kept nowhere."""
    secrets = [drawn(N_SECRET) for _ in range(n)]
    with ThreadPoolExecutor() as pool:  # the rounds run outside the interpreter's lock
        identifiers = list(pool.map(lambda secret: identifier_of(secret, salt), secrets))
    return tuple(
        secret + ticket_of(conference, identifier) for secret, identifier in zip(secrets, identifiers, strict=True)
    )


def identifier_of(secret: str, salt: str) -> str:
    """Return the identifier of a code's marking, as the device works it out.

    Args:
        secret: the first sixteen signs.
        salt: of the conference, in hexadecimal digits.
    """
    root = pbkdf2_hmac("sha256", secret.encode(), bytes.fromhex(salt), ROUNDS)
    # HKDF (RFC 5869) with no salt and one block.
    extracted = hmac.digest(bytes(32), root, sha256)
    return urlsafe_b64encode(hmac.digest(extracted, IDENTIFIER + b"\x01", sha256)).rstrip(b"=").decode()


def ticket_of(conference: int, identifier: str) -> str:
    """Return the last eight signs of the code with this identifier."""
    digest = salted_hmac("ljuspunkt preparation", f"{conference}/{identifier}", algorithm="sha256").digest()
    return in_signs(int.from_bytes(digest[:8]), N_TICKET)


def is_ours(conference: int, identifier: str, ticket: str) -> bool:
    """Return whether a code with this identifier and these last signs was made here."""
    return hmac.compare_digest(ticket_of(conference, identifier).encode(), ticket.encode())


def shown(code: str) -> str:
    """Return a code as it is printed, in groups of four."""
    return in_groups(code)
