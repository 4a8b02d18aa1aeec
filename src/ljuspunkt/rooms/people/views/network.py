"""The pages of associations: what they consist of, agreed to, and were merged into."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people import queries, services
from ljuspunkt.rooms.people.forms import (
    AgreementForm,
    AssociationForm,
    CostForm,
    LastDayForm,
    LastYearForm,
    LocalGroupForm,
    MergerForm,
    PartyForm,
)
from ljuspunkt.rooms.people.permissions import known, may_manage, refuse_unless, signed_in
from ljuspunkt.rooms.people.queries import AssociationCard
from ljuspunkt.ui.forms import WRONG, Confirmation, show_refusal

FIELDS = {
    "name_taken": "name",
    "group_name_taken": "name",
    "party_name": "name",
    "party_twice": "name",
    "years": "until_year",
    "agreement_days": "until_on",
    "parts": "parts",
    "cost_borne": "cost",
    "cost_twice": "title",
    "merged_into_itself": "into",
    "merged_in_circle": "into",
}


class Numbered(Protocol):
    """What stands in a list on the page of an association, with the number by which addresses name it."""

    @property
    def id(self) -> int:
        """The number."""


Row = TypeVar("Row", bound=Numbered)


@require_safe
@signed_in
def associations(request: HttpRequest) -> HttpResponse:
    """Show every association of the network."""
    page = queries.associations_page(known(request))
    return render(request, "people/associations.html", {"page": page, "section": "people"})


@require_safe
@signed_in
def association(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of an association."""
    page = queries.association_page(known(request), slug)
    if page is None:
        raise Http404
    return render(request, "people/association.html", {"page": page, "section": "people"})


@signed_in
def add_association(request: HttpRequest) -> HttpResponse:
    """Put an association into the network."""
    refuse_unless(known(request).is_national)
    form = AssociationForm(request.POST or None)
    slug = _done(request, form, services.add_association)
    if slug:
        return redirect("people:association", slug)
    return _form(request, form, _("Put an association into the network"), reverse("people:associations"))


@signed_in
def change_association(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an association's name and years."""
    page = queries.association_page(known(request), slug)
    refuse_unless(page is not None and page.may_change)
    assert page is not None
    known_now = {
        "name": page.card.name,
        "organisation_number": page.organisation_number,
        "since_year": page.card.since_year,
        "until_year": page.card.until_year,
    }
    form = AssociationForm(request.POST or None, initial=known_now)
    if _done(request, form, services.change_association, slug=slug) is not False:
        return redirect("people:association", slug)
    return _form(request, form, page.card.name, _address(slug))


@signed_in
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Let another association carry the history on."""
    card = _national(request, slug)
    others = [each for each in queries.associations() if each.slug != slug]
    form = MergerForm(request.POST or None, others=others)
    if _done(request, form, services.merge_association, slug=slug) is not False:
        return redirect("people:association", slug)
    heading = _("Into which association is {name} merged?").format(name=card.name)
    note = _("Its years, agreements and figures stay as they are, and follow the one that carries its history on.")
    return _form(request, form, heading, _address(slug), note)


@signed_in
def undo_merger(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a merger was a mistake, and take it back."""
    card = _national(request, slug)
    refuse_unless(card.is_merged)
    asked = Confirmation(
        question=_("Shall the merger of {name} be taken back?").format(name=card.name),
        consequences=(_("The association stands by itself again, and its history is its own."),),
        button=_("Take the merger back"),
        back=_address(slug),
    )
    return _confirmed(
        request, asked, forms.Form(request.POST if request.method == "POST" else None), services.undo_merger, slug
    )


@signed_in
def add_party(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a member authority."""
    card = _own(request, slug)
    form = PartyForm(request.POST or None)
    if _done(request, form, services.add_party, slug=slug) is not False:
        return redirect("people:association", slug)
    return _form(request, form, _("Add a party of {name}").format(name=card.name), _address(slug))


@signed_in
def end_party(request: HttpRequest, slug: str, party: int) -> HttpResponse:
    """Write down the last year of a member authority."""
    _own(request, slug)
    page = queries.association_page(known(request), slug)
    found = _with_number(page.parties if page else (), party)
    asked = _last_year(
        slug,
        _("Which was the last year of {name} as a party?").format(name=found.name),
        _("The party stays in the association’s history."),
    )
    form = LastYearForm(request.POST or None, initial={"until_year": found.until_year})
    return _confirmed(request, asked, form, services.end_party, slug, party=party)


@signed_in
def add_local_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a local cooperation group."""
    card = _own(request, slug)
    form = LocalGroupForm(request.POST or None)
    if _done(request, form, services.add_local_group, slug=slug) is not False:
        return redirect("people:association", slug)
    return _form(request, form, _("Add a local cooperation group of {name}").format(name=card.name), _address(slug))


@signed_in
def end_local_group(request: HttpRequest, slug: str, group: int) -> HttpResponse:
    """Write down the last year of a local cooperation group."""
    _own(request, slug)
    page = queries.association_page(known(request), slug)
    found = _with_number(page.groups if page else (), group)
    asked = _last_year(
        slug,
        _("Which was the last year of {name}?").format(name=found.name),
        _("The group stays in the association’s history."),
    )
    form = LastYearForm(request.POST or None, initial={"until_year": found.until_year})
    return _confirmed(request, asked, form, services.end_local_group, slug, group=group)


@signed_in
def add_agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what an association agreed to."""
    card = _national(request, slug)
    form = AgreementForm(request.POST or None, costs=queries.costs())
    if _done(request, form, services.add_agreement, slug=slug) is not False:
        return redirect("people:association", slug)
    return _form(request, form, _("Write down an agreement with {name}").format(name=card.name), _address(slug))


@signed_in
def end_agreement(request: HttpRequest, slug: str, agreement: int) -> HttpResponse:
    """Write down the last day of an agreement."""
    _national(request, slug)
    page = queries.association_page(known(request), slug)
    found = _with_number((page.agreements or ()) if page else (), agreement)
    asked = Confirmation(
        question=_("Which is the last day of “{title}”?").format(title=found.title),
        consequences=(_("The agreement stays in the list. Its share of a joint cost stays too."),),
        button=_("Keep the last day"),
        back=_address(slug),
    )
    form = LastDayForm(request.POST or None, initial={"until_on": found.until_on})
    return _confirmed(request, asked, form, services.end_agreement, slug, agreement=agreement)


@require_safe
@signed_in
def costs(request: HttpRequest) -> HttpResponse:
    """Show the joint costs of the network."""
    refuse_unless(known(request).is_national)
    return render(request, "people/costs.html", {"page": queries.costs(), "section": "people"})


@require_safe
@signed_in
def cost(request: HttpRequest, number: int) -> HttpResponse:
    """Show who bears which share of a joint cost."""
    refuse_unless(known(request).is_national)
    page = queries.cost(number)
    if page is None:
        raise Http404
    return render(request, "people/cost.html", {"page": page, "section": "people"})


@signed_in
def add_cost(request: HttpRequest) -> HttpResponse:
    """Write down a cost that associations bear together."""
    person = known(request)
    refuse_unless(person.is_national)
    form = CostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            number = services.add_joint_cost(
                by=person,
                title=given["title"],
                year=given["year"],
                amount_ore=int(given["amount"] * 100),
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            return redirect("people:cost", number)
    return _form(request, form, _("Write down a joint cost"), reverse("people:costs"))


def _national(request: HttpRequest, slug: str) -> AssociationCard:
    refuse_unless(known(request).is_national)
    return _existing(slug)


def _own(request: HttpRequest, slug: str) -> AssociationCard:
    refuse_unless(may_manage(known(request), slug))
    return _existing(slug)


def _existing(slug: str) -> AssociationCard:
    card = queries.association(slug)
    if card is None:
        raise Http404
    return card


def _with_number(rows: Iterable[Row], number: int) -> Row:
    found = next((each for each in rows if each.id == number), None)
    if found is None:
        raise Http404
    return found


def _last_year(slug: str, question: str, consequence: str) -> Confirmation:
    return Confirmation(
        question=question, consequences=(consequence,), button=_("Keep the last year"), back=_address(slug)
    )


def _address(slug: str) -> str:
    return reverse("people:association", args=[slug])


def _done(request: HttpRequest, form: forms.Form, use_case: Callable[..., Any], **more: Any) -> Any:
    """Return what a use case gave for a form that was sent, False where the form is shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        return use_case(by=known(request), at=timezone.now(), **more, **form.cleaned_data)
    except RuleBroken as refusal:
        show_refusal(form, refusal, FIELDS)
        return False


def _form(request: HttpRequest, form: forms.Form, heading: str, back: str, note: str = "") -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back, "note": note, "section": "people"}
    return render(request, "people/form.html", context, status=WRONG if form.errors else 200)


def _confirmed(
    request: HttpRequest,
    asked: Confirmation,
    form: forms.Form,
    use_case: Callable[..., Any],
    slug: str,
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            use_case(by=known(request), slug=slug, at=timezone.now(), **more, **form.cleaned_data)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("It is kept."))
            return redirect("people:association", slug)
    context = {"confirm": asked, "form": form, "section": "people"}
    return render(request, "ui/confirm.html", context, status=WRONG if form.errors else 200)
