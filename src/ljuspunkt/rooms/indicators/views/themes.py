"""Themes of an inventory."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.indicators.forms.inventories import ThemeForm
from ljuspunkt.rooms.indicators.queries.inventory_pages import ThemeCard, themes_page
from ljuspunkt.rooms.indicators.services import keep_theme, move_theme, remove_theme
from ljuspunkt.rooms.indicators.views.common import FIELDS, SECTION, head_for
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told


@signed_in
@require_safe
def themes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all themes and what stands in none."""
    return render(request, "indicators/themes.html", {"page": themes_page(head_for(request, slug)), **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def theme(request: HttpRequest, slug: str, key: int | None = None) -> HttpResponse:
    """Make or change a theme."""
    head = head_for(request, slug, edit=True)
    card = _card(request, slug, key) if key is not None else None
    initial = (
        {
            "title_sv": card.title.get("sv", ""),
            "title_en": card.title.get("en", ""),
            "numbers": " ".join(line.number for line in card.lines),
        }
        if card
        else {"numbers": request.GET.get("numbers", "")}
    )
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_theme(
                by=known(request),
                at=timezone.now(),
                inventory_slug=slug,
                theme=key,
                title=form.title(),
                numbers=form.cleaned_data["numbers"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The theme is kept."))
            return redirect("indicators:themes", slug=slug)
    context = {"head": head, "card": card, "form": form, "without": themes_page(head).without, **SECTION}
    return render(request, "indicators/theme_form.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_POST
def theme_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a theme one place up or down."""
    head_for(request, slug, edit=True)
    if direction not in ("up", "down"):
        raise Http404
    with told(request):
        move_theme(
            by=known(request),
            at=timezone.now(),
            inventory_slug=slug,
            theme=key,
            direction=direction,  # type: ignore[arg-type]
        )
    return redirect(reverse("indicators:themes", args=[slug]) + f"#theme-{key}")


@signed_in
@require_http_methods(GET_OR_POST)
def theme_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take a theme away, after asking."""
    head_for(request, slug, edit=True)
    card = _card(request, slug, key)
    if request.method == "POST":
        remove_theme(by=known(request), at=timezone.now(), inventory_slug=slug, theme=key)
        messages.success(request, _("The theme is taken away. Its candidates stand in no theme."))
        return redirect("indicators:themes", slug=slug)
    title = next(iter(card.title.values()))
    confirm = Confirmation(
        question=_("Shall the theme “{theme}” be taken away?").format(theme=title),
        consequences=(_("Its candidates stay in the inventory, without a theme."),),
        button=_("Take the theme away"),
        back=reverse("indicators:themes", args=[slug]),
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})


def _card(request: HttpRequest, slug: str, key: int) -> ThemeCard:
    found = next((each for each in themes_page(head_for(request, slug)).themes if each.key == key), None)
    if found is None:
        raise Http404
    return found
