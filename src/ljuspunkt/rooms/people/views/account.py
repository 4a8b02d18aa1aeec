"""The own account, and the first password of somebody who was invited."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people import queries, services
from ljuspunkt.rooms.people.forms import AccountForm
from ljuspunkt.rooms.people.login.forms import ChoosePasswordForm
from ljuspunkt.rooms.people.models import Account
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import WRONG, show_refusal


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account, and keep a new name or language."""
    person = known(request)
    row = Account.objects.get(pk=person.id)
    form = AccountForm(request.POST or None, initial={"name": row.name, "language": row.language})
    if request.method == "POST" and form.is_valid():
        services.change_account(by=person, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your account is changed."))
        return redirect("people:account")
    page = queries.account_page(row, queries.roles_in_words(person))
    context = {"page": page, "form": form, "section": "account"}
    return render(request, "people/account.html", context, status=WRONG if form.errors else 200)


@require_safe
@signed_in
def ways_in(request: HttpRequest) -> HttpResponse:
    """Lead to the own account, where the ways to log in stand; django-allauth has pages of its own for them."""
    return redirect("people:account")


@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody who was invited choose a password."""
    now = timezone.now()
    invitation = services.open_invitation(key=key, at=now)
    if invitation is None:
        return render(request, "people/invitation_used.html", status=410)
    form = ChoosePasswordForm(request.POST or None, user=invitation.account)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(key=key, password=form.cleaned_data["password1"], at=now)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The password is kept. Log in with it."))
            return redirect(reverse("account_login"))
    invited = invitation.account
    context = {"name": invited.name, "email": invited.email, "form": form}
    return render(request, "people/welcome.html", context, status=WRONG if form.errors else 200)
