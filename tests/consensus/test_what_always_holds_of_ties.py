"""Invariants of places, bars, ties and run-offs, on votes by chance."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.consensus.ballot import Row
from ljuspunkt.domain.consensus.rule import Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.tally import Tally
from tests.consensus.making import tallied, with_outcome

ITEMS = tuple("abcdefgh")
KINDS = {item: "process" if item < "e" else "effect" for item in ITEMS}
MOST = 9

YES = st.fixed_dictionaries({item: st.integers(0, MOST) for item in ITEMS})
PLACES = st.one_of(
    st.integers(0, 9), st.fixed_dictionaries({"process": st.integers(0, 5), "effect": st.integers(0, 5)})
)
LAST: list[Ties] = [Expand(), Strict(), Lot("seed"), Secondary({item: Fraction(ord(item) % 3) for item in ITEMS})]


def held(yes: dict[str, int], rule: Rule, runoffs: dict[int, list[Row]] | None = None) -> Tally:
    return tallied(yes, rule, n_ballots=MOST, entitled=MOST, kinds=KINDS, runoffs=runoffs)


def pools(rule: Rule) -> list[tuple[str, ...]]:
    """Return the items that compete for the same places."""
    if rule.kinds is None:
        return [ITEMS]
    return [tuple(item for item in ITEMS if KINDS[item] == kind) for kind in ("process", "effect")]


@given(YES, PLACES, st.sampled_from(["expand", "strict"]))
@settings(max_examples=120, deadline=None)
def test_equals_share_one_fate_unless_the_rule_parts_them(
    yes: dict[str, int], places: int | dict[str, int], way: str
) -> None:
    rule = Rule("onward", places=places, ties=Expand() if way == "expand" else Strict())
    outcomes = {item.id: item.outcome for item in held(yes, rule).items}
    for pool in pools(rule):
        for votes in range(MOST + 1):
            assert len({outcomes[item] for item in pool if yes[item] == votes}) <= 1


@given(YES, PLACES, st.sampled_from(LAST))
@settings(max_examples=120, deadline=None)
def test_whoever_parts_equals_is_named_by_a_tie(yes: dict[str, int], places: int | dict[str, int], ties: Ties) -> None:
    rule = Rule("onward", places=places, ties=ties)
    result = held(yes, rule)
    outcomes = {item.id: item.outcome for item in result.items}
    settled = {item for tie in result.ties for item in tie.items}
    for pool in pools(rule):
        for votes in range(MOST + 1):
            equals = [item for item in pool if yes[item] == votes]
            if len({outcomes[item] for item in equals}) > 1:
                assert set(equals) <= settled


@given(YES, st.integers(0, len(ITEMS)))
@settings(max_examples=80, deadline=None)
def test_expand_never_leaves_a_place_empty_and_strict_never_overfills(yes: dict[str, int], places: int) -> None:
    def through(ties: Ties) -> int:
        return len(with_outcome(held(yes, Rule("out", places=places, ties=ties)), "through"))

    assert through(Expand()) >= places
    assert through(Strict()) <= places


@given(YES, PLACES, st.integers(1, 3), st.sampled_from(LAST), st.data())
@settings(max_examples=120, deadline=None)
def test_run_offs_end_whatever_is_voted_in_them(
    yes: dict[str, int], places: int | dict[str, int], most: int, then: Ties, data: st.DataObject
) -> None:
    rule = Rule("onward", places=places, ties=Runoff(most, then))  # type: ignore[arg-type]
    runoffs: dict[int, list[Row]] = {}
    result = held(yes, rule, runoffs)
    n_held = 0
    while any(tie.waits_for == "runoff" for tie in result.ties):
        n_held += 1
        assert n_held <= most
        before = [tie for tie in result.ties if tie.open]
        runoffs[n_held] = [
            Row(f"v{voter}", item, "yes")
            for voter in range(data.draw(st.integers(0, MOST)))
            for tie in before
            for item in data.draw(st.lists(st.sampled_from(tie.still), unique=True, max_size=tie.left))
        ]
        result = held(yes, rule, runoffs)
        for was, now in zip(
            before, [tie for tie in result.ties if tie.kind in {old.kind for old in before}], strict=True
        ):
            assert set(now.still) <= set(was.still)
            assert set(was.through) <= set(now.through)
    assert result.counts["undecided"] == 0


@given(st.integers(1, 60), st.data())
@settings(max_examples=120, deadline=None)
def test_a_bar_is_reached_by_exactly_its_fraction(n_ballots: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(1, n_ballots))
    hair = Fraction(1, data.draw(st.integers(10**6, 10**12)))
    bar = Fraction(yes, n_ballots)

    def outcomes(rule: Rule) -> set[str]:
        result = tallied({"a": yes}, rule, n_ballots=n_ballots, entitled=n_ballots)
        return with_outcome(result, "through")

    assert outcomes(Rule("onward", through_bar=bar)) == {"a"}
    assert outcomes(Rule("onward", through_bar=bar + hair)) == set()
    assert outcomes(Rule("onward", places=1, out_bar=bar)) == {"a"}
    assert outcomes(Rule("onward", places=1, out_bar=bar + hair)) == set()
