"""How a report says numbers, in Swedish and in English.

A report's words are part of what `verify` recomputes, so they stand here, both languages side by side,
and not in the interface's translations.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.vocabulary import Text

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")

_NUMBERS: dict[Language, tuple[str, ...]] = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
_SPACE = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"


def both(say: Callable[[Language], str]) -> Text:
    """Return what `say` says in each language."""
    return {language: say(language) for language in LANGUAGES}


def pick(language: Language, sv: str, en: str) -> str:
    """Return the wording of the language."""
    return sv if language == "sv" else en


def percent(value: float | Fraction) -> int:
    """Return the whole percent of a share 0 to 1, halves upwards; from a fraction it is exact."""
    return int(Fraction(value) * 100 + Fraction(1, 2))


def points(value: float) -> str:
    """Return a difference of shares in whole percentage points with its sign: "+4", "−2", "0"."""
    rounded = percent(abs(value))
    if rounded == 0:
        return "0"
    return f"{'+' if value > 0 else _MINUS}{rounded}"


def points_between(low: float, high: float, language: Language) -> str:
    """Return "−2 till +28", in percentage points."""
    return f"{points(low)} {pick(language, 'till', 'to')} {points(high)}"


def whole(number: int, language: Language) -> str:
    """Return a whole number with the language's sign between thousands."""
    return f"{number:,}".replace(",", _SPACE if language == "sv" else ",")


def decimal(value: float, language: Language, *, digits: int = 2) -> str:
    """Return a number with the language's decimal sign."""
    return f"{value:.{digits}f}".replace(".", "," if language == "sv" else ".").replace("-", _MINUS)


def percent_sign(language: Language) -> str:
    """Return the sign with the space that the language puts before it."""
    return pick(language, f"{_SPACE}%", "%")


def in_words(number: int, language: Language) -> str:
    """Return a number up to twelve as a word, else in digits."""
    words = _NUMBERS[language]
    return words[number] if 0 <= number < len(words) else whole(number, language)


def out_of(part: int, all_of: int, language: Language) -> str:
    """Return "fem av tolv", or "5 av 42" where either needs digits."""
    if max(part, all_of) < len(_NUMBERS[language]):
        none = pick(language, "ingen", "none")
        first = in_words(part, language) if part else none
        return f"{first} {pick(language, 'av', 'of')} {in_words(all_of, language)}"
    return of_number(part, all_of, language)


def associations_out_of(part: int, all_of: int, language: Language) -> str:
    """Return "ett av tolv förbund", "inget av tolv förbund", "3 av 31 förbund"."""
    said = out_of(part, all_of, language)
    if part == 0:
        said = f"{pick(language, 'ingen av', 'none of')} {in_words(all_of, language)}"
    if language == "en":
        return f"{said} associations"
    for common, neuter in (("ingen ", "inget "), ("en ", "ett ")):
        if said.startswith(common):
            said = neuter + said.removeprefix(common)
    return f"{said} förbund"


COMMON_STARTS = ("Samordningsförbundet ", "Samordningsförbund ")


def short_name(name: str, longest: int) -> str:
    """Return an association's name as it fits a picture; tables and text alternatives have it in full.

    The word that all of them begin with goes first, then whatever is too long.
    """
    for start in COMMON_STARTS:
        rest = name.removeprefix(start)
        if rest != name and rest[:1].isupper():
            name = rest
    return name if len(name) <= longest else f"{name[: max(longest - 1, 1)].rstrip()}…"


def sentence_case(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def within_sentence(label: str) -> str:
    """Return a group's label as it stands inside a sentence: "Deltagare, avslut" → "deltagare (avslut)"."""
    first, comma, rest = label.partition(", ")
    lowered = first if first[1:2].isupper() else first[:1].lower() + first[1:]
    return f"{lowered} ({rest})" if comma else lowered


def listed(parts: Sequence[str], language: Language) -> str:
    """Return "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {pick(language, 'och', 'and')} {parts[-1]}"


def of_number(positive: int, answered: int, language: Language) -> str:
    """Return "52 av 64"."""
    return f"{whole(positive, language)} {pick(language, 'av', 'of')} {whole(answered, language)}"


def interval_text(low: float, high: float, language: Language) -> str:
    """Return "70–89 %"."""
    return f"{percent(low)}–{percent(high)}{percent_sign(language)}"


def in_ten(share: Fraction, language: Language) -> str:
    """Return a share as so many in ten, with the word for a little more or less where it isn't near.

    Near is within one and a half percentage points; exact ends are "all" and "none".
    """
    if share == 1:
        return pick(language, "alla", "all")
    if share == 0:
        return pick(language, "inga", "none")
    tenths = int(share * 10 + Fraction(1, 2))
    if tenths == 10:
        return pick(language, "nästan alla", "nearly all")
    if tenths == 0:
        return pick(language, "nästan inga", "almost none")
    if tenths == 5 and abs(share - Fraction(1, 2)) <= Fraction(15, 1000):
        return pick(language, "hälften", "half")
    words = pick(language, f"{in_words(tenths, 'sv')} av tio", f"{in_words(tenths, 'en')} in ten")
    away = share - Fraction(tenths, 10)
    if abs(away) <= Fraction(15, 1000):
        return words
    if away > 0:
        return pick(language, f"drygt {words}", f"just over {words}")
    return pick(language, f"knappt {words}", f"just under {words}")


_SWEDISH = str.maketrans({"å": "{", "ä": "|", "ö": "}", "Å": "{", "Ä": "|", "Ö": "}"})


def alphabetical(name: str) -> str:
    """Return a key that sorts å, ä and ö last, as Swedish does."""
    return name.lower().translate(_SWEDISH)
