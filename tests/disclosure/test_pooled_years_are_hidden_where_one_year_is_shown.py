"""Pooled years are never shown beside exactly one of them: the other year would follow."""

from ljuspunkt.domain.disclosure.release import ReleasedRow
from tests.disclosure.making import GROUP, asked, instruments, policy, protection

SHARES = {
    ("2021", "A"): (3, 3),
    ("2021", "B"): (18, 7),
    ("2021", "C"): (5, 3),
    ("2022", "A"): (1, 2),
    ("2022", "B"): (8, 0),
    ("2022", "C"): (3, 3),
}


def _shown(row: ReleasedRow) -> bool:
    return row.n is not None


def test_a_year_that_the_audit_hides_takes_its_pooled_years_with_it() -> None:
    people = [
        person
        for (wave, association), share in SHARES.items()
        for person in asked(association, share, cell=(wave, association, GROUP))
    ]
    rules = policy(waves=("2021", "2022"), pool=(("2021", "2022"),))
    found = protection(instruments(), people, rules)
    table = next(one for one in found.tables if one.name == "association-group")
    rows = {row.key: row for row in table.rows if row.question == "q1"}
    for association in "ABC":
        years = [_shown(rows[wave, association, GROUP]) for wave in ("2021", "2022")]
        assert not (_shown(rows["2021+2022", association, GROUP]) and sum(years) == 1), association
