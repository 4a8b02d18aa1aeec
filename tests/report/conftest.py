"""One release and one report of it, made once for all tests of reports; tests that change files take a copy."""

import shutil
from pathlib import Path

import pytest

from tests.report.comparing import make_comparing_inputs, make_comparing_release
from tests.report.making import make_inputs, make_release, run


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the analyst's instruments, answers and policy."""
    return make_inputs(tmp_path_factory.mktemp("inputs") / "measurement")


@pytest.fixture(scope="session")
def release(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an audited release that is safe."""
    return make_release(inputs, tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="session")
def made_report(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report in Swedish; not to be changed."""
    out = tmp_path_factory.mktemp("report") / "report"
    assert run("report", release, "--out", out, "--language", "sv") == 0
    return out


@pytest.fixture
def report(made_report: Path, tmp_path: Path) -> Path:
    """Return a copy of the report that a test may change."""
    copy = tmp_path / "report"
    shutil.copytree(made_report, copy)
    return copy


@pytest.fixture(scope="session")
def comparing_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release whose policy asks for comparisons."""
    inputs = make_comparing_inputs(tmp_path_factory.mktemp("comparing") / "measurement")
    return make_comparing_release(inputs, tmp_path_factory.mktemp("comparing-release"))


@pytest.fixture(scope="session")
def comparing_report(comparing_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its report in Swedish; not to be changed."""
    out = tmp_path_factory.mktemp("comparing-report") / "report"
    assert run("report", comparing_release, "--out", out, "--language", "sv") == 0
    return out
