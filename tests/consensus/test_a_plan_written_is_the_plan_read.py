"""A conference's plan written to files and read again is the same plan, and its ballots give the same result."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.conference import Conference, ProtocolPlan, Vote, tally_conference
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Consensus, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.files.conference import read, read_ballot_box, read_conference
from ljuspunkt.files.conference_plan import totals, written

EXAMPLE = Path(__file__).parents[2] / "examples" / "conference-2014"
ITEMS = tuple("abcdefgh")
WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufeff"), min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)
SHARES = st.fractions(0, 1, max_denominator=30)
SCORES = st.dictionaries(
    st.sampled_from(ITEMS),
    st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=3).map(Fraction),
    min_size=1,
)
LAST: st.SearchStrategy[Expand | Strict | Chair | Secondary | Lot] = st.one_of(
    st.just(Expand()),
    st.just(Strict()),
    st.just(Chair()),
    SCORES.map(lambda scores: Secondary(scores, "scores.csv")),
    WORDS.map(Lot),
)
TIES: st.SearchStrategy[Ties] = st.one_of(
    LAST, st.builds(Runoff, st.integers(1, 9), st.one_of(LAST, st.just(Lot(None))))
)
FORMS: list[Form] = [Approve(), Choose(3), Points(10, 4), Rate(1, 9), Rank()]


@st.composite
def votes(draw: st.DrawFn, id: str, earlier: tuple[str, ...]) -> Vote:
    form = draw(st.sampled_from(FORMS))
    bars = st.none() if not isinstance(form, Approve | Choose) else st.one_of(st.none(), SHARES)
    if isinstance(form, Rate) and draw(st.booleans()):
        rule = Rule(draw(st.sampled_from(["onward", "out"])), consensus=Consensus(draw(SHARES), draw(SHARES)))
    else:
        rule = Rule(
            draw(st.sampled_from(["onward", "out"])),
            draw(st.one_of(st.integers(0, 9), st.just({"effect": 2, "process": 3}))),
            draw(bars),
            draw(bars),
            draw(TIES),
            draw(st.sampled_from(["cast", "entitled"])),
        )
    pool = Pool(("effect",) if draw(st.booleans()) else ())
    if earlier and draw(st.booleans()):
        pool = Pool(pool.kinds, earlier, draw(st.sampled_from(["through", "onward", "out"])))
    return Vote(id, pool, form, rule, draw(st.integers(1, 99)), draw(st.just({}) | st.just({"sv": "Första: 1 #"})))


@st.composite
def conferences(draw: st.DrawFn) -> Conference:
    each = tuple(
        Indicator(
            item,
            "process" if item < "e" else "effect",
            {"sv": draw(WORDS), "en": draw(WORDS)},
            {"sv": draw(WORDS)} if draw(st.booleans()) else {},
            draw(st.booleans()),
            {"perspective": draw(WORDS)} if draw(st.booleans()) else {},
        )
        for item in ITEMS
    )
    held: list[Vote] = []
    for number in range(draw(st.integers(1, 3))):
        held.append(draw(votes(str(number + 1), tuple(vote.id for vote in held))))
    return Conference(
        Inventory(each),
        tuple(held),
        (ProtocolPlan("core", (held[-1].id,), "through", {"sv": draw(WORDS)}),),
        title={"sv": draw(WORDS), "en": draw(WORDS)},
        dates=("2026-11-22", "2026-11-23"),
        kinds={"process": {"sv": "process"}, "effect": {"sv": "effekt", "en": "effect"}},
    )


def _read_again(conference: Conference) -> Conference:
    with TemporaryDirectory() as folder:
        for name, content in written(conference, heading=("A line: of comment",)).items():
            (Path(folder) / name).write_bytes(content)
        return read_conference(Path(folder) / "CONFERENCE.yaml")


def _unnamed(ties: Ties) -> Ties:
    """Return the same without the name of the file of scores, which is the writer's to choose."""
    match ties:
        case Secondary(scores=scores):
            return Secondary(scores)
        case Runoff(most=most, then=Secondary(scores=scores)):
            return Runoff(most, Secondary(scores))
        case _:
            return ties


def _comparable(conference: Conference) -> Conference:
    return replace(
        conference,
        votes=tuple(replace(vote, rule=replace(vote.rule, ties=_unnamed(vote.rule.ties))) for vote in conference.votes),
    )


@given(conferences())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_again(conference: Conference) -> None:
    assert _comparable(_read_again(conference)) == _comparable(conference)


def test_places_keep_their_order(tmp_path: Path) -> None:
    conference = read_conference(EXAMPLE / "conference.yaml")
    again = _read_again(conference)
    assert again == conference
    assert list(again.votes[4].rule.places or ()) == ["process", "effect"]


def test_the_ballots_of_2014_give_the_same_result(tmp_path: Path) -> None:
    conference, box = read(EXAMPLE / "conference.yaml", EXAMPLE / "ballots.csv")
    for name, content in written(conference).items():
        (tmp_path / name).write_bytes(content)
    again = read_conference(tmp_path / "CONFERENCE.yaml")
    found = tally_conference(again, read_ballot_box(EXAMPLE / "ballots.csv", again))
    assert found.protocols == tally_conference(conference, box).protocols
    lines = totals(found).decode().splitlines()
    assert lines[0] == "vote,item,kind,yes,score,of,share,rank,outcome,tied"
    assert len(lines) == 1 + 97 + 37 + 40 + 19 + 41
    assert "5,1,process,23,,23,1.0,1,through,no" in lines


def test_groups_rulings_and_pseudonyms_are_kept() -> None:
    inventory = Inventory((Indicator("a", "", {"sv": "A"}), Indicator("b", "", {"sv": "B"})))
    vote = Vote("1", Pool(), Approve(), Rule("out", places=1, ties=Chair()), 9)
    conference = Conference(
        inventory,
        (vote,),
        rulings=(Ruling("1", ("b",), "Den ena: ryms i den andra."),),
        groups={"brukare": 5, "tjänstemän": 6},
        pseudonyms=True,
    )
    assert _read_again(conference) == conference


def test_a_score_that_no_decimal_number_says_is_refused() -> None:
    inventory = Inventory((Indicator("a", "", {"sv": "A"}),))
    ties = Secondary({"a": Fraction(1, 3)})
    conference = Conference(inventory, (Vote("1", Pool(), Rank(), Rule("out", places=1, ties=ties), 9),))
    with pytest.raises(ValueError, match="decimal"):
        written(conference)
