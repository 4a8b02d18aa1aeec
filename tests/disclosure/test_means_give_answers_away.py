"""What published means and shares give away of who answered what: reference counts over all histograms of few people.

Source: reference/vectors/mean_disclosure.json: n people, five steps, what is published; how many histograms there are,
how many different publications, how many of those leave one histogram, and in what share of the histograms the
publication fixes how many chose some step, or proves that nobody chose it.
"""

import json
from collections.abc import Iterator
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from ljuspunkt.domain.disclosure.problem import Problem
from ljuspunkt.domain.disclosure.search import limits

Histogram = tuple[int, ...]
WIDTH = 5


def histograms(n: int) -> Iterator[Histogram]:
    """Yield every way that n people can choose among five steps."""
    for chosen in combinations_with_replacement(range(WIDTH), n):
        yield tuple(chosen.count(step) for step in range(WIDTH))


def total(histogram: Histogram) -> int:
    return sum(step * n for step, n in enumerate(histogram, start=1))


def top(histogram: Histogram) -> int:
    """Return how many chose one of the two highest steps."""
    return histogram[3] + histogram[4]


def publication(histogram: Histogram, published: str) -> tuple[float, ...]:
    """Return what is published of a histogram, rounded as the reference does (halves to the even neighbour)."""
    n = sum(histogram)
    mean, percent = total(histogram) / n, 100 * top(histogram) / n
    said: dict[str, float] = {
        "mean2": np.round(mean, 2),
        "mean1": np.round(mean, 1),
        "top2exact": top(histogram),
        "top2%int": round(percent),
        "top2%to5": 5 * round(percent / 5),
    }
    return tuple(said[part] for part in published.split("+"))


def grouped(n: int, published: str) -> dict[tuple[float, ...], list[Histogram]]:
    """Return the histograms that each publication leaves possible."""
    found: dict[tuple[float, ...], list[Histogram]] = {}
    for histogram in histograms(n):
        found.setdefault(publication(histogram, published), []).append(histogram)
    return found


def cases(reference: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        (reference / "vectors" / "mean_disclosure.json").read_text(encoding="utf-8")
    )
    return found


def test_every_histogram_tried_gives_the_reference(reference: Path) -> None:
    every = cases(reference)
    assert len(every) == 60
    for case in every:
        left = grouped(int(str(case["n"])), str(case["published"]))
        n_all = sum(map(len, left.values()))
        fixed = empty = 0
        for possible in left.values():
            columns = [set(column) for column in zip(*possible, strict=True)]
            fixed += len(possible) * any(len(column) == 1 for column in columns)
            empty += len(possible) * any(column == {0} for column in columns)
        assert {
            "n": case["n"],
            "published": case["published"],
            "hist": n_all,
            "keys": len(left),
            "unique_keys": sum(len(possible) == 1 for possible in left.values()),
            "share_hist_some_count_fixed": round(fixed / n_all, 4),
            "share_hist_some_category_provably_empty": round(empty / n_all, 4),
        } == case


@pytest.mark.parametrize("n", [3, 5, 7, 10, 12])
def test_the_audit_bounds_each_step_as_trying_every_histogram_does(n: int) -> None:
    """The bounds over whole numbers are those of the histograms left, whether or not fractions leave more room."""
    looked_at = 0
    for published in ("mean2", "mean2+top2exact"):
        left = grouped(n, published)
        for number, possible in enumerate(left.values()):
            if len(possible) > 1 and number % (1 if n <= 5 else n):
                continue
            totals, tops = [total(one) for one in possible], [top(one) for one in possible]
            with_top = "top" in published
            problem = Problem(
                sparse.csr_matrix(np.array([[1] * WIDTH, range(1, WIDTH + 1), [0, 0, 0, 1, 1]], dtype=np.int64)),
                np.array([n, min(totals), min(tops) if with_top else 0], dtype=float),
                np.array([n, max(totals), max(tops) if with_top else n], dtype=float),
                tuple(map(str, range(1, WIDTH + 1))),
                (),
            )
            for step in range(WIDTH):
                found = limits(problem, [(step, 1)])
                assert found.proven
                column = [one[step] for one in possible]
                assert (found.whole.low, found.whole.high) == (min(column), max(column))
            looked_at += 1
    assert looked_at > 10
