"""No value of the reference is forgotten: each is compared with ours somewhere, or here is why it isn't ours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent

OURS: dict[str, dict[str, str]] = {
    "stats_R.json": {
        "proportion_ci95": "test_the_share_and_its_interval.py",
        "mean_t": "test_the_mean_and_its_interval.py",
        "mean_fpc": "test_a_known_list_of_people.py",
        "hypergeometric_ci95": "test_the_share_and_its_interval.py",
        "bh": "test_associations_beside_each_other.py",
        "bfi_reliability": "test_reliability.py",
        "prop2": "test_trends_of_a_share.py",
    },
    "stats_py.json": {
        "proportion": "test_the_share_and_its_interval.py",
        "newcombe": "test_the_change_between_two_shares.py",
    },
    "funnel_lq2002.json": {
        "funnel": "test_associations_beside_each_other.py",
        "national": "test_associations_beside_each_other.py",
    },
}
"""Vector file → entry → the test module that compares ours with it."""

NOT_OURS: dict[str, dict[str, str]] = {
    "stats_R.json": {
        "software": "names the programs",
        "svyciprop_fpc": "other intervals of a share of a known list; ours is Wilson's with n_eff",
        "api": "needs the data of R survey, which aren't in the reference",
        "api_svyby_stype": "likewise",
        "api_svyby_schwide_logit": "likewise, and a logit interval",
        "bfi_info": "describes the data; the counts of the real survey are compared answer by answer",
        "bcg": "meta-analysis by REML; our spread between sets is additive and winsorised",
        "sleepstudy": "a linear mixed model",
        "dyestuff": "a linear mixed model",
        "cbpp": "a mixed model with a covariate; ours has none and is compared with glmer on lq2002",
        "mcnemar": "paired answers, which a wave hasn't; panels have theirs in tests/consensus",
    },
    "stats_py.json": {
        "software": "names the programs",
        "fisher": "two shares are tested as in prop.test (prop2)",
    },
    "funnel_lq2002.json": {"software": "names the programs", "what": "says what it is"},
}
"""Vector file → entry → why we have no such figure."""

OTHER_INTERVALS = {
    "proportion_ci95": {"wilson_cc", "jeffreys", "ac", "wald", "hmisc_wilson"},
    "proportion": {"jeffreys", "agresti_coull", "normal"},
    "newcombe": {"agresti_caffo", "wald", "score_mn"},
    "bh": {"holm", "bonferroni", "BY"},
}
"""Within entries of ours: other methods for the same figure, which we don't offer. A share has Wilson's interval or
Clopper and Pearson's, a difference Newcombe's, many p-values Benjamini and Hochberg's adjustment."""


def vectors(reference: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((reference / "vectors" / name).read_text())
    return found


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_entry_is_ours_or_named(reference: Path, name: str) -> None:
    assert set(vectors(reference, name)) == set(OURS[name]) | set(NOT_OURS[name])
    assert not set(OURS[name]) & set(NOT_OURS[name])


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_entry_of_ours_is_in_its_test(name: str) -> None:
    for entry, module in OURS[name].items():
        text = (TESTS / module).read_text(encoding="utf-8")
        assert (name in text and f'"{entry}"' in text) or entry in text, f"{entry} isn't in {module}"


def fields(found: Any) -> Iterator[str]:
    for one in found if isinstance(found, list) else [found]:
        yield from one


@pytest.mark.parametrize(
    ("name", "entry", "compared"),
    [
        ("stats_R.json", "proportion_ci95", {"x", "n", "p", "wilson_lo", "wilson_hi", "cp_lo", "cp_hi"}),
        ("stats_py.json", "proportion", {"x", "n", "wilson", "beta"}),
        ("stats_py.json", "newcombe", {"x1", "n1", "x2", "n2", "diff", "newcombe"}),
        ("stats_R.json", "bh", {"p", "BH", "rejected_BH"}),
    ],
)
def test_within_an_entry_the_other_methods_are_named(
    reference: Path, name: str, entry: str, compared: set[str]
) -> None:
    there = set(fields(vectors(reference, name)[entry]))
    other = {field.removesuffix("_lo").removesuffix("_hi") for field in there - compared}
    assert compared <= there and other == OTHER_INTERVALS[entry]


def test_the_effective_number_of_a_known_list_is_rs(reference: Path) -> None:
    for case in vectors(reference, "stats_R.json")["hypergeometric_ci95"]:
        if case["n"] < case["N"]:
            assert case["n"] * (case["N"] - 1) / (case["N"] - case["n"]) == pytest.approx(case["neff"], rel=1e-12)
