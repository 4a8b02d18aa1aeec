"""What screens and phones say of a vote and of its result."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def number_word(n: int) -> str:
    """Return a small number as a word, as it is said in a sentence; greater ones as figures."""
    words = {
        1: pgettext("number", "one"),
        2: pgettext("number", "two"),
        3: pgettext("number", "three"),
        4: pgettext("number", "four"),
        5: pgettext("number", "five"),
        6: pgettext("number", "six"),
        7: pgettext("number", "seven"),
        8: pgettext("number", "eight"),
        9: pgettext("number", "nine"),
        10: pgettext("number", "ten"),
        11: pgettext("number", "eleven"),
        12: pgettext("number", "twelve"),
    }
    return words.get(n, str(n))


def capital(sentence: str) -> str:
    """Return a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def finding(counts: Mapping[str, int], *, rest: str, tied: int, places: int) -> str:
    """Return a result as a heading: "12 go straight through. Three are equal for two places."

    Args:
        counts: how many candidates have each outcome.
        rest: where the rule sends the rest.
        tied: how many are equal at the last place and still undecided.
        places: how many places they compete for.
    """
    n = counts.get("through", 0)
    if counts.get("undecided", 0) and not tied:
        return _("Nobody voted, so nothing is decided.")
    if n or not tied:
        went = (
            ngettext("{n} goes in.", "{n} go in.", n)
            if rest == "out"
            else ngettext("{n} goes straight through.", "{n} go straight through.", n)
        )
        first = capital(went.format(n=n))
    else:
        first = _("Nothing is decided yet.")
    if not tied:
        return first
    return f"{first} {capital(equal_for(tied, places))}."


def equal_for(tied: int, places: int) -> str:
    """Return "three equal for two places" as a clause."""
    return ngettext("{n} are equal for {places} place", "{n} are equal for {places} places", places).format(
        n=number_word(tied), places=number_word(places)
    )


def cut_in_words(places: int) -> str:
    """Return what the line of light says: "Here the five places end"."""
    return ngettext("Here the only place ends", "Here the {n} places end", places).format(n=number_word(places))


def waits_in_words(waits_for: str) -> str:
    """Return what a tie that isn't settled waits for."""
    return {
        "runoff": _("a new vote among them"),
        "ruling": _("the chair decides"),
        "seed": _("the lot has no seed yet"),
    }.get(waits_for, _("not settled"))


def still_equal(n: int, places: int, waits: str) -> str:
    """Return that some of the tied have been parted and others not: "two still equal for one place: …"."""
    return ngettext(
        "{n} still equal for {places} place: {waits}", "{n} still equal for {places} places: {waits}", places
    ).format(n=number_word(n), places=number_word(places), waits=waits)


def below(rest: str) -> str:
    """Return what the candidates under the cut are called."""
    return _("Not in") if rest == "out" else _("On to the next vote, or out")


def pool_in_words(n: int) -> str:
    """Return how many candidates are voted on."""
    return ngettext("{n} candidate", "{n} candidates", n).format(n=n)


def places_in_words(places: int | None) -> str:
    """Return how many places there are, "" where the rule has no number."""
    if places is None:
        return ""
    return ngettext("{n} place", "{n} places", places).format(n=places)
