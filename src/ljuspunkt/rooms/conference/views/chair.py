"""The chair's console and its presses; each makes one call and answers."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import ballot_box, services
from ljuspunkt.rooms.conference.asked import SECTION, led, posted, vote_of
from ljuspunkt.rooms.conference.forms.votes import OpenForm, ReasonForm, RulingForm, ShowForm
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.queries import console as consoles
from ljuspunkt.rooms.conference.queries import planned
from ljuspunkt.rooms.conference.queries.opening import opening_page
from ljuspunkt.rooms.conference.services.paper import outstanding
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told
from ljuspunkt.ui.language import on_page

FEW = 5
"""Fewer ballots than these are too few to hide in; the chair is told so before the vote closes."""


@signed_in
@require_safe
def console(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is happening and the next step; a page that is open already asks for the `part` that changes."""
    services.close_due(at=timezone.now())
    page = consoles.console(led(request, slug))
    template = "now" if "part" in request.GET else "console"
    answer = render(request, f"conference/chair/{template}.html", {"page": page, "section": SECTION})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _do(request: HttpRequest, slug: str, press: Callable[[], bool], done: str) -> HttpResponse:
    """Do what was pressed, say what came of it, and go back to the console."""
    with told(request):
        if press():
            messages.success(request, done)
        else:
            messages.info(request, _("That had been done just before; nothing was done twice."))
    return redirect("votes:chair", slug=slug)


@signed_in
@require_http_methods(GET_OR_POST)
def open_vote(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Show what will be frozen, and open the vote."""
    conference = led(request, slug)
    found = vote_of(conference, vote)
    form = OpenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        minutes = form.cleaned_data["minutes"]
        ends = at + timedelta(minutes=float(minutes)) if minutes else None
        return _do(
            request,
            slug,
            lambda: services.open_vote(by=known(request), vote=found.pk, at=at, closes_at=ends),
            _("{vote} is open.").format(vote=planned.vote_name(found)),
        )
    if found.state != "draft":
        return redirect("votes:chair", slug=slug)
    try:
        page = opening_page(conference, found)
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("votes:chair", slug=slug)
    return render(
        request,
        "conference/chair/open.html",
        {"page": page, "form": form, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_POST
def close_vote(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Close the vote; where somebody hasn't voted yet, ask first."""
    conference = led(request, slug)
    found = vote_of(conference, vote)
    missing = found.entitled - ballot_box.turnout(found.pk)
    few = found.entitled - missing < FEW
    sure = "few" in request.POST if few else "sure" in request.POST
    if found.state == "open" and missing > 0 and not sure:
        return _ask_to_close(request, conference, found, missing)
    return _do(
        request,
        slug,
        lambda: services.close_vote(by=known(request), vote=found.pk, at=timezone.now()),
        _("{vote} is closed, and its ballots are counted.").format(vote=planned.vote_name(found)),
    )


def _ask_to_close(request: HttpRequest, conference: Conference, vote: Vote, missing: int) -> HttpResponse:
    few = vote.entitled - missing < FEW
    form = forms.Form(request.POST if "sure" in request.POST else None)
    form.fields["sure"] = forms.CharField(widget=forms.HiddenInput, initial="yes")
    if few:
        form.fields["few"] = forms.BooleanField(label=_("Close it although the result may tell how each has voted"))
    return _asked(
        request,
        conference,
        question=_("Shall {vote} be closed?").format(vote=planned.vote_name(vote)),
        consequences=(
            ngettext(
                "{n} of {of} hasn't voted, and can't do so afterwards.",
                "{n} of {of} haven't voted, and can't do so afterwards.",
                missing,
            ).format(n=missing, of=vote.entitled),
            *_papers_out(vote),
            *(_("With so few ballots the result may tell how each of them voted."),) * few,
            _("A closed vote can't be opened again."),
        ),
        button=_("Close the vote"),
        form=form,
    )


def _papers_out(vote: Vote) -> tuple[str, ...]:
    out = outstanding(vote.pk)
    if not out:
        return ()
    return (ngettext("{n} paper ballot isn't in yet.", "{n} paper ballots aren't in yet.", out).format(n=out),)


def _asked(
    request: HttpRequest,
    conference: Conference,
    *,
    question: str,
    consequences: tuple[str, ...],
    button: str,
    form: forms.Form,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "ui/confirm.html",
        {
            "confirm": Confirmation(
                question=question,
                consequences=consequences,
                button=button,
                back=reverse("votes:chair", args=[conference.slug]),
            ),
            "form": form,
            "section": SECTION,
        },
        status=status,
    )


@signed_in
@require_POST
def decide_vote(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Count the ballots of a closed vote again."""
    found = vote_of(led(request, slug), vote)
    return _do(
        request,
        slug,
        lambda: services.decide_vote(by=known(request), vote=found.pk, at=timezone.now()),
        _("{vote} is decided.").format(vote=planned.vote_name(found)),
    )


@signed_in
@require_POST
def open_runoff(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Open a run-off among the tied, at once."""
    found = vote_of(led(request, slug), vote)
    return _do(
        request,
        slug,
        lambda: services.open_runoff(by=known(request), vote=found.pk, at=timezone.now()),
        _("The run-off is open."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def rule_tie(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Rule on a tie, with a reason."""
    conference = led(request, slug)
    found = vote_of(conference, vote)
    tie = found.ties.filter(waits_for="ruling").first()
    if tie is None:
        messages.info(request, _("No tie waits for a ruling any more."))
        return redirect("votes:chair", slug=slug)
    titles = {each.reference: on_page(each.title) for each in tie.candidates.all()}
    tied = [(reference, f"{reference}. {titles.get(reference, '')}".strip()) for reference in tie.still]
    form = RulingForm(posted(request), tied=tied, places=tie.left)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.rule_tie(
                by=known(request),
                vote=found.pk,
                chosen=form.cleaned_data["chosen"],
                reason=form.cleaned_data["reason"],
                kind=tie.kind,
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"ruling_not_exact": "chosen", "no_ruling_reason": "reason"})
        else:
            return _do(request, slug, lambda: done, _("Your ruling is written down, and the tie is settled."))
    return _asked(
        request,
        conference,
        question=_("Which of the tied go through?"),
        consequences=(
            ngettext(
                "{n} candidate is equal for the last places.",
                "{n} candidates are equal for the last places.",
                len(tied),
            ).format(n=len(tied)),
            _("Your ruling and its reason are shown with the result and can't be changed."),
        ),
        button=_("Write down the ruling"),
        form=form,
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def void_vote(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Make a vote void, with a reason."""
    conference = led(request, slug)
    found = vote_of(conference, vote)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = services.void_vote(
                by=known(request), vote=found.pk, reason=form.cleaned_data["reason"], at=timezone.now()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"no_void_reason": "reason"})
        else:
            said = _("{vote} is void.").format(vote=planned.vote_name(found))
            return _do(request, slug, lambda: done, said)
    kept = (
        _("Ballots that have come in aren't counted; only their number is kept.")
        if found.state == "open"
        else _("What it gave is kept and can be read, but decides nothing.")
    )
    return _asked(
        request,
        conference,
        question=_("Shall {vote} be made void?").format(vote=planned.vote_name(found)),
        consequences=(kept, _("It can be held again under a new number."), _("This can't be undone.")),
        button=_("Make the vote void"),
        form=form,
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_POST
def hold_again(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Plan a void vote again; its rule may be changed before it opens."""
    found = vote_of(led(request, slug), vote)
    try:
        again = services.hold_again(by=known(request), vote=found.pk, at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("votes:chair", slug=slug)
    messages.success(
        request,
        _("The vote is planned again as vote {reference}. Its rule can be changed until it opens.").format(
            reference=again.reference
        ),
    )
    return redirect("votes:chair", slug=slug)


@signed_in
@require_POST
def screen(request: HttpRequest, slug: str) -> HttpResponse:
    """Put something on the screen."""
    conference = led(request, slug)
    form = ShowForm(request.POST)
    if form.is_valid():
        showing, view = form.cleaned_data["shown"].split()
        services.show(by=known(request), conference=conference.pk, showing=showing, view=view)
    return redirect(reverse("votes:chair", args=[slug]) + "#screen")


@signed_in
@require_http_methods(GET_OR_POST)
def close_conference(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the conference, after asking."""
    conference = led(request, slug)
    if request.method == "POST":
        return _do(
            request,
            slug,
            lambda: services.close_conference(by=known(request), conference=conference.pk, at=timezone.now()),
            _("The conference is closed."),
        )
    left = conference.votes.filter(state="draft").count()
    drafts = (
        (ngettext("{n} planned vote was never held.", "{n} planned votes were never held.", left).format(n=left),)
        if left
        else ()
    )
    return _asked(
        request,
        conference,
        question=_("Shall the conference be closed?"),
        consequences=(
            *drafts,
            _("Nothing in it can be changed any more, and no more votes can be held."),
            _("What could connect a mailed code with an address is destroyed."),
        ),
        button=_("Close the conference"),
        form=forms.Form(),
    )
