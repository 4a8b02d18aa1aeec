"""From counts to figures (siffror): the share, the mean and their intervals of one set of respondents.

What counts as positive is data of the question. "Don't know" and "not applicable" leave the denominator:
`answered` are those who ticked an answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.estimation.mean import Mean, mean_and_interval
from ljuspunkt.domain.estimation.proportion import finite_population, wilson
from ljuspunkt.domain.estimation.ratio import ratio_and_interval
from ljuspunkt.domain.survey.counts import NO_ANSWER, Score, Steps
from ljuspunkt.domain.survey.instrument import Instrument, Question
from ljuspunkt.domain.survey.scale import Missing
from ljuspunkt.domain.vocabulary import Interval


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known of a set of respondents about a question or an indicator.

    Attributes:
        n: respondents of the set.
        answered: those of them who answered; for an indicator the answers summed over its items.
        positive: positive answers among `answered`; None where the question says of no choice that it is positive.
        share: positive / answered, 0–1, None where nobody answered.
        interval: of the share.
        mean: of the choices' values; for an indicator of respondents' scores. None where there are no values.
        mean_interval: None where too little is known for one.
    """

    n: int
    answered: int
    positive: int | None
    share: float | None
    interval: Interval | None
    mean: float | None
    mean_interval: Interval | None


def question_figure(question: Question, steps: Steps, *, population: int | None = None) -> Figure:
    """Return the figure of a question: Wilson's interval for the share, the t interval for the mean.

    The mean is of the values as they were ticked, also where a high value is bad.

    Args:
        question: with its scale and the choices that count as positive.
        steps: respondents per choice, by its name; "" is no answer.
        population: people on a known list, at least those of `steps`, where the figure of just those is wanted.

    Raises:
        BadInput: the counts hold a step that the question doesn't have.
    """
    check_steps(question, steps)
    n = sum(steps.values())
    population = still_listed(question, steps, population)
    answered = sum(steps.get(choice.name, 0) for choice in question.scale.answers)
    positive = _positive(question, steps)
    mean = _question_mean(question, steps, population) if answered else None
    return _figure(n, answered, positive, _wilson(positive, answered, population), mean)


def indicator_figure(
    instrument: Instrument, number: str, scores: Mapping[Score, int], *, population: int | None = None
) -> Figure:
    """Return the figure of an indicator over all its items.

    The share is of positive answers over all answers. Where every respondent has at most one answered item
    its interval is Wilson's, else the ratio estimator's, with respondents as the units. The mean is of
    respondents' scores (the mean of their answered items, of those who answered at least half); there is
    none unless all items share one range of values.

    Args:
        instrument: which says what the items are.
        number: of the indicator, with at least one item.
        scores: score → respondents, everyone in the set once, also those who answered no item.
        population: people on a known list, at least those of `scores`, where the figure of just those is wanted.

    Raises:
        BadInput: a respondent answered more items than the indicator has.
        ValueError: the instrument doesn't measure the indicator.
    """
    items = instrument.items_of(number)
    if not items:
        raise ValueError(f"the instrument {instrument.form_id!r} doesn't measure indicator {number!r}")
    for score in scores:
        if not 0 <= score.positive_items <= score.answered_items <= len(items):
            raise BadInput(
                "impossible_score",
                "Indicator {indicator} has {items} questions, so nobody can have answered {answered} "
                "of them and {positive} positively.",
                indicator=number,
                items=len(items),
                answered=score.answered_items,
                positive=score.positive_items,
            )
    n = sum(scores.values())
    answered = sum(score.answered_items * respondents for score, respondents in scores.items())
    positive = sum(score.positive_items * respondents for score, respondents in scores.items())
    mean = _score_mean(items, scores, population)
    if not all(item.positive for item in items):
        return _figure(n, answered, None, None, mean)
    if all(score.answered_items <= 1 for score, respondents in scores.items() if respondents):
        return _figure(n, answered, positive, _wilson(positive, answered, population), mean)
    pairs: Counter[tuple[int, int]] = Counter()
    for score, respondents in scores.items():
        pairs[score.answered_items, score.positive_items] += respondents
    return _figure(n, answered, positive, ratio_and_interval(pairs, population=population).interval, mean)


def left_out(question: Question, steps: Steps) -> dict[Missing | str, int]:
    """Return how many of the set aren't in the denominator, by reason; "" is no answer at all."""
    found: dict[Missing | str, int] = {NO_ANSWER: steps.get(NO_ANSWER, 0)}
    for choice in question.scale.choices:
        if choice.missing is not None:
            found[choice.missing] = found.get(choice.missing, 0) + steps.get(choice.name, 0)
    return found


def still_listed(question: Question, steps: Steps, population: int | None) -> int | None:
    """Return the people on a list without those who said "don't know" or "not applicable"; None without a list.

    They aren't in the denominator, so they aren't among those whose share is wanted either. How many of those who
    didn't answer would have said so isn't known: they stay, so the interval is too wide rather than too narrow.
    """
    if population is None:
        return None
    return population - sum(left_out(question, steps).values()) + steps.get(NO_ANSWER, 0)


def check_steps(question: Question, steps: Steps) -> None:
    """Refuse a step that the question doesn't have.

    Raises:
        BadInput: there is one.
    """
    for step in steps:
        if step != NO_ANSWER and step not in question.scale.names:
            raise BadInput(
                "unknown_step",
                "The question “{question}” has no step “{step}”; its steps are {steps}.",
                question=question.name,
                step=step,
                steps=", ".join(question.scale.names),
            )


def single_item_scores(item: Question, steps: Steps) -> dict[Score, int]:
    """Return the scores of an indicator with one item from that item's steps."""
    values = item.scale.values
    scores: Counter[Score] = Counter()
    missing = sum(left_out(item, steps).values())
    if missing:
        scores[Score(0, 0, 0)] = missing
    for choice in item.scale.answers:
        respondents = steps.get(choice.name, 0)
        if respondents:
            value = 0 if values is None else values[choice.name]
            if values is not None and item.reverse:
                value = item.scale.reversed_value(value)
            scores[Score(1, int(choice.name in item.positive), value)] += respondents
    return dict(scores)


def _positive(question: Question, steps: Steps) -> int | None:
    if not question.positive:
        return None
    return sum(steps.get(choice.name, 0) for choice in question.scale.answers if choice.name in question.positive)


def _wilson(positive: int | None, answered: int, population: int | None) -> Interval | None:
    if not answered or positive is None:
        return None
    return wilson(positive, answered) if population is None else finite_population(positive, answered, population)


def _figure(n: int, answered: int, positive: int | None, interval: Interval | None, mean: Mean | None) -> Figure:
    share = positive / answered if answered and positive is not None else None
    return Figure(
        n=n,
        answered=answered,
        positive=positive,
        share=share,
        interval=interval if share is not None else None,
        mean=None if mean is None else mean.mean,
        mean_interval=None if mean is None else mean.interval,
    )


def _question_mean(question: Question, steps: Steps, population: int | None) -> Mean | None:
    values = question.scale.values
    if values is None:
        return None
    counted: Counter[int] = Counter()
    for name, value in values.items():
        counted[value] += steps.get(name, 0)
    return mean_and_interval(counted, low=min(values.values()), high=max(values.values()), population=population)


def _score_mean(items: Sequence[Question], scores: Mapping[Score, int], population: int | None) -> Mean | None:
    ranges = {
        None if item.scale.values is None else (min(item.scale.values.values()), max(item.scale.values.values()))
        for item in items
    }
    shared = ranges.pop()
    if ranges or shared is None:
        return None
    # A score is a sum over 1 to k items: over their least common multiple all scores are whole numbers.
    whole = lcm(*range(1, len(items) + 1))
    counted: Counter[int] = Counter()
    for score, respondents in scores.items():
        if score.answered_items and 2 * score.answered_items >= len(items):
            counted[score.value_sum * (whole // score.answered_items)] += respondents
    if not sum(counted.values()):
        return None
    found = mean_and_interval(counted, low=shared[0] * whole, high=shared[1] * whole, population=population)
    return Mean(
        n=found.n,
        mean=found.mean / whole,
        sd=None if found.sd is None else found.sd / whole,
        interval=None if found.interval is None else Interval(found.interval.low / whole, found.interval.high / whole),
    )
