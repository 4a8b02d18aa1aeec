"""Funnel plots as SVG (trattdiagram), drawn by us: sets by their number of answers, the share of all, and limits.

In a page x is in percent and y in pixels, so that text keeps its size; curves stretch with the page in a picture of
their own within it. Who differs is a square with its name, others are dots: shape and words first, never colour alone.
Names are moved apart so that text never meets text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from ljuspunkt.domain.report.picture import Curve, FunnelPicture, FunnelPoint
from ljuspunkt.files.pictures import CHARACTER, NARROW

HEIGHT = 360
TOP = 18
FOOT = 26
ALONE = 720.0
EDGE = 16
LINE = 17
"""Pixels between two lines of text."""
RIGHT = 99.0
"""Where the set with most answers stands, in percent."""

_STYLE = """
text{font-family:"Atkinson Hyperlegible Next","Noto Sans Arabic","Segoe UI",sans-serif;font-size:14px;fill:#45535f;
stroke:GROUND;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.ground{fill:GROUND}.axis{stroke:#dcd8cc}.rule{stroke:#6f7b85}.curve{fill:none;stroke:#6f7b85;stroke-width:1.2}
.wide{stroke-dasharray:4 4}.chance{stroke-dasharray:1 3}.other{fill:#587a8b}
.pale{fill:GROUND;stroke:#71838d;stroke-width:1.5;stroke-dasharray:2 2}
.differs{fill:GROUND;stroke:#12202f;stroke-width:2}.own{fill:#f2b13c;stroke:#12202f;stroke-width:1.5}.label{fill:#12202f}
"""
_DARK = """
@media (prefers-color-scheme:dark){text{fill:#a9b6c1;stroke:#0f1a26}.ground{fill:#0f1a26}.axis{stroke:#2a3a4a}
.rule,.curve{stroke:#7f90a0}.other{fill:#7fb0c4}.pale{fill:#0f1a26;stroke:#8796a3}
.differs{fill:#0f1a26;stroke:#f3efe4}.own{stroke:#f3efe4}.label{fill:#f3efe4}}
"""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where shares and numbers of answers lie; `width` is 100 percent or the pixels of a picture on its own.

    `pixels` is the width that texts must fit: of the narrowest phone, or of the picture.
    """

    low: float
    most: int
    width: float
    unit: str
    pixels: float

    def x(self, answered: float) -> str:
        return f"{self.across(answered):.2f}{self.unit}"

    def across(self, answered: float) -> float:
        return answered / self.most * RIGHT / 100 * self.width

    def y(self, share: float) -> float:
        """Return the height of a share, in pixels; shares below the axis lie on its foot."""
        return TOP + (1 - max(share, self.low)) / (1 - self.low) * HEIGHT

    @property
    def end(self) -> str:
        return f"{self.width:.0f}{self.unit}"


def funnel_in_page(picture: FunnelPicture, *, titled_by: str) -> str:
    """Return the funnel as an SVG element for a page that has its style sheet.

    Args:
        picture: what to draw.
        titled_by: the id of the heading that states the finding.
    """
    frame = _frame(picture, 100.0, "%")
    curves = "".join(_curve(curve, frame, per_percent=True) for curve in picture.curves)
    within = (
        f'<svg x="0" y="{TOP}" width="100%" height="{HEIGHT}" viewBox="0 0 100 {HEIGHT}" '
        f'preserveAspectRatio="none">{curves}</svg>'
    )
    name = escape(picture.name)
    return (
        f'<svg class="pic funnel" height="{TOP + HEIGHT + FOOT}" role="img" '
        f'aria-labelledby="{escape(titled_by)} {name}-d"><desc id="{name}-d">{escape(picture.description)}</desc>'
        f"{_ground(picture, frame)}{within}{_marks(picture, frame)}{_words(picture, frame)}</svg>"
    )


def funnel_alone(picture: FunnelPicture, *, dark: bool = True) -> str:
    """Return the funnel as a file of its own, 720 pixels wide.

    Args:
        picture: what to draw.
        dark: whether it follows a dark screen; a picture for paper doesn't.
    """
    frame = _frame(picture, ALONE, "")
    style = _STYLE.replace("GROUND", "#fbfaf6" if dark else "#ffffff") + (_DARK if dark else "")
    edge = EDGE if dark else 0
    width, height = ALONE + 2 * edge, TOP + HEIGHT + FOOT + 2 * edge
    curves = "".join(_curve(curve, frame, per_percent=False) for curve in picture.curves)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="{-edge} {-edge} {width:.0f} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(picture.title)}</title><desc id="d">{escape(picture.description)}</desc>'
        f"<style>{style}</style>"
        f'<rect class="ground" x="{-edge}" y="{-edge}" width="{width:.0f}" height="{height}"/>'
        f"{_ground(picture, frame)}{curves}{_marks(picture, frame)}{_words(picture, frame)}</svg>\n"
    )


def _frame(picture: FunnelPicture, width: float, unit: str) -> _Frame:
    most = max(point.answered for point in picture.points)
    return _Frame(picture.shares[0][0], most, width, unit, NARROW if unit else width)


def _ground(picture: FunnelPicture, frame: _Frame) -> str:
    parts = []
    for share, words in picture.shares:
        y = frame.y(share)
        parts.append(f'<line class="axis" x1="0" x2="{frame.end}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="0" y="{y - 5:.1f}">{escape(words)}</text>')
    for answered, words in picture.answers:
        place = frame.across(answered)
        near_end = place > frame.width * 0.9
        anchor = "start" if answered == 0 else "end" if near_end else "middle"
        parts.append(
            f'<text x="{frame.x(answered)}" y="{TOP + HEIGHT + 20}" text-anchor="{anchor}">{escape(words)}</text>'
        )
    pooled = frame.y(picture.pooled)
    parts.append(f'<line class="rule" x1="0" x2="{frame.end}" y1="{pooled:.1f}" y2="{pooled:.1f}"/>')
    return "".join(parts)


def _curve(curve: Curve, frame: _Frame, *, per_percent: bool) -> str:
    """Return a limit as a path, only where it is on the axis and below all and above none."""
    down = TOP if per_percent else 0
    places = _drawn(curve, frame)
    if len(places) < 2:
        return ""
    path = " L".join(f"{frame.across(n):.2f} {frame.y(share) - down:.1f}" for n, share in places)
    classes = "curve" + (" wide" if curve.wide else "") + (" chance" if curve.kind == "chance" else "")
    marked = (' data-wide=""' if curve.wide else "") + (' data-chance=""' if curve.kind == "chance" else "")
    return f'<path class="{classes}"{marked} d="M{path}"/>'


def _drawn(curve: Curve, frame: _Frame) -> list[tuple[int, float]]:
    return [(n, share) for n, share in curve.places if frame.low < share < 1]


def _marks(picture: FunnelPicture, frame: _Frame) -> str:
    ordered = sorted(picture.points, key=lambda point: (point.own, point.differs))
    return "".join(_mark(point, frame) for point in ordered)


def _mark(point: FunnelPoint, frame: _Frame) -> str:
    x, y = frame.x(point.answered), frame.y(point.share)
    if point.differs:
        inner = ' class="own"' if point.own else ' class="differs"'
        return f'<rect{inner} x="{x}" y="{y - 5.5:.1f}" width="11" height="11" transform="translate(-5.5 0)"/>'
    if point.own:
        return f'<circle class="own" cx="{x}" cy="{y:.1f}" r="8"/>'
    return f'<circle class="{"pale" if point.uncertain else "other"}" cx="{x}" cy="{y:.1f}" r="4.5"/>'


@dataclass(frozen=True, slots=True)
class _Word:
    """A text in the picture, and from where to where it reaches in pixels, on a phone or in a picture on its own."""

    x: str
    shift: int
    anchor: str
    y: float
    text: str
    label: bool
    left: float
    right: float

    def meets(self, other: "_Word") -> bool:
        """Whether two texts overlap or nearly do."""
        return abs(self.y - other.y) < LINE - 2 and self.left < other.right and other.left < self.right


def _words(picture: FunnelPicture, frame: _Frame) -> str:
    ticks = [
        _Word("0", 0, "start", frame.y(share) - 5, words, False, 0, len(words) * CHARACTER)
        for share, words in picture.shares
    ]
    named = [_name(point, frame) for point in picture.points if point.words]
    at_end = [_at_end(picture.pooled_words, frame.y(picture.pooled) - 6, frame)]
    for curve in picture.curves:
        if curve.label and len(_drawn(curve, frame)) > 1:
            at_end.append(_at_end(curve.label, frame.y(curve.places[-1][1]) + 16, frame))
    parts = []
    for word in _apart([*named, *at_end], ticks):
        style = ' class="label"' if word.label else ""
        shift = f' dx="{word.shift}"' if word.shift else ""
        anchor = f' text-anchor="{word.anchor}"'
        parts.append(f'<text{style} x="{word.x}"{shift}{anchor} y="{word.y:.1f}">{escape(word.text)}</text>')
    return "".join(parts)


def _at_end(text: str, y: float, frame: _Frame, *, label: bool = False) -> _Word:
    return _Word(frame.end, 0, "end", y, text, label, frame.pixels - len(text) * CHARACTER, frame.pixels)


def _name(point: FunnelPoint, frame: _Frame) -> _Word:
    """Return a point's name: under a low one and over a high one, on the side where it has room."""
    y = frame.y(point.share)
    over = point.share > 0.5 and y < HEIGHT / 2
    line = max(y - 12, 14.0) if over else min(y + 24, TOP + HEIGHT - 6)
    long = len(point.words) * CHARACTER
    place = frame.across(point.answered) / frame.width * frame.pixels
    if place - 8 + long <= frame.pixels:
        left = max(place - 8, 0.0)
        shift = -8 if place >= 8 else 0
        return _Word(frame.x(point.answered), shift, "start", line, point.words, True, left, left + long)
    if place + 8 - long >= 0 and place + 8 <= frame.pixels:
        return _Word(frame.x(point.answered), 8, "end", line, point.words, True, place + 8 - long, place + 8)
    return _at_end(point.words, line, frame, label=True)


def _apart(words: Sequence[_Word], there: Sequence[_Word]) -> list[_Word]:
    """Return the texts moved up or down, as little as can be, so that none meets another or those that are there."""
    placed: list[_Word] = []
    for word in words:
        steps = sorted(range(-24, 25), key=lambda step: (abs(step), step < 0))
        tries = [replace(word, y=word.y + step * LINE / 2) for step in steps]
        free = [
            one
            for one in tries
            if 12 <= one.y <= TOP + HEIGHT - 4 and not any(one.meets(other) for other in (*placed, *there))
        ]
        placed.append(free[0] if free else word)
    return placed
