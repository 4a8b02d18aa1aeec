"""Pages of the information pack: put together by those who prepare, read by whoever has its address."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference.asked import SECTION, seen
from ljuspunkt.rooms.conference.forms.panel import FileForm, TextForm
from ljuspunkt.rooms.conference.queries import panel as pages
from ljuspunkt.rooms.conference.services import pack as services
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal, told

FIELDS = {
    "text_empty": "text",
    "text_long": "text",
    "part_title": "title",
    "file_empty": "file",
    "file_kind": "file",
    "file_not_kind": "file",
    "file_large": "file",
    "pack_large": "file",
}


@require_safe
@signed_in
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the pack holds and whom it has been sent to."""
    page = pages.pack_page(seen(request, slug))
    address = _address(request)(page.key, "sv") if page.key else ""
    return render(request, "conference/pack/pack.html", {"page": page, "address": address, "section": SECTION})


@require_http_methods(GET_OR_POST)
@signed_in
def add_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a text."""
    conference = seen(request, slug)
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_text(by=known(request), conference=conference.pk, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The text is in the pack."))
            return redirect("panel:pack", slug=slug)
    return _form(request, slug, form, _("A text for the pack"))


@require_http_methods(GET_OR_POST)
@signed_in
def add_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a file."""
    conference = seen(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.add_file(
                by=known(request),
                conference=conference.pk,
                title=given["title"],
                name=given["file"].name,
                content=form.content(),
                language=given["language"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _("The file is in the pack."))
            return redirect("panel:pack", slug=slug)
    return _form(request, slug, form, _("A file for the pack"))


@require_POST
@signed_in
def move(request: HttpRequest, slug: str, part: int) -> HttpResponse:
    """Move a part one step."""
    conference = seen(request, slug)
    earlier = request.POST.get("way") == "up"
    with told(request):
        services.move_part(by=known(request), conference=conference.pk, part=part, earlier=earlier, at=timezone.now())
    return redirect("panel:pack", slug=slug)


@require_POST
@signed_in
def remove(request: HttpRequest, slug: str, part: int) -> HttpResponse:
    """Remove a part."""
    conference = seen(request, slug)
    with told(request, _("It is removed from the pack.")):
        services.remove_part(by=known(request), conference=conference.pk, part=part, at=timezone.now())
    return redirect("panel:pack", slug=slug)


@require_POST
@signed_in
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send word of the pack to those who lack it."""
    conference = seen(request, slug)
    try:
        n = services.send_pack(
            by=known(request),
            conference=conference.pk,
            address=_address(request),
            again="again" in request.POST,
            at=timezone.now(),
        )
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
    else:
        said = ngettext("{n} letter is on its way.", "{n} letters are on their way.", n).format(n=n)
        messages.success(request, said if n else _("Everybody with an address has got it already."))
    return redirect("panel:pack", slug=slug)


@require_safe
@never_cache
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Show the pack to whoever has its address."""
    page = pages.read_pack(key)
    if page is None:
        raise Http404
    return _private(render(request, "conference/pack/read.html", {"page": page}))


@require_safe
@never_cache
def fetch(request: HttpRequest, key: str, part: int) -> HttpResponse:
    """Hand out a file of the pack, never to be shown within our pages."""
    found = pages.pack_file(key, part)
    if found is None or found.content is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.file_name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    """Let no search engine list the page, and tell no other site its address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _form(request: HttpRequest, slug: str, form: TextForm | FileForm, heading: str) -> HttpResponse:
    what = {
        "form": form,
        "heading": heading,
        "button": _("Add"),
        "back": reverse("panel:pack", args=[slug]),
        "back_words": _("The information pack"),
        "section": SECTION,
    }
    return render(request, "conference/panel/form.html", what, status=WRONG if form.errors else 200)


def _address(request: HttpRequest) -> services.Address:
    def address(key: str, language: str) -> str:
        with override(language):
            return request.build_absolute_uri(reverse("panel:pack_read", args=[key]))

    return address
