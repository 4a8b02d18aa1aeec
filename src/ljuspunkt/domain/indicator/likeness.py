"""Which candidates say the same in other words (nära dubbletter): a proposal to look at, never a decision.

Titles are compared by meaning and by letters; descriptions, where both have one, add.
Every proposal says which words are alike and what each part gave. docs/method/inventory.md tells how well it does.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from rapidfuzz.fuzz import token_sort_ratio

from ljuspunkt.domain.indicator.lexicon import Lexicon, parts_of, words_of

How = Literal["same", "meaning", "beginning"]

ALIKE = 0.50
"""From this score on two candidates are proposed; chosen on half of the test set (docs/method/inventory.md)."""

SAME, MEANING, BEGINNING = 1.0, 0.85, 0.7
"""What a pair of words counts for: the same stem, the same group of the lexicon, the same long beginning."""
LEAST_BEGINNING = 5
BEGINNING_SHARE = 0.6
PARTS: Mapping[str, float] = {"meaning": 0.9, "letters": 0.1}
"""How much each part of the titles' likeness counts."""
OTHER_PEOPLE = 0.6
TURNED_ROUND = 0.5
"""What the score is multiplied by where titles are about different people, or one turns the other round."""
DESCRIPTION = 0.5
LEAST_DESCRIPTION = 0.3


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate to compare: its key, and title and description in one language."""

    key: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Two words that are alike, as they stand in the titles, and how."""

    one: str
    other: str
    how: How


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two candidates that may be the same, and why.

    `score` 0–1 is made of `meaning` and `letters` of the titles and `description` (None where one has none), then
    lowered where `other_people` or `turned_round`.
    """

    one: str
    other: str
    score: float
    meaning: float
    letters: float
    description: float | None
    matches: tuple[Match, ...]
    other_people: bool
    turned_round: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a part of one: as it is written, and its stem."""

    written: str
    stem: str


@dataclass(frozen=True, slots=True)
class _Text:
    units: tuple[_Unit, ...]
    negated: bool


class Comparer:
    """Compares the candidates of one inventory, whose words it weighs by how rare they are there."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        """Read all texts.

        Args:
            entries: candidates with different keys and a title each.
            lexicon: the field's words in their language.
        """
        self.lexicon = lexicon
        self.entries = {entry.key: entry for entry in entries}
        self._known = frozenset(
            lexicon.stem(word)
            for entry in entries
            for text in (entry.title, entry.description)
            for word in words_of(text)
            if len(word) > 3 and word not in lexicon.stop
        )
        titles = {entry.key: self._units(entry.title) for entry in entries}
        self._n = len(titles)
        self._in = Counter(key for units in titles.values() for key in {self._concept(unit) for unit in units})
        self._titles = {
            entry.key: _Text(titles[entry.key], any(word in lexicon.negations for word in words_of(entry.title)))
            for entry in entries
        }
        self._descriptions = self._vectors({entry.key: entry.description for entry in entries if entry.description})

    def proposals(self, *, least: float = ALIKE) -> tuple[Proposal, ...]:
        """Return the pairs that are at least so alike, the most alike first."""
        found = [self.compare(one, other) for one, other in self._worth_comparing()]
        return tuple(
            sorted(
                (each for each in found if each.score >= least), key=lambda each: (-each.score, each.one, each.other)
            )
        )

    def compare(self, one: str, other: str) -> Proposal:
        """Return how alike two candidates are, and why."""
        first, second = self._titles[one], self._titles[other]
        matches, meaning = self._meaning(first.units, second.units)
        letters = token_sort_ratio(*(" ".join(unit.stem for unit in text.units) for text in (first, second))) / 100
        score = PARTS["meaning"] * meaning + PARTS["letters"] * letters
        description = None
        if one in self._descriptions and other in self._descriptions:
            vector = self._descriptions[other]
            description = sum(weight * vector.get(key, 0.0) for key, weight in self._descriptions[one].items())
            score += (1 - score) * DESCRIPTION * max(0.0, description - LEAST_DESCRIPTION)
        other_people = self._other_people(first.units, second.units)
        turned_round = first.negated != second.negated or self.lexicon.opposed(
            [unit.stem for unit in first.units], [unit.stem for unit in second.units]
        )
        score *= (OTHER_PEOPLE if other_people else 1) * (TURNED_ROUND if turned_round else 1)
        return Proposal(one, other, score, meaning, letters, description, matches, other_people, turned_round)

    def _units(self, text: str) -> tuple[_Unit, ...]:
        return tuple(
            _Unit(part, self.lexicon.stem(part))
            for word in words_of(text)
            if word not in self.lexicon.stop
            for part in parts_of(word, self.lexicon, self._known)
            if part not in self.lexicon.stop
        )

    def _concept(self, unit: _Unit) -> str:
        groups = self.lexicon.groups_of(unit.stem)
        return f"group {min(groups)}" if groups else unit.stem

    def _rarity(self, n_in: int) -> float:
        return log((1 + self._n) / (1 + n_in)) + 1

    def _weight(self, unit: _Unit) -> float:
        return self._rarity(self._in[self._concept(unit)])

    def _likeness(self, one: _Unit, other: _Unit) -> tuple[float, How]:
        if one.stem == other.stem:
            return SAME, "same"
        if self.lexicon.groups_of(one.stem) & self.lexicon.groups_of(other.stem):
            return MEANING, "meaning"
        common = 0
        for first, second in zip(one.stem, other.stem, strict=False):
            if first != second:
                break
            common += 1
        if common >= LEAST_BEGINNING and common >= BEGINNING_SHARE * max(len(one.stem), len(other.stem)):
            return BEGINNING, "beginning"
        return 0.0, "same"

    def _meaning(self, first: Sequence[_Unit], second: Sequence[_Unit]) -> tuple[tuple[Match, ...], float]:
        """Return the words that are alike, and how much of both titles they carry, 0 to 1."""
        if not first or not second:
            return (), 0.0
        matches: list[Match] = []
        carried = []
        for units, others, turned in ((first, second, False), (second, first, True)):
            whole = sum(self._weight(unit) for unit in units)
            got = 0.0
            for unit in units:
                (worth, how), best = max(
                    ((self._likeness(unit, other), other) for other in others), key=lambda each: each[0][0]
                )
                got += worth * self._weight(unit)
                if worth and not turned:
                    matches.append(Match(unit.written, best.written, how))
            carried.append((got, whole))
        (got_one, whole_one), (got_other, whole_other) = carried
        both = (got_one + got_other) / (whole_one + whole_other)
        fuller = max(got_one / whole_one, got_other / whole_other)
        return tuple(dict.fromkeys(matches)), 0.7 * both + 0.3 * fuller

    def _other_people(self, first: Sequence[_Unit], second: Sequence[_Unit]) -> bool:
        one = frozenset(place for unit in first for place in self.lexicon.who(unit.stem))
        other = frozenset(place for unit in second for place in self.lexicon.who(unit.stem))
        return bool(one and other and not one & other)

    def _vectors(self, texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
        """Return texts as weights of concepts, of length 1."""
        concepts = {key: Counter(self._concept(unit) for unit in self._units(text)) for key, text in texts.items()}
        held = Counter(concept for counts in concepts.values() for concept in counts)
        return {
            key: _unit_length({concept: n * self._rarity(held[concept]) for concept, n in counts.items()})
            for key, counts in concepts.items()
        }

    def _worth_comparing(self) -> Iterable[tuple[str, str]]:
        """Yield pairs that share a concept, a beginning of a word, or much of their descriptions."""
        holders: dict[str, list[str]] = {}
        for key, text in self._titles.items():
            keys = {self._concept(unit) for unit in text.units}
            keys |= {f"group {place}" for unit in text.units for place in self.lexicon.groups_of(unit.stem)}
            keys |= {
                f"begins {unit.stem[:LEAST_BEGINNING]}" for unit in text.units if len(unit.stem) >= LEAST_BEGINNING
            }
            for each in keys:
                holders.setdefault(each, []).append(key)
        for key, vector in self._descriptions.items():
            for concept in sorted(vector, key=lambda concept: -vector[concept])[:3]:
                holders.setdefault(f"description {concept}", []).append(key)
        places = {key: place for place, key in enumerate(self.entries)}
        pairs = {(one, other) for each in holders.values() for at, one in enumerate(each) for other in each[at + 1 :]}
        yield from sorted(pairs, key=lambda pair: (places[pair[0]], places[pair[1]]))


def _unit_length(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {key: weight / length for key, weight in vector.items()} if length else {}
