"""The lock, requirements.lock: `lock.py update` renews it, `lock.py check` tells whether it fits pyproject.toml.

Beside it, requirements-spark.lock holds the Spark of the tests. It is as old as the locked client, and lies apart since
it is large and contains what the client contains. The check asks no registry, so that it says the same tomorrow: it
compares what the project asks for with what the lock says it holds for the project's sake.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
SPARK_LOCK = ROOT / "requirements-spark.lock"
COMPILE = (
    "pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras "
    "--group dev --all-extras pyproject.toml --custom-compile-command".split()
)
COMPILE_SPARK = (
    "pip compile - --no-deps --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate "
    "--custom-compile-command".split()
)


def update() -> int:
    """Let uv solve the requirements anew; versions that still fit stay."""
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run([uv, *COMPILE, "make lock", "--quiet", "-o", LOCK], cwd=ROOT, check=False).returncode
    wanted = f"pyspark=={_client(LOCK.read_text(encoding='utf-8'))}\n"
    return (
        done
        or subprocess.run(
            [uv, *COMPILE_SPARK, "make lock", "--quiet", "-o", SPARK_LOCK],
            cwd=ROOT,
            input=wanted,
            text=True,
            check=False,
        ).returncode
    )


def _client(lock: str) -> str:
    """Return the locked version of Spark's client."""
    found = re.search(r"^pyspark-client==(\S+)", lock, re.MULTILINE)
    return found.group(1) if found else ""


def _wanted(text: str) -> dict[str, list[Requirement]]:
    project = tomllib.loads(text)
    wanted: dict[str, list[Requirement]] = {}
    extras = project["project"].get("optional-dependencies", {})
    for line in [*project["project"]["dependencies"], *chain(*extras.values()), *project["dependency-groups"]["dev"]]:
        requirement = Requirement(line)
        wanted.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return wanted


def _locked(text: str) -> Iterator[tuple[Requirement, bool, bool]]:
    """Yield each pinned package, whether it has a hash, and whether the project itself asks for it."""
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.IGNORECASE | re.MULTILINE)
    for entry in entries[1:]:
        pinned = Requirement(entry.split("\\")[0].strip())
        yield pinned, "--hash=sha256:" in entry, "pyproject.toml" in entry or "ljuspunkt" in entry


def faults(project: str, lock: str) -> list[str]:
    """Return one sentence for each thing in which lock and project, as texts, differ."""
    found: list[str] = []
    wanted = _wanted(project)
    held: set[str] = set()
    for pinned, hashed, ours in _locked(lock):
        name = canonicalize_name(pinned.name)
        version = str(pinned.specifier).removeprefix("==")
        if not hashed:
            found.append(f"{pinned} has no hash.")
        if ours and name not in wanted:
            found.append(f"{name} is locked for the project, which doesn't ask for it any more.")
        if ours:
            held.add(name)
        for requirement in wanted.get(name, []):
            if not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{requirement} is asked for, {version} is locked.")
            if not requirement.extras <= pinned.extras and ours:
                found.append(f"{requirement} is asked for, {pinned} is locked.")
    found += [f"{name} is asked for and isn't in the lock." for name in sorted(wanted.keys() - held)]
    return found


def spark_faults(lock: str, spark: str) -> list[str]:
    """Return one sentence for each thing in which the client and the Spark of the tests, as texts, differ."""
    found = re.search(r"^pyspark==(\S+)", spark, re.MULTILINE)
    if found is None or "--hash=sha256:" not in spark:
        return ["requirements-spark.lock lacks pyspark and its hash."]
    client = _client(lock)
    return [] if found.group(1) == client else [f"pyspark-client is locked as {client}, pyspark as {found.group(1)}."]


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        sys.exit(update())
    held = LOCK.read_text(encoding="utf-8")
    problems = faults((ROOT / "pyproject.toml").read_text(encoding="utf-8"), held)
    problems += spark_faults(held, SPARK_LOCK.read_text(encoding="utf-8"))
    print("\n".join([*problems, "Run “make lock”."]) if problems else "The lock fits the project.")
    sys.exit(1 if problems else 0)
