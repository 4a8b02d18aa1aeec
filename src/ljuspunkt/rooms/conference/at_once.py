"""The two forms that a whole room sends within the same seconds, several at a time and ahead of the framework.

They ask to read a ballot through, and to cast it. Only what is usual is answered here. Of everything else (no code,
a mistake on the ballot, a vote that has closed, a browser without our script) nothing is said, and the request goes on
to the view, which takes it as if nobody had looked at it. A ballot that is taken twice that way counts once.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import time
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.utils import timezone, translation
from django.utils.http import http_date

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import codes
from ljuspunkt.rooms.conference.devices import Device, device_of
from ljuspunkt.rooms.conference.handed_in import faults_of, values_of
from ljuspunkt.rooms.conference.models import Code
from ljuspunkt.rooms.conference.opened import Opened, Room, room
from ljuspunkt.rooms.conference.prepared import receipt_page, review_page
from ljuspunkt.rooms.conference.secrecy import promises
from ljuspunkt.rooms.conference.services.cast import Sent, cast_together
from ljuspunkt.ui.holes import Filled
from ljuspunkt.web.doors import door
from ljuspunkt.web.origin import comes_from_here

WHOLE_ANSWER = "return=representation"
"""What a script that shows the answer itself prefers (RFC 7240) to being led to another page."""

_PLACE = re.compile(r"/([a-z]{2})/room/([A-Z0-9]{6})/ballot/")
_FORM = "application/x-www-form-urlencoded"
_LARGEST = 128 << 10
"""Bytes of such a form; larger ones are left to the view."""
_KEPT_BY_NOBODY = "max-age=0, no-cache, no-store, must-revalidate, private"

log = logging.getLogger(__name__)

Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is answered."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Form:
    """A voter's form: how the page is read, what is said at the door, and what it asks."""

    language: str
    headers: tuple[tuple[str, str], ...]
    packed: bool
    opened: Opened
    device: Device
    values: Mapping[str, str]
    casts: bool

    @property
    def key(self) -> int:
        return self.device.key(self.opened.vote.pk)


def is_asked(method: str, path: str) -> bool:
    """Return whether a request may be one of these forms, as far as can be seen without reading it."""
    return method == "POST" and _PLACE.fullmatch(path) is not None


def answer_all(environs: Sequence[Environ]) -> list[Page | None]:
    """Return the page for each request, None where the view has to answer; nothing is raised."""
    try:
        return _answer_all(environs)
    except Exception as trouble:  # what it says may hold what was sent
        log.warning("Ballots that came together are taken one by one: %s", type(trouble).__name__)
        return [None] * len(environs)


def _answer_all(environs: Sequence[Environ]) -> list[Page | None]:
    rooms: dict[str, Room | None] = {}
    forms = {place: form for place, each in enumerate(environs) if (form := _read(each, rooms)) is not None}
    pages: dict[int, Page] = {}
    for now in {form.opened.vote.pk: form.opened for form in forms.values()}.values():
        pages |= _of_vote(now, {place: form for place, form in forms.items() if form.opened is now})
    return [pages.get(place) for place in range(len(environs))]


def _read(environ: Environ, rooms: dict[str, Room | None]) -> _Form | None:
    """Return the form that a request sends, None where it is another or comes from elsewhere."""
    place = _PLACE.fullmatch(environ["PATH_INFO"])
    size = environ.get("CONTENT_LENGTH", "")
    if place is None or environ["QUERY_STRING"] or place[1] not in dict(settings.LANGUAGES):
        return None
    if not size.isdigit() or int(size) > _LARGEST:
        return None
    try:
        request = WSGIRequest(environ)
        at_door = door(environ.get("HTTP_HOST", ""), bool(request.is_secure()))
        if at_door.refused or at_door.instead or request.content_type != _FORM or not comes_from_here(request):
            return None
        sent = dict(parse_qsl(environ["wsgi.input"].read(int(size)).decode("ascii"), keep_blank_values=True))
    except Exception:  # whatever is wrong with it, the framework has a word for it
        return None
    casts = sent.get("do") == "cast"
    if not (casts and environ.get("HTTP_PREFER") == WHOLE_ANSWER) and sent.get("do") != "review":
        return None
    now = _room(place[2], rooms)
    if now is None or now.opened is None or sent.get("vote") != str(now.opened.vote.pk):
        return None
    with translation.override(place[1]):
        device = device_of(request, now.conference)
    if device is None or not device.code:
        return None
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    values = values_of(now.opened.paper.items, sent)
    return _Form(place[1], at_door.headers, packed, now.opened, device, values, casts)


def _room(code: str, rooms: dict[str, Room | None]) -> Room | None:
    if code not in rooms:
        try:
            rooms[code] = room(code)
        except Http404:
            rooms[code] = None
    return rooms[code]


def _of_vote(now: Opened, forms: Mapping[int, _Form]) -> dict[int, Page]:
    """Return the pages that can be answered of the forms of one vote."""
    conference = now.vote.conference
    found = codes.check_all(conference.pk, [form.device.code for form in forms.values()])
    held = {place: code for place, code in zip(forms, found, strict=True) if code is not None}
    casts = {place: form for place, form in forms.items() if form.casts and place in held}
    sent = [Sent(held[place], form.key, form.values) for place, form in casts.items()]
    came = dict(zip(casts, cast_together(now, sent, at=timezone.now()) if sent else (), strict=True))
    pages: dict[int, Page] = {}
    for place, code in held.items():
        form = forms[place]
        with translation.override(form.language):
            said = promises(conference, code)
            if not form.casts:
                shown = _read_through(form, code, said)
            elif isinstance(outcome := came[place], RuleBroken) or outcome.counted:
                continue
            else:
                shown = receipt_page(now, form.key, said, outcome.voted)
        if shown is not None:
            pages[place] = _page(form, shown)
    return pages


def _read_through(form: _Form, code: Code, said: tuple[str, ...]) -> Filled | None:
    if faults_of(form.opened.paper, form.values, group=code.group, panellist=code.pseudonym):
        return None
    return review_page(form.opened, form.values, said)


def _page(form: _Form, shown: Filled) -> Page:
    body = shown.packed() if form.packed else str(shown).encode()
    headers = [
        *form.headers,
        ("content-type", "text/html; charset=utf-8"),
        ("content-language", form.language),
        ("content-length", str(len(body))),
        ("cache-control", _KEPT_BY_NOBODY),
        ("expires", http_date(time())),
        ("vary", "Accept-Encoding"),
        *([("content-encoding", "gzip")] if form.packed else []),
    ]
    return Page(tuple(headers), body)
