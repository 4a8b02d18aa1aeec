"""Enter paper questionnaires: once, or by two people apart whose readings must agree, and receive them as all others.

A sheet is written down as a reading first, encrypted, and received from there, so that a server that stops in between
loses nothing and counts nothing twice. Entering writes no line in the log: its time would tell when an answer came.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal

from django.db import transaction
from django.http import Http404

from ljuspunkt.databases.forgetting import forget_tables
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.reply import Answer, check
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys import paper_keys
from ljuspunkt.rooms.surveys.answering.frames import FOR_SOMEBODY, HELPED
from ljuspunkt.rooms.surveys.models import PaperBatch, PaperReading, SealedAnswer
from ljuspunkt.rooms.surveys.models.waves import PAPER
from ljuspunkt.rooms.surveys.permissions import may_enter_paper
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard, collector_of
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.rooms.surveys.services.receive import FEWEST_SIGNS, number_of, receive, sealed_write
from ljuspunkt.rooms.surveys.services.wave_common import participation_to_keep, tell_log

State = Literal["received", "first", "differs"]
"""The answers are received · they wait for somebody else to enter the sheet too · the two readings differ."""

HIGHEST = 99_999
_TABLES = ("surveys_paperreading", "surveys_paperbatch")


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What a sheet says: answers by question, and in which language and how it was answered."""

    values: Mapping[str, Answer]
    language: str
    easy: bool = False
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody read on a sheet; `key` is what the answer is received under."""

    reader: int
    key: str
    content: SheetContent


def read_content(
    questionnaire: Questionnaire,
    given: Mapping[str, Sequence[str]],
    *,
    language: str,
    easy: bool,
    helped: str,
) -> SheetContent:
    """Return what stands on a sheet, held to the same rules as the respondents' pages; what is blank may stay so.

    Raises:
        RuleBroken: something isn't an answer to its question, or somebody else answered for the respondent.
    """
    if helped == FOR_SOMEBODY:
        raise RuleBroken(
            "answered_for_somebody",
            "Somebody else answered in the respondent's place, so the sheet isn't entered. Put it aside.",
        )
    if helped not in ("", *HELPED):
        raise RuleBroken("unknown_help", "Choose one of the answers about help.")
    reply = check(questionnaire, given, language=language)
    for problem in reply.problems.values():
        if problem.code != "required":
            raise RuleBroken(problem.code, problem.sentence, **problem.values)
    if not reply.values:
        raise RuleBroken("sheet_empty", "Nothing is ticked or written on the sheet, so there is no answer to enter.")
    return SheetContent(reply.values, language, easy, helped)


def enter_sheet(*, by: Person, collector: int, sheet: int, content: SheetContent, key: str = "") -> State:
    """Enter a sheet as one person reads it; receive it, or keep it until somebody else has read the same.

    Args:
        sheet: the number written on it.
        content: as `read_content` gave it.
        key: drawn at random by the page, which is sent once; sent again under another number it is refused. One that
            is too short to be random is passed over.

    Raises:
        Http404: there is no such collector, or the person doesn't enter sheets there.
        RuleBroken: nothing is accepted, or the sheet or the page has been entered already.
    """
    card = _card(by, collector)
    if not 1 <= sheet <= HIGHEST:
        raise RuleBroken("sheet_number", "Sheets have numbers from 1 to {most}.", most=HIGHEST)
    with transaction.atomic():
        batch = _locked(card)
        if sheet in batch.entered:
            raise RuleBroken("sheet_entered", "Sheet {sheet} has been entered already.", sheet=sheet)
        before = readings_of(batch, sheet)
        others = [each for each in before if each.reader != by.id]
        if not before:
            key = _unsent(card, batch, key) if len(key) >= FEWEST_SIGNS else new_key()
        own = Reading(by.id, before[0].key if before else key, content)
        _keep(batch, sheet, own)
        needed = 2 if batch.double or others else 1
        agree = all(alike(own.content, each.content) for each in others)
    if len(others) + 1 < needed:
        return "first"
    if not agree:
        return "differs"
    _hand_in(card, sheet, own)
    return "received"


def settle_sheet(*, by: Person, collector: int, sheet: int, chosen: Mapping[str, str]) -> State:
    """Settle what two people read differently, and receive the sheet.

    Args:
        chosen: which reading is right, "0" or "1" in the order of `readings_of`, by what differs (`differing`).

    Raises:
        Http404: there is no such collector or sheet, or the person doesn't enter sheets there.
        RuleBroken: nothing is accepted, or something isn't settled yet.
    """
    card = _card(by, collector)
    with transaction.atomic():
        batch = _locked(card)
        readings = readings_of(batch, sheet)
        if len(readings) < 2:
            raise Http404
        first, second = readings[:2]
        open_ = [name for name in differing(first.content, second.content) if chosen.get(name) not in {"0", "1"}]
        if open_:
            raise RuleBroken("not_settled", "{n} differences aren't settled yet.", n=len(open_))
        settled = _settled(card, first.content, second.content, chosen)
        for each in (first, second):
            _keep(batch, sheet, replace(each, key=first.key, content=settled))
    _hand_in(card, sheet, replace(first, content=settled))
    return "received"


def receive_alone(*, by: Person, collector: int, sheet: int) -> State:
    """Receive a sheet that only one person has entered, though two were to.

    Raises:
        Http404: there is no such collector or sheet, or the person doesn't enter sheets there.
        RuleBroken: nothing is accepted, or two have read it differently.
    """
    card = _card(by, collector)
    with transaction.atomic():
        batch = _locked(card)
        readings = readings_of(batch, sheet)
    if not readings:
        raise Http404
    if any(not alike(readings[0].content, each.content) for each in readings[1:]):
        raise RuleBroken("sheet_differs", "Two have read sheet {sheet} differently; settle that first.", sheet=sheet)
    _hand_in(card, sheet, readings[0])
    return "received"


@transaction.atomic
def take_back_reading(*, by: Person, collector: int, sheet: int) -> bool:
    """Take back what the person has entered of a sheet that isn't received yet; return False where that is nothing.

    Raises:
        Http404: there is no such collector, or the person doesn't enter sheets there.
    """
    batch = _locked(_card(by, collector))
    deleted, _ = PaperReading.objects.filter(batch=batch, sheet=sheet, reader_id=by.id).delete()
    return deleted > 0


@transaction.atomic
def choose_double_entry(*, by: Person, wave: str, association: str, collector: int, double: bool, at: datetime) -> None:
    """Decide whether two people enter each sheet of a collector; sheets that wait stay as they are.

    Raises:
        Http404: there is no such collector, or the person doesn't collect there.
        RuleBroken: the wave is over.
    """
    participation = participation_to_keep(by, wave, association)
    found = participation.collectors.filter(pk=collector, way=PAPER).first()
    if found is None:
        raise Http404
    batch, _ = PaperBatch.objects.get_or_create(collector=found)
    if batch.double == double:
        return
    batch.double = double
    batch.save(update_fields=["double"])
    action = marked("Two people enter each paper questionnaire of {code} in the wave {wave}.")
    if not double:
        action = marked("One person enters each paper questionnaire of {code} in the wave {wave}.")
    tell_log(participation.wave, action, by=by, at=at, association=association, words={"code": found.code})


def receive_waiting(wave_pk: int) -> tuple[str, ...]:
    """Receive the sheets of an open wave that wait for a second reader, as one has read them; called before it closes.

    Returns the slugs of the associations where sheets are left that two read differently; what was read of those is
    deleted when the wave closes, and they can be entered among the late answers. Outside any transaction.
    """
    left: set[str] = set()
    batches = PaperBatch.objects.filter(collector__participation__wave_id=wave_pk)
    for batch in batches.select_related("collector__participation__association"):
        card = collector_of(batch.collector_id)
        for sheet in sorted(set(batch.readings.values_list("sheet", flat=True))):
            readings = readings_of(batch, sheet)
            if (
                card is None
                or not card.accepting
                or any(not alike(readings[0].content, each.content) for each in readings[1:])
            ):
                left.add(batch.collector.participation.association.slug)
            else:
                _hand_in(card, sheet, readings[0])
    return tuple(sorted(left))


def forget_paper(wave_pk: int) -> None:
    """Delete what is left of a wave's sheets, their numbers and the keys; the database is made to forget them.

    What was read of sheets that still wait goes with it (`receive_waiting`).
    """
    batches = list(PaperBatch.objects.filter(collector__participation__wave_id=wave_pk))
    names = [batch.key_name for batch in batches if batch.key_name]
    if not batches:
        return
    with transaction.atomic():
        PaperReading.objects.filter(batch__in=batches).delete()
        PaperBatch.objects.filter(pk__in=[batch.pk for batch in batches]).delete()
        for name in names:
            transaction.on_commit(partial(paper_keys.destroy, name), robust=True)
        forget_tables(_TABLES)


def readings_of(batch: PaperBatch, sheet: int) -> list[Reading]:
    """Return what was read on a sheet, in the order of the readers' numbers.

    Raises:
        RuleBroken: the key is missing.
    """
    return [_opened(batch, row) for row in batch.readings.filter(sheet=sheet).order_by("reader_id")]


def differing(one: SheetContent, other: SheetContent) -> tuple[str, ...]:
    """Return what two readings say differently: questions by name, and `/language`, `/easy` or `/helped`."""
    names = dict.fromkeys([*one.values, *other.values])
    found = [name for name in names if _plain(one.values.get(name, "")) != _plain(other.values.get(name, ""))]
    found += [f"/{about}" for about in ("language", "easy", "helped") if getattr(one, about) != getattr(other, about)]
    return tuple(found)


def alike(one: SheetContent, other: SheetContent) -> bool:
    """Return whether two readings say the same; spaces in texts don't count."""
    return not differing(one, other)


def new_key() -> str:
    """Return a key for a page that enters a sheet."""
    return secrets.token_urlsafe(24)


def _plain(answer: Answer) -> Answer:
    return " ".join(answer.split()) if isinstance(answer, str) else tuple(sorted(answer))


def _settled(card: CollectorCard, one: SheetContent, other: SheetContent, chosen: Mapping[str, str]) -> SheetContent:
    """Return what a sheet says when each difference is settled, held to the rules again."""
    both = (one, other)
    apart = set(differing(one, other))

    def right(name: str) -> SheetContent:
        return both[int(chosen[name])] if name in apart else one

    values = {name: right(name).values.get(name, "") for name in dict.fromkeys([*one.values, *other.values])}
    given = {name: [answer] if isinstance(answer, str) else list(answer) for name, answer in values.items() if answer}
    return read_content(
        with_own(card.version_pk or 0, card.association),
        given,
        language=right("/language").language,
        easy=right("/easy").easy,
        helped=right("/helped").helped,
    )


def _card(by: Person, collector: int) -> CollectorCard:
    """Return a paper collector for somebody who enters its sheets."""
    card = collector_of(collector)
    refuse_unless(card is not None and card.way == PAPER and may_enter_paper(by, card.association))
    assert card is not None
    if not card.accepting:
        raise RuleBroken("paper_closed", "The wave isn't open here, so no sheets can be entered now.")
    return card


def _locked(card: CollectorCard) -> PaperBatch:
    """Return the sheets of a collector, which nobody else changes until the transaction ends."""
    PaperBatch.objects.get_or_create(collector_id=card.pk)
    batch = PaperBatch.objects.select_for_update().get(collector_id=card.pk)
    if not batch.key_name:
        batch.key_name = paper_keys.make()
        batch.save(update_fields=["key_name"])
    return batch


def _unsent(card: CollectorCard, batch: PaperBatch, key: str) -> str:
    """Return the key of a page that hasn't been sent.

    Raises:
        RuleBroken: a sheet has been entered on it; two under one key would count as one.
    """
    waiting = (_opened(batch, row).key for row in batch.readings.all())
    if SealedAnswer.objects.filter(pk=number_of(card.wave_pk, key)).exists() or key in waiting:
        raise RuleBroken(
            "page_sent",
            "This page has been sent already. If what stands here is another sheet, send it once more; otherwise leave "
            "the page.",
        )
    return key


def _keep(batch: PaperBatch, sheet: int, reading: Reading) -> None:
    content = reading.content
    written = json.dumps(
        {
            "key": reading.key,
            "values": content.values,
            "language": content.language,
            "easy": content.easy,
            "helped": content.helped,
        },
        ensure_ascii=False,
    )
    PaperReading.objects.update_or_create(
        batch=batch,
        sheet=sheet,
        reader_id=reading.reader,
        defaults={"locked": paper_keys.lock(batch.key_name, written)},
    )


def _opened(batch: PaperBatch, row: PaperReading) -> Reading:
    written: dict[str, Any] = json.loads(paper_keys.unlock(batch.key_name, bytes(row.locked)))
    values = {name: said if isinstance(said, str) else tuple(said) for name, said in written["values"].items()}
    return Reading(
        row.reader_id,
        written["key"],
        SheetContent(values, written["language"], written["easy"], written["helped"]),
    )


def _hand_in(card: CollectorCard, sheet: int, reading: Reading) -> None:
    """Receive a sheet, then forget its reading; done again after a stop in between it counts once."""
    receive(
        sealed_write(
            collector=card,
            key=reading.key,
            reply=reading.content.values,
            language=reading.content.language,
            easy=reading.content.easy,
            helped=reading.content.helped,
        )
    )
    with transaction.atomic():
        batch = PaperBatch.objects.select_for_update().get(collector_id=card.pk)
        batch.readings.filter(sheet=sheet).delete()
        batch.entered = sorted({*batch.entered, sheet})
        batch.save(update_fields=["entered"])
