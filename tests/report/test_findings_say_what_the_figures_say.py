"""What a finding says: numbers as they were printed, and nothing that the interval doesn't allow."""

from fractions import Fraction

import pytest

from ljuspunkt.domain.disclosure.release import ReleasedRow
from ljuspunkt.domain.report.reading import Reading
from ljuspunkt.domain.report.sentences import change_between, change_in_full, groups_compared, level
from ljuspunkt.domain.report.words import in_ten, out_of, percent, within_sentence

# Printed in a local report of 2022, with counts; the last one it prints as 19 %, which 27 of 179 can't give.
PRINTED = [
    (117, 133, 88),
    (127, 133, 95),
    (128, 132, 97),
    (119, 132, 90),
    (75, 95, 79),
    (271, 705, 38),
    (179, 271, 66),
    (68, 179, 38),
    (27, 179, 15),
]


@pytest.mark.parametrize(("positive", "answered", "printed"), PRINTED)
def test_a_percent_is_divided_once_and_rounded_last(positive: int, answered: int, printed: int) -> None:
    assert percent(Fraction(positive, answered)) == printed


def test_halves_of_a_percent_go_up_in_every_report() -> None:
    assert [percent(Fraction(n, 1000)) for n in (125, 145, 995)] == [13, 15, 100]


def test_no_share_of_41_is_91_percent() -> None:
    assert 91 not in {percent(Fraction(n, 41)) for n in range(42)}


@pytest.mark.parametrize(
    ("share", "swedish", "english"),
    [
        (Fraction(52, 64), "åtta av tio", "eight in ten"),
        (Fraction(81, 100), "åtta av tio", "eight in ten"),
        (Fraction(83, 100), "drygt åtta av tio", "just over eight in ten"),
        (Fraction(87, 100), "knappt nio av tio", "just under nine in ten"),
        (Fraction(1, 2), "hälften", "half"),
        (Fraction(1), "alla", "all"),
        (Fraction(0), "inga", "none"),
        (Fraction(97, 100), "nästan alla", "nearly all"),
        (Fraction(2, 100), "nästan inga", "almost none"),
    ],
)
def test_a_heading_says_a_share_in_tenths(share: Fraction, swedish: str, english: str) -> None:
    assert (in_ten(share, "sv"), in_ten(share, "en")) == (swedish, english)


def _reading(positive: int, answered: int, low: float, high: float) -> Reading:
    row = ReleasedRow(("2022",), None, "4", answered, answered, positive, positive / answered, low, high)
    return Reading({"wave": "2022"}, "national", row)


def test_a_change_whose_interval_excludes_zero_is_called_a_rise() -> None:
    # statsmodels: Wilson 56/70 .6918–.8769, 48/80 .4904–.7004; Newcombe .0524–.3339.
    change = change_between(_reading(56, 70, 0.69181, 0.87693), _reading(48, 80, 0.49043, 0.70037), earlier="2020")
    assert change is not None and change.certain
    assert change.interval.low == pytest.approx(0.0524, abs=2e-4)
    assert change.interval.high == pytest.approx(0.3339, abs=2e-4)
    assert change_in_full(change, "sv") == (
        "År 2020 var det 60 procent. Andelen har ökat med 5–33 procentenheter, mer än slumpen rimligen ger."
    )
    assert "risen by 5–33 percentage points" in change_in_full(change, "en")


def test_a_change_whose_interval_holds_zero_may_be_chance_and_has_no_direction() -> None:
    # Wilson 52/64 .7002–.8893 and 41/60 .5576–.7867.
    change = change_between(_reading(52, 64, 0.7002, 0.8893), _reading(41, 60, 0.5576, 0.7867), earlier="2020")
    assert change is not None and not change.certain
    swedish, english = change_in_full(change, "sv"), change_in_full(change, "en")
    assert swedish == (
        "År 2020 var det 68 procent. Skillnaden kan vara slump: den ligger mellan −2 och +28 procentenheter."
    )
    assert "may be chance" in english
    for word in ("ökat", "ökning", "minskat", "risen", "fallen", "increase", "↑", "↓"):
        assert word not in swedish + english


def test_a_certain_change_is_never_rounded_to_nothing() -> None:
    change = change_between(
        _reading(9040, 10000, 0.8981, 0.9096), _reading(8955, 10000, 0.8893, 0.9013), earlier="2020"
    )
    assert change is not None and change.certain
    assert "0,1–2 procentenheter" in change_in_full(change, "sv")


def test_a_heading_holds_when_read_alone() -> None:
    said = level(
        _reading(52, 64, 0.7002, 0.8893),
        title="Någon håller ihop stödet",
        group="deltagare",
        wave="2022",
        language="sv",
    )
    assert said == "Någon håller ihop stödet: åtta av tio svar från deltagare är positiva 2022"


def test_a_band_is_said_without_its_number() -> None:
    row = ReleasedRow(("2022",), None, "4", 8, 8, low=0.529, high=1.0, band="nearly all")
    said = level(Reading({}, "t", row), title="Stöd", group="chefer", wave="2022", language="sv")
    assert said == "Stöd: nästan alla svar från chefer är positiva 2022"


def test_a_missing_figure_is_no_finding() -> None:
    said = level(Reading({}, missing="hidden"), title="Stöd", group="", wave="2022", language="en")
    assert said == "Stöd: no figure for 2022 can be shown"


def test_headings_count_what_they_show() -> None:
    certain = change_between(_reading(56, 70, 0.69181, 0.87693), _reading(48, 80, 0.49043, 0.70037), earlier="2020")
    chance = change_between(_reading(52, 64, 0.7002, 0.8893), _reading(41, 60, 0.5576, 0.7867), earlier="2020")
    assert certain is not None and chance is not None
    shares = [Fraction(56, 70), Fraction(52, 64), Fraction(3, 4)]
    said = groups_compared(shares, [certain, chance], earlier="2020", measured_once=False, language="sv")
    assert said == "75–81 procent positiva i tre grupper; en av två skillnader sedan 2020 är större än slumpen"
    said = groups_compared(shares, [chance, chance], earlier="2020", measured_once=False, language="en")
    assert said == "75–81 per cent positive in three groups; all differences since 2020 may be chance"


def test_numbers_are_words_up_to_twelve_and_never_mixed() -> None:
    assert out_of(5, 12, "sv") == "fem av tolv"
    assert out_of(5, 42, "sv") == "5 av 42"
    assert out_of(0, 12, "sv") == "ingen av tolv"


def test_a_group_keeps_its_meaning_inside_a_sentence() -> None:
    assert within_sentence("Deltagare, pågående insats") == "deltagare (pågående insats)"
    assert within_sentence("IT-personal") == "IT-personal"
