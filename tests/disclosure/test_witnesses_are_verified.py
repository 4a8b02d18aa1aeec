"""Anybody checks a release's witnesses against its tables, and against the earlier releases that belong to it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from ljuspunkt.cli.main import main
from ljuspunkt.domain.disclosure.problem import Problem
from ljuspunkt.domain.disclosure.propagation import at_least, propagated
from tests.disclosure.tampering import Published, Publisher, asking, publisher
from tests.disclosure.test_attacks_on_good_releases import country

__all__ = ["publisher"]


@pytest.fixture
def republished(publisher: Publisher) -> tuple[Published, Published]:
    """Return a release and a later one of the same answers with one more table, both SAFE."""
    first = publisher.good(country(), name="first")
    second = publisher.good([*country(), *country(wave="2023")], name="second", earlier=[first])
    return first, second


def forge(release: Published, name: str, changed: Callable[[NDArray[Any]], NDArray[Any]]) -> None:
    """Change one array of a release's witnesses."""
    path = release.release / "witnesses.npz"
    with np.load(path, allow_pickle=False) as found:
        arrays = dict(found)
    arrays[name] = changed(arrays[name].copy())
    np.savez_compressed(path, allow_pickle=False, **arrays)


def verified(release: Published, *more: str) -> tuple[int, dict[str, Any]]:
    release.capsys.readouterr()
    code = main(["verify", str(release.release), "--json", *more])
    document: dict[str, Any] = json.loads(release.capsys.readouterr().out)
    return code, document


def test_a_release_with_an_earlier_one_beside_it_is_verified_whole(republished: tuple[Published, Published]) -> None:
    _, second = republished
    assert verified(second) == (0, {"agrees": True, "differences": [], "not_verified": []})


def test_what_could_not_be_verified_is_said(republished: tuple[Published, Published], tmp_path: Path) -> None:
    first, second = republished
    elsewhere = tmp_path / "archive" / "old" / "first"
    elsewhere.parent.mkdir(parents=True)
    shutil.move(first.release, elsewhere)
    code, document = verified(second)
    assert (code, document["agrees"]) == (0, True)
    assert "earlier release “first” isn't here" in document["not_verified"][0]
    assert main(["verify", str(second.release)]) == 0
    assert second.capsys.readouterr().out.splitlines()[-1] == "Everything else agrees."
    assert verified(second, "--earlier", str(elsewhere))[1]["not_verified"] == []


def test_a_changed_earlier_release_is_found_out(republished: tuple[Published, Published]) -> None:
    first, second = republished
    first.alter("association-group", "Norra", n=27)
    code, document = verified(second)
    assert code == 5
    assert document["differences"]


def test_another_release_of_the_same_name_is_not_believed(republished: tuple[Published, Published]) -> None:
    first, second = republished
    (first.release / "manifest.json").write_text("{}", encoding="utf-8")
    assert "isn't here" in verified(second)[1]["not_verified"][0]


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("witnesses", lambda found: found + 1),
        ("thresholds", lambda found: found * 0),
        ("functionals_data", lambda found: found * 2),
        ("lower", lambda found: found - 1),
        ("upper", lambda found: found + 1),
        ("kinds", lambda found: 1 - found),
        ("targets", lambda found: found[::-1]),
    ],
)
def test_whatever_is_forged_in_the_witnesses_is_found_out(
    publisher: Publisher, name: str, changed: Callable[[NDArray[Any]], NDArray[Any]]
) -> None:
    release = publisher.good(country())
    forge(release, name, changed)
    code, document = verified(release)
    assert code == 5
    assert any(each["file"] == "witnesses.npz" and each["place"] for each in document["differences"]) or name in (
        "witnesses",
        "upper",
    )


def test_a_number_that_is_changed_after_the_audit_breaks_the_equations(publisher: Publisher) -> None:
    people = [*country(), *asking("Norra", 0)]
    release = publisher.good(people).alter("group", "participant", "q1", positive=20, share=20 / 91)
    code, document = verified(release)
    assert code == 5
    assert any(each["file"] == "witnesses.npz" for each in document["differences"])


def test_bounds_are_passed_from_equation_to_equation() -> None:
    """40 in all and 22 + 15 shown leave 3 for the third; of 13 and at most 4, at least 9 are left."""
    rows = np.array([[1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 1, 0]])
    lower, upper = np.array([40.0, 22, 15, 13, 0]), np.array([40.0, 22, 15, 13, 4])
    problem = Problem(sparse.csr_matrix(rows), lower, upper, tuple("ABCDE"), ())
    low, high = propagated(problem)
    assert (low[2], high[2]) == (3, 3)
    assert (low[4], high[4]) == (9, 13)
    assert at_least(problem, [(1, 1), (2, 1)], (low, high)) == 18
