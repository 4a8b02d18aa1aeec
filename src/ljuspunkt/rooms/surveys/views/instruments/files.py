"""Questionnaires in and out as files: what of a file isn't understood is shown row by row before anything is kept."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.domain.vocabulary import Notice
from ljuspunkt.files.notices import in_order
from ljuspunkt.files.questionnaires import MOST_BYTES, read, write
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.instruments import FileForm, ImportNewForm, ImportVersionForm
from ljuspunkt.rooms.surveys.queries.instruments import instrument_page, language_lines
from ljuspunkt.rooms.surveys.queries.questionnaires import read_document
from ljuspunkt.rooms.surveys.services.import_questionnaire import (
    Naming,
    drop_import,
    import_new,
    import_version,
    look_at_questionnaire,
    may_make,
    notices_of,
    told,
    waiting,
)
from ljuspunkt.rooms.surveys.services.versions import usable_version
from ljuspunkt.rooms.surveys.views.instruments.common import SECTION, known_group, owners, page_of, refused
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, show_refusal

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"xlsx": WORKBOOK, "yaml": "application/yaml; charset=utf-8"}


def _may(request: HttpRequest, slug: str) -> None:
    by = known(request)
    refuse_unless(instrument_page(by, slug).line.may_edit if slug else may_make(by))


@signed_in
@require_http_methods(GET_OR_POST)
def file_import(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Send a questionnaire in a file; nothing is kept before the yes."""
    _may(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    notices: list[Notice] = []
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile[bytes] = form.cleaned_data["file"]
        name = Path(sent.name or "").name
        try:
            look_at_questionnaire(
                by=known(request),
                at=timezone.now(),
                slug=slug,
                name=name,
                questionnaire=_read(sent, name, notices),
                notices=notices,
            )
        except RuleBroken as refusal:
            if isinstance(refusal, BadInput):
                refusal.file = name
            show_refusal(form, refusal, {refusal.code: "file"})
        else:
            return redirect(_address("look", slug))
    context = {"slug": slug, "form": form, "notices": [told(notice).said(_) for notice in in_order(notices)], **SECTION}
    return render(request, "surveys/instruments/import.html", context, status=WRONG if form.errors else 200)


def _read(sent: "UploadedFile[bytes]", name: str, notices: list[Notice]) -> Questionnaire:
    """Read what was sent, through a folder of its own that is gone afterwards.

    Raises:
        BadInput: it can't be read, or nothing of it can be used.
    """
    if sent.size is not None and sent.size > MOST_BYTES:
        raise BadInput(
            "file_large", "The file is larger than {most} megabytes.", file=name, most=MOST_BYTES // 1_000_000
        )
    with tempfile.TemporaryDirectory() as folder:
        # Its own name may be anything; the stem serves as the questionnaire's name where the file has none.
        path = Path(folder) / f"{slugify(Path(name).stem) or 'form'}{Path(name).suffix.lower()[:6]}"
        with path.open("wb") as kept:
            for chunk in sent.chunks():
                kept.write(chunk)
        return read(path, notices.append)


def _address(page: str, slug: str) -> str:
    if slug:
        return reverse(f"instruments:version_import_{page}" if page else "instruments:version_import", args=[slug])
    return reverse(f"instruments:import_{page}" if page else "instruments:import")


@signed_in
@require_http_methods(GET_OR_POST)
def file_look(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show what was read of a file and what wasn't understood, and keep it on a yes."""
    _may(request, slug)
    by, at = known(request), timezone.now()
    row = waiting(by, at, slug)
    if row is None:
        messages.error(request, _("The file is no longer kept; send it again."))
        return redirect(_address("", slug))
    questionnaire = read_document(row.document)
    page = instrument_page(by, slug) if slug else None
    form: ImportNewForm | ImportVersionForm
    if page is not None:
        version = page.draft or usable_version(questionnaire.version)
        form = ImportVersionForm(request.POST or None, initial={"version": version})
    else:
        form = ImportNewForm(
            request.POST or None,
            owners=owners(by),
            group=known_group(questionnaire.respondent_group),
            initial={"slug": slugify(questionnaire.form_id), "version": usable_version(questionnaire.version)},
        )
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            if page is not None:
                made = import_version(by=by, at=at, slug=slug, version=found["version"])
            else:
                naming = Naming(found["slug"], found["group"], found["owner"])
                made = import_new(by=by, at=at, naming=naming, version=found["version"])
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The questionnaire is imported. Look it through before you freeze it."))
            return redirect("instruments:version", slug=made.instrument.slug, version=made.name)
    context = {
        "slug": slug,
        "page": page,
        "form": form,
        "name": row.name,
        "questionnaire": questionnaire,
        "n": sum(item.kind != "note" for item in questionnaire.items),
        "notices": [notice.said(_) for notice in notices_of(row)],
        "languages": language_lines(questionnaire),
        "drop": _address("drop", slug),
        **SECTION,
    }
    return render(request, "surveys/instruments/look.html", context, status=WRONG if form.errors else 200)


@signed_in
@require_POST
def file_drop(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Forget a file that waits for its yes."""
    _may(request, slug)
    drop_import(by=known(request))
    messages.success(request, _("The file is forgotten; nothing was changed."))
    return redirect("instruments:instrument", slug=slug) if slug else redirect("instruments:list")


@signed_in
@require_safe
def file_export(request: HttpRequest, slug: str, version: str, kind: str) -> HttpResponse:
    """Hand out a version as a workbook in XLSForm's layout, or as YAML."""
    page = page_of(request, slug, version, edit=False)
    if kind not in KINDS:
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{slug}-{version}.{kind}"
        write(page.questionnaire, path)
        content = path.read_bytes()
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{slug}-{version}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response
