"""Published protocols, which everybody may read, and an association's additions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import Wording
from ljuspunkt.rooms.indicators.forms.inventories import NoteForm, OwnForm, TakeForm
from ljuspunkt.rooms.indicators.permissions import may_add_to_protocol
from ljuspunkt.rooms.indicators.queries import protocol_pages as queries
from ljuspunkt.rooms.indicators.queries.additions import NAME
from ljuspunkt.rooms.indicators.services import (
    keep_own_indicator,
    move_addition,
    publish_additions,
    remove_addition,
    take_indicator,
)
from ljuspunkt.rooms.people.permissions import known, person, refuse_unless, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal, told

SECTION = {"section": "protocols"}


@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    """Show every protocol that is in force."""
    context = {"page": queries.protocol_list(), "mine": queries.adding(person(request)), **SECTION}
    return render(request, "indicators/protocols.html", context)


@require_safe
def protocol(request: HttpRequest, scope: str, name: str, owner: str = "", number: int | None = None) -> HttpResponse:
    """Show a version of a protocol, the last one without a number."""
    page = queries.edition_page(scope, owner, name, number)
    if page is None:
        raise Http404
    mine = scope == queries.ASSOCIATION and may_add_to_protocol(person(request), owner)
    return render(request, "indicators/protocol.html", {"page": page, "may_add": mine, **SECTION})


@require_safe
def protocol_document(request: HttpRequest, scope: str, name: str, number: int, owner: str = "") -> HttpResponse:
    """Hand out a version as the text that its hash is of."""
    text = queries.version_document(scope, owner, name, number)
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{owner or scope}-{name}-{number}.json"'
    return response


def _page(request: HttpRequest, owner: str) -> queries.AdditionsPage:
    refuse_unless(may_add_to_protocol(person(request), owner))
    page = queries.additions_page(owner)
    if page is None:
        raise Http404
    return page


@signed_in
@require_safe
def additions(request: HttpRequest, owner: str) -> HttpResponse:
    """Show what an association is about to add to the core."""
    page = _page(request, owner)
    return render(
        request,
        "indicators/additions.html",
        {"page": page, "take": TakeForm(choices=page.free), "note": NoteForm(), **SECTION},
    )


@signed_in
@require_POST
def addition_take(request: HttpRequest, owner: str) -> HttpResponse:
    """Add an indicator of the comprehensive list."""
    page = _page(request, owner)
    form = TakeForm(request.POST, choices=page.free)
    if form.is_valid():
        try:
            take_indicator(by=known(request), at=timezone.now(), association=owner, number=form.cleaned_data["number"])
        except RuleBroken as refusal:
            show_refusal(form, refusal, {refusal.code: "number"})
        else:
            messages.success(request, _("Number {number} is added.").format(number=form.cleaned_data["number"]))
            return redirect("indicators:additions", owner=owner)
    context = {"page": page, "take": form, "note": NoteForm(), **SECTION}
    return render(request, "indicators/additions.html", context, status=WRONG)


@signed_in
@require_http_methods(GET_OR_POST)
def addition_own(request: HttpRequest, owner: str, key: int | None = None) -> HttpResponse:
    """Add or change an indicator of the association's own."""
    page = _page(request, owner)
    row = queries.own_addition(owner, key) if key is not None else None
    if key is not None and row is None:
        raise Http404
    initial: dict[str, object] = {}
    if row is not None:
        initial = {"number": row.number, "kind": row.kind, "perspective": row.perspective}
        for text in ("title", "description", "easy_read"):
            initial |= {f"{text}_{language}": said for language, said in getattr(row, text).items()}
    form = OwnForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_own_indicator(
                by=known(request),
                at=timezone.now(),
                association=owner,
                addition=key,
                number=form.cleaned_data["number"],
                said=Wording(
                    title=form.text("title"),
                    description=form.text("description"),
                    easy_read=form.text("easy_read"),
                    kind=form.cleaned_data["kind"],
                    perspective=form.cleaned_data["perspective"],
                ),
            )
        except RuleBroken as refusal:
            at = {"no_title": "title_sv", "number_of_network": "number", "number_taken_own": "number"}
            show_refusal(form, refusal, {**at, "number_signs": "number"})
        else:
            messages.success(request, _("The indicator is kept. It is public when you publish the next version."))
            return redirect("indicators:additions", owner=owner)
    return render(
        request,
        "indicators/own_form.html",
        {"page": page, "form": form, "row": row, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_POST
def addition_move(request: HttpRequest, owner: str, key: int, direction: str) -> HttpResponse:
    """Move an addition one place up or down."""
    _page(request, owner)
    if direction not in ("up", "down"):
        raise Http404
    with told(request):
        move_addition(
            by=known(request),
            at=timezone.now(),
            association=owner,
            addition=key,
            direction=direction,  # type: ignore[arg-type]
        )
    return redirect("indicators:additions", owner=owner)


@signed_in
@require_POST
def addition_remove(request: HttpRequest, owner: str, key: int) -> HttpResponse:
    """Take an addition away from the next version."""
    _page(request, owner)
    with told(request, _("It is taken away from the next version.")):
        remove_addition(by=known(request), at=timezone.now(), association=owner, addition=key)
    return redirect("indicators:additions", owner=owner)


@signed_in
@require_POST
def additions_publish(request: HttpRequest, owner: str) -> HttpResponse:
    """Publish an association's additions as their next version."""
    page = _page(request, owner)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            number = publish_additions(by=known(request), at=timezone.now(), association=owner, note=form.note())
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"long_reason": "note_sv"})
        else:
            messages.success(request, _("Version {number} is published.").format(number=number))
            return redirect("indicators:protocol_of", scope=queries.ASSOCIATION, owner=owner, name=NAME)
    context = {"page": page, "take": TakeForm(choices=page.free), "note": form, **SECTION}
    return render(request, "indicators/additions.html", context, status=WRONG)
