"""Frozen data sets, and open answers apart from them, as pages show them and as other rooms read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.questionnaire import Questionnaire
from ljuspunkt.files import dataset
from ljuspunkt.files.folder import MANIFEST, digest
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import DataSet, OpenAnswer, Participation, Wave, WaveInstrument
from ljuspunkt.rooms.surveys.permissions import may_fetch_data_set, may_read_open_answers, may_see_data_sets
from ljuspunkt.rooms.surveys.queries.board import in_words, total_of
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.ui.language import on_page


@dataclass(frozen=True, slots=True)
class DataSetCard:
    """A frozen data set: where it lies, what it holds, and its hashes."""

    name: str
    wave_slug: str
    association: str
    association_name: str
    folder: Path
    n_answers: int
    answers_hash: str
    manifest_hash: str
    frozen_on: date


@dataclass(frozen=True, slots=True)
class DataSetRow:
    """A data set on the page; `trouble` names files that aren't what they were."""

    card: DataSetCard
    may_fetch: bool
    answers: str
    trouble: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataSetsPage:
    """The data sets of a wave that somebody sees."""

    slug: str
    title: str
    is_frozen: bool
    national: bool
    """Whether the network's data set is shown where there is one."""
    rows: tuple[DataSetRow, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One open answer, and the number under which it can be removed."""

    pk: int
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a group said to one question."""

    group: str
    question: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OpenAnswersPage:
    """The open answers of an association in a wave."""

    slug: str
    title: str
    association: str
    association_name: str
    is_frozen: bool
    questions: tuple[Asked, ...]

    @property
    def n(self) -> int:
        return sum(len(each.said) for each in self.questions)


def of_wave(wave_pk: int) -> tuple[DataSetCard, ...]:
    """Return the data sets of a wave, the network's first; none while it isn't frozen."""
    rows = DataSet.objects.filter(wave_id=wave_pk).select_related("wave", "association").order_by("pk")
    return tuple(_card(row) for row in rows)


def data_set(person: Person, slug: str, name: str) -> DataSetCard | None:
    """Return a data set that somebody may fetch, None where there is none."""
    row = DataSet.objects.filter(wave__slug=slug, name=name).select_related("wave", "association").first()
    return _card(row) if row is not None and may_fetch_data_set(person, _owner(row)) else None


def data_sets_page(person: Person, slug: str) -> DataSetsPage | None:
    """Return the data sets of a wave that somebody sees, None where there is no such wave for the person."""
    wave = Wave.objects.filter(slug=slug).first()
    here = Participation.objects.filter(wave=wave).values_list("association__slug", flat=True)
    if wave is None or not may_see_data_sets(person, here):
        return None
    rows, total = [], total_of(wave.pk)
    for card in of_wave(wave.pk):
        owner = card.association or None
        if may_see_data_sets(person, [card.association] if owner else []):
            fetches = may_fetch_data_set(person, owner)
            # Whoever can't fetch single answers isn't told a whole number either, from which a small group's follows.
            answers = str(card.n_answers) if fetches or owner else in_words(total)
            rows.append(DataSetRow(card, fetches, answers, changed(card)))
    return DataSetsPage(
        slug, on_page(wave.title) or wave.name, wave.state == "frozen", may_see_data_sets(person, []), tuple(rows)
    )


def changed(card: DataSetCard) -> tuple[str, ...]:
    """Return the files of a data set that aren't what they were when it was frozen."""
    manifest = card.folder / MANIFEST
    if not manifest.is_file() or digest(manifest.read_bytes()) != card.manifest_hash:
        return (MANIFEST,)
    return dataset.changed(card.folder)


def open_answers_page(person: Person, slug: str, association: str) -> OpenAnswersPage | None:
    """Return what was written in an association, None where there is no such wave for the person."""
    if not may_read_open_answers(person, association):
        return None
    part = (
        Participation.objects.filter(wave__slug=slug, association__slug=association)
        .select_related("wave", "association")
        .first()
    )
    if part is None:
        return None
    rows = OpenAnswer.objects.filter(wave=part.wave, association=part.association).order_by(
        "respondent_group", "question", "text", "id"
    )
    asked = _questions(part)
    questions = tuple(
        Asked(
            on_page(group_name(group)), _worded(asked, group, question), tuple(Said(row.pk, row.text) for row in said)
        )
        for (group, question), said in groupby(rows, key=lambda row: (row.respondent_group, row.question))
    )
    return OpenAnswersPage(
        slug,
        on_page(part.wave.title) or part.wave.name,
        association,
        part.association.name,
        part.wave.state == "frozen",
        questions,
    )


def open_answer(person: Person, slug: str, association: str, pk: int) -> str | None:
    """Return what stands in an open answer, None where there is none for this person."""
    if not may_read_open_answers(person, association):
        return None
    rows = OpenAnswer.objects.filter(pk=pk, wave__slug=slug, association__slug=association)
    return rows.values_list("text", flat=True).first()


def _questions(part: Participation) -> Mapping[str, Questionnaire]:
    versions = WaveInstrument.objects.filter(wave=part.wave).values_list("respondent_group", "version_id")
    return {group: with_own(version, part.association.slug) for group, version in versions}


def _worded(asked: Mapping[str, Questionnaire], group: str, question: str) -> str:
    items = asked[group].items if group in asked else ()
    return next((on_page(item.label) for item in items if item.name == question), "") or question


def _owner(row: DataSet) -> str | None:
    return row.association.slug if row.association is not None else None


def _card(row: DataSet) -> DataSetCard:
    return DataSetCard(
        row.name,
        row.wave.slug,
        row.association.slug if row.association is not None else "",
        row.association.name if row.association is not None else _("The network"),
        Path(settings.DATA_SETS) / row.folder,
        row.n_answers,
        row.answers_hash,
        row.manifest_hash,
        row.frozen_on,
    )
