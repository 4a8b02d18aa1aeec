"""Lists of candidates in and out: the template, import with its preview, export."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.indicator.columns import named
from ljuspunkt.domain.indicator.importing import Plan, Sheet
from ljuspunkt.files.candidate_list import MOST_BYTES, read_candidate_list
from ljuspunkt.rooms.indicators import exports
from ljuspunkt.rooms.indicators.forms.inventories import AcceptForm, UploadForm
from ljuspunkt.rooms.indicators.queries.lists import ListPage, waiting_list
from ljuspunkt.rooms.indicators.services import drop_list, import_list, look_at_list
from ljuspunkt.rooms.indicators.services.importing import mark_of
from ljuspunkt.rooms.indicators.views.common import FIELDS, SECTION, WORKBOOK, handed_out, head_for
from ljuspunkt.rooms.people.permissions import known, signed_in
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal
from ljuspunkt.ui.language import page_language


@signed_in
@require_http_methods(GET_OR_POST)
def list_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a list; what is wrong with it is shown at once, else what it would do."""
    head = head_for(request, slug, edit=True)
    form = UploadForm(request.POST or None, request.FILES or None)
    plan: Plan | None = None
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile[bytes] = form.cleaned_data["list"]
        try:
            sheet = _read(sent)
        except BadInput as refusal:
            show_refusal(form, refusal, {refusal.code: "list"})
        else:
            plan = look_at_list(
                by=known(request), at=timezone.now(), inventory_slug=slug, name=sent.name or "", sheet=sheet
            )
            if not plan.problems:
                return redirect("indicators:list_preview", slug=slug)
    problems = [
        (problem.line, named(problem.column, page_language()), problem.refusal.said(_))
        for problem in (plan.problems if plan else ())
    ]
    context = {"head": head, "form": form, "problems": problems, **SECTION}
    return render(request, "indicators/list_import.html", context, status=WRONG if problems or form.errors else 200)


def _read(sent: "UploadedFile[bytes]") -> Sheet:
    """Read what was sent, through a file of its own that is gone afterwards.

    Raises:
        BadInput: it can't be read.
    """
    name = Path(sent.name or "").name
    if sent.size is not None and sent.size > MOST_BYTES:
        raise BadInput(
            "file_large", "The file is larger than {most} megabytes.", file=name, most=MOST_BYTES // 1_000_000
        )
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:10]) as kept:
        for chunk in sent.chunks():
            kept.write(chunk)
        kept.flush()
        return read_candidate_list(Path(kept.name), name)


@signed_in
@require_http_methods(GET_OR_POST)
def list_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a list would do, and do it on a yes."""
    head = head_for(request, slug, edit=True)
    by = known(request)
    page = _waiting(request, slug)
    if page is None:
        messages.error(request, _("The list is no longer kept; send it again."))
        return redirect("indicators:list_import", slug=slug)
    needed = bool(page.changed)
    form = AcceptForm(request.POST or None, initial={"seen": mark_of(page.plan)}, needed=needed)
    if request.method == "POST" and form.is_valid():
        try:
            done = import_list(by=by, at=timezone.now(), inventory_slug=slug, **form.cleaned_data)
        except RuleBroken as refusal:
            # What is shown now is what a second yes would do.
            form = AcceptForm({"seen": mark_of(page.plan), "reason": form.cleaned_data["reason"]}, needed=needed)
            form.is_valid()
            show_refusal(form, refusal, FIELDS)
        else:
            messages.success(request, _done(done))
            return redirect("indicators:inventory", slug=slug)
    return render(
        request,
        "indicators/list_preview.html",
        {"head": head, "page": page, "form": form, **SECTION},
        status=WRONG if form.errors else 200,
    )


def _done(plan: Plan) -> str:
    new = ngettext("{n} candidate is new", "{n} candidates are new", len(plan.new)).format(n=len(plan.new))
    changed = ngettext("{n} is changed", "{n} are changed", len(plan.changed)).format(n=len(plan.changed))
    return _("The list is imported: {new}, {changed}.").format(new=new, changed=changed)


def _waiting(request: HttpRequest, slug: str) -> ListPage | None:
    return waiting_list(slug, known(request).id, timezone.now())


@signed_in
@require_POST
def list_drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget a list that waits for its yes."""
    head_for(request, slug, edit=True)
    drop_list(by=known(request), inventory_slug=slug)
    messages.success(request, _("The list is forgotten; nothing was changed."))
    return redirect("indicators:inventory", slug=slug)


@signed_in
@require_safe
def list_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out an empty list to fill in."""
    return handed_out(exports.template_workbook(head_for(request, slug)), WORKBOOK, f"{slug}-{_('template')}.xlsx")


@signed_in
@require_safe
def list_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Hand out the whole inventory as a list."""
    head = head_for(request, slug)
    if kind == "xlsx":
        return handed_out(exports.inventory_workbook(head), WORKBOOK, f"{slug}.xlsx")
    if kind == "csv":
        return handed_out(exports.inventory_csv(head), "text/csv; charset=utf-8", f"{slug}.csv")
    raise Http404
