"""Pages of the groups: drawn, compared with chance, swapped, published, printed, and found by each expert."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.files.sheets import tables_pdf
from ljuspunkt.rooms.conference.asked import SECTION, of_room, seen
from ljuspunkt.rooms.conference.forms.panel import DrawForm, SwapForm, TablesForm
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.queries import groups as pages
from ljuspunkt.rooms.conference.services import groups as services
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal, told
from ljuspunkt.ui.language import page_language

COMFORTABLE = 5
"""How many sit well at a table: the number of tables that is proposed."""


@require_safe
@signed_in
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the groups as they are drawn."""
    return _page(request, seen(request, slug))


@require_http_methods(GET_OR_POST)
@signed_in
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the occasions of the day and draw."""
    conference = seen(request, slug)
    n = conference.experts.exclude(came=False).count()
    fewest = 2 if n >= COMFORTABLE else 1  # at a single table there are no cross-groups
    proposed = {"tables": max(fewest, round(n / COMFORTABLE)), "occasion_1": "home", "occasion_2": "cross"}
    form = DrawForm(request.POST or None, initial=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            services.draw_groups(
                by=known(request),
                conference=conference.pk,
                occasions=form.occasions(),
                tables=form.cleaned_data["tables"],
                seed=form.cleaned_data["seed"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"tables_need_people": "tables"})
        else:
            messages.success(request, _("The groups are drawn. Nobody sees them until you publish them."))
            return redirect("panel:groups", slug=slug)
    what = {"page": pages.groups_page(conference), "form": form, "section": SECTION}
    return render(request, "conference/groups/draw.html", what, status=WRONG if form.errors else 200)


@require_POST
@signed_in
def swap(request: HttpRequest, slug: str) -> HttpResponse:
    """Let two experts change places, and say what it costs."""
    conference = seen(request, slug)
    before = pages.groups_page(conference)
    form = _swap_form(before, request.POST)
    if form.is_valid():
        try:
            services.swap_experts(by=known(request), conference=conference.pk, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, " ".join([_("They have changed places."), *_cost(conference, before)]))
            return redirect("panel:groups", slug=slug)
    return _page(request, conference, swap_form=form, status=WRONG)


@require_POST
@signed_in
def been(request: HttpRequest, slug: str, occasion: int) -> HttpResponse:
    """Mark that an occasion has been, or that it hasn't."""
    conference = seen(request, slug)
    with told(request):
        services.mark_been(
            by=known(request),
            conference=conference.pk,
            occasion=occasion,
            been=request.POST.get("been") == "yes",
            at=timezone.now(),
        )
    return redirect("panel:groups", slug=slug)


@require_POST
@signed_in
def draw_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw what is still to come for those who are there now."""
    conference = seen(request, slug)
    form = TablesForm(request.POST)
    if form.is_valid():
        try:
            services.draw_again(
                by=known(request), conference=conference.pk, tables=form.cleaned_data["tables"], at=timezone.now()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"tables_need_people": "tables"})
        else:
            messages.success(request, _("What is still to come is drawn anew. Publish it when it is right."))
            return redirect("panel:groups", slug=slug)
    return _page(request, conference, tables_form=form, status=WRONG)


@require_POST
@signed_in
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the groups."""
    conference = seen(request, slug)
    with told(request, _("The groups are published. Experts find their tables on their phones.")):
        services.publish_groups(by=known(request), conference=conference.pk, at=timezone.now())
    return redirect("panel:groups", slug=slug)


@require_safe
@signed_in
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the groups to be printed."""
    found = pages.table_sheet(seen(request, slug))
    if found is None:
        raise Http404
    response = HttpResponse(tables_pdf(found, page_language()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_("groups")}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def tables(request: HttpRequest, code: str) -> HttpResponse:
    """Show everybody's tables; who one is, the phone alone knows."""
    page = pages.tables_page(of_room(code))
    if page is None:
        raise Http404
    response = render(request, "conference/groups/tables.html", {"page": page})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(
    request: HttpRequest,
    conference: Conference,
    *,
    swap_form: SwapForm | None = None,
    tables_form: TablesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = pages.groups_page(conference)
    what = {
        "page": page,
        "swap_form": swap_form or _swap_form(page),
        "tables_form": tables_form or TablesForm(initial={"tables": page.tables}),
        "section": SECTION,
    }
    return render(request, "conference/groups/groups.html", what, status=status)


def _swap_form(page: pages.GroupsPage, sent: object = None) -> SwapForm:
    experts = [(seat.key, seat.name) for seat in page.seats]
    return SwapForm(sent, divisions=page.divisions, experts=experts)


def _cost(conference: Conference, before: pages.GroupsPage) -> list[str]:
    """Return what a swap changed of what is said of the plan."""
    after = pages.groups_page(conference)
    return [said for said in after.words if said not in before.words] or [_("It costs nothing.")]
