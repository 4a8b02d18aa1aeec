"""Pages about the quality of a pilot's questions: for those who make the questionnaires, instead of a report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.permissions import sees_all_associations
from ljuspunkt.rooms.surveys.queries.pilot import pilot_page, pilot_workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a pilot says of its questions."""
    refuse_unless(sees_all_associations(known(request)))
    page = pilot_page(slug)
    if page is None:
        raise Http404
    return render(request, "surveys/pilot.html", {"page": page, "section": "waves"})


@require_safe
@signed_in
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same as a workbook."""
    refuse_unless(sees_all_associations(known(request)))
    content = pilot_workbook(slug)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=SHEET)
    response.headers["Content-Disposition"] = f'attachment; filename="{_("question-quality")}-{slug}.xlsx"'
    return response
