"""Calculations as one does them by hand (räkning för hand): every step with its numbers and what it gives.

Each takes printed numbers only, so that anyone with the released tables and a pocket calculator comes to the same.
Steps carry their unrounded value; only what is shown of it is rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from ljuspunkt.domain.estimation.quantile import normal_quantile, t_quantile
from ljuspunkt.domain.report.words import (
    Language,
    decimal,
    interval_text,
    percent,
    percent_sign,
    pick,
    points_between,
    whole,
)
from ljuspunkt.domain.vocabulary import Interval

DIGITS = 6
"""Decimals of a step that is shown; enough for four right ones at the end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation: what it is, the numbers that go in, and what comes out.

    `value` is unrounded; `gives` is how it is shown.
    """

    id: str
    what: str
    how: str
    gives: str
    value: float


class Sheet:
    """Gathers the steps of one calculation in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.steps: list[Step] = []

    def number(self, value: float) -> str:
        """Return a number with the decimals that steps have, a whole one without."""
        if isinstance(value, int):
            return whole(value, self.language)
        return decimal(value, self.language, digits=DIGITS)

    def add(self, name: str, what: tuple[str, str], how: str, value: float, *, gives: str = "") -> float:
        """Add a step and return its value; `what` is Swedish and English."""
        self.steps.append(Step(name, pick(self.language, *what), how, gives or self.number(value), value))
        return value


def share_steps(positive: int, answered: int, language: Language) -> tuple[Step, ...]:
    """Return how a share comes from its counts: divided once, rounded last."""
    sheet = Sheet(language)
    exact = Fraction(positive, answered)
    share = sheet.add(
        "share",
        ("Andelen", "The share"),
        f"{sheet.number(positive)} / {sheet.number(answered)}",
        positive / answered,
    )
    sheet.add(
        "percent",
        ("Avrundad sist, halva procent uppåt", "Rounded last, halves of a per cent upwards"),
        f"100 · {sheet.number(share)}",
        percent(exact),
        gives=f"{percent(exact)}{percent_sign(language)}",
    )
    return tuple(sheet.steps)


def wilson_steps(share: float, effective: int, language: Language) -> tuple[Step, ...]:
    """Return each step of Wilson's interval.

    Args:
        share: 0 to 1, unrounded.
        effective: so many answers is it worth: those who answered, or the respondents where one gave several answers.
        language: of the words.

    Source: Wilson 1927.
    """
    sheet = Sheet(language)
    number = sheet.number
    z = sheet.add(
        "z",
        ("z, så att 95 % ligger mellan −z och z", "z, so that 95% lies between −z and z"),
        pick(language, "normalfördelningens 97,5-percentil", "97.5th percentile of the normal distribution"),
        normal_quantile(0.95),
    )
    n = number(effective)
    square = number(z * z)
    shrink = sheet.add("denominator", ("Nämnaren", "The denominator"), f"1 + {square} / {n}", 1 + z * z / effective)
    centre = sheet.add(
        "centre",
        ("Mitten", "The centre"),
        f"({number(share)} + {square} / (2 · {n})) / {number(shrink)}",
        (share + z * z / (2 * effective)) / shrink,
    )
    half = sheet.add(
        "half",
        ("Halva bredden", "Half the width"),
        f"{number(z)} / {number(shrink)} · √({number(share)} · {number(1 - share)} / {n} + {square} / (4 · {n}²))",
        z / shrink * sqrt(share * (1 - share) / effective + z * z / (4 * effective * effective)),
    )
    low = sheet.add("low", ("Nedre gränsen", "Lower limit"), f"{number(centre)} − {number(half)}", centre - half)
    high = sheet.add("high", ("Övre gränsen", "Upper limit"), f"{number(centre)} + {number(half)}", centre + half)
    sheet.add(
        "shown",
        ("Så visas intervallet", "The interval as shown"),
        pick(language, "hela procent", "whole per cent"),
        high - low,
        gives=interval_text(max(low, 0.0), min(high, 1.0), language),
    )
    return tuple(sheet.steps)


def mean_steps(counts: Mapping[int, int], *, low: int, high: int, language: Language) -> tuple[Step, ...]:
    """Return each step of a mean and its t interval, clipped to the scale.

    Args:
        counts: value → respondents, at least two of them and not all alike.
        low: lowest value of the scale.
        high: highest value of the scale.
        language: of the words.

    Source: Student 1908.
    """
    sheet = Sheet(language)
    number = sheet.number
    ordered = sorted(counts.items())
    n = sheet.add(
        "n",
        ("Svar med ett värde", "Answers with a value"),
        " + ".join(number(each) for _, each in ordered),
        sum(counts.values()),
    )
    total = sheet.add(
        "sum",
        ("Summan: antal gånger värde", "The sum: number times value"),
        " + ".join(f"{number(each)} · {value}" for value, each in ordered),
        sum(value * each for value, each in ordered),
    )
    squares = sheet.add(
        "squares",
        ("Summan av kvadraterna", "The sum of squares"),
        " + ".join(f"{number(each)} · {value}²" for value, each in ordered),
        sum(value * value * each for value, each in ordered),
    )
    mean = sheet.add("mean", ("Medelvärdet", "The mean"), f"{number(total)} / {number(n)}", total / n)
    sd = sheet.add(
        "sd",
        ("Standardavvikelsen", "The standard deviation"),
        f"√(({number(squares)} − {number(total)}² / {number(n)}) / ({number(n)} − 1))",
        sqrt((n * squares - total * total) / (n * (n - 1))),
    )
    t = sheet.add(
        "t",
        (f"t med {number(n - 1)} frihetsgrader", f"t with {number(n - 1)} degrees of freedom"),
        pick(language, "t-fördelningens 97,5-percentil", "97.5th percentile of the t distribution"),
        t_quantile(0.95, int(n) - 1),
    )
    half = sheet.add(
        "half",
        ("Halva bredden", "Half the width"),
        f"{number(t)} · {number(sd)} / √{number(n)}",
        t * sd / sqrt(n),
    )
    _clipped(sheet, "low", ("Nedre gränsen", "Lower limit"), f"{number(mean)} − {number(half)}", mean - half, low)
    _clipped(sheet, "high", ("Övre gränsen", "Upper limit"), f"{number(mean)} + {number(half)}", mean + half, high)
    return tuple(sheet.steps)


def _clipped(sheet: Sheet, name: str, what: tuple[str, str], how: str, value: float, end: int) -> None:
    """Add a limit, kept within the scale."""
    outside = value < end if name == "low" else value > end
    said = pick(sheet.language, f"{how}, dock skalans ände {end}", f"{how}, but the scale's end {end}")
    sheet.add(name, what, said if outside else how, float(end) if outside else value)


def difference_steps(
    share_a: float, interval_a: Interval, share_b: float, interval_b: Interval, language: Language
) -> tuple[Step, ...]:
    """Return each step of Newcombe's interval of share a minus share b, from the printed intervals.

    Args:
        share_a: the later share.
        interval_a: its interval.
        share_b: the earlier share.
        interval_b: its interval.
        language: of the words.

    Source: Newcombe 1998, method 10.
    """
    sheet = Sheet(language)
    number = sheet.number
    difference = sheet.add(
        "difference", ("Skillnaden", "The difference"), f"{number(share_a)} − {number(share_b)}", share_a - share_b
    )
    below = sheet.add(
        "below",
        ("Avståndet nedåt", "The distance down"),
        f"√(({number(share_a)} − {number(interval_a.low)})² + ({number(interval_b.high)} − {number(share_b)})²)",
        sqrt((share_a - interval_a.low) ** 2 + (interval_b.high - share_b) ** 2),
    )
    above = sheet.add(
        "above",
        ("Avståndet uppåt", "The distance up"),
        f"√(({number(interval_a.high)} − {number(share_a)})² + ({number(share_b)} − {number(interval_b.low)})²)",
        sqrt((interval_a.high - share_a) ** 2 + (share_b - interval_b.low) ** 2),
    )
    low = sheet.add(
        "low", ("Nedre gränsen", "Lower limit"), f"{number(difference)} − {number(below)}", difference - below
    )
    high = sheet.add(
        "high", ("Övre gränsen", "Upper limit"), f"{number(difference)} + {number(above)}", difference + above
    )
    sheet.add(
        "shown",
        ("Så visas intervallet", "The interval as shown"),
        pick(language, "hela procentenheter", "whole percentage points"),
        high - low,
        gives=between_points(low, high, language),
    )
    return tuple(sheet.steps)


def between_points(low: float, high: float, language: Language) -> str:
    """Return "−2 till +28 procentenheter"."""
    return f"{points_between(low, high, language)} {pick(language, 'procentenheter', 'percentage points')}"


def step(steps: Sequence[Step], name: str) -> float:
    """Return a step's value.

    Raises:
        KeyError: there is no such step.
    """
    for each in steps:
        if each.id == name:
            return each.value
    raise KeyError(name)
