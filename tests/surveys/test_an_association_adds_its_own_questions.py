"""An association adds questions at the end of a national version, which stays locked and never counts them."""

import pytest
from django.test import Client

from ljuspunkt.rooms.surveys.queries.questionnaires import of_version, with_own
from tests.people.world import World
from tests.surveys.worded import BASE, drafted, frozen, item_form, version

pytestmark = pytest.mark.django_db
OWN = f"{BASE}own/alfa/"
TEXT = {"name": "extra", "kind": "text", "label_sv": "Vad saknas?", "relevant": "", "constraint": ""}


@pytest.fixture
def alfa(world: World) -> Client:
    frozen(world)
    return world.client("association_coordinator")


def test_own_questions_stand_at_the_end_and_only_there(alfa: Client) -> None:
    assert alfa.post(f"{OWN}questions/", TEXT).status_code == 302
    assert alfa.post(f"{OWN}questions/", item_form("closed", scale="+often4", positive=[])).status_code == 302
    whole = with_own(version().pk, "alfa")
    assert [(item.name, item.own) for item in whole.items] == [
        ("q1", False),
        ("q2", False),
        ("extra", True),
        ("closed", True),
    ]
    assert [question.name for question in whole.instrument().questions] == ["q1", "q2"]
    assert with_own(version().pk, "beta") == of_version(version().pk)


def test_an_own_list_never_takes_the_place_of_a_national_one(alfa: Client) -> None:
    form: dict[str, object] = {"name": "agree4", "place_0": 1, "choice_0": "x", "missing_0": "", "label_0_sv": "Eget"}
    assert alfa.post(f"{OWN}lists/", form).status_code == 302
    alfa.post(f"{OWN}questions/", item_form("mine", scale="agree4", positive=[], indicators=[]))
    whole = with_own(version().pk, "alfa")
    assert whole.scales["agree4"] == of_version(version().pk).scales["agree4"]
    mine = next(item for item in whole.items if item.name == "mine")
    assert [choice.name for choice in whole.scales[mine.scale].choices] == ["x"]


def test_an_own_question_takes_no_indicator_and_no_national_name(alfa: Client) -> None:
    alfa.post(f"{OWN}questions/", item_form("mine", scale="+agree4"))
    assert with_own(version().pk, "alfa").items[-1].indicators == ()
    assert alfa.post(f"{OWN}questions/", {**TEXT, "name": "q1"}).status_code == 422
    assert alfa.post(f"{OWN}questions/", {**TEXT, "name": "own_questions"}).status_code == 422


def test_the_national_questions_stay_locked_for_an_association(alfa: Client, world: World) -> None:
    before = version().document
    assert alfa.post(f"{BASE}questions/q1/", item_form("q1")).status_code == 404
    assert alfa.post(f"{BASE}own/beta/questions/", TEXT).status_code == 404
    assert alfa.get(f"{BASE}own/beta/").status_code == 404
    assert world.client("association_coordinator", "beta").get(OWN).status_code == 404
    assert world.client("reader").get(OWN).status_code == 404
    assert version().document == before


def test_own_questions_wait_until_the_version_is_frozen(world: World) -> None:
    drafted(world)
    alfa = world.client("association_coordinator")
    assert alfa.post(f"{OWN}questions/", TEXT).status_code == 404


def test_own_questions_stand_still_while_answers_come_in(alfa: Client, world: World) -> None:
    from datetime import date

    from ljuspunkt.rooms.people.models import Association
    from ljuspunkt.rooms.surveys.models import Participation, Wave, WaveInstrument

    alfa.post(f"{OWN}questions/", TEXT)
    wave = Wave.objects.create(
        slug="w", name="2026", title={}, state="open", opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 31)
    )
    WaveInstrument.objects.create(wave=wave, version=version(), respondent_group="staff")
    Participation.objects.create(wave=wave, association=Association.objects.get(slug="alfa"))
    assert alfa.get(f"{OWN}questions/extra/").status_code == 302
    assert alfa.post(f"{OWN}questions/extra/", {**TEXT, "label_sv": "Annat"}).status_code == 422
    alfa.post(f"{OWN}parts/extra/remove/")
    assert with_own(version().pk, "alfa").items[-1].label["sv"] == "Vad saknas?"
    wave.state = "frozen"
    wave.save()
    assert alfa.post(f"{OWN}questions/extra/", {**TEXT, "label_sv": "Annat"}).status_code == 302


def test_the_last_one_taken_away_leaves_nothing(alfa: Client) -> None:
    from ljuspunkt.rooms.surveys.models import OwnQuestions

    alfa.post(f"{OWN}questions/", TEXT)
    alfa.post(f"{OWN}parts/extra/remove/")
    assert not OwnQuestions.objects.exists()


def test_a_coordinator_finds_the_way_there_and_sees_what_respondents_see(alfa: Client) -> None:
    assert OWN in alfa.get(BASE).text
    alfa.post(f"{OWN}questions/", TEXT)
    preview = alfa.get(f"{OWN}preview/sv/all/").text
    assert "Indikator 1" in preview
    assert "Frågor från samordningsförbundet" in preview
    assert "Vad saknas?" in preview
