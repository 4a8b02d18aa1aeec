"""Invariants of the tally, on conferences by chance."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.consensus.ballot import (
    Approve,
    Choose,
    Electorate,
    Form,
    Points,
    Rank,
    Rate,
    Row,
    Sheet,
    read_ballots,
)
from ljuspunkt.domain.consensus.rule import Expand, Lot, Rule, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.secondary import Agreement, Held, agreement, stabilities
from ljuspunkt.domain.consensus.tally import Tally
from ljuspunkt.domain.errors import BadInput
from tests.consensus.making import tallied_rows, with_outcome

ITEMS = tuple("abcdefgh")
KINDS = {item: "process" if item < "e" else "effect" for item in ITEMS}
SHARES = st.fractions(0, 1, max_denominator=12)

Rows = list[Row]


@st.composite
def rows_of(draw: st.DrawFn, form: Form) -> Rows:
    """Return the rows of up to twelve ballots of a form."""
    rows: Rows = []
    for ballot in range(draw(st.integers(1, 12))):
        label = f"b{ballot}"
        said = draw(st.lists(st.sampled_from(ITEMS), unique=True, max_size=4 if isinstance(form, Choose) else 8))
        if not said:
            rows.append(Row(label, "", "blank"))
        for place, item in enumerate(said, start=1):
            match form:
                case Approve():
                    value = draw(st.sampled_from(["yes", "no"]))
                case Choose():
                    value = "yes"
                case Points():
                    value = str(draw(st.integers(0, 2)))
                case Rate():
                    value = draw(st.sampled_from([*map(str, range(1, 10)), "no_opinion"]))
                case Rank():
                    value = str(place)
            rows.append(Row(label, item, value))
    return rows


FORMS: list[Form] = [Approve(), Choose(4), Points(20, 2), Rate(1, 9), Rank()]


@st.composite
def cast(draw: st.DrawFn) -> tuple[Form, Rows]:
    form = draw(st.sampled_from(FORMS))
    return form, draw(rows_of(form))


@st.composite
def rules(draw: st.DrawFn, form: Form, ties: Ties | None = None) -> Rule:
    """Return a rule that fits the form, with ties that need nobody."""
    shares = isinstance(form, Approve | Choose)
    scores = {item: Fraction(draw(st.integers(0, 2))) for item in ITEMS}
    ways: list[Ties] = [Expand(), Strict(), Lot("seed"), Secondary(scores)]
    return Rule(
        rest=draw(st.sampled_from(["onward", "out"])),
        places=draw(
            st.one_of(
                st.integers(0, 9),
                st.fixed_dictionaries({"process": st.integers(0, 5), "effect": st.integers(0, 5)}),
                st.fixed_dictionaries({"effect": st.integers(0, 5)}),
            )
        ),
        through_bar=draw(st.one_of(st.none(), SHARES)) if shares else None,
        out_bar=draw(st.one_of(st.none(), SHARES)) if shares else None,
        ties=ties or draw(st.sampled_from(ways)),
        of=draw(st.sampled_from(["cast", "entitled"])),
    )


def result_of(form: Form, rows: Rows, rule: Rule, pool: tuple[str, ...] = ITEMS) -> Tally:
    return tallied_rows(rows, rule, pool=pool, form=form, kinds=KINDS)


def figures(result: Tally) -> dict[str, tuple[object, ...]]:
    return {
        item.id: (item.yes, item.score, item.of, item.share, item.rank, item.outcome, item.tied, item.because)
        for item in result.items
    }


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_the_order_and_the_labels_of_ballots_and_the_order_of_items_dont_matter(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    rule = data.draw(rules(form))
    shuffled = list(rows)
    pool = list(ITEMS)
    chance = Random(data.draw(st.integers(0, 2**32)))
    chance.shuffle(shuffled)
    chance.shuffle(pool)
    renamed = [Row(f"other-{row.ballot}", row.item, row.value) for row in shuffled]
    first, second = result_of(form, rows, rule), result_of(form, renamed, rule, tuple(pool))
    assert figures(first) == figures(second)
    assert {(tie.kind, frozenset(tie.items), tie.places, tie.settled_by) for tie in first.ties} == {
        (tie.kind, frozenset(tie.items), tie.places, tie.settled_by) for tie in second.ties
    }


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_every_item_has_one_outcome_and_the_counts_add_up_to_the_pool(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    result = result_of(form, rows, data.draw(rules(form)))
    assert sorted(item.id for item in result.items) == list(ITEMS)
    assert sum(result.counts.values()) == len(ITEMS)
    assert result.counts["undecided"] == 0


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_expand_lets_through_whatever_strict_or_the_lot_does(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    rule = data.draw(rules(form, Expand()))

    def through(ties: Ties) -> set[str]:
        chosen = Rule(rule.rest, rule.places, rule.through_bar, rule.out_bar, ties, rule.of)
        return with_outcome(result_of(form, rows, chosen), "through")

    assert through(Strict()) <= through(Lot("x")) <= through(Expand())


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_a_lot_fills_the_places_exactly_and_nobody_below_overtakes_anybody_above(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    places = data.draw(st.integers(0, 9))
    result = result_of(form, rows, Rule("out", places=places, ties=Lot("x")))
    assert result.counts["through"] == min(places, len(ITEMS))
    ranks = {
        outcome: [item.rank or 0 for item in result.items if item.outcome == outcome] for outcome in ("through", "out")
    }
    if ranks["through"] and ranks["out"]:
        assert max(ranks["through"]) <= min(ranks["out"])


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_one_more_yes_never_hurts_an_item(data: st.DataObject) -> None:
    rows = data.draw(rows_of(Approve()))
    rule = data.draw(rules(Approve(), Expand()))
    before = result_of(Approve(), rows, rule)
    noes = [row for row in rows if row.value == "no"]
    if not noes:
        return
    turned = data.draw(st.sampled_from(noes))
    after = result_of(Approve(), [Row(row.ballot, row.item, "yes") if row is turned else row for row in rows], rule)
    if turned.item in with_outcome(before, "through"):
        assert turned.item in with_outcome(after, "through")


def agreed(rows: Rows, form: Form, pool: tuple[str, ...] = ITEMS) -> Agreement:
    ballots = read_ballots(rows, form, vote="1", pool=pool, listed=ITEMS, electorate=Electorate(23))
    return agreement(ballots, form, pool)


def told(found: Agreement) -> list[float | None]:
    """Return all figures of an agreement, in one order."""
    coefficients = (found.fleiss, found.ac1, *(found.alpha[metric] for metric in sorted(found.alpha)))
    w = found.concordance
    return [
        found.same_answer,
        *((None, None) if w is None else (w.w, w.p)),
        *(None if one is None else one.value for one in coefficients),
    ]


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_agreement_doesnt_depend_on_the_order_or_the_labels_of_ballots_and_items(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    shuffled, pool = list(rows), list(ITEMS)
    chance = Random(data.draw(st.integers(0, 2**32)))
    chance.shuffle(shuffled)
    chance.shuffle(pool)
    renamed = [Row(f"other-{row.ballot}", row.item, row.value) for row in shuffled]
    first, second = agreed(rows, form), agreed(renamed, form, tuple(pool))
    assert told(first) == [None if one is None else pytest.approx(one, abs=1e-9) for one in told(second)]
    assert first.concordance is None or 0 <= first.concordance.w <= 1
    assert first.same_answer is None or 0 <= first.same_answer <= 1


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_blank_ballot_more_changes_no_agreement(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    assert agreed([*rows, Row("one more", "", "blank")], form) == agreed(rows, form)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_vote_held_again_with_the_same_ballots_is_perfectly_stable(data: st.DataObject) -> None:
    form, rows = data.draw(cast())
    named = [Row(row.ballot, row.item, row.value, panellist=row.ballot) for row in rows]
    electorate = Electorate(23, pseudonyms=True)
    ballots = read_ballots(named, form, vote="1", pool=ITEMS, listed=ITEMS, electorate=electorate)
    result = result_of(form, rows, Rule("out", places=3))
    (found,) = stabilities(Held("2", form, ballots, result), [Held("1", form, ballots, result)])
    assert found.tau in (None, 1)
    assert all(one.change == 0 for one in found.net)
    if found.panel is not None:
        assert found.panel.together.share == 0
        assert found.panel.together.kappa in (None, 1)
        assert all(moves.test is None for moves in found.panel.items.values())


@st.composite
def sheets(draw: st.DrawFn) -> list[Sheet]:
    """Return a few whole ballots, some of which break a rule."""
    said = st.dictionaries(st.sampled_from([*ITEMS, "", "x"]), st.sampled_from(["yes", "no", "blank", "3"]), max_size=4)
    usual = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(["yes", "no"]), max_size=4)
    labels, groups = st.sampled_from(["1", "2", "3", "4", ""]), st.sampled_from(["", "", "users", "nobody"])
    return draw(st.lists(st.builds(Sheet, labels, usual | usual | said, groups), max_size=5))


@given(sheets(), st.just(Approve()) | st.sampled_from(FORMS))
@settings(deadline=None)
def test_a_whole_ballot_is_read_as_its_rows_are(handed_in: list[Sheet], form: Form) -> None:
    def read(rows: Sequence[Row | Sheet]) -> object:
        electorate = Electorate(3, {"users": 2})
        try:
            return read_ballots(rows, form, vote="1", pool=ITEMS[:7], listed=ITEMS, electorate=electorate)
        except BadInput as refusal:
            return refusal.code, refusal.values

    assert read(handed_in) == read([row for sheet in handed_in for row in sheet.rows()])
