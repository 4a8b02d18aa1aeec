"""The key of a wave: choosing a passphrase, making the key, letting others in, another recovery code."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.rooms.surveys.forms.keys import OwnPassphraseForm, PassphraseForm, SecretForm
from ljuspunkt.rooms.surveys.queries.wave_keys import KeysPage, keys_page
from ljuspunkt.rooms.surveys.services import keys as use
from ljuspunkt.rooms.surveys.views.common import SECTION, confirmed
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal
from ljuspunkt.ui.signs import in_groups

FIELDS = {
    "passphrase_short": "passphrase",
    "passphrase_common": "passphrase",
    "secret_wrong": "secret",
}


@signed_in
@require_safe
def keys(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who holds the key of a wave, and what comes next."""
    return render(request, "surveys/keys/keys.html", {"page": _page(request, slug), **SECTION})


@signed_in
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def passphrase(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a passphrase."""
    page = _page(request, slug)
    form = PassphraseForm(request.POST or None)

    def choose() -> None:
        use.choose_passphrase(
            by=known(request), slug=slug, passphrase=form.cleaned_data["passphrase"], at=timezone.now()
        )

    if _done(request, form, choose):
        messages.success(request, _("Your passphrase is chosen. Write it down where nobody else finds it."))
        return redirect("keys:keys", slug)
    return _form(
        request,
        page,
        form,
        _("Choose a passphrase"),
        (
            _("It opens the answers of this wave when the wave has been closed. Nobody else gets to know it."),
            _("It isn't kept anywhere, and nobody can send it to you again. The other holder and the paper help then."),
        ),
        _("Choose this passphrase"),
    )


@signed_in
@never_cache
@require_http_methods(GET_OR_POST)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the key, and show the recovery code once."""
    page = _page(request, slug)
    if request.method != "POST":
        confirm = Confirmation(
            question=_("Shall the key of the wave be made now?"),
            consequences=(
                _("From then on answers can be locked to it. It is opened with your passphrase or the other holder's."),
                _("A recovery code is shown once. Have a printer ready, or pen and paper."),
            ),
            button=_("Make the key"),
            back=reverse("keys:keys", args=[slug]),
        )
        return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})
    try:
        code = use.make_keys(by=known(request), slug=slug, at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("keys:keys", slug)
    return _code(request, page, code)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw another recovery code, and show it once."""
    page = _page(request, slug)
    form = SecretForm(request.POST or None)
    drawn: list[str] = []

    def draw() -> None:
        secret = form.cleaned_data["secret"]
        drawn.append(use.renew_code(by=known(request), slug=slug, secret=secret, at=timezone.now()))

    if _done(request, form, draw):
        return _code(request, page, drawn[0])
    return _form(
        request,
        page,
        form,
        _("Draw another recovery code"),
        (_("The code on the old paper opens nothing any more."),),
        _("Draw another code"),
    )


@signed_in
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def admit(request: HttpRequest, slug: str) -> HttpResponse:
    """Let in those who have chosen a passphrase since the key was made."""
    page = _page(request, slug)
    form = SecretForm(request.POST or None)

    def let_in() -> None:
        use.admit_holders(by=known(request), slug=slug, secret=form.cleaned_data["secret"], at=timezone.now())

    if _done(request, form, let_in):
        messages.success(request, _("Their passphrases open the key from now on."))
        return redirect("keys:keys", slug)
    names = ", ".join(each.name for each in page.waiting)
    return _form(
        request,
        page,
        form,
        _("Let others open the key"),
        (_("These can then open the answers with their own passphrase: {names}.").format(names=names or "–"),),
        _("Let them in"),
    )


@signed_in
@sensitive_post_parameters()
@require_http_methods(GET_OR_POST)
def tried(request: HttpRequest, slug: str) -> HttpResponse:
    """Try whether a passphrase is remembered right, without opening anything."""
    page = _page(request, slug)
    form = OwnPassphraseForm(request.POST or None)

    def try_out() -> None:
        if not use.tries_out(by=known(request), slug=slug, passphrase=form.cleaned_data["secret"]):
            raise RuleBroken("secret_wrong", "This isn't the passphrase that you chose for this wave.")

    if _done(request, form, try_out):
        messages.success(request, _("This is the passphrase that you chose."))
        return redirect("keys:keys", slug)
    return _form(
        request, page, form, _("Try your passphrase"), (_("Nothing is opened by it here."),), _("Try the passphrase")
    )


@signed_in
@require_http_methods(GET_OR_POST)
def end(request: HttpRequest, slug: str, holder: int) -> HttpResponse:
    """End somebody's part in the key, after having said what that means."""
    page = _page(request, slug)
    found = next((each for each in page.holders if each.pk == holder and not each.own), None)
    if found is None:
        raise Http404
    return confirmed(
        request,
        lambda: use.end_holder(by=known(request), slug=slug, holder=holder, at=timezone.now()),
        Confirmation(
            question=_("Shall {name} no longer open the key?").format(name=found.name),
            consequences=(
                _("The passphrase of {name} opens nothing any more.").format(name=found.name),
                _("Two should hold the key. Let somebody else choose a passphrase, and let them in."),
            ),
            button=_("End the part of {name}").format(name=found.name),
            back=reverse("keys:keys", args=[slug]),
        ),
        _("The part is ended."),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw the key away while no answers have come, after having said what that means."""
    _page(request, slug)
    return confirmed(
        request,
        lambda: use.discard_keys(by=known(request), slug=slug, at=timezone.now()),
        Confirmation(
            question=_("Shall the key be thrown away and made anew?"),
            consequences=(
                _("Both passphrases and the code on paper open nothing any more; both holders choose again."),
                _("It can be done until the wave is opened."),
            ),
            button=_("Throw the key away"),
            back=reverse("keys:keys", args=[slug]),
        ),
        _("The key is thrown away."),
    )


def _page(request: HttpRequest, slug: str) -> KeysPage:
    page = keys_page(known(request), slug)
    if page is None:
        raise Http404
    return page


def _code(request: HttpRequest, page: KeysPage, code: str) -> HttpResponse:
    return render(request, "surveys/keys/code.html", {"page": page, "code": in_groups(code), **SECTION})


def _done(request: HttpRequest, form: forms.Form, what: Callable[[], None]) -> bool:
    """Return whether what was asked for is done; a refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        what()
    except RuleBroken as refusal:
        show_refusal(form, refusal, FIELDS)
        return False
    return True


def _form(
    request: HttpRequest, page: KeysPage, form: forms.Form, heading: str, sentences: tuple[str, ...], button: str
) -> HttpResponse:
    status = WRONG if form.is_bound and form.errors else 200
    told = {"page": page, "form": form, "heading": heading, "sentences": sentences, "button": button}
    return render(request, "surveys/keys/form.html", {**told, **SECTION}, status=status)
