"""The inventories somebody may read, making one, its settings, and its list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import KINDS
from ljuspunkt.rooms.indicators.forms.inventories import InventoryForm, kinds_text
from ljuspunkt.rooms.indicators.queries.candidates import inventory_card
from ljuspunkt.rooms.indicators.queries.inventory_pages import FILTERS, inventory_list, inventory_page
from ljuspunkt.rooms.indicators.services import change_inventory, create_inventory
from ljuspunkt.rooms.indicators.views.common import FIELDS, SECTION, head_for
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal


@signed_in
@require_safe
def inventories(request: HttpRequest) -> HttpResponse:
    """Show the inventories that somebody may read."""
    page = inventory_list(known(request))
    return render(request, "indicators/inventories.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def inventory_new(request: HttpRequest) -> HttpResponse:
    """Make an inventory."""
    by = known(request)
    refuse_unless(inventory_list(by).may_make)
    form = InventoryForm(request.POST or None, person=by, is_new=True, initial={"kinds": kinds_text(KINDS)})
    if request.method == "POST" and form.is_valid():
        try:
            create_inventory(
                by=by,
                at=timezone.now(),
                slug=form.cleaned_data["slug"],
                title=form.title(),
                kinds=form.cleaned_data["kinds"],
                owners=form.cleaned_data["owners"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The inventory is made. Add candidates one by one, or import a list."))
            return redirect("indicators:inventory", slug=form.cleaned_data["slug"])
    return render(
        request,
        "indicators/inventory_form.html",
        {"form": form, "head": None, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def inventory_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an inventory's title, kinds and owners."""
    by, head = known(request), head_for(request, slug, edit=True)
    card = inventory_card(slug)
    assert card is not None
    initial = {
        "title_sv": head.title.get("sv", ""),
        "title_en": head.title.get("en", ""),
        "owners": card.owners,
        "kinds": kinds_text(head.kinds),
    }
    form = InventoryForm(request.POST or None, person=by, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_inventory(
                by=by,
                at=timezone.now(),
                slug=slug,
                title=form.title(),
                kinds=form.cleaned_data["kinds"],
                owners=form.cleaned_data["owners"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The inventory is changed."))
            return redirect("indicators:inventory", slug=slug)
    return render(
        request,
        "indicators/inventory_form.html",
        {"form": form, "head": head, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_safe
def inventory(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the list of an inventory."""
    head = head_for(request, slug)
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    return render(request, "indicators/inventory.html", {"page": inventory_page(head, chosen), **SECTION})
