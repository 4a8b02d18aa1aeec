"""Pages on which associations are asked to arrange a conference together, and answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import services
from ljuspunkt.rooms.conference.asked import SECTION, held_here, posted
from ljuspunkt.rooms.conference.forms.votes import OrganisersForm
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_prepare, may_see, may_see_asked
from ljuspunkt.rooms.conference.queries.asked import asked_page
from ljuspunkt.rooms.conference.queries.organisers import organisers_page
from ljuspunkt.rooms.people.permissions import Person, known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal


@signed_in
@require_http_methods(GET_OR_POST)
def organisers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who arranges a conference and who is asked; ask others, or ask somebody no longer."""
    conference = held_here(request, slug, may_prepare)
    by, page = known(request), organisers_page(conference)
    back = request.POST.get("take_back", "")
    form = OrganisersForm(None if back else posted(request), others=page.others)
    try:
        if back:
            services.take_back(by=by, conference=conference.pk, association=back, at=timezone.now())
            return redirect("votes:organisers", slug=slug)
        if request.method == "POST" and form.is_valid():
            asked = form.cleaned_data["asked"]
            services.ask_associations(by=by, conference=conference.pk, asked=asked, at=timezone.now())
            messages.success(request, _("Kept. Those who are asked find it among what needs doing."))
            return redirect("votes:organisers", slug=slug)
    except RuleBroken as refusal:
        form = OrganisersForm({}, others=page.others) if back else form
        show_refusal(form, refusal)
    return render(
        request,
        "conference/votes/organisers.html",
        {"page": page, "form": form, "section": SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Say yes or no for an association that is asked to arrange a conference."""
    by = known(request)
    conference = held_here(request, slug, may_see_asked)
    page = asked_page(conference, by)
    if page is None:
        return _away(by, conference)
    refused = ""
    if request.method == "POST":
        association, arranges = request.POST.get("association", ""), request.POST.get("answer") == "yes"
        try:
            services.answer_for(
                by=by, conference=conference.pk, association=association, arranges=arranges, at=timezone.now()
            )
        except RuleBroken as refusal:
            refused = refusal.said(_)
        else:
            messages.success(request, _("You arrange the conference too.") if arranges else _("Your no is kept."))
            return _away(by, conference)
    context = {"page": page, "refused": refused, "section": SECTION}
    return render(request, "conference/votes/asked.html", context, status=WRONG if refused else 200)


def _away(by: Person, conference: Conference) -> HttpResponse:
    """Lead on to the conference, or to what else needs doing where the person isn't part of it."""
    if may_see(by, conference):
        return redirect("votes:setup", slug=conference.slug)
    return redirect("votes:conferences")
