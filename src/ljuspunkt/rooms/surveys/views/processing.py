"""The record of processing and the information to respondents, as pages and as files to hand on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.rooms.surveys.queries.processing import Processing, processing
from ljuspunkt.rooms.surveys.views.common import SECTION


@signed_in
@require_safe
def information(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what respondents are to be told."""
    return render(request, "surveys/processing/information.html", {"page": _page(request, slug), **SECTION})


@signed_in
@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the record of processing."""
    return render(request, "surveys/processing/record.html", {"page": _page(request, slug), **SECTION})


@signed_in
@require_safe
def information_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what respondents are to be told as a page of its own, to print or to lay on a website."""
    return _file(_page(request, slug), "information")


@signed_in
@require_safe
def record_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the record of processing as a page of its own."""
    return _file(_page(request, slug), "record")


def _page(request: HttpRequest, slug: str) -> Processing:
    page = processing(known(request), slug)
    if page is None:
        raise Http404
    return page


def _file(page: Processing, name: str) -> HttpResponse:
    whole = render_to_string(
        "surveys/processing/file.html", {"page": page, "body": f"surveys/processing/{name}_body.html"}
    )
    return HttpResponse(whole, headers={"Content-Disposition": f'attachment; filename="{page.slug}-{name}.html"'})
