"""The pages around the questions: head, first page, all questions, one question, the end, the code, thanks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import segno
from django.template.loader import render_to_string

from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.reply import Problem, Reply
from ljuspunkt.rooms.surveys.answering.addresses import Place
from ljuspunkt.rooms.surveys.answering.pages import (
    SECONDS,
    Given,
    Progress,
    Reading,
    Said,
    item_page,
    item_pages,
    placed,
    progress,
    said_of,
)
from ljuspunkt.rooms.surveys.answering.ways import Way
from ljuspunkt.rooms.surveys.answering.words import Words
from ljuspunkt.rooms.surveys.information import information
from ljuspunkt.rooms.surveys.models.waves import EXIT
from ljuspunkt.rooms.surveys.queries.processing import about
from ljuspunkt.ui.language import own_language_name
from ljuspunkt.ui.signs import in_groups

HELPED = ("nobody", "read", "wrote")
FOR_SOMEBODY = "for_me"
IDLE = 120
"""Seconds after which a shared tablet asks whether somebody is still there."""
GRACE = 30
"""Seconds that one has to say so."""


@dataclass(frozen=True, slots=True)
class LanguageWay:
    """A way to the same page read otherwise: an address, or what the page's form sends."""

    reading: str
    language: str
    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Idle:
    """What a shared tablet does when nobody touches it."""

    seconds: int
    grace: int
    address: str
    clear: str
    said: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page; `sends` says that switching goes through the page's form, so that it is kept."""

    words: Words
    language_name: str
    languages: tuple[LanguageWay, ...]
    easy: LanguageWay | None
    sends: bool
    idle: Idle | None = None


@dataclass(frozen=True, slots=True)
class Helped:
    """A kind of help, as a choice."""

    name: str
    said: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code as the paths of a picture."""

    box: str
    ground: str
    signs: str


@dataclass(frozen=True, slots=True)
class ToldWay:
    """A way on from a page that only tells something."""

    address: str
    said: str
    kind: str = "main"


def frame(way: Way, place: Place, reading: Reading, *, sends: bool = False) -> Frame:
    """Return what stands around a page of a way of answering."""
    words = reading.words
    others = tuple(
        _language_way(place, way, Reading(language, reading.easy and language in way.easy), reading)
        for language in way.card.languages
    )
    easy = _language_way(place, way, Reading(reading.language, not reading.easy), reading)
    idle = None
    if way.is_kiosk and place.reading:
        soon = place.page in {"thanks", "idle"}
        idle = Idle(
            GRACE if soon else IDLE,
            GRACE,
            place.to("clear" if soon else "idle").address,
            place.to("clear").address,
            words.filled("idle_said", n=GRACE),
        )
    return Frame(
        words,
        own_language_name(reading.language),
        others if len(others) > 1 else (),
        easy if reading.language in way.easy else None,
        sends,
        idle,
    )


def _language_way(place: Place, way: Way, reading: Reading, now: Reading) -> LanguageWay:
    return LanguageWay(
        reading.name,
        reading.language,
        own_language_name(reading.language),
        f"{place.up}{reading.name}/{place.page + '/' if place.page else ''}",
        reading == now,
    )


def start_page(way: Way, place: Place, reading: Reading, *, begun: bool = False, notice: str = "") -> bytes:
    """Return the first page: what this is, how long it takes, and a plain word on who can see the answers."""
    asked, words = way.asked, reading.words
    home = f"{place.up}{reading.name}/"
    return _render(
        "start",
        frame=frame(way, place, reading),
        title=_title(asked, reading),
        length=_length(asked, words),
        promises=promises(way, words),
        begun=begun,
        notice=notice,
        action=home,
        all="" if way.is_kiosk else f"{home}all/",
        resume=f"{home}resume/",
        about=f"{home}about/",
    )


def promises(way: Way, words: Words) -> tuple[str, ...]:
    """Return what respondents are told about who can see what; docs/threat-model.md says the same."""
    said: Mapping[str, str] = words["promises"]
    asks_for_words = any(item.kind == "text" for item in way.asked.items)
    wanted = [
        "locked",
        "opened",
        "half_year" if way.card.kind == EXIT else "no_time",
        "personal" if way.is_personal else "same_for_all",
        "groups",
        *(["own_words"] if asks_for_words else []),
        "draft",
        "server",
    ]
    return tuple(said[name] for name in wanted)


def all_page(
    way: Way,
    place: Place,
    reading: Reading,
    *,
    key: str,
    given: Given,
    reply: Reply,
    problems: Mapping[str, Problem] | None = None,
    helped: str = "",
    notice: str = "",
) -> bytes:
    """Return all questions that are asked, on one page, with what has been answered."""
    asked, words = way.asked, reading.words
    has_sections = any(sections for _, sections in placed(asked.body))
    items = item_pages(
        asked,
        reading,
        given=given,
        problems=problems,
        shown=reply.shown,
        level=3 if has_sections else 2,
        pictures=way.picture,
    )
    troubled = tuple(item for item in items if item.problem)
    return _render(
        "all",
        frame=frame(way, place, reading, sends=True),
        title=_title(asked, reading),
        length=_length(asked, words),
        items=items,
        level=2,
        helped=_helped(words, helped),
        for_somebody=helped == FOR_SOMEBODY,
        key=key,
        seen=" ".join(item.name for item in items if item.conditional),
        notice=notice or (words.counted("problems", len(troubled)) if troubled else ""),
        troubled=troubled,
        promised=f"{place.up}{reading.name}/#anonymous",
    )


def one_page(
    way: Way,
    place: Place,
    reading: Reading,
    *,
    at: str,
    given: Given,
    reply: Reply,
    problem: Problem | None = None,
    code: str = "",
) -> bytes:
    """Return one question, with the notes that stand before it."""
    asked, words = way.asked, reading.words
    items = {item.name: (item, sections) for item, sections in placed(asked.body)}
    notes, questions = _notes_before(asked, reply.shown)
    item, sections = items[at]
    before, _, after = words["write_down"].partition("{code}")
    return _render(
        "one",
        frame=frame(way, place, reading, sends=True),
        progress=progress(reading, questions.index(at) + 1, len(questions)),
        notes=tuple(item_page(asked, items[name][0], reading) for name in notes[at]),
        item=item_page(
            asked,
            item,
            reading,
            given=given.get(at, ()),
            problem=problem,
            level=1,
            pictures=way.picture,
            headings=sections[-1:],
        ),
        promised=f"{place.up}{reading.name}/#anonymous",
        code=in_groups(code),
        code_before=before if code and not way.is_kiosk else "",
        code_after=after,
    )


def end_page(
    way: Way, place: Place, reading: Reading, *, key: str, given: Given, reply: Reply, helped: str, code: str = ""
) -> bytes:
    """Return the last step: by whom one was helped, what has no answer, and the button that sends."""
    asked, words = way.asked, reading.words
    notes, questions = _notes_before(asked, reply.shown)
    empty = [name for name in questions if not any(given.get(name, ()))]
    places = places_of(asked)
    before, _, after = words["write_down"].partition("{code}")
    items = {item.name: item for item in asked.items}
    return _render(
        "end",
        frame=frame(way, place, reading, sends=True),
        progress=Progress("", "", tuple("done" for _ in questions)),
        notes=tuple(item_page(asked, items[name], reading) for name in notes[""]),
        unanswered="" if not empty else words.counted("unanswered", len(empty)) if reply.values else words["no_answer"],
        nothing=not reply.values,
        first_unanswered=f"../{places[empty[0]]}/" if empty else "",
        helped=_helped(words, helped),
        for_somebody=helped == FOR_SOMEBODY,
        key=key,
        promised=f"{place.up}{reading.name}/#anonymous",
        code=in_groups(code),
        code_before=before if code and not way.is_kiosk else "",
        code_after=after,
    )


def later_page(way: Way, place: Place, reading: Reading, *, code: str, origin: str) -> bytes:
    """Return the code with which one goes on later, large and as a QR code."""
    address = origin + place.to("resume").address
    matrix = segno.make(f"{address}#{code}", error="m", micro=False)
    size = matrix.symbol_size(border=4)[0]
    lines = "".join(
        f"M{x + 4} {y + 4.5}h1" for y, row in enumerate(matrix.matrix) for x, dark in enumerate(row) if dark
    )
    before, _, after = reading.words["later_where"].partition("{address}")
    return _render(
        "later",
        frame=frame(way, place, reading),
        code=in_groups(code),
        address=(origin + place.base).partition("://")[2],
        where_before=before,
        where_after=after,
        qr=QrCode(f"0 0 {size} {size}", f"M0 0h{size}v{size}h-{size}z", lines),
    )


def resume_page(way: Way, place: Place, reading: Reading, *, problem: str = "", notice: str = "") -> bytes:
    """Return the page on which a code is typed."""
    return _render("resume", frame=frame(way, place, reading), problem=problem, notice=notice)


def thanks_page(way: Way, place: Place, reading: Reading) -> bytes:
    """Return thanks, and what happens with the answers."""
    following = place.to("clear").address if way.is_kiosk else ""
    return _render("thanks", frame=frame(way, place, reading), next_person=following)


def about_page(way: Way, place: Place, reading: Reading) -> bytes:
    """Return how answers are used, who is responsible, and what rights one has (art. 13 GDPR)."""
    asked = way.asked
    told = information(
        about(
            way.card.kind,
            title=asked.title or {"": asked.form_id},
            names=(way.card.association_name,),
            by_mail=way.is_personal,
            questionnaires=[asked],
        ),
        reading.words.language,
    )
    return _render("about", frame=frame(way, place, reading), told=told, back=place.to().address)


def told_page(
    way: Way | None, place: Place, reading: Reading, name: str, ways: Sequence[ToldWay] = (), **values: object
) -> bytes:
    """Return a page that only tells something: `closed`, `used`, `unknown` and so on."""
    words = reading.words
    around = frame(way, place, reading) if way else Frame(words, own_language_name(reading.language), (), None, False)
    return _render(
        "told",
        frame=around,
        heading=words[f"{name}_heading"],
        said=words.filled(f"{name}_said", **values),
        ways=tuple(ways),
    )


def places_of(asked: Questionnaire) -> dict[str, int]:
    """Return the place of every question, from 1; the same whatever is answered."""
    return {item.name: n for n, item in enumerate((each for each in asked.items if each.kind != "note"), start=1)}


def _notes_before(asked: Questionnaire, shown: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the notes that stand before each question that is shown (those after the last under ""), and these."""
    kinds = {item.name: item.kind for item in asked.items}
    notes: dict[str, list[str]] = {}
    questions: list[str] = []
    waiting: list[str] = []
    for name in shown:
        if kinds[name] == "note":
            waiting.append(name)
        else:
            questions.append(name)
            notes[name], waiting = waiting, []
    notes[""] = waiting
    return notes, questions


def _helped(words: Words, chosen: str) -> tuple[Helped, ...]:
    return tuple(Helped(kind, words["helped"][kind], kind == chosen) for kind in (*HELPED, FOR_SOMEBODY))


def _title(asked: Questionnaire, reading: Reading) -> Said:
    return said_of(asked.title or {"": asked.form_id}, {}, reading)


def _length(asked: Questionnaire, words: Words) -> str:
    n = sum(item.kind != "note" for item in asked.items)
    return f"{words.counted('questions', n)} · {words.counted('minutes', max(1, -(-n * SECONDS // 60)))}"


def _render(name: str, **page: object) -> bytes:
    return render_to_string(f"surveys/answer/{name}.html", {"page": page}).encode()
