"""Pictures as SVG, drawn by us: dots with their intervals, the same in a page, in a file and in a PDF.

In a page x is in percent and y in pixels, so that text keeps its size at any width, and colours come from the
page's tokens. A picture on its own has a fixed width and carries its style, light for paper with a dark one for
dark screens. Text never meets text: a value stands at the end of its interval, words that explain stand where the
dot would have been, and the word "uncertain" is left out (the dashes and the note remain) where it has no room.
"""

from dataclasses import dataclass
from html import escape
from textwrap import wrap

from ljuspunkt.domain.report.picture import Axis, DotGroup, DotPicture, DotRow

NARROW = 288.0
"""Pixels that a picture has on the narrowest phone."""
WIDE = 640.0
ALONE = 720.0
EDGE = 16
"""Empty ground around a picture on its own."""
CHARACTER = 8.2
"""Pixels of one character of the small text, generously."""

NARROW_LINE, WIDE_LINE = 32, 80
"""Characters of a group's label that one line holds."""
LINE_HEIGHT = 20

HEAD = 22
GROUP_HEIGHT = 40
ROW_HEIGHT = 24
STACKED_HEIGHT = 42
"""Of a row with its name on a line of its own."""
RIGHT_PERCENT = 84.0

_STYLE = """
text{font-family:"Atkinson Hyperlegible Next","Noto Sans Arabic","Segoe UI",sans-serif;font-size:14px;fill:#45535f;
stroke:GROUND;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.ground{fill:GROUND}.axis{stroke:#dcd8cc}.interval{stroke:#1b4f66;stroke-width:2}
.dot{fill:#1b4f66;stroke:#1b4f66;stroke-width:1.5}.value{fill:#12202f;font-size:17px;font-weight:700}
.group{fill:#12202f;font-size:17px}.label{fill:#12202f}
.age1 .interval,.age1 .dot{stroke:#587a8b}.age1 .dot{fill:#587a8b}
.age2 .interval,.age2 .dot{stroke:#71838d}.age2 .dot{fill:GROUND}
.uncertain .interval,.uncertain .dot{stroke:#71838d}.uncertain .value{fill:#45535f;font-weight:400}
.uncertain .interval{stroke-dasharray:2 3}.uncertain .dot{fill:GROUND;stroke-dasharray:2 2}
.ownshare{fill:GROUND;stroke:#45535f;stroke-width:1.5}
"""
_DARK = """
@media (prefers-color-scheme:dark){text{fill:#a9b6c1;stroke:#0f1a26}.ground{fill:#0f1a26}.axis{stroke:#2a3a4a}
.value,.group,.label{fill:#f3efe4}.interval{stroke:#b4dcea}.dot{fill:#b4dcea;stroke:#b4dcea}
.age1 .interval,.age1 .dot{stroke:#7fb0c4}.age1 .dot{fill:#7fb0c4}
.age2 .interval,.age2 .dot{stroke:#6f91a5}.age2 .dot{fill:#0f1a26}
.uncertain .interval,.uncertain .dot{stroke:#8796a3}.uncertain .dot{fill:#0f1a26}.uncertain .value{fill:#a9b6c1}
.ownshare{fill:#0f1a26;stroke:#a9b6c1}}
"""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things lie: in percent of the width for a page, in pixels for a picture on its own."""

    left: float
    right: float
    axis: Axis
    unit: str
    line: int

    def x(self, value: float) -> str:
        """Return where a value lies, kept on the axis."""
        return self.write(self._at(value))

    def write(self, place: float) -> str:
        return f"{place:.1f}{self.unit}"

    def pixels(self, value: float, width: float) -> float:
        """Return where a value lies in pixels, in a picture of `width`."""
        return self._at(value) * (width / 100 if self.unit else 1)

    def _at(self, value: float) -> float:
        low, high = self.axis.low, self.axis.high
        return self.left + (min(max(value, low), high) - low) / (high - low) * (self.right - self.left)


def dots_in_page(picture: DotPicture, *, titled_by: str) -> str:
    """Return the picture as an SVG element for a page that has its style sheet.

    Args:
        picture: what to draw.
        titled_by: the id of the heading that states the finding.
    """
    left = 0.5 if picture.names_above else _label_width(picture) / NARROW * 100
    frame = _Frame(left, RIGHT_PERCENT, picture.axis, "%", NARROW_LINE)
    height = _height(picture, frame)
    body = _body(picture, frame, height=height)
    description = f"{picture.name}-d"
    return (
        f'<svg class="pic" height="{height}" role="img" '
        f'aria-labelledby="{escape(titled_by)} {escape(description)}">'
        f'<desc id="{escape(description)}">{escape(picture.description)}</desc>{body}</svg>'
    )


def dots_alone(picture: DotPicture, *, dark: bool = True) -> str:
    """Return the picture as a file of its own, 720 pixels wide.

    Args:
        picture: what to draw.
        dark: whether it follows a dark screen; a picture for paper doesn't.
    """
    left = 4.0 if picture.names_above else max(_label_width(picture), 60.0)
    frame = _Frame(left, ALONE - 84.0, picture.axis, "", WIDE_LINE)
    height = _height(picture, frame)
    style = _STYLE.replace("GROUND", "#fbfaf6" if dark else "#ffffff") + (_DARK if dark else "")
    edge = EDGE if dark else 0
    width, full = ALONE + 2 * edge, height + 2 * edge
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{full}" '
        f'viewBox="{-edge} {-edge} {width:.0f} {full}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(picture.title)}</title><desc id="d">{escape(picture.description)}</desc>'
        f"<style>{style}</style>"
        f'<rect class="ground" x="{-edge}" y="{-edge}" width="{width:.0f}" height="{full}"/>'
        f"{_body(picture, frame, height=height)}</svg>\n"
    )


def _height(picture: DotPicture, frame: _Frame) -> int:
    return HEAD + sum(_head(group, frame) + _row_height(picture) * len(group.rows) for group in picture.groups)


def _row_height(picture: DotPicture) -> int:
    return STACKED_HEIGHT if picture.names_above else ROW_HEIGHT


def _lines(group: DotGroup, frame: _Frame) -> list[str]:
    """Return a group's label in lines that fit the narrowest page."""
    return wrap(group.label, frame.line) or [""]


def _head(group: DotGroup, frame: _Frame) -> int:
    """Return the height of a group's label with the air above it; nothing where it has none."""
    if not group.label:
        return 0
    return GROUP_HEIGHT + LINE_HEIGHT * (len(_lines(group, frame)) - 1)


def _label_width(picture: DotPicture) -> float:
    longest = max((len(row.label) for row in picture.rows), default=4)
    return max(longest, 4) * CHARACTER + 8


def _body(picture: DotPicture, frame: _Frame, *, height: int) -> str:
    parts = []
    for value, words in picture.axis.ticks:
        place = frame.x(value)
        parts.append(f'<line class="axis" x1="{place}" x2="{place}" y1="{HEAD}" y2="{height}"/>')
        parts.append(f'<text x="{place}" y="12" text-anchor="middle">{escape(words)}</text>')
    top = HEAD
    for group in picture.groups:
        for number, line in enumerate(_lines(group, frame)):
            parts.append(f'<text class="group" x="0" y="{top + 26 + LINE_HEIGHT * number}">{escape(line)}</text>')
        top += _head(group, frame)
        parts.extend(_rows(group, picture, frame, top=top))
        top += _row_height(picture) * len(group.rows)
    return "".join(parts)


def _rows(group: DotGroup, picture: DotPicture, frame: _Frame, *, top: int) -> list[str]:
    height = _row_height(picture)
    down = 30 if picture.names_above else ROW_HEIGHT // 2 - 4
    return [_row(row, picture, frame, middle=top + height * place + down) for place, row in enumerate(group.rows)]


def _row(row: DotRow, picture: DotPicture, frame: _Frame, *, middle: int) -> str:
    classes = f"age{row.age}" + (" uncertain" if row.uncertain else "")
    state = f'class="{classes}" data-age="{row.age}"' + (' data-uncertain=""' if row.uncertain else "")
    strong = ' class="label"' if row.age == 0 else ""
    baseline = middle - 12 if picture.names_above else middle + 5
    unsure = f", {picture.word_uncertain}" if picture.names_above and row.uncertain else ""
    label = f'<text{strong} x="0" y="{baseline}">{escape(row.label + unsure)}</text>'
    if row.missing is not None or row.low is None or row.high is None:
        words = f'<text x="{frame.write(frame.left)}" dx="8" y="{middle + 5}">{escape(row.words)}</text>'
        return f"<g {state}>{label}{words}</g>"
    low, high = frame.x(row.low), frame.x(row.high)
    parts = [label, f'<line class="interval" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/>']
    if row.own is not None:
        parts.append(f'<circle class="ownshare" cx="{frame.x(row.own)}" cy="{middle}" r="3.5"/>')
    if row.value is not None:
        radius = 6.5 if row.age == 0 else 5
        parts.append(f'<circle class="dot" cx="{frame.x(row.value)}" cy="{middle}" r="{radius}"/>')
    value, drop = ("value", 6) if row.age == 0 else ("value-2", 5)
    parts.append(f'<text class="{value}" x="{high}" dx="9" y="{middle + drop}">{escape(row.words)}</text>')
    if row.uncertain and not picture.names_above:
        parts.append(_uncertain(row, picture, frame, low=low, middle=middle))
    return f"<g {state}>{''.join(parts)}</g>"


def _uncertain(row: DotRow, picture: DotPicture, frame: _Frame, *, low: str, middle: int) -> str:
    """Return the word before the interval where it has room; in a narrow page alone it may have to go."""
    needed = len(picture.word_uncertain) * CHARACTER + 12
    room_wide = frame.pixels(row.low or 0, WIDE) - len(row.label) * CHARACTER
    if room_wide < needed:
        return ""
    room_narrow = frame.pixels(row.low or 0, NARROW) - len(row.label) * CHARACTER
    tight = ' data-tight=""' if frame.unit and room_narrow < needed else ""
    word = escape(picture.word_uncertain)
    return f'<text{tight} x="{low}" dx="-8" y="{middle + 5}" text-anchor="end">{word}</text>'
