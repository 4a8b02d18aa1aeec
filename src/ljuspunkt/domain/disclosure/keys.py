"""Keys of tables in the words of all releases: what pooled years stand for, and which combinations there are."""

from collections.abc import Iterable, Iterator, Sequence

from ljuspunkt.domain.disclosure.policy import AssociationYears
from ljuspunkt.domain.disclosure.table import Keys, Layout, successor


def existing(association: str, wave: str, pooled: Sequence[str], years: Sequence[AssociationYears]) -> tuple[str, ...]:
    """Return the associations of a wave that pooled years count to one."""
    known = {one.association: one for one in years}
    names = [association, *(name for name in known if name != association)]
    found = [
        name
        for name in names
        if successor(name, max(pooled), years) == association
        and (name not in known or not known[name].from_wave or known[name].from_wave <= wave)
        and (name not in known or not known[name].until_wave or wave <= known[name].until_wave)
    ]
    return tuple(found) or (association,)


def allowed(found: Layout, tables: Iterable[Keys]) -> list[tuple[str, ...]]:
    """Return the atoms that each table has a row for."""
    atoms = list(found.atoms)
    for table in tables:
        places = [found.columns.index(column) for column in table.columns]
        keys = set(table.keys)
        atoms = [atom for atom in atoms if tuple(atom[place] for place in places) in keys]
    return atoms


def crossed(label: str, values: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every key of a wave that takes one of the values of each column."""
    if not values:
        yield (label,)
        return
    for *start, last in ((*key, value) for key in crossed(label, values[:-1]) for value in values[-1]):
        yield (*start, last)
