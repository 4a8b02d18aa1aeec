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
    where = _where(piled, found, language)
    if end == "floor":
        return pick(
            language,
            f"Golveffekt{where}: mer än 15 % valde det lägsta steget, så det syns knappt om något blir sämre.",
            f"Floor effect{where}: more than 15% chose the lowest step, so things getting worse would hardly show.",
        )
    return pick(
        language,
        f"Takeffekt{where}: mer än 15 % valde det högsta steget, så det syns knappt om något blir bättre.",
        f"Ceiling effect{where}: more than 15% chose the highest step, so things getting better would hardly show.",
    )


def _where(piled: Sequence[ItemQuality], found: Sequence[ItemQuality], language: Language) -> str:
    """Return in how many of the groups and questions, nothing where there is only one."""
    if len(found) == 1:
        return ""
    n, of = in_words(len(piled), language), in_words(len(found), language)
    questions, groups = len({one.question.name for one in found}), len({one.group for one in found})
    if questions == 1:
        return pick(language, f" i {n} av {of} grupper", f" in {n} of {of} groups")
    if groups == 1:
        return pick(language, f" för {n} av {of} frågor", f" for {n} of {of} questions")
    return pick(
        language,
        f" i {n} av {of} fall, frågorna i varje grupp för sig",
        f" in {n} of {of} cases, the questions in each group by themselves",
    )
