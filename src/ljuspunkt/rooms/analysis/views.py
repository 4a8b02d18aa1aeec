"""The audit's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.analysis import queries


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show what the audit of the release said."""
    page = queries.audit_page()
    if page is None:
        raise Http404
    return render(request, "analysis/audit.html", {"page": page, "section": "analysis"})
