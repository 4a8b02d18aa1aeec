"""Freezing a wave, its data sets, and what was written in own words."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.keys import FreezeForm
from ljuspunkt.rooms.surveys.permissions import may_read_open_answers
from ljuspunkt.rooms.surveys.queries.data_sets import data_sets_page, open_answer, open_answers_page
from ljuspunkt.rooms.surveys.queries.wave_keys import FreezePage, freeze_page
from ljuspunkt.rooms.surveys.services import data_sets as use
from ljuspunkt.rooms.surveys.services.freeze_wave import freeze_wave
from ljuspunkt.rooms.surveys.services.late_answers import plan_late_answers
from ljuspunkt.rooms.surveys.views.common import SECTION, confirmed
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal

DESPITE = frozenset({"answers_unreadable", "count_differs"})
"""Refusals after which somebody may say that it shall be done nevertheless."""


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the answers of a closed wave with a passphrase, and freeze them."""
    page = _page(request, slug)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            freeze_wave(
                by=known(request),
                slug=slug,
                secret=form.cleaned_data["secret"],
                at=now,
                on=timezone.localdate(now),
                despite=form.cleaned_data["despite"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"secret_wrong": "secret"})
            if refusal.code in DESPITE:
                form.ask_despite()
        except OSError:
            form.add_error(None, _("The data set can't be written: the disk is full or can't be written to."))
        else:
            messages.success(request, _("The wave is frozen."))
            return redirect("keys:close", slug)
    status = WRONG if form.is_bound and form.errors else 200
    return render(request, "surveys/keys/close.html", {"page": page, "form": form, **SECTION}, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def late(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a wave for answers that come after the close, after having said what that means."""
    page = _page(request, slug)
    refuse_unless(page.may_run)
    if request.method == "POST":
        try:
            made = plan_late_answers(by=known(request), slug=slug, at=timezone.now())
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
            return redirect("keys:close", slug)
        messages.success(request, _("The wave for late answers is planned. Make its key, then open it."))
        return redirect("waves:wave", made)
    confirm = Confirmation(
        question=_("Shall a wave for late answers be planned?"),
        consequences=(
            _(
                "It has the same questionnaires and associations, takes answers on paper alone, and gets a key of its "
                "own."
            ),
            _(
                "Its answers become a data set of their own, which is counted together with the first in the next "
                "release."
            ),
            _("What has been published isn't changed."),
        ),
        button=_("Plan a wave for late answers"),
        back=reverse("keys:close", args=[slug]),
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})


@signed_in
@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the data sets of a wave with their hashes."""
    page = data_sets_page(known(request), slug)
    if page is None:
        raise Http404
    return render(request, "surveys/keys/data.html", {"page": page, **SECTION})


@signed_in
@require_POST
def fetch(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Fetch a data set as a ZIP file."""
    try:
        content = use.fetch_data_set(by=known(request), slug=slug, name=name, at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("keys:data", slug)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "no-store"},
    )


@signed_in
@never_cache
@require_safe
def open_answers(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Show what was written in an association, to its coordinator."""
    page = open_answers_page(known(request), slug, association)
    if page is None:
        raise Http404
    return render(request, "surveys/keys/open_answers.html", {"page": page, **SECTION})


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, slug: str, association: str, answer: int) -> HttpResponse:
    """Remove what somebody wrote, after having shown it once more."""
    text = open_answer(known(request), slug, association, answer)
    refuse_unless(text is not None or request.method == "POST")
    return confirmed(
        request,
        lambda: use.remove_open_answer(
            by=known(request), slug=slug, association=association, answer=answer, at=timezone.now()
        ),
        Confirmation(
            question=_("Shall this open answer be removed?"),
            consequences=(_("“{text}”").format(text=text), _("It can't be brought back. The counted answers stay.")),
            button=_("Remove the answer"),
            back=reverse("keys:open_answers", args=[slug, association]),
        ),
        _("The answer is removed."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def remove_all(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Remove all that was written, after having said what that means."""
    refuse_unless(may_read_open_answers(known(request), association))
    if request.method == "POST":
        n = use.remove_all_open_answers(by=known(request), slug=slug, association=association, at=timezone.now())
        messages.success(request, _("{n} open answers are removed.").format(n=n))
        return redirect("keys:open_answers", slug, association)
    confirm = Confirmation(
        question=_("Shall all open answers of your association be removed?"),
        consequences=(_("They can't be brought back. The counted answers stay."),),
        button=_("Remove all open answers"),
        back=reverse("keys:open_answers", args=[slug, association]),
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})


def _page(request: HttpRequest, slug: str) -> FreezePage:
    page = freeze_page(known(request), slug)
    if page is None:
        raise Http404
    return page
