"""Counts add up whatever the split: over files, over formats, over breakdowns; and no other way of counting differs."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ljuspunkt.counting.count import Counting
from ljuspunkt.counting.engine import DuckDB
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.files import instruments as instrument_files
from ljuspunkt.files.answers import open_answers
from tests.counting.making import HEADING, instrument, write

OFTEN = ("", "1", "2", "3", "4", "9")
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

row = st.tuples(
    st.sampled_from(("2021", "2022")),
    st.sampled_from(("Norra", "Södra", "Östra, och västra")),
    st.just("participant"),
    st.sampled_from(("woman", "man", "")),
    st.sampled_from(OFTEN),
    st.sampled_from(OFTEN),
    st.sampled_from(("", "yes", "no")),
)
rows = st.lists(row, min_size=1, max_size=40)


def counted(folder: Path, *parts: list[tuple[str, ...]], by: tuple[str, ...] = ()) -> Counts:
    """Count rows that lie in several files."""
    instruments = instruments_in(folder)
    choices = {question.name: question.scale.names for question in instruments.each[0].questions}
    with tempfile.TemporaryDirectory(dir=folder) as work:
        counting = Counting(DuckDB(Path(work)), instruments, by=by)
        for number, part in enumerate(parts):
            lines = (",".join(f'"{cell}"' for cell in cells) for cells in part)
            answers = write(folder / f"{number}.csv", HEADING, *lines)
            opened = open_answers(answers, Path(work), choices=choices, by=by)
            counting.add(opened.parquet, needs=opened.needs)
        return counting.counts


def instruments_in(folder: Path) -> Instruments:
    return instrument_files.read(instrument(folder))


@SLOW
@given(rows=rows, cut=st.integers(0, 40))
def test_a_split_over_files_changes_nothing(rows: list[tuple[str, ...]], cut: int) -> None:
    parts = [part for part in (rows[:cut], rows[cut:]) if part]
    with tempfile.TemporaryDirectory() as made:
        assert counted(Path(made), *parts) == counted(Path(made), rows)


@SLOW
@given(rows=rows)
def test_a_breakdown_adds_up_to_the_whole(rows: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        whole = counted(Path(made), rows)
        assert counted(Path(made), rows, by=("sex",)).collapsed(whole.columns) == whole


@SLOW
@given(rows=rows)
def test_counting_by_hand_gives_the_same(rows: list[tuple[str, ...]]) -> None:
    """The same questions put to plain Python, row by row."""
    with tempfile.TemporaryDirectory() as made:
        counts = counted(Path(made), rows)
    steps, scores, pairs = Counter[object](), Counter[object](), Counter[object]()
    for wave, association, group, _sex, q1, q2, q3 in rows:
        cell = (wave, association, group)
        steps.update([(cell, "q1", q1), (cell, "q2", q2), (cell, "q3", q3)])
        values = [int(q1) if q1 in "1234" and q1 else None, 5 - int(q2) if q2 in "1234" and q2 else None]
        answered = [value for value in values if value is not None]
        scores[cell, len(answered), (q1 in ("3", "4")) + (q2 in ("1", "2")), sum(answered)] += 1
        if len(answered) == 2:
            pairs[wave] += answered[0] * answered[1]
    assert steps == Counter(
        {
            (cell, question, step): n
            for cell, questions in counts.steps.items()
            for question, found in questions.items()
            for step, n in found.items()
        }
    )
    assert scores == Counter(
        {
            (cell, score.answered_items, score.positive_items, score.value_sum): n
            for cell, indicators in counts.scores.items()
            for score, n in indicators["1"].items()
        }
    )
    found = {wave: {(one.item_a, one.item_b): one for one in each} for (wave, _), each in counts.products.items()}
    for wave, total in pairs.items():
        assert found[str(wave)]["q1", "q2"].sum_ab == total
