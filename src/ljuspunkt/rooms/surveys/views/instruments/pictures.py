"""Symbols for easy read: put in, described, taken away; and the picture itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.instruments import PictureForm
from ljuspunkt.rooms.surveys.queries.instruments import InstrumentPage, instrument_languages, instrument_page
from ljuspunkt.rooms.surveys.queries.pictures import picture_file
from ljuspunkt.rooms.surveys.services.pictures import MOST_BYTES, add_picture, change_picture, remove_picture
from ljuspunkt.rooms.surveys.views.instruments.common import SECTION, refused
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, confirmed


def _page(request: HttpRequest, slug: str) -> InstrumentPage:
    page = instrument_page(known(request), slug)
    refuse_unless(page.line.may_edit)
    return page


@signed_in
@require_http_methods(GET_OR_POST)
def picture_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a symbol in."""
    page = _page(request, slug)
    form = PictureForm(request.POST or None, request.FILES or None, languages=instrument_languages(slug), is_new=True)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            add_picture(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                name=form.cleaned_data["name"],
                content=sent.read(MOST_BYTES + 1) if sent.size <= MOST_BYTES else bytes(sent.size and MOST_BYTES + 1),
                alt=form.alt(),
                source=form.cleaned_data["source"],
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The symbol is put in. Choose it at the questions that it belongs to."))
            return redirect("instruments:instrument", slug=slug)
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/picture.html", {"page": page, "form": form, **SECTION}, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Say anew what a symbol shows."""
    page = _page(request, slug)
    card = next((each for each in page.pictures if each.name == name), None)
    refuse_unless(card is not None)
    assert card is not None
    form = PictureForm(
        request.POST or None,
        languages=list(dict.fromkeys([*instrument_languages(slug), *card.alt])),
        is_new=False,
        initial={"alt": card.alt, "source": card.source},
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_picture(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                name=name,
                alt=form.alt(),
                source=form.cleaned_data["source"],
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The description is kept."))
            return redirect("instruments:instrument", slug=slug)
    context = {"page": page, "form": form, "card": card, **SECTION}
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/picture.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def picture_remove(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Take a symbol away, after asking."""
    page = _page(request, slug)
    refuse_unless(any(each.name == name for each in page.pictures))
    back = reverse("instruments:instrument", kwargs={"slug": slug})
    confirm = Confirmation(
        _("Take the symbol {name} away?").format(name=name),
        (_("It is removed from the questionnaire; the file isn't kept."),),
        _("Take the symbol away"),
        back,
    )
    return confirmed(
        request,
        lambda: remove_picture(by=known(request), at=timezone.now(), slug=slug, name=name),
        confirm,
        _("The symbol is taken away."),
        **SECTION,
    )


@signed_in
@require_safe
def picture_shown(request: HttpRequest, slug: str, name: str, sign: str) -> HttpResponse:
    """Hand out the picture itself."""
    page = instrument_page(known(request), slug)
    found = picture_file(page.line.slug, name)
    if found is None or found.sign != sign:
        raise Http404
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
