"""The report of a consensus conference (konferensrapport): each vote with its rule, its cut and its ties, and the
protocols that came of it; from a result only, in one language.

Rules and ties are said in the words of `domain/consensus/words.py`, looked up by the translation that is given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ljuspunkt.domain.consensus.conference import Conference, ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.consensus.tally import Cut, ItemResult
from ljuspunkt.domain.consensus.words import describe_form, describe_rule, describe_tie
from ljuspunkt.domain.indicator.protocol import Protocol
from ljuspunkt.domain.report.naming import candidate_name, moment, protocol_title, written_date
from ljuspunkt.domain.report.outline import Cell, Fact, Row, Table
from ljuspunkt.domain.report.procedure import Procedure, VoteFacts
from ljuspunkt.domain.report.proceedings import Proceedings, proceedings, void_heading
from ljuspunkt.domain.report.secondary import SecondaryPart, secondary_part
from ljuspunkt.domain.report.words import Language, decimal, in_words, of_number, pick, sentence_case
from ljuspunkt.domain.vocabulary import wording

Translate = Callable[[str], str]
Mark = Literal["lit", "half", "ring", "bare"]
MARKS: dict[Outcome, Mark] = {"through": "lit", "undecided": "half", "onward": "ring", "out": "bare"}
ORDER: tuple[Outcome, ...] = ("through", "undecided", "onward", "out")

MOST_COLUMNS = 40
"""A sky of more columns than this says less than its list."""


@dataclass(frozen=True, slots=True)
class Star:
    """One item in a sky: its id, how it fared, whether it was tied at the cut."""

    id: str
    mark: Mark
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Sky:
    """All items of a vote as lights over the number of their votes; `cut` is where the line of light stands,
    between two numbers of votes."""

    name: str
    title: str
    description: str
    columns: tuple[tuple[int, tuple[Star, ...]], ...]
    most: int
    cut: float | None
    axis_label: str
    note: str


@dataclass(frozen=True, slots=True)
class Fate:
    """The items with one outcome, as a table under a heading; `after_cut` says that a line of light lies above."""

    heading: str
    mark: Mark
    after_cut: str
    table: Table


@dataclass(frozen=True, slots=True)
class VotePart:
    """One vote's part of the report."""

    name: str
    margin: tuple[str, ...]
    heading: str
    lede: str
    rule: tuple[str, ...]
    ties: tuple[str, ...]
    skies: tuple[Sky, ...]
    fates: tuple[Fate, ...]


@dataclass(frozen=True, slots=True)
class ConferenceReport:
    """The whole report of a conference."""

    language: str
    title: str
    margin: tuple[str, ...]
    heading: str
    lede: tuple[str, ...]
    note: str
    votes: tuple[VotePart, ...]
    protocols: tuple[Table, ...]
    secondary: SecondaryPart | None
    method_heading: str
    method: tuple[str, ...]
    facts: tuple[Fact, ...]
    proceedings: Proceedings | None = None
    void: tuple[VotePart, ...] = ()


def compose_conference(
    result: ConferenceResult,
    language: Language,
    translate: Translate,
    *,
    procedure: Procedure | None = None,
    void: Sequence[tuple[VoteFacts, VoteResult | None]] = (),
    kept_figures: Sequence[str] = (),
) -> ConferenceReport:
    """Return the report of a conference.

    Args:
        result: of all votes.
        language: of the report.
        translate: looks up the sentences about rules and ties in the same language.
        procedure: how it went, for a report that answers the items of ACCORD; None where only files are known.
        void: votes that were declared void, with what they gave as far as that was counted.
        kept_figures: sentences about agreement and stability, where the ballots they come from aren't here.
    """
    conference = result.conference
    title = wording(conference.title, language) or pick(language, "Konsensuskonferens", "Consensus conference")
    where = wording(conference.place, language)
    return ConferenceReport(
        language=language,
        title=title,
        margin=tuple(
            part
            for part in (title, where, ", ".join(written_date(each, language) for each in conference.dates))
            if part
        ),
        heading=_summary(result, language),
        lede=_lede(result, language),
        note=wording(conference.note, language),
        votes=tuple(_vote_part(vote, conference, language, translate, procedure) for vote in result.votes),
        protocols=tuple(_protocol_table(protocol, result, language) for protocol in result.protocols),
        secondary=secondary_part(result, language, kept_figures),
        method_heading=pick(language, "Så räknades rösterna", "How the votes were counted"),
        method=_method(language),
        facts=(),
        proceedings=proceedings(result, procedure, language, translate) if procedure else None,
        void=tuple(_void_part(facts, found, conference, language, translate) for facts, found in void),
    )


def _void_part(
    facts: VoteFacts, result: VoteResult | None, conference: Conference, language: Language, translate: Translate
) -> VotePart:
    """Return a vote that was declared void: why, and what it gave as far as that was counted."""
    heading = void_heading(facts, result, language)
    cast = of_number(facts.ballots, facts.entitled, language)
    lede = f"{facts.void_reason} {pick(language, f'{cast} hade röstat.', f'{cast} had voted.')}"
    if result is None:
        return VotePart(_name(facts.id), (wording(facts.title, language),), heading, lede, (), (), (), ())
    return replace(_vote_part(result, conference, language, translate), heading=heading, lede=lede)


def _summary(result: ConferenceResult, language: Language) -> str:
    candidates = len(result.conference.inventory.each)
    ready = [protocol for protocol in result.protocols if protocol.ids]
    if not ready:
        return pick(
            language,
            f"{candidates} kandidater i {_n_votes(result, language)}",
            f"{candidates} candidates in {_n_votes(result, language)}",
        )
    parts = [
        pick(
            language,
            f"{len(protocol.ids)} i {_protocol_title(protocol, result.conference, language)}",
            f"{len(protocol.ids)} {'are ' if protocol is ready[0] else ''}in "
            f"{_protocol_title(protocol, result.conference, language)}",
        )
        for protocol in ready
    ]
    joined = f"{', '.join(parts[:-1])} {pick(language, 'och', 'and')} {parts[-1]}" if len(parts) > 1 else parts[0]
    return pick(language, f"Av {candidates} kandidater kom {joined}", f"Of {candidates} candidates, {joined}")


def _protocol_title(protocol: Protocol, conference: Conference, language: Language) -> str:
    return protocol_title(next(plan for plan in conference.protocols if plan.name == protocol.name), language)


def _lede(result: ConferenceResult, language: Language) -> tuple[str, ...]:
    entitled = max((vote.vote.entitled for vote in result.votes), default=0)
    votes = _n_votes(result, language)
    return (
        pick(
            language,
            f"{entitled} röstberättigade, {votes}. Reglerna var bestämda innan varje omröstning öppnade.",
            f"{entitled} were entitled to vote, in {votes}. The rules were fixed before each vote opened.",
        ),
    )


def _n_votes(result: ConferenceResult, language: Language) -> str:
    n = len(result.votes)
    one = n == 1
    return (
        f"{in_words(n, language)} {pick(language, 'omröstning' if one else 'omröstningar', 'vote' if one else 'votes')}"
    )


def _name(id: str) -> str:
    """Return what a vote is called in addresses within the report."""
    return "vote-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in id)


def _vote_part(
    result: VoteResult,
    conference: Conference,
    language: Language,
    translate: Translate,
    procedure: Procedure | None = None,
) -> VotePart:
    vote, tally = result.vote, result.tally
    number = pick(language, f"Omröstning {vote.id}", f"Vote {vote.id}")
    name = _name(vote.id)
    rule = (describe_form(vote.form, translate), *describe_rule(vote.rule, vote.form, translate))
    title = wording(vote.title, language)
    facts = procedure.facts(vote.id) if procedure else None
    opened = moment(facts.opened_at, language) if facts and facts.opened_at else ""
    margin = tuple(part for part in (number, title, opened) if part)
    if tally is None:
        waiting = pick(
            language,
            f"{number} kan inte räknas än: omröstning {result.waits_for} har oavgjorda kandidater",
            f"{number} can't be tallied yet: vote {result.waits_for} has undecided items",
        )
        return VotePart(name, margin, waiting, "", rule, (), (), ())
    ties = tuple(sentence for tie in tally.ties for sentence in describe_tie(tie, translate))
    cast = of_number(tally.n_ballots, vote.entitled, language)
    blank = pick(language, f", {tally.n_blank} blankt", f", {tally.n_blank} blank") if tally.n_blank else ""
    lede = pick(language, f"{cast} röstade{blank}.", f"{cast} voted{blank}.")
    heading = f"{number}: {_fates_in_words(result, language)}"
    return VotePart(
        name,
        margin,
        heading,
        lede,
        rule,
        ties,
        _skies(result, conference, name, language),
        _fates(result, conference, language),
    )


_FATES_SV = {"through": "direkt vidare", "undecided": "oavgjorda", "onward": "till nästa omröstning", "out": "ut"}
_FATES_EN = {"through": "straight through", "undecided": "undecided", "onward": "on to the next vote", "out": "out"}


def _fate_words(outcome: Outcome, language: Language) -> str:
    return (_FATES_SV if language == "sv" else _FATES_EN)[outcome]


def _fates_in_words(result: VoteResult, language: Language, kind: str | None = None) -> str:
    """Return "14 av 97 direkt vidare, 37 till nästa omröstning och 46 ut"."""
    items = [item for item in result.items if kind is None or item.kind == kind]
    counts = [(outcome, sum(item.outcome == outcome for item in items)) for outcome in ORDER]
    parts = [f"{number} {_fate_words(outcome, language)}" for outcome, number in counts if number]
    if not parts:
        return pick(language, "inga kandidater", "no candidates")
    first = parts[0].split(" ", 1)
    parts[0] = f"{first[0]} {pick(language, 'av', 'of')} {len(items)} {first[1]}"
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {pick(language, 'och', 'and')} {parts[-1]}"


def _kinds(result: VoteResult) -> tuple[str | None, ...]:
    """Return the kinds that were ranked apart; None alone where the pool was ranked as one."""
    if result.vote.rule.kinds is None:
        return (None,)
    return tuple(dict.fromkeys(item.kind for item in result.items))


def _skies(result: VoteResult, conference: Conference, name: str, language: Language) -> tuple[Sky, ...]:
    tally = result.tally
    if tally is None or not tally.n_ballots:
        return ()
    found = []
    for number, kind in enumerate(_kinds(result), 1):
        items = [item for item in result.items if kind is None or item.kind == kind]
        votes = [item.votes for item in items]
        if not items or any(vote is None or vote.denominator != 1 or vote < 0 for vote in votes):
            continue
        most = max(tally.of if items[0].yes is not None else 0, max(int(vote or 0) for vote in votes))
        if most > MOST_COLUMNS:
            continue
        title = (
            f"{sentence_case(conference.kind_word(kind, language))}: {_fates_in_words(result, language, kind)}"
            if kind
            else (sentence_case(_fates_in_words(result, language)))
        )
        cuts = [cut for cut in tally.cuts if cut.kind == kind]
        found.append(
            Sky(
                f"{name}-{number}",
                title,
                _sky_in_words(items, language),
                _columns(items),
                most,
                _cut_place(cuts[0]) if cuts else None,
                pick(language, "antal ja", "number of yes")
                if items[0].yes is not None
                else pick(language, "poäng", "score"),
                _legend(items, bool(cuts) and _cut_place(cuts[0]) is not None, language),
            )
        )
    return tuple(found)


def _legend(items: Sequence[ItemResult], line: bool, language: Language) -> str:
    """Return what the marks mean, only of those that are there."""
    said = {
        "through": pick(language, "fylld: direkt vidare", "filled: straight through"),
        "undecided": pick(language, "halv: oavgjord", "half: undecided"),
        "onward": pick(language, "ring: till nästa omröstning", "ring: on to the next vote"),
        "out": pick(language, "streck: ut", "dash: out"),
    }
    parts = [words for outcome, words in said.items() if any(item.outcome == outcome for item in items)]
    if line:
        parts.append(pick(language, "linjen: gränsen för platserna", "the line: where the places end"))
    return f"{sentence_case('; '.join(parts))}."


def _columns(items: Sequence[ItemResult]) -> tuple[tuple[int, tuple[Star, ...]], ...]:
    by_votes: dict[int, list[Star]] = {}
    for item in items:
        by_votes.setdefault(int(item.votes or 0), []).append(Star(item.id, MARKS[item.outcome], item.tied))
    return tuple((votes, tuple(by_votes[votes])) for votes in sorted(by_votes))


def _cut_place(cut: Cut) -> float | None:
    """Return where the line stands: between the last in and the first below; None where they have equal votes."""
    if cut.last_in is None or cut.first_below is None or cut.last_in <= cut.first_below:
        return None
    return (float(cut.last_in) + float(cut.first_below)) / 2


def _sky_in_words(items: Sequence[ItemResult], language: Language) -> str:
    by_votes: dict[int, list[str]] = {}
    for item in items:
        by_votes.setdefault(int(item.votes or 0), []).append(f"{item.id} ({_fate_words(item.outcome, language)})")
    return "; ".join(f"{votes}: {', '.join(by_votes[votes])}" for votes in sorted(by_votes, reverse=True))


def _fates(result: VoteResult, conference: Conference, language: Language) -> tuple[Fate, ...]:
    found = []
    for kind in _kinds(result):
        above = False
        for outcome in ORDER:
            items = [item for item in result.with_outcome(outcome) if kind is None or item.kind == kind]
            if not items:
                continue
            heading = f"{len(items)} {_fate_words(outcome, language)}"
            if kind:
                heading = f"{sentence_case(conference.kind_word(kind, language))}: {heading}"
            cut = _cut_words(result, kind, language) if above and outcome != "undecided" else ""
            caption = f"{pick(language, 'Omröstning', 'Vote')} {result.vote.id}: {heading}"
            found.append(Fate(heading, MARKS[outcome], cut, _fate_table(items, caption, conference, language)))
            above = outcome in ("through", "undecided")
    return tuple(found)


def _cut_words(result: VoteResult, kind: str | None, language: Language) -> str:
    rule = result.vote.rule
    if rule.places is None:
        return pick(language, "Gränsen", "The cut")
    places = rule.places_of(kind)
    return pick(
        language, f"Gränsen: {in_words(places, language)} platser", f"The cut: {in_words(places, language)} places"
    )


def _fate_table(items: Sequence[ItemResult], caption: str, conference: Conference, language: Language) -> Table:
    by_ballots = items[0].yes is not None
    columns = [
        pick(language, "Kandidat", "Candidate"),
        pick(language, "Ja", "Yes") if by_ballots else pick(language, "Poäng", "Score"),
        pick(language, "Plats", "Rank"),
    ]
    return Table(
        caption,
        tuple(columns),
        tuple(
            Row(
                candidate_name(conference.inventory[item.id], language),
                (Cell(_votes(item, language), state="shown"), Cell(_rank(item, language))),
            )
            for item in items
        ),
    )


def _votes(item: ItemResult, language: Language) -> str:
    if item.yes is not None:
        return of_number(item.yes, item.of, language)
    return _score(item.score, language)


def _score(score: Fraction | None, language: Language) -> str:
    if score is None:
        return "-"
    return str(int(score)) if score.denominator == 1 else decimal(float(score), language)


def _rank(item: ItemResult, language: Language) -> str:
    rank = "-" if item.rank is None else str(item.rank)
    return f"{rank}, {pick(language, 'lika vid gränsen', 'tied at the cut')}" if item.tied else rank


def _protocol_table(protocol: Protocol, result: ConferenceResult, language: Language) -> Table:
    conference = result.conference
    title = sentence_case(_protocol_title(protocol, conference, language))
    number = len(protocol.ids)
    caption = pick(language, f"{title}: {number} indikatorer", f"{title}: {number} indicators")
    rows = []
    sources = {source for plan in conference.protocols if plan.name == protocol.name for source in plan.sources}
    for place, id in enumerate(protocol.ids, 1):
        indicator = conference.inventory[id]
        way = [stop for stop in result.way(id) if stop.vote.id in sources]
        last = way[-1] if way else None
        votes = _votes(last.item, language) if last else ""
        when = pick(language, f"omröstning {last.vote.id}", f"vote {last.vote.id}") if last else ""
        rows.append(
            Row(
                f"{place}. {indicator.titled(language)}",
                (
                    Cell(indicator.id),
                    Cell(conference.kind_word(indicator.kind, language)),
                    Cell(votes, (when,) if when else (), "shown"),
                ),
            )
        )
    notes = (
        ()
        if protocol.final
        else (pick(language, "Inte färdigt: en omröstning är oavgjord.", "Not complete: a vote is undecided."),)
    )
    return Table(
        caption,
        (
            pick(language, "Indikator", "Indicator"),
            pick(language, "Kandidat", "Candidate"),
            pick(language, "Slag", "Kind"),
            pick(language, "Röster", "Votes"),
        ),
        tuple(rows),
        notes,
    )


def _method(language: Language) -> tuple[str, ...]:
    return (
        pick(
            language,
            "Rösterna räknas efter regeln så som den skrevs före omröstningen: först gränsen för ut, sedan platserna, "
            "sedan gränsen för direkt vidare, sist resten. Andelar jämförs exakt, aldrig avrundade.",
            "Votes are counted by the rule as it was written before the vote: first the bar for out, then the places, "
            "then the bar for straight through, last the rest. Shares are compared exactly, never rounded.",
        ),
        pick(
            language,
            "Lika röstetal vid gränsen avgörs som regeln säger, aldrig av ordning eller nummer. Plats räknas så att "
            "lika får samma: 1, 2, 2, 4.",
            "Equal votes at the cut are settled as the rule says, never by order or number. Ranks give equals the "
            "same: 1, 2, 2, 4.",
        ),
        pick(
            language,
            "Röstsedlarna är hemliga: i underlaget står en sedel utan namn och tid.",
            "Ballots are secret: in the data a ballot has no name and no time.",
        ),
    )
