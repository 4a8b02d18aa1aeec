"""The record of processing and the information to respondents, as pages and as files to hand on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.rooms.surveys.information import Information
from ljuspunkt.rooms.surveys.queries.processing import Processing, processing
from ljuspunkt.rooms.surveys.views.common import SECTION
from ljuspunkt.ui.language import page_language


@signed_in
@require_safe
def information(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what respondents are to be told."""
    page = _page(request, slug)
    told = page.told(_language(request))
    return render(request, "surveys/processing/information.html", {"page": page, "told": told, **SECTION})


@signed_in
@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the record of processing."""
    return render(request, "surveys/processing/record.html", {"page": _page(request, slug), **SECTION})


@signed_in
@require_safe
def information_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what respondents are to be told as a page of its own, to print or to lay on a website."""
    page = _page(request, slug)
    return _file(page, "information", page.told(_language(request)))


@signed_in
@require_safe
def record_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the record of processing as a page of its own."""
    return _file(_page(request, slug), "record", None)


def _page(request: HttpRequest, slug: str) -> Processing:
    page = processing(known(request), slug)
    if page is None:
        raise Http404
    return page


def _language(request: HttpRequest) -> str:
    return request.GET.get("language", "") or page_language()


def _file(page: Processing, name: str, told: Information | None) -> HttpResponse:
    body = f"surveys/processing/{name}_body.html"
    whole = render_to_string("surveys/processing/file.html", {"page": page, "told": told, "body": body})
    called = f"{page.slug}-{name}" if told is None else f"{page.slug}-{name}-{told.language}"
    return HttpResponse(whole, headers={"Content-Disposition": f'attachment; filename="{called}.html"'})
