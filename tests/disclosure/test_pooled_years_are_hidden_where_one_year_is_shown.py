"""Pooled years are never shown beside exactly one of them: the other year would follow."""

from dataclasses import replace

from ljuspunkt.domain.disclosure.release import ReleasedRow
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, SameAs
from tests.disclosure.making import GROUP, asked, instruments, policy, protection, question

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


def test_a_question_that_is_new_in_one_of_the_pooled_years_is_no_contradiction() -> None:
    """q2 is asked in 2022 only: what is printed of both years' respondents isn't about its respondents alone."""
    found = Instruments(
        (
            Instrument("form", "2021", (question("q1"),), None, ("2021",)),
            Instrument(
                "form", "2022", (replace(question("q1"), same_as=SameAs("2021", "q1")), question("q2")), None, ("2022",)
            ),
        )
    )
    people = [
        person
        for wave in ("2021", "2022")
        for name, share in (("A", (6, 6)), ("B", (8, 7)), ("C", (2, 2)), ("D", (2, 2)))
        for person in asked(name, share, share, cell=(wave, name, GROUP))
    ]
    done = protection(found, people, policy(waves=("2021", "2022"), pool=(("2021", "2022"),)))
    assert done.audit.verdict == "SAFE"
    rows = {row.key: row for table in done.tables for row in table.rows if row.question == "q1"}
    assert rows["2021+2022", "C", GROUP].n == 8
    assert not [
        row for table in done.tables for row in table.rows if row.key[0] == "2021+2022" and row.question == "q2"
    ]
