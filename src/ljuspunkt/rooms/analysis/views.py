"""The audit's page, and the report's files to take home."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.analysis import queries
from ljuspunkt.ui.language import page_language


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show what the audit of the release said."""
    page = queries.audit_page(page_language())
    if page is None:
        return render(
            request,
            "ui/nothing_yet.html",
            {
                "margin": _("Audit"),
                "heading": _("Nothing has been audited yet"),
                "until": _(
                    "Before figures are published an auditor tries to work out what is hidden. "
                    "What it said stands here."
                ),
                "section": "analysis",
            },
        )
    return render(request, "analysis/audit.html", {"page": page, "section": "analysis"})


@require_safe
def file(request: HttpRequest, ending: str) -> FileResponse:
    """Hand out the report in the page's language: with its data as zip, as PDF, or as spreadsheet."""
    found = next((each for each in queries.report_files(page_language()) if each.ending == ending), None)
    if found is None:
        raise Http404
    response = FileResponse(found.path.open("rb"), as_attachment=True, filename=f"{found.name}.{ending}")
    response.headers["Content-Encoding"] = "identity"
    return response
