"""The report of a conference; each page makes one call and answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import person
from ljuspunkt.rooms.reports import conference_queries as queries
from ljuspunkt.ui.language import page_language


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the report of a conference."""
    page = queries.report_page(slug, person(request), page_language())
    if page is None:
        raise Http404
    return render(request, "reports/conference.html", {"page": page, "section": "conference"})


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the report as a tagged PDF."""
    made = queries.report_pdf(slug, person(request), page_language())
    if made is None:
        raise Http404
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{slug}-{page_language()}.pdf"'
    return answer
