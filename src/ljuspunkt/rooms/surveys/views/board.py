"""The live board: how many have answered; its table alone is fetched again and again by the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.queries.wave_pages import wave_page
from ljuspunkt.rooms.surveys.views.common import SECTION


@signed_in
@require_safe
@never_cache
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many have answered in the associations that the person may see."""
    page = wave_page(known(request), slug, timezone.now())
    refuse_unless(page is not None and page.board is not None)
    alone = request.GET.get("part") == "lights"
    template = "surveys/waves/lights.html" if alone else "surveys/waves/board.html"
    return render(request, template, {"page": page, "now": timezone.localtime(), **SECTION})
