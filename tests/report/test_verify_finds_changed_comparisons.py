"""`ljuspunkt verify` and what a report derives: steps counted by hand, comparisons, funnels and their words."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.report.comparing import STANDS_OUT
from tests.report.making import run

pytestmark = pytest.mark.slow


def _change(path: Path, pattern: str, change: Callable[[re.Match[str]], str]) -> None:
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(pattern, change, text, count=1)
    assert times == 1
    path.write_text(changed, encoding="utf-8")


def test_a_report_with_comparisons_agrees_with_its_data(comparing_report: Path) -> None:
    assert run("verify", comparing_report) == 0


def test_each_derived_figure_that_was_changed_is_named(
    comparing_report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"
    shutil.copytree(comparing_report, report)
    page = report / "index.html"
    _change(report / "data" / "by-hand.csv", r"(interval,half,)0\.\d+", lambda found: f"{found[1]}0.5")
    _change(report / "data" / "comparisons" / "others.csv", rf"({STANDS_OUT},)\d+,", lambda found: f"{found[1]}77,")
    _change(page, r"(Nämnaren</span>.*?<b>= )1,\d+", lambda found: f"{found[1]}2,000000")
    _change(page, r"↓ skiljer sig: lägre", lambda _: "går inte att skilja från de andra")
    _change(
        report / "pictures" / "indicator-4-group-1-funnel.svg",
        r'(class="differs" x=")[\d.]+',
        lambda found: f"{found[1]}1.00",
    )
    assert run("verify", report) == 5
    said = capsys.readouterr().out
    for named in (
        "data/by-hand.csv",
        f"data/comparisons/others.csv, 2020, {STANDS_OUT}",
        "index.html, by-hand-interval",
        "pictures/indicator-4-group-1-funnel.svg",
    ):
        assert named in said
    assert "2,000000" in said and "↓ skiljer sig: lägre" in said
