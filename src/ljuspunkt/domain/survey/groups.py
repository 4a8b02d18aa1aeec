"""Respondent groups (respondentgrupper): who is asked, by the code that answers and instruments carry.

Source: the groups of the national measurement; a measurement may have others, which are then called by their code.
"""

from collections.abc import Mapping

from ljuspunkt.domain.vocabulary import Text

GROUPS: Mapping[str, Text] = {
    "participant_ongoing": {"sv": "Deltagare i pågående insats", "en": "Participants, ongoing"},
    "participant_exit": {"sv": "Deltagare vid avslut", "en": "Participants, at exit"},
    "staff": {"sv": "Insatspersonal", "en": "Staff of initiatives"},
    "managers": {"sv": "Chefer i samverkan", "en": "Managers in cooperation"},
    "board": {"sv": "Styrelseledamöter", "en": "Board members"},
    "referrers": {"sv": "Remittenter", "en": "Referrers"},
}
"""The groups by code, in the order in which they are shown."""


def group_name(code: str) -> Text:
    """Return what a group is called, its code where the list doesn't have it."""
    return GROUPS.get(code, {"sv": code})
