"""An association in a wave: how many are asked, initiatives, ways of answering, posters, addresses and reminders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.files import numbers_asked
from ljuspunkt.files.slips import qr_svg
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys import address_list, posters
from ljuspunkt.rooms.surveys.forms.waves import (
    AddressesForm,
    AddressForm,
    AskedForm,
    CollectorsForm,
    InitiativesForm,
    NumbersFileForm,
)
from ljuspunkt.rooms.surveys.posted_words import languages as worded_languages
from ljuspunkt.rooms.surveys.queries.asked_numbers import asked_fields, groups_in, number_rows, part_form
from ljuspunkt.rooms.surveys.queries.collectors import collector_of, collectors_of
from ljuspunkt.rooms.surveys.queries.wave_pages import CollectorPage, PartPage, collector_page, part_page
from ljuspunkt.rooms.surveys.services import collectors as use
from ljuspunkt.rooms.surveys.services import initiatives as lists
from ljuspunkt.rooms.surveys.services import invitations as mail
from ljuspunkt.rooms.surveys.services.numbers import take_numbers
from ljuspunkt.rooms.surveys.views.common import SECTION, confirmed
from ljuspunkt.rooms.surveys.views.waves import head_for, head_to_run, site_of
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told
from ljuspunkt.ui.language import language_name, page_language

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def part(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Show an association in a wave."""
    return render(request, "surveys/waves/part.html", {"page": _part(request, slug, association), **SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def initiatives(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Keep the list of an association's initiatives."""
    page = _part(request, slug, association, collecting=True)
    form = InitiativesForm(request.POST or None, initial={"initiatives": "\n".join(page.initiatives)})
    if request.method == "POST" and form.is_valid():
        try:
            lists.keep_initiatives(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                association=association,
                names=form.cleaned_data["initiatives"].splitlines(),
            )
        except RuleBroken as refusal:
            form.add_error("initiatives", refusal.said(_))
        else:
            messages.success(request, _("The initiatives are kept."))
            return redirect("waves:part", slug, association)
    return _form(request, page, form, _("Initiatives"), _("Keep"))


@signed_in
@require_http_methods(GET_OR_POST)
def asked(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Keep how many are asked in an association."""
    page = _part(request, slug, association, collecting=True)
    form = AskedForm(request.POST or None, rows=asked_fields(slug, association))
    if request.method == "POST" and form.is_valid():
        try:
            lists.keep_asked(
                by=known(request), at=timezone.now(), slug=slug, association=association, numbers=form.numbers()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("How many are asked is kept."))
            return redirect("waves:part", slug, association)
    return render(
        request,
        "surveys/waves/asked.html",
        {"form": form, "page": page, **SECTION},
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in how many are asked from a list; everything that is wrong is told at once."""
    head = head_for(request, slug)
    refuse_unless(bool(number_rows(known(request), slug)))
    form = NumbersFileForm(request.POST or None, request.FILES or None)
    faults: tuple[BadInput, ...] = ()
    if request.method == "POST" and form.is_valid():
        rows, faults = numbers_asked.read(form.cleaned_data["file"].read())
        try:
            taken = None if faults else take_numbers(by=known(request), at=timezone.now(), slug=slug, rows=rows)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            faults = taken.faults if taken is not None else faults
            if taken is not None and not faults:
                messages.success(
                    request, ngettext("{n} number is new.", "{n} numbers are new.", taken.n).format(n=taken.n)
                )
                return redirect("waves:wave", slug)
    return render(
        request,
        "surveys/waves/numbers.html",
        {"form": form, "head": head, "problems": _told(faults), **SECTION},
        status=WRONG if form.errors or faults else 200,
    )


@signed_in
@require_safe
def numbers_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the template with the numbers that are known."""
    head = head_for(request, slug)
    rows = number_rows(known(request), slug)
    refuse_unless(bool(rows))
    content = numbers_asked.template(rows, page_language(), title=head.title or head.name)
    return _file(content, WORKBOOK, _("asked-{wave}.xlsx").format(wave=head.slug))


@signed_in
@require_http_methods(GET_OR_POST)
def collectors_new(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Make ways of answering."""
    page = _part(request, slug, association, collecting=True)
    offered = part_form(slug, association)
    form = CollectorsForm(request.POST or None, groups=offered.groups, initiatives=offered.initiatives)
    if request.method == "POST" and form.is_valid():
        try:
            n = use.make_collectors(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                association=association,
                groups=form.cleaned_data["groups"],
                initiatives=form.chosen_initiatives(),
                ways=form.cleaned_data["ways"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, ngettext("{n} way of answering is new.", "{n} ways of answering are new.", n).format(n=n)
            )
            return redirect("waves:part", slug, association)
    return _form(request, page, form, _("New ways of answering"), _("Make them"))


@signed_in
@require_http_methods(GET_OR_POST)
def collectors_everywhere(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the same ways of answering in all associations at once."""
    head = head_to_run(request, slug)
    form = CollectorsForm(request.POST or None, groups=groups_in(slug), initiatives=[])
    if request.method == "POST" and form.is_valid():
        try:
            n = use.make_everywhere(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                groups=form.cleaned_data["groups"],
                ways=form.cleaned_data["ways"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(
                request, ngettext("{n} way of answering is new.", "{n} ways of answering are new.", n).format(n=n)
            )
            return redirect("waves:wave", slug)
    return render(
        request,
        "surveys/waves/form.html",
        {
            "form": form,
            "heading": _("New ways of answering in all associations"),
            "button": _("Make them"),
            "back": reverse("waves:wave", args=[slug]),
            "head": head,
            **SECTION,
        },
        status=WRONG if form.errors else 200,
    )


@signed_in
@require_safe
def all_posters(request: HttpRequest, slug: str, association: str) -> HttpResponse:
    """Send the posters of an association in one file."""
    _part(request, slug, association)
    cards = [card for card in collectors_of(slug, association) if posters.is_printable(card.way)]
    refuse_unless(bool(cards))
    return _pdf(posters.printed(cards, site=site_of(request)), f"{slug}-{association}.pdf")


@never_cache  # it shows addresses, which are gone when the wave closes
@signed_in
@require_safe
def collector(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a way of answering."""
    page = _collector(request, pk)
    address = f"{site_of(request).rstrip('/')}{page.row.path}" if page.row.path else ""
    return render(
        request,
        "surveys/waves/collector.html",
        {"page": page, "address": address, "form": AddressForm(), **SECTION},
    )


@signed_in
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the poster of one way of answering."""
    page = _collector(request, pk)
    card = collector_of(pk)
    refuse_unless(card is not None and posters.is_printable(page.row.way))
    assert card is not None
    return _pdf(posters.printed([card], site=site_of(request)), f"{page.head.slug}-{card.code}.pdf")


@signed_in
@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the QR code of one way of answering, to be put into a letter or on a screen."""
    page = _collector(request, pk)
    refuse_unless(bool(page.row.path))
    svg = qr_svg(f"{site_of(request).rstrip('/')}{page.row.path}")
    return HttpResponse(svg, content_type="image/svg+xml")


@signed_in
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a way of answering, or let it go on."""
    page = _collector(request, pk)
    with told(request, _("Answers are taken again.") if page.row.paused else _("No answers are taken now.")):
        use.pause_collector(by=known(request), at=timezone.now(), collector=pk, paused=not page.row.paused)
    return redirect("waves:collector", pk)


@signed_in
@require_http_methods(GET_OR_POST)
def collector_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a way of answering before the wave opens."""
    page = _collector(request, pk)
    return confirmed(
        request,
        lambda: use.remove_collector(by=known(request), at=timezone.now(), collector=pk),
        Confirmation(
            question=_("Shall the way of answering be removed?"),
            consequences=(
                _("Its address leads nowhere afterwards; posters that are printed can't be used."),
                *([_("The addresses on its list are deleted.")] if page.row.is_mail else []),
            ),
            button=_("Remove it"),
            back=reverse("waves:collector", args=[pk]),
        ),
        _("The way of answering is removed."),
        after=reverse("waves:part", args=[page.head.slug, page.association]),
    )


@never_cache  # it shows addresses, which are gone when the wave closes
@signed_in
@require_http_methods(GET_OR_POST)
def addresses(request: HttpRequest, pk: int) -> HttpResponse:
    """Put addresses on a list: everything wrong in it is told at once, and those that stand there twice."""
    page = _addressed(request, pk)
    form = AddressesForm(
        request.POST or None,
        request.FILES or None,
        languages=[(each, language_name(each).capitalize()) for each in worded_languages()],
    )
    faults: tuple[BadInput, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        listed = address_list.read(
            form.cleaned_data["addresses"],
            file.read() if file else b"",
            language=form.cleaned_data["language"],
        )
        faults = listed.faults
        if not faults:
            try:
                added = mail.add_addresses(
                    by=known(request),
                    at=timezone.now(),
                    collector=pk,
                    addresses=listed.addresses,
                    site=site_of(request),
                )
            except RuleBroken as refusal:
                show_refusal(form, refusal)
            else:
                _say_added(request, added, [each.email for each in listed.twice], is_open=page.head.is_open)
                return redirect("waves:collector", pk)
    return render(
        request,
        "surveys/waves/addresses.html",
        {"form": form, "page": page, "problems": _told(faults), **SECTION},
        status=WRONG if form.errors or faults else 200,
    )


@never_cache  # it shows addresses, which are gone when the wave closes
@signed_in
@require_POST
def address_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an address off a list."""
    page = _addressed(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            mail.remove_address(
                by=known(request), at=timezone.now(), collector=pk, address=form.cleaned_data["address"]
            )
        except RuleBroken as refusal:
            form.add_error("address", refusal.said(_))
        else:
            messages.success(request, _("The address and its link are gone."))
            return redirect("waves:collector", pk)
    return render(
        request,
        "surveys/waves/collector.html",
        {"page": page, "address": "", "form": form, **SECTION},
        status=WRONG,
    )


@signed_in
@require_http_methods(GET_OR_POST)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those whose link hasn't been used."""
    _addressed(request, pk)
    return confirmed(
        request,
        lambda: mail.remind(by=known(request), at=timezone.now(), collector=pk, site=site_of(request)),
        Confirmation(
            question=_("Shall those be reminded who haven't answered?"),
            consequences=(
                _("A letter goes to everybody on the list whose link hasn't been used."),
                _("Neither here nor in the mail is it shown who they are or how many."),
                _("At most one reminder a day goes out."),
            ),
            button=_("Send reminders"),
            back=reverse("waves:collector", args=[pk]),
        ),
        _("Reminders go to those who haven't answered by their link."),
    )


def _say_added(request: HttpRequest, added: mail.Added, twice: list[str], *, is_open: bool) -> None:
    words = ngettext("{n} address is new on the list.", "{n} addresses are new on the list.", added.new)
    told = [words.format(n=added.new)]
    if added.new:
        told.append(_("Letters are being sent.") if is_open else _("Letters are sent when the wave opens."))
    messages.success(request, " ".join(told))
    if twice:
        messages.warning(
            request,
            ngettext(
                "{n} stood more than once and was taken once: {addresses}.",
                "{n} stood more than once and were taken once: {addresses}.",
                len(twice),
            ).format(n=len(twice), addresses=_some(twice)),
        )
    if added.known:
        messages.warning(
            request,
            ngettext(
                "{n} has a link in the group already and got no other: {addresses}.",
                "{n} have a link in the group already and got no other: {addresses}.",
                len(added.known),
            ).format(n=len(added.known), addresses=_some(added.known)),
        )


def _some(names: list[str] | tuple[str, ...], most: int = 10) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def _told(faults: tuple[BadInput, ...]) -> list[tuple[str, str, str]]:
    """Return what must be mended as rows of a table: line, column and sentence."""
    return [
        (str(each.line or "–"), each.column or "", RuleBroken(each.code, each.sentence, **each.values).said(_))
        for each in faults
    ]


def _part(request: HttpRequest, slug: str, association: str, *, collecting: bool = False) -> PartPage:
    page = part_page(known(request), slug, association, timezone.now())
    refuse_unless(page is not None and (page.may_collect or not collecting))
    assert page is not None
    return page


def _collector(request: HttpRequest, pk: int) -> CollectorPage:
    page = collector_page(known(request), pk, timezone.now())
    refuse_unless(page is not None)
    assert page is not None
    return page


def _addressed(request: HttpRequest, pk: int) -> CollectorPage:
    """Return a list of addresses for somebody who handles them."""
    page = _collector(request, pk)
    refuse_unless(page.row.is_mail and page.may_send_mail)
    return page


def _form(request: HttpRequest, page: PartPage, form: object, heading: str, button: str) -> HttpResponse:
    return render(
        request,
        "surveys/waves/form.html",
        {
            "form": form,
            "heading": heading,
            "button": button,
            "back": reverse("waves:part", args=[page.head.slug, page.slug]),
            "head": page.head,
            "part": page,
            **SECTION,
        },
        status=WRONG if form.errors else 200,  # type: ignore[attr-defined]
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _pdf(content: bytes, name: str) -> HttpResponse:
    return _file(content, "application/pdf", name)
