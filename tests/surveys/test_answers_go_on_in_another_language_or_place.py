"""Somebody switches language or to easy read midway, puts the answers away, and goes on elsewhere by a code."""

import re

import pytest

from ljuspunkt.rooms.surveys.answering import sent
from ljuspunkt.rooms.surveys.models import Draft
from ljuspunkt.web.limiter import Limiter
from tests.surveys.answering import Phone, stage

pytestmark = pytest.mark.django_db

LINK = "/answer/link234567/"


@pytest.fixture(autouse=True)
def nobody_has_tried_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "codes", Limiter())


def code_on(phone: Phone) -> str:
    found = re.search(r'<bdi class="code" dir="ltr">([A-Z0-9 ]+)</bdi>', phone.page)
    assert found is not None, phone.page
    return found[1]


@pytest.mark.parametrize("page", ["1", "all"])
def test_a_switch_of_language_keeps_what_is_on_the_page(page: str) -> None:
    staged = stage()
    phone = Phone()
    phone.get(LINK)
    if page == "1":
        phone.post(f"{LINK}sv/", do="begin")
    else:
        phone.get(f"{LINK}sv/all/")
    phone.choose("to ar", q1="2")
    assert phone.at == f"{LINK}ar/{page}/" and '<html lang="ar" dir="rtl">' in phone.page
    assert 'value="2" checked' in phone.page and "أحصل على الدعم" in phone.page
    phone.choose("to sv-easy", q1="1")
    assert phone.at == f"{LINK}sv-easy/{page}/" and "Får du stöd?" in phone.page
    assert 'value="1" checked' in phone.page and "data-easy" in phone.page and ">Nej\n" in phone.page
    if page == "1":
        phone.choose(q1="1")
        phone.get(f"{LINK}sv-easy/end/")
        phone.choose("send", helped="nobody")
    else:
        phone.choose("send", q1="1", helped="nobody")
    (answer,) = staged.answers()
    assert (answer.values, answer.language, answer.easy) == ({"q1": "1"}, "sv", True)
    assert not Draft.objects.exists()


def test_a_code_leads_back_on_another_device() -> None:
    staged = stage()
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="begin")
    phone.choose("later", q1="2")
    code = code_on(phone)
    assert len(code.replace(" ", "")) >= 13  # 29 signs: 4.86 bits each, at least 60 together
    assert "<svg" in phone.page and phone.heading == "Fortsätt senare"
    tablet = Phone("en")
    tablet.get(f"{LINK}en/resume/")
    tablet.post(do="resume", code=code.lower().replace(" ", "-"))
    assert tablet.heading == "I get support" and 'value="2" checked' in tablet.page
    tablet.get(f"{LINK}en/end/")
    tablet.choose("send", helped="nobody")
    assert [(each.values, each.language) for each in staged.answers()] == [({"q1": "2"}, "en")]
    phone.get(f"{LINK}sv/2/")
    assert "Här finns inga påbörjade svar" in phone.page
    tablet.get(f"{LINK}en/resume/")
    tablet.post(do="resume", code=code)
    assert tablet.status == 422 and "There is no such code" in tablet.page


def test_the_code_stands_on_every_question_and_is_kept_nowhere_on_the_server() -> None:
    stage()
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="begin")
    code = code_on(phone)
    phone.choose(q1="2")
    assert code_on(phone) == code
    held = Draft.objects.get()
    assert code.replace(" ", "").encode() not in bytes(held.locked) and str(held.pk) not in phone.page


def test_a_device_can_forget_and_the_code_still_leads_back() -> None:
    stage()
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="begin")
    phone.choose("later", q1="1")
    code = code_on(phone)
    phone.post(do="leave")
    assert phone.cookies == {} and phone.heading == "Koden finns kvar hos dig"
    phone.get(f"{LINK}sv/1/")
    assert phone.heading == "Hur fungerar stödet?"
    phone.get(f"{LINK}sv/resume/")
    phone.post(do="resume", code=code)
    assert 'value="1" checked' in phone.page


def test_a_device_with_begun_answers_asks_whether_to_go_on() -> None:
    stage()
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="begin")
    phone.choose(q1="2")
    phone.get(LINK)
    assert "På den här enheten finns påbörjade svar" in phone.page
    phone.post(f"{LINK}sv/", do="go_on")
    assert phone.heading == "Vad stämmer?"
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="clear")
    assert phone.cookies == {} and "påbörjade" not in phone.page


def test_a_code_of_a_personal_link_leads_back_to_that_link() -> None:
    staged = stage()
    letter = staged.letter()
    phone = Phone()
    phone.get(letter)
    phone.post(f"{letter}sv/", do="begin")
    phone.choose("later", q1="2")
    code = code_on(phone)
    tablet = Phone()
    tablet.get("/answer/mail234567/")
    assert tablet.heading == "Öppna länken i ditt mejl"
    tablet.get("/answer/mail234567/sv/resume/")
    tablet.post(do="resume", code=code)
    assert tablet.at.startswith(letter)
    tablet.get(f"{letter}sv/end/")
    tablet.choose("send", helped="nobody")
    assert tablet.heading == "Tack för dina svar" and len(staged.answers()) == 1
    tablet.get(letter)
    assert tablet.heading == "Svaren är redan mottagna"


def test_who_tries_codes_is_slowed_down_and_a_right_one_still_opens() -> None:
    stage()
    phone = Phone()
    phone.get(LINK)
    phone.post(f"{LINK}sv/", do="begin")
    code = code_on(phone)
    guesser = Phone()
    guesser.get(f"{LINK}sv/resume/")
    statuses = []
    for _ in range(7):
        guesser.post(f"{LINK}sv/resume/", do="resume", code="AAAA AAAA AAAA AA")
        statuses.append(guesser.status)
    assert statuses[:5] == [422] * 5 and statuses[-1] == 429
    guesser.post(f"{LINK}sv/resume/", do="resume", code=code)
    assert guesser.heading == "Jag får stöd"


def test_own_questions_without_easy_words_take_easy_read_from_nobody() -> None:
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.people.models import Association
    from ljuspunkt.rooms.surveys.models import OwnQuestions
    from tests.surveys.measuring import own_questions

    staged = stage(languages=("sv",))
    OwnQuestions.objects.create(
        version=staged.wave.instruments.get().version,
        association=Association.objects.get(slug="alfa"),
        document=to_document(own_questions()),
    )
    phone = Phone()
    phone.get(f"{LINK}sv-easy/all/")
    assert phone.at == f"{LINK}sv-easy/all/"
    assert "Får du stöd?" in phone.page and "Hittade du hit?" in phone.page
