"""Languages have names, days are written as they are read, and posters say for whom they are in each language."""

from datetime import date

import pytest
from django.utils import translation

from tests.people.world import World
from tests.surveys import measuring

SPOKEN = "am ar bs ckb de en es fa fi fr hr kmr ku pl prs rom ru so sq sr sv th ti tr uk vi zh".split()


@pytest.mark.parametrize("language", SPOKEN)
def test_a_language_that_many_in_sweden_speak_is_named(language: str) -> None:
    from ljuspunkt.ui.language import language_name, own_language_name

    for page in ("sv", "en"):
        with translation.override(page):
            assert language_name(language).lower() not in {language, ""}
    assert own_language_name(language).lower() not in {language, ""}


def test_dari_and_sorani_are_called_what_their_speakers_call_them() -> None:
    from ljuspunkt.ui.language import direction, language_name, own_language_name

    with translation.override("sv"):
        assert [language_name(each) for each in ("prs", "kmr")] == ["dari", "kurmanji (nordkurdiska)"]
    assert own_language_name("prs") == "دری" and own_language_name("ckb") == "سۆرانی"
    assert {direction(each) for each in ("ar", "fa", "prs", "ckb")} == {"rtl"}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", "3 december 2026"),
        ("en", "3 December 2026"),
        ("ar", "3 ديسمبر 2026"),
        ("so", "3 Diseembar 2026"),
        ("prs", "2026-12-03"),
    ],
)
def test_a_day_is_written_in_words(language: str, written: str) -> None:
    from ljuspunkt.rooms.surveys.posted_words import day_in

    assert day_in(language, date(2026, 12, 3)) == written


def test_a_poster_says_for_whom_it_is_in_each_of_its_languages(world: World) -> None:
    from dataclasses import replace

    from ljuspunkt.rooms.surveys import posters

    card = replace(measuring.opened(world).collector("alfa", way="poster"), languages=("ar", "so", "sv", "en"))
    said = {text.language: text.lines[0] for text in posters.poster(card, "https://matning.example.se/").texts}
    assert said == {
        "sv": "För: Deltagare i pågående insats",
        "en": "For: Participants, ongoing",
        "ar": "إلى: المشاركون حاليًا",
        "so": "Loogu talagalay: Ka-qaybgalayaasha hadda",
    }
