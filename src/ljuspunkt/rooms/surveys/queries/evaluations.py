"""Questionnaires that may serve as the evaluation of an occasion: frozen ones of choices and free text.

Those that measure indicators, or were chosen for a wave, ask about something else and aren't offered.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.evaluation import refuse_unfit
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.surveys.models import Version, WaveInstrument
from ljuspunkt.rooms.surveys.models.instruments import FROZEN
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document


@dataclass(frozen=True, slots=True)
class Offered:
    """A frozen version that may be asked."""

    version_pk: int
    title: Text
    group: Text
    name: str
    n_questions: int


def offered(associations: Collection[str]) -> tuple[Offered, ...]:
    """Return what the network or these associations have frozen for no measurement, and an evaluation can tell."""
    found = []
    measured = WaveInstrument.objects.values("version__instrument")
    for row in _seen_by(associations).exclude(instrument__in=measured).order_by("instrument__slug", "-id"):
        asked = read_document(row.document)
        if _fits(asked) and not any(item.indicators or item.measure for item in asked.items):
            n = sum(item.kind != "note" for item in asked.items)
            group = group_name(row.instrument.respondent_group)
            found.append(Offered(row.pk, asked.title or row.instrument.title, group, row.name, n))
    return tuple(found)


def frozen_questionnaire(version_pk: int, associations: Collection[str]) -> Questionnaire | None:
    """Return a frozen questionnaire of the network or of these associations, None where there is no such."""
    row = _seen_by(associations).filter(pk=version_pk).first()
    return read_document(row.document) if row is not None else None


def _seen_by(associations: Collection[str]) -> QuerySet[Version]:
    return Version.objects.select_related("instrument").filter(
        Q(instrument__association=None) | Q(instrument__association__slug__in=associations), state=FROZEN
    )


def _fits(asked: Questionnaire) -> bool:
    try:
        refuse_unfit(asked)
    except RuleBroken:
        return False
    return True
