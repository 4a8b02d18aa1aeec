"""What stands behind pictures and findings, as files: CSV per picture, JSON for all findings of a report."""

import json
from collections.abc import Sequence

from ljuspunkt.domain.report.finding import Finding
from ljuspunkt.domain.report.outline import Account, Figure
from ljuspunkt.files.csv_text import table_text
from ljuspunkt.files.release import NUMBERS


def picture_csv(figure: Figure) -> str:
    """Return the figures behind a picture, a line per row of it; numbers unrounded, as they were released or derived.

    `shown_as` is empty for a number, else the reason why there is none: hidden, empty, none (not asked) or
    other_question.
    """
    if figure.sheet:
        return table_text(figure.sheet[0], figure.sheet[1:])
    columns = list(dict.fromkeys(column for datum in figure.data for column in datum.reading.place))
    rows = []
    for datum in figure.data:
        reading, row = datum.reading, datum.reading.row
        missing = reading.missing is not None or row is None
        rows.append(
            [
                *(reading.place.get(column) for column in columns),
                *((row.question, row.indicator) if row else (None, None)),
                *(None if missing else getattr(row, name) for name in NUMBERS),
                None if missing or row is None else row.band,
                reading.missing,
            ]
        )
    return table_text([*columns, "question", "indicator", *NUMBERS, "band", "shown_as"], rows)


def by_hand_csv(account: Account) -> str:
    """Return the steps of the calculations by hand, with their numbers unrounded."""
    rows = [(one.name, step.id, step.value) for one in account.calculations for step in one.steps]
    return table_text(("calculation", "step", "value"), rows)


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
