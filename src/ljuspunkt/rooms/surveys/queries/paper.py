"""The paper of a wave: what can be printed, and which sheets wait, as page objects. It lists no answer."""

from dataclasses import dataclass

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.models import Collector, PaperBatch, PaperReading, Wave
from ljuspunkt.rooms.surveys.models.waves import PAPER
from ljuspunkt.rooms.surveys.permissions import collects_for, may_collect, may_enter_paper, sees_all_associations
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard, collector_of
from ljuspunkt.rooms.surveys.queries.questionnaires import languages_easy
from ljuspunkt.ui.language import language_name, on_page


@dataclass(frozen=True, slots=True)
class Print:
    """A printed form that can be had."""

    language: str
    name: str
    easy: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that isn't received yet; `mine` where whoever looks has entered it."""

    sheet: int
    readers: tuple[str, ...]
    mine: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class BatchOnPage:
    """The sheets of one collector; `n_entered` is None for whoever doesn't enter sheets there, as on the board."""

    pk: int
    code: str
    association: str
    association_slug: str
    group: str
    initiative: str
    accepting: bool
    double: bool
    n_entered: int | None
    waiting: tuple[Waiting, ...]
    prints: tuple[Print, ...]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class PaperPage:
    """All paper of a wave that somebody sees."""

    wave_slug: str
    wave: str
    batches: tuple[BatchOnPage, ...]


def paper_page(wave_slug: str, by: Person) -> PaperPage | None:
    """Return the paper of a wave in the associations that somebody collects for; None where the person sees no wave."""
    wave = Wave.objects.filter(slug=wave_slug).first()
    if wave is None:
        return None
    in_it = wave.participations.filter(association__slug__in=collects_for(by)).exists()
    if not in_it and not sees_all_associations(by):
        return None
    rows = Collector.objects.filter(participation__wave=wave, way=PAPER).select_related(
        "participation__association", "initiative"
    )
    mine = [row for row in rows if may_collect(by, row.participation.association.slug)]
    return PaperPage(wave.slug, on_page(wave.title) or wave.name, tuple(_batch(row, by) for row in mine))


def paper_collector(wave_slug: str, code: str, by: Person) -> CollectorCard | None:
    """Return a paper collector that somebody collects for, None where there is none."""
    row = Collector.objects.filter(participation__wave__slug=wave_slug, code=code, way=PAPER).first()
    card = collector_of(row.pk) if row is not None else None
    return card if card is not None and may_collect(by, card.association) else None


def prints_of(card: CollectorCard) -> tuple[Print, ...]:
    """Return in which languages a collector's questionnaire can be printed, and in which of them in easy read."""
    if card.version_pk is None:
        return ()
    easy = languages_easy(card.version_pk)
    return tuple(
        Print(language, language_name(language), is_easy)
        for language in card.languages
        for is_easy in ((False, True) if language in easy else (False,))
    )


def where_sheets_wait(wave_pk: int) -> dict[str, str]:
    """Return the associations, name by slug, where sheets of a wave wait for a second reader or to be settled."""
    waiting = PaperReading.objects.filter(batch__collector__participation__wave_id=wave_pk)
    place = "batch__collector__participation__association__"
    return dict(waiting.order_by(f"{place}name").values_list(f"{place}slug", f"{place}name").distinct())


def next_sheet(collector_pk: int, by: Person) -> int:
    """Return the number that somebody enters next: the first that waits for a second reader, else a new one."""
    batch = PaperBatch.objects.filter(collector_id=collector_pk).first()
    if batch is None:
        return 1
    for each in _waiting(batch, by):
        if batch.double and not each.mine and not each.differs:
            return each.sheet
    return 1 + max((0, *map(int, batch.entered), *batch.readings.values_list("sheet", flat=True)))


def _batch(row: Collector, by: Person) -> BatchOnPage:
    card = collector_of(row.pk)
    assert card is not None
    batch = PaperBatch.objects.filter(collector=row).first()
    enters = may_enter_paper(by, card.association)
    return BatchOnPage(
        pk=row.pk,
        code=row.code,
        association=card.association_name,
        association_slug=card.association,
        group=on_page(group_name(card.group)),
        initiative=card.initiative,
        accepting=card.accepting,
        double=bool(batch and batch.double),
        n_entered=(len(batch.entered) if batch else 0) if enters else None,
        waiting=_waiting(batch, by) if batch else (),
        prints=prints_of(card),
        may_enter=enters,
    )


def _waiting(batch: PaperBatch, by: Person) -> tuple[Waiting, ...]:
    readers: dict[int, list[tuple[int, str]]] = {}
    for sheet, pk, name in batch.readings.values_list("sheet", "reader_id", "reader__name"):
        readers.setdefault(sheet, []).append((pk, name))
    return tuple(
        Waiting(sheet, tuple(name for _, name in of), by.id in [pk for pk, _ in of], len(of) > 1)
        for sheet, of in sorted(readers.items())
    )
