"""The evaluation on phones: once per code, without name, time or order; counts when at least five have answered."""

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client

from ljuspunkt.domain.errors import RuleBroken
from tests.conference import panel, voting
from tests.conference.panel import later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

WORDS = "Bättre luft i lokalen, tack."
QUESTIONS = ("beforehand", "heard", "treated", "design", "result", "programme")


@pytest.fixture
def after_the_vote(world: World) -> "Conference":
    """Return a conference whose vote has just been closed."""
    from ljuspunkt.rooms.conference.services import close_vote

    made = panel.conference(world)
    vote = voting.opened(world, made)
    panel.cast(vote, panel.approving(a=6, b=5))
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(5))
    made.refresh_from_db()
    return made


def _open(world: World, conference: "Conference") -> list[str]:
    """Open the evaluation and return codes for twelve phones."""
    from ljuspunkt.rooms.conference.services.evaluation import open_evaluation

    codes = voting.codes(world, conference, 12)
    assert open_evaluation(by=world.person("conference_chair"), conference=conference.pk, at=later(6))
    return codes


def _answer(conference: "Conference", codes: Iterable[str], *steps: str, words: str = "") -> list[bool]:
    from ljuspunkt.rooms.conference.services.evaluation import answer_evaluation

    given = {question: [step] for question, step in zip(QUESTIONS, steps, strict=False)}
    given["words"] = [words]
    return [answer_evaluation(conference=conference.pk, code=code, given=given) for code in codes]


def _close(world: World, conference: "Conference") -> None:
    from ljuspunkt.rooms.conference.services.evaluation import close_evaluation

    assert close_evaluation(by=world.person("conference_chair"), conference=conference.pk, at=later(9))
    conference.refresh_from_db()


@pytest.mark.django_db
def test_answers_become_counts_with_those_who_skipped(world: World, after_the_vote: "Conference") -> None:
    from ljuspunkt.rooms.conference.queries.evaluation import evaluation_of

    codes = _open(world, after_the_vote)
    _answer(after_the_vote, codes[:3], "content", "", "neither")
    _answer(after_the_vote, codes[3:6], "not_content", "content", "neither", words=WORDS)
    assert evaluation_of(after_the_vote) is None
    _close(world, after_the_vote)
    found = evaluation_of(after_the_vote)
    assert found is not None
    assert (found.answered, found.of) == (6, 12)
    assert [([n for _, n in question.steps], question.skipped) for question in found.questions] == [
        ([3, 0, 3], 0),
        ([3, 0, 0], 3),
        ([0, 6, 0], 0),
        ([0, 0, 0], 6),
        ([0, 0, 0], 6),
        ([0, 0, 0], 6),
    ]
    assert [(each.about["sv"], each.said) for each in found.texts] == [("Något annat du vill säga", (WORDS,) * 3)]


@pytest.mark.django_db
def test_nothing_is_shown_of_four(world: World, after_the_vote: "Conference") -> None:
    from ljuspunkt.rooms.conference.queries.evaluation import evaluation_of

    codes = _open(world, after_the_vote)
    _answer(after_the_vote, codes[:4], "content", words=WORDS)
    _close(world, after_the_vote)
    assert evaluation_of(after_the_vote) is None
    page = world.client("association_coordinator").get("/sv/conferences/alfa-2026/evaluation/").content.decode()
    assert "4 av 12 svarade" in page and WORDS not in page


@pytest.mark.django_db
def test_a_code_answers_once(world: World, after_the_vote: "Conference") -> None:
    codes = _open(world, after_the_vote)
    assert _answer(after_the_vote, codes[:1], "content") == [True]
    assert _answer(after_the_vote, codes[:1], "not_content") == [False]
    _answer(after_the_vote, codes[1:5], "content")
    _close(world, after_the_vote)
    assert after_the_vote.evaluation.counts.get(question="beforehand", step="content").n == 5


@pytest.mark.django_db
def test_no_more_answer_than_are_entitled_though_more_codes_are_drawn(
    world: World, after_the_vote: "Conference"
) -> None:
    codes = [*_open(world, after_the_vote), *voting.codes(world, after_the_vote, 2)]
    assert _answer(after_the_vote, codes[:12], "content") == [True] * 12
    with pytest.raises(RuleBroken, match="12 may answer, and as many have"):
        _answer(after_the_vote, codes[12:13], "content")
    assert _answer(after_the_vote, codes[:1], "content") == [False]


@pytest.mark.django_db
def test_a_measurement_isnt_offered_as_an_evaluation() -> None:
    from dataclasses import replace

    from ljuspunkt.files.evaluation import evaluation_2014
    from ljuspunkt.files.questionnaires import to_document
    from ljuspunkt.rooms.surveys.models import Instrument, Version
    from ljuspunkt.rooms.surveys.queries.evaluations import offered

    asked = evaluation_2014()
    measuring = replace(asked, body=tuple(replace(item, indicators=("1",)) for item in asked.items))
    made = {}
    for slug, each in (("own", asked), ("measuring", measuring)):
        instrument = Instrument.objects.create(slug=slug, title=dict(each.title), respondent_group="staff")
        made[slug] = Version.objects.create(
            instrument=instrument, name="1", state="frozen", document=to_document(each), document_hash="0" * 64
        )
    assert [each.version_pk for each in offered(())] == [made["own"].pk]


@pytest.mark.django_db
def test_it_opens_after_a_vote_and_never_twice(world: World) -> None:
    from ljuspunkt.rooms.conference.services.evaluation import open_evaluation

    made = panel.conference(world)
    chair = world.person("conference_chair")
    with pytest.raises(RuleBroken, match="No vote has been held"):
        open_evaluation(by=chair, conference=made.pk, at=later(1))
    vote = voting.opened(world, made)
    with pytest.raises(RuleBroken, match="A vote is open"):
        open_evaluation(by=chair, conference=made.pk, at=later(1))
    from ljuspunkt.rooms.conference.services import close_vote

    panel.cast(vote, panel.approving(a=6))
    close_vote(by=chair, vote=vote.pk, at=later(2))
    assert open_evaluation(by=chair, conference=made.pk, at=later(3))
    assert not open_evaluation(by=chair, conference=made.pk, at=later(3))
    _close(world, made)
    with pytest.raises(RuleBroken, match="can't be opened again"):
        open_evaluation(by=chair, conference=made.pk, at=later(9))
    with pytest.raises(Http404):
        open_evaluation(by=world.person("association_coordinator", "beta"), conference=made.pk, at=later(9))


@pytest.mark.django_db
def test_wrong_codes_closed_forms_and_empty_ones_are_refused(world: World, after_the_vote: "Conference") -> None:
    with pytest.raises(RuleBroken, match="isn't open"):
        _answer(after_the_vote, ["AAAAABBBBB"], "content")
    codes = _open(world, after_the_vote)
    with pytest.raises(RuleBroken, match="isn't valid"):
        _answer(after_the_vote, ["AAAAABBBBB"], "content")
    with pytest.raises(RuleBroken, match="at least one question"):
        _answer(after_the_vote, codes[:1])
    with pytest.raises(RuleBroken, match="Choose one of the answers"):
        _answer(after_the_vote, codes[:1], "perhaps")
    with pytest.raises(RuleBroken, match="2001 characters"):
        _answer(after_the_vote, codes[:1], words="x" * 2001)


@pytest.mark.django_db
def test_nothing_stored_ties_an_answer_to_a_code(world: World, after_the_vote: "Conference") -> None:
    """While it is open an answer lies encrypted and as long as any other; afterwards answers and marks are gone."""
    from ljuspunkt.rooms.audit.models import Entry
    from ljuspunkt.rooms.conference.models import EvaluationAnswer, EvaluationMark

    codes = _open(world, after_the_vote)
    before = Entry.objects.count()
    for code in codes[:6]:
        _answer(after_the_vote, [code], "content", words=WORDS if code == codes[2] else "")
    assert Entry.objects.count() == before
    rows = list(EvaluationAnswer.objects.all())
    assert len({len(bytes(row.locked)) for row in rows}) == 1
    assert all(WORDS.encode() not in bytes(row.locked) for row in rows)
    assert {field.name for field in EvaluationAnswer._meta.get_fields()} == {"id", "evaluation", "locked"}
    digests = set(after_the_vote.codes.values_list("digest", flat=True))
    assert not digests & set(EvaluationMark.objects.values_list("mark", flat=True))
    _close(world, after_the_vote)
    assert not EvaluationAnswer.objects.exists() and not EvaluationMark.objects.exists()
    assert after_the_vote.evaluation.comments_kept.get().text == WORDS


@pytest.mark.django_db
def test_rows_lie_by_random_numbers_and_not_in_the_order_they_came(world: World, after_the_vote: "Conference") -> None:
    from ljuspunkt.rooms.conference.models import EvaluationAnswer

    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has row numbers that could tell")
    codes = _open(world, after_the_vote)
    came = []
    for code in codes:
        before = set(EvaluationAnswer.objects.values_list("pk", flat=True))
        _answer(after_the_vote, [code], "content")
        came += list(set(EvaluationAnswer.objects.values_list("pk", flat=True)) - before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, id FROM conference_evaluationanswer")
        assert all(rowid == key for rowid, key in cursor.fetchall())
    assert came != sorted(came)


@pytest.mark.django_db
def test_a_comment_may_be_kept_out_of_the_report_and_the_report_says_so(
    world: World, after_the_vote: "Conference"
) -> None:
    codes = _open(world, after_the_vote)
    _answer(after_the_vote, codes[:5], "content", words=WORDS)
    _close(world, after_the_vote)
    browser = world.client("association_coordinator")
    path = "/sv/conferences/alfa-2026/evaluation/"
    first = after_the_vote.evaluation.comments_kept.first()
    browser.post(path, {"do": "withhold", "comment": first.pk})
    assert browser.get(path).content.decode().count("Står inte i rapporten.") == 1
    report = browser.get("/sv/conference/alfa-2026/report/").content.decode()
    assert report.count(WORDS) == 4
    assert "En kommentar visas inte" in report
    other = world.client("association_coordinator", "beta").post(path, {"do": "show", "comment": first.pk})
    assert other.status_code == 404


@pytest.mark.django_db
def test_a_phone_answers_without_javascript(world: World, after_the_vote: "Conference") -> None:
    codes = _open(world, after_the_vote)
    phone = voting.Phone(after_the_vote, codes[0])
    path = f"/sv/room/{after_the_vote.join_code}/evaluation/"
    shown = phone.client.get(path).content.decode()
    assert "Vad tyckte du om konferensen?" in shown
    assert len(re.findall(r'type="radio"', shown)) == 30
    nothing = phone.client.post(path, {"words": " "})
    assert nothing.status_code == 422 and "minst en fråga" in nothing.content.decode()
    wrong = phone.client.post(path, {"heard": "perhaps", "words": WORDS})
    assert wrong.status_code == 422 and WORDS in wrong.content.decode()
    elsewhere = phone.client.post(path, {"heard": "content"}, headers={"Origin": "https://example.org"})
    assert elsewhere.status_code == 422
    taken = phone.client.post(path, {"heard": "content", "words": WORDS})
    assert "dina svar är mottagna" in taken.content.decode()
    again = phone.client.post(path, {"heard": "not_content"})
    assert "Svar hade redan tagits emot" in again.content.decode()
    assert after_the_vote.evaluation.answers.count() == 1


@pytest.mark.django_db
def test_a_phone_without_a_code_is_asked_for_it(world: World, after_the_vote: "Conference") -> None:
    _open(world, after_the_vote)
    path = f"/sv/room/{after_the_vote.join_code}/evaluation/"
    assert "Din kod först" in Client().get(path).content.decode()
    assert "Din kod först" in Client().post(path, {"heard": "content"}).content.decode()
    assert after_the_vote.evaluation.answers.count() == 0


@pytest.mark.django_db
def test_answers_from_before_questions_were_data_are_counted_with_the_others(
    world: World, after_the_vote: "Conference"
) -> None:
    """An evaluation that was open when the software was renewed: its answers lie as they were then written."""
    from ljuspunkt.rooms.conference import ballot_box, ballot_keys
    from ljuspunkt.rooms.conference.models import EvaluationAnswer
    from ljuspunkt.rooms.conference.queries.evaluation import evaluation_of

    codes = _open(world, after_the_vote)
    kept = after_the_vote.evaluation
    kept.document = None
    kept.save(update_fields=["document"])
    for _ in range(5):
        key = ballot_box.new_key()
        content = json.dumps({"steps": {"heard": "content"}, "words": WORDS})
        locked = ballot_keys.lock(kept.key_name, content, about=f"evaluation {kept.pk}/{key}", room=8500)
        EvaluationAnswer.objects.create(id=key, evaluation=kept, locked=locked)
    _answer(after_the_vote, codes[:1], "", "neither")
    assert len({len(bytes(row.locked)) for row in EvaluationAnswer.objects.all()}) == 1
    _close(world, after_the_vote)
    found = evaluation_of(after_the_vote)
    assert found is not None and found.answered == 6
    assert [n for _, n in found.questions[1].steps] == [5, 1, 0]
    assert [each.said for each in found.texts] == [(WORDS,) * 5]
