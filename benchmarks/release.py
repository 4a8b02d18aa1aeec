"""How long it takes to protect a release and to audit it, and what is hidden against the optimum. Run by
`make bench-release`.

The measurements are invented from a seed, in realistic sizes: a third of the sets below five respondents, twenty
on average, shares from .6 to .95. Elimination, widening with removal, and the last audit are timed apart. The optimum
is that of a mixed-integer programme over the sizes of sets alone; so is what `pytauargus` is given in the same run.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

GROUPS = ("participants ongoing", "participants exit", "staff", "managers", "board")
STEPS = ("1", "2", "3", "4")
POSITIVE = ("3", "4")
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
    clock.around(protection, "eliminate", "elimination")
    with clock.measure("protect"):
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
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **clock.spent,
    }
    print(json.dumps(result))


def measured(place: int) -> dict[str, Any]:
    """Run one size in a process of its own."""
    command = [sys.executable, __file__, "--one", str(place)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure and print, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", type=int, choices=range(len(SIZES)))
    parser.add_argument("--up-to", type=int, default=len(SIZES), help="run only the first sizes")
    arguments = parser.parse_args()
    if arguments.one is not None:
        run_one(arguments.one)
        return
    tools = ("highspy", "numpy", "scipy")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{tool} {version(tool)}" for tool in tools) + "\n")
    columns = ("elimination", "widening, removal", "protect in all", "audit", "check", "peak MB", "verdict")
    print(f"| measurement | sets | targets | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 3)}")
    for place in range(arguments.up_to):
        one = measured(place)
        widening = one["protect"] - one["elimination"] - one["audit"]
        times = (one["elimination"], widening, one["protect"], one["audit"], one["check"])
        cells = [f"{seconds:.2f}" for seconds in times] + [f"{one['peak_mb']:.0f}", one["verdict"]]
        print(f"| {one['name']} | {one['sets']} | {one['targets']} | {' | '.join(cells)} |", flush=True)
        print(one, file=sys.stderr)


if __name__ == "__main__":
    main()
