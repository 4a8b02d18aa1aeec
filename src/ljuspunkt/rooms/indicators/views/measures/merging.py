"""Two proposals side by side: merge them, undo it, or say that they aren't the same."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.indicators.forms import measures as forms
from ljuspunkt.rooms.indicators.queries.calls import proposals as queries
from ljuspunkt.rooms.indicators.services import measures as services
from ljuspunkt.rooms.indicators.views.measures.calls import OF_PROPOSALS, SECTION, call_or_404
from ljuspunkt.rooms.indicators.views.measures.proposals import is_whole, page_of, shown
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal


@signed_in
@require_POST
def proposal_merge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose which proposal another one is merged with."""
    page = page_of(request, slug, number)
    form = forms.ChooseForm(request.POST, choices=[(each.number, str(each.number)) for each in page.others])
    if form.is_valid():
        return redirect("measures:pair", slug=slug, one=form.cleaned_data["other"], other=number)
    return shown(request, slug, number, {"merge": form}, WRONG)


@signed_in
@require_http_methods(GET_OR_POST)
def pair(request: HttpRequest, slug: str, one: int, other: int) -> HttpResponse:
    """Show two proposals side by side, and merge `other` into `one`."""
    page = queries.measure_pair_page(call_or_404(request, slug), one, other, localdate(timezone.now()))
    if page is None:
        raise Http404
    form = forms.MeasureForm(request.POST or None, measure=page.one.measure, seen=page.wording_number)
    if request.method == "POST" and is_whole(form):
        try:
            services.merge_proposals(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                kept=one,
                gone=other,
                reason=form.cleaned_data["reason"],
                given=form.given(),
                seen=form.cleaned_data["seen"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("Proposal {other} is merged into {one}.").format(one=one, other=other))
            return redirect("measures:proposal", slug=slug, number=one)
    context = {"page": page, "form": form, **SECTION}
    return render(request, "indicators/measures/pair.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_POST
def pair_differ(request: HttpRequest, slug: str, one: int, other: int) -> HttpResponse:
    """Remember that two proposals aren't the same."""
    call = call_or_404(request, slug)
    try:
        services.say_measures_differ(by=known(request), at=timezone.now(), call_slug=slug, one=one, other=other)
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("measures:call", slug=slug)
    messages.success(
        request, _("Proposals {one} and {other} aren't shown as alike again.").format(one=one, other=other)
    )
    (line,) = queries.lines_of(call, number=one)
    return redirect("measures:indicator", slug=slug, number=line.indicator)


@signed_in
@require_http_methods(GET_OR_POST)
def merge_undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a merged proposal out again, after asking why."""
    page = page_of(request, slug, number)
    form = forms.WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.undo_measure_merge(
                by=known(request), at=timezone.now(), call_slug=slug, gone=number, reason=form.cleaned_data["reason"]
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("Proposal {number} stands by itself again.").format(number=number))
            return redirect("measures:proposal", slug=slug, number=number)
    asked = Confirmation(
        question=_("Shall the merge of proposal {number} be undone?").format(number=page.line.number),
        consequences=(_("It stands by itself again, with the decision it had. Nothing of either is lost."),),
        button=_("Undo the merge"),
        back=reverse("measures:proposal", args=[slug, number]),
    )
    context = {"confirm": asked, "form": form, **SECTION}
    return render(request, "ui/confirm.html", context, status=WRONG if form.errors else 200)
