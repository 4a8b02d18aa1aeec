"""Working pages about what a conference gave: the account, the evaluation, publishing, and the files to take home."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.rooms.conference.asked import SECTION, with_result_prepared, with_result_seen
from ljuspunkt.rooms.conference.exports import export_of
from ljuspunkt.rooms.conference.forms.result import PassageForm, PublishForm
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.permissions import may_prepare, may_see
from ljuspunkt.rooms.conference.queries import working
from ljuspunkt.rooms.conference.services.evaluation import (
    close_evaluation,
    forget,
    open_evaluation,
    withhold_comment,
)
from ljuspunkt.rooms.conference.services.publish_result import publish_result
from ljuspunkt.rooms.conference.services.write_account import write_account
from ljuspunkt.rooms.people.permissions import known, person, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, show_refusal, told


@signed_in
@require_safe
def account(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which items of ACCORD are answered and which wait for words."""
    page = working.account_page(with_result_prepared(request, slug))
    return render(request, "conference/result/account.html", {"page": page, "section": SECTION})


@signed_in
@require_http_methods(GET_OR_POST)
def passage(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """Write about one item."""
    row = with_result_prepared(request, slug)
    page = working.item_page(row, item)
    if page is None:
        raise Http404
    form = PassageForm(request.POST or None, initial={**page.text, "was": page.mark})
    if request.method == "POST" and form.is_valid():
        try:
            write_account(
                by=known(request),
                conference=row.pk,
                item=item,
                text=form.text,
                was=form.cleaned_data["was"],
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
            if refusal.code == "account_changed":
                seen = request.POST.copy()
                seen["was"] = page.mark
                form.data = seen
        else:
            messages.success(request, _("What you wrote about “{topic}” is kept.").format(topic=page.topic))
            if "next" in request.POST and page.next:
                return redirect("results:passage", slug=slug, item=page.next)
            return redirect("results:account", slug=slug)
    changed = form.is_bound and bool(form.errors)
    context = {"page": page, "form": form, "changed": changed, "section": SECTION}
    return render(request, "conference/result/passage.html", context, status=WRONG if changed else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what the conference agreed on."""
    row = with_result_prepared(request, slug)
    by = known(request)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if not by.is_national:
        del form.fields["national"]
    if request.method == "POST" and form.is_valid():
        try:
            done = publish_result(
                by=by, conference=row.pk, at=timezone.now(), national=form.cleaned_data.get("national", False)
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            if done:
                messages.success(request, _("The result is published."))
            else:
                messages.info(request, _("The result was published already, and nothing in it has changed."))
            return redirect("results:publish", slug=slug)
    context = {"page": working.publish_page(row), "form": form, "section": SECTION}
    return render(request, "conference/result/publish.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_http_methods(GET_OR_POST)
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Open and close the evaluation, and read it when it has closed."""
    row = with_result_seen(request, slug)
    if request.method == "POST":
        return _do(request, row, request.POST.get("do", ""))
    page = working.evaluation_page(row)
    context = {"page": page, "back": _back(request, row), "section": SECTION}
    return render(request, "conference/result/evaluation.html", context)


def _back(request: HttpRequest, row: Conference) -> str:
    """Return where the evaluation belongs: the report for who prepares it, the conference for who leads it."""
    if may_prepare(person(request), row):
        return reverse("results:publish", args=[row.slug])
    return reverse("votes:conferences") if row.inputs else reverse("votes:setup", args=[row.slug])


def _do(request: HttpRequest, row: Conference, what: str) -> HttpResponse:
    by, at = known(request), timezone.now()
    forget()  # what a database that was being read couldn't forget before
    with told(request):
        match what:
            case "open":
                chosen = request.POST.get("version", "")
                open_evaluation(by=by, conference=row.pk, at=at, version=_number(chosen) if chosen else None)
                messages.success(request, _("The evaluation is open. The phones show it now."))
            case "close" if "sure" not in request.POST:
                return _ask_before_closing(request, row)
            case "close":
                close_evaluation(by=by, conference=row.pk, at=at)
                messages.success(request, _("The evaluation is closed."))
            case "withhold" | "show":
                withhold_comment(
                    by=by,
                    conference=row.pk,
                    comment=_number(request.POST.get("comment", "")),
                    withheld=what == "withhold",
                    at=at,
                )
    return redirect("results:evaluation", slug=row.slug)


def _ask_before_closing(request: HttpRequest, row: Conference) -> HttpResponse:
    page = working.evaluation_page(row)
    confirm = Confirmation(
        question=_("Shall the evaluation be closed?"),
        consequences=(
            _("{n} of {of} have answered.").format(n=page.answered, of=page.voters),
            _("Nobody can answer afterwards, and it can’t be opened again."),
            _("Nothing is shown unless at least {n} have answered.").format(n=page.at_least),
        ),
        button=_("Close the evaluation"),
        back=reverse("results:evaluation", args=[row.slug]),
    )
    return render(request, "conference/result/close_evaluation.html", {"confirm": confirm, "section": SECTION})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the plan, the candidates and the totals: to everybody when published, to the organisers before."""
    row = Conference.objects.filter(slug=slug).first()
    if row is None or not (row.published or may_see(person(request), row)):
        raise Http404
    if not row.votes.filter(state__in=("closed", "decided")).exists():
        messages.info(request, _("There is nothing to take home yet: no vote has been closed."))
        return redirect("votes:setup", slug=slug)
    answer = HttpResponse(export_of(row), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{slug}.zip"'
    return answer
