"""The open pages of a call: read, propose as many measures as one likes, see what has become of them.

No account, session, cookie or JavaScript is needed. What is sent is answered with the page itself where something must
be mended, and what was written stays written.
"""

import re
from time import monotonic

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.indicators.forms.measures import KEY, ProposeForm, blocks_of
from ljuspunkt.rooms.indicators.queries.calls import open_pages as pages
from ljuspunkt.rooms.indicators.services.measures import Sender, propose_measures
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal
from ljuspunkt.web.limiter import Limiter
from ljuspunkt.web.origin import address_of, comes_from_here

TOO_MANY = 429
FREELY, AT_MOST = 60, 200
SENDINGS = Limiter(free=FREELY, most=AT_MOST)
"""Counts sendings from one network address, for minutes and in memory only; a full room may share an address."""


@require_safe
@never_cache
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is asked for, until when, and the indicators."""
    page = pages.open_page(code, localdate(timezone.now()))
    if page is None:
        raise Http404
    return render(request, "indicators/measures/open_call.html", {"page": page, "answer": _begun(request)})


@csrf_exempt  # the same page for everybody has no token; web.origin.comes_from_here stands in its place
@require_http_methods(GET_OR_POST)
@never_cache
def indicator(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show an indicator with the form, and take what is sent."""
    begun = _begun(request)
    page = pages.open_indicator_page(code, number, begun, localdate(timezone.now()))
    if page is None:
        raise Http404
    if request.method != "POST":
        form = ProposeForm.empty(answer=begun, name=page.name, organisation=page.organisation)
        return _form(request, page, form)
    if request.POST.get("do") == "more":
        return _form(request, page, ProposeForm.larger(request.POST.dict()))
    form = ProposeForm(request.POST, blocks=blocks_of(request.POST))
    if not comes_from_here(request):
        form.add_error(None, _("Your browser says that this was sent from another site. Try here."))
        return _form(request, page, form, status=403)
    if not form.is_valid():
        return _form(request, page, form, status=WRONG)
    return _take(request, page, form)


@require_safe
@never_cache
def sent(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show what somebody has sent, what happens with it, and what has become of it."""
    page = pages.sent_page(code, key, localdate(timezone.now()))
    if page is None:
        raise Http404
    return render(request, "indicators/measures/sent.html", {"page": page})


def _take(request: HttpRequest, page: pages.OpenIndicatorPage, form: ProposeForm) -> HttpResponse:
    """Keep what is sent; slow down a network address that sends far more than people write."""
    given = form.cleaned_data
    source, now = address_of(request), monotonic()
    wait = SENDINGS.wait(0, source, now)
    if wait is not None:
        form.add_error(
            None,
            ngettext(
                "Much was sent from your network. Wait {n} second and send again; what you wrote is still here.",
                "Much was sent from your network. Wait {n} seconds and send again; what you wrote is still here.",
                wait.seconds,
            ).format(n=wait.seconds),
        )
        response = _form(request, page, form, status=TOO_MANY)
        response.headers["Retry-After"] = str(wait.seconds)
        return response
    SENDINGS.wrong(0, source, now)
    try:
        propose_measures(
            code=page.head.code,
            sender=Sender(given["answer"], given["name"], given["organisation"]),
            page=given["page"],
            indicator=page.indicator.number,
            measures=form.measures(),
            on=localdate(timezone.now()),
        )
    except RuleBroken as refusal:
        show_refusal(form, refusal, {"no_measure_title": "title_0", "nothing_proposed": "title_0"})
        return _form(request, page, form, status=WRONG)
    return redirect("measures:sent", code=page.head.code, key=given["answer"])


def _form(request: HttpRequest, page: pages.OpenIndicatorPage, form: ProposeForm, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "answer": form["answer"].value()}
    return render(request, "indicators/measures/open_indicator.html", context, status=status)


def _begun(request: HttpRequest) -> str:
    """Return the key of what the reader has begun to send, "" where nothing is."""
    key = request.GET.get("answer", "")
    return key if re.fullmatch(KEY, key) else ""
