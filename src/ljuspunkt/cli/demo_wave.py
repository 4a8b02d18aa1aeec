"""A wave that is open in three invented associations, for whoever wants to answer, follow the board and close it.

It asks the latest questionnaires of the example measurement, carried over to a year of its own. Nobody has answered.
The passphrases and the code on paper lie in a file that only its owner may read.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.language import _

if TYPE_CHECKING:
    from ljuspunkt.domain.survey.questionnaire import Questionnaire
    from ljuspunkt.rooms.people.permissions import Person

FILE = "demo-wave.txt"
YEAR = "2026"
DAYS_OPEN = 21
TITLE = {"sv": "Övningsmätningen 2026", "en": "The rehearsal measurement 2026"}
THIRD = "alnaset"
"""Beside the two associations in which people are invented."""
INITIATIVES = ("Steg för steg", "Verkstan")
SITE = "http://127.0.0.1:8000/"
WAYS = ("link", "poster", "mail", "kiosk", "paper")


def measure(*, folder: Path, instruments: Path, at: datetime) -> None:
    """Open the wave, unless there is one already or nobody was invented who could.

    Args:
        folder: of the installation.
        instruments: the folder of questionnaires of the example measurement.
        at: now.

    Raises:
        RuleBroken, BadInput: something in the examples is refused.
    """
    from ljuspunkt.rooms.people.permissions import Role
    from ljuspunkt.rooms.people.services import invented_person
    from ljuspunkt.rooms.surveys.queries.there import has_waves

    national, analyst = invented_person(Role.NATIONAL_COORDINATOR), invented_person(Role.ANALYST)
    local = invented_person(Role.ASSOCIATION_COORDINATOR)
    if national is None or analyst is None or local is None or has_waves():
        return
    versions = [_carried_over(national, questionnaire, at) for questionnaire in _latest(instruments)]
    slug = _plan(national, local, versions, at)
    _lock_and_open(national, analyst, slug, folder / FILE, at)


def _latest(instruments: Path) -> "Iterable[Questionnaire]":
    """Return each group's latest questionnaire."""
    from ljuspunkt.files.questionnaires import read

    found = [read(file) for file in sorted(instruments.glob("*.yaml"))]
    return {each.respondent_group: each for each in sorted(found, key=lambda each: each.version)}.values()


def _carried_over(by: "Person", questionnaire: "Questionnaire", at: datetime) -> int:
    """Keep a questionnaire as it was, start the year's version from it with every question the same; freeze both."""
    from ljuspunkt.rooms.surveys.queries.there import version_key
    from ljuspunkt.rooms.surveys.services.import_questionnaire import Naming, import_new, look_at_questionnaire
    from ljuspunkt.rooms.surveys.services.versions import freeze_version, start_version

    slug, group = questionnaire.form_id, questionnaire.respondent_group or ""
    look_at_questionnaire(by=by, at=at, slug="", name=f"{slug}.yaml", questionnaire=questionnaire, notices=())
    made = import_new(by=by, at=at, naming=Naming(slug, group, association=""), version=questionnaire.version)
    freeze_version(by=by, at=at, slug=slug, version=made.name)
    year = start_version(by=by, at=at, slug=slug, name=YEAR, waves=(YEAR,))
    freeze_version(by=by, at=at, slug=slug, version=year)
    return version_key(slug, year)


def _plan(by: "Person", local: "Person", versions: list[int], at: datetime) -> str:
    from ljuspunkt.rooms.people.services import OTHER, OWN
    from ljuspunkt.rooms.surveys.services.collectors import make_collectors
    from ljuspunkt.rooms.surveys.services.initiatives import keep_initiatives
    from ljuspunkt.rooms.surveys.services.waves import choose_associations, choose_instruments, create_wave

    today = at.date()
    slug = create_wave(
        by=by, at=at, name=YEAR, title=TITLE, kind="measurement", opens_on=today, closes_on=today + timedelta(DAYS_OPEN)
    )
    choose_instruments(by=by, at=at, slug=slug, versions=versions)
    choose_associations(by=by, at=at, slug=slug, associations=(OWN, OTHER, THIRD))
    keep_initiatives(by=local, at=at, slug=slug, association=OWN, names=INITIATIVES)
    for association in (OWN, OTHER, THIRD):
        make_collectors(
            by=by,
            at=at,
            slug=slug,
            association=association,
            groups=("participant_ongoing", "staff", "board"),
            initiatives=(None,),
            ways=WAYS,
        )
    return slug


def _lock_and_open(national: "Person", analyst: "Person", slug: str, file: Path, at: datetime) -> None:
    from ljuspunkt.rooms.surveys.services.keys import choose_passphrase, make_keys
    from ljuspunkt.rooms.surveys.services.open_wave import open_wave

    passphrases = {holder: secrets.token_urlsafe(15) for holder in (national, analyst)}
    for holder, passphrase in passphrases.items():
        choose_passphrase(by=holder, slug=slug, passphrase=passphrase, at=at)
    code = make_keys(by=national, slug=slug, at=at)
    lines = [_("What opens the answers of the rehearsal measurement:"), ""]
    lines += [f"{holder.email:26}{passphrase}" for holder, passphrase in passphrases.items()]
    lines += [f"{_('The code on paper'):26}{code}"]
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    open_wave(by=national, at=at, slug=slug, site=SITE)
