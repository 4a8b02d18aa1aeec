"""Figures from counts (nyckeltal), unprotected, as rows: what `ljuspunkt figures` and a notebook both show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ljuspunkt.chain.count import Counted
from ljuspunkt.chain.given import Place, read_counts, read_instruments
from ljuspunkt.chain.tables import Table, Value
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.comparisons import Comparisons, compared
from ljuspunkt.domain.survey.counts import SET_COLUMNS, Cell, Counts
from ljuspunkt.domain.survey.figures import FigureRow, Figures, ReliabilityRow
from ljuspunkt.domain.survey.figures import figures as figured
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.quality import ItemQuality, Quality
from ljuspunkt.domain.survey.quality import quality as assessed
from ljuspunkt.domain.survey.response import Response, populations, response_rates, unknown_sets
from ljuspunkt.domain.survey.series import figure_series
from ljuspunkt.files import asked as asked_files
from ljuspunkt.files import comparison_tables, policy
from ljuspunkt.files.notices import Notify, unheard
from ljuspunkt.files.release import NUMBERS


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """How many of a set were asked and answered."""

    key: Mapping[str, str]
    response: Response


class FigureTable(Table[FigureRow]):
    """All figures of a measurement, a row for each question and indicator in each set.

    Attributes:
        instruments: what the questions are.
        found: the figures as the method gives them, with what could not be added up.
        by: what divides the respondents beside the wave.
        lists: set → people on its list, None where no lists were given.
        reliabilities: of indicators, nationally.
        responses: of every set that was asked or answered, where numbers asked were given.
    """

    def __init__(
        self,
        instruments: Instruments,
        found: Figures,
        by: tuple[str, ...],
        response: Mapping[Cell, Response],
        lists: Mapping[Cell, int] | None,
    ) -> None:
        columns = tuple(found.rows[0].key) if found.rows else SET_COLUMNS
        listed = ("population",) if lists is not None else ()
        super().__init__(
            found.rows,
            lambda row: figure_row(row) | ({"population": row.population} if lists is not None else {}),
            columns=(*columns, "question", "indicator", *NUMBERS, *listed),
        )
        divided = tuple(dict.fromkeys(("wave", *by)))
        self.instruments, self.found, self.by, self.lists = instruments, found, by, lists
        self.response = dict(response)
        self.reliabilities: Table[ReliabilityRow] = Table(
            found.reliabilities, reliability_row, columns=("wave", "group", "indicator", "n", "reliability", "omega")
        )
        self.responses: Table[ResponseRow] = Table(
            [ResponseRow(dict(zip(divided, key, strict=True)), one) for key, one in response.items()],
            response_row,
            columns=(*divided, "n", "asked", "response_rate"),
        )


def figures(
    instruments: Instruments | Place,
    counts: Counted | Counts | Place,
    *,
    by: Sequence[str] = SET_COLUMNS[1:],
    asked: Place | None = None,
    population: Place | None = None,
    notify: Notify = unheard,
) -> FigureTable:
    """Return all figures with their intervals. Nothing is protected: they are for the analyst's eyes.

    Args:
        instruments: or the file or folder that holds them.
        counts: or their file.
        by: columns that divide the respondents; the wave always does.
        asked: the file of numbers asked, for response rates.
        population: the file of people on lists; intervals are then of just those people.
        notify: is told what of the instruments isn't used, and which numbers of people belong to nobody.

    Raises:
        BadInput: something can't be read, or doesn't fit.
        RuleBroken: there is no such column, or the groups can't be added up.
        OSError: a file can't be opened.
    """
    divided = tuple(by)
    asked_with, counted = read_instruments(instruments, notify=notify), read_counts(counts)
    lists = None
    if population is not None:
        with _placed(population):
            people = asked_files.read(Path(population), ("population", "asked"))
            lists = populations(counted, people, by=divided)
        for notice in unknown_sets(counted, people):
            notify(notice)
    with _placed(counts):
        found = figured(asked_with, counted, by=divided, lists=lists)
    response: dict[Cell, Response] = {}
    if asked is not None:
        with _placed(asked):
            numbers = asked_files.read(Path(asked))
            response = response_rates(counted, numbers, by=divided)
        for notice in unknown_sets(counted, numbers):
            notify(notice)
    return FigureTable(asked_with, found, divided, response, lists)


def compare(measured: FigureTable, *, associations: Place | None = None) -> dict[str, Table[comparison_tables.Row]]:
    """Return the comparisons of unprotected figures by name: associations with the others, years with years.

    Args:
        measured: by association, or by association and group.
        associations: the file of associations and their mergers.

    Raises:
        BadInput: the file can't be understood.
    """
    return comparisons_by_name(compared_figures(measured, associations=associations))


def compared_figures(measured: FigureTable, *, associations: Place | None = None) -> Comparisons:
    """Return the comparisons of unprotected figures as the method gives them.

    Raises:
        BadInput: the file of associations can't be understood.
    """
    known = policy.read_associations(Path(associations)) if associations is not None else ()
    return compared(figure_series(measured.found, measured.instruments, known))


def comparisons_by_name(
    found: Comparisons, names: Sequence[str] = tuple(comparison_tables.NAMED)
) -> dict[str, Table[comparison_tables.Row]]:
    """Return comparisons as tables, those that a policy's `comparisons` names."""
    return {
        one.name: Table(one.rows, lambda row: row, columns=one.columns, title=one.name)
        for one in comparison_tables.tables(found, names)
    }


def quality(instruments: Instruments | Place, counts: Counted | Counts | Place) -> Quality:
    """Return the quality of all questions and scales, nationally and unprotected.

    Raises:
        BadInput: something can't be read, or doesn't fit.
        OSError: a file can't be opened.
    """
    asked_with, counted = read_instruments(instruments), read_counts(counts)
    with _placed(counts):
        return assessed(asked_with, counted)


def quality_table(found: Quality) -> Table[ItemQuality]:
    """Return the quality of questions as a table: non-response, floor and ceiling, and what stands out."""

    def flat(item: ItemQuality) -> dict[str, Value]:
        return {
            "wave": item.wave,
            "group": item.group,
            "question": item.question.name,
            "n": item.n,
            "answered": item.answered,
            "no_answer": item.no_answer,
            "dont_know": item.dont_know,
            "not_applicable": item.not_applicable,
            "floor_n": item.floor.n if item.floor else None,
            "ceiling_n": item.ceiling.n if item.ceiling else None,
            "flags": ", ".join(found.flags_of(item)),
        }

    return Table(found.items, flat)


def figure_row(row: FigureRow) -> dict[str, Value]:
    """Return a row's numbers by column; a question and an indicator have the same columns."""
    figure = row.figure
    return {
        **row.key,
        "question": row.question,
        "indicator": row.indicator,
        "n": figure.n,
        "answered": figure.answered,
        "positive": figure.positive,
        "share": figure.share,
        "low": figure.interval.low if figure.interval else None,
        "high": figure.interval.high if figure.interval else None,
        "mean": figure.mean,
        "mean_low": figure.mean_interval.low if figure.mean_interval else None,
        "mean_high": figure.mean_interval.high if figure.mean_interval else None,
    }


def reliability_row(row: ReliabilityRow) -> dict[str, Value]:
    """Return an indicator's reliability by column."""
    return {
        "wave": row.wave,
        "group": row.group,
        "indicator": row.indicator,
        "n": row.n,
        "reliability": row.alpha,
        "omega": row.omega,
    }


def response_row(row: ResponseRow) -> dict[str, Value]:
    """Return a set's response by column."""
    one = row.response
    return {**row.key, "n": one.answered, "asked": one.asked, "response_rate": one.rate}


class _placed:
    """Names the file in a refusal that doesn't name one, where a file was given."""

    def __init__(self, given: object) -> None:
        self._file = str(given) if isinstance(given, Path | str) else None

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, refusal: BaseException | None, trace: object) -> None:
        if isinstance(refusal, BadInput):
            refusal.file = refusal.file or self._file
