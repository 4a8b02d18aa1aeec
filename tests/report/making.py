"""A small invented measurement, made into a release and a report by the real commands.

Two groups, two waves, six associations: one group's question changes its scale, one association is too small to be
shown, and some are named so that careless templates, spreadsheets and type setters would stumble.
"""

import csv
import random
from pathlib import Path

from ljuspunkt.cli.main import main

ASSOCIATIONS = {
    "Norrvik": 40,
    "=1+1": 32,
    "A & <b>bold</b>": 28,
    "#pagebreak() *stjärna* $x$": 26,
    "Öst Ödeby": 22,
    "Lillby": 3,
}

SCALE = """
choices:
  agree4:
    - {name: "1", value: 1, label: {sv: Stämmer inte alls, en: Not true at all}}
    - {name: "2", value: 2, label: {sv: Stämmer dåligt, en: Not very true}}
    - {name: "3", value: 3, label: {sv: Stämmer ganska bra, en: Fairly true}}
    - {name: "4", value: 4, label: {sv: Stämmer helt, en: Completely true}}
    - {name: "9", missing: dont_know, label: {sv: Vet inte, en: Don't know}}
  yes_no:
    - {name: "yes", label: {sv: "Ja", en: "Yes"}}
    - {name: "no", label: {sv: "Nej", en: "No"}}
"""

TITLES = """
indicators:
  - {number: "4", candidate: "25", title: {sv: Någon håller ihop stödet, en: Someone holds the support together}}
  - {number: "8", candidate: "54", title: {sv: Respekt mellan professionerna, en: Respect between professions}}
"""


def _instrument(form: str, group: str, label: str, waves: list[str], survey: str) -> str:
    return (
        f'settings: {{form_id: {form}, version: "{waves[0]}", respondent_group: {group}, waves: {waves}, '
        "title: {sv: Påhittad provmätning, en: Invented trial measurement}, "
        f"group_label: {{sv: {label}, en: {label}}}}}\n{TITLES}{SCALE}survey:\n{survey}"
    )


Q4 = """  - {name: q4, type: select_one agree4, indicator: ["4"], positive: ["3", "4"],
     label: {sv: En person håller ihop stödet, en: One person holds the support together}}
"""
Q8 = """  - {name: q8a, type: select_one agree4, indicator: ["8"], positive: ["3", "4"],
     label: {sv: Jag möts med respekt, en: I am met with respect}}
  - {name: q8b, type: select_one agree4, indicator: ["8"], positive: ["3", "4"],
     label: {sv: Jag visar respekt, en: I show respect}}
"""
Q4_YES = """  - {name: q4, type: select_one yes_no, indicator: ["4"], positive: ["yes"],
     label: {sv: "Håller någon ihop stödet?", en: "Does somebody hold the support together?"}}
"""


def make_inputs(folder: Path) -> Path:
    """Write instruments, answers and a policy."""
    instruments = folder / "instruments"
    answers = folder / "answers"
    instruments.mkdir(parents=True)
    answers.mkdir()
    both = ["2021", "2022"]
    (instruments / "participant.yaml").write_text(
        _instrument("participant", "participant", "Deltagare", both, Q4), encoding="utf-8"
    )
    (instruments / "staff-2021.yaml").write_text(
        _instrument("staff", "staff", "Insatspersonal", ["2021"], Q4_YES + Q8), encoding="utf-8"
    )
    (instruments / "staff-2022.yaml").write_text(
        _instrument("staff", "staff", "Insatspersonal", ["2022"], Q4 + Q8), encoding="utf-8"
    )
    for wave in both:
        _answers(answers / f"answers-{wave}.csv", wave)
    (folder / "policy.yaml").write_text(
        'waves: ["2021", "2022"]\ntables:\n'
        "  - {by: [association, group], statistics: [share]}\n"
        "  - {by: [group], statistics: [share, mean, distribution]}\n",
        encoding="utf-8",
    )
    return folder


def _answers(path: Path, wave: str) -> None:
    dice = random.Random(f"a small measurement {wave}")
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out).writerow
        write(["wave", "association", "group", "q4", "q8a", "q8b"])
        for association, size in ASSOCIATIONS.items():
            for group in ("participant", "staff"):
                for _ in range(size if group == "participant" else max(size // 2, 2)):
                    write([wave, association, group, *_one(dice, group, wave)])


def _one(dice: random.Random, group: str, wave: str) -> list[str]:
    def agree() -> str:
        return dice.choices(["1", "2", "3", "4", "9", ""], [8, 14, 40, 30, 5, 3])[0]

    if group == "participant":
        return [agree(), "", ""]
    q4 = dice.choices(["yes", "no"], [70, 30])[0] if wave == "2021" else agree()
    return [q4, agree(), agree()]


def run(*words: object) -> int:
    """Run a command of ours."""
    return main([str(word) for word in words])


def make_release(inputs: Path, folder: Path) -> Path:
    """Count and protect."""
    counts, release = folder / "counts.csv", folder / "release"
    answers = sorted((inputs / "answers").glob("*.csv"))
    assert run("count", inputs / "instruments", *answers, "--out", counts) == 0
    assert run("protect", inputs / "instruments", counts, "--policy", inputs / "policy.yaml", "--out", release) == 0
    return release
