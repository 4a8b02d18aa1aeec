"""The conference of 2014, evaluated again on phones: answers as they were then give the table that was published."""

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conference import panel, voting
from tests.conference.panel import later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference

N = 23
COMMENTS = 15
QUESTIONS = ("beforehand", "heard", "treated", "design", "result", "programme")
COLUMNS = ("content", "neither", "not_content", "other", "missing")


@pytest.fixture(scope="module")
def published(reference: Path) -> list[dict[str, Any]]:
    given = yaml.safe_load((reference / "conference-2014.yaml").read_text(encoding="utf-8"))
    return list(given["evaluation"])


@pytest.fixture
def conference(world: World) -> "Conference":
    """Return a conference of 23 voters whose last vote has been closed."""
    from ljuspunkt.rooms.conference.services import close_vote

    made = panel.conference(world, voters=N)
    vote = voting.opened(world, made)
    panel.cast(vote, panel.approving(a=6, b=5))
    close_vote(by=world.person("conference_chair"), vote=vote.pk, at=later(5))
    made.refresh_from_db()
    return made


def _sent(published: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what 23 phones send; nobody knows which answers of 2014 were one person's."""
    phones: list[dict[str, str]] = [{} for _ in range(N)]
    for name, row in zip(QUESTIONS, published, strict=True):
        steps = [step for step in COLUMNS[:3] for _ in range(row[step])]
        for phone, step in zip(phones, steps, strict=False):
            phone[name] = step
        for phone in phones[len(steps) : len(steps) + row["other"]]:
            phone[f"{name}_other"] = "Bra, men för många på en gång"
    for phone in phones[:COMMENTS]:
        phone["words"] = "Tack för två fina dagar."
    return phones


@pytest.mark.django_db
def test_the_answers_of_2014_give_the_published_table(
    world: World, conference: "Conference", published: list[dict[str, Any]]
) -> None:
    """Each phone sends its form as a browser does; the page and the report show the numbers as they were printed."""
    from ljuspunkt.rooms.conference.services.evaluation import close_evaluation, open_evaluation

    chair = world.person("conference_chair")
    codes = voting.codes(world, conference, N)
    open_evaluation(by=chair, conference=conference.pk, at=later(6))
    path = f"/sv/room/{conference.join_code}/evaluation/"
    for code, sent in zip(codes, _sent(published), strict=True):
        taken = voting.Phone(conference, code).client.post(path, sent)
        assert taken.status_code == 200 and "dina svar är mottagna" in taken.content.decode()
    close_evaluation(by=chair, conference=conference.pk, at=later(9))
    expected = [[row[column] for column in COLUMNS] for row in published]
    browser = world.client("association_coordinator")
    page = browser.get("/sv/conferences/alfa-2026/evaluation/").content.decode()
    assert _table(page) == expected
    assert page.count("Bra, men för många på en gång</p>") == published[4]["other"]
    assert page.count("Tack för två fina dagar.</p>") == COMMENTS
    report = browser.get("/sv/conference/alfa-2026/report/").content.decode()
    assert _table(report[report.index('id="evaluation"') :]) == expected
    assert "Annat svar: Resultatet: de valda indikatorerna" in report


def _table(page: str) -> list[list[int]]:
    """Return the numbers of the first table on a page with as many rows as there are questions."""
    for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL):
        rows = [re.findall(r"<td[^>]*>([^<]*)", row) for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]
        if len(rows) == len(QUESTIONS):
            return [[int(unescape(cell)) for cell in row] for row in rows]
    return []


def test_the_example_tells_the_evaluation_as_it_was_published(published: list[dict[str, Any]]) -> None:
    from ljuspunkt.files.conference_account import read_account

    example = Path(__file__).parents[2] / "examples" / "conference-2014"
    _, found = read_account(example / "account.yaml")
    assert found is not None and found.answered == N
    assert [[*(n for _, n in each.steps), each.other, each.skipped] for each in found.questions] == [
        [row[column] for column in COLUMNS] for row in published
    ]
