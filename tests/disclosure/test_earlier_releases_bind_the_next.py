"""What an earlier release shows can't be hidden again: it goes first when the next one is protected."""

from dataclasses import replace

from ljuspunkt.domain.disclosure.policy import Policy, TablePlan
from ljuspunkt.domain.disclosure.protect import Protected, protect
from ljuspunkt.domain.disclosure.release import ReleasedTable, released
from tests.disclosure.making import GROUP, WAVE, Person, asked, instruments, policy, prepared, rows

NATIONAL, BY_ASSOCIATION = TablePlan(("group",)), TablePlan(("association", "group"))
SHARES = {"A": (8, 6), "B": (5, 6), "C": (2, 2), "D": (9, 8)}


def people(shares: dict[str, tuple[int, int]] = SHARES) -> list[Person]:
    return [person for association, share in shares.items() for person in asked(association, share)]


def protection_after(earlier: tuple[ReleasedTable, ...], rules: Policy) -> Protected:
    ready = prepared(instruments(), people(), rules)
    return protect(ready.materials, ready.questionnaire, ready.policy, earlier=[earlier])


def shown(found: Protected, *key: str) -> bool:
    return rows(found.tables, "association-group")[(*key, GROUP, "q1")].n is not None


def alone() -> Protected:
    ready = prepared(instruments(), people(), policy())
    return protect(ready.materials, ready.questionnaire, ready.policy)


def test_without_an_earlier_release_the_smallest_neighbour_is_hidden() -> None:
    found = alone()
    assert found.audit.verdict == "SAFE"
    assert not shown(found, "C") and not shown(found, "B")
    assert shown(found, "A") and shown(found, "D")


def test_what_was_hidden_for_others_sake_stays_hidden_and_safe_beside_the_earlier_release() -> None:
    first = alone()
    again = protection_after(first.tables, policy())
    assert again.audit.verdict == "SAFE"
    assert (again.primary, again.complementary) == (first.primary, first.complementary)


def test_a_set_shown_before_is_not_hidden_again() -> None:
    """The earlier release hid C and A; hiding B now would hide nothing, for everybody can read it there."""
    ready = prepared(instruments(), people(), policy())
    keys = {(name, (WAVE, association, GROUP)) for name in ("association-group",) for association in "AC"}
    earlier = released(ready.materials, keys, ready.policy)
    found = protection_after(earlier, policy())
    assert shown(found, "B") and shown(found, "D")
    assert not shown(found, "A") and not shown(found, "C")
    assert found.audit.verdict == "SAFE"


def test_a_small_set_that_the_earlier_release_shows_makes_the_release_unsafe_and_hides_nothing_more() -> None:
    """A stricter policy comes too late for B, which was printed with 11 respondents."""
    ready = prepared(instruments(), people({**SHARES, "C": (9, 9)}), policy())
    earlier = protect(ready.materials, ready.questionnaire, ready.policy).tables
    stricter = replace(policy(), n_min=12)
    late = prepared(instruments(), people({**SHARES, "C": (9, 9)}), stricter)
    found = protect(late.materials, late.questionnaire, late.policy, earlier=[earlier])
    assert found.audit.verdict == "UNSAFE"
    assert not found.complementary
    assert any("earlier release" in by for one in found.audit.findings for by in one.by)


def test_a_finer_table_gives_nothing_away_of_what_a_coarser_one_showed_before() -> None:
    """First only the group's total was printed; now the associations are, and C must not follow from both."""
    total = policy(NATIONAL)
    ready = prepared(instruments(), people(), total)
    earlier = protect(ready.materials, ready.questionnaire, ready.policy).tables
    found = protection_after(earlier, policy(BY_ASSOCIATION))
    assert found.audit.verdict == "SAFE"
    assert not shown(found, "C") and not shown(found, "B")
