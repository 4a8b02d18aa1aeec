"""τ-ARGUS, the engine of Europe's statistical offices, as a second opinion: `pytauargus` runs it in this process.

It is given sizes alone: one respondent a row, by association and group, with totals.
"""

from collections.abc import Mapping, Set
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

Cell = tuple[str, str]
"""An association and a group; TOTAL stands for all."""

TOTAL = "Total"
APART = "Z0"
"""An association with a group of its own: the cells left empty by it tell τ-ARGUS that a cell may be empty. It takes
the least and the largest number of a table to be known as the bounds of every cell."""


@dataclass(frozen=True)
class Opinion:
    """What τ-ARGUS says: the cells it hides, and how far each hidden size stays open."""

    hidden: frozenset[Cell]
    bounds: Mapping[Cell, tuple[int, int]]


def optimal(inner: Mapping[Cell, int], least: int, folder: Path) -> Opinion:
    """Let τ-ARGUS hide cells below `least` and, by its exact method, as few as it can besides."""
    return _run(inner, folder, safety_rules=f"FREQ({least},20)", suppress="OPT(1)")


def audited(inner: Mapping[Cell, int], hidden: Set[Cell], folder: Path) -> Opinion:
    """Let τ-ARGUS audit a pattern of hidden cells."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hidden.hst").write_text("".join(f"{one};{other};u\n" for one, other in sorted(hidden)), "ascii")
    return _run(inner, folder, safety_rules="", suppress=None)


def _run(inner: Mapping[Cell, int], folder: Path, *, safety_rules: str, suppress: str | None) -> Opinion:
    import pytauargus
    from pytauargus.engine import run_batch
    from pytauargus.result import TableResult

    filled = [*inner.items(), ((APART, APART), 50)]
    rows = [{"association": a, "unit": b, "one": 1} for (a, b), n in filled for _ in range(n)]
    made = pytauargus.protect(
        rows, ["association", "unit"], response="one", safety_rules=safety_rules, workdir=str(folder), run=False
    )
    batch = Path(made.files["arb"])
    lines = batch.read_text("utf-8").splitlines()
    wanted = f"<SUPPRESS> {suppress}" if suppress else f'<APRIORI> "{folder / "hidden.hst"}",1,";",1,0'
    batch.write_text("\n".join(wanted if line.startswith("<SUPPRESS>") else line for line in lines), "utf-8")
    with chdir(folder):  # its solver leaves protocols where it is started
        engine = run_batch(str(batch))
    table = TableResult(path=made.files["tab1"], exp_vars=["association", "unit"], response="one", is_freq=False)
    cells = [(str(row["association"]), str(row["unit"])) for row in table.rows]
    status = [str(row["status"]) for row in table.rows]
    return Opinion(
        frozenset(cell for cell, one in zip(cells, status, strict=True) if one in ("U", "M")),
        {cells[row["cell"]]: (round(row["min"]), round(row["max"])) for row in engine.audit(0)},
    )
