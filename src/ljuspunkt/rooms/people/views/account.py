"""The own account: name, language, ways to log in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import known, signed_in


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    return render(request, "people/account.html", {"page": known(request), "section": "account"})
