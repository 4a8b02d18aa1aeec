"""The log: what was done, by whom and when, to read and to take home."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.audit.queries import Line, Wanted, log_lines, log_page
from ljuspunkt.rooms.entrance.forms import LogForm
from ljuspunkt.rooms.entrance.names import named
from ljuspunkt.rooms.people import queries
from ljuspunkt.rooms.people.permissions import Person, Role, known, refuse_unless, signed_in

SIGNS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would calculate what begins with one of these, so a quotation mark is put before it."""


@require_safe
@signed_in
def log(request: HttpRequest) -> HttpResponse:
    """Show the log: nationally all, else that of the associations which the person coordinates."""
    person = known(request)
    _may(person)
    form, wanted = _wanted(request, person)
    number = request.GET.get("page", "")
    shown = int(number) if number.isdecimal() and len(number) < 10 else 1
    page = log_page(wanted, associations=_own(person), named=named(person), page=shown)
    names = {each.slug: each.name for each in queries.associations()}
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {"page": page, "form": form, "names": names, "query": kept.urlencode(), "section": "log"}
    return render(request, "entrance/log.html", context)


@require_safe
@signed_in
def file(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the lines that are asked for, as CSV."""
    person = known(request)
    _may(person)
    _form, wanted = _wanted(request, person)
    lines = log_lines(wanted, associations=_own(person), named=named(person))
    response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ljuspunkt-log.csv"'
    return response


def _may(person: Person) -> None:
    refuse_unless(person.is_national or bool(person.associations(Role.ASSOCIATION_COORDINATOR)))


def _own(person: Person) -> frozenset[str] | None:
    """Return whose lines the person may see, with those of associations whose history they carry on; None for all."""
    if person.is_national:
        return None
    own = person.associations(Role.ASSOCIATION_COORDINATOR)
    return frozenset().union(*(queries.history(slug) for slug in own))


def _wanted(request: HttpRequest, person: Person) -> tuple[LogForm, Wanted]:
    own = _own(person)
    shown = [each for each in queries.associations() if own is None or each.slug in own]
    form = LogForm(request.GET or None, associations=shown)
    if not form.is_bound or not form.is_valid():
        return form, Wanted()
    given = form.cleaned_data
    return form, Wanted(given["association"], given["text"], given["since"], given["until"])


def _csv(lines: Iterator[Line]) -> Iterator[str]:
    yield "\ufeff" + _row(_("Time"), _("Who"), _("What"), _("About"), _("Address"), _("Association"))
    for line in lines:
        at = timezone.localtime(line.at).isoformat(timespec="seconds")
        yield _row(at, line.who, line.said, line.title, line.about, line.association)


def _row(*cells: str) -> str:
    out = StringIO()
    csv.writer(out).writerow(f"'{cell}" if cell.startswith(SIGNS_OF_FORMULAS) else cell for cell in cells)
    return out.getvalue()
