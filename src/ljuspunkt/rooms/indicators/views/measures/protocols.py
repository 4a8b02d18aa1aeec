"""Published measure protocols, which everybody may read and take away: web, PDF, workbook, document."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.indicators.exports_measures import measures_pdf, measures_workbook
from ljuspunkt.rooms.indicators.permissions import may_see_calls
from ljuspunkt.rooms.indicators.queries.calls import measure_protocols as queries
from ljuspunkt.rooms.indicators.views.common import WORKBOOK, handed_out
from ljuspunkt.rooms.people.permissions import person

SECTION = {"section": "protocols"}


@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    """Show the last version of every measure protocol."""
    context = {"page": queries.measure_protocol_list(), "may_call": may_see_calls(person(request)), **SECTION}
    return render(request, "indicators/measures/protocols.html", context)


@require_safe
def protocol(request: HttpRequest, scope: str, name: str, owner: str = "", number: int | None = None) -> HttpResponse:
    """Show a version of a measure protocol, the last one without a number."""
    page = queries.measure_edition_page(scope, owner, name, number)
    if page is None:
        raise Http404
    return render(request, "indicators/measures/protocol.html", {"page": page, **SECTION})


@require_safe
def protocol_file(
    request: HttpRequest, scope: str, name: str, number: int, ending: str, owner: str = ""
) -> HttpResponse:
    """Hand out a version as a tagged PDF, as a workbook, or as the text that its hash is of."""
    page = queries.measure_edition_page(scope, owner, name, number)
    if page is None:
        raise Http404
    called = f"{'-'.join(filter(None, (owner, name)))}-measures-{number}.{ending}"
    match ending:
        case "pdf":
            return handed_out(measures_pdf(page), "application/pdf", called)
        case "xlsx":
            return handed_out(measures_workbook(page), WORKBOOK, called)
        case "json":
            text = queries.measure_document(scope, owner, name, number)
            return handed_out(text or "", "application/json; charset=utf-8", called)
    raise Http404
