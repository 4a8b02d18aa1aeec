"""The pages that all who vote get within the same seconds: each is rendered once, and filled in for everybody.

Whatever they hold besides belongs to the open vote in one language; what is said of secrecy may differ by code.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ljuspunkt.rooms.conference.live.pages import listening_to
from ljuspunkt.rooms.conference.opened import Opened, Room
from ljuspunkt.rooms.conference.queries.ballots import Line, form_of, read_through, read_through_with_holes
from ljuspunkt.rooms.conference.queries.receipts import own_receipt, receipt_with_holes
from ljuspunkt.ui.holes import Filled, WithHoles, hole
from ljuspunkt.ui.language import page_language

_KEPT = 64
_MOST_LINES = 4096


def receipt_page(opened: Opened, key: int, promises: tuple[str, ...], voted: int) -> Filled:
    """Return the page with the receipt of the ballot with a key; `voted` is how many ballots lie in the box."""
    return _receipt(opened, page_language(), promises).filled(**own_receipt(opened, key, voted))


def review_page(opened: Opened, values: Mapping[str, str], promises: tuple[str, ...]) -> Filled:
    """Return the page on which a ballot is read through before it is cast."""
    said = read_through(opened, values)
    page = _review(opened, page_language(), promises, blank=said.blank, rest=bool(said.rest))
    return page.filled(
        hidden=_hidden(said.hidden),
        finding=said.finding,
        lines=_lines(opened, said.lines),
        rest_words=said.rest_words,
        rest=_lines(opened, said.rest),
    )


def _hidden(values: Iterable[tuple[str, str]]) -> SafeString:
    fields = (f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in values)
    return mark_safe("".join(fields))  # noqa: S308 (each was escaped)


def _lines(opened: Opened, lines: Iterable[Line]) -> SafeString:
    language = page_language()
    by_item = _line_of(opened, language)
    filled = (
        str(by_item[line.reference].filled(value=format_html('<b class="num">{}</b>', line.value)))
        if line.value
        else _bare_line(opened, language, line.reference)
        for line in lines
    )
    return mark_safe("".join(filled))  # noqa: S308 (each was escaped)


@lru_cache(maxsize=_MOST_LINES)
def _bare_line(opened: Opened, language: str, reference: str) -> str:
    return str(_line_of(opened, language)[reference].filled(value=""))


@lru_cache(maxsize=_KEPT)
def _receipt(opened: Opened, _language: str, promises: tuple[str, ...]) -> WithHoles:
    return _rendered("received", opened, promises, page=receipt_with_holes(opened))


@lru_cache(maxsize=_KEPT)
def _review(opened: Opened, _language: str, promises: tuple[str, ...], *, blank: bool, rest: bool) -> WithHoles:
    return _rendered("review", opened, promises, page=read_through_with_holes(opened, blank=blank, rest=rest))


@lru_cache(maxsize=_KEPT)
def _line_of(opened: Opened, _language: str) -> Mapping[str, WithHoles]:
    return {
        item.reference: WithHoles.of(
            render_to_string("conference/ballot/line.html", {"item": item, "value": hole("value")})
        )
        for item in form_of(opened).items
    }


def _rendered(name: str, opened: Opened, promises: tuple[str, ...], **what: object) -> WithHoles:
    conference = opened.vote.conference
    about = {
        "promises": promises,
        "join_code": conference.join_code,
        "listening": listening_to(Room(conference, opened.version, opened)),
        **what,
    }
    return WithHoles.of(render_to_string(f"conference/ballot/{name}.html", about))
