"""A coordinator makes a questionnaire from a protocol and words it, question by question and language by language."""

import pytest
from django.test import Client

from ljuspunkt.rooms.surveys.queries.questionnaires import languages_open, of_version
from tests.people.world import World
from tests.surveys.worded import AT, BASE, SLUG, drafted, item_form, published, version

pytestmark = pytest.mark.django_db
BEGINNING = {
    "owner": "*", "group": "staff", "title_sv": "Om samverkan", "title_en": "", "slug": SLUG, "version": "2026",
    "waves": "2026", "protocol": "core", "scale": "agree4", "languages": ["sv", "en", "ar"], "default_language": "sv",
}  # fmt: skip


@pytest.fixture
def browser(world: World) -> Client:
    return world.client("national_coordinator")


def words(name: str, language: str = "sv") -> str:
    """Return how a question of the draft is worded."""
    found = {item.name: item for item in of_version(version().pk).items}
    return found[name].label.get(language, "")


def test_it_begins_with_a_question_for_each_indicator_of_the_protocol(browser: Client) -> None:
    published()
    answer = browser.post("/sv/instruments/new/", BEGINNING)
    assert answer.headers["Location"] == BASE
    made = of_version(version().pk)
    assert [(item.name, item.indicators, item.label["sv"]) for item in made.items] == [
        ("q1", ("1",), "Indikator 1"),
        ("q2", ("2",), "Indikator 2"),
    ]
    assert made.items[0].positive == ("4", "3")
    assert made.scales["agree4"].choices[0].label["ar"] == "ينطبق تمامًا"


def test_an_indicator_with_measures_gets_a_question_for_each(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from ljuspunkt.rooms.indicators import queries
    from ljuspunkt.rooms.indicators.queries import MeasureCard

    cards = tuple(MeasureCard(f"2.{n}", "2", {"sv": f"Mått {n}"}) for n in (1, 4))
    monkeypatch.setattr(queries, "measures", lambda protocol: cards if protocol == "core" else ())
    drafted(world)
    found = [(item.name, item.indicators, item.measure, item.label["sv"]) for item in of_version(version().pk).items]
    assert found == [
        ("q1", ("1",), "", "Indikator 1"),
        ("q2a", ("2",), "2.1", "Mått 1"),
        ("q2b", ("2",), "2.4", "Mått 4"),
    ]


def test_a_protocol_that_is_not_published_is_refused_beside_its_field(browser: Client) -> None:
    answer = browser.post("/en/instruments/new/", BEGINNING)
    assert answer.status_code == 422
    assert "isn&#x27;t published yet" in answer.text


def test_a_question_is_worded_in_all_languages_at_once(world: World, browser: Client) -> None:
    drafted(world)
    assert browser.post(f"{BASE}questions/q1/", item_form("q1", easy_sv="Jag får hjälp.")).status_code == 302
    item = of_version(version().pk).items[0]
    assert item.label == {"sv": "Jag får det stöd jag behöver", "en": "I get the support I need"}
    assert item.easy == {"sv": "Jag får hjälp."}


def test_who_was_slower_overwrites_nothing_unseen(world: World, browser: Client) -> None:
    drafted(world)
    page = browser.get(f"{BASE}questions/q1/")
    seen = page.context["form"]["seen"].value()
    browser.post(f"{BASE}questions/q1/", item_form("q1", label_sv="Först"))
    late = browser.post(f"{BASE}questions/q1/", item_form("q1", label_sv="Sedan", seen=seen))
    assert late.status_code == 422
    assert "Någon ändrade detta medan du skrev" in late.text
    assert "Sedan" in late.text
    assert words("q1") == "Först"
    again = item_form("q1", label_sv="Sedan", seen=late.context["form"]["seen"].value())
    assert browser.post(f"{BASE}questions/q1/", again).status_code == 302
    assert words("q1") == "Sedan"


def test_another_name_follows_into_the_conditions(world: World, browser: Client) -> None:
    drafted(world)
    browser.post(f"{BASE}questions/q2/", item_form("q2", relevant="${q1} = '4'"))
    browser.post(f"{BASE}questions/q1/", item_form("support"))
    assert of_version(version().pk).items[1].relevant == "${support} = '4'"


def test_a_condition_that_is_not_understood_is_refused_and_kept_in_the_form(world: World, browser: Client) -> None:
    drafted(world)
    answer = browser.post(f"{BASE}questions/q2/", item_form("q2", relevant="${q1} = = 4"))
    assert answer.status_code == 422
    assert "${q1} = = 4" in answer.text
    assert of_version(version().pk).items[1].relevant == ""


def test_a_question_that_others_depend_on_is_not_taken_away(world: World, browser: Client) -> None:
    drafted(world)
    browser.post(f"{BASE}questions/q2/", item_form("q2", relevant="${q1} = '4'"))
    answer = browser.post(f"{BASE}parts/q1/remove/", follow=True)
    assert "”q2” beror på ”q1”, som inte är en fråga här." in answer.text
    assert len(of_version(version().pk).items) == 2


@pytest.mark.parametrize("name", ["q2", "wave", "2q", "q 1", ""])
def test_a_name_that_cannot_be_a_column_is_refused(world: World, browser: Client, name: str) -> None:
    drafted(world)
    assert browser.post(f"{BASE}questions/q1/", item_form(name)).status_code == 422
    assert [item.name for item in of_version(version().pk).items] == ["q1", "q2"]


def test_questions_stand_in_sections_and_are_moved(world: World, browser: Client) -> None:
    drafted(world)
    browser.post(f"{BASE}sections/", {"name": "meeting", "label_sv": "Mötet", "relevant": ""})
    browser.post(f"{BASE}questions/q2/", item_form("q2", section="meeting"))
    browser.post(f"{BASE}parts/meeting/move/up/")
    made = of_version(version().pk)
    assert [part.name for part in made.body] == ["meeting", "q1"]
    assert [item.name for item in made.items] == ["q2", "q1"]
    page = browser.get(f"{BASE}parts/meeting/remove/")
    assert "q2" in page.text
    browser.post(f"{BASE}parts/meeting/remove/")
    assert [item.name for item in of_version(version().pk).items] == ["q1"]


def test_a_new_question_with_a_standard_list_is_asked_what_is_positive(world: World, browser: Client) -> None:
    drafted(world)
    answer = browser.post(f"{BASE}questions/", item_form("q9", scale="+often5", positive=[]))
    assert answer.headers["Location"] == f"{BASE}questions/q9/"
    assert of_version(version().pk).scales["often5"].choices[1].label["sv"] == "Sällan"
    page = browser.get(f"{BASE}questions/q9/")
    assert [name for name, _said in page.context["form"].fields["positive"].choices] == ["1", "2", "3", "4", "5"]


def test_a_list_of_choices_is_changed_for_all_its_questions(world: World, browser: Client) -> None:
    drafted(world)
    rows = [
        ("4", "1", "", "Ja"),
        ("3", "2", "", "Delvis"),
        ("0", "0", "", "Nej"),
        ("9", "", "not_applicable", "Gäller inte"),
    ]
    form: dict[str, object] = {"name": "agree4"}
    for at, (name, value, missing, said) in enumerate(rows):
        form |= {f"place_{at}": at, f"choice_{at}": name, f"value_{at}": value, f"missing_{at}": missing}
        form |= {f"label_{at}_sv": said, f"label_{at}_en": said}
    assert browser.post(f"{BASE}lists/agree4/", form).status_code == 302
    made = of_version(version().pk)
    assert [(c.name, c.value, c.missing) for c in made.scales["agree4"].choices] == [
        ("4", 1, None),
        ("3", 2, None),
        ("0", 0, None),
        ("9", None, "not_applicable"),
    ]
    assert made.scales["agree4"].choices[0].easy["sv"] == "Ja, det stämmer"
    assert made.items[0].positive == ("4", "3")


def test_a_missing_translation_closes_that_language_only(world: World, browser: Client) -> None:
    drafted(world, languages=("sv", "en", "ar"))
    titles = {"title_sv": "Om samverkan", "title_en": "On cooperation", "title_ar": "التعاون"}
    settings = {"languages": ["sv", "en", "ar"], "default_language": "sv", "waves": "2026"}
    browser.post(f"{BASE}settings/", {**titles, **settings})
    assert languages_open(version().pk) == ("sv", "en")
    page = browser.get(f"{BASE}wordings/ar/?only=missing")
    shown = [line for block in page.context["form"].blocks for line in block.lines if line.lacks]
    assert len(shown) == 2
    assert 'dir="rtl"' in page.text
    answer = browser.post(f"{BASE}wordings/ar/", {"item~~q1~label": "السؤال الأول", "was~item~~q1~label": ""})
    assert answer.status_code == 302
    assert languages_open(version().pk) == ("sv", "en")
    browser.post(f"{BASE}wordings/ar/", {"item~~q2~label": "السؤال الثاني", "was~item~~q2~label": ""})
    assert languages_open(version().pk) == ("sv", "en", "ar")


def test_two_translators_write_beside_each_other(world: World, browser: Client) -> None:
    drafted(world)
    browser.post(f"{BASE}wordings/en/", {"item~~q1~label": "First", "was~item~~q1~label": "Indicator 1"})
    other = {"item~~q1~label": "Indicator 1", "was~item~~q1~label": "Indicator 1",
             "item~~q2~label": "Second", "was~item~~q2~label": "Indicator 2"}  # fmt: skip
    assert browser.post(f"{BASE}wordings/en/", other).status_code == 302
    assert (words("q1", "en"), words("q2", "en")) == ("First", "Second")
    clash = {"item~~q1~label": "Mine", "was~item~~q1~label": "Indicator 1"}
    answer = browser.post(f"{BASE}wordings/en/", clash)
    assert answer.status_code == 422
    assert "First" in answer.text
    assert "Mine" in answer.text


def test_the_preview_is_the_respondents_page_in_the_language_that_is_read(world: World, browser: Client) -> None:
    drafted(world, languages=("sv", "ar"))
    page = browser.get(f"{BASE}preview/ar/all/")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "ينطبق تمامًا" in page.text
    easy = browser.get(f"{BASE}preview/sv-easy/1/")
    assert "Ja, det stämmer" in easy.text
    sent = browser.post(f"{BASE}preview/sv/all/", {"a-q1": "nonsense", "do": "send"})
    assert sent.status_code == 200
    assert "data-problem" in sent.text
    for odd in ("xx/", "sv/99/", "sv/later/", "../../x/"):
        assert browser.get(f"{BASE}preview/{odd}").status_code in {302, 404}


def test_the_log_tells_who_worded_what(world: World, browser: Client) -> None:
    from ljuspunkt.rooms.audit.models import Entry

    drafted(world)
    browser.post(f"{BASE}questions/q1/", item_form("q1"))
    assert [entry.about for entry in Entry.objects.filter(about__startswith="instruments/")] == [
        f"instruments/{SLUG}/2026"
    ] * 2
    assert Entry.objects.order_by("-pk")[0].words["question"] == "q1"


def test_an_association_words_its_own_questionnaire_and_no_other(world: World) -> None:
    from ljuspunkt.domain.survey.groups import group_name
    from ljuspunkt.rooms.surveys.services.make_instrument import Beginning, make_instrument

    alfa, beta = world.client("association_coordinator"), world.client("association_coordinator", "beta")
    beginning = Beginning("alfas", "staff", "alfa", {"sv": "Alfas"}, "2026", (), ("sv",), protocol="")
    by = world.person("association_coordinator")
    make_instrument(by=by, at=AT, beginning=beginning, group_label=group_name("staff"))
    drafted(world)
    address = "/sv/instruments/alfas/versions/2026/"
    assert alfa.get(address).status_code == 200
    assert beta.get(address).status_code == 404
    assert alfa.post(f"{BASE}questions/q1/", item_form("q1")).status_code == 404


def test_a_language_is_worded_beside_any_other_of_the_questionnaire(world: World) -> None:
    drafted(world, languages=("sv", "en", "ar", "so"))
    page = world.client("national_coordinator").get(f"{BASE}wordings/ar/").text
    assert "Bredvid engelska" in page and "Bredvid somaliska" in page


@pytest.mark.parametrize("field", ["relevant", "constraint"])
def test_an_expression_that_isnt_understood_is_told_beside_it_and_stays(world: World, field: str) -> None:
    drafted(world)
    form = item_form("q1", **{field: ". <"})
    answer = world.client("national_coordinator").post(f"{BASE}questions/q1/", form)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text and 'value=". &lt;"' in answer.text
