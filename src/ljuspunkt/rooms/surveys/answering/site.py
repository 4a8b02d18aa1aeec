"""Answers the requests of respondents: which page they see, and what happens with what they send.

What is sent is kept and answered with another page to get, so that going back shows pages and never sends twice; what
is wrong with an answer is said on the same page. No session, no log, no time. Whoever has no script and an old phone
gets the same.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from urllib.parse import quote

from babel.dates import format_date
from django.db import Error
from django.utils import timezone

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.reply import check
from ljuspunkt.rooms.surveys.answering import frames, sent
from ljuspunkt.rooms.surveys.answering.addresses import Place, place_of
from ljuspunkt.rooms.surveys.answering.begun import Begun
from ljuspunkt.rooms.surveys.answering.doors import door
from ljuspunkt.rooms.surveys.answering.frames import ToldWay
from ljuspunkt.rooms.surveys.answering.pages import Reading
from ljuspunkt.rooms.surveys.answering.sent import Sending
from ljuspunkt.rooms.surveys.answering.visit import Visit
from ljuspunkt.rooms.surveys.answering.ways import Way, kept_way, way_of
from ljuspunkt.rooms.surveys.answering.web import (
    HTML,
    NO_STORE,
    Answered,
    Asked,
    Packed,
    TakesLong,
    compressed,
    page,
    redirect,
    takes_gzip,
)
from ljuspunkt.rooms.surveys.answering.words import FALLBACK, languages
from ljuspunkt.rooms.surveys.models.waves import CLOSED, FROZEN, PAPER, PLANNED
from ljuspunkt.rooms.surveys.queries.pictures import picture_file
from ljuspunkt.rooms.surveys.services.receive import Received, keep_all, receive
from ljuspunkt.rooms.surveys.services.tokens import invitation_of
from ljuspunkt.rooms.surveys.together import Settled, commit_all

log = logging.getLogger(__name__)

HOLE = "0" * 32
"""Stands in a kept page where the key of an answer will."""
MOST_PAGES = 400
FOR_GOOD = ("cache-control", "public, max-age=31536000, immutable")
TELL_ANYWAY = {"thanks", "clear"}
"""Pages that are there whether answers are accepted or not."""


def answer(asked: Asked) -> Answered:
    """Answer a request that is patient."""
    answered = answer_all([asked])[0]
    assert not isinstance(answered, TakesLong)
    return answered


def answer_all(several: Sequence[Asked]) -> list[Answered | TakesLong]:
    """Answer requests in their order; the answers to questionnaires among them are kept in one transaction.

    Of one that isn't patient, for which a code must be worked out, that is said in the place of an answer.
    """
    found = [_guarded(asked, partial(_begin, asked)) for asked in several]
    sendings = [each for each in found if isinstance(each, Sending)]
    settled = iter(commit_all([each.write for each in sendings], keep_all) if len(sendings) > 1 else [])
    answered: list[Answered | TakesLong] = []
    for asked, each in zip(several, found, strict=True):
        if isinstance(each, Sending):
            kept = next(settled, None)
            each = _guarded(asked, partial(_finish, each, kept))
        assert not isinstance(each, Sending)
        answered.append(each if isinstance(each, TakesLong) else _dressed(asked, each))
    return answered


def failed(asked: Asked) -> Answered:
    """Return that something went wrong on our side, and that it may be tried again."""
    return _dressed(asked, page(frames.told_page(None, Place(""), preferred(asked, None), "failed"), 503))


def _dressed(asked: Asked, answered: Answered) -> Answered:
    return compressed(answered, wanted=takes_gzip(asked)).with_headers(*door(asked.host, asked.secure).headers)


def _guarded(asked: Asked, work: Callable[[], Answered | Sending]) -> Answered | Sending | TakesLong:
    """Return an answer, or that something failed; what the failure says may hold what was sent."""
    try:
        return work()
    except TakesLong as later:
        return later
    except Error as trouble:
        log.error("An answering page failed: %s", type(trouble).__name__)
        return page(frames.told_page(None, Place(""), preferred(asked, None), "failed"), 503)


def _begin(asked: Asked) -> Answered | Sending:
    entry = door(asked.host, asked.secure)
    if entry.refused:
        return Answered(400, b"There is no such host.", (("content-type", "text/plain; charset=utf-8"),))
    return redirect(entry.instead + quote(asked.path), 301) if entry.instead else _answer(asked)


def _finish(sending: Sending, settled: Settled[Received] | None) -> Answered:
    """Return what is told of an answer that was kept with others, or keep it first."""
    if settled is None:
        try:
            settled = Settled(receive(sending.write), None)
        except RuleBroken as refusal:
            settled = Settled(None, refusal)
    return sending.answered(settled)


def at_once(asked: Asked) -> Answered | None:
    """Answer a request for a page that is kept, without waiting for anything; None where that can't be done."""
    if asked.method != "GET" or asked.cookie:
        return None
    place = place_of(asked.path)
    way = kept_way(place.code) if place is not None and asked.path.endswith("/") else None
    if place is None or way is None or way.questionnaire is None or place.token or way.is_personal:
        return None
    entry = door(asked.host, asked.secure)
    reading = Reading.named(place.reading) if place.reading else preferred(asked, way)
    if entry.refused or entry.instead or not way.has(reading):
        return None
    found = _kept(Visit(asked, place, way, reading))
    return found.with_headers(*entry.headers) if found is not None else None


def preferred(asked: Asked, way: Way | None, language: str = "") -> Reading:
    """Return how somebody reads whose address doesn't say so: as the letter was written, or as the browser asks."""
    there = way.card.languages if way is not None and way.card.languages else (FALLBACK, *sorted(languages()))
    wanted = [language, *_accepted(asked.headers.get("accept-language", ""))]
    return Reading(next((each for each in wanted if each in there), there[0]))


@lru_cache(maxsize=256)
def _accepted(header: str) -> tuple[str, ...]:
    """Return the languages that a browser asks for, the dearest first."""
    weighed = []
    for part in header.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.lower()))
        except ValueError:
            continue
    named = [name for _, name in sorted(weighed, key=lambda each: each[0])]
    return tuple(dict.fromkeys([*named, *(name.partition("-")[0] for name in named)]))


def _answer(asked: Asked) -> Answered | Sending:
    if asked.method not in {"GET", "HEAD", "POST"}:
        return Answered(405, b"", (("allow", "GET, HEAD, POST"),))
    place = place_of(asked.path)
    way = way_of(place.code) if place is not None else None
    if place is not None and way is None and (meant := place.as_printed()) != place and way_of(meant.code) is not None:
        return redirect(meant.address)
    if place is None or way is None or way.card.way == PAPER or (place.token and not way.is_personal):
        return _unknown(asked, way)
    if not asked.path.endswith("/"):
        return redirect(place.address, 301)
    if place.page.startswith("picture/"):
        return _picture(asked, way, place)
    letter = invitation_of(way.card.pk, place.token) if place.token else None
    if place.token and letter is None:
        return _unknown(asked, way)
    reading = (
        Reading.named(place.reading) if place.reading else preferred(asked, way, letter.language if letter else "")
    )
    if place.reading and reading.language not in way.card.languages:
        return redirect(Place(place.code, place.token).address)
    if reading.easy and way.questionnaire is not None and not way.has(reading):
        return redirect(place.to(place.page, reading=reading.language).address)
    visit = Visit(asked, place, way, reading)
    return _told_instead(visit, used=letter is not None and letter.used) or (
        sent.take(visit) if asked.method == "POST" else _show(visit)
    )


def _told_instead(visit: Visit, *, used: bool) -> Answered | None:
    """Return what is told where nothing can be answered, None where it can."""
    card, place = visit.way.card, visit.place
    if place.page in TELL_ANYWAY:
        return None
    posted = visit.asked.method == "POST"
    if used and not posted:  # what is sent twice is told to be received where it is received
        return visit.told("used")
    if visit.way.questionnaire is None:
        if card.wave_state == PLANNED:
            day = format_date(card.opens_on, "long", locale=visit.reading.words.language)
            return visit.told("not_yet", 409 if posted else 200, day=day)
        name = "closed" if card.wave_state in {CLOSED, FROZEN} else "paused"
        return visit.told(name, 409 if posted else 200)
    if visit.way.is_personal and not place.token and place.page != "resume":
        resume = ToldWay(place.to("resume", reading=visit.reading.name).address, visit.words["have_a_code"])
        return visit.told("personal", ways=(resume,))
    return None


def _show(visit: Visit) -> Answered:
    """Return the page that was asked for."""
    found = visit.place.page
    if found in {"", "all"} and visit.device is None and not (found == "all" and visit.way.is_kiosk):
        return _kept(visit) or _unknown(visit.asked, visit.way)
    if found.isdigit():
        return _question(visit)
    shown = SHOWN.get(found)
    return shown(visit) if shown is not None else _unknown(visit.asked, visit.way)


def _kept(visit: Visit) -> Answered | None:
    """Return a page that is the same for all who read alike, with a key of its own where it sends an answer."""
    if visit.place.page not in {"", "all"} or (visit.place.page == "all" and visit.way.is_kiosk):
        return None
    packed = _packed(visit.way, visit.place.page, bool(visit.place.reading), visit.reading)
    gzip = takes_gzip(visit.asked)
    piece = secrets.token_hex(len(HOLE) // 2).encode() if visit.place.page else b""
    headers = [HTML, NO_STORE, ("vary", "Accept-Encoding, Accept-Language, Cookie")]
    if gzip:
        headers.append(("content-encoding", "gzip"))
    return Answered(200, packed.filled(piece, packed=gzip), tuple(headers))


@lru_cache(maxsize=MOST_PAGES)
def _packed(way: Way, name: str, named: bool, reading: Reading) -> Packed:
    """Return a page as everybody gets it; `named` says that its address tells how it is read."""
    place = Place(way.card.code, "", reading.name if named else "", name)
    if name == "all":
        reply = check(way.asked, {}, language=reading.language, on=timezone.localdate())
        return Packed.of(frames.all_page(way, place, reading, key=HOLE, given={}, reply=reply), HOLE.encode())
    return Packed.of(frames.start_page(way, place, reading), b"")


def _first(visit: Visit) -> Answered:
    if visit.way.is_kiosk and not visit.place.reading:  # whoever opens a shared tablet's address is the next person
        return (_kept(visit) or _unknown(visit.asked, visit.way)).with_headers(visit.forgets())
    return page(frames.start_page(visit.way, visit.place, visit.reading, begun=visit.begun is not None))


def _lost(visit: Visit) -> Answered:
    notice = visit.words["not_found"]
    return page(frames.start_page(visit.way, visit.place, visit.reading, notice=notice))


def _all(visit: Visit) -> Answered:
    begun = visit.begun
    if visit.way.is_kiosk:
        return redirect(visit.place.to().address)
    if begun is None:
        return redirect(visit.place.address).with_headers(visit.forgets())
    reply = visit.read(begun.values)
    return page(
        frames.all_page(
            visit.way,
            visit.place,
            visit.reading,
            key=begun.key,
            given=begun.values,
            reply=reply,
            problems=reply.problems if begun.tried else None,
            helped=begun.helped,
        )
    )


def _question(visit: Visit) -> Answered:
    begun = visit.begun
    if begun is None:
        return visit.lost()
    reply = visit.read(begun.values)
    name = visit.question(int(visit.place.page))
    if name not in reply.shown:
        return redirect(visit.place.to(visit.following(reply, int(visit.place.page))).address)
    return visit.one(name, begun, reply, reply.problems.get(name) if begun.tried else None)


def _end(visit: Visit) -> Answered:
    begun = visit.begun
    return visit.end(begun, visit.read(begun.values)) if begun is not None else visit.lost()


def _later(visit: Visit) -> Answered:
    if visit.device is None or visit.begun is None:
        return visit.lost()
    code = visit.device.code
    return page(frames.later_page(visit.way, visit.place, visit.reading, code=code, origin=visit.asked.origin))


def _idle(visit: Visit) -> Answered:
    begun: Begun | None = visit.begun
    stay = visit.place.to(begun.place if begun is not None else "")
    clear = visit.place.to("clear")
    ways = (ToldWay(stay.address, visit.words["idle_stay"]), ToldWay(clear.address, visit.words["idle_clear"], "quiet"))
    return visit.told("idle", ways=ways, n=frames.GRACE)


def _resume(visit: Visit) -> Answered:
    return page(frames.resume_page(visit.way, visit.place, visit.reading))


def _thanks(visit: Visit) -> Answered:
    return page(frames.thanks_page(visit.way, visit.place, visit.reading))


def _about(visit: Visit) -> Answered:
    return page(frames.about_page(visit.way, visit.place, visit.reading))


def _left(visit: Visit) -> Answered:
    return visit.told("left", ways=visit.ways_back())


def _clear(visit: Visit) -> Answered:
    return redirect(Place(visit.place.code, visit.place.token).address).with_headers(visit.forgets())


SHOWN: Mapping[str, Callable[[Visit], Answered]] = {
    "": _first,
    "all": _all,
    "end": _end,
    "later": _later,
    "resume": _resume,
    "thanks": _thanks,
    "left": _left,
    "about": _about,
    "lost": _lost,
    "idle": _idle,
    "clear": _clear,
}


def _picture(asked: Asked, way: Way, place: Place) -> Answered:
    _, name, sign = place.page.split("/")
    card = (way.pictures or {}).get(name)
    file = picture_file(card.instrument, name) if card is not None else None
    if file is None or file.sign != sign:
        return _unknown(asked, way)
    return Answered(200, file.content, (("content-type", file.media_type), FOR_GOOD))


def _unknown(asked: Asked, way: Way | None) -> Answered:
    return page(frames.told_page(None, Place(""), preferred(asked, way), "unknown"), 404)
