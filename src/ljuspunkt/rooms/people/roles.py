"""The roles that people hold, and where each can be held.

Swedish: roller. One person may hold several, and the same role in several associations.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class Role(models.TextChoices):
    """What a person does, by which it is decided what the person may see and do."""

    NATIONAL_COORDINATOR = "national_coordinator", _("National coordinator")
    ANALYST = "analyst", _("Analyst")
    ASSOCIATION_COORDINATOR = "association_coordinator", _("Association coordinator")
    DATA_COLLECTOR = "data_collector", _("Local data collector")
    CONFERENCE_CHAIR = "conference_chair", _("Conference chair")
    EVALUATOR = "evaluator", _("Evaluator")
    READER = "reader", _("Reader")


OF_THE_NETWORK = frozenset({Role.NATIONAL_COORDINATOR, Role.ANALYST})
"""Held in the network as a whole only."""

OF_AN_ASSOCIATION = frozenset({Role.ASSOCIATION_COORDINATOR, Role.DATA_COLLECTOR, Role.CONFERENCE_CHAIR})
"""Held in an association only; the others may be held in either."""


def in_english(role: Role) -> str:
    """Return what the log keeps of a role: its English name, which its pages translate."""
    with override("en"):
        return str(Role(role).label)
