"""What respondents are told: the same in every language, and word for word what the threat model says."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from ljuspunkt.rooms.surveys.answering.words import languages, words_of
from tests.surveys.answering import SMALL, Phone, Staged, stage

PAGE = Path(__file__).resolve().parents[2] / "docs" / "threat-model.md"
PLURALS = {"zero", "one", "two", "few", "many", "other"}


def told() -> set[str]:
    """Return the sentences of the threat model that respondents are told."""
    section = PAGE.read_text(encoding="utf-8").partition("## What a respondent is told")[2].partition("\n## ")[0]
    return set(re.findall(r"^> (.+)$", section, re.MULTILINE))


def test_the_english_promises_stand_in_the_threat_model_and_the_other_way_round() -> None:
    assert set(words_of("en")["promises"].values()) == told()


@pytest.mark.django_db
def test_every_promise_of_a_way_is_on_its_first_page() -> None:
    staged = stage()
    said = {name: shown(staged, path) for name, path in paths(staged).items()}
    kept = words_of("en")["promises"]
    common = {kept[name] for name in ("locked", "opened", "no_time", "groups", "own_words", "draft", "server")}
    assert said == {"link": common | {kept["same_for_all"]}, "mail": common | {kept["personal"]}}


@pytest.mark.django_db
def test_an_exit_says_that_the_half_year_is_kept() -> None:
    staged = stage(kind="exit")
    kept = words_of("en")["promises"]
    assert kept["half_year"] in shown(staged, paths(staged)["link"])
    assert kept["no_time"] not in shown(staged, paths(staged)["link"])


@pytest.mark.parametrize("easy", [False, True])
def test_every_language_says_the_same_things_with_the_same_places(easy: bool) -> None:
    assert languages() == {"sv", "en", "ar", "so"}
    swedish = shape(words_of("sv", easy).said)
    assert all(shape(words_of(language, easy).said) == swedish for language in languages())


def test_plurals_are_those_of_the_language() -> None:
    assert words_of("ar").counted("questions_left", 2) == "بقي سؤالان"
    assert words_of("ar").counted("questions_left", 7) == "بقيت 7 أسئلة"
    assert words_of("sv").counted("questions_left", 1) == "1 fråga kvar"
    assert words_of("sv", easy=True).counted("questions_left", 0) == "sista frågan"


def paths(staged: Staged) -> dict[str, str]:
    return {"link": "/answer/link234567/en/", "mail": f"{staged.letter()}en/"}


def shown(staged: Staged, path: str) -> set[str]:
    """Return the promises of a first page."""
    phone = Phone("en")
    section = re.search(r'<section class="promises".*?</section>', phone.get(path), re.DOTALL)
    assert section is not None and SMALL.title["en"] in phone.page
    return {each.replace("&#x27;", "'") for each in re.findall(r"<li>(.*?)</li>", section[0])}


def shape(said: Mapping[str, object]) -> dict[str, object]:
    """Return the names of what is said and the places that its values fill; plurals differ between languages."""
    found: dict[str, object] = {}
    for name, held in said.items():
        if isinstance(held, dict) and "other" in held:
            assert set(held) <= PLURALS
            found[name] = places(str(held["other"]))
        else:
            found[name] = shape(held) if isinstance(held, dict) else places(str(held))
    return found


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
