"""Pictures: every row keeps its place, every figure is in the words beside it, and no text meets another."""

import re
from pathlib import Path

import pytest

from ljuspunkt.domain.report.picture import DotGroup, DotPicture, DotRow, share_axis
from ljuspunkt.files.pictures import dots_alone, dots_in_page

WIDEST = 8.4
"""Pixels of a character of the small text at most, and half as much again for the large."""


def _row(label: str, low: float, value: float, high: float, *, age: int = 0) -> DotRow:
    words = f"{round(value * 100)}" + (" %" if age == 0 else "")
    return DotRow(label, words, f"{label} {words} (1 av 2)", value, low, high, age, high - low > 0.4)


def _picture(*rows: DotRow) -> DotPicture:
    lows = [row.low for row in rows if row.low is not None]
    return DotPicture("p", "Fyndet", (DotGroup("Deltagare, pågående", rows),), share_axis(lows, " %"), "osäkert")


HIDDEN = DotRow("2020", ".. dold för att skydda små grupper", "2020 dold", age=2, missing="hidden")
BREAK = DotRow("2021", "annan svarsskala, jämförs inte", "2021 annan", age=1, missing="other_question")


def test_a_hidden_row_keeps_its_place_and_says_why() -> None:
    svg = dots_alone(_picture(HIDDEN, BREAK, _row("2022", 0.7, 0.81, 0.89)))
    drawn = svg[svg.index("</style>") :]
    assert drawn.index(">2020<") < drawn.index(".. dold för att skydda små grupper") < drawn.index(">2021<")
    assert "annan svarsskala, jämförs inte" in drawn
    assert svg.count("<circle") == 1


def test_the_title_is_the_finding_and_the_description_has_the_figures() -> None:
    svg = dots_alone(_picture(_row("2022", 0.7, 0.81, 0.89)))
    assert '<title id="t">Fyndet</title>' in svg
    assert "Deltagare, pågående: 2022 81 % (1 av 2)" in svg


def test_an_uncertain_figure_is_dashed_and_called_so() -> None:
    svg = dots_alone(_picture(_row("2022", 0.37, 0.6, 0.8)))
    assert "data-uncertain" in svg and "osäkert" in svg


def test_a_band_has_its_interval_and_no_dot() -> None:
    banded = DotRow("2022", "nästan alla", "2022 nästan alla (7–8 av 8)", None, 0.529, 1.0, 0, True)
    svg = dots_alone(_picture(banded))
    assert "<circle" not in svg and 'class="interval"' in svg and "nästan alla" in svg


def test_the_axis_begins_at_25_unless_something_lies_below() -> None:
    assert _picture(_row("2022", 0.3, 0.5, 0.7)).axis.low == 0.25
    assert _picture(_row("2022", 0.1, 0.3, 0.5)).axis.low == 0.0


def test_names_in_pictures_are_text() -> None:
    row = DotRow("<2022>", "81 %", 'told "x" & <y>', 0.8, 0.7, 0.9)
    svg = dots_in_page(_picture(row), titled_by="p-t")
    assert "&lt;2022&gt;" in svg and "<y>" not in svg


def _texts(svg: str) -> list[tuple[float, float, float]]:
    """Return where each text begins and ends, and its line."""
    found = []
    for attributes, words in re.findall(r"<text([^>]*)>([^<]*)</text>", svg):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        large = 1.35 if named.get("class") in ("value", "group") else 1.0
        width = len(words) * WIDEST * large
        start = float(named["x"]) + float(named.get("dx", 0))
        start -= {"middle": width / 2, "end": width}.get(named.get("text-anchor", ""), 0.0)
        found.append((start, start + width, float(named["y"])))
    return found


@pytest.mark.parametrize("low", [0.0, 0.05, 0.26, 0.3, 0.4, 0.55, 0.7])
@pytest.mark.parametrize("width", [0.02, 0.2, 0.41, 0.45])
@pytest.mark.parametrize("label", ["2022", "våren 2022", "2021–2022"])
def test_no_text_meets_another_text(low: float, width: float, label: str) -> None:
    high = min(low + width, 1.0)
    rows = [_row(label, low, (low + high) / 2, high, age=age) for age in (2, 1, 0)]
    texts = _texts(dots_alone(_picture(*rows, HIDDEN, BREAK)))
    for start, end, line in texts:
        assert start >= -1 and end <= 736
        for other_start, other_end, other_line in texts:
            if (start, end, line) != (other_start, other_end, other_line) and abs(line - other_line) < 14:
                assert end <= other_start or other_end <= start


def test_a_report_shows_the_same_picture_in_page_and_file(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    alone = (made_report / "pictures" / "indicator-4.svg").read_text(encoding="utf-8")
    start = page.index('id="indicator-4-d"')
    described = re.search(r'id="indicator-4-d">(.*?)</desc>', page[start - 10 :])
    assert described and described.group(1) in alone
