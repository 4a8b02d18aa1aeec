"""The organisers' pages about codes, paper ballots and scrutineers."""

from collections.abc import Callable
from time import monotonic

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.slips import slips_pdf
from ljuspunkt.rooms.conference import printed_slips
from ljuspunkt.rooms.conference.asked import SECTION, held_here, seen
from ljuspunkt.rooms.conference.forms.ballots import (
    DrawForm,
    MailForm,
    PapersForm,
    ScrutineerForm,
    SheetForm,
    StrikeForm,
)
from ljuspunkt.rooms.conference.handed_in import faults_of, values_of
from ljuspunkt.rooms.conference.held import paper_of
from ljuspunkt.rooms.conference.limiter import CODES
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_prepare, may_see
from ljuspunkt.rooms.conference.queries import ballot_work as pages
from ljuspunkt.rooms.conference.queries.ballots import ballot_form, open_vote
from ljuspunkt.rooms.conference.services import codes as use_codes
from ljuspunkt.rooms.conference.services import paper as use_paper
from ljuspunkt.rooms.conference.services import scrutiny as use_scrutiny
from ljuspunkt.rooms.people.permissions import Person, known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal
from ljuspunkt.ui.language import page_language

SPARE = 5
"""Slips beyond the entitled: the last to draw has several to choose from, and lost ones can be replaced."""


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many codes there are; draw, mail or strike some."""
    by, conference = known(request), seen(request, slug)
    groups = pages.told_groups(conference)
    do, sent = request.POST.get("do", ""), request.POST or None
    draw = DrawForm(sent if do == "draw" else None, groups=groups, voters=conference.voters, spare=SPARE)
    mail = MailForm(sent if do == "mail" else None, groups=groups)
    strike = StrikeForm(sent if do == "strike" else None)
    at = timezone.now()
    if do == "draw" and draw.is_valid():
        n, in_groups = draw.wanted()
        try:
            slips = use_codes.draw_codes(by=by, conference=conference.pk, n=n, in_groups=in_groups, at=at)
        except RuleBroken as refusal:
            show_refusal(draw, refusal)
        else:
            return _pdf(request, conference, slips)
    elif do == "mail" and mail.is_valid():
        group = mail.cleaned_data.get("group", "")
        where = {"page": _voting_page(request, conference), "language": page_language()}
        if _done(
            mail,
            lambda: use_codes.mail_codes(
                by=by, conference=conference.pk, addresses=mail.listed(), group=group, at=at, **where
            ),
        ):
            return _back(request, "codes", slug, _("The codes are on their way."))
    elif do == "strike" and strike.is_valid():
        numbers = strike.cleaned_data["numbers"]
        if _done(strike, lambda: use_codes.strike_codes(by=by, conference=conference.pk, numbers=numbers, at=at)):
            return _back(request, "codes", slug, _("The slips are struck; their codes are valid no more."))
    elif do in {"again", "pseudonyms", "no-pseudonyms"}:
        return _small(request, conference, do)
    page = pages.codes_page(conference, CODES.n_wrong(conference.pk, monotonic()))
    what = {"page": page, "draw": draw, "mail": mail, "strike": strike, "section": SECTION}
    return render(request, "conference/ballot/codes.html", what, status=_status(draw, mail, strike))


def _small(request: HttpRequest, conference: Conference, do: str) -> HttpResponse:
    """Do what has no form to fill in; a refusal is said above the page."""
    by, at = known(request), timezone.now()
    try:
        if do == "again":
            use_codes.replace_mailed(
                by=by,
                conference=conference.pk,
                address=request.POST.get("address", ""),
                page=_voting_page(request, conference),
                language=page_language(),
                at=at,
            )
        else:
            use_codes.decide_pseudonyms(by=by, conference=conference.pk, pseudonyms=do == "pseudonyms", at=at)
    except RuleBroken as refusal:
        return _back(request, "codes", conference.slug, refusal.said(_))
    return _back(request, "codes", conference.slug, _("Done."))


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the paper ballots of the open vote; hand out, take back, or read a sheet."""
    by, conference = known(request), seen(request, slug)
    vote = open_vote(conference)
    if vote is None:
        return render(request, "conference/ballot/no_paper.html", {"conference": conference, "section": SECTION})
    do, sent, at = request.POST.get("do", ""), request.POST or None, timezone.now()
    hand_out = PapersForm(sent if do == "out" else None, prefix="out")
    take_back = PapersForm(sent if do == "back" else None, prefix="back")
    for name, form, use in (
        ("out", hand_out, use_paper.hand_out_papers),
        ("back", take_back, use_paper.take_back_papers),
    ):
        if do == name and form.is_valid():
            numbers = form.cleaned_data["numbers"]
            if _done(form, lambda use=use, numbers=numbers: use(by=by, vote=vote.pk, numbers=numbers, at=at)):  # type: ignore[misc]
                return _back(request, "paper", slug, _("Noted."))
    page = pages.paper_page(conference, by.id)
    what = {"page": page, "hand_out": hand_out, "take_back": take_back, "section": SECTION}
    return render(request, "conference/ballot/paper.html", what, status=_status(hand_out, take_back))


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def sheet(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Read a sheet of paper: the ballot to fill in, and what another has read differently."""
    by, conference = known(request), seen(request, slug)
    vote = open_vote(conference)
    if vote is None:
        return redirect("ballot_work:paper", slug=slug)
    own = pages.own_reading(vote, number, by.id) if number else None
    start = {"sheet": number or None}
    if own is not None:
        start |= {"group": own.group, "panellist": own.panellist}  # type: ignore[dict-item]
    form = SheetForm(
        request.POST or None, groups=pages.told_groups(conference), pseudonyms=conference.pseudonyms, initial=start
    )
    values = values_of(vote.items, request.POST) if request.method == "POST" else dict(own.values) if own else {}
    faults: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        told = {"group": form.cleaned_data.get("group", ""), "panellist": form.cleaned_data.get("panellist", "")}
        faults = faults_of(paper_of(vote), values, **told)
        if not faults:
            read = form.cleaned_data["sheet"]
            try:
                reading = use_paper.read_sheet(
                    by=by, vote=vote.pk, sheet=read, values=values, at=timezone.now(), **told
                )
            except RuleBroken as refusal:
                show_refusal(form, refusal)
            else:
                return _read(request, slug, read, reading.state)
    what = {
        "page": pages.paper_page(conference, by.id),
        "form": form,
        "ballot": ballot_form(vote).filled(values, faults=faults),
        "differences": pages.differences(vote, number) if own is not None else (),
        "number": number,
        "section": SECTION,
    }
    wrong = request.method == "POST"
    return render(request, "conference/ballot/sheet.html", what, status=WRONG if wrong else 200)


def _read(request: HttpRequest, slug: str, number: int, state: str) -> HttpResponse:
    if state == "differs":
        messages.info(request, _("You two have read sheet {number} differently; see below.").format(number=number))
        return redirect("ballot_work:sheet", slug=slug, number=number)
    said = (
        _("Sheet {number} waits for somebody else to read it too.")
        if state == "first"
        else _("You two agree on sheet {number}; it lies in the box.")
    )
    return _back(request, "paper", slug, said.format(number=number))


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def scrutiny(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was counted; name scrutineers, or let one take the whole ballots."""
    by, conference = known(request), held_here(request, slug, _counts_or_sees)
    is_one = use_scrutiny.is_scrutineer(by, conference)
    do, at = request.POST.get("do", ""), timezone.now()
    form = ScrutineerForm(request.POST if do == "name" else None)
    if do == "name" and form.is_valid():
        email = form.cleaned_data["email"]
        if _done(form, lambda: use_scrutiny.name_scrutineer(by=by, conference=conference.pk, email=email, at=at)):
            return _back(request, "scrutiny", slug, _("Named."))
    elif do in {"take", "withdraw"}:
        try:
            if do == "take":
                return _file(use_scrutiny.ballots_file(by=by, conference=conference.pk, at=at), conference)
            number = request.POST.get("scrutineer", "")
            use_scrutiny.withdraw_scrutineer(
                by=by,
                conference=conference.pk,
                scrutineer=int(number) if number.isdecimal() and len(number) < 19 else 0,
                at=at,
            )
        except RuleBroken as refusal:
            return _back(request, "scrutiny", slug, refusal.said(_))
        return _back(request, "scrutiny", slug, _("Withdrawn."))
    page = pages.scrutiny_page(conference, may_prepare=may_prepare(by, conference), may_take=is_one)
    return render(
        request,
        "conference/ballot/scrutiny.html",
        {"page": page, "form": form, "section": SECTION},
        status=_status(form),
    )


def _counts_or_sees(person: Person | None, conference: Conference) -> bool:
    return may_see(person, conference) or (person is not None and use_scrutiny.is_scrutineer(person, conference))


def _done(form: forms.Form, use: Callable[[], object]) -> bool:
    """Carry out a use case; put its refusal into the form and return False where there is one."""
    try:
        use()
    except RuleBroken as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _status(*shown: forms.Form) -> int:
    return WRONG if any(form.is_bound for form in shown) else 200


def _back(request: HttpRequest, name: str, slug: str, said: str) -> HttpResponse:
    messages.info(request, said)
    return redirect(f"ballot_work:{name}", slug=slug)


def _voting_page(request: HttpRequest, conference: Conference) -> str:
    return request.build_absolute_uri(reverse("ballots:ballot", kwargs={"code": conference.join_code}))


def _pdf(request: HttpRequest, conference: Conference, slips: tuple[use_codes.Slip, ...]) -> HttpResponse:
    sheet = printed_slips.sheet(
        conference,
        slips,
        voting=_voting_page(request, conference),
        joining=f"{request.get_host()}{reverse('join')}",
    )
    response = HttpResponse(slips_pdf(sheet, page_language()), content_type="application/pdf")
    name = _("slips")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{conference.slug}.pdf"'
    return response


def _file(content: bytes, conference: Conference) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="BALLOTS-{conference.slug}.csv"'
    return response
