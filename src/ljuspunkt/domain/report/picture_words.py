"""What stands beside and under a picture: what is drawn, and what its marks mean."""

from collections.abc import Sequence

from ljuspunkt.domain.report.picture import DotPicture
from ljuspunkt.domain.report.sentences import in_year
from ljuspunkt.domain.report.words import Language, pick


def share_note(language: Language) -> str:
    """Return what is drawn, for the margin."""
    return pick(language, "Andel positiva svar med 95 % osäkerhet", "Share of positive answers with 95% uncertainty")


def mean_note(language: Language) -> str:
    """Return what is drawn where there are means, for the margin."""
    return pick(language, "Medelvärde med 95 % osäkerhet", "Mean with 95% uncertainty")


def picture_notes(picture: DotPicture, waves: Sequence[str], language: Language) -> tuple[str, ...]:
    """Return what the marks mean, only of those that are there."""
    rows = list(picture.rows)
    notes = []
    if len(waves) > 1:
        when = in_year(waves[-1], language)
        notes.append(pick(language, f"Störst punkt är {when}.", f"The largest dot is {when}."))
    if any(row.uncertain for row in rows):
        notes.append(
            pick(
                language,
                "Streckad, blek linje: osäkert, intervallet är bredare än 40 procentenheter.",
                "Dashed, pale line: uncertain, the interval is wider than 40 percentage points.",
            )
        )
    if any(row.value is None and row.low is not None for row in rows):
        notes.append(
            pick(
                language,
                "Linje utan punkt: exakt antal visas inte i små grupper.",
                "Line without a dot: the exact number isn't shown for small groups.",
            )
        )
    if any(row.missing == "other_question" for row in rows):
        notes.append(
            pick(
                language,
                "Där frågan eller skalan har ändrats jämförs åren inte.",
                "Where the question or its scale has changed the years aren't compared.",
            )
        )
    return (" ".join(notes),) if notes else ()
