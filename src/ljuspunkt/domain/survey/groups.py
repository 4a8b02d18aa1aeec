"""Respondent groups (respondentgrupper): who is asked, by the code that answers and instruments carry.

Source: the groups of the national measurement; a measurement may have others, which are then called by their code.
"""

from collections.abc import Mapping

from ljuspunkt.domain.vocabulary import Text

GROUPS: Mapping[str, Text] = {
    "participant_ongoing": {
        "sv": "Deltagare i pågående insats",
        "en": "Participants, ongoing",
        "ar": "المشاركون حاليًا",
        "so": "Ka-qaybgalayaasha hadda",
    },
    "participant_exit": {
        "sv": "Deltagare vid avslut",
        "en": "Participants, at exit",
        "ar": "المشاركون عند انتهاء مشاركتهم",
        "so": "Ka-qaybgalayaasha dhammeeyay",
    },
    "staff": {"sv": "Insatspersonal", "en": "Staff of initiatives", "ar": "الموظفون", "so": "Shaqaalaha"},
    "managers": {"sv": "Chefer i samverkan", "en": "Managers in cooperation", "ar": "المديرون", "so": "Maamulayaasha"},
    "board": {"sv": "Styrelseledamöter", "en": "Board members", "ar": "أعضاء مجلس الإدارة", "so": "Xubnaha guddiga"},
    "referrers": {
        "sv": "Remittenter",
        "en": "Referrers",
        "ar": "الجهات المُحيلة",
        "so": "Kuwa dadka soo gudbiya",
    },
}
"""The groups by code, in the order in which they are shown; no native reader has read the Arabic and the Somali."""


def group_name(code: str) -> Text:
    """Return what a group is called, its code where the list doesn't have it."""
    return GROUPS.get(code, {"sv": code})
