"""A figure as a cell, a row of a picture and a line of the text alternative, in one language."""

from collections.abc import Mapping

from ljuspunkt.domain.disclosure.release import HIDDEN
from ljuspunkt.domain.report.outline import Cell
from ljuspunkt.domain.report.picture import DotRow
from ljuspunkt.domain.report.reading import Reading
from ljuspunkt.domain.report.sentences import FEW, in_year
from ljuspunkt.domain.report.words import (
    Language,
    decimal,
    interval_text,
    of_number,
    percent,
    percent_sign,
    pick,
    whole,
)
from ljuspunkt.domain.vocabulary import Text

SIGNS: Mapping[str, str] = {"hidden": "..", "empty": "-", "none": ".", "other_question": "."}
"""The signs of Swedish open statistics: confidential, nothing there, not applicable."""

REASONS: Mapping[str, Text] = {
    "hidden": {"sv": "dold för att skydda små grupper", "en": HIDDEN},
    "empty": {"sv": "inga svar", "en": "no answers"},
    "none": {"sv": "frågan ställdes inte", "en": "not asked"},
    "other_question": {"sv": "annan fråga, jämförs inte", "en": "another question, not compared"},
}

BREAKS: Mapping[str, Text] = {
    "scale": {"sv": "annan svarsskala, jämförs inte", "en": "another scale, not compared"},
    "positive": {"sv": "annat räknades som positivt", "en": "other answers counted as positive"},
    "items": {"sv": "andra frågor, jämförs inte", "en": "other questions, not compared"},
}


def why_missing(reading: Reading, language: Language) -> str:
    """Return why there is no figure; nothing where there is one."""
    if reading.missing is None:
        return ""
    return BREAKS.get(reading.reason or "", REASONS[reading.missing])[language]


def uncertain_word(language: Language) -> str:
    """Return the word for a figure whose interval is wider than .40."""
    return pick(language, "osäkert", "uncertain")


def band_words(reading: Reading, language: Language) -> tuple[str, str]:
    """Return a band as a word and as its two possible counts: "nästan alla", "7–8 av 8"."""
    answered = reading.row.answered or 0 if reading.row else 0
    few = reading.band == FEW
    word = pick(language, "få", "few") if few else pick(language, "nästan alla", "nearly all")
    counts = "0–1" if few else f"{answered - 1}–{answered}"
    return word, f"{counts} {pick(language, 'av', 'of')} {whole(answered, language)}"


def cell(reading: Reading, language: Language, *, reason: bool = True) -> Cell:
    """Return a figure as a table's cell.

    Args:
        reading: the figure or why there is none.
        language: of the words.
        reason: whether a missing figure says why in the cell, not only by its sign.
    """
    if reading.missing is not None:
        notes = (why_missing(reading, language),) if reason else ()
        return Cell(SIGNS[reading.missing], notes, reading.missing)
    interval = reading.interval
    width = (interval_text(interval.low, interval.high, language),) if interval else ()
    if reading.uncertain:
        width = (*width, uncertain_word(language))
    if reading.share is not None and reading.row is not None:
        counts = of_number(reading.row.positive or 0, reading.row.answered or 0, language)
        text = f"{percent(reading.share)}{percent_sign(language)}"
        return Cell(text, (counts, *width), "uncertain" if reading.uncertain else "shown")
    if reading.band:
        word, counts = band_words(reading, language)
        return Cell(word, (counts, *width), "uncertain" if reading.uncertain else "banded")
    return _mean_cell(reading, language)


def _mean_cell(reading: Reading, language: Language) -> Cell:
    row, interval = reading.row, reading.mean_interval
    answered = row.answered or row.n or 0 if row else 0
    notes = [pick(language, f"{whole(answered, language)} svar", f"{whole(answered, language)} answers")]
    if interval:
        notes.append(f"{decimal(interval.low, language)}–{decimal(interval.high, language)}")
    return Cell(decimal(reading.mean or 0.0, language), tuple(notes), "shown")


def dot_row(reading: Reading, *, label: str, language: Language, age: int) -> DotRow:
    """Return a figure as a row of a picture.

    Args:
        reading: the figure or why there is none.
        label: at the start of the row.
        language: of the words.
        age: 0 for the latest, 1 for the one before, 2 for older ones.
    """
    if reading.missing is not None:
        why = why_missing(reading, language)
        words = f"{SIGNS[reading.missing]}\N{NO-BREAK SPACE} {why}" if reading.missing == "hidden" else why
        return DotRow(label, words, f"{label} {why}", age=age, missing=reading.missing)
    interval = reading.interval
    low, high = (interval.low, interval.high) if interval else (None, None)
    if reading.share is not None and reading.row is not None:
        number = f"{percent(reading.share)}"
        sign = percent_sign(language)
        counts = of_number(reading.row.positive or 0, reading.row.answered or 0, language)
        width = f", {interval_text(interval.low, interval.high, language)}" if interval else ""
        width += f", {uncertain_word(language)}" if reading.uncertain else ""
        return DotRow(
            label,
            f"{number}{sign}" if age == 0 else number,
            f"{label} {number}{sign} ({counts}{width})",
            float(reading.share),
            low,
            high,
            age,
            reading.uncertain,
        )
    if reading.band:
        word, counts = band_words(reading, language)
        unsure = f", {uncertain_word(language)}" if reading.uncertain else ""
        return DotRow(label, word, f"{label} {word} ({counts}{unsure})", None, low, high, age, reading.uncertain)
    return _mean_row(reading, label=label, language=language, age=age)


def _mean_row(reading: Reading, *, label: str, language: Language, age: int) -> DotRow:
    mean, interval = reading.mean or 0.0, reading.mean_interval
    words = decimal(mean, language)
    low, high = (interval.low, interval.high) if interval else (mean, mean)
    width = f" ({decimal(low, language)}–{decimal(high, language)})" if interval else ""
    return DotRow(label, words, f"{label} {words}{width}", mean, low, high, age)


def wave_label(wave: str, language: Language) -> str:
    """Return a wave as a column or row is headed."""
    return in_year(wave, language) if "+" in wave else wave
