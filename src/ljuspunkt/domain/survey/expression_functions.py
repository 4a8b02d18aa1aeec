"""What the functions and comparisons of an expression compute; XPath 1.0 with the additions of ODK XForms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import factorial, floor, inf, isinf, isnan, nan

from ljuspunkt.domain.errors import RuleBroken

Value = str | float | bool | date | tuple[str, ...]

TODAY = "today"
MOST = 100
"""How many values a function may be given that takes any number of them."""
LONGEST_MATCHED = 500
"""A longer answer fits no pattern, so that no answer keeps the reader busy."""
MOST_TRIED = 50_000_000
"""How many places of an answer a pattern may look at, in all the ways it allows: some seconds' work at the most."""

_NUMBER = re.compile(r"-?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many values it takes."""

    compute: Callable[..., Value]
    least: int
    most: int


def text_of(value: Value) -> str:
    """Return a value as text; several choices are separated by spaces."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if isnan(value):
            return "NaN"
        if isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else value


def number_of(value: Value) -> float:
    """Return a value as a number; not a number (NaN) where a text isn't one. A day is the number since 1970."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, date):
        return float(value.toordinal() - date(1970, 1, 1).toordinal())
    text = text_of(value).strip()
    return float(text) if _NUMBER.fullmatch(text) else nan


def truth_of(value: Value) -> bool:
    """Return whether a value counts as true: a text that isn't empty, a number that isn't 0."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return bool(text_of(value))


def day_of(value: Value) -> date | None:
    """Return the day that a value names (2022-10-31), None where it names none."""
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(text_of(value).strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def compared(operator: str, left: Value, right: Value) -> bool:
    """Return whether a comparison is true. Texts have no order: numbers have, and days where one side is a day."""
    if isinstance(left, date) or isinstance(right, date):
        one, other = day_of(left), day_of(right)
        if one is None or other is None:
            return operator == "!="
        return _ordered(operator, one.toordinal(), other.toordinal())
    if operator in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            same = truth_of(left) == truth_of(right)
        elif isinstance(left, float) or isinstance(right, float):
            same = number_of(left) == number_of(right)
        else:
            same = text_of(left) == text_of(right)
        return same if operator == "=" else not same
    return _ordered(operator, number_of(left), number_of(right))


def _ordered(operator: str, left: float, right: float) -> bool:
    if operator == "=":
        return left == right
    if operator == "!=":
        return left != right
    if operator == "<":
        return left < right
    if operator == "<=":
        return left <= right
    return left > right if operator == ">" else left >= right


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that an answer could keep busy: repeated groups, references back, too many ways to fit.

    Python tries the ways one after the other, and nothing else is done meanwhile, in no thread.

    Raises:
        RuleBroken: it isn't a pattern, or it isn't of those that are supported.
    """
    unsupported = RuleBroken("pattern_unsupported", "The pattern “{pattern}” isn't supported.", pattern=pattern)
    without_classes = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern)
    if re.search(r"\)[*+{]|\(\?", without_classes) or re.search(r"\\[1-9kgbBAZ]", pattern):
        raise unsupported
    if re.search(r"\d{4}", without_classes) or _most_tried(without_classes) > MOST_TRIED:
        raise unsupported
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise unsupported from None


def _most_tried(pattern: str) -> int:
    """Return how many places of an answer a pattern without classes looks at, at the most.

    Repeats share the answer's places between them: three have 500³ ÷ 6 ways. A part that may be left out doubles the
    ways, and alternatives add theirs.
    """
    repeats = len(re.findall(r"[*+]|\{\d*,\d*\}", pattern))
    width = len(pattern) + sum(map(int, re.findall(r"\d{1,3}(?=\})", pattern)))
    shared: int = LONGEST_MATCHED**repeats // factorial(repeats)
    return _ways(pattern) * shared * (1 + width // 20)


def _ways(pattern: str) -> int:
    """Return through how many alternatives and left out parts a pattern without classes leads."""
    open_groups, before, here = [], 0, 1
    for sign in pattern:
        if sign == "(":
            open_groups.append((before, here))
            before, here = 0, 1
        elif sign == "|":
            before, here = before + here, 1
        elif sign == ")" and open_groups:
            inside = before + here
            before, here = open_groups.pop()
            here *= inside
        elif sign == "?":
            here *= 2
    return before + here


def _selected(where: Value, name: Value) -> bool:
    wanted = text_of(name).strip()
    if isinstance(where, tuple):
        return wanted in where
    return bool(wanted) and f" {wanted} " in f" {text_of(where).strip()} "


def _count_selected(where: Value) -> float:
    return float(len(where) if isinstance(where, tuple) else len(text_of(where).split()))


def _rounded(value: Value, digits: Value = 0.0) -> float:
    number, places = number_of(value), number_of(digits)
    if isnan(number) or isinf(number) or isnan(places) or abs(places) > 12:
        return nan
    scaled = number * 10.0 ** int(places)
    return number if isinf(scaled) else floor(scaled + 0.5) / 10.0 ** int(places)


def _whole(value: Value) -> float:
    number = number_of(value)
    return number if isnan(number) or isinf(number) else float(int(number))


def _part(value: Value, start: Value, end: Value = inf) -> str:
    text, first, last = text_of(value), number_of(start), number_of(end)
    if isnan(first) or isnan(last):
        return ""
    return text[int(max(first, 0)) : None if last == inf else int(max(last, 0))] if first != inf else ""


def _least(*values: Value) -> float:
    numbers = [number_of(value) for value in values]
    return nan if any(map(isnan, numbers)) else min(numbers)


def _greatest(*values: Value) -> float:
    numbers = [number_of(value) for value in values]
    return nan if any(map(isnan, numbers)) else max(numbers)


def _fits(value: Value, pattern: Value) -> bool:
    text = text_of(value)
    return len(text) <= LONGEST_MATCHED and re.fullmatch(text_of(pattern), text, re.ASCII) is not None


def _absolute(value: Value) -> float:
    return abs(number_of(value))


def _day(value: Value) -> Value:
    return day_of(value) or ""


FUNCTIONS = {
    "abs": Function(_absolute, 1, 1),
    "boolean": Function(truth_of, 1, 1),
    "coalesce": Function(lambda one, other: one if text_of(one) else other, 2, 2),
    "concat": Function(lambda *values: "".join(map(text_of, values)), 1, MOST),
    "contains": Function(lambda value, part: text_of(part) in text_of(value), 2, 2),
    "count-selected": Function(_count_selected, 1, 1),
    "date": Function(_day, 1, 1),
    "ends-with": Function(lambda value, part: text_of(value).endswith(text_of(part)), 2, 2),
    "false": Function(lambda: False, 0, 0),
    "if": Function(lambda condition, one, other: one if truth_of(condition) else other, 3, 3),
    "int": Function(_whole, 1, 1),
    "max": Function(_greatest, 1, MOST),
    "min": Function(_least, 1, MOST),
    "normalize-space": Function(lambda value: " ".join(text_of(value).split()), 1, 1),
    "not": Function(lambda value: not truth_of(value), 1, 1),
    "number": Function(number_of, 1, 1),
    "regex": Function(_fits, 2, 2),
    "round": Function(_rounded, 1, 2),
    "selected": Function(_selected, 2, 2),
    "starts-with": Function(lambda value, part: text_of(value).startswith(text_of(part)), 2, 2),
    "string": Function(text_of, 1, 1),
    "string-length": Function(lambda value: float(len(text_of(value))), 1, 1),
    "substr": Function(_part, 2, 3),
    "true": Function(lambda: True, 0, 0),
}
"""The functions that are understood, besides `today()`."""
