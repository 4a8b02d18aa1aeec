"""Pages of the panel: its experts, its groups, and who came; each makes one call and answers."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.people_list import people_of
from ljuspunkt.rooms.conference.asked import SECTION, seen
from ljuspunkt.rooms.conference.forms.panel import ExpertForm, GroupsForm, ListForm
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.queries import panel as pages
from ljuspunkt.rooms.conference.services import panel as services
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, confirmed, show_refusal

FIELDS = {
    "expert_name": "name",
    "expert_twice": "name",
    "group_unknown": "group",
    "address": "email",
    "group_twice": "names",
    "group_in_use": "names",
    "groups_fixed": "names",
}


@require_safe
@signed_in
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the panel."""
    page = pages.panel_page(seen(request, slug))
    return render(request, "conference/panel/panel.html", {"page": page, "section": SECTION})


@require_http_methods(GET_OR_POST)
@signed_in
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an expert."""
    conference = seen(request, slug)
    form = ExpertForm(request.POST or None, groups=_groups(conference))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_expert(by=known(request), conference=conference.pk, about=form.about(), at=timezone.now())
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("{name} is in the panel.").format(name=form.cleaned_data["name"]))
            return redirect("panel:add" if "another" in request.POST else "panel:panel", slug=slug)
    return _form(request, conference, form, _("Who takes part?"), _("Add"), another=_("Add, and then another"))


@require_http_methods(GET_OR_POST)
@signed_in
def add_many(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a whole list, or say everything that must be mended."""
    conference = seen(request, slug)
    form = ListForm(request.POST or None, request.FILES or None)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        listed, unread = people_of(form.content())
        try:
            n = services.add_experts(
                by=known(request),
                conference=conference.pk,
                listed=listed,
                unread=unread,
                declare=form.cleaned_data["declare"],
                at=timezone.now(),
            )
        except services.ListRefused as refused:
            faults = tuple(fault.said(_) for fault in refused.faults)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, ngettext("{n} expert is added.", "{n} experts are added.", n).format(n=n))
            return redirect("panel:panel", slug=slug)
    return _form(request, conference, form, _("Add many experts at once"), _("Add them all"), faults=faults)


@require_http_methods(GET_OR_POST)
@signed_in
def change(request: HttpRequest, slug: str, expert: int) -> HttpResponse:
    """Change what is known of an expert."""
    conference, row = _expert(request, slug, expert)
    initial = {"name": row.name, "organisation": row.organisation, "group": row.group, "email": row.email}
    form = ExpertForm(request.POST or None, groups=_groups(conference), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_expert(
                by=known(request), conference=conference.pk, expert=expert, about=form.about(), at=timezone.now()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("It is changed."))
            return redirect("panel:panel", slug=slug)
    remove = reverse("panel:remove", args=[slug, expert])
    return _form(request, conference, form, row.name, _("Save"), remove=remove)


@require_http_methods(GET_OR_POST)
@signed_in
def remove(request: HttpRequest, slug: str, expert: int) -> HttpResponse:
    """Ask whether to remove an expert, and do it."""
    conference, row = _expert(request, slug, expert)
    asked = Confirmation(
        question=_("Shall {name} be removed from the panel?").format(name=row.name),
        consequences=(
            _("Name, organisation, group and address are erased."),
            _("Groups that have been drawn lose the person; draw them again if there is time."),
            _("A voting code or preparation code that was handed out stays valid: nobody knows which one it was."),
        ),
        button=_("Remove"),
        back=reverse("panel:panel", args=[slug]),
    )
    return confirmed(
        request,
        lambda: services.remove_expert(by=known(request), conference=conference.pk, expert=expert, at=timezone.now()),
        asked,
        _("{name} is removed.").format(name=row.name),
        section=SECTION,
    )


@require_http_methods(GET_OR_POST)
@signed_in
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare the stakeholder groups."""
    conference = seen(request, slug)
    form = GroupsForm(request.POST or None, initial={"names": "\n".join(_groups(conference))})
    if request.method == "POST" and form.is_valid():
        try:
            services.declare_groups(by=known(request), conference=conference.pk, names=form.listed(), at=timezone.now())
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The groups are declared."))
            return redirect("panel:panel", slug=slug)
    return _form(request, conference, form, _("Which stakeholder groups are there?"), _("Declare"))


@require_http_methods(GET_OR_POST)
@signed_in
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who came, and write it down."""
    conference = seen(request, slug)
    if request.method == "POST":
        came = [int(key) for key in request.POST.getlist("came") if key.isascii() and key.isdigit() and len(key) < 19]
        try:
            n = services.take_attendance(by=known(request), conference=conference.pk, came=came, at=timezone.now())
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
            return redirect("panel:attendance", slug=slug)
        messages.success(request, ngettext("{n} came and may vote.", "{n} came and may vote.", n).format(n=n))
        return redirect("panel:panel", slug=slug)
    page = pages.panel_page(conference)
    return render(request, "conference/panel/attendance.html", {"page": page, "section": SECTION})


def _form(
    request: HttpRequest,
    conference: Conference,
    form: Form,
    heading: str,
    button: str,
    *,
    another: str = "",
    remove: str = "",
    faults: tuple[str, ...] = (),
) -> HttpResponse:
    what = {
        "form": form,
        "heading": heading,
        "button": button,
        "another": another,
        "remove": remove,
        "faults": faults,
        "conference": pages.title_of(conference),
        "back": reverse("panel:panel", args=[conference.slug]),
        "back_words": _("The panel"),
        "section": SECTION,
    }
    return render(request, "conference/panel/form.html", what, status=WRONG if faults or form.errors else 200)


def _groups(conference: Conference) -> list[str]:
    return [name for name, _size in conference.groups]


def _expert(request: HttpRequest, slug: str, key: int) -> tuple[Conference, pages.ExpertRow]:
    conference = seen(request, slug)
    row = pages.expert_of(conference, key)
    if row is None:
        raise Http404
    return conference, row
