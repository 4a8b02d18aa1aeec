"""Calls for measures as those who work on them see them: the list, making one, its progress and its audiences."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.indicators.exports_measures import proposals_workbook
from ljuspunkt.rooms.indicators.forms.inventories import NoteForm
from ljuspunkt.rooms.indicators.forms.measures import AudienceForm, CallForm, TermsForm
from ljuspunkt.rooms.indicators.models import Call
from ljuspunkt.rooms.indicators.permissions import may_see_calls
from ljuspunkt.rooms.indicators.queries.calls import heads as queries
from ljuspunkt.rooms.indicators.services.measures import change_call, create_call, keep_audience, publish_measures
from ljuspunkt.rooms.indicators.views.common import WORKBOOK, handed_out
from ljuspunkt.rooms.people.permissions import known, person, refuse_unless, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal
from ljuspunkt.ui.language import on_page

SECTION = {"section": "measures"}
FEW_TITLES = 6
"""How many indicators are named by their titles in a sentence."""
FIELDS = {
    "slug_taken": "slug",
    "no_version": "version",
    "nothing_to_measure": "version",
    "no_audience": "audiences",
    "no_audience_name": "name_sv",
    "many_audiences": "audiences",
    "no_call_title": "title_sv",
    "closes_before": "closes_on",
    "no_association": "owners",
    "long_reason": "note_sv",
}
"""By the code of a refusal, the field at which it stands; in a form without it, it stands above."""
OF_PROPOSALS = {
    "no_reason": "reason",
    "long_reason": "reason",
    "refused_without_reason": "reason",
    "decided_without_reason": "reason",
    "no_measure_title": "title_sv",
    "empty_comment": "text",
    "long_comment": "text",
    "no_indicator": "indicator",
}
"""The same for forms about proposals."""


def call_or_404(request: HttpRequest, slug: str) -> Call:
    """Return a call that the person works on.

    Raises:
        Http404: there is none, or the person may not.
    """
    found = queries.call_for(person(request), slug)
    if found is None:
        raise Http404
    return found


@signed_in
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls that one works on."""
    refuse_unless(may_see_calls(person(request)))
    page = queries.call_list(known(request), localdate(timezone.now()))
    return render(request, "indicators/measures/calls.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def call_new(request: HttpRequest) -> HttpResponse:
    """Make a call."""
    refuse_unless(may_see_calls(person(request)))
    by = known(request)
    versions = [(key, queries.version_name(card)) for key, card in queries.versions_to_ask_about(by)]
    form = CallForm(request.POST or None, person=by, versions=versions)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            create_call(
                by=by,
                at=timezone.now(),
                slug=given["slug"],
                terms=form.terms(),
                version=given["version"],
                owners=given["owners"],
                audiences=given["audiences"],
                take_over=given["take_over"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The call is made. Send each audience its address."))
            return redirect("measures:call", slug=given["slug"])
    status = WRONG if form.errors else 200
    context = {"form": form, "head": None, "has_versions": bool(versions), **SECTION}
    return render(request, "indicators/measures/call_form.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def call_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a call's words and days."""
    found = call_or_404(request, slug)
    head = queries.head_of(found, localdate(timezone.now()))
    initial: dict[str, object] = {"opens_on": found.opens_on, "closes_on": found.closes_on}
    for name, text in (("title", found.title), ("about", found.about)):
        initial |= {f"{name}_{language}": said for language, said in text.items()}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_call(by=known(request), at=timezone.now(), call_slug=slug, terms=form.terms())
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The call is kept."))
            return redirect("measures:call", slug=slug)
    status = WRONG if form.errors else 200
    context = {"form": form, "head": head, **SECTION}
    return render(request, "indicators/measures/call_form.html", context, status=status)


@signed_in
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far a call has come."""
    page = queries.call_page(call_or_404(request, slug), known(request), localdate(timezone.now()))
    context = {
        "page": page,
        "site": request.build_absolute_uri("/").rstrip("/"),
        "hinders": page.hinders.said(_) if page.hinders else "",
        **SECTION,
    }
    return render(request, "indicators/measures/call.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
def audience(request: HttpRequest, slug: str, key: int | None = None) -> HttpResponse:
    """Add an audience, or change its name and whether its address takes proposals."""
    found = call_or_404(request, slug)
    row = found.audiences.filter(pk=key).first() if key is not None else None
    if key is not None and row is None:
        raise Http404
    initial: dict[str, object] = {}
    if row is not None:
        initial = {"is_open": row.open, **{f"name_{language}": said for language, said in row.name.items()}}
    form = AudienceForm(request.POST or None, initial=initial)
    if row is None:
        del form.fields["is_open"]
    if request.method == "POST" and form.is_valid():
        try:
            keep_audience(
                by=known(request),
                at=timezone.now(),
                call_slug=slug,
                audience=key,
                name=form.name(),
                is_open=form.cleaned_data.get("is_open", True),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The audience is kept."))
            return redirect("measures:call", slug=slug)
    status = WRONG if form.errors else 200
    head = queries.head_of(found, localdate(timezone.now()))
    context = {"form": form, "head": head, "row": row, **SECTION}
    return render(request, "indicators/measures/audience_form.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what was decided as the next version of the measure protocol, after saying what that means."""
    found = call_or_404(request, slug)
    page = queries.call_page(found, known(request), localdate(timezone.now()))
    if request.method != "POST" and (page.hinders or not page.may_publish):
        return redirect("measures:call", slug=slug)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = publish_measures(by=known(request), at=timezone.now(), call_slug=slug, note=form.note())
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("Version {number} is published.").format(number=number))
            return redirect(page.head.measures)
    confirm = Confirmation(
        _("Publish the measure protocol?"),
        (
            ngettext(
                "{n} chosen measure becomes the next version.",
                "{n} chosen measures become the next version.",
                page.total.chosen,
            ).format(n=page.total.chosen),
            _("Everybody can read it at once, also without an account, as a web page, PDF and workbook."),
            _("A published version never changes and can't be taken back. What you decide later becomes the next one."),
        ),
        _("Publish the next version"),
        reverse("measures:call", kwargs={"slug": slug}),
        tuple(_without_measure(page.indicators)),
    )
    status = WRONG if form.errors else 200
    return render(request, "ui/confirm.html", {"confirm": confirm, "form": form, **SECTION}, status=status)


def _without_measure(indicators: Sequence[queries.IndicatorProgress]) -> Iterator[str]:
    """Give the indicators for which no measure was chosen, in one sentence; many by their numbers only."""
    silent = [each for each in indicators if not each.chosen]
    if silent:
        few = len(silent) <= FEW_TITLES
        yield _("No measure is chosen for {n} of {all} indicators: {indicators}.").format(
            n=len(silent),
            all=len(indicators),
            indicators=", ".join(f"{each.number} ({on_page(each.title)})" if few else each.number for each in silent),
        )


@signed_in
@require_safe
def proposals_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out every proposal of a call as a workbook, with what was decided."""
    found = call_or_404(request, slug)
    return handed_out(proposals_workbook(found), WORKBOOK, f"{slug}.xlsx")
