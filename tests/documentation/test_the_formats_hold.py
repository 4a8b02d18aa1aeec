"""The files shown in docs/formats.md are whole: the instrument and answers there give the counts there."""

import re
from pathlib import Path

from ljuspunkt.cli.main import main

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_answers_shown_give_the_counts_shown(tmp_path: Path) -> None:
    shown = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    for name in ("instrument.yaml", "answers.csv"):
        (tmp_path / name).write_text(shown.pop(name), encoding="utf-8")
    out = tmp_path / "counts.csv"
    assert main(["count", str(tmp_path / "instrument.yaml"), str(tmp_path / "answers.csv"), "--out", str(out)]) == 0
    assert set(shown) == {"counts.csv", "counts.scores.csv", "counts.products.csv"}
    for name, text in shown.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text
