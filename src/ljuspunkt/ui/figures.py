"""Figures as eyes want them: "81 %", "52 av 64", "70–89 %". Rounded here, once, and nowhere earlier.

Swedish writes a decimal comma and a hard space before the percent sign and between thousands; English a point, no
space and a comma. Halves are rounded away from zero, as readers expect.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

HARD_SPACE = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"

Number = int | float | Fraction | Decimal


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """Return the value rounded to `decimals` places, halves away from zero."""
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))
    )
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Number, language: str, decimals: int = 0) -> str:
    """Return "4 186", "3,39" or "−2" (Swedish), "4,186", "3.39" or "−2" (English)."""
    text = f"{abs(rounded(value, decimals)):,f}"
    if language != "en":
        text = text.replace(",", HARD_SPACE).replace(".", ",")
    return (MINUS if rounded(value, decimals) < 0 else "") + text


def percent(share: Number, language: str, decimals: int = 0) -> str:
    """Return a share 0–1 as "81 %" (Swedish) or "81%" (English)."""
    return number(_hundredfold(share), language, decimals) + _sign(language)


def percent_of(part: int, whole: int, language: str) -> str:
    """Return so many of so many in percent, from 0.1 to 99.9 where it is neither nothing nor all."""
    share = Fraction(part, whole) if whole else Fraction(0)
    if 0 < part < whole and rounded(share * 100) in (0, 100):
        return percent(min(max(share, Fraction(1, 1000)), Fraction(999, 1000)), language, 1)
    return percent(share, language)


def percent_range(low: Number, high: Number, language: str, decimals: int = 0) -> str:
    """Return an interval of shares as "70–89 %"."""
    ends = (number(_hundredfold(end), language, decimals) for end in (low, high))
    return EN_DASH.join(ends) + _sign(language)


def of(part: int, whole: int, language: str) -> str:
    """Return "52 av 64" or "52 of 64", which doesn't break at the line's end."""
    word = "of" if language == "en" else "av"
    return f"{number(part, language)}{HARD_SPACE}{word}{HARD_SPACE}{number(whole, language)}"


def _hundredfold(share: Number) -> Number:
    return Decimal(str(share)) * 100 if isinstance(share, float) else share * 100


def _sign(language: str) -> str:
    return "%" if language == "en" else f"{HARD_SPACE}%"
