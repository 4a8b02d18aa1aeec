"""What is edited, for somebody: a draft version, or an association's own questions at the end of a frozen one.

Everything that changes a questionnaire goes through `desk_for` and `keep`, in one transaction.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.apps import apps

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.renewal import honest, settled, standings
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.domain.survey.soundness import misread
from ljuspunkt.files.questionnaires import from_document, to_document
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.models import Instrument, OwnQuestions, Participation, Version, WaveInstrument
from ljuspunkt.rooms.surveys.models.instruments import DRAFT, FROZEN
from ljuspunkt.rooms.surveys.models.waves import CLOSED, OPEN
from ljuspunkt.rooms.surveys.permissions import may_add_own_questions, may_edit_instrument
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document


@dataclass(frozen=True, slots=True)
class Where:
    """Which questionnaire is changed: a version of an instrument, or an association's own questions at its end."""

    slug: str
    version: str
    association: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody may change.

    `earlier` is the version before, against which marks are held; `association` is "" for a version of its own.
    """

    version: Version
    questionnaire: Questionnaire
    earlier: Questionnaire | None = None
    association: str = ""
    own: OwnQuestions | None = None

    @property
    def about(self) -> str:
        """What the log calls it."""
        whole = f"instruments/{self.version.instrument.slug}/{self.version.name}"
        return f"{whole}/own/{self.association}" if self.association else whole


def desk_for(by: Person, where: Where) -> Desk:
    """Return what somebody may change, locked for the transaction.

    Raises:
        RuleBroken: it can't be changed any more, or not now.
        Http404: there is none, or the person may not change it.
    """
    row = find_version(where.slug, where.version, lock=True)
    if where.association:
        return _own_desk(by, row, where.association)
    refuse_unless(may_edit_instrument(by, owner_of(row.instrument)))
    if row.state == FROZEN:
        raise RuleBroken("frozen", "Version {version} is frozen and never changes; start a new one.", version=row.name)
    return Desk(row, read_document(row.document), earlier_of(row))


def _own_desk(by: Person, row: Version, association: str) -> Desk:
    refuse_unless(row.instrument.association_id is None and may_add_own_questions(by, association))
    association_key(association)
    if row.state == DRAFT:
        raise RuleBroken("not_frozen", "Own questions are added when the national questionnaire is frozen.")
    if is_asked_now(row.pk, association):
        raise RuleBroken(
            "asked_now", "Answers are coming in to this questionnaire; your questions can be changed after the wave."
        )
    own = (
        OwnQuestions.objects.select_for_update(of=("self",)).filter(version=row, association__slug=association).first()
    )
    return Desk(row, own_questionnaire(row, own), association=association, own=own)


def own_questionnaire(version: Version, own: OwnQuestions | None) -> Questionnaire:
    """Return what an association asks at the end of a version, empty where it asks nothing yet."""
    if own is not None:
        return read_document(own.document)
    national = read_document(version.document)
    return replace(national, form_id="own", body=(), scales={}, indicators=(), title={}, waves=())


def is_asked_now(version_pk: int, association: str) -> bool:
    """Return whether a wave in which the association takes part asks this version and isn't over."""
    waves = WaveInstrument.objects.filter(version_id=version_pk, wave__state__in=(OPEN, CLOSED)).values("wave_id")
    return Participation.objects.filter(wave_id__in=waves, association__slug=association).exists()


def find_version(slug: str, version: str, *, lock: bool = False) -> Version:
    """Return a version of an instrument.

    Raises:
        Http404: there is none.
    """
    rows = Version.objects.filter(instrument__slug=slug, name=version)
    if lock:
        # The instrument's row, so that changes to all its versions come after each other.
        Instrument.objects.select_for_update().filter(slug=slug).first()
    found = rows.select_related("instrument__association", "based_on").first()
    refuse_unless(found is not None)
    assert found is not None
    return found


def owner_of(instrument: Instrument) -> str | None:
    """Return the slug of the association whose instrument it is, None for the network's own."""
    return instrument.association.slug if instrument.association is not None else None


def earlier_of(version: Version) -> Questionnaire | None:
    """Return the questionnaire of the version from which this one was started, None where there is none."""
    return read_document(version.based_on.document) if version.based_on is not None else None


def keep(
    desk: Desk,
    questionnaire: Questionnaire,
    *,
    by: Person,
    at: datetime,
    action: str | None,
    words: Mapping[str, object] | None = None,
    mark_changed: bool = False,
) -> None:
    """Keep a changed questionnaire, and write a line in the log.

    Args:
        desk: what was changed.
        questionnaire: as it is now.
        by: who did it.
        at: when.
        action: the line, None for what isn't worth one.
        words: what fills its places beside `questionnaire`.
        mark_changed: whether questions that are no longer the same as before are marked as changed.

    Raises:
        RuleBroken: a question is marked as the same and would no longer be, or a condition can't be read.
    """
    if desk.earlier is not None:
        questionnaire = settled(questionnaire, desk.earlier)
        broken = [each.item.name for each in standings(questionnaire, desk.earlier) if each.broken]
        if broken and not mark_changed:
            raise RuleBroken(
                "not_same_any_more",
                "These questions are marked as the same as in version {version}, and would no longer be: {questions}. "
                "Mark them as changed, or take the change back.",
                version=desk.earlier.version,
                questions=", ".join(broken),
            )
        questionnaire = honest(questionnaire, desk.earlier)
    for fault in misread(questionnaire):
        raise fault.refusal
    document = to_document(questionnaire)
    try:
        from_document(document)  # what can't be read again is never kept
    except BadInput as trouble:
        raise RuleBroken(trouble.code, trouble.sentence, **trouble.values) from trouble
    if desk.association:
        _keep_own(desk, document, questionnaire)
    else:
        desk.version.document = document
        desk.version.save(update_fields=["document"])
    if action is not None:
        said = {"questionnaire": f"{desk.version.instrument.slug} {desk.version.name}", **(words or {})}
        record(
            by=by.id,
            who=by.name,
            action=action,
            about=desk.about,
            association=desk.association or owner_of(desk.version.instrument) or "",
            at=at,
            words=said,
        )


def _keep_own(desk: Desk, document: dict[str, object], questionnaire: Questionnaire) -> None:
    if desk.own is None:
        OwnQuestions.objects.create(
            version=desk.version, association_id=association_key(desk.association), document=document
        )
    elif not questionnaire.body and not questionnaire.scales:
        desk.own.delete()
    else:
        desk.own.document = document
        desk.own.save(update_fields=["document"])


def association_key(slug: str) -> int:
    """Return the key of an association.

    Raises:
        Http404: there is none.
    """
    found = apps.get_model("people", "Association")._default_manager.filter(slug=slug).first()
    refuse_unless(found is not None)
    assert found is not None
    return int(found.pk)


def mark_of(part: Item | Section | Scale | Questionnaire | None) -> str:
    """Return a mark that two states of a part share only where they say the same; the order of languages is nothing."""
    plain = asdict(part) if part is not None else None
    return sha256(json.dumps(plain, sort_keys=True, default=str).encode("utf-8")).hexdigest()[:20]


def refuse_if_changed(seen: str, now: Item | Section | Scale | Questionnaire | None) -> None:
    """Refuse to overwrite what somebody else changed in the meantime.

    Raises:
        RuleBroken: it was changed.
    """
    if seen and seen != mark_of(now):
        raise RuleBroken(
            "changed_meanwhile",
            "Somebody changed this while you wrote. Nothing is kept yet; open it in another tab, compare, and keep "
            "again.",
        )
