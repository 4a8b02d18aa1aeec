"""Draw docs/states/vote.md from `ROADS`: `python docs/states/draw.py`."""

from pathlib import Path

from ljuspunkt.domain.consensus.round import ROADS, State

WORDS: dict[State, str] = {
    "draft": "draft (utkast)",
    "open": "open (öppen)",
    "closed": "closed (stängd)",
    "decided": "decided (avgjord)",
    "void": "void (annullerad)",
}

HEAD = """\
# The states of a vote

Drawn by `docs/states/draw.py` from `ROADS` in `src/ljuspunkt/domain/consensus/round.py`; a test checks that they agree.

- A *draft* can be changed. With the first step out of it, the rule is fixed.
- While the vote is *open*, ballots are cast, and everybody sees only how many have voted.
- A *closed* vote can't be opened again. Its ties wait for a run-off, a ruling or nothing.
- A *decided* vote stays as it is, unless it is made void before another vote builds on it.
- A vote that went wrong is made *void*, with a reason, and held again as a new vote. What it gave is kept.

```mermaid
stateDiagram-v2
"""


def drawn() -> str:
    """Return the page."""
    lines = [f"    {state} : {words}" for state, words in WORDS.items()]
    lines.append("    [*] --> draft")
    for state, roads in ROADS.items():
        lines += [f"    {state} --> {to}" for to in roads] or [f"    {state} --> [*]"]
    return HEAD + "\n".join(lines) + "\n```\n"


if __name__ == "__main__":
    (Path(__file__).parent / "vote.md").write_text(drawn(), encoding="utf-8")
