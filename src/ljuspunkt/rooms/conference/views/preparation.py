"""Pages of the own preparation: the organiser's, the expert's, and what the expert's device asks for.

What a device sends holds no cookie and no name; it is answered with JSON. Nothing here writes a line in a log.
"""

import json
from collections.abc import Callable, Mapping
from time import monotonic

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.sheets import marking_pdf
from ljuspunkt.files.slips import PrintedSlip, Sheet, slips_pdf
from ljuspunkt.rooms.conference import preparation_codes
from ljuspunkt.rooms.conference.asked import SECTION, of_room, seen
from ljuspunkt.rooms.conference.forms.panel import CodesForm, GatherForm
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.queries import preparation as pages
from ljuspunkt.rooms.conference.queries.panel import title_of
from ljuspunkt.rooms.conference.services import preparation as services
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told
from ljuspunkt.ui.language import page_language
from ljuspunkt.web.limiter import Limiter
from ljuspunkt.web.origin import address_of, comes_from_here

TICKETS = Limiter()
"""Counts codes that weren't made here, for minutes and in memory only."""

MOST_NUMBERS = 100_000

Act = Callable[[Conference, Mapping[str, object]], HttpResponse]


@require_safe
@signed_in
def preparation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how the preparation goes, and what can be done."""
    conference = seen(request, slug)
    return _organisers(request, conference, CodesForm(initial={"n": conference.experts.count() or conference.voters}))


@require_POST
@signed_in
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the preparation or close it."""
    conference = seen(request, slug)
    with told(request):
        services.open_preparation(
            by=known(request),
            conference=conference.pk,
            to_open=request.POST.get("open") == "yes",
            at=timezone.now(),
        )
    return redirect("panel:preparation", slug=slug)


@require_POST
@never_cache
@signed_in
def print_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Print new codes; they are shown on this sheet and nowhere else, ever."""
    conference = seen(request, slug)
    form = CodesForm(request.POST)
    if not form.is_valid():
        return _organisers(request, conference, form, WRONG)
    try:
        codes = services.draw_codes(
            by=known(request), conference=conference.pk, n=form.cleaned_data["n"], at=timezone.now()
        )
    except RuleBroken as refusal:
        show_refusal(form, refusal, {"codes_range": "n"})
        return _organisers(request, conference, form, WRONG)
    response = HttpResponse(
        slips_pdf(_slips(request, conference, codes), page_language()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{_("preparation-codes")}.pdf"'
    return response


@require_POST
@signed_in
def mail_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Mail a code to each expert who lacks one."""
    conference = seen(request, slug)
    address = _address(request, conference)
    try:
        n = services.mail_codes(by=known(request), conference=conference.pk, address=address, at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
    else:
        said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", n).format(n=n)
        messages.success(request, said if n else _("Everybody with an address has been mailed a code already."))
    return redirect("panel:preparation", slug=slug)


@require_POST
@signed_in
def code_lost(request: HttpRequest, slug: str) -> HttpResponse:
    """Let an expert be mailed another code."""
    conference = seen(request, slug)
    key = request.POST.get("expert", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    with told(request, _("Press “Mail codes” to send the new one.")):
        services.code_lost(by=known(request), conference=conference.pk, expert=int(key), at=timezone.now())
    return redirect("panel:preparation", slug=slug)


@require_http_methods(GET_OR_POST)
@signed_in
def gather(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to gather totals."""
    conference = seen(request, slug)
    form = GatherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.gather_totals(
                by=known(request),
                conference=conference.pk,
                public_key=given["public_key"],
                sealed_key=given["sealed_key"],
                ends_at=given["ends_at"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"moment_passed": "ends_at"})
        else:
            messages.success(request, _("Experts can give their marks now."))
            return redirect("panel:preparation", slug=slug)
    page = pages.organiser_page(conference, timezone.now())
    what = {"page": page, "form": form, "section": SECTION}
    return render(request, "conference/preparation/gather.html", what, status=WRONG if form.errors else 200)


@require_safe
@never_cache
@signed_in
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the sum and the sealed seeds to the organiser's browser, once the moment has come."""
    found = pages.bundle(seen(request, slug), timezone.now())
    if found is None:
        raise Http404
    return JsonResponse({"masked": found.masked, "seeds": found.seeds, "sealedKey": found.sealed_key})


@require_POST
@signed_in
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the totals that the organiser's browser worked out, or end without any."""
    conference = seen(request, slug)
    totals = _numbers(request.POST.get("totals", ""))
    if totals is None or (not totals and "without" not in request.POST):
        messages.error(request, _("The totals weren’t worked out; scripts must be allowed on this page."))
        return redirect("panel:preparation", slug=slug)
    with told(request, _("The totals are published.") if totals else _("The gathering has ended.")):
        services.publish_totals(by=known(request), conference=conference.pk, totals=totals, at=timezone.now())
    return redirect("panel:preparation", slug=slug)


@require_http_methods(GET_OR_POST)
@signed_in
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether to erase all markings, and do it."""
    conference = seen(request, slug)
    asked = Confirmation(
        question=_("Shall all sealed markings be erased?"),
        consequences=(
            _("Experts can no longer open their notes on another device. What lies on their own devices stays there."),
            _("Nobody can get the markings back."),
        ),
        button=_("Erase them"),
        back=reverse("panel:preparation", args=[slug]),
    )
    if request.method == "POST":
        try:
            n = services.erase_markings(by=known(request), conference=conference.pk, at=timezone.now())
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
        else:
            said = ngettext("{n} marking is erased.", "{n} markings are erased.", n).format(n=n)
            messages.success(request, said)
        return redirect("panel:preparation", slug=slug)
    return render(request, "ui/confirm.html", {"confirm": asked, "section": SECTION})


@require_safe
def expert(request: HttpRequest, code: str) -> HttpResponse:
    """Show the candidates to be marked; the same page for everybody."""
    page = pages.preparation_page(of_room(code), timezone.now())
    what = {"page": page, "words": _words(), "gathered": json.dumps(page.gathered)}
    return render(request, "conference/preparation/expert.html", what)


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the sheet on which candidates can be marked by pen."""
    content = marking_pdf(pages.marking_sheet(of_room(code)), page_language())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_("candidates")}.pdf"'
    return response


@csrf_exempt  # holds no cookie that could be misused; web.origin.comes_from_here stands in its place
@require_POST
@never_cache
def marking_read(request: HttpRequest, code: str) -> HttpResponse:
    """Hand a sealed marking to whoever knows its code."""
    return _answered(
        request, code, lambda conference, sent: _kept(services.kept(conference=conference.pk, **_who(sent)))
    )


@csrf_exempt
@require_POST
@never_cache
def marking_save(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a sealed marking."""

    def save(conference: Conference, sent: Mapping[str, object]) -> JsonResponse:
        sealed, version = _text(sent, "sealed"), _text(sent, "version")
        return _kept(services.save_marking(conference=conference.pk, sealed=sealed, version=version, **_who(sent)))

    return _answered(request, code, save)


@csrf_exempt
@require_POST
@never_cache
def marking_give(request: HttpRequest, code: str) -> HttpResponse:
    """Add a masked contribution to the totals."""

    def give(conference: Conference, sent: Mapping[str, object]) -> JsonResponse:
        masked = _whole_numbers(sent.get("masked"))
        if masked is None:
            raise RuleBroken("contribution_shape", "The candidates have changed; load the page again.")
        services.give_marking(
            conference=conference.pk, masked=masked, seed=_text(sent, "seed"), at=timezone.now(), **_who(sent)
        )
        return JsonResponse({})

    return _answered(request, code, give)


def _answered(request: HttpRequest, code: str, act: Act) -> HttpResponse:
    """Let a device's request be carried out, and answer with JSON whatever happens."""
    conference = of_room(code)
    if not comes_from_here(request):
        return _refused(_("Your browser says that this was sent from another site."), 403)
    source, now = address_of(request), monotonic()
    try:
        sent = json.loads(request.body)
        if not isinstance(sent, dict):
            raise ValueError("an object is needed")
        wait = TICKETS.wait(conference.pk, source, now)
        # A right code is taken, whatever others do that share the address; its last signs are too many to be guessed.
        if wait is not None and wait.locked and not services.is_ours(conference=conference.pk, **_who(sent)):
            return _refused(_("Too many wrong codes. Wait some minutes and try again."), 429)
        return act(conference, sent)
    except services.NotYours:
        TICKETS.wrong(conference.pk, source, now)
        return _refused(_("There is no such code. Look at your slip or your mail again."), WRONG)
    except services.ChangedMeanwhile as changed:
        return _kept(changed.kept, 409)
    except RuleBroken as refusal:
        return _refused(refusal.said(_), WRONG)
    except (ValueError, RecursionError, RequestDataTooBig):
        return _refused(_("What was sent can’t be read."), 400)


def _who(sent: Mapping[str, object]) -> dict[str, str]:
    return {"identifier": _text(sent, "identifier")[:43], "ticket": _text(sent, "ticket")[:8]}


def _text(sent: Mapping[str, object], name: str) -> str:
    value = sent.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name} is text")
    return value


def _numbers(written: str) -> list[int] | None:
    try:
        return _whole_numbers(json.loads(written)) if written else []
    except (ValueError, RecursionError):
        return None


def _whole_numbers(value: object) -> list[int] | None:
    if not isinstance(value, list) or len(value) > MOST_NUMBERS:
        return None
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in value):
        return None
    return value


def _kept(kept: services.Kept, status: int = 200) -> JsonResponse:
    return JsonResponse({"sealed": kept.sealed, "version": kept.version, "gave": kept.gave}, status=status)


def _refused(said: str, status: int) -> JsonResponse:
    return JsonResponse({"said": said}, status=status)


def _organisers(request: HttpRequest, conference: Conference, form: CodesForm, status: int = 200) -> HttpResponse:
    page = pages.organiser_page(conference, timezone.now())
    what = {"page": page, "form": form, "section": SECTION}
    return render(request, "conference/preparation/organiser.html", what, status=status)


def _slips(request: HttpRequest, conference: Conference, codes: tuple[str, ...]) -> Sheet:
    address = _address(request, conference)
    where = request.build_absolute_uri(reverse("panel:expert", args=[conference.join_code]))
    return Sheet(
        heading=_("Codes for the own preparation"),
        said=(
            _("Cut the slips apart and hand one to each expert, in any order. Write no names on them, keep no list."),
            _(
                "A code is for one expert. It is printed here and kept nowhere: who loses it gets a new one and begins "
                "anew."
            ),
            _("Throw away what is left over."),
        ),
        picture=_("QR code that opens the own preparation with this code"),
        slips=tuple(
            PrintedSlip(
                above=f"{title_of(conference)}: {_('Your own preparation')}",
                code=preparation_codes.shown(each),
                lines=(
                    _("Scan, or open {address}").format(address=where.partition("://")[2]),
                    _("Keep the slip. Nobody else can read your notes without it."),
                ),
                number="",
                address=address(each, page_language()),
            )
            for each in codes
        ),
    )


def _address(request: HttpRequest, conference: Conference) -> services.Address:
    def address(code: str, language: str) -> str:
        with override(language):
            return f"{request.build_absolute_uri(reverse('panel:expert', args=[conference.join_code]))}#{code}"

    return address


def _words() -> dict[str, str]:
    """Return what the page says while it works."""
    return {
        "here": _("Saved on this device"),
        "saving": _("Saving …"),
        "saved": _("Saved on this device, and sealed under your code"),
        "unsaved": _(
            "Saved on this device. It couldn’t be saved under your code just now; it is tried again at your next mark."
        ),
        "offline": _("No connection. Your notes are on this device; with a connection, load the page again."),
        "opening": _("Opening …"),
        "opened": _("Your notes are here"),
        "begun": _("The code is right. You can begin."),
        "short": _("The code has twenty-four signs. Look at it again."),
        "wrong": _("There is no such code. Look at your slip or your mail again."),
        "unsafe": _("Notes are saved on this device only: sealing them needs a secure connection (https)."),
        "forgotten": _("Removed from this device"),
        "given": _("Your marks are in the totals"),
        "up": _("Move up: {candidate}"),
        "down": _("Move down: {candidate}"),
    }
