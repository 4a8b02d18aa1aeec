"""The files of a conference and the scrutineers' ballots give `ljuspunkt tally` the same result as the pages show."""

import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.rule import Chair, Consensus, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from tests.conference import panel
from tests.conference.panel import AT, later
from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.conference.models import Conference, Vote

pytestmark = pytest.mark.django_db

TURNS = ("def", "efd", "fde")
"""Three ballots that treat d, e and f alike, below a, b and c and above g."""

BALLOTS: dict[str, tuple[Form, list[dict[str, str]]]] = {
    "approve": (Approve(), [dict.fromkeys("abc", "yes") | {turn[0]: "yes", "g": "no"} for turn in TURNS]),
    "choose": (Choose(4), [dict.fromkeys(f"abc{turn[0]}", "yes") for turn in TURNS]),
    "points": (Points(10, 4), [{"a": "4", "b": "3", "c": "2", turn[0]: "1"} for turn in TURNS]),
    "rate": (
        Rate(1, 9),
        [{"a": "9", "b": "8", "c": "8", turn[0]: "4", turn[1]: "5", turn[2]: "6", "g": "1"} for turn in TURNS],
    ),
    "rank": (Rank(), [{item: str(place) for place, item in enumerate(f"abc{turn}g", 1)} for turn in TURNS]),
}
SCORES = dict.fromkeys(panel.TITLES, Fraction(1)) | {"d": Fraction("1.5"), "e": Fraction(3), "f": Fraction(2)}
WAYS: dict[str, tuple[Ties, str]] = {
    "expand": (Expand(), "abcdef"),
    "strict": (Strict(), "abc"),
    "secondary": (Secondary(SCORES, "points.csv"), "abcef"),
    "lot": (Lot("frö 2026"), ""),
    "chair": (Chair(), "abcdf"),
    "runoff": (Runoff(2, Lot("frö 2026")), "abce"),
}


def _hold(world: World, conference: "Conference", form: Form, ties: Ties, ballots: list[dict[str, str]]) -> "Vote":
    from ljuspunkt.rooms.conference.services import close_vote, open_runoff, open_vote, rule_tie

    chair = world.person("conference_chair")
    vote = panel.vote(world, conference, rule=Rule("onward", places=5, ties=ties), form=form)
    open_vote(by=chair, vote=vote.pk, at=AT)
    panel.cast(vote, ballots)
    close_vote(by=chair, vote=vote.pk, at=later(5))
    if isinstance(ties, Chair):
        rule_tie(by=chair, vote=vote.pk, kind="", chosen=["d", "f"], reason="De hör ihop.", at=later(6))
    if isinstance(ties, Runoff):
        for cast in ([{"e": "yes"}, {"e": "yes"}, {"d": "yes", "f": "yes"}], [{"d": "yes"}, {"f": "yes"}]):
            open_runoff(by=chair, vote=vote.pk, at=later(7))
            runoff = vote.runoffs.get(state="open")
            panel.cast(runoff, cast)
            close_vote(by=chair, vote=runoff.pk, at=later(8))
    vote.refresh_from_db()
    return vote


def _taken_home(world: World, conference: "Conference", folder: Path) -> Path:
    """Put the export and the scrutineers' file into a folder, and return the folder of the plan."""
    from ljuspunkt.rooms.conference.services.scrutiny import ballots_file

    answer = world.client("association_coordinator").get(f"/sv/conferences/{conference.slug}/export/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        bundle.extractall(folder)
    home = folder / conference.slug
    content = ballots_file(by=world.person("evaluator"), conference=conference.pk, at=later(20))
    (home / "BALLOTS.csv").write_bytes(content)
    return home


def _tallied(home: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    assert main(["tally", str(home / "CONFERENCE.yaml"), str(home / "BALLOTS.csv"), "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def _kept(vote: "Vote") -> list[tuple[object, ...]]:
    return sorted(
        (row.candidate.reference, row.value, row.of, row.rank, row.outcome, row.tied)
        for row in vote.results.select_related("candidate")
    )


def _told(document: dict[str, object]) -> list[tuple[object, ...]]:
    items = document["items"]
    assert isinstance(items, list)
    return sorted(
        (
            item["id"],
            None if (value := item["yes"] if "yes" in item else item["score"]) is None else float(value),
            item["of"],
            item["rank"],
            item["outcome"],
            item["tied"],
        )
        for item in items
    )


@pytest.fixture
def conference(world: World) -> "Conference":
    from ljuspunkt.rooms.conference.services.scrutiny import name_scrutineer

    made = panel.conference(world)
    name_scrutineer(
        by=world.person("association_coordinator"),
        conference=made.pk,
        email=world.account("evaluator").email,
        at=AT,
    )
    return made


def test_every_ballot_and_every_way_of_settling_ties_gives_the_same_outside(
    world: World, conference: "Conference", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held: list[tuple[Vote, str]] = []
    for form, ballots in BALLOTS.values():
        for ties, through in WAYS.values():
            held.append((_hold(world, conference, form, ties, ballots), through))
    document = _tallied(_taken_home(world, conference, tmp_path), capsys)
    votes = document["votes"]
    assert isinstance(votes, list)
    assert len(votes) == len(held) == 30
    for (vote, through), told in zip(held, votes, strict=True):
        assert vote.state == "decided"
        assert told["id"] == vote.reference
        assert (told["entitled"], told["ballots"]) == (vote.entitled, vote.ballots)
        assert _told(told) == _kept(vote)
        outcomes = {row.candidate.reference for row in vote.results.all() if row.outcome == "through"}
        assert outcomes >= set(through)
        assert len(outcomes) == (len(through) if through in ("abcdef", "abc") else 5)
        kept_ties = [(tie.places, tie.settled_by) for tie in vote.ties.all()]
        assert [(tie["places"], tie["settled_by"]) for tie in told["ties"]] == kept_ties == [(2, kept_ties[0][1])]


def test_groups_rate_and_agree_the_same_outside(
    world: World, conference: "Conference", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.rooms.conference import ballot_box
    from ljuspunkt.rooms.conference.services import close_vote, open_vote

    conference.groups = [["brukare", 6], ["tjänstemän", 6]]
    conference.save()
    chair = world.person("conference_chair")
    rule = Rule("onward", consensus=Consensus(Fraction(7, 10), Fraction(15, 100), by_group=True))
    vote = panel.vote(world, conference, rule=rule, form=Rate(1, 9))
    open_vote(by=chair, vote=vote.pk, at=AT)
    for number in range(10):
        group = "brukare" if number % 2 else "tjänstemän"
        values = {"a": "9", "b": "9" if group == "brukare" else "2", "g": "1"}
        ballot_box.put(vote.pk, ballot_box.new_key(), ballot_box.Content(values, group))
    close_vote(by=chair, vote=vote.pk, at=later(5))
    vote.refresh_from_db()
    document = _tallied(_taken_home(world, conference, tmp_path), capsys)
    (told,) = document["votes"]  # type: ignore[misc]
    assert _told(told) == _kept(vote)
    outcomes = {item["id"]: item["outcome"] for item in told["items"]}
    assert (outcomes["a"], outcomes["b"], outcomes["g"]) == ("through", "onward", "out")


def test_void_votes_and_runoffs_are_left_out_and_named(
    world: World, conference: "Conference", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ljuspunkt.rooms.conference.services import close_vote, hold_again, open_runoff, open_vote, void_vote

    chair = world.person("conference_chair")
    form, ballots = BALLOTS["approve"]
    vote = panel.vote(world, conference, rule=Rule("out", places=5, ties=Runoff(1, Expand())), form=form)
    open_vote(by=chair, vote=vote.pk, at=AT)
    void_vote(by=chair, vote=vote.pk, reason="Fel kandidater\nvisades.", at=later(1))
    again = hold_again(by=chair, vote=vote.pk, at=later(2))
    open_vote(by=chair, vote=again.pk, at=later(3))
    panel.cast(again, ballots)
    close_vote(by=chair, vote=again.pk, at=later(4))
    open_runoff(by=chair, vote=again.pk, at=later(5))
    first = again.runoffs.get(state="open")
    void_vote(by=chair, vote=first.pk, reason="En telefon krånglade.", at=later(6))
    open_runoff(by=chair, vote=again.pk, at=later(7))
    second = again.runoffs.get(state="open")
    panel.cast(second, [{"d": "yes", "e": "yes"}])
    close_vote(by=chair, vote=second.pk, at=later(8))
    again.refresh_from_db()
    assert again.state == "decided"

    home = _taken_home(world, conference, tmp_path)
    document = _tallied(home, capsys)
    (told,) = document["votes"]  # type: ignore[misc]
    assert told["id"] == "1b"
    assert _told(told) == _kept(again)
    plan = (home / "CONFERENCE.yaml").read_text(encoding="utf-8")
    assert "# Vote 1 was declared void: Fel kandidater visades." in plan


def test_the_report_is_made_of_the_files(
    world: World, conference: "Conference", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _hold(world, conference, *BALLOTS["rate"][:1], WAYS["secondary"][0], BALLOTS["rate"][1])
    conference.refresh_from_db()
    conference.protocols = [{"name": "core", "title": {"sv": "Kärnan"}, "from": ["1"], "outcome": "through"}]
    conference.save()
    home = _taken_home(world, conference, tmp_path)
    out = tmp_path / "report"
    words = ["report", str(home / "CONFERENCE.yaml"), "--ballots", str(home / "BALLOTS.csv"), "--out", str(out)]
    assert main([*words, "--language", "sv"]) == 0
    assert "Kärnan: 5 indikatorer" in (out / "index.html").read_text(encoding="utf-8")
    assert main(["verify", str(out)]) == 0


@pytest.mark.parametrize(
    ("role", "association", "status"),
    [
        (None, None, 404),
        ("association_coordinator", "beta", 404),
        ("reader", "alfa", 404),
        ("conference_chair", "alfa", 200),
        ("national_coordinator", None, 200),
    ],
)
def test_before_publication_only_those_who_arrange_or_lead_take_the_files(
    world: World, conference: "Conference", role: str | None, association: str | None, status: int
) -> None:
    _hold(world, conference, *BALLOTS["approve"][:1], Expand(), BALLOTS["approve"][1])
    browser = world.client(role, association or "alfa")
    assert browser.get(f"/sv/conferences/{conference.slug}/export/").status_code == status


def test_a_published_conference_is_taken_home_by_anybody(world: World, conference: "Conference") -> None:
    _hold(world, conference, *BALLOTS["approve"][:1], Expand(), BALLOTS["approve"][1])
    conference.published = True
    conference.save()
    answer = world.client(None).get(f"/en/conferences/{conference.slug}/export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        names = bundle.namelist()
    assert sorted(names) == [f"alfa-2026/{name}" for name in ("CONFERENCE.yaml", "candidates.csv", "totals.csv")]
