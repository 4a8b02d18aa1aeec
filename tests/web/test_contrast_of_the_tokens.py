"""Text 4.5:1, marks 3:1, in both schemes and in the dark room. The formula is WCAG 2's relative luminance.

The light has too little contrast on paper; there it only fills marks whose outline is ink.
"""

import re
from pathlib import Path

import pytest

import ljuspunkt

SHEET = (Path(ljuspunkt.__file__).parent / "ui" / "static" / "ui" / "css" / "tokens.css").read_text()
NAMED = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")
LIGHT = dict(NAMED.findall(SHEET.split("@media")[0]))
DARK = LIGHT | dict(NAMED.findall(SHEET.split("prefers-color-scheme: dark")[1].split("@media")[0]))
SCHEMES = {"light": LIGHT, "dark": DARK}

TEXT = [
    ("ink", "paper"), ("ink", "raised"), ("ink-2", "paper"), ("ink-2", "raised"), ("sea", "paper"), ("sea", "raised"),
    ("on-sea", "sea"), ("rust", "paper"), ("rust", "raised"), ("room-text", "room"), ("room-text-2", "room"),
    ("room-dim", "room"), ("light", "room"), ("room", "light"),
]  # fmt: skip
MARKS = [
    ("edge", "paper"), ("edge", "raised"), ("data-1", "paper"), ("data-2", "paper"), ("data-3", "paper"),
    ("hidden", "paper"), ("ink", "paper"), ("room-unlit", "room"), ("light", "room"),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_printed_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_stand_out_from_their_ground(scheme: str, mark: str, ground: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[mark], colours[ground]) >= 3
