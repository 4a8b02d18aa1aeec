"""Pages about paper questionnaires: what can be printed, entering a sheet, and settling what two read differently."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.survey.reply import check
from ljuspunkt.rooms.people.permissions import Person, known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.answering.pages import FIELD
from ljuspunkt.rooms.surveys.permissions import may_enter_paper, may_see_waves
from ljuspunkt.rooms.surveys.queries import paper as pages
from ljuspunkt.rooms.surveys.queries import sheets
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.rooms.surveys.services import paper as use
from ljuspunkt.rooms.surveys.services.print_paper import printed
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, told

SECTION = "waves"


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the paper questionnaires of a wave; decide whether two people enter each sheet."""
    by = known(request)
    refuse_unless(may_see_waves(by))
    page = pages.paper_page(slug, by)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, page, by)
    return render(request, "surveys/paper/overview.html", {"page": page, "section": SECTION})


def _decide(request: HttpRequest, page: pages.PaperPage, by: Person) -> HttpResponse:
    batch = next((each for each in page.batches if each.code == request.POST.get("code")), None)
    if batch is None:
        raise Http404
    with told(request, _("Noted.")):
        use.choose_double_entry(
            by=by,
            wave=page.wave_slug,
            association=batch.association_slug,
            collector=batch.pk,
            double=request.POST.get("double") == "yes",
            at=timezone.now(),
        )
    return redirect("paper:overview", slug=page.wave_slug)


@require_safe
@signed_in
def form(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give the questionnaire as a PDF to print, in a language of the wave."""
    card = _card(request, slug, code)
    language = request.GET.get("language", card.languages[0] if card.languages else "")
    easy = request.GET.get("easy") == "yes"
    if not any((each.language, each.easy) == (language, easy) for each in pages.prints_of(card)):
        raise Http404
    try:
        content = printed(card, language=language, easy=easy, hand_in=request.GET.get("hand_in", ""))
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("paper:overview", slug=slug)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{_('questionnaire')}-{card.code}-{language}{'-easy' if easy else ''}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def sheet(request: HttpRequest, slug: str, code: str, number: int = 0) -> HttpResponse:
    """Enter a sheet."""
    by, card = known(request), _card(request, slug, code)
    refuse_unless(may_enter_paper(by, card.association))
    if not card.accepting or card.version_pk is None:
        return render(request, "surveys/paper/closed.html", {"card": card, "section": SECTION}, status=WRONG)
    asked = with_own(card.version_pk, card.association)
    if request.method != "POST":
        return _blank(request, card, number, by)
    typed = _typed(request, card, asked)
    given = sheets.given_of(asked, typed.sent)
    reply = check(asked, given, language=typed.language)
    problems = {**sheets.said_problems(reply.problems), **sheets.left_open(asked, typed.sent, reply.shown)}
    notice = ""
    if not problems:
        plain = typed.sheet
        try:
            content = use.read_content(asked, given, language=typed.language, easy=typed.easy, helped=typed.helped)
            state = use.enter_sheet(
                by=by,
                collector=card.pk,
                sheet=int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else 0,
                content=content,
                key=request.POST.get("key", ""),
            )
        except RuleBroken as refusal:
            notice = refusal.said(_)
        else:
            return _entered(request, card, typed, state)
    page = sheets.sheet_page(card, typed, problems=problems, key=use.new_key(), notice=notice)
    return render(request, "surveys/paper/sheet.html", {"page": page, "section": SECTION}, status=WRONG)


def _typed(request: HttpRequest, card: CollectorCard, asked: Questionnaire) -> sheets.Typed:
    posted = request.POST
    return sheets.Typed(
        sheet=posted.get("sheet", "").strip(),
        language=_language(card, posted.get("language", "")),
        easy=posted.get("easy") == "yes",
        helped=posted.get("helped", ""),
        sent={item.name: posted.getlist(FIELD + item.name) for item in asked.items},
    )


def _language(card: CollectorCard, wanted: str) -> str:
    return wanted if wanted in card.languages else card.languages[0]


def _blank(request: HttpRequest, card: CollectorCard, number: int, by: Person) -> HttpResponse:
    """Show a sheet with nothing typed, or what the person has entered of one that waits."""
    notice = ""
    try:
        own = sheets.own_reading(card, number, by) if number else None
    except RuleBroken as refusal:
        own, notice = None, refusal.said(_)
    sheet = str(number or pages.next_sheet(card.pk, by))
    if own is not None:
        asked = with_own(card.version_pk or 0, card.association)
        typed = sheets.Typed(sheet, own.language, own.easy, own.helped, sheets.sent_of(asked, own))
    else:
        language = _language(card, request.GET.get("language", ""))
        typed = sheets.Typed(sheet, language, request.GET.get("easy") == "yes", "", {})
    page = sheets.sheet_page(card, typed, problems={}, key=use.new_key(), notice=notice)
    return render(request, "surveys/paper/sheet.html", {"page": page, "section": SECTION})


def _entered(request: HttpRequest, card: CollectorCard, typed: sheets.Typed, state: use.State) -> HttpResponse:
    number = int(typed.sheet)
    if state == "differs":
        messages.warning(request, _("Sheet {n} has been read differently by two. Settle it here.").format(n=number))
        return redirect("paper:settle", slug=card.wave_slug, code=card.code, number=number)
    if state == "first":
        said = _("Sheet {n} waits for somebody else to enter it too.")
    else:
        said = _("The answers on sheet {n} are received.")
    messages.success(request, said.format(n=number))
    answer = redirect("paper:sheet", slug=card.wave_slug, code=card.code)
    answer["Location"] += f"?language={typed.language}{'&easy=yes' if typed.easy else ''}"
    return answer


@never_cache
@require_http_methods(GET_OR_POST)
@signed_in
def settle(request: HttpRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Show what two read differently side by side, and receive the sheet as it is settled."""
    by, card = known(request), _card(request, slug, code)
    refuse_unless(may_enter_paper(by, card.association))
    if request.method == "POST":
        do = request.POST.get("do", "")
        try:
            if do == "alone":
                use.receive_alone(by=by, collector=card.pk, sheet=number)
            elif do == "take_back":
                use.take_back_reading(by=by, collector=card.pk, sheet=number)
                messages.success(request, _("What you entered of sheet {n} is taken back.").format(n=number))
                return redirect("paper:overview", slug=slug)
            else:
                chosen = {name.removeprefix("right-"): said for name, said in request.POST.dict().items()}
                use.settle_sheet(by=by, collector=card.pk, sheet=number, chosen=chosen)
        except RuleBroken as refusal:
            messages.error(request, refusal.said(_))
        else:
            messages.success(request, _("The answers on sheet {n} are received.").format(n=number))
            return redirect("paper:overview", slug=slug)
    try:
        page = sheets.settle_page(card, number)
    except RuleBroken as refusal:
        messages.error(request, refusal.said(_))
        return redirect("paper:overview", slug=slug)
    if page is None:
        return redirect("paper:overview", slug=slug)
    return render(request, "surveys/paper/settle.html", {"page": page, "section": SECTION})


def _card(request: HttpRequest, slug: str, code: str) -> CollectorCard:
    found = pages.paper_collector(slug, code, known(request))
    if found is None:
        raise Http404
    return found
