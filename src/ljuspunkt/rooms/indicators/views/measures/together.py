"""Proposals together: what waits to be let through, and an indicator's in groups."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.measure import State
from ljuspunkt.rooms.indicators.forms import measures as forms
from ljuspunkt.rooms.indicators.queries.calls import proposals as queries
from ljuspunkt.rooms.indicators.services import measures as services
from ljuspunkt.rooms.indicators.views.measures.calls import OF_PROPOSALS, SECTION, call_or_404
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told


@signed_in
@require_http_methods(GET_OR_POST)
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what waits to be looked at, and let it through or turn it away."""
    call = call_or_404(request, slug)
    page = queries.waiting_page(call, localdate(timezone.now()))
    numbers = [line.number for _indicator, lines in page.indicators for line in lines]
    numbers += [line.number for line in page.refused]
    form = forms.ModerateForm(request.POST or None, numbers=numbers)
    if request.method == "POST" and form.is_valid():
        state: State = "refused" if request.POST.get("do") == "refuse" else "shown"
        chosen = form.cleaned_data["numbers"]
        try:
            n = services.moderate(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                numbers=chosen,
                state=state,
                reason=form.cleaned_data["reason"] if state == "refused" else "",
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            done = (
                ngettext("{n} proposal is let through.", "{n} proposals are let through.", n)
                if state == "shown"
                else ngettext("{n} proposal is turned away.", "{n} proposals are turned away.", n)
            )
            messages.success(request, done.format(n=n))
            return redirect("measures:waiting", slug=slug)
    chosen_before = set(request.POST.getlist("numbers")) if form.errors else set()
    context = {"page": page, "form": form, "chosen": chosen_before, **SECTION}
    return render(request, "indicators/measures/waiting.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase everything that was turned away, after asking."""
    call = call_or_404(request, slug)
    n = len(queries.lines_of(call, state="refused"))
    back = reverse("measures:waiting", args=[slug])
    if request.method == "POST":
        gone = services.erase_turned_away(by=known(request), at=timezone.now(), call_slug=slug)
        messages.success(request, ngettext("{n} proposal is erased.", "{n} proposals are erased.", gone).format(n=gone))
        return redirect(back)
    asked = Confirmation(
        question=ngettext(
            "Shall {n} proposal that was turned away be erased?",
            "Shall {n} proposals that were turned away be erased?",
            n,
        ).format(n=n),
        consequences=(_("Nothing of them stays, not who gave them either. It can't be undone."),),
        button=_("Erase them"),
        back=back,
    )
    return render(request, "ui/confirm.html", {"confirm": asked, **SECTION})


@signed_in
@require_safe
def indicator(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show an indicator's proposals in groups."""
    page = queries.indicator_page(call_or_404(request, slug), number, localdate(timezone.now()))
    if page is None:
        raise Http404
    return render(request, "indicators/measures/indicator.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def group(request: HttpRequest, slug: str, number: str, key: int | None = None) -> HttpResponse:
    """Make a group of an indicator's proposals, or change its heading."""
    page = queries.indicator_page(call_or_404(request, slug), number, localdate(timezone.now()))
    known_group = next((each for each in page.groups if each.key == key), None) if page and key else None
    if page is None or (key is not None and known_group is None):
        raise Http404
    begun = {f"title_{code}": said for code, said in known_group.title.items()} if known_group else {}
    form = forms.GroupForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_group(
                by=known(request), at=timezone.now(), call_slug=slug, indicator=number, group=key, title=form.title()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {refusal.code: "title_sv"})
        else:
            messages.success(request, _("The group is kept."))
            return redirect("measures:indicator", slug=slug, number=number)
    context = {"page": page, "form": form, "group": known_group, **SECTION}
    return render(request, "indicators/measures/group_form.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_POST
def group_move(request: HttpRequest, slug: str, number: str, key: int, direction: str) -> HttpResponse:
    """Move a group one place up or down, or take it away."""
    call_or_404(request, slug)
    given = {"by": known(request), "at": timezone.now(), "call_slug": slug, "indicator": number, "group": key}
    with told(request):
        match direction:
            case "up" | "down":
                services.move_group(**given, direction=direction)  # type: ignore[arg-type]
            case "away":
                services.remove_group(**given)  # type: ignore[arg-type]
            case _other:
                raise Http404
    return redirect("measures:indicator", slug=slug, number=number)
