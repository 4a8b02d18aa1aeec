"""A vote as a sky, as SVG: every item a light over the number of its votes, the cut a line.

Shape first, colour second: filled gold through, half undecided, ring onward, dash out. Drawn like the dots: x in
percent for a page, in pixels on its own.
"""

from html import escape

from ljuspunkt.domain.report.conference import Sky, Star
from ljuspunkt.files.pictures import ALONE, EDGE, NARROW

PITCH = 13
LEFT, RIGHT = 3.0, 97.0
FOOT = 40

_STYLE = """
text{font-family:"Atkinson Hyperlegible Next","Noto Sans Arabic","Segoe UI",sans-serif;font-size:14px;fill:#45535f}
.ground{fill:GROUND}.axis{stroke:#dcd8cc}.lit{fill:#f2b13c;stroke:#12202f;stroke-width:1.5}
.half{fill:GROUND;stroke:#12202f;stroke-width:1.5}.side{fill:#f2b13c}
.ring{fill:GROUND;stroke:#45535f;stroke-width:1.5}.bare{fill:#71838d}
.cutedge{stroke:#12202f;stroke-width:5}.cutline{stroke:#f2b13c;stroke-width:2.5}
"""


def sky_in_page(sky: Sky, *, titled_by: str) -> str:
    """Return the sky as an SVG element for a page that has its style sheet.

    Args:
        sky: what to draw.
        titled_by: the id of the heading that states the finding.
    """
    described = f"{sky.name}-d"
    return (
        f'<svg class="pic votes" height="{_height(sky)}" role="img" '
        f'aria-labelledby="{escape(titled_by)} {escape(described)}">'
        f'<desc id="{escape(described)}">{escape(sky.description)}</desc>{_body(sky, "%", 1.0)}</svg>'
    )


def sky_alone(sky: Sky, *, paper: bool = False) -> str:
    """Return the sky as a file of its own, 720 pixels wide.

    Args:
        sky: what to draw.
        paper: whether it is for white paper.
    """
    edge = 0 if paper else EDGE
    width, height = ALONE + 2 * edge, _height(sky) + 2 * edge
    style = _STYLE.replace("GROUND", "#ffffff" if paper else "#fbfaf6")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="{-edge} {-edge} {width:.0f} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(sky.title)}</title><desc id="d">{escape(sky.description)}</desc>'
        f"<style>{style}</style>"
        f'<rect class="ground" x="{-edge}" y="{-edge}" width="{width:.0f}" height="{height}"/>'
        f"{_body(sky, '', ALONE / 100)}</svg>\n"
    )


def _height(sky: Sky) -> int:
    tallest = max((len(stars) for _, stars in sky.columns), default=1)
    return tallest * PITCH + FOOT + 8


def _body(sky: Sky, unit: str, scale: float) -> str:
    ground = _height(sky) - FOOT
    span = max(sky.most, 1)

    def x(votes: float) -> str:
        return f"{(LEFT + votes / span * (RIGHT - LEFT)) * scale:.1f}{unit}"

    radius = min(5.0, NARROW * (RIGHT - LEFT) / 100 / span / 2 - 0.75) if unit else 5.0
    parts = [f'<line class="axis" x1="{x(0)}" x2="{x(span)}" y1="{ground + 4}" y2="{ground + 4}"/>']
    step = 5 if span > 10 else 1
    for votes in range(0, span + 1, step):
        parts.append(f'<text x="{x(votes)}" y="{ground + 20}" text-anchor="middle">{votes}</text>')
    parts.append(f'<text x="{x(span)}" y="{ground + 36}" text-anchor="end">{escape(sky.axis_label)}</text>')
    if sky.cut is not None:
        place = x(sky.cut)
        for name in ("cutedge", "cutline"):
            parts.append(f'<line class="{name}" x1="{place}" x2="{place}" y1="0" y2="{ground + 4}"/>')
    for votes, stars in sky.columns:
        for height, star in enumerate(stars):
            parts.append(_star(star, x(votes), ground - 5 - height * PITCH, radius))
    return "".join(parts)


def _star(star: Star, x: str, y: float, radius: float) -> str:
    title = f"<title>{escape(star.id)}</title>"
    if star.mark == "bare":
        return (
            f'<g>{title}<rect class="bare" x="{x}" y="{y - 1}" width="{radius * 1.4:.1f}" height="2" '
            f'transform="translate({-radius * 0.7:.1f} 0)"/></g>'
        )
    mark = f'<circle class="{star.mark}" cx="{x}" cy="{y}" r="{radius:.1f}"/>'
    if star.mark == "half":
        mark += (
            f'<rect class="side" x="{x}" y="{y - radius * 0.6:.1f}" width="{radius * 0.7:.1f}" '
            f'height="{radius * 1.2:.1f}" transform="translate({-radius * 0.7:.1f} 0)"/>'
        )
    return f"<g>{title}{mark}</g>"
