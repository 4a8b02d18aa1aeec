"""What stands behind pictures and findings, as files: CSV per picture, JSON for all findings of a report."""

import csv
import io
import json
from collections.abc import Sequence

from ljuspunkt.domain.report.finding import Finding
from ljuspunkt.domain.report.outline import Account, Figure

NUMBERS = ("n", "answered", "positive", "share", "low", "high", "mean", "mean_low", "mean_high")


def picture_csv(figure: Figure) -> str:
    """Return the figures behind a picture, a line per row of it; numbers unrounded, as they were released or derived.

    `shown_as` is empty for a number, else the reason why there is none: hidden, empty, none (not asked) or
    other_question.
    """
    if figure.sheet:
        derived = io.StringIO()
        csv.writer(derived, lineterminator="\n").writerows(figure.sheet)
        return derived.getvalue()
    columns = list(dict.fromkeys(column for datum in figure.data for column in datum.reading.place))
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write([*columns, "question", "indicator", *NUMBERS, "band", "shown_as"])
    for datum in figure.data:
        reading, row = datum.reading, datum.reading.row
        missing = reading.missing is not None or row is None
        numbers = ["" for _ in NUMBERS] if missing else [_number(getattr(row, name)) for name in NUMBERS]
        about = [(row.question or "", row.indicator or "")] if row else [("", "")]
        write(
            [
                *(reading.place.get(column, "") for column in columns),
                *about[0],
                *numbers,
                "" if missing or row is None else row.band,
                reading.missing or "",
            ]
        )
    return text.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def by_hand_csv(account: Account) -> str:
    """Return the steps of the calculations by hand, with their numbers unrounded."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write(["calculation", "step", "value"])
    for calculation in account.calculations:
        for step in calculation.steps:
            write([calculation.name, step.id, repr(step.value)])
    return text.getvalue()


def findings_json(findings: Sequence[Finding]) -> str:
    """Return every finding with its sentence in each language and the released figures it stands on."""
    document = {
        "findings": [
            {
                "id": finding.id,
                "sentence": dict(finding.sentence),
                "grounds": [
                    {
                        "table": each.table,
                        **each.place,
                        each.subject: each.id,
                        "n": each.n,
                        "answered": each.answered,
                        "positive": each.positive,
                        "share": each.share,
                        "low": each.low,
                        "high": each.high,
                        "mean": each.mean,
                        "band": each.band,
                    }
                    for each in finding.grounds
                ],
            }
            for finding in findings
        ]
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
