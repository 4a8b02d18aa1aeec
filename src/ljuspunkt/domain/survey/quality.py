"""Quality of questions and scales (frågekvalitet), national: non-response, floor, ceiling, reliability.

For the pilot: which questions to mend. Everything is computed from counts, of one group in one wave. Answers are taken
as they were ticked, so a reversed question's floor is its lowest step and not its worst.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.counts import NO_ANSWER, Counts, Product, Score, Steps
from ljuspunkt.domain.survey.figures import check_products, completed
from ljuspunkt.domain.survey.instrument import Instrument, Instruments, Question
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.domain.survey.reliability import NoReliability, Reliability, reliability
from ljuspunkt.domain.survey.scale import Choice
from ljuspunkt.domain.survey.scoring import left_out

NON_RESPONSE_OVER = Fraction(10, 100)
EXTREME_OVER = Fraction(15, 100)
FEWEST_STEPS = 3
"""With two steps every answer is an end of the scale, so floor and ceiling say nothing."""

Flag = Literal["non_response", "floor", "ceiling", "against_the_rest"]
"""More than 10 % skipped it; more than 15 % are at the lowest or the highest step; it runs against the indicator's
other questions."""


@dataclass(frozen=True, slots=True)
class End:
    """An end of a scale: the choice there, and how many ticked it."""

    choice: Choice
    n: int


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """A question in one group and wave.

    `n` were given it, `answered` ticked a step, `no_answer` skipped it; the rest said "don't know" or "not
    applicable". `floor` and `ceiling` are None for fewer than three steps.
    """

    wave: str
    group: str
    question: Question
    n: int
    answered: int
    no_answer: int
    dont_know: int
    not_applicable: int
    floor: End | None
    ceiling: End | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What stands out of the question by itself."""
        found: list[Flag] = []
        if self.n and Fraction(self.no_answer, self.n) > NON_RESPONSE_OVER:
            found.append("non_response")
        if self.floor and _many(self.floor.n, self.answered):
            found.append("floor")
        if self.ceiling and _many(self.ceiling.n, self.answered):
            found.append("ceiling")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ScaleQuality:
    """An indicator of several questions in one group and wave.

    Of `n` respondents `scored` answered at least half of the questions; `floor` and `ceiling` of those are at the
    lowest or the highest possible score in all they answered, None where the questions share no range of values or
    the scores weren't counted. `reliability` may be the reason why there is none.
    """

    wave: str
    group: str
    indicator: str
    questions: tuple[Question, ...]
    n: int
    scored: int | None
    floor: int | None
    ceiling: int | None
    reliability: Reliability | NoReliability

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What stands out of the scale as a whole."""
        found: list[Flag] = []
        if self.n and self.scored is not None and Fraction(self.n - self.scored, self.n) > NON_RESPONSE_OVER:
            found.append("non_response")
        if self.scored and self.floor is not None and _many(self.floor, self.scored):
            found.append("floor")
        if self.scored and self.ceiling is not None and _many(self.ceiling, self.scored):
            found.append("ceiling")
        return tuple(found)

    @property
    def against_the_rest(self) -> tuple[str, ...]:
        """The questions that run against the others: most often they should have been reversed."""
        if not isinstance(self.reliability, Reliability):
            return ()
        return tuple(item.question for item in self.reliability.items if item.runs_against)


@dataclass(frozen=True, slots=True)
class Quality:
    """All questions and all indicators of several questions, by wave, group and questionnaire."""

    items: tuple[ItemQuality, ...]
    scales: tuple[ScaleQuality, ...]

    def flags_of(self, item: ItemQuality) -> tuple[Flag, ...]:
        """Return what stands out of a question, also among the others of its indicators."""
        against = any(
            item.question.name in scale.against_the_rest
            for scale in self.scales
            if (scale.wave, scale.group) == (item.wave, item.group)
        )
        return (*item.flags, "against_the_rest") if against else item.flags


def quality(instruments: Instruments, counts: Counts) -> Quality:
    """Return the quality of all questions and scales, each group and wave by itself, associations added up.

    Args:
        instruments: of every group and wave in the counts.
        counts: of the measurement; without scores or products what follows from them is missing.

    Raises:
        BadInput: as `figures`.
    """
    if not counts.steps:
        raise BadInput("no_respondents", "The counts hold no respondents.")
    national = completed(instruments, counts).collapsed(("wave", "group"))
    items: list[ItemQuality] = []
    scales: list[ScaleQuality] = []
    for wave, group in sorted(national.steps):
        instrument = instruments.of(group=group, wave=wave)
        steps = national.steps[wave, group]
        products = national.products.get((wave, group), ())
        check_products(instrument, wave, group, products, steps)
        items += [
            item_quality(question, steps[question.name], wave=wave, group=group)
            for question in instrument.questions
            if question.name in steps
        ]
        scores = national.scores.get((wave, group), {})
        scales += _scales(instrument, wave, group, steps, scores, products)
    return Quality(tuple(items), tuple(scales))


def item_quality(question: Question, steps: Steps, *, wave: str, group: str) -> ItemQuality:
    """Return the quality of one question.

    Args:
        question: with its scale.
        steps: everybody who was given it, by choice; "" is no answer.
    """
    missing = left_out(question, steps)
    answers = question.scale.answers
    low, high = _ends(question)
    return ItemQuality(
        wave=wave,
        group=group,
        question=question,
        n=sum(steps.values()),
        answered=sum(steps.get(choice.name, 0) for choice in answers),
        no_answer=missing[NO_ANSWER],
        dont_know=missing.get("dont_know", 0),
        not_applicable=missing.get("not_applicable", 0),
        floor=End(low, steps.get(low.name, 0)) if low else None,
        ceiling=End(high, steps.get(high.name, 0)) if high else None,
    )


def published_quality(publication: Publication) -> tuple[ItemQuality, ...]:
    """Return the quality of the questions whose national distribution was released in full, from that alone.

    Only tables by group, or by nothing where one instrument serves everybody, and only single waves; a question of
    which any step is hidden is left out.
    """
    found = []
    for table in publication.tables:
        if table.columns != ("wave", "group") and not (table.columns == ("wave",) and publication.instruments.single):
            continue
        printed: dict[tuple[tuple[str, ...], str], dict[str, int | None]] = {}
        for step in table.steps:
            printed.setdefault((step.key, step.question), {})[step.step] = step.n
        for (key, name), steps in printed.items():
            wave, group = key[0], key[1] if len(key) > 1 else ""
            question = _asked(publication, wave, group, name)
            known = {step: n for step, n in steps.items() if n is not None}
            if question is not None and len(known) == len(steps) and set(question.scale.names) <= set(known):
                found.append(item_quality(question, known, wave=wave, group=group))
    return tuple(found)


def _asked(publication: Publication, wave: str, group: str, name: str) -> Question | None:
    """Return a question as it was put in a single wave, None where several were pooled or there is no such question."""
    if wave not in publication.policy.waves:
        return None
    instrument = publication.instruments.find(group=group, wave=wave)
    if instrument is None:
        return None
    return next((question for question in instrument.questions if question.name == name), None)


def _ends(question: Question) -> tuple[Choice | None, Choice | None]:
    """Return the lowest and the highest step: by value, else as they are listed."""
    answers = question.scale.answers
    if len(answers) < FEWEST_STEPS:
        return None, None
    values = question.scale.values
    if values is None:
        return answers[0], answers[-1]
    ordered = sorted(answers, key=lambda choice: values[choice.name])
    return ordered[0], ordered[-1]


def _scales(
    instrument: Instrument,
    wave: str,
    group: str,
    steps: Mapping[str, Steps],
    scores: Mapping[str, Mapping[Score, int]],
    products: Sequence[Product],
) -> Iterator[ScaleQuality]:
    for number in instrument.measured:
        questions = instrument.items_of(number)
        if len(questions) < 2 or not any(question.name in steps for question in questions):
            continue
        n = max(sum(steps.get(question.name, {}).values()) for question in questions)
        scored, floor, ceiling = _scored(questions, scores.get(number))
        found = reliability([question.name for question in questions], products)
        yield ScaleQuality(wave, group, number, questions, n, scored, floor, ceiling, found)


def _scored(
    questions: Sequence[Question], scores: Mapping[Score, int] | None
) -> tuple[int | None, int | None, int | None]:
    """Return how many have a score, and how many of them the lowest and the highest possible."""
    if scores is None:
        return None, None, None
    half = {
        score: n for score, n in scores.items() if score.answered_items and 2 * score.answered_items >= len(questions)
    }
    scored = sum(half.values())
    ranges = {_range(question) for question in questions}
    shared = ranges.pop()
    if ranges or shared is None:
        return scored, None, None
    low, high = shared
    return (
        scored,
        sum(n for score, n in half.items() if score.value_sum == low * score.answered_items),
        sum(n for score, n in half.items() if score.value_sum == high * score.answered_items),
    )


def _range(question: Question) -> tuple[int, int] | None:
    values = question.scale.values
    return None if values is None else (min(values.values()), max(values.values()))


def _many(n: int, answered: int) -> bool:
    return answered > 0 and Fraction(n, answered) > EXTREME_OVER
