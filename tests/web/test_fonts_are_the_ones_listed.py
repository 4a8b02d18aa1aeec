"""The fonts that pages and reports are set in: what is served is what was taken, with its licence."""

from hashlib import sha256
from pathlib import Path

import ljuspunkt

FONTS = Path(ljuspunkt.__file__).parent / "ui" / "static" / "ui" / "fonts"


def listed() -> dict[str, str]:
    lines = (FONTS / "SHA256SUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_file_hashes_to_what_the_list_says() -> None:
    assert {name: sha256((FONTS / name).read_bytes()).hexdigest() for name in listed()} == listed()


def test_no_font_lies_beside_the_list() -> None:
    there = {file.name for file in FONTS.iterdir() if file.suffix in {".woff2", ".txt"}}
    assert there == set(listed())


def test_each_font_has_its_licence_beside_it() -> None:
    for licence in ("OFL-atkinson-hyperlegible-next.txt", "OFL-noto-sans-arabic.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / licence).read_text()


def test_every_font_in_the_style_sheet_is_there() -> None:
    tokens = (FONTS.parent / "css" / "tokens.css").read_text()
    named = {part.split('"')[0] for part in tokens.split('url("../fonts/')[1:]}
    assert named == {name for name in listed() if name.endswith(".woff2")}
