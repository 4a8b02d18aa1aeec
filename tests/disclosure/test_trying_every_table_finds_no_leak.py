"""Over invented countries with several years, releases, mergers, sexes, means and indicators of two questions, trying
every possible table finds nothing in what the audit calls SAFE.

`python -m tests.disclosure.worlds` does the same with as many countries as one likes.
"""

import pytest

from tests.disclosure.making import GROUP, WAVE, asked, instruments, policy, printed
from tests.disclosure.trying import Rows, possible
from tests.disclosure.worlds import Release, World, leaks, tried


@pytest.mark.parametrize("seed", [11, 12])
def test_what_is_called_safe_leaks_nothing(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = tried(50, seed)
    assert told["leaks"] == 0, capsys.readouterr().out
    assert told["tried"] > 5
    assert told["earlier releases"] > 0


def test_a_leak_is_seen() -> None:
    """25 in all, A 12 and B 9 shown: 4 are left."""
    people = [*asked("A", (6, 6)), *asked("B", (5, 4)), *asked("C", (2, 2))]
    rules = policy()
    tables, audit = printed(instruments(), people, {"C"}, rules)
    atoms = tuple((WAVE, name, GROUP, "", 0) for name in "ABC")
    asked_of = instruments().of(group=GROUP, wave=WAVE).question("q1")
    found = leaks(World(atoms, (asked_of,), (Release(0, tables, rules, {}, ()),), audit))
    assert "(2,): exactly 4 respondents" in found
    assert any("4 to 4 respondents" in one for one in found)
    assert any("q1: 2 positive" in one for one in found)


def test_every_table_that_fits_is_tried() -> None:
    """25 in all, A 12 shown: the two others are 13 together, 0 to 13 each, and their answers follow in sum."""
    people = [*asked("A", (6, 6)), *asked("B", (5, 4)), *asked("C", (2, 2))]
    tables, _ = printed(instruments(), people, {"B", "C"})
    by_name = {table.name: table for table in tables}
    rows = [
        Rows((0, 1, 2), by_name["group"].rows),
        Rows((0,), tuple(row for row in by_name["association-group"].rows if row.key[1] == "A")),
    ]
    every = possible(3, rows, [instruments().of(group=GROUP, wave=WAVE).question("q1")])
    assert every.sizes([1]) == (0, 13)
    assert every.sizes([1, 2]) == (13, 13)
    assert every.positives([1, 2], "q1") == (7, 7)
    assert every.positives([1], "q1") == (0, 7)
    assert len(every.parts[0][1]) == 8 * 7, "7 positive and 6 other answers are dealt to two sets in 8 times 7 ways"
    assert policy().n_min == 5
