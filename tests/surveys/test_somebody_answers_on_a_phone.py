"""Somebody answers on a phone without scripts: one question at a time, or all on one page."""

import pytest

from tests.surveys.answering import Phone, stage

pytestmark = pytest.mark.django_db


def test_one_question_at_a_time_ends_in_one_answer() -> None:
    staged = stage()
    phone = Phone()
    phone.get("/answer/link234567/")
    assert phone.heading == "Hur fungerar stödet?"
    phone.post("sv/", do="begin")
    assert phone.heading == "Jag får stöd" and "Fråga 1 av 3" in phone.page
    phone.choose(q1="2")
    assert phone.heading == "Vad stämmer?" and "Fråga 2 av 4" in phone.page and "Nu något annat." in phone.page
    phone.choose(q2=["2", "1"])
    phone.choose(q3="4")
    phone.choose(q4="Tack för hjälpen")
    assert phone.heading == "Hjälpte någon dig att svara?"
    phone.choose("send", helped="read")
    assert phone.heading == "Tack för dina svar"
    (answer,) = staged.answers()
    assert answer.values == {"q1": "2", "q2": ("2", "1"), "q3": "4", "q4": "Tack för hjälpen"}
    assert (answer.language, answer.easy, answer.helped) == ("sv", False, "read")
    assert phone.cookies == {}


def test_all_on_one_page_is_one_page_and_one_press() -> None:
    staged = stage()
    phone = Phone()
    phone.get("/answer/link234567/sv/all/")
    phone.choose("send", q1="1", q3="", q4="", helped="nobody")
    assert phone.heading == "Tack för dina svar"
    assert [answer.values for answer in staged.answers()] == [{"q1": "1"}]
