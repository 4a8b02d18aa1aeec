"""The forms of one question, one section or one list of choices; of a version or of an association's own questions."""

from collections.abc import Callable, Mapping
from typing import Literal

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.editing import find
from ljuspunkt.domain.survey.questionnaire import Item, Section
from ljuspunkt.domain.survey.scale import Scale
from ljuspunkt.rooms.people.permissions import known, refuse_unless, signed_in
from ljuspunkt.rooms.surveys.forms.questions import Around, ItemForm, SectionForm, choices_of
from ljuspunkt.rooms.surveys.forms.scales import ScaleForm
from ljuspunkt.rooms.surveys.queries.instruments import VersionPage, next_item, place_of, scale_ends, sections_of
from ljuspunkt.rooms.surveys.queries.pictures import pictures_of
from ljuspunkt.rooms.surveys.services.desk import earlier_of, find_version, mark_of
from ljuspunkt.rooms.surveys.services.edit_questionnaire import (
    heading_of,
    keep_item,
    keep_scale,
    keep_section,
    move_part,
    remove_part,
    remove_scale,
)
from ljuspunkt.rooms.surveys.services.make_instrument import all_topics
from ljuspunkt.rooms.surveys.standards import standard_scales
from ljuspunkt.rooms.surveys.views.instruments.common import SECTION, closed, page_of, refused, where
from ljuspunkt.ui.forms import GET_OR_POST, WRONG, Confirmation, told
from ljuspunkt.ui.language import on_page


@signed_in
@require_http_methods(GET_OR_POST)
def item(request: HttpRequest, slug: str, version: str, association: str = "", name: str | None = None) -> HttpResponse:
    """Word a question, or add one."""
    page = page_of(request, slug, version, association)
    if (back := closed(request, page)) is not None:
        return back
    before = find(page.questionnaire, name) if name is not None else None
    if name is not None and not isinstance(before, Item):
        raise Http404
    assert before is None or isinstance(before, Item)
    section = place_of(page.questionnaire, name) if name else request.GET.get("section", "")
    form = ItemForm(
        request.POST or None,
        around=_around(page),
        item=before,
        section=section,
        initial={"seen": mark_of(before) if before is not None else ""},
    )
    if request.method == "POST" and form.is_valid():
        made, inside, standard = form.given()
        try:
            keep_item(
                by=known(request),
                at=timezone.now(),
                where=where(page),
                was=name,
                item=made,
                section=inside,
                taking=standard_scales()[standard].scale if standard else None,
                seen=form.cleaned_data["seen"],
            )
        except RuleBroken as refusal:
            form = _again(form, refusal, before)
        else:
            return _kept(request, page, made, fresh=name is None or standard != "")
    line = next((line for line in page.lines if before is not None and line.part.name == before.name), None)
    context = {
        "page": page,
        "form": form,
        "item": before,
        "line": line,
        **SECTION,
    }
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/question.html", context, status=status)


def _kept(request: HttpRequest, page: VersionPage, made: Item, *, fresh: bool) -> HttpResponse:
    """Return where one goes on after a question was kept."""
    if fresh and made.scale and not made.positive:
        messages.success(request, _("The question is kept. Choose which answers count as positive."))
        return redirect(f"{page.base}questions/{made.name}/")
    messages.success(request, _("The question {name} is kept.").format(name=made.name))
    if "next" in request.POST:
        following = next_item(page.questionnaire, made.name)
        if following:
            return redirect(f"{page.base}questions/{following}/")
    return redirect(f"{page.base}#{made.name}")


def _again(form: ItemForm, refusal: RuleBroken, before: Item | None) -> ItemForm:
    """Return the form with a refusal; where somebody else was faster, keeping again overwrites what is there now."""
    if refusal.code == "changed_meanwhile":
        data = _with(form, {"seen": mark_of(before) if before is not None else ""})
        form = ItemForm(data, around=form.around, item=before)
        form.is_valid()
    refused(form, refusal)
    return form


def _with(form: Form, values: Mapping[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(form.data)
    if isinstance(form.data, QueryDict):
        data = form.data.copy()
    for name, value in values.items():
        data[name] = value
    return data


def _around(page: VersionPage) -> Around:
    questionnaire = page.questionnaire
    topics = all_topics() if not page.association else {}
    numbers = {**{number: topic.title for number, topic in topics.items()},
               **{each.number: each.title for each in questionnaire.indicators}}  # fmt: skip
    earlier = None if page.association else earlier_of(find_version(page.slug, page.name))
    return Around(
        languages=questionnaire.languages,
        scales=questionnaire.scales,
        standard={name: each.title for name, each in standard_scales().items()},
        sections=[(each, each) for each in sections_of(questionnaire)],
        pictures=sorted(pictures_of(page.slug)),
        numbers=choices_of(numbers.items()),
        measures=choices_of((each.number, each.title) for topic in topics.values() for each in topic.measures),
        earlier=[each.name for each in earlier.items if each.kind != "note"] if earlier is not None else None,
        earlier_version=earlier.version if earlier is not None else "",
        is_own=bool(page.association),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def section(
    request: HttpRequest, slug: str, version: str, association: str = "", name: str | None = None
) -> HttpResponse:
    """Word a section's heading, or add a section."""
    page = page_of(request, slug, version, association)
    if (back := closed(request, page)) is not None:
        return back
    before = find(page.questionnaire, name) if name is not None else None
    if name is not None and not isinstance(before, Section):
        raise Http404
    assert before is None or isinstance(before, Section)
    form = SectionForm(
        request.POST or None,
        languages=page.questionnaire.languages,
        section=before,
        inside=place_of(page.questionnaire, name) if name else "",
        sections=[(each, each) for each in sections_of(page.questionnaire, without=name or "")],
        initial={"seen": mark_of(heading_of(before))},
    )
    if request.method == "POST" and form.is_valid():
        made, inside = form.given()
        try:
            keep_section(
                by=known(request),
                at=timezone.now(),
                where=where(page),
                was=name,
                section=made,
                inside=inside,
                seen=form.cleaned_data["seen"] if before is not None else "",
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The section {name} is kept.").format(name=made.name))
            return redirect(f"{page.base}#{made.name}")
    context = {"page": page, "form": form, "before": before, **SECTION}
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/section.html", context, status=status)


@signed_in
@require_http_methods(GET_OR_POST)
def part_remove(request: HttpRequest, slug: str, version: str, name: str, association: str = "") -> HttpResponse:
    """Take a question or a whole section away, after asking."""
    page = page_of(request, slug, version, association)
    if (back := closed(request, page)) is not None:
        return back
    part = find(page.questionnaire, name)
    refuse_unless(part is not None)
    assert part is not None
    if request.method == "POST":
        return _done(
            request, page, lambda: remove_part(by=known(request), at=timezone.now(), where=where(page), name=name),
            _("{name} is taken away.").format(name=name),
        )  # fmt: skip
    words = on_page(part.label) or name
    inside = [each.name for each in part.body] if isinstance(part, Section) else []
    said = [_("All its wordings are lost, in every language.")]
    if inside:
        said.append(_("What stands in the section goes with it: {names}.").format(names=", ".join(inside)))
    confirm = Confirmation(
        _("Take away “{words}”?").format(words=words), tuple(said), _("Take it away"), f"{page.base}#{name}"
    )
    return render(request, "ui/confirm.html", {"confirm": confirm, **SECTION})


@signed_in
@require_POST
def part_move(
    request: HttpRequest, slug: str, version: str, name: str, direction: str, association: str = ""
) -> HttpResponse:
    """Move a question or a section one place."""
    page = page_of(request, slug, version, association)
    if direction not in ("up", "down"):
        raise Http404
    step: Literal["up", "down"] = "up" if direction == "up" else "down"
    with told(request):
        move_part(by=known(request), at=timezone.now(), where=where(page), name=name, direction=step)
    return redirect(f"{page.base}#{name}")


@signed_in
@require_http_methods(GET_OR_POST)
def scale(
    request: HttpRequest, slug: str, version: str, association: str = "", name: str | None = None
) -> HttpResponse:
    """Change a list of choices, or add one."""
    page = page_of(request, slug, version, association)
    if (back := closed(request, page)) is not None:
        return back
    before: Scale | None = page.questionnaire.scales.get(name) if name is not None else None
    refuse_unless(name is None or before is not None)
    form = ScaleForm(
        request.POST or None,
        languages=page.questionnaire.languages,
        scale=before,
        initial={"seen": mark_of(before) if before is not None else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            keep_scale(
                by=known(request),
                at=timezone.now(),
                where=where(page),
                was=name,
                scale=form.given(),
                seen=form.cleaned_data["seen"],
                mark_changed=form.cleaned_data["mark_changed"],
            )
        except RuleBroken as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The list {name} is kept.").format(name=form.cleaned_data["name"]))
            return redirect(f"{page.base}#lists")
    used_by = [each.name for each in page.questionnaire.items if name and each.scale == name]
    words = scale_ends(before) if before is not None else ""
    context = {"page": page, "form": form, "scale": before, "words": words, "used_by": used_by, **SECTION}
    status = WRONG if form.errors else 200
    return render(request, "surveys/instruments/scale.html", context, status=status)


@signed_in
@require_POST
def scale_remove(request: HttpRequest, slug: str, version: str, name: str, association: str = "") -> HttpResponse:
    """Take a list of choices away that no question uses."""
    page = page_of(request, slug, version, association)
    return _done(
        request, page, lambda: remove_scale(by=known(request), at=timezone.now(), where=where(page), name=name),
        _("The list {name} is taken away.").format(name=name),
    )  # fmt: skip


def _done(request: HttpRequest, page: VersionPage, do: Callable[[], None], said: str) -> HttpResponse:
    """Do something, and say that it is done or why not."""
    with told(request, said):
        do()
    return redirect(page.base)
