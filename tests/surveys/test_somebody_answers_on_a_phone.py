"""Somebody answers on a phone without scripts: one question at a time, or all on one page."""

import gzip
import random
from dataclasses import replace

import pytest

from ljuspunkt.domain.survey.questionnaire import Item
from tests.surveys.answering import SMALL, Phone, stage

pytestmark = pytest.mark.django_db

LINK = "/answer/link234567/"


def begun(reading: str = "sv") -> Phone:
    """Return a phone on which the first question is shown."""
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}{reading}/", do="begin")
    return phone


def test_one_question_at_a_time_ends_in_one_answer() -> None:
    staged = stage()
    phone = Phone()
    phone.get(LINK)
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
    phone.get(f"{LINK}sv/all/")
    phone.choose("send", q1="1", q3="", q4="", helped="nobody")
    assert phone.heading == "Tack för dina svar"
    assert [answer.values for answer in staged.answers()] == [{"q1": "1"}]


def test_going_back_keeps_what_was_chosen() -> None:
    stage()
    phone = begun()
    phone.choose(q1="2")
    phone.choose("back", q2=["1"])
    assert phone.heading == "Jag får stöd" and 'value="2" checked' in phone.page
    phone.choose(q1="2")
    assert 'type="checkbox" name="a-q2" value="1" checked' in phone.page


def test_what_is_wrong_is_said_on_the_same_page_and_nothing_is_lost() -> None:
    stage()
    phone = begun()
    phone.choose()
    assert phone.status == 422 and "Frågan behöver ett svar." in phone.page
    assert 'value="2" id="a-q1-0" autofocus' in phone.page and "<title>Frågan behöver ett svar. ·" in phone.page
    phone.choose(q1="1")
    assert phone.heading == "Hur många?"
    phone.choose(q3="12")
    assert phone.status == 422 and "Högst nio." in phone.page and 'value="12"' in phone.page
    phone.choose(q3="<script>")
    assert "Skriv ett heltal" in phone.page and "&lt;script&gt;" in phone.page and "<script>" not in phone.page
    phone.choose(q3="٧")
    assert phone.heading == "Något mer?"


def test_a_question_for_some_is_asked_of_them_only_and_dropped_where_it_isnt() -> None:
    staged = stage()
    phone = begun()
    phone.choose(q1="2")
    phone.choose(q2=["1"])
    phone.get(f"{LINK}sv/1/")
    phone.choose(q1="1")
    assert phone.heading == "Hur många?"
    phone.get(f"{LINK}sv/2/")
    assert phone.heading == "Hur många?"
    phone.get(f"{LINK}sv/end/")
    phone.choose("send", helped="nobody")
    assert [answer.values for answer in staged.answers()] == [{"q1": "1"}]


def test_a_question_that_an_answer_brings_is_shown_before_all_are_sent() -> None:
    staged = stage()
    phone = Phone()
    phone.get(f"{LINK}sv/all/")
    assert "Vad stämmer?" not in phone.page
    phone.choose("send", q1="2", q3="", q4="kvar", helped="nobody")
    assert "Det finns 1 fråga till" in phone.page and "Vad stämmer?" in phone.page and "kvar" in phone.page
    assert staged.answers() == []
    phone.choose("send", q1="2", q3="", q4="kvar", helped="nobody")
    assert [answer.values for answer in staged.answers()] == [{"q1": "2", "q4": "kvar"}]


def test_what_is_wrong_on_the_long_page_is_listed_with_links() -> None:
    stage()
    phone = Phone()
    phone.get(f"{LINK}sv/all/")
    phone.choose("send", q3="tio", q4="kvar", helped="nobody")
    assert phone.status == 422 and "2 svar behöver ändras" in phone.page
    assert '<div class="notice" role="alert" tabindex="-1" autofocus>' in phone.page
    assert phone.page.count(" autofocus") == 1
    assert '<a href="#a-q1-0">' in phone.page and '<a href="#a-q3-field">' in phone.page
    assert ">\nkvar</textarea>" in phone.page


def test_a_required_question_that_was_passed_by_is_asked_for_before_sending() -> None:
    staged = stage()
    phone = begun()
    phone.get(f"{LINK}sv/end/")
    phone.choose("send", helped="nobody")
    assert phone.heading == "Jag får stöd" and "Frågan behöver ett svar." in phone.page
    assert staged.answers() == []


@pytest.mark.parametrize("all_at_once", [True, False])
def test_answering_for_somebody_is_refused_in_words(all_at_once: bool) -> None:
    staged = stage()
    phone = Phone() if all_at_once else begun()
    phone.get(f"{LINK}sv/all/" if all_at_once else f"{LINK}sv/end/")
    answers = {"q1": "1"} if all_at_once else {}
    phone.choose("send", helped="for_me", **answers)
    assert phone.status == 422 and "Ingen kan svara i någon annans ställe" in phone.page
    assert staged.answers() == []
    if not all_at_once:
        phone.get(f"{LINK}sv/1/")
        phone.choose(q1="1")
        phone.get(f"{LINK}sv/end/")
    phone.choose("send", helped="wrote", **answers)
    assert [answer.helped for answer in staged.answers()] == ["wrote"]


def test_what_is_sent_twice_is_received_once_and_told_so_both_times() -> None:
    staged = stage()
    phone = Phone()
    phone.get(f"{LINK}sv/all/")
    long_page = phone.page
    for _ in range(2):
        phone.at, phone.page = f"{LINK}sv/all/", long_page
        phone.choose("send", q1="1", helped="nobody")
        assert phone.heading == "Tack för dina svar"
    phone = begun()
    phone.choose(q1="2")
    phone.get(f"{LINK}sv/end/")
    last_page, cookies = phone.page, dict(phone.cookies)
    for _ in range(2):
        phone.at, phone.page, phone.cookies = f"{LINK}sv/end/", last_page, dict(cookies)
        phone.choose("send", helped="nobody")
        assert phone.heading == "Tack för dina svar"
    assert len(staged.answers()) == 2


def test_help_may_be_left_unsaid() -> None:
    staged = stage()
    phone = Phone()
    phone.get(f"{LINK}sv/all/")
    phone.choose("send", q1="9")
    assert [(answer.values, answer.helped) for answer in staged.answers()] == [({"q1": "9"}, "")]


def test_a_questionnaire_without_any_answer_is_not_received() -> None:
    voluntary = tuple(replace(part, required=False) if isinstance(part, Item) else part for part in SMALL.body)
    staged = stage(replace(SMALL, body=voluntary))
    phone = Phone()
    phone.get("/answer/link234567/sv/all/")
    phone.choose("send", q1="", q3="", q4="", helped="nobody")
    assert phone.status == 422
    assert "Svara på minst en" in phone.page
    slow = Phone()
    slow.get("/answer/link234567/")
    slow.post("sv/", do="begin")
    while slow.heading != "Hjälpte någon dig att svara?":
        slow.post("", do="next")
    assert "Svara på minst en" in slow.page
    slow.choose("send", helped="nobody")
    assert slow.heading == "Hjälpte någon dig att svara?"
    assert staged.answers() == []


def test_thirty_five_long_questions_in_arabic_are_a_light_page() -> None:
    """Each has a wording and a hint of eighteen words of their own; the most that a page may weigh is 8,000 bytes."""
    dice = random.Random(35)
    words = "في أي حد تشعر بأن الدعم الذي حصلت عليه كان مفيدا لحياتك اليومية وعملك وصحتك وعائلتك والمستقبل".split()

    def worded() -> dict[str, str]:
        said = " ".join(dice.choices(words, k=18))
        return {"sv": said, "ar": said}

    body = tuple(Item(f"q{n}", "select_one", worded(), hint=worded(), scale="agree") for n in range(35))
    stage(replace(SMALL, form_id="long", languages=("sv", "ar"), body=body))
    found = Phone().ask("GET", f"{LINK}ar/all/", **{"accept-encoding": "gzip"})
    assert ("content-encoding", "gzip") in found.headers
    assert 4_000 < len(found.body) + sum(len(name) + len(value) + 4 for name, value in found.headers) <= 8_000
    assert gzip.decompress(found.body).decode().count("<fieldset") >= 35
