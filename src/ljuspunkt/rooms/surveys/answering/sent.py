"""What respondents send: an answer to one question, all answers, a switch of language, a code, or the wish to stop.

Every switch keeps what has been chosen so far. An answer that is sent twice is received once and told so both times.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from time import monotonic

from django.utils import timezone

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.reply import Reply
from ljuspunkt.rooms.surveys.answering import frames
from ljuspunkt.rooms.surveys.answering.addresses import Place
from ljuspunkt.rooms.surveys.answering.begun import Begun, Device, given_in, read
from ljuspunkt.rooms.surveys.answering.frames import FOR_SOMEBODY, HELPED
from ljuspunkt.rooms.surveys.answering.pages import Reading
from ljuspunkt.rooms.surveys.answering.visit import Visit
from ljuspunkt.rooms.surveys.answering.web import LARGEST, Answered, TakesLong, page, redirect
from ljuspunkt.rooms.surveys.models import SealedAnswer
from ljuspunkt.rooms.surveys.services import drafts
from ljuspunkt.rooms.surveys.services.receive import Received, SealedWrite, number_of, sealed_write
from ljuspunkt.rooms.surveys.together import Settled
from ljuspunkt.web.limiter import Limiter, Wait

WRONG, TOO_MANY = 422, 429
KEY_SIGNS = range(16, 65)

codes = Limiter()
"""Slows down who tries codes that aren't there."""
_typed, _drawn = BoundedSemaphore(1), BoundedSemaphore(2)
"""Codes take time and memory on purpose: so many that are typed, and that are drawn, are worked on at once."""

Form = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sending:
    """An answer that is sealed and is still to be kept; others may be kept in the same transaction."""

    visit: Visit
    write: SealedWrite

    def answered(self, settled: Settled[Received]) -> Answered:
        """Return what the respondent is told, now that it has been kept or couldn't be.

        Raises:
            DatabaseError: the database refused.
        """
        try:
            settled.told()
        except RuleBroken as refusal:
            return _refused(self.visit, refusal)
        return _thanks(self.visit)


def take(visit: Visit) -> Answered | Sending:
    """Take what was sent."""
    if not visit.asked.is_from_here:
        return page(frames.start_page(visit.way, visit.place, visit.reading, notice=visit.words["wrong_site"]), 403)
    if len(visit.asked.body) > LARGEST:
        return page(frames.start_page(visit.way, visit.place, visit.reading, notice=visit.words["too_large"]), 413)
    try:
        form = visit.asked.form()
    except ValueError:
        return page(frames.start_page(visit.way, visit.place, visit.reading, notice=visit.words["too_large"]), 400)
    found = visit.place.page
    try:
        if found.isdigit():
            return _question(visit, form)
        taken = TAKEN.get(found)
        return taken(visit, form) if taken is not None else redirect(visit.there().address)
    except RuleBroken as refusal:
        return _refused(visit, refusal)


def _first(visit: Visit, form: Form) -> Answered:
    do = _one(form, "do")
    if do == "go_on" and visit.begun is not None:
        return redirect(visit.there(visit.begun.place).address)
    if do == "clear":
        return redirect(visit.there().address).with_headers(visit.forgets())
    if do != "begin":
        return redirect(visit.there().address)
    begun = Begun(visit.place.code, secrets.token_hex(16), token=visit.place.token)
    return _go(visit, begun, visit.following(visit.read({}), 0))


def _question(visit: Visit, form: Form) -> Answered:
    begun, at = visit.begun, int(visit.place.page)
    name = visit.question(at)
    if begun is None or not name:
        return visit.lost()
    begun = begun.with_answers(given_in(form, [name]))
    reply = visit.read(begun.values)
    if (other := _other_reading(visit, form)) is not None:
        return _go(visit, begun, visit.place.page, other)
    do = _one(form, "do")
    if do == "later":
        return _go(visit, begun, "later", stays=True)
    if do == "back":
        return _go(visit, begun, visit.preceding(reply, at))
    if name in reply.problems:
        return visit.one(name, begun, reply, reply.problems[name], WRONG)
    return _go(visit, begun, visit.following(reply, at))


def _end(visit: Visit, form: Form) -> Answered | Sending:
    begun, key = visit.begun, _one(form, "key")
    if begun is None:
        return _thanks(visit) if _is_received(visit, key) else visit.lost()
    helped = _one(form, "helped")
    begun = replace(begun, helped=helped if helped in (*HELPED, FOR_SOMEBODY) else begun.helped)
    reply = visit.read(begun.values)
    if (other := _other_reading(visit, form)) is not None:
        return _go(visit, begun, "end", other)
    do = _one(form, "do")
    if do == "later":
        return _go(visit, begun, "later", stays=True)
    if do == "back":
        return _go(visit, begun, visit.preceding(reply, 1 << 16))
    if begun.helped == FOR_SOMEBODY:
        return visit.end(begun, reply, WRONG)
    if reply.problems:
        first = next(iter(reply.problems))
        place = frames.places_of(visit.way.asked)[first]
        return _go(visit, replace(begun, tried=True), str(place))
    if not reply.values:
        return visit.end(begun, reply, WRONG)
    return _send(visit, begun.key, reply, begun.helped)


def _all(visit: Visit, form: Form) -> Answered | Sending:
    given = given_in(form, visit.way.replies.questions)
    key, helped = _one(form, "key"), _one(form, "helped")
    helped = helped if helped in (*HELPED, FOR_SOMEBODY) else ""
    do, other = _one(form, "do"), _other_reading(visit, form)
    if not (len(key) in KEY_SIGNS and key.isascii() and key.isalnum()):
        key = secrets.token_hex(16)
    if other is not None or do in {"one", "later"}:
        begun = Begun(visit.place.code, key, given, "all", token=visit.place.token, helped=helped)
        if other is not None:
            return _go(visit, begun, "all", other)
        if do == "later":
            return _go(visit, begun, "later", stays=True)
        return _go(visit, begun, visit.following(visit.read(given), 0))
    reply = visit.read(given)
    unseen = _unseen(visit, form, reply)
    if not reply.problems and not unseen and not reply.values:
        return _all_again(visit, given, reply, key, helped, unseen, visit.words["no_answer"])
    if not reply.problems and not unseen and helped != FOR_SOMEBODY:
        return _send(visit, key, reply, helped)
    return _all_again(visit, given, reply, key, helped, unseen)


def _all_again(
    visit: Visit, given: Mapping[str, list[str]], reply: Reply, key: str, helped: str, unseen: int, notice: str = ""
) -> Answered:
    """Return the page of all questions with what was sent, and what keeps it from being received."""
    if unseen and not reply.problems:
        notice = visit.words.counted("more_questions", unseen)
    shown = frames.all_page(
        visit.way,
        visit.place,
        visit.reading,
        key=key,
        given=given,
        reply=reply,
        problems=reply.problems,
        helped=helped,
        notice=notice,
    )
    return page(shown, WRONG)


def _unseen(visit: Visit, form: Form, reply: Reply) -> int:
    """Return how many questions are asked because of the answers that weren't on the page that was sent."""
    conditional = visit.way.replies.conditional
    seen = set(_one(form, "seen").split()) if conditional else set()
    return sum(name not in seen for name in conditional if name in reply.shown)


def _later(visit: Visit, form: Form) -> Answered:
    if _one(form, "do") == "leave":
        left = Place(visit.place.code) if visit.way.is_kiosk else visit.there("left")
        return redirect(left.address).with_headers(visit.forgets())
    return redirect(visit.there(visit.begun.place).address) if visit.begun is not None else visit.lost()


def _resume(visit: Visit, form: Form) -> Answered:
    source, now = visit.asked.source, monotonic()
    wait = codes.wait(visit.way.card.wave_pk, source, now)
    if wait is not None and wait.locked:
        return _too_many(visit, wait)
    if not visit.asked.patient:
        raise TakesLong(typed=True)
    try:
        with _typed:
            ticket, document = drafts.resume(visit.way.card.wave_pk, _one(form, "code")[:60])
    except RuleBroken:
        codes.wrong(visit.way.card.wave_pk, source, now)
        if wait is not None:
            return _too_many(visit, wait)
        said = visit.words.refusal("code_not_found")
        return page(frames.resume_page(visit.way, visit.place, visit.reading, problem=said), WRONG)
    codes.right(visit.way.card.wave_pk, source)
    begun = read(document)
    place = Place(begun.code, begun.token, visit.reading.name, begun.place)
    return redirect(place.address).with_headers(visit.remembers(Device(ticket, ticket.code), place))


def _too_many(visit: Visit, wait: Wait) -> Answered:
    said = visit.words.refusal("too_many", n=wait.seconds)
    return page(frames.resume_page(visit.way, visit.place, visit.reading, problem=said), TOO_MANY)


TAKEN: Mapping[str, Callable[[Visit, Form], Answered | Sending]] = {
    "": _first,
    "all": _all,
    "end": _end,
    "later": _later,
    "resume": _resume,
}


def _go(visit: Visit, begun: Begun, to: str, other: Reading | None = None, *, stays: bool = False) -> Answered:
    """Keep what has been answered so far and lead to a page, where somebody comes back to unless they stay."""
    device = visit.device if visit.begun is not None else None
    if device is None:
        if not visit.asked.patient:
            raise TakesLong(typed=False)
        with _drawn:
            device = Device.new(visit.way)
    reading = other or visit.reading
    kept = replace(begun, place=visit.place.page if stays else to, reading=reading.name)
    device.keep(kept, visit.way, on=timezone.localdate())
    return redirect(visit.place.to(to, reading=reading.name).address).with_headers(visit.remembers(device))


def _send(visit: Visit, key: str, reply: Reply, helped: str) -> Sending:
    write = sealed_write(
        collector=visit.way.card,
        key=key,
        reply=reply.values,
        language=visit.reading.language,
        easy=visit.reading.easy,
        helped=helped,
        token=visit.place.token or None,
        draft=visit.device.ticket if visit.device is not None else None,
    )
    return Sending(visit, write)


def _thanks(visit: Visit) -> Answered:
    thanks = redirect(visit.there("thanks").address)
    return thanks.with_headers(visit.forgets()) if visit.asked.cookie else thanks


def _is_received(visit: Visit, key: str) -> bool:
    return len(key) in KEY_SIGNS and SealedAnswer.objects.filter(pk=number_of(visit.way.card.wave_pk, key)).exists()


def _refused(visit: Visit, refusal: RuleBroken) -> Answered:
    """Tell in the respondent's language why something wasn't received."""
    if refusal.code == "already_answered":
        return visit.told("used", 409)
    if refusal.code == "link_needed":
        return visit.told("personal", 409)
    if refusal.code == "link_not_known":
        return visit.told("unknown", 404)
    if refusal.code == "answer_too_long":
        return visit.told("too_long", WRONG)
    return visit.told("closed", 409)


def _other_reading(visit: Visit, form: Form) -> Reading | None:
    """Return how the page shall be read instead, None where it wasn't asked for or isn't possible."""
    named = _one(form, "to")
    if not named:
        return None
    other = Reading.named(named)
    return other if visit.way.has(other) else visit.reading


def _one(form: Form, name: str) -> str:
    found = form.get(name)
    return found[-1] if found else ""
