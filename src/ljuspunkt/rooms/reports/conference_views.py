"""The report of a conference; each page makes one call and answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ljuspunkt.domain.report.words import Language
from ljuspunkt.rooms.people.permissions import person
from ljuspunkt.rooms.reports import conference_queries as queries


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report of a conference."""
    page = queries.report_page(slug, person(request), _language())
    if page is None:
        raise Http404
    return render(request, "reports/conference.html", {"page": page, "section": "conference"})


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the report as a tagged PDF."""
    made = queries.report_pdf(slug, person(request), _language())
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slug}-{_language()}.pdf"'
    return answer


def _language() -> Language:
    return "en" if get_language() == "en" else "sv"
