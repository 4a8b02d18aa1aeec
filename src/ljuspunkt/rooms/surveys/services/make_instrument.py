"""Make a questionnaire for a group from a protocol: a first draft with a question per measure or indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.drafting import Carried, Topic, drafted
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.questionnaires import to_document
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.indicators import queries as indicators
from ljuspunkt.rooms.indicators.queries.in_force import editions
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Instrument, Version
from ljuspunkt.rooms.surveys.permissions import may_edit_instrument
from ljuspunkt.rooms.surveys.services.desk import association_key
from ljuspunkt.rooms.surveys.services.versions import check_version_name
from ljuspunkt.rooms.surveys.standards import STANDARD, standard_scales

RESERVED = ("new", "import")
"""Names that are addresses already."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new questionnaire begins with.

    Attributes:
        slug: its name in addresses and files.
        group: the respondent group's code.
        association: whose own questionnaire it is, "" for the network's.
        title: for eyes.
        version: the first version's name.
        waves: which waves it is for.
        languages: in which it is meant to be open; the first is the main one.
        protocol: core or comprehensive, "" for none: the questionnaire then begins empty.
        scale: the standard list of choices that all questions begin with.
    """

    slug: str
    group: str
    association: str
    title: Text
    version: str
    waves: tuple[str, ...]
    languages: tuple[str, ...]
    protocol: str = "core"
    scale: str = STANDARD


@transaction.atomic
def make_instrument(*, by: Person, at: datetime, beginning: Beginning, group_label: Text) -> None:
    """Make a questionnaire with its first draft.

    Raises:
        RuleBroken: the name is in use or can't be used, or the protocol isn't published.
        Http404: the person may not make one there.
    """
    empty = Questionnaire(
        form_id=beginning.slug,
        version=beginning.version,
        body=(),
        respondent_group=beginning.group,
        waves=beginning.waves,
        title=beginning.title,
        group_label=group_label,
        default_language=beginning.languages[0],
        languages=beginning.languages,
    )
    scales = standard_scales()
    if beginning.scale not in scales:
        raise RuleBroken("no_standard", "There is no standard list called “{name}”.", name=beginning.scale)
    standard = scales[beginning.scale]
    topics = topics_of(beginning.protocol)
    if beginning.protocol and not topics:
        raise RuleBroken("no_protocol", "The protocol “{name}” isn't published yet.", name=beginning.protocol)
    make_with(
        by=by,
        at=at,
        questionnaire=drafted(empty, topics, standard.scale, standard.positive) if topics else empty,
        association=beginning.association,
    )


def make_with(*, by: Person, at: datetime, questionnaire: Questionnaire, association: str) -> Version:
    """Keep a questionnaire as the first draft of a new instrument; inside the use case's transaction.

    Raises:
        RuleBroken: the name is in use or can't be used.
        Http404: the person may not make one there.
    """
    refuse_unless(may_edit_instrument(by, association or None))
    slug = questionnaire.form_id
    if slug in RESERVED:
        raise RuleBroken("slug_reserved", "“{name}” can't be used; choose another name.", name=slug)
    if Instrument.objects.filter(slug=slug).exists():
        raise RuleBroken("slug_taken", "There is already a questionnaire called “{name}” in addresses.", name=slug)
    check_version_name(questionnaire.version)
    instrument = Instrument.objects.create(
        slug=slug,
        title=dict(questionnaire.title),
        respondent_group=questionnaire.respondent_group or "",
        association_id=association_key(association) if association else None,
    )
    made = Version.objects.create(
        instrument=instrument, name=questionnaire.version, document=to_document(questionnaire)
    )
    record(
        by=by.id,
        who=by.name,
        action=marked("Made the questionnaire {questionnaire} for the group {group}."),
        about=f"instruments/{slug}/{made.name}",
        association=association,
        at=at,
        words={"questionnaire": slug, "group": instrument.respondent_group},
    )
    return made


def topics_of(protocol: str) -> tuple[Topic, ...]:
    """Return the indicators of one of the network's protocols with their measures, none where it isn't published."""
    edition = next((each for each in editions() if each.name == protocol), None)
    if edition is None:
        return ()
    carried: dict[str, list[Carried]] = {}
    for measure in indicators.measures(protocol):
        carried.setdefault(measure.indicator, []).append(Carried(measure.number, measure.title))
    return tuple(
        Topic(each.number, each.title, each.easy_read, each.candidate, tuple(carried.get(each.number, ())))
        for each in edition.indicators
    )


def all_topics() -> Mapping[str, Topic]:
    """Return every indicator of the network's protocols by number, with its measures."""
    return {topic.number: topic for name in ("comprehensive", "core") for topic in topics_of(name)}
