"""The mail that goes out, for those who organise what it is about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ljuspunkt.rooms.meetings import queries, services
from ljuspunkt.rooms.meetings.permissions import may_arrange
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.ui.forms import told


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits, what was sent, and what needs a decision."""
    refuse_unless(may_arrange(known(request)))
    return render(request, "meetings/mail.html", {"page": queries.mail_page(known(request)), "section": "mail"})


@require_POST
@signed_in
def again(request: HttpRequest, message: int) -> HttpResponse:
    """Have a message sent again."""
    refuse_unless(may_arrange(known(request)))
    with told(request, _("The message is sent again.")):
        services.send_again(by=known(request), message=message, at=timezone.now())
    event = request.POST.get("event", "")
    is_number = event.isdecimal() and len(event) < 19
    return redirect("meetings:event", number=int(event)) if is_number else redirect("meetings:mail")
