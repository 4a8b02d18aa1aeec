"""Pages of the organisers."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import PurePath

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings import queries, services
from ljuspunkt.rooms.meetings.files import download, table
from ljuspunkt.rooms.meetings.forms import AnswerForm, CancelForm, DocumentForm, EventForm, InviteForm
from ljuspunkt.rooms.meetings.models import Answer, Place
from ljuspunkt.rooms.meetings.permissions import may_arrange
from ljuspunkt.rooms.meetings.queries import EventPage
from ljuspunkt.rooms.people.permissions import Role, known, refuse_unless, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, confirmed, show_refusal, told

SECTION = "meetings"
FIELDS = {
    "starts_at": "starts",
    "ends_at": "ends",
    "answer_on": "answer_on",
    "place": "place",
    "capacity": "capacity",
    "organisers": "organisers",
}
"""By the code of a refusal, the field it is about."""


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show the events that the person organises."""
    by = known(request)
    refuse_unless(may_arrange(by))
    return render(request, "meetings/events.html", {"page": queries.events(by, timezone.now()), "section": SECTION})


@require_http_methods(GET_OR_POST)
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Make an event."""
    by = known(request)
    refuse_unless(may_arrange(by))
    own = by.associations(Role.ASSOCIATION_COORDINATOR)
    morning = datetime.combine(timezone.localdate() + timedelta(days=28), time(9))
    initial = {
        "contact": by.email,
        "language": get_language(),
        "organisers": list(own) if len(own) == 1 else [],
        "starts": morning,
        "ends": morning.replace(hour=16),
        "answer_on": (morning - timedelta(days=7)).date(),
    }
    form = EventForm(request.POST or None, initial=initial, associations=queries.organiser_choices(by))
    if form.is_valid():
        try:
            number = services.create_event(by=by, draft=form.draft(), at=timezone.now())
            messages.success(request, _("The event is made. Now put those on the list whom you want to invite."))
            return redirect("meetings:event", number=number)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
    return render(
        request,
        "meetings/event_form.html",
        {"form": form, "page": None, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@require_safe
@signed_in
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is coming, who hasn't answered and who waits."""
    return render(
        request,
        "meetings/event.html",
        {"page": _page(request, number), "form": DocumentForm(), "section": SECTION},
    )


@require_http_methods(GET_OR_POST)
@signed_in
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change an event; those concerned are told by mail what is new."""
    by, page = known(request), _page(request, number)
    form = EventForm(request.POST or None, initial=EventForm.written(page), associations=queries.organiser_choices(by))
    if form.is_valid():
        try:
            told = services.change_event(
                by=by,
                event=number,
                draft=form.draft(),
                edition=form.cleaned_data["edition"] or 0,
                at=timezone.now(),
                site=_site(request),
            )
            messages.success(
                request,
                _("The event is changed. Those concerned are told in a few minutes what is new.")
                if told
                else _("The event is kept."),
            )
            return redirect("meetings:event", number=number)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
            seen = request.POST.copy()
            seen["edition"] = str(_page(request, number).edition)
            form.data = seen
    return render(
        request,
        "meetings/event_form.html",
        {"form": form, "page": page, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@require_http_methods(GET_OR_POST)
@signed_in
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether the event shall be cancelled, and cancel it."""
    by, page = known(request), _page(request, number)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            services.cancel_event(
                by=by,
                event=number,
                because=form.cleaned_data["because"].strip(),
                at=timezone.now(),
                site=_site(request),
            )
            messages.success(request, _("The event is cancelled."))
            return redirect("meetings:event", number=number)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    confirm = Confirmation(
        question=_("Shall {event} be cancelled?").format(event=page.title),
        consequences=(
            _("Everybody who has a place, waits for one, answered maybe or hasn't answered is told by mail."),
            _("A cancelled event can't be taken up again."),
        ),
        button=_("Cancel the event"),
        back=reverse("meetings:event", args=[number]),
    )
    return render(
        request,
        "ui/confirm.html",
        {"confirm": confirm, "form": form, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@require_http_methods(GET_OR_POST)
@signed_in
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether names and addresses shall be erased, and erase them."""
    page = _page(request, number)
    confirm = Confirmation(
        question=_("Shall those invited to {event} be erased?").format(event=page.title),
        consequences=(
            _("Names, addresses, answers and the attendance list are erased for good."),
            _("How many were invited, answered and came is kept."),
        ),
        button=_("Erase names and addresses"),
        back=reverse("meetings:event", args=[number]),
    )
    return confirmed(
        request,
        lambda: services.erase_people(by=known(request), event=number, at=timezone.now()),
        confirm,
        _("Names and addresses are erased. The numbers are kept."),
        section=SECTION,
    )


@require_http_methods(GET_OR_POST)
@signed_in
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Put pasted people on the list; nothing is sent yet."""
    page = _page(request, number)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            added = services.add_invited(
                by=known(request), event=number, people=form.cleaned_data["people"], at=timezone.now()
            )
            said = ngettext("{n} is new on the list.", "{n} are new on the list.", added.new).format(n=added.new)
            if added.known:
                said += " " + ngettext("{n} stood there already.", "{n} stood there already.", added.known).format(
                    n=added.known
                )
            messages.success(request, said)
            return redirect("meetings:event", number=number)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return render(
        request,
        "meetings/invite.html",
        {"form": form, "page": page, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@require_POST
@signed_in
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send the invitations."""
    return _done(
        request,
        number,
        lambda: services.send_invitations(by=known(request), event=number, at=timezone.now(), site=_site(request)),
        _("The invitations are on their way."),
    )


@require_POST
@signed_in
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Remind those who haven't answered."""
    pressed = request.POST.get("reminders", "")
    return _done(
        request,
        number,
        lambda: services.remind(
            by=known(request),
            event=number,
            reminders=int(pressed) if pressed.isdecimal() and len(pressed) < 10 else -1,
            at=timezone.now(),
            site=_site(request),
        ),
        _("The reminders are on their way."),
    )


@require_POST
@signed_in
def add_document(request: HttpRequest, number: int) -> HttpResponse:
    """Add a file."""
    page = _page(request, number)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        given: UploadedFile[bytes] = form.cleaned_data["document"]
        try:
            services.add_document(
                by=known(request),
                event=number,
                name=PurePath(given.name or "").name,
                content_type=(given.content_type or "application/octet-stream")[:100],
                content=given.read(),
                at=timezone.now(),
            )
            messages.success(request, _("The document is added."))
            return redirect("meetings:event", number=number)
        except RuleBroken as refusal:
            show_refusal(form, refusal, dict.fromkeys(("empty", "too_large", "too_large_together"), "document"))
    return render(
        request,
        "meetings/event.html",
        {"page": page, "form": form, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@require_safe
@signed_in
def document(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """Give a file."""
    found = queries.document(known(request), number, document)
    if found is None:
        raise Http404
    return download(found.name, found.content_type, bytes(found.content))


@require_POST
@signed_in
def remove_document(request: HttpRequest, number: int, document: int) -> HttpResponse:
    """Remove a file."""
    return _done(
        request,
        number,
        lambda: services.remove_document(by=known(request), event=number, document=document, at=timezone.now()),
        _("The document is removed."),
    )


@require_POST
@signed_in
def guest(request: HttpRequest, number: int, guest: int) -> HttpResponse:
    """Write down what somebody answered in another way."""
    _page(request, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Press yes, maybe or no."))
        return redirect("meetings:event", number=number)

    def write_down() -> None:
        place = services.answer_for(
            by=known(request),
            event=number,
            invitation=guest,
            answer=Answer(form.cleaned_data["answer"]),
            at=timezone.now(),
            site=_site(request),
        )
        if place == Place.WAITING:
            messages.warning(request, _("All places are taken; the person is on the waiting list."))

    return _done(request, number, write_down, _("The answer is written down."))


@require_http_methods(GET_OR_POST)
@signed_in
def take_back(request: HttpRequest, number: int, guest: int) -> HttpResponse:
    """Ask whether somebody shall be taken off the list, and do it."""
    page = _page(request, number)
    found = next((each for each in page.guests if each.pk == guest), None)
    if found is None:
        raise Http404
    confirm = Confirmation(
        question=_("Shall {person} be taken off the list?").format(person=found.called),
        consequences=(
            _("Who has been invited is told by mail that the invitation is taken back."),
            _("A place goes to the next in line."),
        ),
        button=_("Take off the list"),
        back=reverse("meetings:event", args=[number]),
    )
    return confirmed(
        request,
        lambda: services.take_back(
            by=known(request), event=number, invitation=guest, at=timezone.now(), site=_site(request)
        ),
        confirm,
        _("The person is off the list."),
        section=SECTION,
    )


@require_http_methods(GET_OR_POST)
@signed_in
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Tick who was there."""
    page = _page(request, number)
    if request.method == "POST":
        return _done(
            request,
            number,
            lambda: services.tick_attendance(
                by=known(request),
                event=number,
                shown=_numbers(request, "shown"),
                there=_numbers(request, "there"),
                at=timezone.now(),
            ),
            _("The attendance list is kept."),
        )
    return render(request, "meetings/attendance.html", {"page": page, "section": SECTION})


@require_safe
@signed_in
def attendance_sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Show the attendance list as a sheet to print and sign."""
    return render(request, "meetings/attendance_sheet.html", {"page": _page(request, number), "section": SECTION})


@require_safe
@signed_in
def attendance_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give the list as a table for a spreadsheet."""
    page = _page(request, number)
    head = (_("Name"), _("E-mail"), _("Answer"), _("Place in line"), _("Answered"), _("Was there"))
    rows = [
        (
            each.name,
            each.email,
            each.standing,
            each.in_line,
            f"{timezone.localtime(each.answered_at):%Y-%m-%d %H:%M}" if each.answered_at else "",
            {True: _("yes"), False: _("no"), None: ""}[each.attended],
        )
        for each in page.guests
    ]
    content = table([head, *rows], separator=";" if get_language() == "sv" else ",")
    return download(f"{page.title}.csv", "text/csv; charset=utf-8", content)


def _page(request: HttpRequest, number: int) -> EventPage:
    page = queries.event(known(request), number, timezone.now())
    if page is None:
        raise Http404
    return page


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 19]


def _done(request: HttpRequest, number: int, what: Callable[[], object], said: str) -> HttpResponse:
    """Do something, say that it is done or why it isn't, and show the event again."""
    with told(request, said):
        what()
    return redirect("meetings:event", number=number)
