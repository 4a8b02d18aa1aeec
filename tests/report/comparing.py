"""A second invented measurement, with comparisons: one group, three waves, fourteen associations.

Associations differ a little, one stands out, and one is too small to be known with certainty.
"""

import csv
from pathlib import Path

from tests.report.making import SCALE, run

NAMES = [
    "Almby",
    "Björkvik",
    "Dalhult",
    "Ekshult",
    "Fagerö",
    "Granås",
    "Hällvik",
    "Insjö",
    "Järnvik",
    "Kvarnö",
    "Lövhult",
    "Marnäs",
    "Norrby",
    "Ängsvik",
]
STANDS_OUT = "Granås"
FEW_ANSWERS = "Ängsvik"
WAVES = ["2020", "2021", "2022"]

INSTRUMENT = f"""settings: {{form_id: participant, version: "1", respondent_group: participant, waves: {WAVES},
  title: {{sv: Påhittad jämförelse, en: Invented comparison}},
  group_label: {{sv: Deltagare, en: Participants}}}}
indicators:
  - {{number: "4", title: {{sv: Någon håller ihop stödet, en: Someone holds the support together}}}}
  - {{number: "9", title: {{sv: Erfarenheter tas till vara, en: Experience is put to use}}}}
{SCALE}survey:
  - {{name: q4, type: select_one agree4, indicator: ["4"], positive: ["3", "4"],
     label: {{sv: En person håller ihop stödet, en: One person holds the support together}}}}
  - {{name: q9, type: select_one agree4, indicator: ["9"], positive: ["3", "4"],
     label: {{sv: Mina erfarenheter används, en: My experience is used}}}}
"""


def make_comparing_inputs(folder: Path, *, comparisons: str = "comparisons: [others, trend]\n") -> Path:
    """Write instruments, answers and a policy that asks for comparisons."""
    (folder / "instruments").mkdir(parents=True)
    (folder / "answers").mkdir()
    (folder / "instruments" / "participant.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (folder / "policy.yaml").write_text(
        f'waves: ["2020", "2021", "2022"]\n{comparisons}tables:\n'
        "  - {by: [association, group], statistics: [share]}\n"
        "  - {by: [group], statistics: [share, mean, distribution]}\n",
        encoding="utf-8",
    )
    for number, wave in enumerate(WAVES):
        with (folder / "answers" / f"{wave}.csv").open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out).writerow
            write(["wave", "association", "group", "q4", "q9"])
            for place, name in enumerate(NAMES):
                size = 12 if name == FEW_ANSWERS else 24 + 5 * place
                usual = 0.72 + (place % 5 - 2) * 0.02 + (0.02 if place % 2 else -0.015) * number
                q4 = _answers(size, 0.30 if name == STANDS_OUT else 0.58 if name == FEW_ANSWERS else usual)
                q9 = _answers(size, 0.52 + 0.12 * number + (place % 3) * 0.02)
                for pair in zip(q4, q9, strict=True):
                    write([wave, name, "participant", *pair])
    return folder


def _answers(size: int, share: float) -> list[str]:
    """Return so many answers with this share of positive ones, one "don't know" among the larger sets."""
    positive = round(share * size)
    found = ["3", "4"] * size
    lacking = ["1", "2"] * size
    answers = [*found[:positive], *lacking[: size - positive]]
    return [*answers[:-1], "9"] if size > 20 else answers


def make_comparing_release(inputs: Path, folder: Path) -> Path:
    """Count and protect."""
    counts, release = folder / "counts.csv", folder / "release"
    answers = sorted((inputs / "answers").glob("*.csv"))
    assert run("count", inputs / "instruments", *answers, "--out", counts) == 0
    assert run("protect", inputs / "instruments", counts, "--policy", inputs / "policy.yaml", "--out", release) == 0
    return release
