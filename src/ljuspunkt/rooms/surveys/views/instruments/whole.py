"""Questionnaires as a whole: the list, making one, an instrument, a version, its settings, freezing, a new year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.instruments import BeginForm, NewYearForm, SettingsForm
from ljuspunkt.rooms.surveys.queries.instruments import VersionPage, instrument_list, instrument_page
from ljuspunkt.rooms.surveys.services.desk import mark_of
from ljuspunkt.rooms.surveys.services.edit_questionnaire import bare, keep_settings
from ljuspunkt.rooms.surveys.services.make_instrument import Beginning, make_instrument
from ljuspunkt.rooms.surveys.services.versions import freeze_version, remove_draft, start_version
from ljuspunkt.rooms.surveys.standards import standard_scales
from ljuspunkt.rooms.surveys.views.instruments.common import (
    SECTION,
    closed,
    owners,
    page_of,
    refused,
)
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation
from ljuspunkt.ui.language import on_page


@signed_in
@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """Show the questionnaires that the reader may see."""
    page = instrument_list(known(request))
    return render(request, "surveys/instruments/list.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def instrument_new(request: HttpRequest) -> HttpResponse:
    """Make a questionnaire from a protocol."""
    by = known(request)
    choices = owners(by)
    refuse_unless(bool(choices))
    scales = [(name, on_page(each.title)) for name, each in standard_scales().items()]
    form = BeginForm(request.POST or None, owners=choices, scales=scales)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        title = {language: said for language in ("sv", "en") if (said := found[f"title_{language}"].strip())}
        beginning = Beginning(
            slug=found["slug"],
            group=found["group"],
            association=found["owner"],
            title=title,
            version=found["version"],
            waves=found["waves"],
            languages=form.languages(),
            protocol=found["protocol"],
            scale=found["scale"],
        )
        try:
            make_instrument(by=by, at=timezone.now(), beginning=beginning, group_label=group_name(found["group"]))
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The questionnaire is made. Word its questions, and add what is missing."))
            return redirect("instruments:version", slug=beginning.slug, version=beginning.version)
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/new.html", {"form": form, **SECTION}, status=status)


@signed_in
@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an instrument with its versions and symbols."""
    page = instrument_page(known(request), slug)
    return render(request, "surveys/instruments/instrument.html", {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def new_year(request: HttpRequest, slug: str) -> HttpResponse:
    """Start the next version from the last frozen one."""
    by = known(request)
    page = instrument_page(by, slug)
    refuse_unless(page.line.may_edit)
    form = NewYearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name = start_version(by=by, at=timezone.now(), slug=slug, **form.cleaned_data)
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The new version is started; every question is marked as the same."))
            return redirect("instruments:version", slug=slug, version=name)
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/new_year.html", {"page": page, "form": form, **SECTION}, status=status)


@signed_in
@require_safe
def version(request: HttpRequest, slug: str, version: str, association: str = "") -> HttpResponse:
    """Show a version with everything that is asked, and what must be mended; or an association's own questions."""
    page = page_of(request, slug, version, association, edit=False)
    template = "surveys/instruments/own.html" if association else "surveys/instruments/version.html"
    return render(request, template, {"page": page, **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def settings(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Change title, languages and waves."""
    page = page_of(request, slug, version)
    if (back := closed(request, page)) is not None:
        return back
    seen = mark_of(bare(page.questionnaire))
    form = SettingsForm(request.POST or None, questionnaire=page.questionnaire, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            keep_settings(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                version=version,
                settings=form.given(),
                seen=form.cleaned_data["seen"],
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The settings are kept."))
            return redirect(page.base)
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/settings.html", {"page": page, "form": form, **SECTION}, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def freeze(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Freeze a draft, after saying what that means."""
    page = page_of(request, slug, version)
    if (back := closed(request, page)) is not None:
        return back
    if request.method == "POST":
        try:
            freeze_version(by=known(request), at=timezone.now(), slug=slug, version=version)
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
        else:
            messages.success(request, _("The version is frozen. It can be chosen for a wave."))
        return redirect(page.base)
    if page.blocked:
        messages.error(request, _("Something must be mended before the version can be frozen; it is listed here."))
        return redirect(page.base)
    confirm = Confirmation(
        _("Freeze version {version}?").format(version=version), _freezing(page), _("Freeze the version"), page.base
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})


def _freezing(page: VersionPage) -> tuple[str, ...]:
    """Return what freezing means for this version."""
    said = [_("It never changes again, not even a comma. For changes a new version is started.")]
    for line in page.languages:
        if not line.is_open:
            said.append(
                ngettext(
                    "It won't be open in {language}: {n} wording is missing, and can't be added afterwards.",
                    "It won't be open in {language}: {n} wordings are missing, and can't be added afterwards.",
                    line.lacks,
                ).format(language=line.name, n=line.lacks)
            )
        elif line.easy and not line.easy_is_open:
            said.append(
                _("Easy read won't be offered in {language}: {n} of {all} questions have it.").format(
                    language=line.name, n=line.easy, all=line.n
                )
            )
    marks = [each.part.mark for each in page.lines if not each.is_section and page.earlier]  # type: ignore[union-attr]
    if marks:
        said.append(
            _("Compared with {earlier}: {same} questions are the same, {changed} are changed, {new} are new.").format(
                earlier=page.earlier, same=marks.count("same"), changed=marks.count("changed"), new=marks.count("new")
            )
        )
    said += [fault.said for fault in page.mending if not fault.blocks]
    return tuple(said)


@signed_in
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    page = page_of(request, slug, version)
    if (back := closed(request, page)) is not None:
        return back
    if request.method == "POST":
        try:
            remove_draft(by=known(request), at=timezone.now(), slug=slug, version=version)
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
            return redirect(page.base)
        messages.success(request, _("The draft is thrown away."))
        return redirect("instruments:list")
    confirm = Confirmation(
        _("Throw the draft {version} away?").format(version=version),
        (_("All its questions and wordings are lost. Frozen versions stay."),),
        _("Throw the draft away"),
        reverse("instruments:version", kwargs={"slug": slug, "version": version}),
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})
