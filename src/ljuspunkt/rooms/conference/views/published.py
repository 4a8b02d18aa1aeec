"""Pages of what conferences gave, for everybody; each makes one call and answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.conference import queries
from ljuspunkt.rooms.people.permissions import person


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the published conferences; a single one is shown at once."""
    cards = queries.index()
    if len(cards) == 1:
        return redirect("conference:result", slug=cards[0].slug)
    return render(request, "conference/index.html", {"cards": cards, "section": "conference"})


@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a whole conference."""
    page = queries.overview(slug, person(request))
    if page is None:
        raise Http404
    return render(request, "conference/overview.html", {"page": page, "section": "conference"})


@require_safe
def vote(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show one vote."""
    page = queries.vote_page(slug, reference, person(request))
    if page is None:
        raise Http404
    return render(request, "conference/vote.html", {"page": page, "section": "conference"})


@require_safe
def protocol(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show a protocol."""
    page = queries.protocol_page(slug, name, person(request))
    if page is None:
        raise Http404
    return render(request, "conference/protocol.html", {"page": page, "section": "indicators"})


@require_safe
def candidate(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show a candidate's way through the conference."""
    page = queries.candidate_page(slug, reference, person(request))
    if page is None:
        raise Http404
    return render(request, "conference/candidate_way.html", {"page": page, "section": "conference"})


@require_safe
def leading_vote(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to a vote of the leading conference."""
    slug = queries.leading_slug()
    if not slug:
        raise Http404
    return redirect("conference:result_vote", slug=slug, reference=reference)


@require_safe
def leading_protocol(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to a protocol of the conference that the network's indicators came out of, or say that there is none yet."""
    slug = queries.leading_slug()
    if slug:
        found = queries.protocol_like(slug, name)
        return (
            redirect("conference:result_protocol", slug=slug, name=found)
            if found
            else redirect("conference:result", slug=slug)
        )
    page = {
        "margin": _("Indicators"),
        "heading": _("No indicators have been agreed on yet"),
        "until": _("When a conference has been held and its result is published, its indicators can be read here."),
        "section": "indicators",
    }
    return render(request, "ui/nothing_yet.html", page)
