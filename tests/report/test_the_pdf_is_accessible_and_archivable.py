"""`report.pdf`: PDF/A-2a and PDF/UA-1, tagged, with titles, language, alternative texts and headings in order."""

import itertools
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ljuspunkt.files.pdf import set_in_type


@pytest.fixture(scope="module")
def pdf(made_report: Path) -> pikepdf.Pdf:
    return pikepdf.open(made_report / "report.pdf")


def _tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    found: list[tuple[str, pikepdf.Object]] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_it_says_that_it_keeps_both_standards(pdf: pikepdf.Pdf) -> None:
    about = pdf.open_metadata()
    assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")


def test_it_is_tagged_and_has_title_and_language(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "sv"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "skillnader" in str(pdf.open_metadata()["dc:title"])


def test_every_picture_has_its_figures_as_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [node for tag, node in _tags(pdf) if tag == "/Figure"]
    assert len(figures) >= 3
    for figure in figures:
        assert "%" in str(figure.Alt)


def test_headings_begin_at_one_and_skip_no_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(tag[2:]) for tag, _ in _tags(pdf) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_row_of_headings(pdf: pikepdf.Pdf) -> None:
    tags = [tag for tag, _ in _tags(pdf)]
    assert tags.count("/Table") >= 6
    assert tags.count("/THead") == tags.count("/Table")
    assert "/TH" in tags


def test_all_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    names = set()
    for page in pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            within = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = within.FontDescriptor
            assert any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))
            names.add(str(described.FontName))
    assert any("Atkinson" in name for name in names)


def test_names_are_set_as_text_whatever_they_look_like(made_report: Path) -> None:
    document = pypdfium2.PdfDocument(made_report / "report.pdf")
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    for name in ("=1+1", "A & <b>bold</b>", "#pagebreak() *stjärna* $x$", "Öst Ödeby"):
        assert name in " ".join(text.split())


def test_every_page_has_ink(made_report: Path) -> None:
    document = pypdfium2.PdfDocument(made_report / "report.pdf")
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("L")
        assert picture.getextrema()[0] < 120


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Förbundet 🌞", "Förbundet [U+1F31E]"),
        ("a private sign \ue000", "a private sign [U+E000]"),
        ("no sign at all \ufdd0", "no sign at all [U+FDD0]"),
        ("a control \x01", "a control [U+0001]"),
    ],
)
def test_characters_that_no_font_has_are_spelt_out(heading: str, said: str) -> None:
    content = {
        "heading": heading,
        "title": "t",
        "lede": [],
        "sample": "",
        "verdict": None,
        "contents": None,
        "sections": [],
        "method_heading": "m",
        "method": ["日 @a <b> // /* */"],
        "facts": [],
        "appendix": [],
    }
    text = pypdfium2.PdfDocument(set_in_type(content, "sv"))[0].get_textpage().get_text_bounded()
    assert said in text
