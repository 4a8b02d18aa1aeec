"""How long it takes to protect a release and to audit it, and what is hidden against the optimum. Run by
`make bench-release`.

The measurements are invented from a seed, in realistic sizes: a third of the sets below five respondents, twenty
on average, shares from .6 to .95. Elimination, widening with removal, and the last audit are timed apart, in processor
seconds: the work runs in one thread. The optimum is that of a mixed-integer programme over the sizes of sets alone, as
printed and with all totals; the latter is what `pytauargus` is given in the same run. With `--reference` the tables of
R's GaussSuppression and sdcTable are run too, beside the figures that were published for them.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

GROUPS = ("participants ongoing", "participants exit", "staff", "managers", "board")
STEPS = ("1", "2", "3", "4")
POSITIVE = ("3", "4")
N_MIN = 5
SEED = 2014


@dataclass(frozen=True)
class Size:
    """How much one measurement holds; `items` questions for each indicator in turn, `detail` as in the example."""

    associations: int
    waves: int = 1
    indicators: int = 1
    several: int = 0
    detail: bool = False

    @property
    def name(self) -> str:
        parts = [str(self.associations), str(len(GROUPS))]
        if self.indicators > 1 or self.waves > 1:
            parts += [str(self.indicators), str(self.waves)]
        more = [f"{self.several} of several questions"] * bool(self.several) + ["distributions"] * self.detail
        return " × ".join(parts) + (f" ({', '.join(more)})" if more else "")


SIZES = (
    Size(13),
    Size(40),
    Size(80),
    Size(13, 3, 15),
    Size(40, 3, 15),
    Size(80, 3, 15),
    Size(80, 3, 15, several=5),
    Size(80, 3, 15, detail=True),
)


def items_of(size: Size) -> list[int]:
    """Return how many questions each indicator has."""
    return [3 if number < size.several else 1 for number in range(size.indicators)]


def instruments(size: Size) -> Any:
    """Return one instrument for everybody."""
    from ljuspunkt.files.instruments import from_document

    choices = [{"name": step, "value": int(step), "label": {"en": step}} for step in STEPS]
    survey = []
    for number, items in enumerate(items_of(size), start=1):
        for item in range(items):
            row = {"name": f"q{number}{'abc'[item]}", "type": "select_one four", "indicator": [str(number)]}
            survey.append({**row, "positive": list(POSITIVE), "label": {"en": f"Question {number}"}})
    form = {"settings": {"form_id": "bench", "version": "1"}, "choices": {"four": choices}, "survey": survey}
    return from_document({"instruments": [form]})


def counts(size: Size, seed: int = SEED) -> Any:
    """Return invented counts: sizes from a gamma distribution, shares from .6 to .95, one answer in twenty missing."""
    from ljuspunkt.domain.survey.counts import Counts

    rng = np.random.default_rng(seed + size.associations)
    steps: dict[tuple[str, ...], dict[str, Counter[str]]] = {}
    for wave in range(size.waves):
        for association in range(size.associations):
            for group in GROUPS:
                n = int(rng.gamma(0.6, 33.3))
                if not n:
                    continue
                cell = steps.setdefault((str(2020 + wave), f"Association {association:02d}", group), {})
                for number, items in enumerate(items_of(size), start=1):
                    share = rng.uniform(0.6, 0.95)
                    chance = [(1 - share) * 0.3, (1 - share) * 0.7, share * 0.6, share * 0.4]
                    for item in range(items):
                        drawn = rng.multinomial(n, [0.05, *(0.95 * one for one in chance)])
                        cell[f"q{number}{'abc'[item]}"] = Counter(
                            {step: int(one) for step, one in zip(("", *STEPS), drawn, strict=True)}
                        )
    return Counts(("wave", "association", "group"), steps, {})


def policy(size: Size) -> Any:
    """Return the policy: association × group, and group."""
    from ljuspunkt.domain.disclosure.policy import Policy, TablePlan

    above = TablePlan(("group",), statistics=("share", "mean", "distribution") if size.detail else ("share",))
    return Policy((TablePlan(("association", "group")), above), n_min_group={})


@dataclass
class Clock:
    """Seconds by what they were spent on."""

    spent: dict[str, float] = field(default_factory=dict)

    def around(self, module: Any, name: str, label: str) -> Callable[..., Any]:
        """Make a module's function add its seconds to `label`; return the function as it was."""
        inner = getattr(module, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.measure(label):
                return inner(*arguments, **named)

        setattr(module, name, timed)
        return inner  # type: ignore[no-any-return]

    @contextmanager
    def measure(self, label: str) -> Iterator[None]:
        before = time.process_time()
        yield
        self.spent[label] = self.spent.get(label, 0.0) + time.process_time() - before


def run_one(place: int) -> None:
    """Protect and audit one measurement in this process and print what it took as JSON."""
    from ljuspunkt.domain.disclosure import protect as protection
    from ljuspunkt.domain.disclosure.attack import audit
    from ljuspunkt.domain.survey.publication import prepare

    size = SIZES[place]
    clock = Clock()
    ready = prepare(counts(size), instruments(size), policy(size))
    clock.around(protection, "fewest", "elimination")
    with clock.measure("protect"):
        audits: list[float] = []
        inner = protection.audit

        def timed(*arguments: Any, **named: Any) -> Any:
            before = time.process_time()
            found = inner(*arguments, **named)
            audits.append(time.process_time() - before)
            return found

        protection.audit = timed
        protected = protection.protect(ready.materials, ready.questionnaire, ready.policy)
    with clock.measure("audit"):
        again = audit(protected.tables, ready.questionnaire, ready.policy)
    assert again.verdict == protected.audit.verdict
    with clock.measure("check"):
        wrong = protected.audit.proof.failures()
    result = {
        "name": size.name,
        "verdict": again.verdict,
        "sets": sum(len(material.sets) for material in ready.materials),
        "primary": len(protected.primary),
        "more": len(protected.complementary),
        "hidden": protected.n_hidden,
        "respondents": protected.n_hidden + protected.n_shown,
        "targets": len(protected.audit.proof.targets),
        "wrong": len(wrong),
        "last audit": audits[-1],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **clock.spent,
    }
    print(json.dumps(result))


def hidden_in(size: Size) -> dict[str, Any]:
    """Return how many respondents several ways hide in the first wave's table by association and group."""
    from ljuspunkt.domain.disclosure.optimum import optimum
    from ljuspunkt.domain.disclosure.secondary import eliminate, fewest

    found: dict[str, Any] = {"name": size.name}
    inner = {cell[1:]: sum(steps["q1a"].values()) for cell, steps in counts(size).steps.items()}
    for label, by in (("group totals", (1,)), ("all totals", (0, 1))):
        cells = {cell: frozenset({number}) for number, cell in enumerate(inner)}
        for place in by:
            for name in sorted({cell[place] for cell in inner}):
                total = tuple(name if at == place else "" for at in (0, 1))
                cells[total] = frozenset(number for number, cell in enumerate(inner) if cell[place] == name)
        if len(by) > 1:
            cells["", ""] = frozenset(range(len(inner)))
        every, sets = list(inner.values()), list(cells.values())
        sizes = [sum(every[number] for number in one) for one in sets]
        primary = frozenset(place for place, n in enumerate(sizes) if n < N_MIN)
        order = sorted(range(len(sets)), key=lambda place: -sizes[place])
        clock = Clock()
        with clock.measure("elimination"):
            eliminated = eliminate(sets, primary, order)
        with clock.measure("exchanges"):
            exchanged = fewest(sets, sizes, primary, order)
        with clock.measure("optimum"):
            best = optimum(sets, sizes, primary)
        with clock.measure("optimum, open by n_min"):
            opened = optimum(sets, sizes, primary, apart=N_MIN)
        found[label] = {
            "small": sum(sizes[place] for place in primary),
            "elimination": sum(sizes[place] for place in eliminated),
            "exchanges": sum(sizes[place] for place in exchanged),
            "optimum": None if best is None or not best.proven else sum(sizes[place] for place in best.hidden),
            "optimum, open by n_min": None if opened is None else sum(sizes[place] for place in opened.hidden),
            "seconds": clock.spent,
        }
    clock = Clock()
    with clock.measure("τ-ARGUS"):
        found["τ-ARGUS"] = tau_argus(inner) - found["all totals"]["small"]
    found["all totals"]["seconds"] |= clock.spent
    return found


def tau_argus(inner: dict[tuple[str, ...], int]) -> int:
    """Return the respondents in the cells that τ-ARGUS hides by its exact method."""
    import logging

    from pytauargus import protect

    logging.disable(logging.INFO)
    rows = [{"association": a[-2:], "unit": b, "one": 1} for (a, b), n in inner.items() for _ in range(n)]
    # its solver leaves protocols where it is started
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-bench-") as folder, chdir(folder):
        rules = f"FREQ({N_MIN},20)"
        table = protect(rows, ["association", "unit"], response="one", safety_rules=rules, workdir=folder).tables[0]
        return sum(int(row["freq"]) for row in table.rows if row["status"] in ("U", "M"))


def published(reference: Path) -> None:
    """Print what elimination, exchanges and the optimum hide of R's tables, beside what was published for them."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from ljuspunkt.domain.disclosure.optimum import optimum
    from ljuspunkt.domain.disclosure.secondary import eliminate, fewest
    from tests.disclosure.reference_tables import gauss_tables, sdc_tables

    print("\nSecondary cells / respondents in them:\n")
    print("| table | elimination | with exchanges | optimum | published |\n|---|---|---|---|---|")
    for table in (*gauss_tables(reference), *sdc_tables(reference)):
        if "__" in table.name and not table.name.endswith("__OPT"):
            continue
        sizes, primary = table.sizes, table.primary
        order = sorted((place for place, n in enumerate(sizes) if n), key=lambda place: -sizes[place])
        best = optimum(table.sets, sizes, primary)
        ways = [
            eliminate(table.sets, primary, order),
            fewest(table.sets, sizes, primary, order),
            frozenset() if best is None else best.hidden,
        ]
        if "suppressed_index1" in table.case:
            ways.append(frozenset(number - 1 for number in table.case["suppressed_index1"]) - primary)
        else:
            hidden = {place for place, cell in enumerate(table.case["cells"]) if cell["sdcStatus"] == "x"}
            ways.append(frozenset(hidden))
        print(f"| {table.name} | " + " | ".join(f"{len(way)} / {table.hidden(way)}" for way in ways) + " |")


def measured(place: int) -> dict[str, Any]:
    """Run one size in a process of its own."""
    command = [sys.executable, __file__, "--one", str(place)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure and print, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=int, choices=range(len(SIZES)))
    parser.add_argument("--up-to", type=int, default=len(SIZES), help="run only the first sizes")
    parser.add_argument("--reference", type=Path, help="the folder with the vectors of R's software")
    arguments = parser.parse_args()
    if arguments.one is not None:
        run_one(arguments.one)
        return
    tools = ("highspy", "numpy", "scipy", "pytauargus")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{tool} {version(tool)}" for tool in tools) + "\n")
    columns = ("elimination", "widening, removal", "protect in all", "audit", "check", "peak MB", "hidden", "verdict")
    print(f"| measurement | sets | targets | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 3)}")
    for place in range(arguments.up_to):
        one = measured(place)
        widening = one["protect"] - one["elimination"] - one["last audit"]
        times = (one["elimination"], widening, one["protect"], one["audit"], one["check"])
        cells = [f"{seconds:.2f}" for seconds in times] + [f"{one['peak_mb']:.0f}"]
        cells += [f"{one['primary']} + {one['more']}: {one['hidden']} of {one['respondents']}", one["verdict"]]
        print(f"| {one['name']} | {one['sets']} | {one['targets']} | {' | '.join(cells)} |", flush=True)
    print("\nRespondents hidden for others' sake, sizes alone (processor seconds):\n")
    ways = ("elimination", "exchanges", "optimum", "optimum, open by n_min")
    print(f"| table | small | {' | '.join(ways)} | τ-ARGUS |\n|{'---|' * (len(ways) + 3)}")
    for size in SIZES[:3]:
        found = hidden_in(size)
        for label in ("group totals", "all totals"):
            one = found[label]
            spent = one["seconds"]
            cells = [f"{one[way]} ({spent[way]:.2f})" for way in ways]
            cells.append(f"{found['τ-ARGUS']} ({spent['τ-ARGUS']:.2f})" if "τ-ARGUS" in spent else "")
            print(f"| {size.name}, {label} | {one['small']} | {' | '.join(cells)} |", flush=True)
    if arguments.reference:
        published(arguments.reference)


if __name__ == "__main__":
    main()
