"""What an auditor sees without any search: numbers that the rules forbid, and what is left after a subtraction."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ljuspunkt.domain.disclosure.finding import Finding, SetName, answers, respondents
from ljuspunkt.domain.disclosure.history import figure_name, figures_of, is_between, taken
from ljuspunkt.domain.disclosure.policy import FEW_ANSWERS, ITEM_MIN, Policy
from ljuspunkt.domain.disclosure.primary import derivable
from ljuspunkt.domain.disclosure.release import HIDDEN, MEAN_MIN, ReleasedRow, ReleasedTable
from ljuspunkt.domain.disclosure.table import (
    Questionnaire,
    RespondentSet,
    coarser_tables,
    is_together,
    named,
    others_of,
)
from ljuspunkt.domain.disclosure.view import INDICATOR, Known, Printed, View
from ljuspunkt.domain.errors import marked
from ljuspunkt.domain.estimation.proportion import score_interval

_NUMBERS = ("answered", "positive", "share", "low", "high", "mean", "mean_low", "mean_high")
_AFTER_A_BAND = ("positive", "share", "mean", "mean_low", "mean_high")
_SAME = 1e-9


def stray_numbers(tables: Sequence[ReleasedTable]) -> list[Finding]:
    """Return the numbers that no release prints: beside what hides them, or at odds with their own row.

    The equations take a hidden row to say nothing and a share to be what its counts give. A number that says
    more would go unseen there.
    """
    found = []
    for table in tables:
        sizes: dict[tuple[str, ...], set[int | None]] = {}
        numeric: set[tuple[tuple[str, ...], str | None]] = set()
        seen: set[tuple[tuple[str, ...], str | None, str | None]] = set()
        for row in table.rows:
            sizes.setdefault(row.key, set()).add(row.n)
            if row.positive is not None or (row.answered is not None and not row.band):
                numeric.add((row.key, row.question))
            sentence = _stray(row)
            if (row.key, row.question, row.indicator) in seen:
                sentence = marked("the row stands twice")
            seen.add((row.key, row.question, row.indicator))
            if sentence:
                found.append(_about(table, row.key, _topic(row.question, row.indicator), sentence))
        for key, several in sizes.items():
            if len(several) > 1:
                found.append(_about(table, key, None, marked("its rows give different numbers of respondents")))
        shown = {(step.key, step.question) for step in table.steps if step.n is not None}
        for key, question in sorted(shown - numeric, key=str):
            found.append(_about(table, key, question, marked("a distribution stands where the share is hidden")))
    return found


def _about(table: ReleasedTable, key: tuple[str, ...], question: str | None, sentence: str) -> Finding:
    name = named(table.columns, key)
    return Finding(name, question, sentence, (name,), table=table.name, key=key)


def _topic(question: str | None, indicator: str | None) -> str | None:
    return question or (f"indicator {indicator}" if indicator else None)


def _stray(row: ReleasedRow) -> str:
    """Return what is wrong with a row, "" if nothing is."""
    if row.n is None or row.answered is None:
        names = _NUMBERS if row.n is None else _NUMBERS[1:]
        if row.band or any(getattr(row, name) is not None for name in names):
            return marked("a number stands in a row that is hidden")
        return ""
    if row.hidden:
        return marked("a number stands in a row that is hidden")
    if row.band and any(getattr(row, name) is not None for name in _AFTER_A_BAND):
        return marked("a number stands beside the band that replaces it")
    if not row.band and (row.positive is None) != (row.share is None):
        return marked("a share stands without its count")
    if row.positive is not None and (row.positive > row.answered or not _is_share(row)):
        return marked("the published numbers contradict each other")
    if not row.answered or not _is_interval(row):
        return marked("the interval isn't the one that the printed numbers give")
    return ""


def _is_share(row: ReleasedRow) -> bool:
    if row.positive is None or row.share is None or not row.answered:
        return False
    return abs(row.positive / row.answered - row.share) < _SAME


def _is_interval(row: ReleasedRow) -> bool:
    """Whether the interval says no more than the counts or the band: for several items over the respondents."""
    answered = row.answered or 0
    if row.positive is None and not row.band:
        return row.low is None and row.high is None
    if row.low is None or row.high is None:
        return False
    ends = [row.positive or 0]
    if row.band:
        ends = [0, min(1, answered)] if row.band == "few" else [max(answered - 1, 0), answered]
    for base in {answered, min(row.n or 0, answered)} - {0}:
        hull = [score_interval(end / answered, base) for end in ends]
        low, high = min(one.low for one in hull), max(one.high for one in hull)
        if abs(low - row.low) < _SAME and abs(high - row.high) < _SAME:
            return True
    return False


def lacking_rows(tables: Sequence[ReleasedTable]) -> list[Finding]:
    """Return the rows that should unite the hidden parts of a shown set and aren't there.

    What they say follows anyway; printed, it is held to the rules of any set.
    """
    found = []
    by_columns = {table.columns: table for table in tables}
    for table in tables:
        shown = {row.key for row in table.rows if row.n is not None}
        hidden = {row.key for row in table.rows if row.hidden == HIDDEN} - shown
        for columns in coarser_tables(table.columns, by_columns):
            places = [table.columns.index(column) for column in columns]
            for key in {row.key for row in by_columns[columns].rows if row.n and not is_together(columns, row.key)}:
                inside = [one for one in hidden if tuple(one[place] for place in places) == key]
                beside = [one for one in shown if tuple(one[place] for place in places) == key]
                whole = dict(zip(columns, key, strict=True))
                united = tuple(whole.get(column, others_of(column)) for column in table.columns)
                if len(inside) > 1 and beside and united not in shown:
                    sentence = marked("the row is missing: what it says follows by subtraction")
                    by = (named(columns, key), *(named(table.columns, one) for one in sorted(beside)))
                    name = named(table.columns, united)
                    found.append(Finding(name, None, sentence, by, table=table.name, key=united))
    return found


def forbidden(view: View, questionnaire: Questionnaire, policy: Policy) -> list[Finding]:
    """Return the printed numbers that the rules don't allow at all."""
    found = [*_split_means(view, questionnaire)]
    for one in view.printed:
        if not one.shown or one.n is None:
            continue
        least = policy.least(one.of.columns, one.of.group)

        def say(sentence: str, question: str | None = None, one: Printed = one, **values: object) -> None:
            name = one.of.name
            by = figures_of([one.of])
            found.append(Finding(name, question, sentence, by, values, "UNSAFE", one.of.table, one.of.key))

        if 0 < one.n < least:
            say(marked("{n} are shown; at least {least} are needed"), n=respondents(one.n), least=least)
        for name, known in one.topics():
            if known.answered is None:
                continue
            if known.answered < ITEM_MIN:
                sentence = marked("{n} are shown; at least {least} are needed")
                say(sentence, name, n=answers(known.answered), least=ITEM_MIN)
            if known.numeric and known.positive is not None and _few_answers(one.n, known.answered, name):
                left = known.answered - known.positive.low
                if known.positive.low <= 1 or left <= 1:
                    sentence = marked(
                        "an extreme result of fewer than {limit} answers is shown as a number instead of a band"
                    )
                    say(sentence, name, limit=FEW_ANSWERS)
            if known.averaged and min(one.n, known.answered) < MEAN_MIN:
                say(marked("the share and the mean of fewer than {limit} are shown together"), name, limit=MEAN_MIN)
            if known.steps and min(one.n, known.answered) < policy.n_min_distribution:
                limit = policy.n_min_distribution
                say(marked("a distribution of fewer than {limit} is shown"), name, limit=limit)
    return found


def _split_means(view: View, questionnaire: Questionnaire) -> Iterator[Finding]:
    """Yield the means of several questions that stand for too few, or for a set of which parts are shown.

    The mean of respondents' scores is no sum of the questions' counts, so the equations can't hold it.
    """
    shown = [one for one in view.printed if one.shown and not one.together]
    for one in shown:
        for number, known in one.indicators.items():
            if not known.averaged:
                continue
            asked = {item for atom in one.of.atoms for item in view.layout.asked(questionnaire, atom)}
            if len({item.name for item in asked if number in item.indicators}) < 2:
                continue
            parts = [part for part in shown if part.of.atoms < one.of.atoms and part.of.atoms]
            if not parts and (one.n or 0) >= FEW_ANSWERS:
                continue
            sentence = marked("a mean of several questions stands for fewer than {limit}")
            if parts:
                sentence = marked("a mean of several questions stands beside parts of the set: {parts}")
            values = {"limit": FEW_ANSWERS, "parts": taken(one.of, [part.of for part in parts]) if parts else ""}
            by = figures_of([each.of for each in (one, *parts)])
            yield Finding(one.of.name, INDICATOR + number, sentence, by, values, "UNSAFE", one.of.table, one.of.key)


def _few_answers(n: int, answered: int, name: str) -> bool:
    return (n if name.startswith(INDICATOR) else answered) < FEW_ANSWERS


def remainders(view: View, policy: Policy) -> list[Finding]:
    """Return what is left of shown sets when their shown parts are taken away, and may not be known."""
    found = _subtracted(view, policy)
    unproved = {(one.of.table, one.of.key): one for one in view.printed if one.empty and one.of.atoms}
    for parent, parts in _partitions(view):
        if all(one.shown or one.empty for one in parts):
            unproved = {place: one for place, one in unproved.items() if not one.of.atoms <= parent.of.atoms}
        hidden = [one for one in parts if not one.shown and not one.empty]
        left = (parent.n or 0) - sum(one.n or 0 for one in parts)
        if left < 0 or (left and not hidden):
            by = figures_of([parent.of, *(one.of for one in parts)])
            found.append(Finding(parent.of.name, None, marked("the published numbers contradict each other"), by))
            continue
        for name, known in parent.topics():
            finding = _pool(parent, parts, name, known)
            if finding is not None:
                found.append(finding)
    sentence = marked("a set is said to be empty beside sets that are hidden")
    return found + [
        Finding(one.of.name, None, sentence, (one.of.name,), table=one.of.table, key=one.of.key)
        for one in unproved.values()
        if not is_between(one.of)
    ]


def unasked(view: View, questionnaire: Questionnaire) -> list[Finding]:
    """Return the printed numbers of questions and indicators that nobody in the set was asked about.

    No equation is about them, so nothing could be said of what follows.
    """
    found = []
    for one in view.printed:
        items = {item for atom in one.of.atoms for item in view.layout.asked(questionnaire, atom)}
        names = {item.name for item in items}
        names |= {INDICATOR + number for item in items for number in item.indicators}
        for name, known in one.topics():
            if name not in names and not known.hidden and one.of.atoms:
                sentence = marked("a number stands for a question that wasn't asked")
                found.append(Finding(one.of.name, name, sentence, (one.of.name,), table=one.of.table, key=one.of.key))
    return found


def unanimous_parents(view: View) -> list[tuple[str, str]]:
    """Return the shown sets of at least twenty that all answered alike, and to what, if a part of them is hidden.

    Everybody in the part is seen to have answered so too. Hiding the part can't change that; the exemption is listed.
    """
    found: dict[tuple[str, str], None] = {}
    for parent, parts in _partitions(view):
        for name, known in parent.topics():
            if not _unanimous(known):
                continue
            numbers = (part.topic(name) for part in parts if not part.empty)
            if any(own is None or not own.numeric for own in numbers):
                found[parent.of.name, name] = None
    return list(found)


def _unanimous(known: Known) -> bool:
    """Whether at least twenty answered, and all alike."""
    if not known.numeric or known.answered is None or known.positive is None:
        return False
    return known.answered >= FEW_ANSWERS and known.positive.low in (0, known.answered)


def _partitions(view: View) -> Iterator[tuple[Printed, list[Printed]]]:
    """Return each shown set with the sets that a table splits it into."""

    single = [one for one in view.printed if not one.together and one.of.atoms]
    holding: dict[int, list[Printed]] = {}
    in_table: dict[tuple[int, str], list[Printed]] = {}
    for one in single:
        holding.setdefault(min(one.of.atoms), []).append(one)
        for atom in one.of.atoms:
            in_table.setdefault((atom, one.of.table), []).append(one)

    def pooled(one: Printed) -> bool:
        """Whether a set's own table splits it further: pooled years beside single ones."""
        return any(other.of.atoms < one.of.atoms for atom in one.of.atoms for other in in_table[atom, one.of.table])

    splits = {id(one): (one.of.table, pooled(one)) for one in single}

    def split(one: Printed) -> tuple[str, bool]:
        return splits[id(one)]

    for parent in single:
        if not parent.shown or len(parent.of.atoms) < 2:
            continue
        inside = [one for atom in parent.of.atoms for one in holding.get(atom, ()) if one.of.atoms < parent.of.atoms]
        for _, parts in groupby(sorted(inside, key=lambda one: (*split(one), one.of.key)), split):
            listed = list(parts)
            covered = sum(len(one.of.atoms) for one in listed)
            if covered == len(parent.of.atoms) == len(frozenset().union(*(one.of.atoms for one in listed))):
                yield parent, listed


def _pool(parent: Printed, parts: Sequence[Printed], name: str, known: Known) -> Finding | None:
    """Return a finding about the parts without a printed number, if what is left for them is extreme.

    Together they are a set whose counts follow, so it is held to what a printed set is.
    """
    if not known.numeric or known.answered is None or known.positive is None:
        return None
    if _unanimous(known):
        return None
    answered, positive, n = known.answered, int(known.positive.low), parent.n or 0
    pool = []
    parted = []
    for part in parts:
        own = part.topic(name)
        if own is None or not own.numeric or own.positive is None:
            pool += [] if part.empty else [part]
            continue
        parted.append(part)
        answered -= own.answered or 0
        positive -= int(own.positive.low)
        n -= part.n or 0
    if answered == positive == 0:
        return None
    by = figures_of([one.of for one in (parent, *parted)])
    if not pool or not 0 <= positive <= answered:
        return Finding(parent.of.name, name, marked("the published numbers contradict each other"), by)
    if min(answered, n) >= FEW_ANSWERS or (answered >= ITEM_MIN and min(positive, answered - positive) > 1):
        return None
    of = pool[0].of
    together = joined_names([one.of for one in pool])
    values = {
        "whole": SetName(figure_name(parent.of)),
        "parts": taken(parent.of, [one.of for one in parted]) if parted else "",
        "positive": positive,
        "n": answers(answered),
    }
    sentence = marked("{whole} minus {parts} leaves {n}, {positive} positive: few or alike")
    if not parted:
        sentence = marked("{whole} holds {n}, {positive} positive: few or alike")
    return Finding(together, name, sentence, by, values, "UNSAFE", of.table, of.key)


def joined_names(sets: Sequence[RespondentSet]) -> str:
    """Return the names of some sets, the first three if there are more; "" for none."""
    return " + ".join([*(one.name for one in sets[:3]), *(["…"] if len(sets) > 3 else [])])


def _subtracted(view: View, policy: Policy) -> list[Finding]:
    """Return the sets below their n_min that follow from shown ones by subtraction."""
    sizes: dict[frozenset[int], int] = {}
    shown: list[RespondentSet] = []
    for one in view.printed:
        if one.shown and one.n is not None and one.of.atoms:
            sizes[one.of.atoms] = one.n
            shown.append(one.of)
    empty = frozenset().union(*(one.of.atoms for one in view.printed if one.empty))
    found = []
    for left in derivable(shown, policy):
        n = sizes[left.whole.atoms] - sum(sizes[part.atoms] for part in left.parts)
        if n == 0 and left.atoms <= empty:
            continue
        if n < left.least:
            found.append(_subtraction(view, left.whole, left.parts, left.atoms, n, left.least))
    return found


def _subtraction(
    view: View,
    whole: RespondentSet,
    parts: Sequence[RespondentSet],
    atoms: frozenset[int],
    n: int,
    least: int,
) -> Finding:
    hidden = [
        one.of for one in view.printed if not one.shown and not one.empty and not one.together and one.of.atoms <= atoms
    ]
    of = next((one for one in hidden if one.atoms == atoms), None)
    name = of.name if of is not None else joined_names(hidden) or whole.name
    table, key = (of.table, of.key) if of is not None else (hidden[0].table, hidden[0].key) if hidden else ("", ())
    sentence = marked("{whole} minus {parts} leaves {n}; at least {least} are needed")
    values: Mapping[str, object] = {
        "whole": SetName(figure_name(whole)),
        "parts": taken(whole, parts),
        "n": respondents(n),
        "least": least,
    }
    by = figures_of([whole, *parts])
    return Finding(name, None, sentence, by, values, "UNSAFE", table, key)
