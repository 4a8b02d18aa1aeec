"""Makes the answers of the example measurement: three years, invented, always the same bytes.

Swedish: exempelmätning. Nobody gave these answers and none of the associations exists. Run it with
`python examples/measurement/generate.py [FOLDER]`; without a folder it writes beside itself.

The questionnaires in `instruments/` and the policy are written by hand. What is drawn here is who takes part,
how many answer, and what: each respondent has a leaning of his or her own, so that the answers of one person
go together; the true share of positive answers of an association's group lies between .60 and .95.
"""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist

import yaml

SEED = "Ljuspunkt, example measurement, 1"
HERE = Path(__file__).parent

ANSWERS = {"2020": 4186, "2021": 3759, "2022": 3970}
ASSOCIATIONS = {"2020": 42, "2021": 39, "2022": 36}

# Invented names, from_wave, until_wave, merged_into. Ekvallen and Furusala became Lindåsen in 2021,
# Vassholma went into Björkhaga in 2022; five left and one joined.
MERGED_AND_LEFT = {
    "Ekvallen": ("2020", "2020", "Lindåsen"),
    "Furusala": ("2020", "2020", "Lindåsen"),
    "Lindåsen": ("2021", "", ""),
    "Hagstranda": ("2020", "2020", ""),
    "Tallvika": ("2020", "2020", ""),
    "Vassholma": ("2020", "2021", "Björkhaga"),
    "Ringåsa": ("2020", "2021", ""),
    "Skärlunda": ("2020", "2021", ""),
    "Ulvmossa": ("2020", "2021", ""),
    "Nymarka": ("2022", "", ""),
}
STAYED = (
    "Norrvik Björkhaga Mellansjö Alnäset Askmarka Barrtorpa Dimängen Edsmyra Fjällmora Granlida Gullvassen Hasselåsa "
    "Havrekulla Idebäcka Järvlunda Kornhöjda Kvarnlida Ljungfors Lärkängen Marsäng Nordhaga Oxvika Pilvalla Rävkulla "
    "Rönnmyra Silverfors Sjölida Solhöjda Stenvalla Storgläntan Sävkulla Tjärnåsa Videskog Älglida"
).split()

GROUP_SHARES = {"participant_ongoing": 0.42, "participant_exit": 0.11, "staff": 0.24, "managers": 0.13, "board": 0.10}
# How much a group grows with its association: boards hardly do.
GROUP_GROWTH = {"participant_ongoing": 1.0, "participant_exit": 1.1, "staff": 0.9, "managers": 0.8, "board": 0.55}
# The share of those asked who answer; None where nobody counted whom they asked.
GROUP_RESPONSE = {"participant_ongoing": 0.71, "participant_exit": 0.48, "staff": 0.77, "managers": 0.63, "board": 0.58}

INDICATOR_SHARES = {
    "1": 0.84, "2": 0.78, "3": 0.82, "4": 0.78, "5": 0.74, "6": 0.70, "7": 0.80, "8": 0.88, "9": 0.73, "10": 0.68,
    "11": 0.75, "12": 0.79, "13": 0.77, "14": 0.72, "15": 0.69, "": 0.86,
}  # fmt: skip
# Logits per year.
TREND = {"4": 0.14, "9": 0.10, "14": 0.08, "6": -0.06}
GROUP_EFFECT = {"participant_ongoing": 0.05, "participant_exit": 0.2, "staff": 0.1, "managers": -0.15, "board": -0.05}
LOWEST, HIGHEST = 0.60, 0.95
LEANING = 0.45  # correlation between two answers of one person
NO_ANSWER = {"q15": 0.12, "q6": 0.05}
NO_ANSWER_ELSE = 0.025
DONT_KNOW = {"participant_ongoing": 0.05, "participant_exit": 0.04, "staff": 0.03, "managers": 0.07, "board": 0.12}
NOT_APPLICABLE = 0.08
SEXES = {"woman": 0.61, "man": 0.36, "other": 0.012, "": 0.018}

NORMAL = NormalDist()


@dataclass(frozen=True)
class Item:
    """A question as the generator needs it: its steps from the least to the most positive."""

    name: str
    indicator: str
    negative: tuple[str, ...]
    positive: tuple[str, ...]
    dont_know: str
    not_applicable: str


@dataclass(frozen=True)
class Truth:
    """What is true of the invented world; logits."""

    association: Mapping[str, float]
    association_indicator: Mapping[tuple[str, str], float]

    def share(self, *, association: str, group: str, item: Item, wave: str) -> float:
        base = INDICATOR_SHARES[item.indicator]
        logit = (
            log(base / (1 - base))
            + GROUP_EFFECT[group]
            + self.association[association]
            + self.association_indicator[association, item.indicator]
            + TREND.get(item.indicator, 0.0) * (int(wave) - 2021)
        )
        return min(HIGHEST, max(LOWEST, 1 / (1 + exp(-logit))))


def main(folder: Path) -> None:
    """Write the answers of each year, the associations and the numbers asked into `folder`."""
    rng = Random(SEED)
    associations = dict.fromkeys(STAYED, ("2020", "", "")) | MERGED_AND_LEFT
    names = sorted(associations)
    truth = _truth(rng, names)
    weights = {name: exp(rng.gauss(0.0, 1.15)) for name in names}
    weights["Norrvik"], weights["Björkhaga"], weights["Mellansjö"] = 1.7, 5.2, 1.1
    questionnaires = _questionnaires()
    columns = sorted({item.name for items in questionnaires.values() for item in items}, key=_as_numbered)
    asked: list[tuple[str, str, str, str]] = []
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    for wave, total in ANSWERS.items():
        present = [name for name in names if _takes_part(associations[name], wave)]
        assert len(present) == ASSOCIATIONS[wave], (wave, len(present))
        sizes = _sizes(rng, present, weights, total)
        rows: list[tuple[str, ...]] = []
        for (association, group), size in sizes.items():
            asked.append((wave, association, group, _asked(rng, association, group, size)))
            items = questionnaires[group, wave]
            for _ in range(size):
                answers = _respondent(rng, truth, association, group, wave, items)
                sex = _drawn(rng, SEXES)
                rows.append((wave, association, group, sex, *(answers.get(column, "") for column in columns)))
        # Sorted by their own content: no order of arrival, real or invented.
        _write(
            folder / "answers" / f"answers-{wave}.csv", ("wave", "association", "group", "sex", *columns), sorted(rows)
        )
    _write(folder / "asked.csv", ("wave", "association", "group", "asked"), asked)
    _write(
        folder / "associations.csv",
        ("association", "from_wave", "until_wave", "merged_into"),
        [(name, *associations[name]) for name in names],
    )


def _truth(rng: Random, names: Sequence[str]) -> Truth:
    return Truth(
        association={name: rng.gauss(0.0, 0.22) for name in names},
        association_indicator={(name, number): rng.gauss(0.0, 0.18) for name in names for number in INDICATOR_SHARES},
    )


def _questionnaires() -> dict[tuple[str, str], list[Item]]:
    found: dict[tuple[str, str], list[Item]] = {}
    for path in sorted((HERE / "instruments").glob("*.yaml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        items = [_item(row, written["choices"][row["type"].split()[1]]) for row in written["survey"]]
        for wave in written["settings"]["waves"]:
            found[written["settings"]["respondent_group"], wave] = items
    return found


def _item(row: Mapping[str, object], choices: Sequence[Mapping[str, object]]) -> Item:
    positive = row["positive"]
    assert isinstance(positive, list)
    answers = [choice for choice in choices if "missing" not in choice]
    ordered = sorted(answers, key=lambda choice: (choice["name"] in positive, _goodness(choice, row, positive)))
    named = [str(choice["name"]) for choice in ordered]
    indicators = row.get("indicator", [])
    assert isinstance(indicators, list)
    by_missing = {choice["missing"]: str(choice["name"]) for choice in choices if "missing" in choice}
    return Item(
        name=str(row["name"]),
        indicator=str(indicators[0]) if indicators else "",
        negative=tuple(name for name in named if name not in positive),
        positive=tuple(name for name in named if name in positive),
        dont_know=by_missing.get("dont_know", ""),
        not_applicable=by_missing.get("not_applicable", ""),
    )


def _goodness(choice: Mapping[str, object], row: Mapping[str, object], positive: Sequence[str]) -> int:
    value = int(str(choice.get("value", int(choice["name"] in positive))))
    return -value if row.get("reverse") else value


def _as_numbered(name: str) -> tuple[int, str]:
    digits = name[1:].rstrip("abc")
    return int(digits), name


def _takes_part(years: tuple[str, str, str], wave: str) -> bool:
    return years[0] <= wave and (not years[1] or wave <= years[1])


def _sizes(rng: Random, present: Sequence[str], weights: Mapping[str, float], total: int) -> dict[tuple[str, str], int]:
    """Return how many answer in each association and group; they add up to `total` exactly."""
    parts: dict[tuple[str, str], float] = {}
    for group, share in GROUP_SHARES.items():
        drawn = {name: weights[name] ** GROUP_GROWTH[group] * exp(rng.gauss(0.0, 0.45)) for name in present}
        whole = sum(drawn.values())
        parts |= {(name, group): total * share * part / whole for name, part in drawn.items()}
    sizes = {cell: int(part) for cell, part in parts.items()}
    by_remainder = sorted(parts, key=lambda cell: (sizes[cell] - parts[cell], cell))
    for cell in by_remainder[: total - sum(sizes.values())]:
        sizes[cell] += 1
    return dict(sorted(sizes.items()))


def _asked(rng: Random, association: str, group: str, size: int) -> str:
    """Return how many were asked; "" where nobody counted, as often with participants."""
    unknown = 0.3 if group.startswith("participant") else 0.03
    if rng.random() < unknown:
        return ""
    rate = min(1.0, max(0.25, GROUP_RESPONSE[group] + rng.gauss(0.0, 0.1)))
    return str(max(size, round(size / rate)) if size else 2)


def _respondent(
    rng: Random, truth: Truth, association: str, group: str, wave: str, items: Iterable[Item]
) -> dict[str, str]:
    leaning = rng.gauss(0.0, 1.0)
    answers: dict[str, str] = {}
    for item in items:
        share = truth.share(association=association, group=group, item=item, wave=wave)
        place = NORMAL.cdf(sqrt(LEANING) * leaning + sqrt(1 - LEANING) * rng.gauss(0.0, 1.0))
        left = rng.random()
        answers[item.name] = _answer(item, share, place, left, DONT_KNOW[group])
    return answers


def _answer(item: Item, share: float, place: float, left: float, dont_know: float) -> str:
    """Return the step at `place` (0–1) of a question whose positive steps hold the uppermost `share`."""
    no_answer = NO_ANSWER.get(item.name, NO_ANSWER_ELSE)
    if left < no_answer:
        return ""
    if left < no_answer + dont_know:
        return item.dont_know
    if item.not_applicable and left < no_answer + dont_know + NOT_APPLICABLE:
        return item.not_applicable
    if place < 1 - share:
        within = place / (1 - share)
        return item.negative[min(len(item.negative) - 1, int(len(item.negative) * within**0.7))]
    within = (place - (1 - share)) / share
    return item.positive[min(len(item.positive) - 1, int(len(item.positive) * within))]


def _drawn(rng: Random, chances: Mapping[str, float]) -> str:
    left = rng.random()
    for name, chance in chances.items():
        left -= chance
        if left < 0:
            return name
    return list(chances)[-1]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
