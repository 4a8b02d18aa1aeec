"""No count runs over into another, however large the sets: those of many choices, of odd codes, of many blocks."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from ljuspunkt.counting import engine as engines
from ljuspunkt.counting.count import Counting
from ljuspunkt.counting.engine import DuckDB
from ljuspunkt.counting.misfit import Misfits
from ljuspunkt.counting.packing import fields_of
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.files.instruments import from_document

SIX = tuple(range(1, 7))


Answers = list[int | None]


def instruments(questions: Sequence[str], codes: Sequence[int]) -> Instruments:
    """Return an instrument of some questions with these choices."""
    choices = [{"name": str(code), "value": code, "label": {"en": str(code)}} for code in codes]
    survey = [
        {
            "name": name,
            "type": "select_one all",
            "label": {"en": name},
            "indicator": [str(number)],
            "positive": [str(codes[0])],
        }
        for number, name in enumerate(questions, start=1)
    ]
    form = {"settings": {"form_id": "f", "version": "1"}, "choices": {"all": choices}, "survey": survey}
    return from_document({"instruments": [form]})


def counted(folder: Path, sets: Sequence[str], answers: Mapping[str, pa.Array], codes: Sequence[int]) -> Counts:
    """Count a file with a column for each question."""
    n = len(sets)
    columns = {"wave": ["2022"] * n, "association": sets, "group": ["board"] * n, **answers}
    parquet.write_table(pa.table(columns), folder / "answers.parquet")
    with tempfile.TemporaryDirectory(dir=folder) as work:
        counting = Counting(DuckDB(Path(work)), instruments([*answers], codes))
        counting.add(folder / "answers.parquet", needs=lambda question: None)
        return counting.counts


def by_hand(sets: Sequence[str], answers: Answers) -> Counter[tuple[str, str]]:
    return Counter((one, "" if answer is None else str(answer)) for one, answer in zip(sets, answers, strict=True))


def flat(counts: Counts, question: str) -> dict[tuple[str, str], int]:
    return {(cell[1], step): n for cell, found in counts.steps.items() for step, n in found[question].items()}


@pytest.mark.parametrize("size", [1, 3, 4, 255, 256, 1023, 1024, 4095, 4096, 70_000])
def test_a_set_whose_members_all_answer_alike_fills_one_field_only(size: int, tmp_path: Path) -> None:
    """Sizes on both sides of the powers of two where a field would run over, or packing gives way to counting."""
    sets = ["one"] * size + ["two"]
    each: dict[str, Answers] = {f"q{answer}": [*[answer] * size, 2] for answer in (1, 3, 6, None)}
    counts = counted(tmp_path, sets, {name: pa.array(answers, pa.int8()) for name, answers in each.items()}, SIX)
    for name, answers in each.items():
        assert flat(counts, name) == by_hand(sets, answers)


KINDS = {"q8": pa.int8(), "q16": pa.int16(), "q32": pa.int32(), "q64": pa.int64(), "qf": pa.float64()}
CODES = [SIX, (0, 1), (-3, -2, 4), (-2, -1), (1, 2, 3, 9), (7,), (100, 101, 127), (60, 62)]


@pytest.mark.parametrize("codes", CODES)
@pytest.mark.parametrize("size", [50, 15_000])
def test_codes_may_be_any_whole_numbers(codes: tuple[int, ...], size: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    answers: Answers = [*(int(one) for one in rng.choice(codes, size)), None]
    sets = [f"set {place % 3}" for place in range(len(answers))]
    counts = counted(tmp_path, sets, {name: pa.array(answers, kind) for name, kind in KINDS.items()}, codes)
    for name in KINDS:
        assert flat(counts, name) == by_hand(sets, answers)


@pytest.mark.parametrize("stranger", [-(2**31), -1, 0, 7, 63, 64, 127, 128, 2**31 - 1])
def test_an_answer_that_is_no_choice_never_counts_as_one(stranger: int, tmp_path: Path) -> None:
    with pytest.raises(Misfits) as refusal:
        counted(tmp_path, ["one"] * 4, {"q": pa.array([1, 6, stranger, 3], pa.int32())}, SIX)
    assert [found.values["value"] for found in refusal.value.found] == [str(stranger)]


@pytest.mark.parametrize("ordered", [True, False])
def test_blocks_of_a_file_add_up(ordered: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets too large for packing are counted block by block; those that lie within one block are counted whole."""
    monkeypatch.setattr(engines, "BLOCK_BITS", 11)
    rng = np.random.default_rng(9)
    sets = [f"set {number}" for number in rng.integers(0, 3, 20_000)]
    sets = sorted(sets) if ordered else sets
    answers: Answers = [None if number == 0 else int(number) for number in rng.integers(0, 7, 20_000)]
    counts = counted(tmp_path, sets, {"q": pa.array(answers, pa.int8())}, SIX)
    assert flat(counts, "q") == by_hand(sets, answers)


def test_a_layout_has_room_for_every_answer_of_the_largest_group() -> None:
    for largest in (1, 2, 3, 4, 1_000, 2**12 - 1, 2**31 - 1, 2**62 - 1):
        for choices in ((1,), (1, 2), SIX, (0, 9)):
            fields = fields_of(choices, largest)
            if fields is None:
                continue
            places = sorted(fields.width * (max(choices) - choice) for choice in choices)
            assert all(largest < 2 ** (high - low) for low, high in pairwise(places))
            full = pa.array([sum(largest << place for place in places)], pa.decimal128(38, 0))
            assert fields.counts(full).tolist() == [[largest] * len(choices)]
    assert fields_of(SIX, 2**12 - 1) is not None
    assert fields_of(SIX, 2**12) is None
