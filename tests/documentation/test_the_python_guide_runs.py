"""Every example in Python gives what is printed beside it: the guide's, and the checks of the statistics."""

import doctest
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import ljuspunkt
from ljuspunkt.domain import estimation

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE = DOCS / "guides" / "python.md"
STATISTICS = DOCS / "method" / "statistics.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def differences(page: Path, at_least: int) -> str:
    """Run a page's examples one after the other; return where they give something else."""
    shown = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))
    assert shown.count(">>>") >= at_least
    examples = doctest.DocTestParser().get_doctest(shown, {}, page.name, str(page), 0)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(examples, out=said.append)
    return "".join(said)


@pytest.mark.slow
def test_every_example_of_the_guide_gives_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(DOCS.parent / "examples")
    monkeypatch.chdir(tmp_path)
    assert not differences(GUIDE, 25)


def test_every_statistic_gives_the_number_of_its_source() -> None:
    assert not differences(STATISTICS, 45)


def test_every_statistic_is_told_and_checked() -> None:
    page = STATISTICS.read_text(encoding="utf-8")
    checked = "\n".join(BLOCK.findall(page))
    homes = {f"{estimation.__name__}.{module.name}" for module in iter_modules(estimation.__path__)}
    offered = [name for name, home in ljuspunkt._HOME.items() if home in homes]
    assert offered
    assert not [name for name in offered if f"{name}(" not in checked]
    told = [name for name in offered if name not in ("Cluster", "Dispositions") and not re.fullmatch(r"rr\d", name)]
    assert not [name for name in told if f"`{name}`" not in page]


def test_every_source_named_is_listed() -> None:
    text, _, listed = STATISTICS.read_text(encoding="utf-8").partition("## Sources")
    names = {
        name
        for module in iter_modules(estimation.__path__)
        for name in re.findall(
            r"Source: ([A-Z][a-zö]+)[^;\n]* \d{4}", import_module(f"{estimation.__name__}.{module.name}").__doc__ or ""
        )
    }
    names |= set(re.findall(r"\b([A-Z][a-zö]+)(?: et al\.| and [A-Z][a-z]+)? (?:18|19|20)\d\d\b", text))
    assert not [name for name in sorted(names) if name not in listed]
