"""The replayed conference of 2014 gives every published figure."""

import importlib.util
import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from ljuspunkt.domain.consensus.conference import ConferenceResult, tally_conference
from ljuspunkt.files.conference import read
from tests.consensus.making import as_json

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "conference-2014"
CORE_PROCESS = {"1": 23, "7": 13, "18": 20, "25": 17, "30": 15, "31": 15, "34": 21, "54": 13, "57": 22, "86": 21}
CORE_EFFECT = {"103": 23, "110": 19, "113": 14, "125": 15, "137": 20}


@pytest.fixture(scope="module")
def result() -> ConferenceResult:
    return tally_conference(*read(EXAMPLE / "conference.yaml", EXAMPLE / "ballots.csv"))


def facts(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / name).read_text(encoding="utf-8"))


@pytest.fixture(params=["own copy", "reference"])
def published(request: pytest.FixtureRequest) -> tuple[Any, Any]:
    """Return conference and catalogue, as the project holds them and as they lie beside the checkout."""
    if request.param == "own copy":
        return facts(EXAMPLE, "facts-2014.yaml"), facts(EXAMPLE, "catalogue-2014.yaml")
    reference = request.getfixturevalue("reference")
    return facts(reference, "conference-2014.yaml"), facts(reference, "catalogue-2014.yaml")


def test_every_vote_has_the_published_numbers(result: ConferenceResult, published: tuple[Any, Any]) -> None:
    conference, _ = published
    for round_ in conference["rounds"]:
        vote = result.vote(str(round_["vote"]))
        assert vote.tally is not None
        assert vote.tally.n_ballots == conference["voting_experts"]
        assert vote.n_pool == round_["candidates"]
        direct = round_["direct"]
        if isinstance(direct, int):
            expected = {"through": direct, "out": round_["eliminated"], "onward": round_["remaining"], "undecided": 0}
            assert vote.tally.counts == expected
        else:
            assert Counter(item.kind for item in vote.with_outcome("through")) == direct
        assert vote.tally.ties == ()


def test_in_vote_1_and_3_those_out_had_yes_from_strictly_fewer_than_half(result: ConferenceResult) -> None:
    for id in ("1", "3"):
        for item in result.vote(id).items:
            assert item.share is not None
            assert (item.outcome == "out") == (item.share < Fraction(1, 2))


def test_the_comprehensive_protocol_is_exactly_the_catalogues_41(
    result: ConferenceResult, published: tuple[Any, Any]
) -> None:
    _, catalogue = published
    protocol = result.protocol("comprehensive")
    assert set(protocol.ids) == {str(entry["original"]) for entry in catalogue["indicators"]}
    assert (len(protocol.ids), protocol.final) == (41, True)
    kinds = [result.conference.inventory[id].kind for id in protocol.ids]
    assert kinds == ["process"] * 31 + ["effect"] * 10


def test_the_core_protocol_has_the_published_votes(result: ConferenceResult, published: tuple[Any, Any]) -> None:
    _, catalogue = published
    protocol = result.protocol("core")
    yes = {item.id: item.yes for item in result.vote("5").items}
    assert {id: yes[id] for id in protocol.ids[:10]} == CORE_PROCESS
    assert {id: yes[id] for id in protocol.ids[10:]} == CORE_EFFECT
    for entry in catalogue["indicators"]:
        if "yes_share" in entry:
            share = Fraction(yes[str(entry["original"])] or 0, 23)
            assert round(float(share) * 100) == entry["yes_share"]


def test_protocols_list_kinds_in_the_order_of_places_and_then_by_rank(result: ConferenceResult) -> None:
    ids = result.protocol("core").ids
    assert ids[:4] == ("1", "57", "34", "86")
    assert ids[10:] == ("103", "137", "110", "125", "113")


def test_what_is_not_published_is_shown_as_such(result: ConferenceResult, published: tuple[Any, Any]) -> None:
    _, catalogue = published
    known = {str(entry["original"]): entry["title"] for entry in catalogue["indicators"]}
    inventory = result.conference.inventory
    assert [indicator.id for indicator in inventory.each] == [str(number) for number in range(1, 138)]
    for indicator in inventory.each:
        assert indicator.title_known == (indicator.id in known)
        if indicator.title_known:
            assert indicator.title == known[indicator.id]
        else:
            assert indicator.titled("sv") == f"Kandidat {indicator.id} (rubriken är inte publicerad)"
            assert indicator.titled("en") == f"Candidate {indicator.id} (title not published)"
    assert "påhittade" in result.conference.note["sv"]
    assert "invented" in result.conference.note["en"]


def test_a_core_indicator_can_be_followed_through_its_votes(result: ConferenceResult) -> None:
    way = result.way("137")
    assert [(stop.vote.id, stop.item.outcome) for stop in way] == [("3", "through"), ("5", "through")]
    assert [stop.vote.id for stop in result.way("109")] == ["3", "4", "5"]


def test_the_projects_copies_are_the_references(reference: Path) -> None:
    assert (EXAMPLE / "catalogue-2014.yaml").read_bytes() == (reference / "catalogue-2014.yaml").read_bytes()
    assert (EXAMPLE / "facts-2014.yaml").read_bytes() == (reference / "conference-2014.yaml").read_bytes()


def generator() -> ModuleType:
    found = importlib.util.spec_from_file_location("generate_2014", EXAMPLE / "generate.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_the_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    generator().main(tmp_path)
    for name in ("candidates.csv", "ballots.csv"):
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_the_order_of_ballots_and_candidates_doesnt_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "turned")
    for name in ("candidates.csv", "ballots.csv"):
        header, *lines = (EXAMPLE / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "turned" / name).write_text(header + "".join(reversed(lines)), encoding="utf-8")

    def figures(folder: Path) -> Any:
        found = as_json(capsys, folder / "conference.yaml", folder / "ballots.csv")
        return [
            (
                vote["id"],
                vote["counts"],
                {item["id"]: (item["yes"], item["rank"], item["outcome"]) for item in vote["items"]},
            )
            for vote in found["votes"]
        ], {name: set(ids) for name, ids in found["protocols"].items()}

    assert figures(EXAMPLE) == figures(tmp_path / "turned")
