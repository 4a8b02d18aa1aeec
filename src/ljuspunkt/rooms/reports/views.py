"""Pages of the report; each makes one call and answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.domain.report.outline import Figure
from ljuspunkt.files.drawing import drawn_alone
from ljuspunkt.files.pdf import picture_png
from ljuspunkt.files.picture_data import picture_csv
from ljuspunkt.rooms.reports import queries
from ljuspunkt.ui.language import page_language

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """Show the report's first page."""
    page = queries.report_page(page_language())
    if page is None:
        return render(
            request,
            "ui/nothing_yet.html",
            {
                "margin": _("Report"),
                "heading": _("No figures have been published yet"),
                "until": _(
                    "When a measurement has been made and its figures have been audited, the report can be read here."
                ),
                "section": "reports",
            },
        )
    return render(request, "reports/report.html", {"page": page, "section": "reports"})


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:
    """Show one indicator."""
    page = queries.section_page(name, page_language())
    if page is None:
        raise Http404
    return render(request, "reports/section.html", {"page": page, "section": "reports"})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show how the figures were made."""
    page = queries.account_page(page_language())
    if page is None:
        raise Http404
    return render(request, "reports/account.html", {"page": page, "section": "reports"})


@require_safe
def association(request: HttpRequest, association: str) -> HttpResponse:
    """Show one association."""
    page = queries.association_page(association, page_language())
    if page is None:
        raise Http404
    return render(request, "reports/association.html", {"page": page, "section": "reports"})


@require_safe
def picture(request: HttpRequest, name: str, ending: str, association: str | None = None) -> HttpResponse:
    """Hand out a picture as SVG, PNG or the figures behind it."""
    figure = queries.picture(name, page_language(), association=association)
    if figure is None or ending not in TYPES:
        raise Http404
    return HttpResponse(
        _picture_file(figure, ending),
        content_type=TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )


def _picture_file(figure: Figure, ending: str) -> bytes:
    if ending == "csv":
        return picture_csv(figure).encode()
    svg = drawn_alone(figure.picture)
    return svg.encode() if ending == "svg" else picture_png(svg, alt=figure.finding)
