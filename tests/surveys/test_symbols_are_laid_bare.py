"""What a picture holds besides the picture isn't handed on: where it was taken, who made it, another file behind it."""

import io

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from ljuspunkt.files.symbols import MOST_ACROSS, NotAPicture, bare, is_drawn

SECRET = b"N 58 24 39"
BEHIND = b"<script>alert(1)</script>"


def picture() -> Image.Image:
    """Return a picture of no even colour, so that all of it must be there to be drawn."""
    drawn = Image.new("RGB", (37, 21))
    drawn.putdata([(x * 6 % 256, y * 11 % 256, x * y % 256) for y in range(21) for x in range(37)])
    return drawn


def file_of(kind: str, **given: object) -> bytes:
    """Return a picture as a file that tells a place, as a camera's does."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = SECRET.decode()
    told: dict[str, object] = {"exif": exif} if kind != "GIF" else {"comment": SECRET}
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Location", SECRET.decode())
        told["pnginfo"] = words
    if kind == "WEBP":
        told["xmp"] = SECRET
    if kind == "JPEG":
        told["comment"] = SECRET
    out = io.BytesIO()
    picture().save(out, kind, **told, **given)
    return out.getvalue()


FILES = {
    "a PNG": file_of("PNG"),
    "a JPEG": file_of("JPEG"),
    "a JPEG in scans": file_of("JPEG", progressive=True, restart_marker_blocks=1),
    "a GIF": file_of("GIF"),
    "an animated GIF": file_of("GIF", save_all=True, append_images=[picture().rotate(180)], loop=0),
    "a WebP": file_of("WEBP"),
    "a WebP without loss": file_of("WEBP", lossless=True),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_only_what_draws_a_picture_is_kept(content: bytes) -> None:
    assert SECRET in content
    kept = bare(content + BEHIND)
    assert SECRET not in kept.content and BEHIND not in kept.content
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept.content))
    assert (kept.wide, kept.high) == after.size == (37, 21)
    assert kept.media_type == after.get_format_mimetype()
    assert not after.getexif()
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
    assert bare(kept.content) == kept


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_is_kept_can_be_printed(content: bytes) -> None:
    assert is_drawn(bare(content))


def test_a_picture_that_is_whole_outside_and_broken_inside_cannot_be_printed() -> None:
    whole = FILES["a PNG"]
    start = whole.index(b"IDAT") + 4
    assert not is_drawn(bare(whole[:start] + b"broken" + whole[start + 6 :]))


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_picture_that_is_cut_off_is_none(content: bytes) -> None:
    kept = bare(content).content
    for end in range(0, len(kept), 7):
        with pytest.raises(NotAPicture):
            bare(kept[:end])


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff" + b"a" * 99])
def test_what_only_begins_like_a_picture_is_none(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        bare(content)


def test_a_picture_of_few_bytes_tells_how_large_it_becomes() -> None:
    out = io.BytesIO()
    Image.new("1", (MOST_ACROSS * 6, MOST_ACROSS * 6)).save(out, "PNG")
    assert len(out.getvalue()) < 20_000 and bare(out.getvalue()).wide == MOST_ACROSS * 6
