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
from ljuspunkt.rooms.conference import ballot_box, codes
from ljuspunkt.rooms.conference.asked import of_room
from ljuspunkt.rooms.conference.devices import Device, device_of, forget, remember
from ljuspunkt.rooms.conference.handed_in import faults_of, values_of
from ljuspunkt.rooms.conference.limiter import CODES
from ljuspunkt.rooms.conference.models import Code, Conference, Vote
from ljuspunkt.rooms.conference.queries import ballots as pages
from ljuspunkt.rooms.conference.secrecy import promises
from ljuspunkt.rooms.conference.services.cast import cast_ballot
from ljuspunkt.ui.forms import GET_OR_POST, WRONG
from ljuspunkt.ui.origin import address_of, comes_from_here

TOO_MANY = 429


@never_cache
@csrf_exempt  # the same page for everybody has no token; ui.origin.comes_from_here stands in its place
@require_http_methods(GET_OR_POST)
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the device's voter can do now, and take what is sent."""
    conference = of_room(code)
    device = device_of(request, conference)
    if request.method != "POST":
        return _now(request, conference, device)
    if not comes_from_here(request):
        return _join(request, conference, [_("Your browser says that this was sent from another site. Try here.")], 403)
    match request.POST.get("do", ""):
        case "join":
            return _take_code(request, conference, device or Device.new())
        case "leave":
            response: HttpResponse = HttpResponseRedirect(_address(conference))
            forget(response, conference)
            return response
        case "review" | "cast" | "edit" as step:
            return _take_ballot(request, conference, device, step)
    return HttpResponseRedirect(_address(conference))


@require_safe
@never_cache
def receipts(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Show the receipts of all ballots that a vote counted, and whether this device's own is among them."""
    conference = of_room(code)
    vote = conference.votes.filter(reference=reference).exclude(state__in=("draft", "open")).first()
    if vote is None:
        raise Http404
    device = device_of(request, conference)
    page = pages.receipts_of(vote, device.key(vote.pk) if device and device.code else None)
    return render(request, "conference/ballot/receipts.html", {"page": page})


def _now(request: HttpRequest, conference: Conference, device: Device | None) -> HttpResponse:
    """Show the code's field, the open vote's ballot or receipt, or that there is nothing to vote on just now."""
    if device is None or not device.code:
        return _join(request, conference)
    held = codes.check(conference.pk, device.code)
    if held is None:
        return _join(request, conference, [_("Your code isn't valid any more. Ask the chair for another.")])
    vote = pages.open_vote(conference)
    if vote is None:
        return _waiting(request, conference, device, held)
    key = device.key(vote.pk)
    cast = ballot_box.own(vote.pk, key)
    if cast is None:
        form = pages.ballot_form(vote)
    elif "change" in request.GET:
        form = pages.ballot_form(vote, values=cast.values, changing=True)
    else:
        return _received(request, conference, vote, key, held)
    return _form(request, conference, form)


def _take_code(request: HttpRequest, conference: Conference, device: Device) -> HttpResponse:
    """Let the device keep a right code; slow down who sends wrong ones."""
    is_known = device_of(request, conference) is not None
    source = f"{address_of(request)} {device.secret if is_known else ''}"
    now = monotonic()
    wait = CODES.wait(conference.pk, source, now)
    found = codes.check(conference.pk, request.POST.get("code", ""))
    # Who keeps no cookie shares the lock with strangers, and could get out of it by a cookie: a right code is taken.
    if wait is not None and (is_known or found is None):
        if not wait.locked:
            CODES.wrong(conference.pk, source, now)
        response = _join(request, conference, [_must_wait(wait.seconds, locked=wait.locked)], TOO_MANY)
        response.headers["Retry-After"] = str(wait.seconds)
    elif found is None:
        CODES.wrong(conference.pk, source, now)
        response = _join(
            request, conference, [_("There is no such code. It has ten signs; look at your slip again.")], WRONG
        )
    else:
        if is_known:
            CODES.right(conference.pk, source)
        device = _holding(device, conference, codes.as_kept(request.POST["code"]))
        response = _go_on(request, conference, found)
    remember(response, conference, device)
    return response


def _holding(device: Device, conference: Conference, code: str) -> Device:
    """Return the device with a code; with a new secret where it holds another valid one.

    Somebody else votes on it then, and must not take the place of the ballot that was cast before.
    """
    is_another = device.code not in {"", code} and codes.check(conference.pk, device.code) is not None
    return Device(Device.new().secret if is_another else device.secret, code)


def _go_on(request: HttpRequest, conference: Conference, code: Code) -> HttpResponse:
    """Read through the ballot that was filled in before the code was asked for, if there was one."""
    vote = pages.open_vote(conference)
    if vote is None or request.POST.get("vote") != str(vote.pk):
        return HttpResponseRedirect(_address(conference))
    values = values_of(vote, request.POST)
    return _review(request, conference, vote, values, code)


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


def _take_ballot(request: HttpRequest, conference: Conference, device: Device | None, step: str) -> HttpResponse:
    vote = conference.votes.filter(pk=_number(request.POST.get("vote", ""))).first()
    if vote is None or vote.state == "draft":
        return HttpResponseRedirect(_address(conference))
    values = values_of(vote, request.POST)
    held = codes.check(conference.pk, device.code) if device is not None and device.code else None
    if step == "edit":
        return _form(request, conference, pages.ballot_form(vote, values=values))
    if device is None or held is None:
        lost = device is not None and device.code
        said = _("Your code isn't valid any more. Ask the chair for another.") if lost else ""
        return _join(request, conference, [said] if said else [], hidden=_hidden(vote, request.POST))
    if step == "review" and vote.state == "open":
        return _review(request, conference, vote, values, held)
    return _cast(request, conference, vote, values, device, held)


def _review(
    request: HttpRequest, conference: Conference, vote: Vote, values: Mapping[str, str], code: Code
) -> HttpResponse:
    faults = faults_of(vote, values, group=code.group, panellist=code.pseudonym)
    if faults:
        return _form(request, conference, pages.ballot_form(vote, values=values, faults=faults), WRONG)
    page = pages.read_through(vote, values)
    return render(request, "conference/ballot/review.html", {"page": page, "promises": promises(conference, code)})


def _cast(
    request: HttpRequest, conference: Conference, vote: Vote, values: Mapping[str, str], device: Device, code: Code
) -> HttpResponse:
    key = device.key(vote.pk)
    if vote.state == "open" and (faults := faults_of(vote, values, group=code.group, panellist=code.pseudonym)):
        return _form(request, conference, pages.ballot_form(vote, values=values, faults=faults), WRONG)
    try:
        received = cast_ballot(vote_pk=vote.pk, code=device.code, key=key, values=values, at=timezone.now())
    except RuleBroken as refusal:
        return render(
            request,
            "conference/ballot/refused.html",
            {"refusal": refusal.said(_), "heading": pages.heading(vote), "join_code": conference.join_code},
            status=409,
        )
    if received.counted:
        return _received(request, conference, vote, key, code, state="counted")
    return HttpResponseRedirect(_address(conference))


def _form(request: HttpRequest, conference: Conference, form: pages.BallotForm, status: int = 200) -> HttpResponse:
    return render(
        request, "conference/ballot/page.html", {"ballot": form, "join_code": conference.join_code}, status=status
    )


def _join(
    request: HttpRequest,
    conference: Conference,
    said: list[str] | None = None,
    status: int = 200,
    *,
    hidden: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """Ask for a code; `hidden` is the ballot that waits for it."""
    if hidden is None:
        vote = pages.open_vote(conference)
        sent = vote is not None and request.POST.get("vote") == str(vote.pk)
        hidden = _hidden(vote, request.POST) if vote is not None and sent else []
    what = {
        "said": said or [],
        "hidden": hidden,
        "join_code": conference.join_code,
        "promises": promises(conference, None),
        "typed": "",
    }
    return render(request, "conference/ballot/join.html", what, status=status)


def _hidden(vote: Vote, sent: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("vote", str(vote.pk)),
        *((f"{pages.FIELD}{item}", value) for item, value in values_of(vote, sent).items()),
    ]


def _waiting(request: HttpRequest, conference: Conference, device: Device, code: Code) -> HttpResponse:
    counted = [pages.receipts_of(vote, device.key(vote.pk)) for vote in pages.counted_votes(conference)]
    what = {"counted": counted, "join_code": conference.join_code, "promises": promises(conference, code)}
    return render(request, "conference/ballot/waiting.html", what)


def _received(
    request: HttpRequest, conference: Conference, vote: Vote, key: int, code: Code, *, state: str = "received"
) -> HttpResponse:
    what = {
        "page": pages.receipt_of(vote, key, state=state),
        "join_code": conference.join_code,
        "promises": promises(conference, code),
    }
    return render(request, "conference/ballot/received.html", what)


def _address(conference: Conference) -> str:
    return reverse("ballots:ballot", kwargs={"code": conference.join_code})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
