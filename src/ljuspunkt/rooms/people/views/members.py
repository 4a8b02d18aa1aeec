"""The pages of members and their roles, of an association or of the network as a whole (where there is no slug)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people import queries, services
from ljuspunkt.rooms.people.forms import InvitationForm
from ljuspunkt.rooms.people.permissions import known, may_manage, refuse_unless, signed_in
from ljuspunkt.ui.forms import WRONG, Confirmation, confirmed, show_refusal

FIELDS = {"address": "email", "account_closed": "email", "name": "name", "role_held": "role", "role_place": "role"}


@require_safe
@signed_in
def members(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Show who holds which role."""
    _may(request, slug)
    page = queries.members_page(known(request), slug)
    return render(request, "people/members.html", {"page": page, "section": "people"})


@signed_in
def invite(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Give somebody a role, and invite those who have no account."""
    _may(request, slug)
    person = known(request)
    form = InvitationForm(request.POST or None, roles=queries.roles_to_give(person, slug))
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(by=person, association=slug, at=timezone.now(), address=_link(request), **form.cleaned_data)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The role is given. An e-mail tells the person."))
            return redirect(_members(slug))
    place = queries.association(slug) if slug else None
    heading = _("Invite somebody to {place}").format(place=place.name) if place else _("Invite somebody to the network")
    context = {"form": form, "heading": heading, "back": _members(slug), "button": _("Invite"), "section": "people"}
    return render(request, "people/form.html", context, status=WRONG if form.errors else 200)


@signed_in
def invite_again(request: HttpRequest, account: int, slug: str | None = None) -> HttpResponse:
    """Ask whether to send the invitation again, and send it."""
    _may(request, slug)
    page = queries.members_page(known(request), slug)
    held = next((each for each in page.held if each.account == account and not each.joined), None)
    if held is None:
        raise Http404
    asked = Confirmation(
        question=_("Shall {name} get a new link?").format(name=held.name),
        consequences=(_("It is sent by e-mail. Earlier links stop working."),),
        button=_("Send a new link"),
        back=_members(slug),
    )
    return confirmed(
        request,
        lambda: services.send_invitation_again(
            by=known(request), account=account, at=timezone.now(), address=_link(request)
        ),
        asked,
        _("A new link is on its way."),
        section="people",
    )


@signed_in
def end_role(request: HttpRequest, assignment: int, slug: str | None = None) -> HttpResponse:
    """Ask whether to end a role, and end it."""
    _may(request, slug)
    page = queries.members_page(known(request), slug)
    held = next((each for each in page.held if each.id == assignment and each.may_end), None)
    if held is None:
        raise Http404
    asked = Confirmation(
        question=_("Shall {name} no longer be {role}?").format(name=held.name, role=held.role_in_words.lower()),
        consequences=(
            _("The person can no longer do here what the role allowed, from the next page on."),
            _("The account and other roles stay. That the role was held stays in the list."),
        ),
        button=_("End the role"),
        back=_members(slug),
    )
    return confirmed(
        request,
        lambda: services.end_role(by=known(request), assignment=assignment, at=timezone.now()),
        asked,
        _("The role is ended."),
        section="people",
    )


@signed_in
def account_state(request: HttpRequest, account: int) -> HttpResponse:
    """Ask whether to close an account, or to open it again, and do it."""
    _may(request, None)
    found = queries.account_state(account)
    if found is None:
        raise Http404
    back = request.GET.get("from", "")
    slug = back if queries.association(back) is not None else None
    asked = (
        Confirmation(
            question=_("Shall {name} be able to log in again?").format(name=found.name),
            consequences=(_("All roles that the account holds count again."), *found.roles),
            button=_("Open the account"),
            back=_members(slug),
        )
        if found.closed
        else Confirmation(
            question=_("Shall the account of {name} be closed?").format(name=found.name),
            consequences=(
                _("The person is logged out at the next page, and can’t log in until you open the account again."),
                _("What the person has done stays, and so do the roles:"),
                *found.roles,
            ),
            button=_("Close the account"),
            back=_members(slug),
        )
    )
    return confirmed(
        request,
        lambda: services.open_account(by=known(request), account=account, to_open=found.closed, at=timezone.now()),
        asked,
        _("The account is open again.") if found.closed else _("The account is closed."),
        section="people",
    )


def _may(request: HttpRequest, slug: str | None) -> None:
    refuse_unless(may_manage(known(request), slug) and (slug is None or queries.association(slug) is not None))


def _members(slug: str | None) -> str:
    return reverse("people:members", args=[slug]) if slug else reverse("people:network_members")


def _link(request: HttpRequest) -> services.Address:
    def address(key: str, language: str) -> str:
        with override(language):
            return request.build_absolute_uri(reverse("people:welcome", args=[key]))

    return address
