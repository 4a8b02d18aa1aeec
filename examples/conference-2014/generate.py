"""Make candidates.csv and ballots.csv of the 2014 conference: `python generate.py [FOLDER]`.

The 41 titles, the kinds, the number of candidates, places and voters, and the fifteen vote counts of the core are
published facts (catalogue-2014.yaml, facts-2014.yaml). The ballots were secret, so every ballot here is INVENTED,
under the one condition that the tally gives each published figure.

Chance is a chain of sha256 from one seed, so the files are the same bytes on every machine.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

SEED = "ljuspunkt-2014"
HERE = Path(__file__).resolve().parent
VOTERS = 23
PROCESS = tuple(range(1, 98))
EFFECT = tuple(range(98, 138))

FIRST_THROUGH = (1, 34, 57, 18, 86, 25, 30, 31, 3, 7, 9, 54, 15, 20)
"""Invented: which 14 of the 31 process indicators went through in vote 1 and not in vote 2."""

THIRD_THROUGH = (103, 137, 110, 125, 102)
"""Invented: which 5 of the 10 effect indicators went through in vote 3 and not in vote 4."""

Shape = Mapping[int, int]
"""How many items got so many yes; the shapes are invented, their sums are published."""

VOTE_1_THROUGH: Shape = {23: 1, 22: 2, 21: 2, 20: 3, 19: 4, 18: 2}
VOTE_1_ONWARD: Shape = {17: 6, 16: 6, 15: 7, 14: 7, 13: 6, 12: 5}
VOTE_1_OUT: Shape = {11: 8, 10: 8, 9: 7, 8: 6, 7: 5, 6: 4, 5: 3, 4: 2, 3: 2, 2: 1}
VOTE_2_THROUGH: Shape = {22: 1, 20: 2, 19: 2, 18: 3, 17: 3, 16: 3, 15: 3}
VOTE_2_OUT: Shape = {14: 2, 13: 3, 12: 2, 11: 3, 10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 4: 1}
VOTE_3_THROUGH: Shape = {23: 1, 21: 1, 20: 1, 19: 2}
VOTE_3_ONWARD: Shape = {18: 1, 17: 2, 16: 3, 15: 4, 14: 3, 13: 3, 12: 3}
VOTE_3_OUT: Shape = {11: 3, 10: 3, 9: 3, 8: 2, 7: 2, 6: 1, 5: 1, 3: 1}
VOTE_4_THROUGH: Shape = {20: 1, 18: 1, 17: 2, 16: 1}
VOTE_4_OUT: Shape = {15: 1, 14: 2, 13: 2, 12: 2, 11: 2, 9: 2, 8: 1, 6: 1, 5: 1}
VOTE_5_PROCESS: Shape = {12: 3, 11: 2, 10: 3, 9: 2, 8: 2, 7: 2, 6: 2, 5: 1, 4: 2, 3: 2}
VOTE_5_EFFECT: Shape = {12: 1, 11: 1, 9: 1, 8: 1, 6: 1}
"""Vote 5: only for those that aren't core; the core's counts are published."""

CANDIDATE_COLUMNS = (
    "id",
    "kind",
    "title_sv",
    "title_en",
    "title_known",
    "description_sv",
    "description_en",
    "catalogue_number",
    "perspective",
    "perspective_inferred",
)


def chance(*names: object) -> int:
    """Return a number that depends on the seed and the names only."""
    return int(sha256("|".join((SEED, *map(str, names))).encode()).hexdigest(), 16)


def shuffled(items: Iterable[int], *names: object) -> list[int]:
    """Return the items in an order by chance."""
    return sorted(items, key=lambda item: chance(*names, item))


def spread(items: Sequence[int], shape: Shape, *names: object, first: Sequence[int] = ()) -> dict[int, int]:
    """Return yes votes for the items: the shape's counts from the top, to `first` in order and then by chance."""
    counts = [yes for yes in sorted(shape, reverse=True) for _ in range(shape[yes])]
    order = [*first, *(item for item in shuffled(items, *names) if item not in first)]
    if len(counts) != len(order):
        raise ValueError(f"{names}: the shape has {len(counts)} items, the list {len(order)}")
    return dict(zip(order, counts, strict=True))


def published(catalogue: Mapping[str, Any]) -> dict[int, int]:
    """Return the core's yes votes in vote 5, from the published percentages of 23."""
    return {
        entry["original"]: round(entry["yes_share"] * VOTERS / 100)
        for entry in catalogue["indicators"]
        if "yes_share" in entry
    }


def yes_votes(catalogue: Mapping[str, Any]) -> dict[str, dict[int, int]]:
    """Return vote → candidate → yes votes, so that every published figure comes out."""
    titled = [entry["original"] for entry in catalogue["indicators"]]
    process = [number for number in titled if number in PROCESS]
    effect = [number for number in titled if number in EFFECT]
    second = [number for number in process if number not in FIRST_THROUGH]
    fourth = [number for number in effect if number not in THIRD_THROUGH]
    unknown = shuffled((number for number in PROCESS if number not in titled), "which process go on")
    losers, never = unknown[:20], unknown[20:]
    unknown = shuffled((number for number in EFFECT if number not in titled), "which effect go on")
    effect_losers, effect_never = unknown[:14], unknown[14:]
    core = published(catalogue)
    return {
        "1": spread(FIRST_THROUGH, VOTE_1_THROUGH, 1, first=FIRST_THROUGH)
        | spread([*second, *losers], VOTE_1_ONWARD, 1)
        | spread(never, VOTE_1_OUT, 1),
        "2": spread(second, VOTE_2_THROUGH, 2) | spread(losers, VOTE_2_OUT, 2),
        "3": spread(THIRD_THROUGH, VOTE_3_THROUGH, 3, first=THIRD_THROUGH)
        | spread([*fourth, *effect_losers], VOTE_3_ONWARD, 3)
        | spread(effect_never, VOTE_3_OUT, 3),
        "4": spread(fourth, VOTE_4_THROUGH, 4) | spread(effect_losers, VOTE_4_OUT, 4),
        "5": core
        | spread([number for number in process if number not in core], VOTE_5_PROCESS, 5)
        | spread([number for number in effect if number not in core], VOTE_5_EFFECT, 5),
    }


def voters_for(vote: str, candidate: int, yes: int) -> set[int]:
    """Return which of the 23 said yes to a candidate: by chance, but some say yes more readily than others."""

    def eagerness(voter: int) -> int:
        return chance("readiness", voter) % 300 + chance(vote, candidate, voter) % 1000

    return set(sorted(range(VOTERS), key=eagerness, reverse=True)[:yes])


def ballots(catalogue: Mapping[str, Any]) -> str:
    """Return ballots.csv: a row per yes, labels without any order."""
    rows = []
    for vote, counts in yes_votes(catalogue).items():
        labels = [f"{chance('label', vote, voter) % 16**6:06x}" for voter in range(VOTERS)]
        if len(set(labels)) != VOTERS:
            raise ValueError(f"two ballots of vote {vote} have the same label")
        said: list[tuple[str, int]] = []
        for candidate, yes in counts.items():
            said += [(labels[voter], candidate) for voter in voters_for(vote, candidate, yes)]
        if {label for label, _ in said} != set(labels):
            raise ValueError(f"a voter said yes to nothing in vote {vote}")
        rows += [(vote, label, candidate, "yes") for label, candidate in sorted(said)]
    return as_csv(("vote", "ballot", "item", "value"), rows)


def candidates(catalogue: Mapping[str, Any]) -> str:
    """Return candidates.csv; the 96 whose titles weren't published say so."""
    known = {entry["original"]: entry for entry in catalogue["indicators"]}
    rows = []
    for number in (*PROCESS, *EFFECT):
        kind = "process" if number in PROCESS else "effect"
        entry = known.get(number)
        if entry is None:
            stand_in = (f"Kandidat {number} (rubriken är inte publicerad)", f"Candidate {number} (title not published)")
            rows.append((number, kind, *stand_in, "no", "", "", "", "", ""))
            continue
        if entry["kind"] != kind:
            raise ValueError(f"the catalogue calls candidate {number} {entry['kind']}")
        rows.append(
            (
                number,
                kind,
                entry["title"]["sv"],
                entry["title"]["en"],
                "yes",
                entry["description"]["sv"],
                entry["description"]["en"],
                entry["number"],
                entry["perspective"],
                "yes" if entry.get("inferred") else "no",
            )
        )
    return as_csv(CANDIDATE_COLUMNS, rows)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV with line feeds."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def main(folder: Path) -> None:
    """Write both files."""
    catalogue = yaml.safe_load((HERE / "catalogue-2014.yaml").read_text(encoding="utf-8"))
    (folder / "candidates.csv").write_text(candidates(catalogue), encoding="utf-8", newline="\n")
    (folder / "ballots.csv").write_text(ballots(catalogue), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
