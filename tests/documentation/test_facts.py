"""What the documentation says about the project is so."""

import re
import tomllib
from pathlib import Path

import yaml

from ljuspunkt import __version__
from ljuspunkt.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _swedish_order(word: str) -> str:
    return word.lower().translate(str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "é": "e"}))


def test_publiccode_has_what_the_standard_requires() -> None:
    code = yaml.safe_load(_read("publiccode.yml"))
    assert str(code["publiccodeYmlVersion"]).startswith("0.4") or str(code["publiccodeYmlVersion"]).startswith("0.5")
    assert {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance",
            "localisation"} <= code.keys()  # fmt: skip
    assert code["legal"]["license"] == "EUPL-1.2"
    for description in code["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


def test_version_and_licence_agree_everywhere() -> None:
    project = tomllib.loads(_read("pyproject.toml"))
    assert str(yaml.safe_load(_read("publiccode.yml"))["softwareVersion"]) == __version__
    assert project["project"]["license"] == "EUPL-1.2"
    assert _read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_the_glossary_is_one_alphabetical_table() -> None:
    rows = [line.split("|") for line in _read("docs/glossary.md").splitlines() if line.startswith("| ")][1:]
    words = [row[1].strip() for row in rows]
    assert all(len(row) == 5 and all(cell.strip() for cell in row[1:4]) for row in rows)
    assert words == sorted(words, key=_swedish_order)
    assert len(words) == len(set(words))


def test_decisions_are_numbered_once_and_say_what_they_must() -> None:
    numbers = []
    for page in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")):
        numbers.append(page.name[:4])
        text = page.read_text(encoding="utf-8").lower()
        for part in ("context", "decision", "consequences", "change our mind"):
            assert part in text, f"{page.name} lacks “{part}”"
    assert len(numbers) == len(set(numbers))


def test_the_readme_shows_the_two_commands_and_every_subcommand_is_documented() -> None:
    readme = _read("README.md")
    assert "make run" in readme
    assert "make test" in readme
    guides = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "guides").glob("*.md"))
    assert not [name for name in COMMANDS if f"ljuspunkt {name}" not in guides + readme]


def test_every_make_target_says_what_it_is_for() -> None:
    targets = re.findall(r"^([a-z-]+):(.*)$", _read("Makefile"), re.MULTILINE)
    assert targets
    assert all(name == "help" or "##" in rest for name, rest in targets)
