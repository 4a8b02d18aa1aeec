"""BALLOTS.csv: what is wrong is refused in one sentence with file and line, and nothing is written."""

import time
from pathlib import Path

import pytest

from tests.consensus.making import HEADER, as_json, refused, written

PLAN = """
candidates: candidates.csv
voters: 3
votes:
  - id: "1"
    pool: {kind: process}
    ballot: {kind: approve}
    rule: {through: {places: 2}, rest: onward, ties: {runoff: {max: 1, then: expand}}}
"""
DECLARED = PLAN.replace("voters: 3", "voters: 3\ngroups: {users: 1, officials: 2}\npseudonyms: true")
CANDIDATES = "id,kind\na,process\nb,process\nc,process\nx,effect\n"


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ("1,p,a,yes\n1,p,x,yes\n", 3, "“x” isn't in the pool of vote “1”"),
        ("1,p,a,yes\n1,p,q,yes\n", 3, "no candidate “q”"),
        ("1,p,a,yes\n1,p,b,yes\n1,p,a,no\n", 4, "“a” stands twice on the ballot “p”"),
        ("1,p,a,yes\n1,q,a,yes\n1,r,a,yes\n1,s,a,yes\n", 5, "3 entitled voters; the ballot “s” is one more"),
        ("1,p,a,maybe\n", 2, "“maybe” isn't an answer"),
        ("1,p,a,yes\n2,p,a,yes\n", 3, "There is no vote “2”"),
        ("1,p,a,yes\n1/runoff-x,p,a,yes\n", 3, "There is no vote “1/runoff-x”"),
        ("1,p,a,yes\n1/runoff-0,p,a,yes\n", 3, "There is no vote “1/runoff-0”"),
        ("1,p,a,yes\n1/runoff-1,p,a,yes\n", 3, "isn't in the pool of vote “1/runoff-1”"),
        ("1,p,a,yes\n1,p,b\n", 3, "3 cells; the heading has 4"),
        ("1,p,a,yes\n1,p,b,yes,\n", 3, "5 cells; the heading has 4"),
        ("1,,a,yes\n", 2, "“ballot” is empty"),
        (",p,a,yes\n", 2, "There is no vote “”"),
        ("1,p,,yes\n", 2, "“item” is empty"),
        ("1,p,,\n", 2, "“item” is empty"),
        ("1,p,,blank\n1,p,a,yes\n", 3, "blank and has other rows"),
        ("1,p,a,yes\n1,p,,blank\n", 3, "blank and has other rows"),
        ("1,p,,blank\n1,p,,blank\n", 3, "blank and has other rows"),
        ("1,p,a,blank\n", 2, "an empty item, not “a”"),
        ('1,p,a,"yes\n', 2, "can't be read as text in columns"),
    ],
)
def test_a_wrong_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str, line: int, words: str
) -> None:
    sentence = refused(capsys, *written(tmp_path, PLAN, HEADER + lines, CANDIDATES))
    assert f"ballots.csv, line {line}" in sentence
    assert words in sentence


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("vote,ballot,item", "“value” is missing"),
        ("vote,ballot,item,value,value", "two columns called “value”"),
        ("vote,ballot,item,value,", "Column number 5 has no name"),
        ("vote,ballot,item,value,time", "“time” isn't expected"),
        ("vote,ballot,item,value,group", "“group” isn't expected"),
        ("vote,ballot,item,value,panellist", "“panellist” isn't expected"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], header: str, words: str) -> None:
    sentence = refused(capsys, *written(tmp_path, PLAN, header + "\n", CANDIDATES))
    assert "ballots.csv, line 1" in sentence
    assert words in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        ("vote,ballot,item,value\n1,pär,a,yes\n".encode("latin-1"), "line 2: The file isn't UTF-8"),
        ("vote,ballot,item,value\n".encode("utf-16"), "it is UTF-16 text"),
        (b"vote,ballot,item,value\n1,p\x00,a,yes\n", "line 2: The file holds a zero byte"),
        (b"PK\x03\x04\xff\xfe\x00", "it is a zip archive"),
        (b"vote\tballot\titem\tvalue\n", "not by tabs"),
        (b"vote,ballot,item,value\n1,p,a," + b"y" * 200_000 + b"\n", "can't be read as text in columns"),
    ],
)
def test_a_file_that_isnt_ballots_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    plan, ballots = written(tmp_path, PLAN, "", CANDIDATES)
    ballots.write_bytes(content)
    sentence = refused(capsys, plan, ballots)
    assert "ballots.csv" in sentence
    assert words in sentence


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, _ = written(tmp_path, PLAN, "", CANDIDATES)
    assert "nowhere.csv: There is no such file." in refused(capsys, plan, tmp_path / "nowhere.csv")
    assert "This is a folder" in refused(capsys, plan, tmp_path)


def test_byte_order_mark_line_endings_semicolons_and_any_order_of_columns_are_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, ballots = written(tmp_path, PLAN, HEADER + "1,p,a,yes\n1,q,b,yes\n1,q,a,no\n", CANDIDATES)
    expected = as_json(capsys, plan, ballots)
    for text in (
        "\ufeffvote,ballot,item,value\r\n1,p,a,yes\r\n1,q,b,yes\r\n\r\n1,q,a,no\r\n",
        "vote;ballot;item;value\n1;p;a;yes\n1;q;b;yes\n1;q;a;no",
        "value,item,ballot,vote\nyes,a,p,1\nyes,b,q,1\nno,a,q,1\n",
        'vote,ballot,item,value\n"1"," p ",a ,yes\n1,q,b,yes\n1,q,a,no\n',
    ):
        ballots.write_text(text, encoding="utf-8", newline="")
        assert as_json(capsys, plan, ballots) == expected


GROUPED = "vote,ballot,item,value,group,panellist\n"


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ("1,p,a,yes,users,k1\n1,q,a,yes,users,k2\n", 3, "“users” has 1 entitled"),
        ("1,p,a,yes,guests,k1\n", 2, "no declared group “guests”"),
        ("1,p,a,yes,users,\n", 2, "doesn't say its panellist"),
        ("1,p,a,yes,officials,k1\n1,q,a,yes,officials,k1\n", 3, "“k1” has two ballots"),
        ("1,p,a,yes,officials,k1\n1,p,b,yes,users,k1\n", 3, "two groups or two panellists"),
        ("1,p,a,yes,officials,k1\n1,p,b,yes,officials,k2\n", 3, "two groups or two panellists"),
    ],
)
def test_declared_groups_and_pseudonyms_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str, line: int, words: str
) -> None:
    sentence = refused(capsys, *written(tmp_path, DECLARED, GROUPED + lines, CANDIDATES))
    assert f"ballots.csv, line {line}" in sentence
    assert words in sentence


def test_declared_groups_and_pseudonyms_are_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "1,p,a,yes,officials,k1\n1,q,a,yes,officials,k2\n1,r,a,yes,users,k3\n"
    found = as_json(capsys, *written(tmp_path, DECLARED, GROUPED + lines, CANDIDATES))
    assert found["votes"][0]["ballots"] == 3


def test_by_group_every_ballot_must_say_its_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = """
candidates: candidates.csv
voters: 9
groups: {users: 5, officials: 4}
votes:
  - id: r
    ballot: {kind: rate, low: 1, high: 9}
    rule: {consensus: {in: "70/100", against: "15/100", by_group: true}, rest: onward}
"""
    sentence = refused(capsys, *written(tmp_path, plan, HEADER + "r,p,a,7\n", CANDIDATES))
    assert "ballots.csv, line 2" in sentence
    assert "doesn't say its group" in sentence


def test_two_hundred_thousand_lines_take_seconds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    candidates = "id,kind\n" + "".join(f"{item},process\n" for item in range(400))
    ballots = HEADER + "".join(f"1,{ballot},{item},yes\n" for ballot in range(500) for item in range(400))
    plan, path = written(tmp_path, PLAN.replace("voters: 3", "voters: 500"), ballots, candidates)
    began = time.process_time()  # of work, however busy the machine
    found = as_json(capsys, plan, path)
    assert time.process_time() - began < 10
    assert found["votes"][0]["items"][0]["yes"] == 500
