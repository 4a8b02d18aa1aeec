"""An analyst reads an indicator that stands on several questions.

The interval of its share is compared with statsmodels: a regression of the single answers on a constant with
standard errors clustered by respondent is the ratio estimator with linearised variance, t with n − 1 degrees.
"""

from collections import Counter

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.estimation.proportion import wilson
from ljuspunkt.domain.estimation.ratio import ratio_and_interval
from ljuspunkt.domain.survey.counts import Score
from ljuspunkt.domain.survey.scoring import indicator_figure, question_figure, single_item_scores
from tests.figures.making import DONT_KNOW, NOT_APPLICABLE, instrument, question, scale

PAIRS = {(3, 3): 21, (3, 2): 9, (3, 1): 6, (3, 0): 4, (2, 2): 7, (2, 0): 3, (1, 1): 2, (1, 0): 1, (0, 0): 5}


def clustered(pairs: dict[tuple[int, int], int]) -> tuple[float, float, float, float]:
    """Return share, standard error and interval as statsmodels computes them from the single answers."""
    answers: list[int] = []
    respondents: list[int] = []
    respondent = 0
    for (answered, positive), n in pairs.items():
        for _ in range(n):
            answers += [1] * positive + [0] * (answered - positive)
            respondents += [respondent] * answered
            respondent += 1
    fit = sm.OLS(np.array(answers, float), np.ones(len(answers))).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(respondents), "use_correction": True}, use_t=True
    )
    low, high = fit.conf_int()[0]
    return float(fit.params[0]), float(fit.bse[0]), float(low), float(high)


def test_the_share_and_its_interval_agree_with_statsmodels() -> None:
    found = ratio_and_interval(PAIRS)
    ours = (found.share, found.standard_error, found.interval.low, found.interval.high)
    assert ours == pytest.approx(clustered(PAIRS), abs=1e-12)


def test_those_who_answered_nothing_change_nothing() -> None:
    assert ratio_and_interval(PAIRS) == ratio_and_interval({pair: n for pair, n in PAIRS.items() if pair[0]})


@pytest.mark.parametrize(
    ("pairs", "share", "respondents"),
    [({(3, 3): 8}, 1, 8), ({(3, 0): 8, (2, 0): 2}, 0, 10), ({(2, 1): 30}, 0.5, 30), ({(3, 2): 1}, 2 / 3, 1)],
)
def test_no_spread_among_respondents_is_no_certainty(
    pairs: dict[tuple[int, int], int], share: float, respondents: int
) -> None:
    found = ratio_and_interval(pairs)
    assert found.share == share
    if share in (0, 1):
        assert found.interval == wilson(int(share) * respondents, respondents)
    assert found.interval.width > 0.2


@pytest.mark.parametrize("pairs", [{}, {(0, 0): 4}, {(2, 3): 1}, {(2, 1): -1}])
def test_impossible_pairs_are_mistakes(pairs: dict[tuple[int, int], int]) -> None:
    with pytest.raises(ValueError):
        ratio_and_interval(pairs)


AGREE = scale(4, name="agree", extra=(DONT_KNOW, NOT_APPLICABLE))
THREE = instrument(
    question("a", of=AGREE, indicators=["5"]),
    question("b", of=AGREE, indicators=["5"]),
    question("c", of=AGREE, indicators=["5"], positive=["1", "2"], reverse=True),
)


def test_n_is_respondents_and_answered_is_answers() -> None:
    figure = indicator_figure(THREE, "5", {Score(3, 2, 9): 6, Score(1, 1, 4): 3, Score(0, 0, 0): 2})
    assert (figure.n, figure.answered, figure.positive, figure.share) == (11, 21, 15, 15 / 21)


def test_the_mean_is_of_those_who_answered_at_least_half() -> None:
    """(9/3 six times, 7/2 twice; the one with a single answer of three isn't among them) = 25 of 8."""
    figure = indicator_figure(THREE, "5", {Score(3, 2, 9): 6, Score(2, 2, 7): 2, Score(1, 1, 1): 1})
    assert figure.mean == 25 / 8


def test_there_is_no_mean_where_the_questions_have_different_scales() -> None:
    mixed = instrument(
        question("a", of=AGREE, indicators=["5"]), question("b", of=scale(5, name="often"), indicators=["5"])
    )
    figure = indicator_figure(mixed, "5", {Score(2, 1, 7): 12, Score(2, 2, 9): 3})
    assert figure.mean is None
    assert figure.share == 18 / 30


def test_where_nobody_answered_two_the_interval_is_wilsons() -> None:
    figure = indicator_figure(THREE, "5", {Score(1, 1, 4): 7, Score(1, 0, 1): 5, Score(0, 0, 0): 9})
    assert figure.interval == wilson(7, 12)


def test_an_indicator_of_one_question_is_that_question() -> None:
    one = question("a", of=AGREE, indicators=["2"])
    steps = {"1": 2, "2": 3, "3": 5, "4": 4, "9": 1, "": 2}
    assert indicator_figure(instrument(one), "2", single_item_scores(one, steps)) == question_figure(one, steps)


def test_a_reversed_question_alone_has_its_mean_the_right_way_round() -> None:
    backwards = question("c", of=AGREE, indicators=["2"], positive=["1", "2"], reverse=True)
    steps = {"1": 10, "4": 2}
    as_ticked = question_figure(backwards, steps)
    turned = indicator_figure(instrument(backwards), "2", single_item_scores(backwards, steps))
    assert (as_ticked.mean, turned.mean) == (18 / 12, 42 / 12)
    assert as_ticked.share == turned.share == 10 / 12


def test_nobody_answered() -> None:
    figure = indicator_figure(THREE, "5", {Score(0, 0, 0): 4})
    assert (figure.n, figure.answered, figure.share, figure.interval, figure.mean) == (4, 0, None, None, None)


def test_without_positive_choices_there_is_no_share() -> None:
    open_ended = instrument(question("a", indicators=["1"], positive=[]), question("b", indicators=["1"]))
    figure = indicator_figure(open_ended, "1", {Score(2, 1, 6): 12, Score(2, 0, 3): 2})
    assert (figure.positive, figure.share, figure.interval) == (None, None, None)
    assert figure.mean == pytest.approx((12 * 3 + 2 * 1.5) / 14)


def test_more_answers_than_questions_are_refused() -> None:
    with pytest.raises(BadInput, match="Indicator 5 has 3 questions"):
        indicator_figure(THREE, "5", {Score(4, 1, 4): 1})


def test_an_indicator_that_isnt_measured_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        indicator_figure(THREE, "6", {})


pairs = st.integers(0, 5).flatmap(lambda answered: st.tuples(st.just(answered), st.integers(0, answered)))


@given(st.dictionaries(pairs, st.integers(1, 500), min_size=1).filter(lambda found: any(pair[0] for pair in found)))
def test_the_interval_holds_the_share_within_nothing_and_all(found: dict[tuple[int, int], int]) -> None:
    ratio = ratio_and_interval(found)
    assert 0 <= ratio.interval.low <= ratio.share <= ratio.interval.high <= 1
    assert ratio.share == sum(y * n for (_, y), n in found.items()) / sum(x * n for (x, _), n in found.items())


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_respondents_count_however_their_answers_are_listed(listed: list[tuple[bool, bool]]) -> None:
    scores = Counter(Score(2, a + b, 3 * a + 3 * b + 2) for a, b in listed)
    two = instrument(question("a", indicators=["1"]), question("b", indicators=["1"]))
    forth, back = indicator_figure(two, "1", scores), indicator_figure(two, "1", dict(reversed(scores.items())))
    assert forth == back
