"""The report of a conference on the web and as PDF, made from what is kept when it is asked for."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.urls import reverse

from ljuspunkt.domain.report.conference import ConferenceReport, compose_conference
from ljuspunkt.domain.report.labels import labels
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.catalogue import looked_up_in
from ljuspunkt.files.pdf import set_in_type
from ljuspunkt.rooms.conference import queries as conference
from ljuspunkt.rooms.conference.queries import Reported
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.reports.conference_pages import ConferenceOnPage, conference_on_page
from ljuspunkt.rooms.reports.conference_print import content
from ljuspunkt.rooms.reports.pages import Exit

MOST_KEPT = 8
"""How many PDFs a process keeps, so that the same report isn't set again for each who reads it."""

_set: OrderedDict[str, bytes] = OrderedDict()
_setting = Lock()


@dataclass(frozen=True, slots=True)
class ConferenceReportPage:
    """The report of a conference, drawn."""

    slug: str
    published: bool
    on_page: ConferenceOnPage


def report_page(slug: str, by: Person | None, language: Language) -> ConferenceReportPage | None:
    """Return the report of a conference, None where there is none to be shown."""
    found = conference.reported(slug, by)
    if found is None:
        return None
    downloads = [Exit(labels(language).pdf, reverse("conference_report:pdf", args=[slug]))]
    drawn = conference_on_page(_composed(found, language), _nowhere, language, downloads=downloads)
    return ConferenceReportPage(slug, found.published, drawn)


def report_pdf(slug: str, by: Person | None, language: Language) -> bytes | None:
    """Return the report as a tagged PDF, None where there is none to be shown."""
    found = conference.reported(slug, by)
    if found is None:
        return None
    told = content(_composed(found, language), language)
    key = json.dumps([language, told], ensure_ascii=False, sort_keys=True)
    with _setting:
        if key in _set:
            _set.move_to_end(key)
            return _set[key]
        pdf = set_in_type(told, language, on=found.procedure.ends or found.procedure.begins)
        _set[key] = pdf
        while len(_set) > MOST_KEPT:
            _set.popitem(last=False)
        return pdf


def _composed(found: Reported, language: Language) -> ConferenceReport:
    return compose_conference(
        found.result,
        language,
        looked_up_in(language),
        procedure=found.procedure,
        void=found.void,
        kept_figures=found.kept_figures,
    )


def _nowhere(name: str, ending: str) -> str:
    """Say that a picture has no file of its own."""
    return ""
