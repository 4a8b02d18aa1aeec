"""The rules of the house that import contracts can't say. The others stand in .importlinter."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "ljuspunkt"
RELEASE = SOURCE / "domain" / "disclosure" / "release.py"

CLOCKS_AND_DICE = {"now", "utcnow", "today", "default_rng", "seed", "RandomState", "open", "print", "input"}

METHOD_COMMANDS = ("tally", "count", "figures", "protect", "audit", "verify")


def _calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno


def test_only_one_module_makes_a_released_table() -> None:
    makers = {
        path.relative_to(SOURCE)
        for path in SOURCE.rglob("*.py")
        if path != RELEASE and any(name == "ReleasedTable" for name, _line in _calls(path))
    }
    assert not makers


def test_the_method_reads_no_clock_throws_no_dice_and_opens_no_file() -> None:
    found = {
        f"{path.relative_to(SOURCE)}:{line} calls {name}"
        for path in (SOURCE / "domain").rglob("*.py")
        for name, line in _calls(path)
        if name in CLOCKS_AND_DICE
    }
    assert not found


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("ljuspunkt", cache_dir=None)


def test_rooms_know_each_other_through_queries_services_and_permissions_only() -> None:
    graph = _graph()
    found = set()
    for importer in graph.find_descendants("ljuspunkt.rooms"):
        room = importer.split(".")[2]
        for imported in graph.find_modules_directly_imported_by(importer):
            parts = imported.split(".")
            if (
                parts[:2] == ["ljuspunkt", "rooms"]
                and parts[2:3] not in ([], [room])
                and parts[3:4] not in (["queries"], ["services"], ["permissions"])
            ):
                found.add(f"{importer} imports {imported}")
    assert not found


def test_a_rooms_models_are_its_own() -> None:
    graph = _graph()
    found = {
        f"{importer} imports {models}"
        for models in graph.find_descendants("ljuspunkt.rooms")
        if models.split(".")[3:4] == ["models"]
        for importer in graph.find_modules_that_directly_import(models)
        if not importer.startswith(models.rpartition(".models")[0] + ".")
    }
    assert not found


@pytest.mark.parametrize("command", METHOD_COMMANDS)
def test_a_command_of_the_method_starts_without_django_or_an_engine(command: str) -> None:
    program = (
        f"import sys; from importlib import import_module; import_module('ljuspunkt.cli.{command}'); "
        "print(*sorted({'django', 'ibis', 'duckdb'} & sys.modules.keys()))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
    assert loaded == ""


def test_modules_stay_readable_in_length() -> None:
    long = {
        f"{path.relative_to(SOURCE)} has {lines} lines"
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long
