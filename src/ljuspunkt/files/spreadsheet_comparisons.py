"""Which comparisons a report's spreadsheet holds, and what their columns mean.

The release's own tables of comparisons cover every question and every pair of waves; the spreadsheet holds what the
report speaks of: its own subjects, and associations beside each other in the latest wave only.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from ljuspunkt.domain.report.compared import FEWEST_CLUSTERS
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.words import Language, in_words, pick
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.files.comparison_tables import FOLDER, TEXT, WHOLE
from ljuspunkt.files.folder import Files

COMPARISONS: Mapping[str, Text] = {
    "others": {"sv": "Mot de andra", "en": "Against the others"},
    "national": {"sv": "Förbundens medeltal", "en": "Mean of associations"},
    "trend": {"sv": "Trender", "en": "Trends"},
    "changes": {"sv": "Förändringar", "en": "Changes"},
}
"""The tables of comparisons and what their sheets are called."""

LATEST_ONLY = ("others", "national")

BARE = frozenset({"dispersion", "between", "z", "z_adjusted", "p", "p_adjusted", "chi_square", "p_exact"})
"""Columns whose numbers have no unit; all others are shares or differences of shares."""


def comparison_sheets(measurement: Measurement, files: Files) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Yield each table of comparisons with its heading and the rows that the report speaks of.

    Args:
        measurement: what the report is about.
        files: of the release, by path.
    """
    subjects = {(subject.kind, subject.id) for subject in measurement.subjects}
    for name in COMPARISONS:
        content = files.get(f"{FOLDER}/{name}.csv")
        if content is None:
            continue
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
        heading, places = rows[0], {column: place for place, column in enumerate(rows[0])}

        def spoken_of(row: Sequence[str], places: Mapping[str, int] = places, name: str = name) -> bool:
            question, indicator = row[places["question"]], row[places["indicator"]]
            asked = ("indicator", indicator) if indicator else ("question", question)
            return asked in subjects and (name not in LATEST_ONLY or row[places["wave"]] == measurement.latest)

        yield name, [heading, *(row for row in rows[1:] if spoken_of(row))]


def unit_of(column: str, language: Language) -> str:
    """Return the unit of a column; nothing where it has none."""
    if column in TEXT or column in BARE:
        return ""
    return pick(language, "antal", "number") if column in WHOLE else pick(language, "andel", "share")


def explained(names: Sequence[str], language: Language) -> list[tuple[str, str]]:
    """Return what the sheets of comparisons hold, for the sheet that explains."""
    said: Mapping[str, Text] = {
        "others": {
            "sv": "varje visat förbund mot de andra utan det självt; p_adjusted räknar alla jämförelser; shrunken är "
            "andelen dragen mot det vanliga, med sitt intervall",
            "en": "each shown association against the others without itself; p_adjusted counts all comparisons; "
            "shrunken is the share drawn towards the usual, with its interval",
        },
        "national": {
            "sv": "alla visade förbunds svar tillsammans (pooled) och medeltalet av deras andelar (mean_of_shares)",
            "en": "all shown associations' answers together (pooled) and the mean of their shares (mean_of_shares)",
        },
        "trend": {
            "sv": "linjen genom alla jämförbara år; tomt förbund är hela landet; gap och left_out säger varför den "
            "saknas",
            "en": "the line through all comparable years; no association is the whole country; gap and left_out say "
            "why there is none",
        },
        "changes": {
            "sv": "senaste mot varje tidigare år; tomt förbund är hela landet; direction bara där p_adjusted är högst "
            "0,05",
            "en": "the latest against each earlier year; no association is the whole country; direction only where "
            "p_adjusted is at most .05",
        },
    }
    lines = [
        (pick(language, "Blad", "Sheet") + f" {COMPARISONS[name][language]}", said[name][language]) for name in names
    ]
    if lines:
        fewest = in_words(FEWEST_CLUSTERS, language)
        where = pick(
            language,
            "Alla frågor och alla år står i data/comparisons. Rapporten räknar rader för landet över färre än "
            f"{fewest} förbund som för osäkra.",
            "All questions and all years stand in data/comparisons. The report takes national rows over fewer than "
            f"{fewest} associations for too uncertain.",
        )
        lines.append(("", where))
    return lines
