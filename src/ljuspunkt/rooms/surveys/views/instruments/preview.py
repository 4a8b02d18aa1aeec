"""A version as its respondents will see it, made by the same templates; nothing that is filled in is kept."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.survey.reply import Reply, check
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.people.permissions import signed_in
from ljuspunkt.rooms.surveys.answering.addresses import Place
from ljuspunkt.rooms.surveys.answering.frames import all_page, one_page, places_of, start_page
from ljuspunkt.rooms.surveys.answering.pages import FIELD, PictureShown, Reading
from ljuspunkt.rooms.surveys.answering.ways import Way
from ljuspunkt.rooms.surveys.models.waves import LINK, MEASUREMENT, OPEN
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.instruments import VersionPage
from ljuspunkt.rooms.surveys.queries.pictures import pictures_of
from ljuspunkt.rooms.surveys.queries.questionnaires import joined, of_version
from ljuspunkt.rooms.surveys.services.desk import find_version
from ljuspunkt.rooms.surveys.views.instruments.common import page_of
from ljuspunkt.ui.forms import GET_OR_POST

ALL = "all"


@dataclass(frozen=True, slots=True, eq=False)
class PreviewWay(Way):
    """A way of answering that isn't one; symbols come from the instrument's own addresses."""

    def picture(self, name: str, reading: Reading) -> PictureShown | None:
        card = (self.pictures or {}).get(name)
        if card is None:
            return None
        address = reverse("instruments:picture_shown", args=[card.instrument, card.name, card.sign])
        return PictureShown(address, wording(card.alt, reading.language))


@csrf_exempt  # nothing is kept, whoever sends the form
@signed_in
@require_http_methods(GET_OR_POST)
def preview(
    request: HttpRequest, slug: str, version: str, association: str = "", reading: str = "", page: str = ""
) -> HttpResponse:
    """Show a page of the questionnaire as it will be read, and what would be said to what is filled in."""
    shown = page_of(request, slug, version, association, edit=False)
    way = _way(shown)
    now = Reading.named(reading)
    if now.language not in way.asked.languages:
        return redirect(f"{shown.base}preview/{way.asked.default_language}/{ALL}/")
    places = places_of(way.asked)
    home = f"{shown.base}preview/{now.name}/"
    if page not in ("", ALL) and page not in {str(n) for n in places.values()}:
        return redirect(home)
    given = {
        name.removeprefix(FIELD): [str(value) for value in request.POST.getlist(name)]
        for name in request.POST
        if name.startswith(FIELD)
    }
    do = request.POST.get("do", "")
    if "to" in request.POST:
        other = Reading.named(request.POST["to"])
        if other.language in way.asked.languages and page != ALL:
            return redirect(f"{shown.base}preview/{other.name}/{page}/")
        now = other if other.language in way.asked.languages else now
    place = Place("preview", "", now.name, page)
    if request.method == "POST" and page != ALL:
        return redirect(f"{home}{_next(page, do, len(places))}")
    if do == "one":
        return redirect(f"{home}1/")
    if not page:
        return HttpResponse(start_page(way, place, now, notice=_notice(now)))
    reply = check(way.asked, given, language=now.language, on=timezone.localdate())
    if page == ALL:
        problems = reply.problems if do == "send" else None
        notice = "" if problems else _notice(now)
        content = all_page(
            way, place, now, key="", given=given, reply=reply, problems=problems,
            helped=request.POST.get("helped", ""), notice=notice,
        )  # fmt: skip
        return HttpResponse(content)
    at = next(name for name, n in places.items() if str(n) == page)
    every = Reply({}, tuple(item.name for item in way.asked.items), {})
    return HttpResponse(one_page(way, place, now, at=at, given=given, reply=every))


def _way(page: VersionPage) -> PreviewWay:
    """Return a version as if somebody answered it; languages in which something is missing are shown all the same."""
    asked = page.questionnaire
    if page.association:
        asked = joined(of_version(find_version(page.slug, page.name).pk), asked)
    day = date.min
    card = CollectorCard(
        pk=0, code="preview", wave_pk=0, wave_slug="", wave_name=page.name, kind=MEASUREMENT, wave_state=OPEN,
        opens_on=day, closes_on=day, way=LINK, participation_pk=0, association=page.association,
        association_name=page.association_name, group=asked.respondent_group or "", initiative="",
        initiative_pk=None, version_pk=None, accepting=True, languages=asked.languages,
    )  # fmt: skip
    return PreviewWay(card, asked, asked.languages, pictures_of(page.slug))


def _notice(reading: Reading) -> str:
    """Say in the language of the working pages that this is a preview."""
    if reading.easy:
        return _("Preview in easy read: nothing is kept. What has no easy wording yet is shown as it is.")
    return _("Preview: nothing is kept.")


def _next(page: str, do: str, n: int) -> str:
    """Return the page after a press: begin, back and next lead on, everything else stays."""
    if not page:
        return "1/"
    at = int(page) + {"next": 1, "back": -1}.get(do, 0)
    if at > n:
        return f"{ALL}/"
    return f"{at}/" if at else ""
