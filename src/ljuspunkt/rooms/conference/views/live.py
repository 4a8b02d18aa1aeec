"""Pages of a conference while it goes on: the way in, the phone and the screen; each makes one call and answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.conference import opened
from ljuspunkt.rooms.conference.asked import of_room
from ljuspunkt.rooms.conference.devices import device_of
from ljuspunkt.rooms.conference.live import joining, pages


@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the join code, and lead to its room."""
    page = joining.join_page(request.GET.get("code"))
    if page.code:
        return HttpResponseRedirect(reverse("room", kwargs={"code": page.code}))
    return render(request, "conference/live/join.html", {"page": page}, status=404 if page.unknown else 200)


@require_safe
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show the phone of somebody in the room; who has voted sees the receipt instead of the ballot."""
    found = opened.room(code)
    if pages.has_voted(found, device_of(request, found.conference)):
        return HttpResponseRedirect(reverse("ballots:ballot", kwargs={"code": code}))
    page = pages.phone_page(of_room(code))
    return _not_kept(render(request, "conference/live/phone.html", {"page": page}))


@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show the screen of the room."""
    conference = of_room(code)
    origin = f"{request.scheme}://{request.get_host()}"
    page = pages.screen_page(conference, view=request.GET.get("view", ""), origin=origin)
    return _not_kept(render(request, "conference/live/screen.html", {"page": page}))


def _not_kept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
