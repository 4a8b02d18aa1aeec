"""A questionnaire on paper: every question with its boxes, how to answer, anonymity, where to hand it in, and pages."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.scale import Choice, Scale
from ljuspunkt.files.questionnaire_pdf import Batch, Helped, questionnaire_pdf
from ljuspunkt.files.questionnaires import read
from tests.people.world import World
from tests.surveys import measuring

if TYPE_CHECKING:
    from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard

EXAMPLE = Path(__file__).parents[2] / "examples" / "measurement" / "instruments" / "participant-ongoing-2020.yaml"


def _printed(form: Questionnaire, language: str = "sv", *, easy: bool = False, hand_in: str = "") -> bytes:
    from ljuspunkt.rooms.surveys.paper_words import paper_words

    return questionnaire_pdf(
        form,
        language,
        easy=easy,
        right_to_left=language == "ar",
        words=paper_words(language, easy=easy, hand_in=hand_in),
        batch=Batch("KX7T", "Samordningsförbundet Alfa"),
        helped=Helped("Hjälpte någon dig?", ("Nej", "Ja")),
    )


def _pages(pdf: bytes) -> list[str]:
    """Return the text of each page; a line break is a space."""
    document = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]


@pytest.mark.parametrize("easy", [False, True])
@pytest.mark.parametrize("language", ["sv", "en", "ar", "so"])
def test_the_example_is_printed_in_every_language_and_easy_read(language: str, easy: bool) -> None:
    """The file says which language it is in and keeps both standards; nothing is missing from it in any language."""
    form = read(EXAMPLE)
    made = _printed(form, language, easy=easy)
    pdf = pikepdf.open(io.BytesIO(made))
    about = pdf.open_metadata()
    assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
    assert str(pdf.Root.Lang) == language and pdf.Root.MarkInfo.Marked
    pages = _pages(made)
    if language != "ar":  # whose runs are read out in pieces
        assert all("KX7T" in page for page in pages)
        whole = " ".join(pages)
        for item in form.items:
            label = (item.easy.get(language, "") if easy else "") or item.label[language]
            assert re.sub(r"\s+", " ", label) in whole
    assert _printed(form, language, easy=easy) == made


def test_it_says_how_to_answer_who_sees_it_and_where_it_goes() -> None:
    pages = _pages(_printed(read(EXAMPLE), hand_in="Lämna det i lådan i receptionen."))
    whole = " ".join(pages)
    assert "Sätt ett kryss i rutan" in whole and "Ingen får svara i ditt ställe" in whole
    assert "Skriv inte ditt namn" in whole and "raderas senast när mätningen stängs" in whole
    assert "Lämna det i lådan i receptionen." in pages[-1] and "Hjälpte någon dig?" in pages[-1]
    assert [re.findall(r"Sida \d+ av \d+", page) for page in pages] == [
        [f"Sida {number} av {len(pages)}"] for number in range(1, len(pages) + 1)
    ]


YES_NO = Scale("yes_no", (Choice("y", {"sv": "Ja"}), Choice("n", {"sv": "Nej"}), Choice("d", {"sv": "Vet inte"})))


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${first} = 'y'", "Svara bara om du kryssade “Ja” i fråga 1."),
        ("selected(${several}, 'n')", "Svara bara om du kryssade “Nej” i fråga 2."),
        ("not(selected(${several}, 'n'))", "Svara inte om du kryssade “Nej” i fråga 2."),
        ("${first} = 'y' or ${first} = 'd'", "Svara bara om du kryssade något av “Ja / Vet inte” i fråga 1."),
        ("${first} = 'y' or ${several} = 'n'", "Svara bara om frågan gäller dig."),
    ],
)
def test_a_condition_is_said_in_words(relevant: str, said: str) -> None:
    form = Questionnaire(
        "form",
        "1",
        (
            Item("first", "select_one", {"sv": "Har du fått stöd?"}, scale="yes_no"),
            Item("several", "select_multiple", {"sv": "Vilket stöd?"}, scale="yes_no"),
            Item("text", "text", {"sv": "Berätta"}, relevant=relevant),
        ),
        {"yes_no": YES_NO},
    )
    assert said in " ".join(_pages(_printed(form)))


def test_letters_that_no_font_here_has_are_refused_and_never_printed_as_numbers() -> None:
    form = replace(read(EXAMPLE), title={"ti": "ሰላም"})
    with pytest.raises(BadInput, match="lack letters"):
        _printed(form, "ti")


@pytest.fixture
def paper(world: World) -> "CollectorCard":
    return measuring.opened(world).collector("alfa", way="paper")


def test_the_form_is_fetched_from_the_page_with_the_collectors_mark(world: World, paper: "CollectorCard") -> None:
    page = f"/sv/waves/{paper.wave_slug}/paper/"
    assert f"{paper.code}/form/?language=en" in world.client("data_collector").get(page).content.decode()
    form = f"{page}{paper.code}/form/?language=en"
    made = world.client("data_collector").get(form)
    assert made["Content-Type"] == "application/pdf"
    text = " ".join(_pages(made.content))
    assert paper.code in text and "Are you listened to?" in text and "Samordningsförbundet Alfa" in text
    assert world.client("data_collector", "beta").get(form).status_code == 404
    assert world.client("data_collector").get(f"{page}{paper.code}/form/?language=fi").status_code == 404
