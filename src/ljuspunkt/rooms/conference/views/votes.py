"""Pages on which a conference is prepared; each makes one call and answers."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import services
from ljuspunkt.rooms.conference.asked import SECTION, posted, seen, vote_of
from ljuspunkt.rooms.conference.forms.votes import CandidatesForm, NewConferenceForm, ProtocolsForm, SettingsForm
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.queries import planned
from ljuspunkt.rooms.conference.queries.editor import EditorPage, editor_page, previewed
from ljuspunkt.rooms.conference.services import Draft
from ljuspunkt.rooms.conference.services.draft_vote import check_draft, draft_of
from ljuspunkt.rooms.conference.vote_form import FIELD_OF, VoteForm, as_typed
from ljuspunkt.rooms.indicators.queries import inventories_of, inventory_candidates
from ljuspunkt.rooms.people.permissions import Person, Role, known, refuse_unless, signed_in
from ljuspunkt.rooms.people.queries import associations
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, confirmed, show_refusal
from ljuspunkt.ui.language import on_page


@signed_in
@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """Show the conferences that somebody prepares or leads."""
    by = known(request)
    return render(
        request,
        "conference/votes/conferences.html",
        {"lines": planned.conference_lines(by), "may_create": bool(_arranging(by)), "section": SECTION},
    )


def _arranging(by: Person) -> list[tuple[str, str]]:
    """Return the associations for which a person may arrange a conference, the person's own first, then the others."""
    own = by.associations(Role.ASSOCIATION_COORDINATOR)
    if not own and not by.is_national:
        return []
    found = [each for each in associations() if not each.is_merged]
    return [(each.slug, each.name) for each in sorted(found, key=lambda each: each.slug not in own)]


@signed_in
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Create a conference from an inventory."""
    by = known(request)
    organisers = _arranging(by)
    refuse_unless(bool(organisers))
    own = by.associations(Role.ASSOCIATION_COORDINATOR)
    owners = [slug for slug, _name in organisers] if by.is_national else own
    inventories = [(each.slug, f"{on_page(each.title)} ({each.candidates})") for each in inventories_of(owners)]
    form = NewConferenceForm(
        posted(request), organisers=organisers, inventories=inventories, initial={"organisers": list(own)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.create_conference(
                by=by,
                slug=given["slug"],
                settings=form.settings(),
                organisers=given["organisers"],
                inventory=given["inventory"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(
                form, refusal, {"slug_taken": "slug", "days_crossed": "ends_on", "no_candidates_chosen": "inventory"}
            )
        else:
            messages.success(request, _("The conference is created."))
            return redirect("votes:setup", slug=made.slug)
    return render(
        request,
        "conference/votes/new.html",
        {"form": form, "no_inventory": not inventories, "section": SECTION},
        status=_status(form.errors),
    )


def _status(errors: Mapping[str, object]) -> int:
    return WRONG if errors else 200


@signed_in
@require_safe
def setup(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is left to do before the day."""
    conference = seen(request, slug)
    return render(
        request,
        "conference/votes/setup.html",
        {"page": planned.setup(conference, known(request)), "section": SECTION},
    )


@signed_in
@require_http_methods(GET_OR_POST)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of a conference."""
    conference = seen(request, slug)
    form = SettingsForm(
        posted(request),
        initial={
            "title_sv": conference.title.get("sv", ""),
            "title_en": conference.title.get("en", ""),
            "starts_on": conference.starts_on,
            "ends_on": conference.ends_on,
            "venue": on_page(conference.venue),
            "voters": conference.voters,
            "note_sv": conference.note.get("sv", ""),
            "note_en": conference.note.get("en", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_conference(
                by=known(request), conference=conference.pk, settings=form.settings(), at=timezone.now()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"days_crossed": "ends_on", "groups_over_voters": "voters"})
        else:
            messages.success(request, _("The changes are kept."))
            return redirect("votes:setup", slug=slug)
    return render(
        request,
        "conference/votes/settings.html",
        {"form": form, "conference": on_page(conference.title), "slug": slug, "section": SECTION},
        status=_status(form.errors),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def candidates(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose which candidates of the inventory are put to the conference."""
    conference = seen(request, slug)
    standing = inventory_candidates(conference.inventory)
    frozen = set(conference.candidates.values_list("reference", flat=True))
    form = CandidatesForm(
        posted(request),
        candidates=[(each.number, f"{each.number}. {on_page(each.title)}") for each in standing],
        initial={"numbers": [each.number for each in standing if each.number in frozen]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_candidates(
                by=known(request),
                conference=conference.pk,
                candidates=form.cleaned_data["numbers"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"no_candidates_chosen": "numbers"})
        else:
            messages.success(request, _("The candidates are frozen with the wording they have now."))
            return redirect("votes:setup", slug=slug)
    return render(
        request,
        "conference/votes/candidates.html",
        {
            "form": form,
            "conference": on_page(conference.title),
            "slug": slug,
            "frozen": len(frozen),
            "fixed": conference.votes.exclude(state="draft").exists(),
            "section": SECTION,
        },
        status=_status(form.errors),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def protocols(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan which protocols the votes lead to."""
    conference = seen(request, slug)
    held = conference.votes.filter(runoff_of=None).exclude(state="void")
    form = ProtocolsForm(
        posted(request),
        votes=[(vote.reference, planned.vote_name(vote)) for vote in held],
        plans=conference.protocols,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_protocols(
                by=known(request), conference=conference.pk, protocols=form.plans(), at=timezone.now()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The protocols are planned."))
            return redirect("votes:protocols", slug=slug)
    return render(
        request,
        "conference/votes/protocols.html",
        {"form": form, "conference": on_page(conference.title), "slug": slug, "section": SECTION},
        status=_status(form.errors),
    )


@signed_in
@require_safe
def votes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the votes in order, with their rules in words."""
    conference = seen(request, slug)
    return render(
        request,
        "conference/votes/votes.html",
        {"page": planned.setup(conference, known(request)), "section": SECTION},
    )


@signed_in
@require_http_methods(GET_OR_POST)
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a new vote."""
    conference = seen(request, slug)
    page = editor_page(conference)
    return _edited(request, conference, page, None)


@signed_in
@require_http_methods(GET_OR_POST)
def vote(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Change a draft, or show a vote as it was frozen and what came of it."""
    conference = seen(request, slug)
    found = vote_of(conference, vote)
    if found.state != "draft":
        if request.method == "POST":
            messages.error(request, _("The vote has been opened, so its rule can't change any more."))
            return redirect("votes:vote", slug=slug, vote=vote)
        return render(
            request,
            "conference/votes/vote.html",
            {"page": planned.planned_page(conference, found), "section": SECTION},
        )
    return _edited(request, conference, editor_page(conference, found), found)


def _edited(request: HttpRequest, conference: Conference, page: EditorPage, found: Vote | None) -> HttpResponse:
    initial = None
    if found is not None:
        planned_now = draft_of(found)
        initial = as_typed(planned_now, [kind for kind, _word in page.kinds])
    form = VoteForm(posted(request), kinds=page.kinds, earlier=page.earlier, initial=initial)
    shown = None
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" not in request.POST:
                _keep(request, conference, form.draft(), found)
                messages.success(request, _("The vote is planned."))
                return redirect("votes:votes", slug=conference.slug)
            check_draft(conference, form.draft(), page.place)
            shown = previewed(conference, form.draft(), page.place)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELD_OF)
    elif initial is not None and found is not None:
        shown = previewed(conference, planned_now, page.place)
    return render(
        request,
        "conference/votes/editor.html",
        {"page": page, "form": form, "sentences": page.sentences(form), "preview": shown, "section": SECTION},
        status=_status(form.errors),
    )


def _keep(request: HttpRequest, conference: Conference, draft: Draft, found: Vote | None) -> None:
    if found is None:
        services.draft_vote(by=known(request), conference=conference.pk, draft=draft, at=timezone.now())
    else:
        services.change_draft(by=known(request), vote=found.pk, draft=draft, at=timezone.now())


@signed_in
@require_http_methods(GET_OR_POST)
def remove(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Remove a draft, after asking."""
    conference = seen(request, slug)
    found = vote_of(conference, vote)
    asked = Confirmation(
        question=_("Shall {vote} be removed?").format(vote=planned.vote_name(found)),
        consequences=(_("Its rule is lost. No ballot has been cast in it."),),
        button=_("Remove the draft"),
        back=reverse("votes:votes", args=[slug]),
    )
    return confirmed(
        request,
        lambda: services.remove_draft(by=known(request), vote=found.pk, at=timezone.now()),
        asked,
        _("The draft is removed."),
        section=SECTION,
    )


@signed_in
@require_safe
def document(request: HttpRequest, slug: str, vote: int) -> HttpResponse:
    """Send what was frozen when the vote opened, byte by byte as it was hashed."""
    found = vote_of(seen(request, slug), vote)
    if not found.document:
        raise Http404
    answer = HttpResponse(found.document.encode(), content_type="application/json; charset=utf-8")
    name = found.reference.replace("/", "-")
    answer.headers["Content-Disposition"] = f'attachment; filename="vote-{name}.json"'
    return answer
