"""What the pages of waves have in common."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.ui.forms import Confirmation

SECTION = {"section": "waves"}


def confirmed(
    request: HttpRequest, what: Callable[[], None], confirm: Confirmation, done: str, *, after: str | None = None
) -> HttpResponse:
    """Ask, and do it once it is said yes to.

    Args:
        confirm: what is asked; a refusal is told on the page that it leads back to.
        done: what is told when it is done.
        after: the address that comes then, None for the page that `confirm` leads back to.
    """
    if request.method != "POST":
        return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})
    try:
        what()
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect(confirm.back)
    messages.success(request, done)
    return redirect(after or confirm.back)
