"""Waves: the list, one wave, making it, its settings, opening and closing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.waves import AssociationsForm, InstrumentsForm, WaveForm
from ljuspunkt.rooms.surveys.permissions import may_run_waves, may_see_waves
from ljuspunkt.rooms.surveys.queries.wave_choices import instruments_offered, part_choices, wave_settings
from ljuspunkt.rooms.surveys.queries.wave_pages import WaveHead, WavePage, wave_head, wave_page, waves_page
from ljuspunkt.rooms.surveys.services import end_wave as ending
from ljuspunkt.rooms.surveys.services import open_wave as opening
from ljuspunkt.rooms.surveys.services import waves as use
from ljuspunkt.rooms.surveys.views.common import SECTION, confirmed
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal

FIELDS = {
    "wave_name": "name",
    "wave_name_taken": "name",
    "wave_days": "closes_on",
    "wave_ends_in_the_past": "closes_on",
    "wave_begun": "opens_on",
    "reminder_outside": "reminder_0",
    "association_takes_part": "associations",
    "no_association": "associations",
}
"""By the code of a refusal, the field at which it stands."""


@signed_in
@require_safe
def waves(request: HttpRequest) -> HttpResponse:
    """Show the waves in which somebody has something to do."""
    refuse_unless(may_see_waves(known(request)))
    return render(request, "surveys/waves/waves.html", {"page": waves_page(known(request), timezone.now()), **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a wave."""
    by = known(request)
    refuse_unless(may_run_waves(by))
    form = WaveForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            slug = use.create_wave(
                by=by,
                at=timezone.now(),
                name=form.cleaned_data["name"],
                title=form.title(),
                kind=form.cleaned_data["kind"],
                opens_on=form.cleaned_data["opens_on"],
                closes_on=form.cleaned_data["closes_on"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The wave is planned. Choose its questionnaires and associations."))
            return redirect("waves:wave", slug)
    return _form(request, form, _("Plan a wave"), _("Plan the wave"), reverse("waves:waves"))


@signed_in
@require_safe
def wave(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a wave."""
    return render(request, "surveys/waves/wave.html", {"page": _page(request, slug), **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a wave's title, days and reminders."""
    head = head_to_run(request, slug)
    kept = wave_settings(slug)
    form = WaveForm(request.POST or None, is_new=False, reminders=kept.reminders_on, initial=kept.initial)
    if request.method == "POST" and form.is_valid():
        try:
            use.change_wave(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                title=form.title(),
                opens_on=form.cleaned_data["opens_on"],
                closes_on=form.cleaned_data["closes_on"],
                reminders_on=form.reminders(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The wave is kept."))
            return redirect("waves:wave", slug)
    return _form(request, form, _("Title and days"), _("Keep"), reverse("waves:wave", args=[slug]), head)


@signed_in
@require_http_methods(GET_OR_POST)
def instruments(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which questionnaire each group answers."""
    head = head_to_run(request, slug)
    offered = instruments_offered(slug)
    form = InstrumentsForm(request.POST or None, offered=offered.versions, chosen=offered.chosen)
    if request.method == "POST" and form.is_valid():
        try:
            use.choose_instruments(by=known(request), at=timezone.now(), slug=slug, versions=form.versions())
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The questionnaires are chosen."))
            return redirect("waves:wave", slug)
    return _form(
        request, form, _("Which questionnaire each group answers"), _("Keep"), reverse("waves:wave", args=[slug]), head
    )


@signed_in
@require_http_methods(GET_OR_POST)
def associations(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which associations take part; the links above tick all, or those of an agreement."""
    head = head_to_run(request, slug)
    choices = part_choices(slug, request.GET.get("tick", ""))
    form = AssociationsForm(
        request.POST or None, offered=choices.offered, initial={"associations": list(choices.ticked)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            use.choose_associations(
                by=known(request), at=timezone.now(), slug=slug, associations=form.cleaned_data["associations"]
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The associations are chosen."))
            return redirect("waves:wave", slug)
    return render(
        request,
        "surveys/waves/associations.html",
        {"form": form, "head": head, "choices": choices, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def open_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a wave, after having said what that means."""
    page = _page(request, slug)
    refuse_unless(page.head.may_run)
    if not page.head.is_planned or page.missing:
        return redirect("waves:wave", slug)
    return confirmed(
        request,
        lambda: opening.open_wave(by=known(request), at=timezone.now(), slug=slug, site=site_of(request)),
        Confirmation(
            question=_("Shall the wave {wave} be opened now?").format(wave=page.head.name),
            consequences=(
                _("From now on answers are taken, until {day}.").format(day=date_format(page.head.closes_on)),
                _("Questionnaires and associations that take part can't be taken away any more."),
                _("Letters go to everybody whose address stands on a list."),
                *(_languages(page)),
                *page.unsure,
            ),
            button=_("Open the wave"),
            back=reverse("waves:wave", args=[slug]),
        ),
        _("The wave is open."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def by_itself(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a wave open by itself on its first day, or take that back."""
    page = _page(request, slug)
    refuse_unless(page.head.may_run)
    if not page.head.is_planned:
        return redirect("waves:wave", slug)
    day = date_format(page.head.opens_on)
    back = reverse("waves:wave", args=[slug])
    if page.opens_by_itself:
        asked = Confirmation(
            question=_("Shall the wave {wave} be opened by a press instead?").format(wave=page.head.name),
            consequences=(_("It doesn't open before somebody presses."),),
            button=_("Open it by a press"),
            back=back,
        )
    else:
        asked = Confirmation(
            question=_("Shall the wave {wave} open by itself on {day}?").format(wave=page.head.name, day=day),
            consequences=(
                _("It opens in the morning of that day, if nothing is missing then; otherwise it waits, and says so."),
                _("Letters go to everybody whose address stands on a list."),
                *(_languages(page)),
            ),
            button=_("Let it open by itself"),
            back=back,
        )
    return confirmed(
        request,
        lambda: opening.let_open_by_itself(
            by=known(request), at=timezone.now(), slug=slug, by_itself=not page.opens_by_itself, site=site_of(request)
        ),
        asked,
        _("The wave is kept."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more answers, after having said what that means."""
    page = _page(request, slug)
    head = page.head
    refuse_unless(head.may_run)
    if not head.is_open:
        return redirect("waves:wave", slug)
    return confirmed(
        request,
        lambda: ending.end_wave(by=known(request), at=timezone.now(), slug=slug),
        Confirmation(
            question=_("Shall the wave {wave} be closed now?").format(wave=head.name),
            consequences=(
                _("No more answers are taken, and the wave can't be opened again."),
                _("The e-mail addresses of those who were asked are deleted."),
                _("The answers stay locked until somebody opens them with a passphrase."),
            ),
            warnings=page.unfinished,
            button=_("Close the wave"),
            back=reverse("waves:wave", args=[slug]),
        ),
        _("The wave is closed."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def following(request: HttpRequest, slug: str) -> HttpResponse:
    """Start the next wave from this one."""
    head = head_to_run(request, slug)
    if request.method == "POST":
        try:
            new_slug = use.start_next(by=known(request), at=timezone.now(), slug=slug)
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
            return redirect("waves:wave", slug)
        messages.success(request, _("The next wave is planned. Look through its days and questionnaires."))
        return redirect("waves:wave", new_slug)
    return render(
        request,
        "ui/confirm.html",
        {
            "confirm": Confirmation(
                question=_("Shall the wave that follows {wave} be planned?").format(wave=head.name),
                consequences=(
                    _("It gets the same associations, initiatives and ways of answering."),
                    _("Each group gets the latest frozen version of its questionnaire."),
                    _("Links and posters lead to the next wave as soon as this one is closed and that one open."),
                    _("Lists of addresses aren't carried on."),
                ),
                button=_("Plan the next wave"),
                back=reverse("waves:wave", args=[slug]),
            ),
            **SECTION,
        },
    )


@signed_in
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a planned wave, after having said what that means."""
    head = head_to_run(request, slug)
    if not head.is_planned:
        return redirect("waves:wave", slug)
    return confirmed(
        request,
        lambda: use.remove_wave(by=known(request), at=timezone.now(), slug=slug),
        Confirmation(
            question=_("Shall the planned wave {wave} be removed?").format(wave=head.name),
            consequences=(_("Its associations, initiatives, numbers and ways of answering are removed with it."),),
            button=_("Remove the wave"),
            back=reverse("waves:wave", args=[slug]),
        ),
        _("The wave is removed."),
        after=reverse("waves:waves"),
    )


def head_for(request: HttpRequest, slug: str) -> WaveHead:
    """Return a wave that the person has something to do with.

    Raises:
        Http404: there is none.
    """
    head = wave_head(known(request), slug, timezone.now())
    refuse_unless(head is not None)
    assert head is not None
    return head


def head_to_run(request: HttpRequest, slug: str) -> WaveHead:
    """Return a wave for somebody who runs waves.

    Raises:
        Http404: there is none, or the person doesn't.
    """
    head = head_for(request, slug)
    refuse_unless(head.may_run)
    return head


def site_of(request: HttpRequest) -> str:
    """Return where the server is reached, for links that are printed and sent."""
    return request.build_absolute_uri("/")


def _page(request: HttpRequest, slug: str) -> WavePage:
    page = wave_page(known(request), slug, timezone.now())
    refuse_unless(page is not None)
    assert page is not None
    return page


def _languages(page: WavePage) -> tuple[str, ...]:
    return tuple(
        _("{group} isn't open in {languages}: words are missing there.").format(
            group=each.group, languages=each.left_out
        )
        for each in page.instruments
        if each.left_out
    )


def _form(
    request: HttpRequest, form: object, heading: str, button: str, back: str, head: WaveHead | None = None
) -> HttpResponse:
    return render(
        request,
        "surveys/waves/form.html",
        {"form": form, "heading": heading, "button": button, "back": back, "head": head, **SECTION},
        status=WRONG if form.errors else 200,  # type: ignore[attr-defined]
    )
