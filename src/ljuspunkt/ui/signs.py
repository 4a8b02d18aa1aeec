"""The signs of codes and receipts, which people read from paper and type on phones."""

import secrets

ALPHABET = "ABCDEFGHJKNPQRSTUVXYZ23456789"
"""None that look alike (0 O, 1 I L) and none that are wide (M W)."""


def in_signs(number: int, n: int) -> str:
    """Return the last `n` digits of a number, with the alphabet as its digits."""
    signs = []
    for _ in range(n):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def drawn(n: int) -> str:
    """Return `n` random signs."""
    return in_signs(secrets.randbelow(len(ALPHABET) ** n), n)


def as_typed(text: str) -> str:
    """Return what was meant by what was typed: capitals, without spaces and dashes."""
    return "".join(sign for sign in text.upper() if not sign.isspace() and sign not in "-–—.")


def in_groups(signs: str, size: int = 4) -> str:
    """Return signs in groups that are easy to read: "N4QX 7T2K"."""
    return " ".join(signs[start : start + size] for start in range(0, len(signs), size))
