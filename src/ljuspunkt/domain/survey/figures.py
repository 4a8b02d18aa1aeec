"""All figures of a measurement, for any division into sets of respondents; unprotected.

A set is a wave and one value for each column of `by`; everything else is added up. Answers of several groups are
added up only where the groups share the question (`comparability.shared`); what they don't share has no figure in
such a set and is reported in `apart`. So a question's n is the respondents of the set who were given the question.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.comparability import Apart, Shared, shared
from ljuspunkt.domain.survey.counts import NO_ANSWER, SET_COLUMNS, Cell, Counts, Product, Score, Steps
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.reliability import Reliability, reliability
from ljuspunkt.domain.survey.scoring import (
    Figure,
    check_steps,
    indicator_figure,
    left_out,
    question_figure,
    single_item_scores,
    still_listed,
)

Key = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A question or an indicator in a set of respondents.

    Attributes:
        key: the counts' columns with the set's values, None where a column was added up.
        question: name; None for an indicator.
        indicator: number; None for a question.
        items: the question, or the indicator's questions.
        figure: the numbers.
        dont_know: answers that left the denominator; over all items for an indicator.
        not_applicable: likewise.
        no_answer: not answered at all, likewise.
        population: people on the list of the set, where the intervals are of just those; else None.
    """

    key: Key
    question: str | None
    indicator: str | None
    items: tuple[Question, ...]
    figure: Figure
    dont_know: int
    not_applicable: int
    no_answer: int
    population: int | None = None


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """Cronbach's alpha and McDonald's omega of an indicator's items, national: of one group in one wave.

    `omega` is None where the items have no one-factor model.
    """

    wave: str
    group: str
    indicator: str
    n: int
    alpha: float
    omega: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a measurement.

    Attributes:
        rows: set by set; the questions in the order of the questionnaire, then the indicators.
        reliabilities: by wave, group and indicator, where there are enough items and respondents.
        apart: what wasn't added up, since groups don't share it.
        unscored: numbers of indicators of several items without scores: their shares have no interval, and there
            is no mean.
    """

    rows: tuple[FigureRow, ...]
    reliabilities: tuple[ReliabilityRow, ...]
    apart: tuple[Apart, ...]
    unscored: tuple[str, ...]


def figures(
    instruments: Instruments,
    counts: Counts,
    *,
    by: Sequence[str] = SET_COLUMNS[1:],
    lists: Mapping[Cell, int] | None = None,
) -> Figures:
    """Return all figures of the counts.

    Args:
        instruments: of every group and wave in the counts.
        counts: of the measurement.
        by: columns that divide the respondents; the wave always does.
        lists: set → people on its list, as `response.populations` gives them; intervals of such a set are of just
            those people.

    Raises:
        RuleBroken: the counts have no such column, or lists are given and the groups added up.
        BadInput: a group has no instrument, an instrument lacks a question or a step of the counts, or the scores
            or products don't follow from the same answers as the steps.
    """
    divided = tuple(dict.fromkeys(("wave", *by)))
    for column in divided:
        if column not in counts.columns:
            raise RuleBroken(
                "unknown_column",
                "The counts have no column “{column}”; they have {columns}.",
                column=column,
                columns=", ".join(counts.columns),
            )
    if lists is not None and "group" not in divided and not instruments.single:
        raise RuleBroken(
            "lists_over_groups",
            "Groups were asked different questions, so their lists aren't added up: keep “group” among the columns.",
        )
    if not counts.steps:
        raise BadInput("no_respondents", "The counts hold no respondents.")
    whole = completed(instruments, counts)
    sharing = _sharing(instruments, whole, divided)
    sets = whole.collapsed(divided)
    rows: list[FigureRow] = []
    unscored: dict[str, None] = {}
    for cell in sorted(sets.steps):
        common = sharing[cell[0], cell[divided.index("group")] if "group" in divided else None]
        values = dict(zip(divided, cell, strict=True))
        key = {column: values.get(column) for column in counts.columns}
        population = None if lists is None else lists.get(cell)
        rows += _question_rows(key, common, sets.steps[cell], population)
        rows += _indicator_rows(key, common, sets.steps[cell], sets.scores.get(cell, {}), unscored, population)
    return Figures(
        rows=tuple(rows),
        reliabilities=tuple(_reliabilities(instruments, whole)),
        apart=tuple(dict.fromkeys(one for common in sharing.values() for one in common.apart)),
        unscored=tuple(unscored),
    )


def completed(instruments: Instruments, counts: Counts) -> Counts:
    """Return the counts checked against the instruments, every question's steps adding up to its cell's respondents.

    Steps without respondents may be missing in counts, that of no answer too: it is what is left of the largest
    question of the cell. Scores are completed likewise by those who answered nothing.

    Raises:
        BadInput: as `figures`.
    """
    wave_place, group_place = counts.columns.index("wave"), counts.columns.index("group")
    steps: dict[Cell, dict[str, dict[str, int]]] = {}
    scores: dict[Cell, dict[str, dict[Score, int]]] = {}
    for cell, questions in counts.steps.items():
        instrument = instruments.of(group=cell[group_place], wave=cell[wave_place])
        known = {question.name: question for question in instrument.questions}
        n = counts.size(cell)
        for name, found in questions.items():
            if name not in known:
                raise BadInput(
                    "question_unknown",
                    "The counts hold the question “{question}” for the group “{group}” in wave “{wave}”; "
                    "the instrument {form} {version} has no such question.",
                    question=name,
                    group=cell[group_place],
                    wave=cell[wave_place],
                    form=instrument.form_id,
                    version=instrument.version,
                )
            check_steps(known[name], found)
            complete = dict(found)
            complete[NO_ANSWER] = found.get(NO_ANSWER, 0) + n - sum(found.values())
            steps.setdefault(cell, {})[name] = complete
    for cell, indicators in counts.scores.items():
        instrument = instruments.of(group=cell[group_place], wave=cell[wave_place])
        n = counts.size(cell)
        for number, scored in indicators.items():
            _check_scores(instrument, number, scored, steps.get(cell, {}), n, cell)
            complete_scores = dict(scored)
            nobody = Score(0, 0, 0)
            complete_scores[nobody] = scored.get(nobody, 0) + n - sum(scored.values())
            scores.setdefault(cell, {})[number] = complete_scores
    return Counts(counts.columns, steps, scores, counts.products)


def _check_scores(
    instrument: Instrument,
    number: str,
    scores: Mapping[Score, int],
    steps: Mapping[str, Mapping[str, int]],
    n: int,
    cell: Cell,
) -> None:
    items = instrument.items_of(number)
    answered = sum(score.answered_items * respondents for score, respondents in scores.items())
    positive = sum(score.positive_items * respondents for score, respondents in scores.items())
    counted = [question_figure(item, steps.get(item.name, {})) for item in items]
    if (
        not items
        or sum(scores.values()) > n
        or answered != sum(figure.answered for figure in counted)
        or positive != sum(figure.positive or 0 for figure in counted)
    ):
        raise BadInput(
            "scores_disagree",
            "The scores of indicator {indicator} don't follow from the same answers as the counts ({set}).",
            indicator=number,
            set=", ".join(cell),
        )


def _sharing(instruments: Instruments, counts: Counts, divided: Sequence[str]) -> dict[tuple[str, str | None], Shared]:
    """Return what is shared within each wave, or within each wave and group where groups are kept apart."""
    wave_place, group_place = counts.columns.index("wave"), counts.columns.index("group")
    found: dict[tuple[str, str | None], set[str]] = {}
    for cell in counts.steps:
        group = cell[group_place]
        found.setdefault((cell[wave_place], group if "group" in divided else None), set()).add(group)
    return {place: shared(instruments, wave=place[0], groups=groups) for place, groups in found.items()}


def _question_rows(key: Key, common: Shared, steps: Mapping[str, Steps], population: int | None) -> Iterator[FigureRow]:
    for name, question in common.questions.items():
        if name in steps:
            figure = question_figure(question, steps[name], population=population)
            yield _row(key, (question,), steps, figure, question=name, population=population)


def _indicator_rows(
    key: Key,
    common: Shared,
    steps: Mapping[str, Steps],
    scores: Mapping[str, Mapping[Score, int]],
    unscored: dict[str, None],
    population: int | None,
) -> Iterator[FigureRow]:
    for number, instrument in common.indicators.items():
        items = instrument.items_of(number)
        if not any(item.name in steps for item in items):
            continue
        n = max(sum(steps.get(item.name, {}).values()) for item in items)
        found = scores.get(number, {})
        if len(items) == 1:
            scored = single_item_scores(items[0], steps[items[0].name])
            listed = still_listed(items[0], steps[items[0].name], population)
            figure = indicator_figure(instrument, number, scored, population=listed)
        elif n == sum(found.values()):
            figure = indicator_figure(instrument, number, found, population=population)
        else:
            unscored[number] = None
            figure = _unscored([question_figure(item, steps.get(item.name, {})) for item in items], n)
        yield _row(key, items, steps, figure, indicator=number, population=population)


def _row(
    key: Key,
    items: tuple[Question, ...],
    steps: Mapping[str, Steps],
    figure: Figure,
    *,
    question: str | None = None,
    indicator: str | None = None,
    population: int | None,
) -> FigureRow:
    missing: Counter[str] = Counter()
    for item in items:
        missing.update(left_out(item, steps.get(item.name, {})))
    return FigureRow(
        key=key,
        question=question,
        indicator=indicator,
        items=items,
        figure=figure,
        dont_know=missing["dont_know"],
        not_applicable=missing["not_applicable"],
        no_answer=missing[NO_ANSWER],
        population=population,
    )


def _unscored(figures_of_items: Sequence[Figure], n: int) -> Figure:
    """Return an indicator's share from its items alone, without what needs respondents."""
    answered = sum(figure.answered for figure in figures_of_items)
    if any(figure.positive is None for figure in figures_of_items):
        return Figure(n, answered, None, None, None, None, None)
    positive = sum(figure.positive or 0 for figure in figures_of_items)
    return Figure(n, answered, positive, positive / answered if answered else None, None, None, None)


def _reliabilities(instruments: Instruments, counts: Counts) -> Iterator[ReliabilityRow]:
    national = counts.collapsed(("wave", "group"))
    for (wave, group), products in sorted(counts.products.items()):
        instrument = instruments.of(group=group, wave=wave)
        check_products(instrument, wave, group, products, national.steps.get((wave, group), {}))
        for number in instrument.measured:
            found = reliability([item.name for item in instrument.items_of(number)], products)
            if isinstance(found, Reliability):
                yield ReliabilityRow(wave, group, number, found.n, found.alpha, found.omega)


def check_products(
    instrument: Instrument, wave: str, group: str, products: Sequence[Product], steps: Mapping[str, Steps]
) -> None:
    """Refuse products that can't come from the answers that the counts hold.

    A question's own sums must be those of its counted steps, and two questions' products such as two sets of answers
    can have.

    Raises:
        BadInput: there are such.
    """
    questions = {question.name: question for question in instrument.questions}
    for product in products:
        one, other = (questions.get(name) for name in (product.item_a, product.item_b))
        alone = product.item_a == product.item_b
        if one is None or other is None or not _may_follow(product, one, other, steps, alone=alone):
            raise BadInput(
                "products_disagree",
                "The products of {item_a} and {item_b} don't follow from the same answers as the counts ({set}).",
                item_a=product.item_a,
                item_b=product.item_b,
                set=f"{wave}, {group}",
            )


def _may_follow(product: Product, one: Question, other: Question, steps: Mapping[str, Steps], *, alone: bool) -> bool:
    n, squares, squares_b = product.n, product.sum_aa, product.sum_bb
    if n > min(question_figure(question, steps.get(question.name, {})).answered for question in (one, other)):
        return False
    spread_a, spread_b = n * squares - product.sum_a**2, n * squares_b - product.sum_b**2
    together = n * product.sum_ab - product.sum_a * product.sum_b
    if spread_a < 0 or spread_b < 0 or together**2 > spread_a * spread_b:
        return False
    return not alone or (n, product.sum_a, squares, product.sum_ab) == _own_sums(one, steps.get(one.name, {}))


def _own_sums(question: Question, steps: Steps) -> tuple[int, int, int, int]:
    """Return how many answered a question, the sum of their values after reversal, and twice that of their squares."""
    scores = single_item_scores(question, steps)
    squares = sum(n * score.value_sum**2 for score, n in scores.items() if score.answered_items)
    answered = sum(n for score, n in scores.items() if score.answered_items)
    return answered, sum(n * score.value_sum for score, n in scores.items()), squares, squares
