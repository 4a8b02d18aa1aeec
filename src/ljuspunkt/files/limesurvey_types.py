"""LimeSurvey's types of questions: what each becomes here, which choices it has itself, which have no counterpart."""

from collections.abc import Mapping

from ljuspunkt.domain.errors import marked

Labels = dict[str, str]

OTHER = {"sv": "Annat", "en": "Other"}
COMMENT = {"sv": "Kommentar", "en": "Comment"}

FIXED: Mapping[str, tuple[tuple[str, Labels, int | None], ...]] = {
    "5": tuple((str(n), {"sv": str(n), "en": str(n)}, n) for n in range(1, 6)),
    "A": tuple((str(n), {"sv": str(n), "en": str(n)}, n) for n in range(1, 6)),
    "B": tuple((str(n), {"sv": str(n), "en": str(n)}, n) for n in range(1, 11)),
    "C": (
        ("Y", {"sv": "Ja", "en": "Yes"}, None),
        ("U", {"sv": "Osäker", "en": "Uncertain"}, None),
        ("N", {"sv": "Nej", "en": "No"}, None),
    ),
    "E": (
        ("I", {"sv": "Öka", "en": "Increase"}, None),
        ("S", {"sv": "Oförändrat", "en": "Same"}, None),
        ("D", {"sv": "Minska", "en": "Decrease"}, None),
    ),
    "Y": (("Y", {"sv": "Ja", "en": "Yes"}, None), ("N", {"sv": "Nej", "en": "No"}, None)),
    "G": (("F", {"sv": "Kvinna", "en": "Female"}, None), ("M", {"sv": "Man", "en": "Male"}, None)),
}
"""Types whose choices LimeSurvey has itself: names, wordings and values."""

LISTS, MULTIPLE, ARRAYS = "L!O", "MP", "ABCEFH"
PLAIN = {"S": "text", "T": "text", "U": "text", "D": "date", "X": "note"}
SEVERAL = {"Q": "text", "K": "decimal"}
NAMES = {
    "1": marked("array with two scales"),
    "R": marked("ranking"),
    "|": marked("upload of files"),
    "*": marked("equation"),
    ":": marked("array of numbers"),
    ";": marked("array of texts"),
    "I": marked("switch of language"),
}
"""Types that have no counterpart here."""
