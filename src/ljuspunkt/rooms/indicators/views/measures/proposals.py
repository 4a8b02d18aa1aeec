"""One proposal: its wording, its decision, comments, its group and indicator, and who gave it."""

from collections.abc import Mapping

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import brief
from ljuspunkt.domain.indicator.measure import cells, faults, of_cells
from ljuspunkt.rooms.indicators.forms import measures as forms
from ljuspunkt.rooms.indicators.queries.calls import proposals as queries
from ljuspunkt.rooms.indicators.services import measures as services
from ljuspunkt.rooms.indicators.views.measures.calls import OF_PROPOSALS, SECTION, call_or_404
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, confirmed, show_refusal, told
from ljuspunkt.ui.language import on_page, page_language


@signed_in
@require_safe
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a proposal with its history, and what can be done with it."""
    return shown(request, slug, number, {})


def page_of(request: HttpRequest, slug: str, number: int) -> queries.ProposalPage:
    """Return a proposal of a call that the person works on.

    Raises:
        Http404: there is none, or the person may not.
    """
    call = call_or_404(request, slug)
    page = queries.proposal_page(call, number, known(request), localdate(timezone.now()))
    if page is None:
        raise Http404
    return page


def shown(
    request: HttpRequest, slug: str, number: int, wrong: Mapping[str, django_forms.Form], status: int = 200
) -> HttpResponse:
    """Show a proposal; `wrong` are the forms that were sent and must be mended, by name."""
    page = page_of(request, slug, number)
    language = page_language()
    line = page.line
    others = [(each.number, f"{each.number}. {brief(each.measure.titled(language), 80)}") for each in page.others]
    context = {
        "page": page,
        "decide": forms.DecideForm(initial={"decision": line.decision, "reason": line.decision_reason}),
        "comment": forms.CommentForm(),
        "into": forms.IntoGroupForm(groups=page.groups, initial={"group": line.group}),
        "merge": forms.ChooseForm(choices=others),
        **wrong,
        **SECTION,
    }
    return render(request, "indicators/measures/proposal.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def proposal_change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a proposal another wording; the old one stays in its history."""
    page = page_of(request, slug, number)
    form = forms.MeasureForm(request.POST or None, measure=page.line.measure, seen=page.wording_number)
    context = {"page": page, **SECTION}
    if request.method == "POST" and is_whole(form):
        try:
            services.change_measure(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                number=number,
                given=form.given(),
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
            )
        except services.MeasureChangedMeanwhile as meanwhile:
            again = forms.MeasureForm(
                measure=of_cells(meanwhile.reconciled.cells),
                seen=meanwhile.now.number,
                initial={"reason": form.cleaned_data["reason"]},
            )
            now = page.line.measure
            context |= {
                "form": again,
                "meanwhile": meanwhile,
                "taken": [queries.cell_name(cell, page_language()) for cell in meanwhile.reconciled.taken],
                "clashes": [
                    (queries.cell_name(cell, page_language()), cells(now)[cell])
                    for cell in meanwhile.reconciled.clashes
                ],
            }
            return render(request, "indicators/measures/proposal_form.html", context, status=409)
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("The new wording is kept. The old one stands in the history."))
            return redirect("measures:proposal", slug=slug, number=number)
    status = WRONG if form.errors else 200
    return render(request, "indicators/measures/proposal_form.html", {**context, "form": form}, status=status)


def is_whole(form: forms.MeasureForm) -> bool:
    """Return whether what the form holds can be kept; whatever must be mended is said beside its field."""
    if not form.is_valid():
        return False
    for fault in faults(of_cells(form.given())):
        show_refusal(form, fault.refusal, {fault.refusal.code: fault.column})
    return not form.errors


@signed_in
@require_POST
def proposal_decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Decide whether a proposal becomes a measure."""
    call_or_404(request, slug)
    form = forms.DecideForm(request.POST)
    if form.is_valid():
        try:
            services.decide(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                number=number,
                decision=form.cleaned_data["decision"],
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("The decision is kept."))
            return redirect("measures:proposal", slug=slug, number=number)
    return shown(request, slug, number, {"decide": form}, WRONG)


@signed_in
@require_POST
def proposal_comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Keep a comment."""
    call_or_404(request, slug)
    form = forms.CommentForm(request.POST)
    if form.is_valid():
        try:
            services.add_comment(
                by=known(request), at=timezone.now(), call_slug=slug, number=number, text=form.cleaned_data["text"]
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("The comment is kept."))
            return redirect("measures:proposal", slug=slug, number=number)
    return shown(request, slug, number, {"comment": form}, WRONG)


@signed_in
@require_POST
def comment_remove(request: HttpRequest, slug: str, number: int, key: int) -> HttpResponse:
    """Take away a comment of one's own."""
    call_or_404(request, slug)
    with told(request):
        services.remove_comment(by=known(request), at=timezone.now(), call_slug=slug, number=number, comment=key)
    return redirect("measures:proposal", slug=slug, number=number)


@signed_in
@require_POST
def proposal_group(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a proposal into a group."""
    page = page_of(request, slug, number)
    form = forms.IntoGroupForm(request.POST, groups=page.groups)
    if form.is_valid():
        try:
            services.put_into_group(
                by=known(request), at=timezone.now(), call_slug=slug, number=number, group=form.cleaned_data["group"]
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {refusal.code: "group"})
        else:
            messages.success(request, _("The group is kept."))
            return redirect("measures:proposal", slug=slug, number=number)
    return shown(request, slug, number, {"into": form}, WRONG)


@signed_in
@require_http_methods(GET_OR_POST)
def proposal_state(request: HttpRequest, slug: str, number: int, state: str) -> HttpResponse:
    """Let a proposal through or turn it away, after asking."""
    page = page_of(request, slug, number)
    words = {
        "shown": (
            _("Shall proposal {number} be let through?"),
            _("Let it through"),
            _("Everybody with an address of the call can read it, with the name that was given."),
        ),
        "refused": (
            _("Shall proposal {number} be turned away?"),
            _("Turn it away"),
            _("Nobody but those who compile and who proposed it can read it. It can be let through later."),
        ),
    }
    if state not in words:
        raise Http404
    question, button, consequence = words[state]
    form = forms.WhyForm(request.POST or None)
    form.fields["reason"].required = state == "refused"
    if request.method == "POST" and form.is_valid():
        try:
            services.moderate(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                numbers=[number],
                state=state,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("It is kept."))
            return redirect("measures:proposal", slug=slug, number=number)
    asked = Confirmation(
        question=question.format(number=number),
        consequences=(consequence,),
        button=button,
        back=reverse("measures:proposal", args=[slug, page.line.number]),
    )
    context = {"confirm": asked, "form": form, **SECTION}
    return render(request, "ui/confirm.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def proposal_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move a proposal to another indicator."""
    page = page_of(request, slug, number)
    choices = [(each.number, f"{each.number}. {brief(on_page(each.title), 80)}") for each in page.indicators]
    form = forms.MoveForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_proposal(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                number=number,
                indicator=form.cleaned_data["indicator"],
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, OF_PROPOSALS)
        else:
            messages.success(request, _("The proposal is moved."))
            return redirect("measures:proposal", slug=slug, number=number)
    asked = Confirmation(
        question=_("To which indicator does proposal {number} belong?").format(number=number),
        consequences=(_("It leaves its group. The history says where it was."),),
        button=_("Move it"),
        back=reverse("measures:proposal", args=[slug, number]),
    )
    context = {"confirm": asked, "form": form, **SECTION}
    return render(request, "ui/confirm.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def name_erase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Erase who gave a proposal, after asking."""
    page = page_of(request, slug, number)
    back = reverse("measures:proposal", args=[slug, number])
    asked = Confirmation(
        question=_("Shall the name that was given with proposal {number} be erased?").format(number=page.line.number),
        consequences=(
            _("Name and organisation go from everything that was sent in the same go. The proposals stay."),
            _("It can't be undone."),
        ),
        button=_("Erase the name"),
        back=back,
    )
    return confirmed(
        request,
        lambda: services.erase_name(by=known(request), at=timezone.now(), call_slug=slug, number=number),
        asked,
        _("The name is erased."),
        **SECTION,
    )
