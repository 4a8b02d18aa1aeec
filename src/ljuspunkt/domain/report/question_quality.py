"""What a report says of its questions' quality (frågekvalitet): who skipped them, and where answers pile up at an end.

From released national distributions of the latest year only; a question without one is passed over.
"""

from collections.abc import Sequence

from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.reading import EVERYONE, Subject
from ljuspunkt.domain.report.words import Language, in_words, listed, percent, percent_sign, pick
from ljuspunkt.domain.survey.quality import Flag, ItemQuality, published_quality
from ljuspunkt.domain.vocabulary import wording


def quality_notes(measurement: Measurement, subject: Subject, language: Language) -> tuple[str, ...]:
    """Return sentences on what stands out of the questions behind a subject; none where nothing does."""
    found = _latest(measurement, subject)
    notes = [
        _non_response(found, measurement, language),
        *(_at_an_end(found, end, language) for end in ("floor", "ceiling")),
    ]
    return tuple(note for note in notes if note)


def _latest(measurement: Measurement, subject: Subject) -> list[ItemQuality]:
    asked = {(group, question.name) for group in subject.groups for question in measurement.questions(subject, group)}
    together = measurement.national_groups == (EVERYONE,)
    return [
        one
        for one in published_quality(measurement.publication)
        if one.wave == measurement.latest
        and ((one.group, one.question.name) in asked or (together and one.question.name in {name for _, name in asked}))
    ]


def _non_response(found: Sequence[ItemQuality], measurement: Measurement, language: Language) -> str:
    skipped = [one for one in found if "non_response" in one.flags]
    if not skipped:
        return ""
    several = len({one.question.name for one in found}) > 1
    parts = []
    for one in skipped:
        share = f"{percent(one.no_answer / one.n)}{percent_sign(language)}"
        who = measurement.among(one.group, language)
        label = wording(one.question.label, language) or one.question.name
        named = pick(language, f"”{label}”", f"“{label}”") if several else ""
        parts.append(f"{', '.join(part for part in (named, who) if part)} ({share})".strip())
    return pick(
        language,
        f"Mer än var tionde hoppade över frågan: {listed(parts, language)}.",
        f"More than one in ten skipped the question: {listed(parts, language)}.",
    )


def _at_an_end(found: Sequence[ItemQuality], end: Flag, language: Language) -> str:
    piled = [one for one in found if end in one.flags]
    if not piled:
        return ""
    n, of = in_words(len(piled), language), in_words(len(found), language)
    every = pick(language, f"{n} av {of} gånger", f"{n} of {of} times")
    if end == "floor":
        return pick(
            language,
            f"Golv: {every} en grupp fick frågorna valde mer än 15 % det lägsta steget. Där går det knappt att se om "
            "något blir sämre.",
            f"Floor: {every} that a group was asked, more than 15% chose the lowest step. There one can hardly see "
            "something get worse.",
        )
    return pick(
        language,
        f"Tak: {every} en grupp fick frågorna valde mer än 15 % det högsta steget. Där går det knappt att se om något "
        "blir bättre.",
        f"Ceiling: {every} that a group was asked, more than 15% chose the highest step. There one can hardly see "
        "something get better.",
    )
