"""Every example of docs/guides/python.md gives what is printed there."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "python.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_every_example_gives_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    shown = "\n".join(BLOCK.findall(GUIDE.read_text(encoding="utf-8")))
    assert shown.count(">>>") > 25
    examples = doctest.DocTestParser().get_doctest(shown, {}, GUIDE.name, str(GUIDE), 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    failed = runner.run(examples, out=said.append).failed
    assert not failed, "".join(said)
