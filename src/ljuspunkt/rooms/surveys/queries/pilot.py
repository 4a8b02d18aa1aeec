"""What a pilot says of its questions (pilotmätning): non-response, floor and ceiling, reliability, answers per step.

Counted from the frozen data set as everything is; of groups with fewer than ten answers nothing is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.translation import gettext

from ljuspunkt.domain.estimation.reliability import FEWEST_ITEMS, FEWEST_RESPONDENTS
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.data_set import FEWEST
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.quality import End, ItemQuality, Quality, ScaleQuality
from ljuspunkt.domain.survey.quality import quality as assessed
from ljuspunkt.domain.survey.quality_words import FLAGS, remarks
from ljuspunkt.domain.survey.reliability import Reliability
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files.dataset import ANSWERS
from ljuspunkt.files.notices import unheard
from ljuspunkt.files.quality_workbook import StepsOf, quality_workbook, steps_in_words
from ljuspunkt.rooms.surveys.models import DataSet, Wave
from ljuspunkt.rooms.surveys.models.waves import PILOT
from ljuspunkt.ui import figures as eyes
from ljuspunkt.ui.language import on_page, page_language


@dataclass(frozen=True, slots=True)
class StepOnPage:
    """A step of a question: how many chose it, and which part that is of all who were given the question."""

    label: str
    n: int
    part: str


@dataclass(frozen=True, slots=True)
class QuestionOnPage:
    """A question: how many skipped it, how many are at its ends, what stands out, and its steps."""

    name: str
    label: str
    n: int
    no_answer: str
    dont_know: int
    not_applicable: int
    floor: str
    ceiling: str
    flags: tuple[str, ...]
    steps: tuple[StepOnPage, ...]


@dataclass(frozen=True, slots=True)
class InnerOnPage:
    """A question among the others of its scale."""

    name: str
    with_the_rest: str
    alpha_without: str
    loading: str


@dataclass(frozen=True, slots=True)
class ScaleOnPage:
    """An indicator of several questions."""

    indicator: str
    questions: str
    scored: str
    floor: str
    ceiling: str
    alpha: str
    interval: str
    omega: str
    flags: tuple[str, ...]
    inner: tuple[InnerOnPage, ...]


@dataclass(frozen=True, slots=True)
class GroupOnPage:
    """A respondent group of the pilot; with too few answers it has neither questions nor scales."""

    code: str
    name: str
    n: int
    shown: bool
    questions: tuple[QuestionOnPage, ...]
    scales: tuple[ScaleOnPage, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PilotPage:
    """The quality of a pilot's questions; without a data set the pilot isn't frozen yet."""

    slug: str
    title: str
    frozen: bool
    data_set: str
    fewest: int
    fewest_for_scales: tuple[int, int]
    groups: tuple[GroupOnPage, ...]

    @property
    def n_questions(self) -> int:
        """How many questions are judged, over the groups."""
        return sum(len(group.questions) for group in self.groups if group.shown)

    @property
    def n_standing_out(self) -> int:
        return sum(bool(item.flags) for group in self.groups if group.shown for item in group.questions)


@dataclass(frozen=True, slots=True)
class Assessed:
    """The quality of a frozen pilot's questions and all steps, of groups large enough; `sizes` of every group."""

    quality: Quality
    steps: StepsOf
    sizes: Mapping[str, int]


def pilot_page(slug: str) -> PilotPage | None:
    """Return the quality of a pilot's questions, None where no pilot is called so."""
    wave = Wave.objects.filter(slug=slug, kind=PILOT).first()
    if wave is None:
        return None
    kept = _data_set(wave)
    found = _assessed(kept.folder, kept.manifest_hash) if kept else None
    return PilotPage(
        slug=wave.slug,
        title=on_page(wave.title) or wave.name,
        frozen=kept is not None,
        data_set=kept.name if kept else "",
        fewest=FEWEST,
        fewest_for_scales=(FEWEST_ITEMS, FEWEST_RESPONDENTS),
        groups=tuple(_group(found, code, n) for code, n in sorted(found.sizes.items())) if found else (),
    )


def pilot_workbook(slug: str) -> bytes | None:
    """Return the quality of a pilot's questions as a workbook, None where no frozen pilot is called so."""
    wave = Wave.objects.filter(slug=slug, kind=PILOT).first()
    kept = _data_set(wave) if wave else None
    if kept is None:
        return None
    found = _assessed(kept.folder, kept.manifest_hash)
    return quality_workbook(found.quality, found.steps, page_language(), gettext)


def _data_set(wave: Wave) -> DataSet | None:
    """Return the pilot's own data set, not those of associations' questions; None before it is frozen."""
    return DataSet.objects.filter(wave=wave, association=None).order_by("-pk").first()


@lru_cache(maxsize=8)
def _assessed(folder: str, _hash: str) -> Assessed:
    """Count a frozen data set and assess its questions; one that never changes is counted once."""
    from ljuspunkt.counting.count import Counting
    from ljuspunkt.counting.engine import DuckDB

    there = Path(settings.DATA_SETS) / folder
    instruments = instrument_files.read(there / "instruments", notify=unheard)
    with TemporaryDirectory(prefix="ljuspunkt-") as made:
        counting = Counting(DuckDB(Path(made)), instruments)
        counting.add(there / ANSWERS, needs=lambda question: None)
        counts = counting.counts
    national = counts.collapsed(("wave", "group"))
    sizes = {cell[1]: national.size(cell) for cell in national.steps}
    enough = {code for code, n in sizes.items() if n >= FEWEST}
    shown = _of_groups(counts, enough)
    found = assessed(instruments, shown) if shown.steps else Quality((), ())
    steps = {
        (wave, group, question): n
        for (wave, group), questions in national.steps.items()
        if group in enough
        for question, n in questions.items()
    }
    return Assessed(found, steps, sizes)


def _of_groups(counts: Counts, groups: set[str]) -> Counts:
    """Return the counts of some groups only."""
    group = counts.columns.index("group")
    return Counts(
        counts.columns,
        {cell: steps for cell, steps in counts.steps.items() if cell[group] in groups},
        {cell: scores for cell, scores in counts.scores.items() if cell[group] in groups},
        {pair: products for pair, products in counts.products.items() if pair[1] in groups},
    )


def _group(found: Assessed, code: str, n: int) -> GroupOnPage:
    items = [item for item in found.quality.items if item.group == code]
    scales = [scale for scale in found.quality.scales if scale.group == code]
    name = on_page(group_name(code))
    return GroupOnPage(
        code=code,
        name=name,
        n=n,
        shown=n >= FEWEST,
        questions=tuple(_question(item, found) for item in items),
        scales=tuple(_scale(scale) for scale in scales),
        remarks=tuple(sentence for scale in scales for sentence in remarks(replace(scale, group=name), gettext)),
    )


def _question(item: ItemQuality, found: Assessed) -> QuestionOnPage:
    language = page_language()
    n = found.steps[item.wave, item.group, item.question.name]
    return QuestionOnPage(
        name=item.question.name,
        label=on_page(item.question.label),
        n=item.n,
        no_answer=_part(item.no_answer, item.n),
        dont_know=item.dont_know,
        not_applicable=item.not_applicable,
        floor=_end(item.floor, item.answered),
        ceiling=_end(item.ceiling, item.answered),
        flags=tuple(gettext(FLAGS[flag]) for flag in found.quality.flags_of(item)),
        steps=tuple(
            StepOnPage(label, n.get(name, 0), _part(n.get(name, 0), item.n))
            for name, label in steps_in_words(item, language)
        )
        if item.n
        else (),
    )


def _scale(scale: ScaleQuality) -> ScaleOnPage:
    found = scale.reliability if isinstance(scale.reliability, Reliability) else None
    between = (
        gettext("{low} to {high}").format(low=_number(found.interval.low), high=_number(found.interval.high))
        if found
        else "–"
    )
    return ScaleOnPage(
        indicator=scale.indicator,
        questions=", ".join(question.name for question in scale.questions),
        scored="–" if scale.scored is None else _part(scale.scored, scale.n),
        floor=_part(scale.floor, scale.scored),
        ceiling=_part(scale.ceiling, scale.scored),
        alpha=_number(found.alpha) if found else "–",
        interval=between,
        omega=_number(found.omega) if found else "–",
        flags=tuple(gettext(FLAGS[flag]) for flag in scale.flags),
        inner=tuple(
            InnerOnPage(item.question, _number(item.item_rest), _number(item.alpha_without), _number(item.loading))
            for item in (found.items if found else ())
        ),
    )


def _end(end: End | None, answered: int) -> str:
    return f"{_part(end.n, answered)} {on_page(end.choice.label) or end.choice.name}" if end else "–"


def _part(n: int | None, whole: int | None) -> str:
    if n is None or not whole:
        return "–"
    language = page_language()
    return f"{eyes.percent_of(n, whole, language)} ({eyes.of(n, whole, language)})"


def _number(value: float | None) -> str:
    return "–" if value is None else eyes.number(value, page_language(), 2)
