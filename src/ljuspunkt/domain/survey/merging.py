"""Values of a column taken together (sammanslagning): respondent groups, or categories of a breakdown.

What a policy merges is merged in every table of the release, before anything is counted together, so nothing can be
subtracted. Merged respondent groups get a questionnaire of their own: what all of them were asked alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.comparability import compare_question, shared
from ljuspunkt.domain.survey.counts import Counts, relabelled
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question, SameAs
from ljuspunkt.domain.vocabulary import Notice, Text


def merged(counts: Counts, instruments: Instruments, policy: Policy) -> tuple[Counts, Instruments, tuple[Notice, ...]]:
    """Return the counts with the policy's mergers made, the instruments that fit them, and what was left out by it.

    Raises:
        RuleBroken: a merger names a column or a value that the counts lack, takes the name of another value, or
            merges groups that share no question.
        BadInput: a group has no instrument in a wave.
    """
    left_out: list[Notice] = []
    for column, mergers in policy.merge.items():
        place = _place(counts, column, mergers)
        if column == "group":
            instruments = _instruments(counts, instruments, mergers, left_out)
        names = {part: name for name, parts in mergers.items() for part in parts}
        counts = relabelled(counts, place, names)
    return counts, instruments, tuple(left_out)


def _place(counts: Counts, column: str, mergers: Mapping[str, Sequence[str]]) -> int:
    """Return where a column stands in a cell, all being there that is to be merged."""
    if column not in counts.columns:
        raise RuleBroken(
            "no_column",
            "The policy merges values of {split}, but the counts only have {columns}.",
            split=column,
            columns=", ".join(counts.columns),
        )
    place = counts.columns.index(column)
    there = {cell[place] for cell in counts.steps}
    for name, parts in mergers.items():
        for part in parts:
            if part not in there:
                raise RuleBroken(
                    "nothing_to_merge",
                    "The policy merges “{part}” into “{name}”, but the counts of {split} only have {values}.",
                    part=part,
                    name=name,
                    split=column,
                    values=", ".join(sorted(there)),
                )
        if name in there:
            raise RuleBroken(
                "merged_twice",
                "The policy merges {parts} into “{name}”, but {split} has that value already; another name is needed.",
                parts=", ".join(parts),
                name=name,
                split=column,
            )
    return place


def common_questions(instruments: Instruments, *, wave: str, groups: Sequence[str]) -> tuple[Question, ...]:
    """Return the questions that every one of some groups was asked alike in a wave, as the first was asked them.

    A question counts only to indicators that are measured alike in all the groups.

    Raises:
        BadInput: a group has no instrument in the wave.
    """
    found = shared(instruments, wave=wave, groups=groups)
    serving = [instruments.of(group=group, wave=wave) for group in groups]
    names = set.intersection(*({question.name for question in one.questions} for one in serving))
    numbers = set.intersection(*(set(one.measured) for one in serving)) & set(found.indicators)
    return tuple(
        replace(question, indicators=tuple(number for number in question.indicators if number in numbers))
        for question in serving[0].questions
        if question.name in names and question.name in found.questions
    )


def _instruments(
    counts: Counts, instruments: Instruments, mergers: Mapping[str, Sequence[str]], left_out: list[Notice]
) -> Instruments:
    """Return the instruments with one for each merger in place of those of its groups."""
    if instruments.single:
        return instruments
    made: list[Instrument] = []
    for name, groups in mergers.items():
        made += _merged_instruments(counts, instruments, name, groups, left_out)
    gone = {group for groups in mergers.values() for group in groups}
    return Instruments((*made, *(one for one in instruments.each if one.respondent_group not in gone)))


def _merged_instruments(
    counts: Counts, instruments: Instruments, name: str, groups: Sequence[str], left_out: list[Notice]
) -> list[Instrument]:
    """Return the questionnaires of merged groups, one for each stretch of waves in which theirs stayed the same."""
    made: list[tuple[Instrument, tuple[Instrument, ...], tuple[str, ...]]] = []
    for wave in sorted({cell[0] for cell in counts.steps}):
        asked = _asked(counts, wave, groups)
        if not asked:
            continue
        serving = tuple(instruments.of(group=group, wave=wave) for group in asked)
        if made and made[-1][1:] == (serving, asked):
            latest = made[-1][0]
            made[-1] = (replace(latest, waves=(*latest.waves, wave)), serving, asked)
        else:
            questions = common_questions(instruments, wave=wave, groups=asked)
            if not questions:
                raise RuleBroken(
                    "nothing_shared",
                    "The policy merges {parts} into “{name}”, but in {wave} they were asked no question alike.",
                    parts=", ".join(groups),
                    name=name,
                    wave=wave,
                )
            before = made[-1][0] if made else None
            series = tuple(_as_before(instruments, question, before, wave, asked) for question in questions)
            made.append((_instrument(name, wave, series, serving), serving, asked))
        kept = {question.name for question in made[-1][0].questions}
        every = dict.fromkeys(question.name for one in serving for question in one.questions)
        left_out += [
            Notice(
                "question {name}, {wave}: not asked alike of all in {group}",
                {"name": question, "wave": wave, "group": name},
            )
            for question in every
            if question not in kept
        ]
    return [one for one, _, _ in made]


def _asked(counts: Counts, wave: str, groups: Sequence[str]) -> tuple[str, ...]:
    place = counts.columns.index("group")
    there = {cell[place] for cell in counts.steps if cell[0] == wave}
    return tuple(group for group in groups if group in there)


def _as_before(
    instruments: Instruments, question: Question, before: Instrument | None, wave: str, groups: Sequence[str]
) -> Question:
    """Return a question with what it is the same as, where it compares in every group with the stretch before."""
    if before is None or not any(one.name == question.name for one in before.questions):
        return replace(question, same_as=None)
    compared = [
        compare_question(instruments, group=group, question=question.name, earlier=before.waves[-1], later=wave)
        for group in groups
    ]
    same = all(one.earlier == (question.name,) for one in compared)
    return replace(question, same_as=SameAs(before.version, question.name) if same else None)


def _instrument(name: str, wave: str, questions: tuple[Question, ...], serving: Sequence[Instrument]) -> Instrument:
    measured = {number for question in questions for number in question.indicators}
    titles = {title.number: title for one in serving for title in one.indicators if title.number in measured}
    return Instrument(
        "+".join(dict.fromkeys(one.form_id for one in serving)),
        wave,
        questions,
        name,
        (wave,),
        serving[0].title,
        _label([one.group_label for one in serving]),
        tuple(titles.values()),
    )


def _label(labels: Sequence[Text]) -> dict[str, str]:
    """Return the labels of merged groups side by side, in the languages that all of them have."""
    if not all(labels):
        return {}
    languages = [language for language in labels[0] if all(language in label for label in labels)]
    return {language: " / ".join(label[language] for label in labels) for language in languages}
