"""Conditions and constraints of a questionnaire (villkor), as XLSForm writes them: what is understood of its language.

`${name}` is the answer to a question and `.` the answer that a constraint is about. There is no way to files, to a
clock or to a random number: what day it is comes in as an argument, and what isn't understood is refused when it is
read, never when somebody answers.

Source: ODK XForms specification, XPath 1.0 sections 3.4 (comparisons) and 3.5 (numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import fmod, isinf, isnan
from typing import Protocol

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.expression_functions import (
    FUNCTIONS,
    TODAY,
    Value,
    check_pattern,
    compared,
    number_of,
    truth_of,
)
from ljuspunkt.domain.survey.expression_tokens import Token, tokens_of

Answers = Mapping[str, str | tuple[str, ...]]
"""What has been answered, by the question's name; of several choices a tuple. No answer is "" or no entry."""

DEEPEST = 40
"""How many brackets may stand within each other."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an expression is computed from."""

    answers: Answers
    this: str | tuple[str, ...] = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or a constraint; `names` are the questions whose answers it reads, in order of appearance.

    `uses_this` says that it reads the answer it is about, `uses_today` that it must be told which day it is.
    """

    text: str
    names: tuple[str, ...]
    uses_this: bool
    uses_today: bool
    _root: "Node" = field(compare=False, repr=False)

    def holds(self, answers: Answers, *, this: str | tuple[str, ...] = "", on: date | None = None) -> bool:
        """Return whether it is true.

        Args:
            answers: by question; those that aren't there are empty.
            this: the answer that a constraint is about.
            on: which day it is; where it isn't said, what compares with today is false.
        """
        return truth_of(self._root.value(Situation(answers, this, on)))


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression.

    Raises:
        RuleBroken: it isn't understood; says at which place or which function.
    """
    reader = _Reader(tokens_of(text))
    root = reader.whole()
    return Expression(text.strip(), tuple(dict.fromkeys(reader.names)), reader.uses_this, reader.uses_today, _root=root)


class Node(Protocol):
    """A part of an expression."""

    def value(self, at: Situation) -> Value:
        """Return what it comes to."""


@dataclass(frozen=True, slots=True)
class _Constant:
    content: Value

    def value(self, at: Situation) -> Value:
        return self.content


@dataclass(frozen=True, slots=True)
class _Answer:
    name: str

    def value(self, at: Situation) -> Value:
        return at.answers.get(self.name, "")


@dataclass(frozen=True, slots=True)
class _This:
    def value(self, at: Situation) -> Value:
        return at.this


@dataclass(frozen=True, slots=True)
class _Today:
    def value(self, at: Situation) -> Value:
        return "" if at.on is None else at.on


@dataclass(frozen=True, slots=True)
class _Negative:
    part: Node

    def value(self, at: Situation) -> Value:
        return -number_of(self.part.value(at))


@dataclass(frozen=True, slots=True)
class _Either:
    """Parts of which one must be true, or all."""

    parts: tuple[Node, ...]
    every: bool

    def value(self, at: Situation) -> Value:
        found = (truth_of(part.value(at)) for part in self.parts)
        return all(found) if self.every else any(found)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Comparisons from left to right: `1 < 2 = true()`."""

    first: Node
    steps: tuple[tuple[str, Node], ...]

    def value(self, at: Situation) -> Value:
        found = self.first.value(at)
        for operator, part in self.steps:
            found = compared(operator, found, part.value(at))
        return found


@dataclass(frozen=True, slots=True)
class _Computed:
    """Sums or products from left to right."""

    first: Node
    steps: tuple[tuple[str, Node], ...]

    def value(self, at: Situation) -> Value:
        found = number_of(self.first.value(at))
        for operator, part in self.steps:
            found = _computed(operator, found, number_of(part.value(at)))
        return found


def _computed(operator: str, left: float, right: float) -> float:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if isnan(left) or isnan(right) or right == 0 or isinf(left):
        return float("nan")
    if operator == "div":
        return left / right
    return fmod(left, right)


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    parts: tuple[Node, ...]

    def value(self, at: Situation) -> Value:
        return FUNCTIONS[self.name].compute(*(part.value(at) for part in self.parts))


class _Reader:
    """Reads tokens from left to right: or, and, comparisons, sums, products, a sign, one thing."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.names: list[str] = []
        self.uses_this = False
        self.uses_today = False

    def whole(self) -> Node:
        root = self._or()
        if self._now.kind != "end":
            raise self._unexpected()
        return root

    @property
    def _now(self) -> Token:
        return self.tokens[self.place]

    def _take(self, *texts: str) -> str | None:
        """Return the operator or sign that stands here if it is one of those, and go past it."""
        if self._now.kind == "sign" and self._now.text in texts:
            self.place += 1
            return self.tokens[self.place - 1].text
        return None

    def _unexpected(self) -> RuleBroken:
        if self._now.kind == "end":
            return RuleBroken("expression_ends", "The expression ends where something more is needed.")
        return RuleBroken(
            "expression_sign",
            "“{sign}” at place {place} of the expression isn't understood there.",
            sign=self._now.text,
            place=self._now.place,
        )

    def _or(self) -> Node:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else _Either(tuple(parts), every=False)

    def _and(self) -> Node:
        parts = [self._comparison()]
        while self._take("and"):
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else _Either(tuple(parts), every=True)

    def _comparison(self) -> Node:
        first, steps = self._order(), []
        while operator := self._take("=", "!="):
            steps.append((operator, self._order()))
        return _Compared(first, tuple(steps)) if steps else first

    def _order(self) -> Node:
        first, steps = self._sum(), []
        while operator := self._take("<", "<=", ">", ">="):
            steps.append((operator, self._sum()))
        return _Compared(first, tuple(steps)) if steps else first

    def _sum(self) -> Node:
        first, steps = self._product(), []
        while operator := self._take("+", "-"):
            steps.append((operator, self._product()))
        return _Computed(first, tuple(steps)) if steps else first

    def _product(self) -> Node:
        first, steps = self._signed(), []
        while operator := self._take("*", "div", "mod"):
            steps.append((operator, self._signed()))
        return _Computed(first, tuple(steps)) if steps else first

    def _signed(self) -> Node:
        signs = 0
        while self._take("-"):
            signs += 1
        found = self._one()
        if signs:
            found = _Negative(found)
            if signs % 2 == 0:
                found = _Negative(found)
        return found

    def _one(self) -> Node:
        token = self._now
        if token.kind == "end" or (token.kind == "sign" and token.text not in ("(", ".")):
            raise self._unexpected()
        self.place += 1
        if token.kind == "text":
            return _Constant(token.text)
        if token.kind == "number":
            return _Constant(float(token.text))
        if token.kind == "answer":
            self.names.append(token.text)
            return _Answer(token.text)
        if token.text == ".":
            self.uses_this = True
            return _This()
        self.depth += 1
        if self.depth > DEEPEST:
            raise RuleBroken("expression_deep", "The expression has too many brackets within each other.")
        found = self._call(token) if token.kind == "function" else self._bracket()
        self.depth -= 1
        return found

    def _bracket(self) -> Node:
        found = self._or()
        if not self._take(")"):
            raise self._unexpected()
        return found

    def _call(self, token: Token) -> Node:
        """Read what a function is given; the bracket after its name has been read with it."""
        parts: list[Node] = []
        if not self._take(")"):
            parts.append(self._or())
            while self._take(","):
                parts.append(self._or())
            if not self._take(")"):
                raise self._unexpected()
        if token.text == TODAY and not parts:
            self.uses_today = True
            return _Today()
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise RuleBroken("unknown_function", "The function “{name}” isn't supported.", name=token.text)
        if not function.least <= len(parts) <= function.most:
            raise RuleBroken(
                "function_given",
                "The function “{name}” is given {number} values here; it takes another number of them.",
                name=token.text,
                number=len(parts),
            )
        if token.text == "regex":
            pattern = parts[1]
            if not isinstance(pattern, _Constant) or not isinstance(pattern.content, str):
                raise RuleBroken("pattern_computed", "A pattern must be written out; a computed one isn't supported.")
            check_pattern(pattern.content)
        return _Call(token.text, tuple(parts))
