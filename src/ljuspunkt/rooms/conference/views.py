"""Pages of the conference; each makes one call and answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.conference import queries


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the whole conference."""
    page = queries.overview()
    if page is None:
        raise Http404
    return render(request, "conference/overview.html", {"page": page, "section": "conference"})


@require_safe
def vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one vote."""
    page = queries.vote_page(reference)
    if page is None:
        raise Http404
    return render(request, "conference/vote.html", {"page": page, "section": "conference"})


@require_safe
def protocol(request: HttpRequest, name: str) -> HttpResponse:
    """Show a protocol."""
    page = queries.protocol_page(name)
    if page is None:
        raise Http404
    return render(request, "conference/protocol.html", {"page": page, "section": "indicators"})
