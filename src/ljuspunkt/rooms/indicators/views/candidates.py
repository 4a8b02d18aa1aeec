"""One candidate: what it says and said, changing that, and its status."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import of_cells
from ljuspunkt.domain.indicator.columns import named
from ljuspunkt.rooms.indicators.forms.inventories import ReasonForm, WordingForm
from ljuspunkt.rooms.indicators.queries.candidate_pages import CandidatePage, candidate_page
from ljuspunkt.rooms.indicators.queries.inventory_pages import Head
from ljuspunkt.rooms.indicators.services import (
    ChangedMeanwhile,
    change_wording,
    propose_candidate,
    set_status,
    undo_merge,
)
from ljuspunkt.rooms.indicators.views.common import FIELDS, SECTION, head_for, is_whole, refused
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal
from ljuspunkt.ui.language import page_language


def page_for(head: Head, number: str) -> CandidatePage:
    """Return a candidate's page.

    Raises:
        Http404: there is no such candidate.
    """
    page = candidate_page(head, number)
    if page is None:
        raise Http404
    return page


@signed_in
@require_safe
def candidate(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Show a candidate with its history."""
    page = page_for(head_for(request, slug), number)
    return render(request, "indicators/candidate.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def candidate_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a candidate."""
    head = head_for(request, slug, edit=True)
    form = WordingForm(request.POST or None, kinds=head.kinds, is_new=True)
    if request.method == "POST" and is_whole(form):
        try:
            number = propose_candidate(
                by=known(request),
                at=timezone.now(),
                inventory_slug=slug,
                number=form.cleaned_data["number"],
                said=of_cells(form.given()),
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Candidate {number} is added.").format(number=number))
            return redirect("indicators:candidate", slug=slug, number=number)
    return render(
        request,
        "indicators/candidate_form.html",
        {"head": head, "form": form, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def candidate_change(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change what a candidate says; whoever saves second is shown what the first one changed."""
    head = head_for(request, slug, edit=True)
    page = page_for(head, number)
    form = WordingForm(request.POST or None, kinds=head.kinds, wording=page.wording, seen=page.wording_number)
    context = {"head": head, "page": page, **SECTION}
    if request.method == "POST" and is_whole(form):
        try:
            change_wording(
                by=known(request),
                at=timezone.now(),
                inventory_slug=slug,
                number=number,
                given=form.given(),
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
            )
        except ChangedMeanwhile as meanwhile:
            again = WordingForm(
                kinds=head.kinds,
                wording=of_cells(meanwhile.reconciled.cells),
                seen=meanwhile.now.number,
                initial={"reason": form.cleaned_data["reason"]},
            )
            context |= {"form": again, "meanwhile": meanwhile, **_told(meanwhile, page)}
            return render(request, "indicators/candidate_form.html", context, status=409)
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The new wording is kept. The old one stands in the history."))
            return redirect("indicators:candidate", slug=slug, number=number)
    return render(
        request, "indicators/candidate_form.html", {**context, "form": form}, status=WRONG if form.errors else 200
    )


def _told(meanwhile: ChangedMeanwhile, page: CandidatePage) -> dict[str, object]:
    """Return what the other one changed: what was taken over, and what both wrote."""
    differences = {
        shown.difference.column: shown
        for happened in page.history
        if happened.what == "worded" and happened.number == meanwhile.now.number
        for shown in happened.changes
    }
    return {
        "taken": _names(meanwhile.reconciled.taken),
        "clashes": [
            (named(column, page_language()), differences[column].difference.after if column in differences else "")
            for column in meanwhile.reconciled.clashes
        ],
    }


def _names(columns: Sequence[str]) -> list[str]:
    return [named(column, page_language()) for column in columns]


@signed_in
@require_http_methods(GET_OR_POST)
def candidate_status(request: HttpRequest, slug: str, number: str, status: str) -> HttpResponse:
    """Accept, withdraw or take back a candidate, after asking."""
    head = head_for(request, slug, edit=True)
    page = page_for(head, number)
    words = {
        "accepted": (_("Shall candidate {number} be accepted?"), _("Accept"), _("It is ready to be voted on.")),
        "withdrawn": (
            _("Shall candidate {number} be withdrawn?"),
            _("Withdraw"),
            _("It leaves the list but stays readable, with the reason. It can be taken back."),
        ),
        "proposed": (
            _("Shall candidate {number} be proposed again?"),
            _("Propose again"),
            _("It stands in the list as proposed."),
        ),
    }
    if status not in words or status not in page.roads:
        raise Http404
    question, button, consequence = words[status]
    form = ReasonForm(request.POST or None, needed=status == "withdrawn")
    if request.method == "POST" and form.is_valid():
        try:
            set_status(
                by=known(request),
                at=timezone.now(),
                inventory_slug=slug,
                number=number,
                status=status,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The status of candidate {number} is changed.").format(number=number))
            return redirect("indicators:candidate", slug=slug, number=number)
    confirm = Confirmation(
        question=question.format(number=number),
        consequences=(consequence,),
        button=button,
        back=reverse("indicators:candidate", args=[slug, number]),
    )
    return render(
        request, "ui/confirm.html", {"confirm": confirm, "form": form, **SECTION}, status=WRONG if form.errors else 200
    )


@signed_in
@require_http_methods(GET_OR_POST)
def merge_undo(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Take a merged candidate out again, after asking."""
    head = head_for(request, slug, edit=True)
    page = page_for(head, number)
    if not page.line.merged_into:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(
                by=known(request),
                at=timezone.now(),
                inventory_slug=slug,
                gone=number,
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("Candidate {number} stands on its own again.").format(number=number))
            return redirect("indicators:candidate", slug=slug, number=number)
    confirm = Confirmation(
        question=_("Shall the merge of {number} into {into} be undone?").format(
            number=number, into=page.line.merged_into
        ),
        consequences=(
            _("Candidate {number} stands in the list again, with its texts, sources and status as they were.").format(
                number=number
            ),
            _("If the merge gave {into} a new wording that still holds, the one before it holds again.").format(
                into=page.line.merged_into
            ),
        ),
        button=_("Undo the merge"),
        back=reverse("indicators:candidate", args=[slug, number]),
    )
    return render(
        request, "ui/confirm.html", {"confirm": confirm, "form": form, **SECTION}, status=WRONG if form.errors else 200
    )
