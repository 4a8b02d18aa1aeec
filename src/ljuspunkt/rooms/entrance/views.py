"""Home, an indicator's red thread, the accessibility statement, and what is said when a page can't be shown."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.entrance import queries
from ljuspunkt.rooms.people.permissions import known, signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the question, and what is here to answer it."""
    return render(request, "entrance/home.html", {"page": queries.home()})


@require_safe
def indicator(request: HttpRequest, number: str) -> HttpResponse:
    """Show an indicator's way from candidate to figure."""
    page = queries.indicator_page(number)
    if page is None:
        raise Http404
    return render(request, "entrance/indicator.html", {"page": page, "section": "indicators"})


@require_safe
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Show what the person needs to do now."""
    page = queries.work(known(request), timezone.now())
    return render(request, "entrance/work.html", {"page": page, "section": "work"})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "entrance/accessibility.html", {"contact": settings.CONTACT})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and where to go on."""
    return render(request, "entrance/not_found.html", status=404)


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Say that this can't be done, most often because the page had lain open for too long."""
    return render(request, "entrance/refused.html", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the mistake is ours, without asking the database who is signed in."""
    return render(request, "entrance/failed.html", {"who": None, "working_menu": ()}, status=500)
