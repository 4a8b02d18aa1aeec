"""Candidates that may be the same: the proposals, two side by side, merging and "not the same"."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import brief
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.indicators.forms.inventories import PairForm, ReasonForm, WordingForm
from ljuspunkt.rooms.indicators.queries.alike import alike_page, pair_page
from ljuspunkt.rooms.indicators.queries.candidates import STANDING
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head, inventory_page
from ljuspunkt.rooms.indicators.services import merge_candidates, propose_again, say_not_same
from ljuspunkt.rooms.indicators.views.candidates import page_for
from ljuspunkt.rooms.indicators.views.common import SECTION, head_for, is_whole, refused
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, told
from ljuspunkt.ui.language import page_language


@signed_in
@require_safe
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the pairs that may be the same."""
    page = alike_page(head_for(request, slug))
    return render(request, "indicators/alike.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def candidate_merge(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Choose which candidate another one is merged with."""
    head = head_for(request, slug, edit=True)
    page = page_for(head, number)
    form = PairForm(request.POST or None, choices=_others(head, number))
    if request.method == "POST" and form.is_valid():
        return redirect("indicators:pair", slug=slug, one=form.cleaned_data["other"], other=number)
    return render(
        request,
        "indicators/merge_with.html",
        {"head": head, "page": page, "form": form, **SECTION},
        status=WRONG if form.errors else 200,
    )


def _others(head: Head, number: str) -> list[tuple[str, str]]:
    lines = inventory_page(head, {}).lines
    return [
        (line.number, f"{line.number} {brief(wording(line.title, page_language()), 80)}")
        for line in lines
        if line.status in STANDING and line.number != number
    ]


@signed_in
@require_http_methods(GET_OR_POST)
def pair(request: HttpRequest, slug: str, one: str, other: str) -> HttpResponse:
    """Show two candidates side by side, and merge `other` into `one`."""
    head = head_for(request, slug)
    page = pair_page(head, one, other)
    if page is None:
        raise Http404
    form = WordingForm(request.POST or None, kinds=head.kinds, wording=page.wording, seen=page.wording_number)
    if request.method == "POST":
        head_for(request, slug, edit=True)
        if is_whole(form):
            try:
                merge_candidates(
                    by=known(request),
                    at=timezone.now(),
                    inventory_slug=slug,
                    kept=one,
                    gone=other,
                    reason=form.cleaned_data["reason"],
                    given=form.given(),
                    seen=form.cleaned_data["seen"],
                )
            except RuleBroken as refusal:
                refused(form, refusal)
            else:
                messages.success(request, _("Candidate {other} is merged into {one}.").format(one=one, other=other))
                return redirect("indicators:candidate", slug=slug, number=one)
    context = {"page": page, "form": form, "not_same": ReasonForm(needed=False, prefix="not_same"), **SECTION}
    return render(request, "indicators/pair.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_POST
def pair_not_same(request: HttpRequest, slug: str, one: str, other: str) -> HttpResponse:
    """Remember that two candidates aren't the same."""
    head_for(request, slug, edit=True)
    form = ReasonForm(request.POST, needed=False, prefix="not_same")
    with told(
        request, _("Candidates {one} and {other} aren't proposed as the same again.").format(one=one, other=other)
    ):
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        say_not_same(by=known(request), at=timezone.now(), inventory_slug=slug, one=one, other=other, reason=reason)
    return redirect("indicators:alike", slug=slug)


@signed_in
@require_POST
def pair_again(request: HttpRequest, slug: str, one: str, other: str) -> HttpResponse:
    """Forget that two candidates aren't the same."""
    head_for(request, slug, edit=True)
    with told(request):
        propose_again(by=known(request), at=timezone.now(), inventory_slug=slug, one=one, other=other)
    return redirect("indicators:alike", slug=slug)
