"""How forms look, and how a refusal of the method gets to the field it is about.

`settings.FORM_RENDERER` names `Renderer`, so that `{{ form }}` gives the list of what must be mended, then the fields.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, CheckboxSelectMultiple, DateField, DateInput
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext

from ljuspunkt.domain.errors import RuleBroken

GET_OR_POST = ("GET", "HEAD", "POST")
"""How a page with a form is asked for."""
WRONG = 422
"""The status of a page that shows again what was sent, with what must be mended."""


class Renderer(TemplatesSetting):
    """Draws forms by the templates in `ui/`."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class Day(DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **how: Any) -> None:
        super().__init__(widget=DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **how)


class FoldedChoices(CheckboxSelectMultiple):
    """Boxes to tick of which there are many: those that are ticked are seen, the others unfold.

    Args:
        others: what is said over those that unfold.
    """

    template_name = "ui/folded_choices.html"

    def __init__(self, others: str | Promise) -> None:
        super().__init__()
        self.others = others

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template draws."""
        context = super().get_context(name, value, attrs)
        context["widget"]["others"] = self.others
        return context


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is asked before something is done that can't be undone; shown by `ui/confirm.html`.

    `button` says what will be done, never just "yes"; `back` is where those go who change their mind; `warnings` say
    what isn't as it should be first.
    """

    question: str
    consequences: tuple[str, ...]
    button: str
    back: str
    warnings: tuple[str, ...] = ()


def confirmed(
    request: HttpRequest,
    what: Callable[[], object],
    confirm: Confirmation,
    done: str,
    *,
    section: str,
    after: str | None = None,
) -> HttpResponse:
    """Ask, and do it once it is said yes to.

    Args:
        request: what was asked for; a POST is the yes.
        what: does it, and may refuse.
        confirm: what is asked; a refusal is told on the page that it leads back to.
        done: what is told when it is done.
        section: the page's place in the menu.
        after: the address that comes then, None for the page that `confirm` leads back to.
    """
    if request.method != "POST":
        return render(request, "ui/confirm.html", {"confirm": confirm, "section": section})
    try:
        what()
    except RuleBroken as refusal:
        messages.error(request, refusal.said(gettext))
        return redirect(confirm.back)
    messages.success(request, done)
    return redirect(after or confirm.back)


@contextmanager
def told(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Do what was pressed, and tell on the next page that it is done, where there is a word for it, or why it isn't."""
    try:
        yield
    except RuleBroken as refusal:
        messages.error(request, refusal.said(gettext))
    else:
        if done:
            messages.success(request, done)


def show_refusal(form: BaseForm, refusal: RuleBroken, fields: Mapping[str, str] | None = None) -> None:
    """Put a refusal into a form, in the reader's language, so that nothing that was typed is lost.

    Args:
        form: a form that has been validated.
        refusal: what the use case said.
        fields: by the refusal's code, the field it is about; others stand above the form.
    """
    field = (fields or {}).get(refusal.code)
    form.add_error(field if field in form.fields else None, refusal.said(gettext))
