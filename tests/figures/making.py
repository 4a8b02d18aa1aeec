"""Instruments and counts in a line or two, for the tests of figures."""

from collections.abc import Iterable, Mapping, Sequence

from ljuspunkt.domain.survey.counts import Counts, Score, Steps
from ljuspunkt.domain.survey.instrument import Instrument, Question, SameAs
from ljuspunkt.domain.survey.scale import Choice, Scale

DONT_KNOW = Choice("9", {"en": "Don't know"}, missing="dont_know")
NOT_APPLICABLE = Choice("8", {"en": "Doesn't apply"}, missing="not_applicable")


def scale(
    steps: int = 4, *, name: str = "s", labels: Sequence[str] = (), extra: Iterable[Choice] = (DONT_KNOW,)
) -> Scale:
    """Make a scale with the steps 1 to `steps`, their values, and choices that leave the denominator."""
    called = labels or [f"step {step}" for step in range(1, steps + 1)]
    choices = [Choice(str(step), {"en": label}, value=step) for step, label in enumerate(called, start=1)]
    return Scale(name, (*choices, *extra))


def question(
    name: str = "q",
    *,
    of: Scale | None = None,
    positive: Sequence[str] = ("3", "4"),
    indicators: Sequence[str] = (),
    reverse: bool = False,
    same_as: tuple[str, str] | None = None,
    label: str = "A question",
) -> Question:
    return Question(
        name=name,
        scale=of or scale(),
        label={"en": label},
        indicators=tuple(indicators),
        positive=tuple(positive),
        reverse=reverse,
        same_as=SameAs(*same_as) if same_as else None,
    )


def instrument(
    *questions: Question, version: str = "1", group: str | None = None, waves: Sequence[str] = (), form: str = "form"
) -> Instrument:
    return Instrument(form_id=form, version=version, questions=questions, respondent_group=group, waves=tuple(waves))


def counts(
    steps: Mapping[tuple[str, ...], Mapping[str, Steps]],
    scores: Mapping[tuple[str, ...], Mapping[str, Mapping[tuple[int, int, int], int]]] | None = None,
) -> Counts:
    """Make counts by wave, association and group; a score is (answered items, positive items, sum of values)."""
    return Counts(
        ("wave", "association", "group"),
        steps,
        {
            cell: {number: {Score(*key): n for key, n in found.items()} for number, found in indicators.items()}
            for cell, indicators in (scores or {}).items()
        },
    )
