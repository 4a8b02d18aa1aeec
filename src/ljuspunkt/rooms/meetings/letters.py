"""The letters of an event, in its language: invited, changed, reminded, a place, no longer invited, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ljuspunkt.rooms.mail.services import Attachment, Request
from ljuspunkt.rooms.meetings.calendar import calendar_file
from ljuspunkt.rooms.meetings.models import Answer, Event, Invitation
from ljuspunkt.rooms.meetings.reference import reference
from ljuspunkt.rooms.meetings.when import When, day, differences


@dataclass(frozen=True, slots=True)
class Post:
    """What all letters of one event have in common when they are written."""

    event: Event
    when: When
    organisers: tuple[str, ...]
    documents: tuple[str, ...]
    site: str
    at: datetime

    def answer_at(self, invitation: Invitation) -> str:
        """Return the whole address of the page where this person answers."""
        with override(self.event.language):
            return urljoin(self.site, reverse("meetings:answer", args=[reference(invitation)]))


def key(event: int, kind: str, invitation: int, number: int) -> str:
    """Return the key of a letter: the same letter is never asked for twice."""
    return f"event:{event}:{kind}:{invitation}:{number}"


def all_keys(event: int) -> str:
    """Return what the keys of all letters of an event begin with."""
    return f"event:{event}:"


def invite(post: Post, invitation: Invitation) -> Request:
    """Return the invitation, as it is now."""
    with override(post.event.language):
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "told", invitation.pk, post.event.version),
            subject=_("Invitation: {title}, {day}").format(title=post.event.title, day=day(post.when.starts)),
            paragraphs=[
                _greeting(invitation),
                _("You are invited to {title}.").format(title=post.event.title),
                post.event.purpose,
                _facts(post),
                _documents(post),
                _how_to_answer(post, invitation),
            ],
        )


def tell_change(post: Post, invitation: Invitation, before: When, not_before: datetime) -> Request:
    """Tell what is new since what this person was told last."""
    with override(post.event.language):
        changes = [
            _("{name}: {now} (was: {before})").format(name=each.name, now=each.now, before=each.before)
            for each in differences(before, post.when)
        ]
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "told", invitation.pk, post.event.version),
            not_before=not_before,
            subject=_("Changed: {title}, {day}").format(title=post.event.title, day=day(post.when.starts)),
            paragraphs=[
                _greeting(invitation),
                _("This is new for {title}:").format(title=post.event.title),
                "\n".join(changes),
                _facts(post),
                _your_answer(post, invitation),
                _how_to_answer(post, invitation),
            ],
        )


def remind(post: Post, invitation: Invitation) -> Request:
    """Ask once more for an answer."""
    with override(post.event.language):
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "reminder", invitation.pk, post.event.reminders),
            subject=_("Please answer: {title}, {day}").format(title=post.event.title, day=day(post.when.starts)),
            paragraphs=[
                _greeting(invitation),
                _("You are invited to {title}, and we haven't had your answer yet.").format(title=post.event.title),
                _facts(post),
                _how_to_answer(post, invitation),
            ],
        )


def give_place(post: Post, invitation: Invitation) -> Request:
    """Tell somebody who waited that there is a place now."""
    with override(post.event.language):
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "place", invitation.pk, invitation.turns),
            subject=_("You have a place: {title}, {day}").format(title=post.event.title, day=day(post.when.starts)),
            paragraphs=[
                _greeting(invitation),
                _("You were on the waiting list for {title}, and now you have a place.").format(title=post.event.title),
                _facts(post),
                _("If you can't come, please say so, so that the next in line gets the place:"),
                post.answer_at(invitation),
            ],
        )


def cancel(post: Post, invitation: Invitation) -> Request:
    """Tell that the event is cancelled, and take it out of the calendar."""
    with override(post.event.language):
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "cancelled", invitation.pk, post.event.version),
            subject=_("Cancelled: {title}, {day}").format(title=post.event.title, day=day(post.when.starts)),
            paragraphs=[
                _greeting(invitation),
                _("{title} is cancelled. It would have been {time}.").format(
                    title=post.event.title, time=post.when.time
                ),
                post.event.cancelled_because,
                _("Questions are answered by {contact}.").format(contact=post.event.contact),
            ],
            cancelled=True,
        )


def take_back(post: Post, invitation: Invitation) -> Request:
    """Tell one person that the invitation is taken back."""
    with override(post.event.language):
        return _letter(
            post,
            invitation,
            key=key(post.event.pk, "withdrawn", invitation.pk, post.event.version),
            subject=_("No longer invited: {title}").format(title=post.event.title),
            paragraphs=[
                _greeting(invitation),
                _("Your invitation to {title}, {time}, has been taken back.").format(
                    title=post.event.title, time=post.when.time
                ),
                _("Questions are answered by {contact}.").format(contact=post.event.contact),
            ],
            cancelled=True,
        )


def _letter(
    post: Post,
    invitation: Invitation,
    *,
    key: str,
    subject: str,
    paragraphs: list[str],
    not_before: datetime | None = None,
    cancelled: bool = False,
) -> Request:
    calendar = calendar_file(
        post.event, post.when, invitation, answer_at=post.answer_at(invitation), at=post.at, cancelled=cancelled
    )
    method = "CANCEL" if cancelled else "REQUEST"
    return Request(
        to=invitation.email,
        subject=subject,
        body="\n\n".join(filter(None, paragraphs)) + "\n",
        key=key,
        not_before=not_before,
        until=None if cancelled else post.when.ends_at,
        about=subject,
        organisers=post.organisers,
        reply_to=post.event.contact,
        attachments=[
            Attachment("", f"text/calendar; method={method}", calendar, alternative=True),
            Attachment("invite.ics", "application/ics", calendar),
        ],
    )


def _greeting(invitation: Invitation) -> str:
    return _("Hello {name},").format(name=invitation.name) if invitation.name else _("Hello,")


def _facts(post: Post) -> str:
    event, when = post.event, post.when
    lines = [
        (_("Time"), when.time),
        (_("Place"), when.place),
        (_("Link"), when.link),
        (_("For"), event.audience),
        (_("Led by"), event.leaders),
        (_("Together with"), event.partners),
    ]
    return "\n".join(f"{name}: {' · '.join(text.split(chr(10)))}" for name, text in lines if text)


def _documents(post: Post) -> str:
    if not post.documents:
        return ""
    return _("Documents, to be read on the page below: {names}").format(names=", ".join(post.documents))


def _your_answer(post: Post, invitation: Invitation) -> str:
    """Say what somebody answered; the page says whether there is a place, since the letter waits before it goes."""
    yes = _("You have answered yes. If you can't come any more, please say so on the page below.")
    if post.event.capacity is not None:
        yes = f"{yes} {_('There you also see whether you have a place.')}"
    return {
        Answer.YES: yes,
        Answer.MAYBE: _("You have answered maybe. Please answer yes or no on the page below when you know."),
    }.get(Answer(invitation.answer), "")


def _how_to_answer(post: Post, invitation: Invitation) -> str:
    if invitation.answer == Answer.NONE:
        said = _("Please answer yes, no or maybe, {day} at the latest:").format(
            day=day(post.when.last_day_before(post.event.answer_by))
        )
    else:
        said = _("Your page, where you can change your answer:")
    return f"{said}\n{post.answer_at(invitation)}\n\n" + _(
        "The address is your own. Whoever has it can answer in your name."
    )
