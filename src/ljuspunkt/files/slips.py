"""Slips with voting codes (röstlappar) as a PDF: a page that says what to do with them, then ten slips to a page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import segno

from ljuspunkt.files.pdf import compiled


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip: its lines from the top, the code in large type, and where its QR code leads."""

    above: str
    code: str
    lines: tuple[str, ...]
    number: str
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed: a heading, what to do, and the slips; `picture` says in words what a QR code is."""

    heading: str
    said: tuple[str, ...]
    picture: str
    slips: tuple[PrintedSlip, ...]


def slips_pdf(sheet: Sheet, language: str) -> bytes:
    """Return a sheet of slips as a tagged PDF."""
    return compiled(
        "slips",
        {
            "language": language,
            "heading": sheet.heading,
            "said": list(sheet.said),
            "picture": sheet.picture,
            "slips": [{**asdict(slip), "qr": qr_svg(slip.address)} for slip in sheet.slips],
        },
    )


def qr_svg(text: str) -> str:
    """Return a text as a QR code drawn in SVG, with the quiet margin it needs."""
    rows: Sequence[bytes] = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(rows) + 8
    squares = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path d="{squares}"/></svg>'
    )
