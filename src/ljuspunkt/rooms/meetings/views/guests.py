"""The page of somebody invited, reached by a secret address and without an account.

Looking at it answers nothing, since programs that check links look at them too; an answer is pressed. Nobody can make
another's browser press it without knowing the address, so that it needs no cookie against that.
"""

from urllib.parse import urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings import queries, services
from ljuspunkt.rooms.meetings.calendar import calendar_file
from ljuspunkt.rooms.meetings.files import download
from ljuspunkt.rooms.meetings.forms import AnswerForm
from ljuspunkt.rooms.meetings.models import Answer
from ljuspunkt.ui.forms import GET_OR_POST

CONFLICT = 409


@csrf_exempt
@never_cache
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the invitation; write an answer down when one is pressed."""
    refusal = ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                services.answer(
                    reference=reference,
                    answer=Answer(form.cleaned_data["answer"]),
                    at=timezone.now(),
                    site=request.build_absolute_uri("/"),
                )
                return redirect("meetings:answer", reference=reference)
            except RuleBroken as broken:
                refusal = broken.said(_)
        else:
            refusal = _("Press yes, maybe or no.")
    page = queries.answer_page(reference, timezone.now())
    if page is None:
        raise Http404
    response = render(
        request, "meetings/answer.html", {"page": page, "refusal": refusal}, status=CONFLICT if refusal else None
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the calendar file, as the event is now."""
    found = queries.calendar_of(reference)
    if found is None:
        raise Http404
    event, when, invitation = found
    content = calendar_file(
        event,
        when,
        invitation,
        answer_at=urljoin(request.build_absolute_uri("/"), reverse("meetings:answer", args=[reference])),
        at=timezone.now(),
        cancelled=event.cancelled_at is not None,
    )
    return download("invite.ics", "text/calendar; charset=utf-8", content)


@never_cache
@require_safe
def document(request: HttpRequest, reference: str, document: int) -> HttpResponse:
    """Give a file of the event."""
    found = queries.document_for_guest(reference, document)
    if found is None:
        raise Http404
    return download(found.name, found.content_type, bytes(found.content))
