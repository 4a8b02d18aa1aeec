"""Forms of events: they read what was typed, and leave the rules to the use cases."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.meetings.addresses import Invitee, read
from ljuspunkt.rooms.meetings.models import Answer
from ljuspunkt.rooms.meetings.queries import EventPage
from ljuspunkt.rooms.meetings.services import Draft
from ljuspunkt.rooms.meetings.services.documents import LARGEST, MEGABYTE
from ljuspunkt.rooms.meetings.when import HOME, TIME_ZONES, When, instant

AS_TYPED = "%Y-%m-%dT%H:%M"
EARLIEST, LATEST = 2000, 2100


class WallTime(forms.Field):
    """A day and a time as the clock on the wall shows it, without a time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AS_TYPED)

    def to_python(self, value: object) -> datetime | None:
        """Read what a browser sends: 2026-11-20T09:30."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            read_as = datetime.fromisoformat(text).replace(second=0, microsecond=0)
        except ValueError:
            raise forms.ValidationError(_("Write day and time as 2026-11-20 09:30.")) from None
        if read_as.tzinfo is not None or not EARLIEST <= read_as.year < LATEST:
            raise forms.ValidationError(_("Write day and time as 2026-11-20 09:30."))
        return read_as


def _several_lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EventForm(forms.Form):
    """An event as its organiser writes it down."""

    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(
        label=_("Purpose"),
        widget=_several_lines(4),
        max_length=4000,
        help_text=_("Why you meet. It is in the invitation."),
    )
    audience = forms.CharField(label=_("For whom"), required=False, widget=_several_lines(2), max_length=1000)
    starts = WallTime(label=_("Begins"))
    ends = WallTime(label=_("Ends"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in TIME_ZONES], initial=HOME, required=False
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200, help_text=_("Address and room."))
    link = forms.URLField(label=_("Link to the video meeting"), required=False, max_length=500, assume_scheme="https")
    leaders = forms.CharField(label=_("Led by"), required=False, widget=_several_lines(2), max_length=1000)
    partners = forms.CharField(label=_("Together with"), required=False, widget=_several_lines(2), max_length=1000)
    capacity = forms.IntegerField(
        label=_("Number of places"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Those who answer yes later wait in line. Empty for no limit."),
    )
    answer_on = forms.DateField(
        label=_("Last day to answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day itself counts."),
    )
    contact = forms.EmailField(
        label=_("Contact"), max_length=254, help_text=_("An e-mail address. Those invited write to it, and see it.")
    )
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=[("sv", "Svenska"), ("en", "English")], initial="sv"
    )
    organisers = forms.MultipleChoiceField(
        label=_("Organised by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Coordinators of these associations see the event and may change it."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, associations: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(associations)

    def clean(self) -> dict[str, Any]:
        """Turn clock times into instants there."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["time_zone"] = cleaned.get("time_zone") or HOME
        for name in ("starts", "ends"):
            if cleaned.get(name):
                try:
                    cleaned[name] = instant(cleaned[name], cleaned["time_zone"])
                except RuleBroken as refusal:
                    self.add_error(name, refusal.said(gettext))
        return cleaned

    def draft(self) -> Draft:
        """Return what was written down, once it is valid."""
        given = self.cleaned_data
        return Draft(
            title=" ".join(given["title"].split()),
            purpose=_text(given["purpose"]),
            when=When(given["starts"], given["ends"], given["time_zone"], given["place"].strip(), given["link"]),
            answer_on=given["answer_on"],
            contact=given["contact"],
            organisers=tuple(sorted(given["organisers"])),
            audience=_text(given["audience"]),
            leaders=_text(given["leaders"]),
            partners=_text(given["partners"]),
            language=given["language"],
            capacity=given["capacity"],
        )

    @staticmethod
    def written(page: EventPage) -> dict[str, object]:
        """Return an event as the form shows it."""
        return {
            "title": page.title,
            "purpose": page.purpose,
            "audience": page.audience,
            "starts": page.when.starts.replace(tzinfo=None),
            "ends": page.when.ends.replace(tzinfo=None),
            "time_zone": page.when.time_zone,
            "place": page.when.place,
            "link": page.when.link,
            "leaders": page.leaders,
            "partners": page.partners,
            "capacity": page.capacity,
            "answer_on": page.answer_on,
            "contact": page.contact,
            "language": page.language,
            "organisers": list(page.organiser_slugs),
            "edition": page.edition,
        }


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()


class InviteForm(forms.Form):
    """People to invite, pasted from anywhere."""

    people = forms.CharField(
        label=_("Names and addresses"),
        widget=_several_lines(12),
        max_length=300_000,
        help_text=_(
            "One on each line: Kim Ek <kim.ek@example.se>, or name and address in two columns of a spreadsheet."
        ),
    )

    def clean_people(self) -> tuple[Invitee, ...]:
        """Read every line, and name all that can't be read at once."""
        people, faults = read(self.cleaned_data["people"])
        if faults:
            raise forms.ValidationError([fault.said(gettext) for fault in faults])
        return people


class AnswerForm(forms.Form):
    """An answer to an invitation."""

    answer = forms.ChoiceField(choices=[(each, each) for each in (Answer.YES, Answer.MAYBE, Answer.NO)])


class CancelForm(forms.Form):
    """Why an event is cancelled."""

    because = forms.CharField(
        label=_("Why"),
        required=False,
        widget=_several_lines(3),
        max_length=1000,
        help_text=_("It is in the letter to everybody invited."),
    )


class DocumentForm(forms.Form):
    """A file for those invited."""

    document = forms.FileField(label=_("Document"), max_length=150)

    def clean_document(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before it is read."""
        given: UploadedFile[bytes] = self.cleaned_data["document"]
        if (given.size or 0) > LARGEST * MEGABYTE:
            raise forms.ValidationError(gettext("A file can have {most} MB at most.").format(most=LARGEST))
        return given
