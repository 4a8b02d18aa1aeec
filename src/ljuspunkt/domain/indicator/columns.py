"""What the columns of a list of candidates are called, on pages and in spreadsheets, and what stands in them."""

from collections.abc import Mapping

from ljuspunkt.domain.vocabulary import Text

HEADINGS: Mapping[str, Text] = {
    "number": {"sv": "Nummer", "en": "Number"},
    "kind": {"sv": "Typ", "en": "Kind"},
    "perspective": {"sv": "Perspektiv", "en": "Perspective"},
    "title_sv": {"sv": "Rubrik på svenska", "en": "Title in Swedish"},
    "title_en": {"sv": "Rubrik på engelska", "en": "Title in English"},
    "short_title_sv": {"sv": "Kort rubrik på svenska", "en": "Short title in Swedish"},
    "short_title_en": {"sv": "Kort rubrik på engelska", "en": "Short title in English"},
    "description_sv": {"sv": "Beskrivning på svenska", "en": "Description in Swedish"},
    "description_en": {"sv": "Beskrivning på engelska", "en": "Description in English"},
    "easy_read_sv": {"sv": "Lättläst på svenska", "en": "Easy to read in Swedish"},
    "easy_read_en": {"sv": "Lättläst på engelska", "en": "Easy to read in English"},
    "sources": {"sv": "Källor", "en": "Sources"},
    "proposed_by": {"sv": "Föreslagen av", "en": "Proposed by"},
    "status": {"sv": "Status", "en": "Status"},
    "status_reason": {"sv": "Skäl till status", "en": "Reason for status"},
    "merged_into": {"sv": "Sammanslagen med", "en": "Merged into"},
    "theme": {"sv": "Tema", "en": "Theme"},
    "perspective_inferred": {"sv": "Perspektivet är en slutsats", "en": "Perspective is inferred"},
    "title_known": {"sv": "Rubriken är känd", "en": "Title is known"},
}
"""Every column in the order of a spreadsheet, with its name in each language."""

MEANINGS: Mapping[str, Text] = {
    "number": {
        "sv": "Kandidatens nummer. Lämna tomt för nästa lediga. Ett nummer som redan finns ändrar den kandidaten.",
        "en": "The candidate's number. Leave empty for the next free one. A number in use changes that candidate.",
    },
    "kind": {
        "sv": "Ett av listans egna ord, se nedan.",
        "en": "One of the inventory's own words, see below.",
    },
    "perspective": {
        "sv": "Vems perspektiv kandidaten har, se nedan. Tomt om det inte är känt.",
        "en": "Whose perspective the candidate takes, see below. Empty if it isn't known.",
    },
    "title_sv": {
        "sv": "Hela rubriken på en rad. Svenska eller engelska måste finnas.",
        "en": "The whole title on one line. Swedish or English is needed.",
    },
    "title_en": {"sv": "Samma rubrik på engelska.", "en": "The same title in English."},
    "short_title_sv": {
        "sv": "Ungefär 45 tecken, för skärmen och röstsedeln i telefonen. Högst 60.",
        "en": "Some 45 characters, for the screen and the ballot on the phone. At most 60.",
    },
    "short_title_en": {"sv": "Samma på engelska.", "en": "The same in English."},
    "description_sv": {
        "sv": "Vad indikatorn visar, i några meningar.",
        "en": "What the indicator shows, in a few sentences.",
    },
    "description_en": {"sv": "Samma på engelska.", "en": "The same in English."},
    "easy_read_sv": {
        "sv": "Korta meningar och vanliga ord.",
        "en": "Short sentences and common words.",
    },
    "easy_read_en": {"sv": "Samma på engelska.", "en": "The same in English."},
    "sources": {
        "sv": "En källa per rad i cellen: slag, kolon, ord, och en adress inom < > om det finns en.",
        "en": "One source per line of the cell: kind, colon, words, and an address within < > if there is one.",
    },
    "proposed_by": {
        "sv": "Den eller de som föreslog kandidaten.",
        "en": "The person or group who proposed the candidate.",
    },
    "status": {
        "sv": "Tomt för en ny kandidat. Se nedan.",
        "en": "Empty for a new candidate. See below.",
    },
    "status_reason": {
        "sv": "Behövs för den som är struken.",
        "en": "Needed for one that is withdrawn.",
    },
    "merged_into": {
        "sv": "Numret som kandidaten är sammanslagen med. Görs och ångras på sidan.",
        "en": "The number that the candidate was merged into. Made and undone on the page.",
    },
    "theme": {
        "sv": "Temat som kandidaten visas under. Ordnas på sidan.",
        "en": "The theme under which the candidate is shown. Arranged on the page.",
    },
}
"""What stands in each column of the template."""


def named(column: str, language: str) -> str:
    """Return what a column is called, or the heading itself where it is a note's."""
    return HEADINGS[column][language if language in ("sv", "en") else "sv"] if column in HEADINGS else column


def column_of(heading: str) -> str | None:
    """Return the column that a heading means, as it is or by one of its names; None where it is a note's."""
    asked = " ".join(heading.split()).casefold()
    asked = {"id": "number"}.get(asked, asked)
    for column, names in HEADINGS.items():
        if asked in (column, *(name.casefold() for name in names.values())):
            return column
    return None
