"""What `ljuspunkt tally` tells besides the result: agreement within votes, stability between them; neither decides.

Figures of the published tables of Krippendorff (four raters, twelve items) and of irr's `anxiety` come through ballots
in a file; small ones are worked out by hand in the test.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ljuspunkt.cli.main import main
from ljuspunkt.domain.consensus.agreement import OTHER_TYPES, QuantileType, other_verdicts, quantile, rand_ucla
from tests.consensus.making import HEADER, VOTES, as_json, ballots_of, conference, refused, written

APPROVE = '{id: "%s", ballot: {kind: approve}, rule: {through: {places: 2}, rest: onward}}'
PLAN = "candidates: candidates.csv\nvoters: 23\n%svotes:\n"
WITH_PSEUDONYMS = "vote,ballot,item,value,panellist\n"


def plan_of(*votes: str, more: str = "") -> str:
    return PLAN % more + "".join(f"  - {vote}\n" for vote in votes)


def candidates_of(ids: Sequence[str]) -> str:
    return "id,kind\n" + "".join(f"{id},process\n" for id in ids)


def secondary(capsys: pytest.CaptureFixture[str], folder: Path, plan: str, ballots: str, ids: Sequence[str]) -> Any:
    return as_json(capsys, *written(folder, plan, ballots, candidates_of(ids)))["secondary"]


def rated(vote: str, rows: Sequence[Sequence[object]]) -> str:
    """Return ballots from rows of items, a rating per rater, None for no opinion."""
    return "".join(
        f"{vote},r{rater},{item},{'no_opinion' if rating is None else rating}\n"
        for item, ratings in enumerate(rows, start=1)
        for rater, rating in enumerate(ratings)
    )


def test_ratings_in_a_file_have_krippendorffs_alpha(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reference: Path
) -> None:
    rows = json.loads((reference / "vectors" / "agreement_irrcac.json").read_text())["raw_4raters"]
    r = json.loads((reference / "vectors" / "delphi_R.json").read_text())["kripp"]
    whole = [[None if rating is None else int(rating) for rating in row] for row in rows]
    vote = '{id: "1", ballot: {kind: rate, low: 1, high: 5}, rule: {consensus: {}, rest: onward}}'
    ids = [str(item) for item in range(1, 13)]
    (found,) = secondary(capsys, tmp_path, plan_of(vote), HEADER + rated("1", whole), ids)["agreement"]
    alpha = found["krippendorff_alpha"]
    assert {metric: one["value"] for metric, one in alpha.items()} == pytest.approx(
        {"ordinal": r["ordinal"], "interval": r["interval"]}, abs=1e-11
    )
    assert (found["fleiss_kappa"], found["gwet_ac1"], found["kendall_w"]) == (None, None, None)
    assert found["same_answer"] == pytest.approx(0.81818, abs=5e-6)


def test_ratings_in_a_file_have_kendalls_w(tmp_path: Path, capsys: pytest.CaptureFixture[str], reference: Path) -> None:
    anxiety = json.loads((reference / "vectors" / "delphi_R.json").read_text())["anxiety"]
    rows = [[row["rater1"], row["rater2"], row["rater3"]] for row in anxiety["data"]]
    vote = '{id: "1", ballot: {kind: rate, low: 1, high: 6}, rule: {consensus: {}, rest: onward}}'
    ids = [str(item) for item in range(1, 21)]
    (found,) = secondary(capsys, tmp_path, plan_of(vote), HEADER + rated("1", rows), ids)["agreement"]
    w = found["kendall_w"]
    assert w["w"] == pytest.approx(anxiety["W_ties"], abs=1e-11)
    assert w["w_without_ties"] == pytest.approx(anxiety["W_noties"], abs=1e-11)
    assert (w["chi_square"], w["p"]) == pytest.approx((anxiety["chisq"], anxiety["p"]), abs=1e-9)
    assert (w["degrees"], w["ballots"]) == (19, 3)


@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_other_quantiles_agree_with_r(reference: Path, kind: QuantileType) -> None:
    items = json.loads((reference / "vectors" / "delphi_R.json").read_text())["items"]
    for name, item in items.items():
        expected, found = item[f"type{kind}"], rand_ucla(item["x"], kind)
        assert float(found.p30) == pytest.approx(expected["p30"]), name
        assert float(found.p70) == pytest.approx(expected["p70"]), name
        assert float(found.ipr) == pytest.approx(expected["ipr"]), name
        assert float(found.ipras) == pytest.approx(expected["ipras"]), name
        assert found.disagreement is expected["disagreement"], name
        for quarter, share in (("q25", Fraction(1, 4)), ("q75", Fraction(3, 4))):
            assert float(quantile(item["x"], share, kind)) == pytest.approx(expected[quarter]), name
        assert other_verdicts(item["x"]) == ()


def test_thirds_of_the_reference_items_are_those_of_r(reference: Path) -> None:
    items = json.loads((reference / "vectors" / "delphi_R.json").read_text())["items"]
    for name, item in items.items():
        top = sum(rating >= 7 for rating in item["x"]) / item["n"]
        bottom = sum(rating <= 3 for rating in item["x"]) / item["n"]
        assert (top, bottom) == pytest.approx((item["pct_7_9"], item["pct_1_3"])), name
        expected = item["type7"]
        found = rand_ucla(item["x"])
        assert float((found.p30 + found.p70) / 2) == pytest.approx(expected["iprcp"]), name
        assert float(found.ipr / found.ipras) == pytest.approx(expected["di"]), name


RATE = '{id: "1", ballot: {kind: rate, low: 1, high: 9}, rule: {consensus: {}, rest: onward}}'


def test_another_type_of_quantile_may_turn_the_verdict_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R: quantile(c(1, 9, 9), c(.3, .7), type = 7) is 5.8 and 9; type 1 is 1 and 9."""
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")
    plan, ballots = plan_of(RATE), HEADER + rated("1", [[1, 9, 9], [5, 5, 5]])
    found = secondary(capsys, tmp_path, plan, ballots, "12")["agreement"][0]["ratings"]
    by_item = {one["item"]: one["rand_ucla"] for one in found}
    assert by_item["1"] == {
        "p30": 5.8,
        "p70": 9,
        "ipr": 3.2,
        "ipras": 5.95,
        "disagreement": False,
        "quantile_type": 7,
        "opposite_by_type": [1, 2, 6, 8],
    }
    assert by_item["2"]["opposite_by_type"] == []
    assert main(["tally", *map(str, written(tmp_path, plan, ballots, candidates_of("12")))]) == 0
    shown = capsys.readouterr().out
    assert "Disagreement is by RAND/UCLA, with quantiles of type 7." in shown
    assert "With quantiles of another type the opposite: 1 (type 1, 2, 6, 8)." in shown


def test_two_votes_on_the_same_items_have_net_changes_and_a_tau(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Yes 14 12 11 9 9 9 7 of 23, then 14 13 11 9 9 2 7: b gained 1 of 23, f lost 7 of 23."""
    later = {**VOTES, "b": 13, "f": 2}
    plan = plan_of(APPROVE % "1", APPROVE % "2")
    found = secondary(capsys, tmp_path, plan, HEADER + ballots_of(VOTES, "1") + ballots_of(later, "2"), "abcdefg")
    (stability,) = found["stability"]
    assert (stability["from"], stability["to"], sorted(stability["items"])) == ("1", "2", list("abcdefg"))
    changes = {one["item"]: one["change"] for one in stability["net_change"]}
    assert changes == pytest.approx({"a": 0, "b": 1 / 23, "c": 0, "d": 0, "e": 0, "f": -7 / 23, "g": 0})
    # Of 21 pairs of items 18 are told apart in the first vote, 20 in the second; 17 go the same way and one (f, g)
    # the other: (17 − 1)/√(18 · 20).
    assert stability["kendall_tau"] == pytest.approx(16 / 360**0.5, abs=1e-11)
    assert stability["panellists"] is None


def test_each_item_is_compared_with_the_vote_that_it_was_last_in(tmp_path: Path) -> None:
    third = '{id: "3", ballot: {kind: approve}, rule: {through: {places: 2}, rest: out}}'
    second = (APPROVE % "2").replace("ballot:", 'pool: {from: "1", outcome: onward}, ballot:')
    ballots = HEADER + ballots_of(VOTES, "1") + ballots_of({"c": 3, "d": 2, "e": 1}, "2") + ballots_of(VOTES, "3")
    result = conference(tmp_path, plan_of(APPROVE % "1", second, third), ballots)
    told = {(one.earlier, one.later): set(one.items) for vote in result.votes for one in vote.stability}
    assert told == {("1", "2"): set("cdefg"), ("1", "3"): set("ab"), ("2", "3"): set("cdefg")}


def test_votes_of_different_kinds_have_orders_but_no_net_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rank = '{id: "2", ballot: {kind: rank}, rule: {through: {places: 1}, rest: out}}'
    points = '{id: "3", ballot: {kind: points, budget: 3}, rule: {through: {places: 1}, rest: out}}'
    ballots = HEADER + "1,x,a,yes\n1,y,a,yes\n1,y,b,yes\n2,x,a,1\n2,x,b,2\n2,y,b,1\n3,x,a,3\n3,y,a,1\n3,y,b,2\n"
    found = secondary(capsys, tmp_path, plan_of(APPROVE % "1", rank, points), ballots, "ab")
    assert [one["net_change"] for one in found["stability"]] == [[], []]
    ranked, pointed = found["agreement"][1:]
    assert (ranked["same_answer"], ranked["krippendorff_alpha"]) == (None, {})
    assert list(pointed["krippendorff_alpha"]) == ["ratio"]


def paired(votes: dict[str, dict[str, str]]) -> str:
    """Return approve ballots: vote → panellist → the items they say yes to."""
    lines = []
    for vote, panel in votes.items():
        for number, (panellist, yes) in enumerate(panel.items()):
            lines += [f"{vote},b{number},{item},{'yes' if item in yes else 'no'},{panellist}" for item in "ab"]
    return WITH_PSEUDONYMS + "".join(f"{line}\n" for line in lines)


def test_with_pseudonyms_it_is_told_how_many_changed_their_mind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eleven change their answer to a, two to yes and nine to no: McNemar's exact test gives .0654297 (R)."""
    first = {f"P{n}": "b" if n < 2 else "ab" for n in range(11)} | {"P11": "ab", "gone": "a"}
    second = {f"P{n}": "ab" if n < 2 else "b" for n in range(11)} | {"P11": "ab", "new": ""}
    plan = plan_of(APPROVE % "1", APPROVE % "2", more="pseudonyms: true\n")
    (stability,) = secondary(capsys, tmp_path, plan, paired({"1": first, "2": second}), "ab")["stability"]
    panel = stability["panellists"]
    assert (panel["n"], panel["answers"], panel["up"], panel["down"]) == (12, 24, 2, 9)
    assert panel["share_changed"] == pytest.approx(11 / 24, abs=1e-11)
    assert "wilcoxon" not in panel, "several answers of one panellist aren't independent"
    moves = {one["item"]: one for one in panel["items"]}
    assert moves["a"]["wilcoxon"]["p"] == pytest.approx(0.0654296875, abs=1e-11)
    assert (moves["a"]["answers"], moves["a"]["share_changed"]) == (12, pytest.approx(11 / 12, abs=1e-11))
    assert (moves["b"]["share_changed"], moves["b"]["kappa"]) == (0, None)
    assert "wilcoxon" not in moves["b"], "nobody changed"
    # Net change hides it: a went from 11 of 13 to 3 of 13 ballots, though eleven of twelve changed.
    net = {one["item"]: one["change"] for one in stability["net_change"]}
    assert net["a"] == pytest.approx(3 / 13 - 11 / 13)


def test_ratings_with_pseudonyms_have_weighted_kappa(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reference: Path
) -> None:
    panel = json.loads((reference / "vectors" / "delphi_R.json").read_text())["stability"]
    votes = [
        f'{{id: "{n}", ballot: {{kind: rate, low: 1, high: 5}}, rule: {{consensus: {{}}, rest: onward}}}}'
        for n in (1, 2)
    ]
    ballots = "".join(f"{vote},b{n},a,{rating},P{n}\n" for vote in (1, 2) for n, rating in enumerate(panel[f"r{vote}"]))
    plan = plan_of(*votes, more="pseudonyms: true\n")
    (stability,) = secondary(capsys, tmp_path, plan, WITH_PSEUDONYMS + ballots, "a")["stability"]
    (moves,) = stability["panellists"]["items"]
    assert moves["share_changed"] == panel["pct_changed"]
    assert moves["wilcoxon"]["v"] == panel["wilcox_V"]
    assert moves["kappa"] == pytest.approx(panel["kappa_unw"], abs=1e-11)
    assert moves["kappa_linear"] == pytest.approx(panel["kappa_lin"], abs=1e-11)
    assert moves["kappa_quadratic"] == pytest.approx(panel["kappa_sq"], abs=1e-11)
    # In the top third (5 of 1–5, a third is one step) 3 of 15 both times.
    assert [(one["before"], one["change"]) for one in stability["net_change"]] == [(3 / 15, 0)]


def test_a_scale_of_two_steps_has_no_thirds_and_so_no_net_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    votes = [
        f'{{id: "{n}", ballot: {{kind: rate, low: 0, high: 1}}, rule: {{through: {{places: 1}}, rest: onward}}}}'
        for n in (1, 2)
    ]
    ballots = HEADER + rated("1", [[0, 1], [1, 1]]) + rated("2", [[1, 1], [0, 1]])
    (stability,) = secondary(capsys, tmp_path, plan_of(*votes), ballots, "12")["stability"]
    assert (stability["net_change"], stability["kendall_tau"]) == ([], -1)


def test_pseudonyms_that_werent_decided_beforehand_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")
    said = refused(capsys, *written(tmp_path, plan_of(APPROVE % "1"), paired({"1": {"P1": "a"}}), candidates_of("ab")))
    assert "“panellist” isn't expected" in said
    plan = plan_of(APPROVE % "1", more="pseudonyms: true\n")
    said = refused(capsys, *written(tmp_path, plan, HEADER + "1,x,a,yes\n", candidates_of("ab")))
    assert "panellist" in said


EDGES = {
    "one voter": "1,x,a,yes\n1,x,b,no\n",
    "all blank": "1,x,,blank\n1,y,,blank\n",
    "one says something": "1,x,a,yes\n1,y,,blank\n",
    "all alike": "1,x,a,yes\n1,x,b,yes\n1,y,a,yes\n1,y,b,yes\n",
    "all items tied": "1,x,a,yes\n1,x,b,no\n1,y,a,no\n1,y,b,yes\n",
}


@pytest.mark.parametrize("name", EDGES)
def test_few_or_uniform_ballots_have_no_figures_and_no_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LJUSPUNKT_LANGUAGE", "en")
    files = written(tmp_path, plan_of(APPROVE % "1"), HEADER + EDGES[name], candidates_of("ab"))
    (found,) = as_json(capsys, *files)["secondary"]["agreement"]
    if name == "all items tied":
        assert found["kendall_w"]["w"] == 0
        assert found["fleiss_kappa"]["value"] == -1
        assert found["same_answer"] == 0
    elif name == "all alike":
        assert (found["same_answer"], found["gwet_ac1"]["value"]) == (1, 1)
        assert (found["kendall_w"], found["fleiss_kappa"]) == (None, None)
    else:
        assert (found["same_answer"], found["kendall_w"], found["gwet_ac1"]) == (None, None, None)
    assert main(["tally", *map(str, files)]) == 0
    shown = capsys.readouterr()
    assert "they describe the votes and decide nothing" in shown.out
    assert ("–: not measured by such ballots" in shown.out) == (name != "all items tied")
    assert "Traceback" not in shown.err


def test_without_ballots_there_is_nothing_to_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = written(tmp_path, plan_of(APPROVE % "1"), HEADER, candidates_of("ab"))
    found = as_json(capsys, *files)["secondary"]
    assert found["stability"] == []
    assert main(["tally", *map(str, files)]) == 0
    assert "Secondary" not in capsys.readouterr().out


def test_an_empty_pool_has_no_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = (APPROVE % "2").replace("ballot:", 'pool: {from: "1", outcome: onward}, ballot:')
    ballots = HEADER + "1,x,a,yes\n1,y,b,yes\n2,x,,blank\n2,y,,blank\n"
    found = secondary(capsys, tmp_path, plan_of(APPROVE % "1", second), ballots, "ab")
    assert (found["agreement"][1]["items"], found["stability"]) == (0, [])


def test_secondary_figures_change_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The contract's keys are what they were, and blank ballots, left out of agreement, still count as cast."""
    blank = "".join(f"1,blank{n},,blank\n" for n in range(4))
    files = written(tmp_path, plan_of(APPROVE % "1"), HEADER + ballots_of(VOTES, n_ballots=19) + blank)
    found = as_json(capsys, *files)
    assert list(found) == ["votes", "protocols", "secondary"]
    (vote,) = found["votes"]
    assert (vote["ballots"], vote["items"][0]["of"], found["secondary"]["agreement"][0]["ballots"]) == (23, 23, 19)
