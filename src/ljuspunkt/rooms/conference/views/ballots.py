"""The voter's pages: the code, the ballot, reading it through, the receipt, and the receipts of all.

No page here needs JavaScript, a session or a log-in. What is sent is answered with the page itself where something is
wrong with it, and what was chosen stays chosen.
"""

from collections.abc import Mapping
from time import monotonic

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import ballot_box, codes, opened
from ljuspunkt.rooms.conference.asked import of_room
from ljuspunkt.rooms.conference.at_once import WHOLE_ANSWER
from ljuspunkt.rooms.conference.devices import Device, device_of, forget, remember
from ljuspunkt.rooms.conference.handed_in import faults_of, values_of
from ljuspunkt.rooms.conference.limiter import CODES
from ljuspunkt.rooms.conference.live.pages import listening_to
from ljuspunkt.rooms.conference.models import Code, Conference, Vote
from ljuspunkt.rooms.conference.opened import Opened, Room
from ljuspunkt.rooms.conference.prepared import receipt_page, review_page
from ljuspunkt.rooms.conference.queries import ballots as pages
from ljuspunkt.rooms.conference.queries.receipts import counted_receipt, counted_votes, receipts_of
from ljuspunkt.rooms.conference.secrecy import promises
from ljuspunkt.rooms.conference.services.cast import USED, cast_ballot, used_elsewhere
from ljuspunkt.ui.forms import GET_OR_POST, WRONG
from ljuspunkt.web.origin import address_of, comes_from_here

TOO_MANY = 429


@never_cache
@csrf_exempt  # the same page for everybody has no token; web.origin.comes_from_here stands in its place
@require_http_methods(GET_OR_POST)
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the device's voter can do now, and take what is sent."""
    room = opened.room(code)
    device = device_of(request, room.conference)
    if request.method != "POST":
        return _now(request, room, device)
    if not comes_from_here(request):
        return _join(request, room, [_("Your browser says that this was sent from another site. Try here.")], 403)
    match request.POST.get("do", ""):
        case "join":
            return _take_code(request, room, device or Device.new())
        case "leave":
            response: HttpResponse = HttpResponseRedirect(_address(room.conference))
            forget(response, room.conference)
            return response
        case "review" | "cast" | "edit" as step:
            return _take_ballot(request, room, device, step)
    return HttpResponseRedirect(_address(room.conference))


@require_safe
@never_cache
def receipts(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show the receipts of all ballots that a vote counted, and whether this device's own is among them."""
    conference = of_room(code)
    vote = conference.votes.filter(reference=reference).exclude(state__in=("draft", "open")).first()
    if vote is None:
        raise Http404
    device = device_of(request, conference)
    page = receipts_of(vote, device.key(vote.pk) if device and device.code else None)
    return render(request, "conference/ballot/receipts.html", {"page": page})


def _now(request: HttpRequest, room: Room, device: Device | None) -> HttpResponse:
    """Show the code's field, the open vote's ballot or receipt, or that there is nothing to vote on just now."""
    if device is None or not device.code:
        return _join(request, room)
    held = codes.check(room.conference.pk, device.code)
    if held is None:
        return _join(request, room, [_("Your code isn't valid any more. Ask the chair for another.")])
    if room.opened is None:
        return _waiting(request, room, device, held)
    vote = room.opened.vote.pk
    key, form = device.key(vote), pages.form_of(room.opened)
    if "change" in request.GET and (cast := ballot_box.own(vote, key)) is not None:
        form = form.filled(cast.values, changing=True)
    elif ballot_box.holds(vote, key):
        return _received(room, room.opened, key, held)
    if (used := used_elsewhere(vote, held, key)) is not None:
        return _refused(request, room, room.opened.vote, used)
    return _form(request, room, form)


def _take_code(request: HttpRequest, room: Room, device: Device) -> HttpResponse:
    """Let the device keep a right code; slow down who sends wrong ones."""
    conference = room.conference
    is_known = device_of(request, conference) is not None
    source = f"{address_of(request)} {device.secret if is_known else ''}"
    now = monotonic()
    wait = CODES.wait(conference.pk, source, now)
    found = codes.check(conference.pk, request.POST.get("code", ""))
    # Who keeps no cookie shares the lock with strangers, and could get out of it by a cookie: a right code is taken.
    if wait is not None and (is_known or found is None):
        if not wait.locked:
            CODES.wrong(conference.pk, source, now)
        response = _join(request, room, [_must_wait(wait.seconds, locked=wait.locked)], TOO_MANY)
        response.headers["Retry-After"] = str(wait.seconds)
    elif found is None:
        CODES.wrong(conference.pk, source, now)
        response = _join(request, room, [_("There is no such code. It has ten signs; look at your slip again.")], WRONG)
    else:
        if is_known:
            CODES.right(conference.pk, source)
        device = _holding(device, conference, codes.as_kept(request.POST["code"]))
        response = _go_on(request, room, device, found)
    remember(response, conference, device)
    return response


def _holding(device: Device, conference: Conference, code: str) -> Device:
    """Return the device with a code; with a new secret where it holds another valid one.

    Somebody else votes on it then, and must not take the place of the ballot that was cast before.
    """
    is_another = device.code not in {"", code} and codes.check(conference.pk, device.code) is not None
    return Device(Device.new().secret if is_another else device.secret, code)


def _go_on(request: HttpRequest, room: Room, device: Device, code: Code) -> HttpResponse:
    """Read through the ballot that was filled in before the code was asked for, if there was one."""
    now = room.opened
    if now is None or request.POST.get("vote") != str(now.vote.pk):
        return HttpResponseRedirect(_address(room.conference))
    if (used := used_elsewhere(now.vote.pk, code, device.key(now.vote.pk))) is not None:
        return _refused(request, room, now.vote, used)
    return _review(request, room, now, values_of(now.paper.items, request.POST), code)


def _must_wait(seconds: int, *, locked: bool) -> str:
    minutes = -(-seconds // 60)
    if locked:
        return ngettext(
            "Too many wrong codes. This device can try again in {n} minute.",
            "Too many wrong codes. This device can try again in {n} minutes.",
            minutes,
        ).format(n=minutes)
    return ngettext(
        "Several wrong codes. Wait {n} second and try again.",
        "Several wrong codes. Wait {n} seconds and try again.",
        seconds,
    ).format(n=seconds)


def _take_ballot(request: HttpRequest, room: Room, device: Device | None, step: str) -> HttpResponse:
    now, sent = room.opened, _number(request.POST.get("vote", ""))
    if now is None or now.vote.pk != sent:
        return _take_late(request, room, device, sent)
    values = values_of(now.paper.items, request.POST)
    held = codes.check(room.conference.pk, device.code) if device is not None and device.code else None
    if step == "edit":
        return _form(request, room, pages.form_of(now).filled(values))
    if device is None or held is None:
        lost = device is not None and device.code
        said = _("Your code isn't valid any more. Ask the chair for another.") if lost else ""
        return _join(request, room, [said] if said else [], hidden=_hidden(now.vote, request.POST))
    if step == "review":
        return _review(request, room, now, values, held)
    faults = faults_of(now.paper, values, group=held.group, panellist=held.pseudonym)
    if faults:
        return _form(request, room, pages.form_of(now).filled(values, faults=faults), WRONG)
    return _cast(request, room, now.vote, values, device, held)


def _take_late(request: HttpRequest, room: Room, device: Device | None, sent: int) -> HttpResponse:
    """Say what became of a ballot of a vote that isn't open: refused, or counted where it came in time before."""
    vote = room.conference.votes.filter(pk=sent).exclude(state="draft").first()
    if vote is None:
        return HttpResponseRedirect(_address(room.conference))
    held = codes.check(room.conference.pk, device.code) if device is not None and device.code else None
    if device is None or held is None:
        return _join(request, room, hidden=_hidden(vote, request.POST))
    return _cast(request, room, vote, values_of(vote.items, request.POST), device, held)


def _review(request: HttpRequest, room: Room, now: Opened, values: Mapping[str, str], code: Code) -> HttpResponse:
    faults = faults_of(now.paper, values, group=code.group, panellist=code.pseudonym)
    if faults:
        return _form(request, room, pages.form_of(now).filled(values, faults=faults), WRONG)
    return HttpResponse(str(review_page(now, values, promises(room.conference, code))))


def _cast(
    request: HttpRequest, room: Room, vote: Vote, values: Mapping[str, str], device: Device, code: Code
) -> HttpResponse:
    key = device.key(vote.pk)
    try:
        received = cast_ballot(vote_pk=vote.pk, code=device.code, key=key, values=values, at=timezone.now())
    except RuleBroken as refusal:
        return _refused(request, room, vote, refusal)
    if received.counted:
        what = {"page": counted_receipt(vote, key), "promises": promises(room.conference, code)}
        return _show(request, room, "received", what)
    if room.opened is not None and request.headers.get("Prefer") == WHOLE_ANSWER:
        return _received(room, room.opened, key, code)
    return HttpResponseRedirect(_address(room.conference))


def _refused(request: HttpRequest, room: Room, vote: Vote, refusal: RuleBroken) -> HttpResponse:
    what = {"refusal": refusal.said(_), "heading": pages.heading(vote), "is_used": refusal.code == USED}
    return _show(request, room, "refused", what, 409)


def _received(room: Room, now: Opened, key: int, code: Code) -> HttpResponse:
    voted = ballot_box.turnout(now.vote.pk)
    return HttpResponse(str(receipt_page(now, key, promises(room.conference, code), voted)))


def _form(request: HttpRequest, room: Room, form: pages.BallotForm, status: int = 200) -> HttpResponse:
    return _show(request, room, "page", {"ballot": form}, status)


def _join(
    request: HttpRequest,
    room: Room,
    said: list[str] | None = None,
    status: int = 200,
    *,
    hidden: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """Ask for a code; `hidden` is the ballot that waits for it."""
    if hidden is None:
        vote = room.opened.vote if room.opened else None
        sent = vote is not None and request.POST.get("vote") == str(vote.pk)
        hidden = _hidden(vote, request.POST) if vote is not None and sent else []
    what = {"said": said or [], "hidden": hidden, "promises": promises(room.conference, None), "typed": ""}
    return _show(request, room, "join", what, status)


def _hidden(vote: Vote, sent: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("vote", str(vote.pk)),
        *((f"{pages.FIELD}{item}", value) for item, value in values_of(vote.items, sent).items()),
    ]


def _waiting(request: HttpRequest, room: Room, device: Device, code: Code) -> HttpResponse:
    counted = [receipts_of(vote, device.key(vote.pk)) for vote in counted_votes(room.conference)]
    return _show(request, room, "waiting", {"counted": counted, "promises": promises(room.conference, code)})


def _show(request: HttpRequest, room: Room, page: str, what: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Show one of the voter's pages, which follows the room."""
    about = {"join_code": room.conference.join_code, "listening": listening_to(room), **what}
    return render(request, f"conference/ballot/{page}.html", about, status=status)


def _address(conference: Conference) -> str:
    return reverse("ballots:ballot", kwargs={"code": conference.join_code})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
