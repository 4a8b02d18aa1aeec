"""Comparisons in a report: who differs and who can't be told apart, over how many sets, and what is uncertain."""

import csv
import json
import re
from fractions import Fraction
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from ljuspunkt.domain.report.association import association_page
from ljuspunkt.domain.report.changes import change_cell, trend_cell, trend_sentence
from ljuspunkt.domain.report.composition import Composition
from ljuspunkt.domain.report.picture import FunnelPicture, FunnelPoint
from ljuspunkt.domain.report.sentences import Change, change_in_full
from ljuspunkt.domain.report.words import associations_out_of, short_name
from ljuspunkt.domain.survey.series import Topic
from ljuspunkt.domain.survey.years import Trend
from ljuspunkt.domain.vocabulary import Interval
from ljuspunkt.files.funnel_pictures import funnel_alone, funnel_in_page
from ljuspunkt.files.release import read
from tests.report.comparing import FEW_ANSWERS, NAMES, STANDS_OUT

NARROW = 288.0
CHARACTER = 8.2


@pytest.fixture(scope="module")
def page(comparing_report: Path) -> str:
    return (comparing_report / "index.html").read_text(encoding="utf-8")


def _words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def _row(page: str, table: str, heading: str) -> str:
    start = page.index(f'id="{table}"')
    found = re.search(rf'<tr><th scope="row">(?:<a[^>]*>)?{heading}.*?</tr>', page[start:])
    assert found
    return _words(found[0])


def test_the_finding_says_how_many_differ_of_how_many(page: str) -> None:
    assert f"Deltagare: 1 av {len(NAMES)} förbund skiljer sig från de andra" in page


def test_who_differs_has_an_arrow_and_words_and_the_others_cannot_be_told_apart(page: str) -> None:
    table = "indicator-4-group-1-table"
    assert "↓ skiljer sig: lägre" in _row(page, table, STANDS_OUT)
    assert "går inte att skilja från de andra" in _row(page, table, NAMES[0])
    assert "↓" not in _row(page, table, NAMES[0])


def test_an_association_is_held_against_the_others_without_itself(page: str, comparing_report: Path) -> None:
    with (comparing_report / "data" / "tables" / "association-group.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["wave"] == "2022" and row["indicator"] == "4"]
    others = [row for row in rows if row["association"] != STANDS_OUT and row["positive"]]
    share = Fraction(sum(int(row["positive"]) for row in others), sum(int(row["answered"]) for row in others))
    assert f"de andra {round(100 * share)} %" in _row(page, "indicator-4-group-1-table", STANDS_OUT)


def test_every_comparison_says_over_how_many_associations_it_runs(page: str) -> None:
    assert page.count(f"Räknat över {len(NAMES)} förbund, alla.") >= 4
    with_trend = _row(page, "indicator-9-changes", "Deltagare")
    assert with_trend.count("14 förbund") == 3


def test_a_certain_trend_has_an_arrow_and_an_uncertain_one_has_none(page: str) -> None:
    assert "↑ +12,2 " in _row(page, "indicator-9-changes", "Deltagare")
    unsure = _row(page, "indicator-4-changes", "Deltagare")
    assert "↑" not in unsure and "↓" not in unsure and "kan vara slump" in unsure


def test_the_mean_of_associations_stands_beside_the_headline_as_a_reference(page: str) -> None:
    assert re.search(r"Som jämförelse är medeltalet av 14 visade förbund \d+ procent", page)


def test_an_uncertain_figure_says_so_in_page_picture_and_spreadsheet(page: str, comparing_report: Path) -> None:
    assert "osäkert" in _row(page, "indicator-4-group-1-table", FEW_ANSWERS)
    svg = (comparing_report / "pictures" / "indicator-4-group-1-ordered.svg").read_text(encoding="utf-8")
    assert f"{FEW_ANSWERS}, osäkert" in svg and "stroke-dasharray" in svg
    funnel = (comparing_report / "pictures" / "indicator-4-group-1-funnel.svg").read_text(encoding="utf-8")
    assert funnel.count('class="pale"') == 1
    sheet = openpyxl.load_workbook(comparing_report / "report.xlsx")["association-group"]
    heading = [cell.value for cell in sheet[1]]
    unsure = [row for row in sheet.iter_rows(min_row=3) if row[heading.index("uncertain")].value == "osäkert"]
    assert {row[1].value for row in unsure} == {FEW_ANSWERS}
    assert all(row[heading.index("share")].font.i for row in unsure)


def test_the_funnel_has_title_text_alternative_limits_and_the_name_of_who_differs(comparing_report: Path) -> None:
    svg = (comparing_report / "pictures" / "indicator-4-group-1-funnel.svg").read_text(encoding="utf-8")
    assert "<title" in svg and "skiljer sig från de andra" in svg
    described = re.search(r"<desc[^>]*>(.*?)</desc>", svg)
    assert described
    for name in NAMES:
        assert name in described[1]
    assert "skiljer sig: lägre" in described[1]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert any(text.startswith(STANDS_OUT) for text in texts)
    assert not any(text.startswith(NAMES[0]) for text in texts)
    assert "alla 14: " in " ".join(texts) and "95 av 100 väntas innanför" in texts
    assert svg.count('class="curve') >= 4
    assert svg.count('class="differs"') == 1 and svg.count('class="other"') == 12


def test_the_figures_behind_a_funnel_are_its_file(comparing_report: Path) -> None:
    path = comparing_report / "data" / "pictures" / "indicator-4-group-1-funnel.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["association"] for row in rows} == set(NAMES)
    assert [row["association"] for row in rows if row["differs"]] == [STANDS_OUT]


def test_the_order_is_never_without_intervals_and_never_called_a_ranking(comparing_report: Path, page: str) -> None:
    path = comparing_report / "data" / "pictures" / "indicator-4-group-1-ordered.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(NAMES)
    for row in rows:
        assert float(row["low"]) < float(row["shrunken"]) < float(row["high"])
    assert [float(row["shrunken"]) for row in rows] == sorted((float(row["shrunken"]) for row in rows), reverse=True)
    assert "ingen rangordning" in page


def test_the_spreadsheet_has_the_comparisons_as_numbers(comparing_report: Path) -> None:
    book = openpyxl.load_workbook(comparing_report / "report.xlsx")
    sheet = book["Mot de andra"]
    heading = [cell.value for cell in sheet[1]]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 2 * len(NAMES)
    for row in rows:
        assert row[heading.index("share")] == row[heading.index("positive")] / row[heading.index("answered")]
    assert {"Förbundens medeltal", "Trender", "Förändringar"} <= set(book.sheetnames)


def test_one_associations_page_says_what_differs(comparing_release: Path) -> None:
    composition = Composition(read(comparing_release), {})
    differs = association_page(composition, STANDS_OUT, "sv")
    alike = association_page(composition, NAMES[0], "en")
    assert differs and alike
    assert differs.lede[0] == "1 av 2 jämförda siffror skiljer sig från de andra förbundens: en lägre."
    assert alike.lede[0] == "None of two compared figures can be told apart from the other associations'."
    against = differs.tables[1]
    assert against.columns == ("Indikator", "Mot de andra", "Förändring", "Trend")
    assert against.rows[0].cells[0].text == "↓ skiljer sig: lägre"


def test_the_table_of_all_associations_is_in_the_order_of_the_alphabet(page: str) -> None:
    start = page.index('id="associations"')
    headings = re.findall(r'<th scope="row">([^<]*)', page[start : page.index("</table>", start)])
    assert headings == NAMES


@pytest.mark.parametrize(
    ("part", "all_of", "swedish"),
    [(0, 12, "inget av tolv förbund"), (1, 12, "ett av tolv förbund"), (3, 31, "3 av 31 förbund")],
)
def test_associations_are_counted_in_words(part: int, all_of: int, swedish: str) -> None:
    assert associations_out_of(part, all_of, "sv") == swedish


def _change(low: float, high: float, p: float | None, clusters: int = 24) -> Change:
    return Change("2020", Fraction(1, 2), Fraction(3, 5), Interval(low, high), p, clusters, 0.10)


@pytest.mark.parametrize(
    ("change", "arrow"),
    [
        (_change(0.02, 0.18, 0.01), "↑ "),
        (_change(0.02, 0.18, 0.06), ""),
        (_change(-0.02, 0.18, 0.01), ""),
        (_change(0.02, 0.18, None, 0), ""),
    ],
)
def test_an_arrow_needs_the_adjusted_p_and_the_interval(change: Change, arrow: str) -> None:
    assert change_cell(change, "sv").text == f"{arrow}+10"


def test_a_change_over_associations_names_how_many() -> None:
    said = change_in_full(_change(0.02, 0.18, 0.01), "sv")
    assert "Andelen i de 24 förbund som kan visas båda åren har ökat med 2–18 procentenheter" in said
    unsure = change_in_full(_change(0.02, 0.18, 0.06), "sv")
    assert "kan vara slump" in unsure and "ökat" not in unsure


def test_a_broken_trend_says_where_it_broke() -> None:
    trend = Trend("", "staff", Topic(None, "4"), (), (("2020", "scale"),), 0, gap="few")
    assert trend_cell(trend, "sv", national=True).notes == ("2020 annan svarsskala, jämförs inte",)
    assert trend_sentence(trend, "sv") == ""


def test_a_trend_over_few_associations_is_not_trusted() -> None:
    trend = Trend(
        "", "staff", Topic(None, "4"), ("2020", "2021", "2022"), (), 3, None, 0.03, Interval(0.01, 0.05), 0, 0
    )
    assert trend.direction == "up"
    assert trend_cell(trend, "sv", national=True).notes == ("för få förbund visas alla år",)
    assert trend_sentence(trend, "sv") == ""


def test_without_comparisons_a_report_has_none(made_report: Path) -> None:
    page = (made_report / "index.html").read_text(encoding="utf-8")
    assert "-funnel" not in page and "skiljer sig från de andra" not in page
    assert not list((made_report / "pictures").glob("*-funnel.svg"))
    assert not (made_report / "data" / "comparisons").exists()
    assert "Mot de andra" not in openpyxl.load_workbook(made_report / "report.xlsx").sheetnames


def test_findings_know_the_comparisons(comparing_report: Path) -> None:
    document = json.loads((comparing_report / "data" / "findings.json").read_text(encoding="utf-8"))
    said = {each["id"]: each["sentence"]["sv"] for each in document["findings"]}
    assert said["indicator-4/others"] == f"Deltagare: 1 av {len(NAMES)} förbund skiljer sig från de andra"


def _funnel(*points: FunnelPoint) -> FunnelPicture:
    return FunnelPicture(
        "f",
        "Finding <1>",
        points,
        0.8,
        "all 9: 80%",
        (),
        ((0.4, "40%"), (0.6, "60%"), (0.8, "80%"), (1.0, "100%")),
        ((0, "0"), (100, "100"), (200, "200 answers")),
        "told <x>",
    )


def _texts(svg: str, width: float) -> list[tuple[float, float, float]]:
    """Return where each text in a page begins and ends in pixels, and its line."""
    found = []
    for attributes, words in re.findall(r"<text([^>]*)>([^<]*)</text>", svg):
        named = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        x = float(named["x"].rstrip("%")) * (width / 100 if named["x"].endswith("%") else 1)
        start = x + float(named.get("dx", 0))
        long = len(words) * CHARACTER
        start -= {"middle": long / 2, "end": long}.get(named.get("text-anchor", ""), 0.0)
        found.append((start, start + long, float(named["y"])))
    return found


@pytest.mark.parametrize("shares", [(0.5, 0.5, 0.5), (0.99, 0.98, 0.97), (0.41, 0.79, 0.8)])
@pytest.mark.parametrize("answers", [(200, 199, 198), (10, 60, 110)])
def test_names_in_a_funnel_never_meet_on_a_phone(shares: tuple[float, ...], answers: tuple[int, ...]) -> None:
    points = [
        FunnelPoint(n, share, f"Association {place} 50% (5 of {n})", differs=True)
        for place, (n, share) in enumerate(zip(answers, shares, strict=True))
    ]
    texts = _texts(funnel_in_page(_funnel(*points, FunnelPoint(200, 0.8)), titled_by="f-t"), NARROW)
    for place, (start, end, line) in enumerate(texts):
        assert start >= -8 and end <= NARROW + 8
        for other_start, other_end, other_line in texts[place + 1 :]:
            if abs(line - other_line) < 12:
                assert end <= other_start or other_end <= start


def test_words_in_a_funnel_are_text() -> None:
    svg = funnel_alone(_funnel(FunnelPoint(10, 0.5, "A & <b>", differs=True), FunnelPoint(200, 0.8)))
    assert "A &amp; &lt;b&gt;" in svg and "Finding &lt;1&gt;" in svg and "<b>" not in svg


def test_a_funnel_in_which_everybody_answered_alike_can_be_drawn() -> None:
    points = [FunnelPoint(20, 1.0) for _ in range(5)]
    assert "<circle" in funnel_alone(_funnel(*points))


@pytest.mark.parametrize(
    ("name", "longest", "shown"),
    [
        ("Samordningsförbundet Norrvik", 22, "Norrvik"),
        ("Samordningsförbundet i Norrvik", 40, "Samordningsförbundet i Norrvik"),
        ("Norrviks och Söderviks kommuner", 16, "Norrviks och Sö…"),
    ],
)
def test_a_long_name_is_shortened_in_a_picture_only(name: str, longest: int, shown: str) -> None:
    assert short_name(name, longest) == shown
