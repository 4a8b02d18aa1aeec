"""The names of `import ljuspunkt`: the import is light, checkers of types see each, and no statistic is forgotten."""

import ast
import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import ljuspunkt
from ljuspunkt.domain import estimation

SOURCE = Path(ljuspunkt.__file__)
HEAVY = {"numpy", "scipy", "pandas", "polars", "pyarrow", "ibis", "duckdb", "highspy", "django", "yaml", "pyspark"}


@pytest.mark.parametrize("program", ["import ljuspunkt", "import ljuspunkt; ljuspunkt.__version__; dir(ljuspunkt)"])
def test_the_import_loads_nothing_heavy(program: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(loaded.stdout.split())
    assert not modules & HEAVY
    assert {name for name in modules if name.startswith("ljuspunkt")} == {"ljuspunkt"}


def test_checkers_of_types_see_the_names_that_there_are() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    seen = {
        (alias.asname, node.module)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert seen == set(ljuspunkt._HOME.items())


@pytest.mark.parametrize("name", [name for name in ljuspunkt.__all__ if name != "__version__"])
def test_every_name_has_its_help(name: str) -> None:
    documented = inspect.getdoc(getattr(ljuspunkt, name))
    assert documented
    assert not documented.startswith(f"{name}(")


def test_no_statistic_of_the_method_is_forgotten() -> None:
    within = {"check_confidence", "normal_quantile", "t_quantile"}
    public = {
        name
        for module in pkgutil.iter_modules(estimation.__path__)
        for name, found in vars(import_module(f"{estimation.__name__}.{module.name}")).items()
        if inspect.isfunction(found) and not name.startswith("_") and found.__module__.startswith(estimation.__name__)
    }
    assert public - within == public & set(ljuspunkt.__all__)


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'wilsons'"):
        getattr(ljuspunkt, "wilsons")  # noqa: B009
