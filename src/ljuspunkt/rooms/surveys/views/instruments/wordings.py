"""The wordings of one language beside another, and what is missing in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.wordings import WordingsForm, sent_wordings, shown_wordings
from ljuspunkt.rooms.surveys.services.edit_questionnaire import keep_wordings
from ljuspunkt.rooms.surveys.views.instruments.common import SECTION, closed, page_of, where
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal
from ljuspunkt.ui.language import direction, language_name


@signed_in
@require_http_methods(GET_OR_POST)
def wordings(request: HttpRequest, slug: str, version: str, language: str, association: str = "") -> HttpResponse:
    """Write the wordings of one language, beside the main one or another."""
    page = page_of(request, slug, version, association)
    if (back := closed(request, page)) is not None:
        return back
    questionnaire = page.questionnaire
    refuse_unless(language in questionnaire.languages)
    beside = request.GET.get("beside", "")
    if beside not in questionnaire.languages or beside == language:
        others = [each for each in questionnaire.languages if each != language]
        main = questionnaire.default_language
        beside = main if main in others else others[0] if others else language
    only = request.GET.get("only") == "missing"
    asked = request.GET.get("page", "1")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    shown, n_pages = shown_wordings(questionnaire, language, only_missing=only, page=at)
    if request.method == "POST":
        shown = sent_wordings(questionnaire, request.POST)
    form = WordingsForm(
        request.POST or None, questionnaire=questionnaire, language=language, beside=beside, shown=shown
    )
    if request.method == "POST" and form.is_valid():
        try:
            n = keep_wordings(
                by=known(request),
                at=timezone.now(),
                where=where(page),
                language=language,
                said=form.said(),
                before=form.seen(),
                mark_changed=form.cleaned_data["mark_changed"],
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"not_same_any_more": "mark_changed"})
        else:
            messages.success(request, ngettext("{n} wording is kept.", "{n} wordings are kept.", n).format(n=n))
            return redirect(request.get_full_path())
    context = {
        "page": page,
        "form": form,
        "worded": next(line for line in page.languages if line.code == language),
        "beside": {"code": beside, "name": language_name(beside), "dir": direction(beside)},
        "besides": [line for line in page.languages if line.code not in (language, beside)],
        "only": only,
        "at": at,
        "pages": range(1, n_pages + 1),
        **SECTION,
    }
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/wordings.html", context, status=status)
