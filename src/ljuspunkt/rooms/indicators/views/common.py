"""What the pages of an inventory have in common."""

from django.http import HttpRequest, HttpResponse

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import faults, of_cells
from ljuspunkt.rooms.indicators.forms.inventories import WordingForm
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head, head_of
from ljuspunkt.rooms.people.permissions import person, refuse_unless
from ljuspunkt.ui.forms import show_refusal

SECTION = {"section": "inventory"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = {
    "number_taken": "number",
    "number_signs": "number",
    "no_reason": "reason",
    "long_reason": "reason",
    "withdrawn_without_reason": "reason",
    "slug_taken": "slug",
    "no_owner": "owners",
    "not_your_owner": "owners",
    "no_association": "owners",
    "kind_used": "kinds",
    "no_theme_title": "title_sv",
    "long_theme_title": "title_sv",
    "no_candidate": "numbers",
    "theme_twice": "numbers",
}
"""By the code of a refusal, the field at which it stands; in a form without it, it stands above."""


def head_for(request: HttpRequest, slug: str, *, edit: bool = False) -> Head:
    """Return an inventory that the person may read, or edit.

    Raises:
        Http404: there is none, or the person may not.
    """
    head = head_of(person(request), slug)
    refuse_unless(head is not None and (head.may_edit or not edit))
    assert head is not None
    return head


def is_whole(form: WordingForm) -> bool:
    """Return whether what the form holds can be kept; whatever must be mended is said beside its field."""
    if not form.is_valid():
        return False
    for fault in faults(of_cells(form.given()), form.kinds):
        show_refusal(form, fault.refusal, {fault.refusal.code: form.place_of(fault.column) or ""})
    return not form.errors


def refused(form: WordingForm, refusal: RuleBroken) -> None:
    """Say a refusal at the field it is about."""
    show_refusal(form, refusal, FIELDS)


def handed_out(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """Return a file to keep; nothing between here and the reader keeps a copy."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
