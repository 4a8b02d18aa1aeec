"""The voter's evaluation of a conference, on the device that holds the code; no JavaScript, session or log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference import codes
from ljuspunkt.rooms.conference.asked import of_room
from ljuspunkt.rooms.conference.devices import device_of
from ljuspunkt.rooms.conference.forms.result import OpinionForm
from ljuspunkt.rooms.conference.services.evaluation import answer_evaluation
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal
from ljuspunkt.ui.language import page_language
from ljuspunkt.ui.origin import comes_from_here


@never_cache
@csrf_exempt  # the same page for everybody has no token; ui.origin.comes_from_here stands in its place
@require_http_methods(GET_OR_POST)
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Show the evaluation to a device that holds a code, and take what is sent."""
    conference = of_room(code)
    device = device_of(request, conference)
    held = codes.check(conference.pk, device.code) if device and device.code else None
    context: dict[str, object] = {"conference": conference}
    if device is None or held is None:
        return render(request, "conference/evaluation/code.html", context)
    if not conference.evaluation_open:
        return render(request, "conference/evaluation/closed.html", context)
    form = OpinionForm(request.POST if request.method == "POST" else None, language=page_language())
    context["form"] = form
    if request.method != "POST":
        return render(request, "conference/evaluation/form.html", context)
    if not comes_from_here(request):
        form.add_error(None, _("Your browser says that this was sent from another site. Try here."))
    if form.is_valid():
        try:
            first = answer_evaluation(
                conference=conference.pk, code=device.code, steps=form.steps, words=form.cleaned_data["words"]
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, {"comment_too_long": "words"})
        else:
            return render(request, "conference/evaluation/received.html", {**context, "first": first})
    return render(request, "conference/evaluation/form.html", context, status=WRONG)
