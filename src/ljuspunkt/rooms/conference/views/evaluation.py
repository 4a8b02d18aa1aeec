"""The voter's evaluation of a conference, on the device that holds the code; no JavaScript, session or log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.evaluation import LONGEST, with_own_alternatives
from ljuspunkt.domain.survey.reply import Problem, check
from ljuspunkt.rooms.conference import codes
from ljuspunkt.rooms.conference.asked import of_room
from ljuspunkt.rooms.conference.devices import device_of
from ljuspunkt.rooms.conference.queries.evaluation import open_questionnaire, questions_on_page
from ljuspunkt.rooms.conference.services.evaluation import answer_evaluation
from ljuspunkt.ui.forms import GET_OR_POST, WRONG
from ljuspunkt.ui.language import on_page, page_language
from ljuspunkt.web.origin import comes_from_here


@never_cache
@csrf_exempt  # the same page for everybody has no token; web.origin.comes_from_here stands in its place
@require_http_methods(GET_OR_POST)
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show the evaluation to a device that holds a code, and take what is sent."""
    conference = of_room(code)
    device = device_of(request, conference)
    held = codes.check(conference.pk, device.code) if device and device.code else None
    context: dict[str, object] = {"conference": conference}
    if device is None or held is None:
        return render(request, "conference/evaluation/code.html", context)
    asked = open_questionnaire(conference)
    if asked is None:
        return render(request, "conference/evaluation/closed.html", context)
    sent: dict[str, list[str]] = {}
    problems: dict[str, Problem] = {}
    refused = ""
    if request.method == "POST":
        sent = with_own_alternatives(asked, {item.name: request.POST.getlist(item.name) for item in asked.items})
        problems = dict(check(asked, sent, language=page_language()).problems)
        if not comes_from_here(request):
            refused = _("Your browser says that this was sent from another site. Try here.")
        elif not problems:
            try:
                first = answer_evaluation(conference=conference.pk, code=device.code, given=sent)
            except RuleBroken as refusal:
                refused = refusal.said(_)
            else:
                return render(request, "conference/evaluation/received.html", {**context, "first": first})
    context |= {
        "title": on_page(asked.title),
        "questions": questions_on_page(asked, sent, problems),
        "n_problems": len(problems),
        "refused": refused,
        "longest": LONGEST,
    }
    wrong = request.method == "POST"
    return render(request, "conference/evaluation/form.html", context, status=WRONG if wrong else 200)
