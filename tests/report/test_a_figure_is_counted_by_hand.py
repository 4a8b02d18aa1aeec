"""The page "how these figures were made": one real figure, whose every step a statistics package bears out.

Numbers are held against statsmodels and SciPy, read from the report's own tables as a reviewer would read them.
"""

import csv
import json
import re
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

Row = dict[str, str]
Steps = dict[tuple[str, str], float]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def steps(comparing_report: Path) -> Steps:
    """Return the steps of every calculation, unrounded."""
    return {
        (row["calculation"], row["step"]): float(row["value"])
        for row in _rows(comparing_report / "data" / "by-hand.csv")
    }


@pytest.fixture(scope="module")
def page(comparing_report: Path) -> str:
    """Return the words of the page on how the figures were made."""
    text = (comparing_report / "index.html").read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text[text.index('id="method"') :])).split())


@pytest.fixture(scope="module")
def example(comparing_report: Path) -> Row:
    """Return the released row of the figure: the first indicator's only question, in the latest wave."""
    rows = _rows(comparing_report / "data" / "tables" / "group.csv")
    return next(row for row in rows if row["wave"] == "2022" and row["question"] == "q4")


@pytest.fixture(scope="module")
def others(comparing_report: Path) -> list[Row]:
    """Return the associations that are compared with each other, as the release holds them."""
    rows = _rows(comparing_report / "data" / "comparisons" / "others.csv")
    return [row for row in rows if row["wave"] == "2022" and row["indicator"] == "4"]


def _of_associations(report: Path, wave: str) -> dict[str, tuple[int, int]]:
    rows = _rows(report / "data" / "tables" / "association-group.csv")
    return {
        row["association"]: (int(row["positive"]), int(row["answered"]))
        for row in rows
        if row["wave"] == wave and row["indicator"] == "4" and row["positive"]
    }


def test_the_interval_is_statsmodels_wilson(steps: Steps, example: Row) -> None:
    low, high = proportion_confint(int(example["positive"]), int(example["answered"]), method="wilson")
    assert steps["interval", "low"] == pytest.approx(low, abs=1e-12)
    assert steps["interval", "high"] == pytest.approx(high, abs=1e-12)
    assert steps["interval", "low"] == pytest.approx(float(example["low"]), abs=1e-12)


def test_the_mean_is_statsmodels_with_its_t_interval(steps: Steps, example: Row, comparing_report: Path) -> None:
    found = _rows(comparing_report / "data" / "tables" / "group.steps.csv")
    counts = {
        int(row["step"]): int(row["n"])
        for row in found
        if row["wave"] == "2022" and row["question"] == "q4" and row["step"] in ("1", "2", "3", "4")
    }
    described = DescrStatsW(np.array(list(counts)), weights=np.array(list(counts.values())))
    low, high = described.tconfint_mean()
    assert steps["mean", "mean"] == pytest.approx(described.mean, abs=1e-12)
    assert steps["mean", "low"] == pytest.approx(low, abs=1e-12)
    assert steps["mean", "high"] == pytest.approx(high, abs=1e-12)
    assert steps["mean", "sd"] == pytest.approx(float(np.sqrt(described.var_ddof(1))), abs=1e-12)
    assert steps["mean", "mean"] == pytest.approx(float(example["mean"]), abs=1e-12)


def test_the_change_is_statsmodels_newcombe(steps: Steps, comparing_report: Path) -> None:
    now, then = _of_associations(comparing_report, "2022"), _of_associations(comparing_report, "2020")
    most = max(set(now) & set(then), key=lambda name: now[name][1])
    low, high = confint_proportions_2indep(*now[most], *then[most], method="newcomb")
    assert steps["change", "low"] == pytest.approx(low, abs=1e-12)
    assert steps["change", "high"] == pytest.approx(high, abs=1e-12)


def test_the_national_change_is_statsmodels_regression_with_associations_as_clusters(
    steps: Steps, comparing_report: Path
) -> None:
    now, then = _of_associations(comparing_report, "2022"), _of_associations(comparing_report, "2020")
    both = sorted(set(now) & set(then))
    y, x, weights, clusters = [], [], [], []
    for number, name in enumerate(both):
        for year, (positive, answered) in ((0, then[name]), (1, now[name])):
            for value, count in ((1, positive), (0, answered - positive)):
                y.append(value)
                x.append([1, year])
                weights.append(count)
                clusters.append(number)
    fitted = WLS(y, x, weights=weights).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(clusters), "use_correction": False}, use_t=True
    )
    error = float(fitted.bse[1]) * np.sqrt(len(both) / (len(both) - 1))
    assert steps["national-change", "difference"] == pytest.approx(float(fitted.params[1]), abs=1e-12)
    assert steps["national-change", "error"] == pytest.approx(error, rel=1e-9)
    half = stats.t.ppf(0.975, len(both) - 1) * error
    assert steps["national-change", "low"] == pytest.approx(steps["national-change", "difference"] - half, rel=1e-9)


def test_all_comparisons_are_counted_as_statsmodels_does(steps: Steps, others: list[Row]) -> None:
    own = max(others, key=lambda row: int(row["answered"]))
    adjusted = [multipletests([float(row[name]) for row in others], method="fdr_bh")[1] for name in ("p", "p_exact")]
    at = others.index(own)
    assert steps["funnel", "p_bh"] == pytest.approx(adjusted[0][at], abs=1e-12)
    assert steps["funnel", "p_exact_bh"] == pytest.approx(adjusted[1][at], abs=1e-12)
    assert steps["funnel", "p_adjusted"] == pytest.approx(max(each[at] for each in adjusted), abs=1e-12)
    assert steps["funnel", "p"] == pytest.approx(2 * stats.norm.sf(abs(steps["funnel", "z_adjusted"])), abs=1e-12)
    pooled = steps["funnel", "pooled"]
    exact = stats.binomtest(int(own["positive"]), int(own["answered"]), pooled).pvalue
    assert steps["funnel", "p_exact"] == pytest.approx(exact, rel=1e-6)


def test_the_usual_spread_follows_from_the_table_of_the_page(steps: Steps, others: list[Row]) -> None:
    z = [float(row["z"]) for row in others]
    drawn_in = np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9))
    assert steps["funnel", "dispersion"] == pytest.approx(float(np.mean(drawn_in**2)), abs=1e-12)
    assert steps["funnel", "between"] == pytest.approx(float(others[0]["between"]), abs=1e-12)


def test_the_page_tells_the_question_what_counts_as_positive_and_where_the_figure_stands(
    page: str, example: Row
) -> None:
    assert "”En person håller ihop stödet”" in page
    assert f"{example['positive']} av {example['answered']} svar räknas som positiva" in page
    assert "data/tables/group.csv på raden 2022, participant, q4" in page
    assert "Stämmer helt positivt" in page and "Vet inte räknas bort" in page
    for number in (example["n"], example["answered"], example["positive"]):
        assert number in page


def test_every_step_is_printed_with_its_numbers(page: str, steps: Steps) -> None:
    for (calculation, step), value in steps.items():
        if step in ("shown", "percent", "squares") or (calculation == "mean" and step in ("n", "sum")):
            continue
        shown = f"{value:.6f}".replace(".", ",").replace("-", "−")
        assert shown in page, (calculation, step)


def test_every_method_has_its_source_and_its_limits(page: str) -> None:
    for source in ("Wilson, E. B. (1927)", "Student (1908)", "Newcombe, R. G. (1998)", "Cochran, W. G. (1977)"):
        assert source in page
    for source in ("Spiegelhalter, D. J. (2005)", "Benjamini, Y. & Hochberg, Y. (1995)", "Langsrud", "lme4"):
        assert source in page
    assert "ingen ändlig population" in page and "inget bortfall modelleras" in page
    assert "Där samma personer svarat båda åren är intervallet ungefärligt" in page
    assert page.count("Gränser:") == page.count("Källa:") >= 10


def test_protection_the_verdict_and_what_is_left_to_know_are_told(page: str) -> None:
    assert "Granskad: säker att publicera" in page and "(SAFE)" in page
    assert "Vad som visas och döljs" in page
    assert "Det som ändå går att veta" in page
    assert "Den som redan känner en dold grupps svar" in page


def test_hashes_versions_and_the_command_stand_there(page: str, comparing_report: Path) -> None:
    manifest = json.loads((comparing_report / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["instrument"] in page and manifest["policy"] in page and manifest["software"] in page
    for digest in manifest["inputs"].values():
        assert digest in page
    assert "ljuspunkt verify REPORT" in page
    assert "participant, version 1" in page


def test_the_headings_are_findings_with_their_grounds(comparing_report: Path, example: Row) -> None:
    document = json.loads((comparing_report / "data" / "findings.json").read_text(encoding="utf-8"))
    found = {each["id"]: each for each in document["findings"] if each["id"].startswith("by-hand/")}
    assert {"by-hand/question", "by-hand/share", "by-hand/interval", "by-hand/mean", "by-hand/change"} <= set(found)
    share = found["by-hand/share"]
    assert share["grounds"][0]["positive"] == int(example["positive"])
    assert share["sentence"]["en"].startswith(f"{example['positive']} of {example['answered']} is")


def test_the_pdf_has_the_chapter_too(comparing_report: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(comparing_report / "report.pdf")
    text = " ".join(" ".join(part.get_textpage().get_text_bounded() for part in document).split())
    assert "Så gjordes siffrorna" in text and "Benjamini" in text and "ljuspunkt verify REPORT" in text


def test_without_comparisons_the_page_counts_what_there_is(made_report: Path) -> None:
    text = (made_report / "index.html").read_text(encoding="utf-8")
    assert 'id="by-hand-interval"' in text
    assert 'id="by-hand-funnel"' not in text and 'id="by-hand-others"' not in text
    assert "Spiegelhalter" not in text
