"""What the pages of questionnaires have in common."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.groups import GROUPS
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role, known, refuse_unless
from ljuspunkt.rooms.surveys.forms.instruments import NETWORK
from ljuspunkt.rooms.surveys.queries.instruments import VersionPage, version_page
from ljuspunkt.rooms.surveys.services.desk import Where
from ljuspunkt.ui.forms import show_refusal

SECTION = {"section": "instruments"}
FIELDS = {
    "name_taken": "name",
    "name_signs": "name",
    "reserved_name": "name",
    "national_name": "name",
    "scale_taken": "name",
    "picture_taken": "name",
    "no_section": "section",
    "not_same_any_more": "mark",
    "unknown_in_condition": "relevant",
    "slug_taken": "slug",
    "slug_reserved": "slug",
    "no_protocol": "protocol",
    "version_taken": "version",
    "version_signs": "version",
    "main_language": "default_language",
    "not_a_picture": "file",
    "picture_large": "file",
    "no_source": "source",
}
"""By the code of a refusal, the field at which it stands; in a form without it, it stands above."""


def page_of(request: HttpRequest, slug: str, version: str, association: str = "", *, edit: bool = True) -> VersionPage:
    """Return a version, or an association's own questions, for somebody who may word it, or only read it.

    Raises:
        Http404: there is none, or the person may not.
    """
    page = version_page(known(request), slug, version, association)
    refuse_unless(page.may_word or not edit)
    return page


def closed(request: HttpRequest, page: VersionPage) -> HttpResponse | None:
    """Return the way back from a form of what can't be changed just now, None where it can."""
    if page.may_edit or request.method == "POST":
        return None
    if page.association:
        messages.error(request, _("Answers are coming in; your questions can be changed after the wave."))
    else:
        messages.error(request, _("This version is frozen and never changes; start a new one."))
    return redirect(page.base)


def refused(form: BaseForm, refusal: RuleBroken) -> None:
    """Say a refusal at the field it is about."""
    show_refusal(form, refusal, FIELDS)


def where(page: VersionPage) -> Where:
    """Return how use cases are told what is changed."""
    return Where(page.slug, page.name, page.association)


def owners(person: Person) -> list[tuple[str, str]]:
    """Return for whom a person makes questionnaires, as `owner_field` chooses among them."""
    mine = person.associations(Role.ASSOCIATION_COORDINATOR)
    network = [(NETWORK, _("the network: part of the national measurement"))] if person.is_national else []
    return network + [
        (each.slug, each.name)
        for each in people.associations()
        if not each.is_merged and (each.slug in mine or person.is_national)
    ]


def known_group(code: str | None) -> str:
    """Return a group's code where the list has it, else ""."""
    return code if code is not None and code in GROUPS else ""
