"""The evaluation of a conference: open it, answer it once per code, close it, and keep a comment out of the report.

Answering writes no line in the log, no session, no mail and no time (`docs/threat-model.md`).
"""

import json
import secrets
from datetime import datetime

from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils.crypto import salted_hmac

from ljuspunkt.databases.forgetting import scrub
from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.survey.evaluation import CHOSEN, LONGEST, Given, refuse_empty, refuse_unfit, tallied
from ljuspunkt.domain.survey.evaluation import reply_to as replied
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.reply import Given as Sent
from ljuspunkt.files.evaluation import evaluation_2014
from ljuspunkt.files.questionnaires import to_document
from ljuspunkt.rooms.conference import ballot_box, ballot_keys, codes
from ljuspunkt.rooms.conference.evaluation_questions import asked_in
from ljuspunkt.rooms.conference.live import announce
from ljuspunkt.rooms.conference.models import (
    Code,
    Conference,
    Evaluation,
    EvaluationAnswer,
    EvaluationComment,
    EvaluationCount,
    EvaluationMark,
)
from ljuspunkt.rooms.conference.models.evaluation import CLEAN, OPEN, SEALED
from ljuspunkt.rooms.conference.permissions import may_see, organisers_of
from ljuspunkt.rooms.conference.services.common import locked_conference, note
from ljuspunkt.rooms.people.permissions import Person, refuse_unless
from ljuspunkt.rooms.surveys.queries.evaluations import frozen_questionnaire

COMMENT = "words"
"""The question of 2014 under which comments stand that were given before questions were data."""

_ROOM_BESIDE_TEXTS = 500

_TABLES = (
    "conference_evaluationanswer",
    "conference_evaluationmark",
    "conference_evaluationcount",
    "conference_evaluationcomment",
)


@transaction.atomic
def open_evaluation(*, by: Person, conference: int, at: datetime, version: int | None = None) -> bool:
    """Let those with a code answer, and return False where they can already.

    Args:
        version: of a frozen questionnaire to be asked; the questions of 2014 where it is None.

    Raises:
        Http404: there is no such conference or questionnaire, or the person neither prepares nor leads it.
        RuleBroken: a vote is open or none has been held yet, the evaluation has been closed, or the questionnaire
            asks for what an evaluation can't tell.
    """
    found = _seen(by, conference)
    kept = Evaluation.objects.filter(conference=found).first()
    if kept is not None:
        if kept.state != OPEN:
            raise RuleBroken(
                "evaluation_closed", "The evaluation has been closed; it can't be opened again, since codes are erased."
            )
        return False
    if found.votes.filter(state="open").exists():
        raise RuleBroken("vote_still_open", "A vote is open. The evaluation opens after the last vote.")
    if not found.votes.filter(state__in=("closed", "decided")).exists():
        raise RuleBroken("no_vote_yet", "No vote has been held yet. The evaluation opens after the last vote.")
    asked = evaluation_2014()
    if version is not None:
        chosen = frozen_questionnaire(version, organisers_of(found))
        if chosen is None:
            raise Http404
        asked = chosen
    refuse_unfit(asked)
    entitled = max(
        found.voters, *found.votes.filter(state__in=("closed", "decided")).values_list("entitled", flat=True)
    )
    Evaluation.objects.create(
        conference=found, key_name=ballot_keys.make(), entitled=entitled, document=to_document(asked)
    )
    _tell(found, is_open=True)
    note(by, found, marked("Opened the evaluation of {conference}."), at)
    return True


def answer_evaluation(*, conference: int, code: str, given: Sent) -> bool:
    """Keep what somebody thinks of a conference, and return False where the code has answered already.

    Args:
        code: as it stands on the slip.
        given: what was sent, by question.

    Raises:
        RuleBroken: the evaluation isn't open, the code isn't valid, nothing was said, something isn't an answer, or as
            many as are entitled have answered: more codes are drawn than there are voters.
    """
    found = codes.check(conference, code)
    with transaction.atomic():
        kept = Evaluation.objects.select_for_update().filter(conference_id=conference, state=OPEN).first()
        if kept is None:
            raise RuleBroken("evaluation_not_open", "The evaluation isn't open.")
        asked = asked_in(kept)
        said = replied(asked, given)
        refuse_empty(asked, said)
        if found is None or not Code.objects.filter(pk=found.pk, struck=False).exists():
            raise RuleBroken("code_not_valid", "The code isn't valid any more. Ask the chair for another.")
        mark = salted_hmac("ljuspunkt evaluation", f"{kept.pk}/{found.digest}", algorithm="sha256").hexdigest()
        if EvaluationMark.objects.filter(mark=mark).exists():
            return False
        if kept.marks.count() >= kept.entitled:
            raise RuleBroken(
                "all_have_answered",
                "{n} may answer, and as many have. Tell the chair if you haven't answered.",
                n=kept.entitled,
            )
        EvaluationMark.objects.create(mark=mark, evaluation=kept)
        key = secrets.randbits(ballot_box.KEY_BITS)
        content = json.dumps({"given": said}, ensure_ascii=False)
        locked = ballot_keys.lock(kept.key_name, content, about=_about(kept.pk, key), room=_room(asked))
        EvaluationAnswer.objects.create(id=key, evaluation=kept, locked=locked)
    return True


def answered(conference: Conference) -> int:
    """Return how many have answered, while the evaluation is open and afterwards."""
    kept = Evaluation.objects.filter(conference=conference).first()
    if kept is None:
        return 0
    return kept.marks.count() if kept.state == OPEN else kept.answered


@transaction.atomic
def close_evaluation(*, by: Person, conference: int, at: datetime) -> bool:
    """Close the evaluation: answers become counts and comments, and what lay in the box is deleted.

    Returns False where it is closed already or was never open.

    Raises:
        Http404: there is no such conference, or the person neither prepares nor leads it.
    """
    found = _seen(by, conference)
    kept = Evaluation.objects.select_for_update().filter(conference=found, state=OPEN).first()
    if kept is None:
        return False
    left = tallied(asked_in(kept), (_opened(kept, row) for row in kept.answers.order_by("id")))
    EvaluationCount.objects.bulk_create(
        EvaluationCount(evaluation=kept, question=question, step=step, n=n)
        for (question, step), n in sorted(left.counts.items())
    )
    comments = list(left.words)
    keys = sorted({secrets.randbits(ballot_box.KEY_BITS) for _ in comments})
    secrets.SystemRandom().shuffle(comments)
    EvaluationComment.objects.bulk_create(
        EvaluationComment(id=key, evaluation=kept, question=each.question, text=each.text)
        for key, each in zip(keys, comments, strict=True)
    )
    kept.answers.all().delete()
    kept.marks.all().delete()
    kept.state, kept.answered, kept.comments = SEALED, left.answered, len(comments)
    kept.save(update_fields=["state", "answered", "comments"])
    _tell(found, is_open=False)
    note(by, found, marked("Closed the evaluation of {conference}."), at)
    forget()
    return True


def forget() -> None:
    """Erase what is left of evaluations that were closed; inside a transaction it waits for the commit."""
    transaction.on_commit(_erase, robust=True)


def _erase() -> None:
    waiting = list(Evaluation.objects.filter(state=SEALED))
    for kept in waiting:
        ballot_keys.destroy(kept.key_name)
    if not waiting:
        return
    try:
        done = scrub(_TABLES)
    except DatabaseError:
        return
    if done is not None:
        Evaluation.objects.filter(pk__in=[kept.pk for kept in waiting]).update(state=CLEAN, key_name="")


@transaction.atomic
def withhold_comment(*, by: Person, conference: int, comment: int, withheld: bool, at: datetime) -> None:
    """Keep a comment out of the report, or let it in again; how many are kept out is told there.

    Raises:
        Http404: there is no such conference or comment, or the person neither prepares nor leads it.
    """
    found = _seen(by, conference)
    kept = EvaluationComment.objects.filter(pk=comment, evaluation__conference=found).first()
    if kept is None:
        raise Http404
    if kept.withheld == withheld:
        return
    kept.withheld = withheld
    kept.save(update_fields=["withheld"])
    action = marked("Kept a comment out of the report of {conference}.")
    if not withheld:
        action = marked("Let a comment into the report of {conference} again.")
    note(by, found, action, at)


def _seen(by: Person, key: int) -> Conference:
    found = locked_conference(key)
    refuse_unless(may_see(by, found))
    return found


def _tell(conference: Conference, *, is_open: bool) -> None:
    conference.evaluation_open = is_open
    conference.save(update_fields=["evaluation_open"])
    announce(conference.pk)


def _about(evaluation: int, key: int) -> str:
    return f"evaluation {evaluation}/{key}"


def _opened(kept: Evaluation, row: EvaluationAnswer) -> Given:
    content = json.loads(ballot_keys.unlock(kept.key_name, bytes(row.locked), about=_about(kept.pk, row.pk)))
    if "steps" in content:  # answered before questions were data
        return {name: (text,) for name, text in {**content["steps"], COMMENT: content["words"]}.items() if text}
    return {name: tuple(said) for name, said in content["given"].items()}


def _room(asked: Questionnaire) -> int:
    """Return the most bytes that an answer takes, so that all are equally long."""
    beside = 0
    for item in asked.items:
        beside += len(json.dumps(item.name, ensure_ascii=False).encode()) + 10
        if item.kind in CHOSEN:
            names = asked.scales[item.scale].names
            beside += sum(len(json.dumps(name, ensure_ascii=False).encode()) + 2 for name in names)
    return 4 * LONGEST + max(beside, _ROOM_BESIDE_TEXTS)
