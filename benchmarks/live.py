"""How long it takes until everybody sees it: thousands of phones listen to a real server while half of them vote.
Run by `make bench-live`.

Every row is one run: a new installation, `ljuspunkt serve`, and one process that holds all phones (`live_load.py`).
Each voter has a code of its own and sends the two forms of a ballot within ten seconds, to read it through and to cast
it, each over a connection of its own. Two things are measured in each round, for every phone: from when the last ballot
is sent, and from its answer, until the phone has been told that all have voted; and from when the chair sends the form
that closes the vote, and from its answer, until the phone has the result. Beside it, in the same run, a bare asyncio
server that knows nothing but its open connections sends the same bytes to the same number of phones, held by the same
process. After each round the ballots in the box are counted: none may be lost or there twice. How long the server's
processes worked is told as well, for it depends less on what else the machine does.
"""

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live_load import Load, bare
from live_stage import check, stage
from running import ROOT, installation, part, processes_below, serving

SIZES = (250, 500, 1000, 2000, 4000)
HEADLINE = 2000
MORE_FILES = 500
"""Open files beside those of the phones, each of which listens to both servers."""


@dataclass(frozen=True)
class Run:
    """What one run gave; spans in milliseconds."""

    database: str
    clients: int
    voters: int
    rounds: int
    lost_or_double: int
    spans: dict[str, tuple[float, float, float]]
    per_ballot: float
    per_close: float
    memory: float
    memory_idle: float


def measure(clients: int, rounds: int, database: str, workers: int) -> Run:
    """Return what one run gave."""
    voters = clients // 2
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-live-") as folder:
        settings = installation(Path(folder) / "var", database)
        staged = part(__file__, ["stage", str(voters), str(rounds)], settings)
        with serving(settings, workers=workers) as (port, server), _bare_server() as bare_port:
            idle = _memory(server)
            load = Path(folder) / "load.json"
            load.write_text(json.dumps(staged))
            words = ["load", str(port), str(server), str(bare_port), str(clients), str(load)]
            measured = part(__file__, words, settings)
            memory = _memory(server)
        boxes = part(__file__, ["check", *map(str, staged["votes"])], settings)
    wrong = sum(abs(voters - box["ballots"]) + abs(voters - box["different"]) for box in boxes) + measured["lost"]
    wrong += sum(voters - each["accepted"] for each in measured["rounds"])
    spans = {
        "ballot answered": _spread(wait for each in measured["rounds"] for wait in each["waits"]),
        "last ballot, sent": _spread(span for each in measured["rounds"] for span in each["last_sent"]),
        "last ballot, answered": _spread(span for each in measured["rounds"] for span in each["last_answered"]),
        "the same, bare": _spread(measured["bare"]["numbers"]),
        "close, sent": _spread(span for each in measured["rounds"] for span in each["close_sent"]),
        "close, answered": _spread(
            span - each["close_answered"] for each in measured["rounds"] for span in each["close_sent"]
        ),
        "result, bare": _spread(measured["bare"]["state"]),
    }
    per_ballot = statistics.mean(1000 * each["for_ballots"] / voters for each in measured["rounds"])
    per_close = statistics.mean(1000 * each["for_close"] for each in measured["rounds"])
    name = "PostgreSQL" if database else "SQLite"
    return Run(name, clients, voters, rounds, wrong, spans, per_ballot, per_close, memory, idle)


def _spread(spans: Any) -> tuple[float, float, float]:
    """Return median, 99th percentile and maximum in milliseconds."""
    ordered = sorted(1000 * span for span in spans)
    return statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))], ordered[-1]


@contextmanager
def _bare_server() -> Iterator[int]:
    server = subprocess.Popen([sys.executable, __file__, "--part", "bare"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline())
    finally:
        server.terminate()
        server.wait(timeout=10)


def _memory(pid: int) -> float:
    """Return the megabytes that a process and those it started hold."""
    found = 0.0
    for each in processes_below(pid):
        status = Path(f"/proc/{each}/status").read_text()
        found += sum(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    return found


def _allow_open_files(wanted: int = 0) -> None:
    """Let this process hold as many lines as the system allows; stop where that is fewer than will be wanted."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SystemExit(f"A process may hold {hard} open files here; {wanted} are needed (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _run_part(words: Sequence[str]) -> None:
    _allow_open_files()
    match words:
        case ["stage", voters, rounds]:
            print(json.dumps(stage(int(voters), int(rounds))))
        case ["check", *votes]:
            print(json.dumps(check([int(vote) for vote in votes])))
        case ["bare"]:
            asyncio.run(bare())
        case ["load", port, server, bare_port, clients, staged]:
            below = processes_below(int(server))
            load = Load(int(port), below, int(bare_port), int(clients), json.loads(Path(staged).read_text()))
            print(json.dumps(asyncio.run(load.run())))


def _show(run: Run) -> None:
    print(
        f"| {run.database} | {run.clients} | {run.voters} × {run.rounds} | {run.lost_or_double} | "
        + " | ".join(f"{median:.0f} / {late:.0f} / {most:.0f}" for median, late, most in run.spans.values())
        + f" | {run.per_ballot:.1f} / {run.per_close:.0f} | {run.memory:.0f} ({run.memory_idle:.0f}) |",
        flush=True,
    )


def main() -> None:
    """Measure what the options ask for, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="*", help="phones that listen; half of them vote")
    parser.add_argument("--rounds", type=int, default=2, help="votes in each run")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--sqlite-only", action="store_true", help="leave PostgreSQL with two processes out")
    only.add_argument("--postgresql-only", action="store_true", help="run PostgreSQL with two processes alone")
    parser.add_argument("--part", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        _run_part(options.part)
        return
    sizes = options.clients or SIZES
    _allow_open_files(2 * max(sizes) + MORE_FILES)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print("Milliseconds to the phones: median / 99th percentile / the last.\n")
    print(
        "| database | phones | ballots | lost or double | ballot → answer | last ballot sent → phone | "
        "answered → phone | same bytes, bare | close sent → result | close answered → result | same bytes, bare | "
        "processor, per ballot / close | MB (idle) |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for clients in () if options.postgresql_only else sizes:
        _show(measure(clients, options.rounds, "", 1))
    if not options.sqlite_only:
        sys.path.insert(0, str(ROOT / "scripts"))
        import postgres

        with postgres.temporary() as address:
            _show(measure(HEADLINE if HEADLINE in sizes else sizes[-1], options.rounds, address, 2))


if __name__ == "__main__":
    main()
