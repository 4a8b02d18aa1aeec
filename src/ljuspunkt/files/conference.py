"""Conference files: the plan of a consensus conference, its candidates and its ballots.

The plan is CONFERENCE.yaml with candidates.csv (and files of scores) beside it; the ballots are BALLOTS.csv. All are
read strictly: what isn't understood is refused, with its line.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate, Row
from ljuspunkt.domain.consensus.conference import Box, Conference, ProtocolPlan, Vote
from ljuspunkt.domain.consensus.groups import AT_LEAST, counting_groups
from ljuspunkt.domain.consensus.pool import Outcome, Pool
from ljuspunkt.domain.consensus.rule import (
    Base,
    Chair,
    Consensus,
    Expand,
    Lot,
    Rest,
    Rule,
    Runoff,
    Secondary,
    Strict,
    Ties,
)
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.files.delimited import Delimited, read_delimited
from ljuspunkt.files.yaml_document import Entry, read_document

_RUNOFF = re.compile(r"(.+)/runoff-([1-9][0-9]{0,3})")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_CONFERENCE = (
    "title",
    "place",
    "dates",
    "note",
    "kinds",
    "candidates",
    "voters",
    "votes",
    "rulings",
    "groups",
    "pseudonyms",
    "protocols",
)
_VOTE = ("id", "title", "pool", "ballot", "rule", "entitled")
_RULE = ("through", "out", "rest", "ties", "of", "consensus")
_RESTS: Mapping[str, Rest] = {"onward": "onward", "out": "out"}
_BASES: Mapping[str, Base] = {"cast": "cast", "entitled": "entitled"}
_POOL_OUTCOMES: Mapping[str, Outcome] = {"through": "through", "onward": "onward", "out": "out"}
_BALLOT_COLUMNS = ("vote", "ballot", "item", "value")


def read(path: Path, ballots_path: Path) -> tuple[Conference, Box]:
    """Return a conference and its ballot box.

    Raises:
        BadInput: a file can't be understood; the sentence names file and line.
    """
    conference = read_conference(path)
    return conference, read_ballot_box(ballots_path, conference)


def read_conference(path: Path) -> Conference:
    """Return the plan of a conference, with its candidates and scores.

    Raises:
        BadInput: a file is missing or can't be understood.
    """
    keys = read_document(path).keys(_CONFERENCE, ("candidates", "votes"))
    inventory = read_candidates(path.parent / keys["candidates"].text())
    voters = keys["voters"].whole(low=1) if "voters" in keys else None
    groups = _groups(keys["groups"], voters) if "groups" in keys else {}
    reader = _VoteReader(path.parent, inventory, voters, groups)
    votes = keys["votes"].each(reader.vote)
    if not votes:
        keys["votes"].refuse("no_votes", "“{name}” is empty; at least one vote is needed.")
    by_id = {vote.id: vote for vote in votes}
    return Conference(
        inventory,
        votes,
        _protocols(keys["protocols"], by_id) if "protocols" in keys else (),
        _rulings(keys["rulings"], by_id, inventory) if "rulings" in keys else (),
        groups,
        keys["pseudonyms"].yes() if "pseudonyms" in keys else False,
        keys["title"].wording() if "title" in keys else {},
        keys["place"].wording() if "place" in keys else {},
        keys["dates"].each(Entry.text) if "dates" in keys else (),
        keys["note"].wording() if "note" in keys else {},
        {kind: label.wording() for kind, label in keys["kinds"].entries().items()} if "kinds" in keys else {},
    )


def read_candidates(path: Path) -> Inventory:
    """Return the candidates: columns `id`, `kind`, `title_sv`, `title_en`, … and notes of any other name.

    `title_known` says "no" where the title is only a stand-in.

    Raises:
        BadInput: the file is missing, has no candidates, or an id is empty or stands twice.
    """
    table = read_delimited(path)
    id_place = table.column("id")
    kind_place = table.header.index("kind") if "kind" in table.header else None
    seen: set[str] = set()
    found = []
    for line, cells in table.rows:
        id = cells[id_place]
        if not id:
            raise BadInput("no_id", "The candidate has no id.", file=table.file, line=line, column="id")
        if id in seen:
            raise BadInput(
                "candidate_twice", "The candidate “{id}” stands twice.", file=table.file, line=line, column="id", id=id
            )
        seen.add(id)
        if kind_place is not None and not cells[kind_place]:
            raise BadInput(
                "no_kind", "The candidate “{id}” has no kind.", file=table.file, line=line, column="kind", id=id
            )
        found.append(_candidate(table, cells, line))
    if not found:
        raise BadInput("no_candidates", "The file has a header but no candidates.", file=table.file)
    return Inventory(tuple(found))


def _candidate(table: Delimited, cells: tuple[str, ...], line: int) -> Indicator:
    title: dict[str, str] = {}
    description: dict[str, str] = {}
    notes: dict[str, str] = {}
    id, kind, known = "", "", "yes"
    for column, cell in zip(table.header, cells, strict=True):
        if column == "id":
            id = cell
        elif column == "kind":
            kind = cell
        elif column == "title_known":
            known = cell
        elif column.startswith("title_") and cell:
            title[column.removeprefix("title_")] = cell
        elif column.startswith("description_") and cell:
            description[column.removeprefix("description_")] = cell
        elif cell and not column.startswith(("title_", "description_")):
            notes[column] = cell
    if known not in ("yes", "no"):
        raise BadInput(
            "not_yes_or_no_known",
            "“{value}” was given; “yes” or “no” is needed.",
            file=table.file,
            line=line,
            column="title_known",
            value=known,
        )
    return Indicator(id, kind, title, description, known == "yes", notes)


def _groups(entry: Entry, voters: int | None) -> dict[str, int]:
    groups = {name: size.whole(low=1) for name, size in entry.entries().items()}
    if voters is not None and sum(groups.values()) > voters:
        entry.refuse(
            "groups_too_large",
            "The groups have {total} entitled voters together; the conference has {voters}.",
            total=sum(groups.values()),
            voters=voters,
        )
    return groups


class _VoteReader:
    """Reads votes in order, so that each can only refer to those before it."""

    def __init__(self, folder: Path, inventory: Inventory, voters: int | None, groups: Mapping[str, int]) -> None:
        self.folder = folder
        self.inventory = inventory
        self.voters = voters
        self.groups = groups
        self.earlier: list[str] = []

    def vote(self, entry: Entry) -> Vote:
        keys = entry.keys(_VOTE, ("id", "ballot", "rule"))
        id = keys["id"].text()
        if id in self.earlier:
            keys["id"].refuse("vote_twice", "The vote {given} stands twice.")
        if _RUNOFF.fullmatch(id):
            keys["id"].refuse("runoff_id", "{given} is the name of a run-off; a vote needs another id.")
        entitled = keys["entitled"].whole(low=1) if "entitled" in keys else self.voters
        if entitled is None:
            entry.refuse("no_entitled", "“{name}” doesn't say how many are entitled; “voters” or “entitled” is needed.")
        pool = self._pool(keys["pool"]) if "pool" in keys else Pool()
        form = _form(keys["ballot"])
        rule = self._rule(keys["rule"], form)
        self.earlier.append(id)
        return Vote(id, pool, form, rule, entitled, keys["title"].wording() if "title" in keys else {})

    def _pool(self, entry: Entry) -> Pool:
        keys = entry.keys(("kind", "from", "outcome"))
        kinds = tuple(self._kind(kind) for kind in keys["kind"].one_or_more()) if "kind" in keys else ()
        if "from" not in keys:
            if "outcome" in keys:
                keys["outcome"].refuse("outcome_alone", "“{name}” needs “from”, the vote whose outcome is meant.")
            return Pool(kinds)
        if "outcome" not in keys:
            entry.refuse("no_outcome", "“{name}” needs “outcome”: through, onward or out.")
        sources = keys["from"].one_or_more()
        if not sources:
            keys["from"].refuse("no_source", "“{name}” is empty; at least one earlier vote is needed.")
        for source in sources:
            if source.text() not in self.earlier:
                source.refuse("not_earlier", "“{name}” must name an earlier vote; {given} isn't one.")
        return Pool(kinds, tuple(source.text() for source in sources), keys["outcome"].one_of(_POOL_OUTCOMES))

    def _kind(self, entry: Entry) -> str:
        if entry.text() not in self.inventory.kinds:
            entry.refuse("unknown_kind", "“{name}” must be a kind that a candidate has; {given} isn't one.")
        return entry.text()

    def _rule(self, entry: Entry, form: Form) -> Rule:
        keys = entry.keys(_RULE, ("rest",))
        rest = keys["rest"].one_of(_RESTS)
        if "consensus" in keys:
            return self._consensus_rule(keys, form, rest)
        through = keys["through"].keys(("places", "share_at_least")) if "through" in keys else {}
        if "through" in keys and not through:
            keys["through"].refuse("empty_through", "“{name}” needs “places” or “share_at_least”.")
        out = keys["out"].keys(("share_below",), ("share_below",)) if "out" in keys else {}
        if not through and not out:
            entry.refuse("empty_rule", "“{name}” needs “through”, “out” or “consensus”.")
        for bar in (through.get("share_at_least"), out.get("share_below")):
            if bar is not None and not isinstance(form, Approve | Choose):
                bar.refuse("bar_without_shares", "“{name}”: bars by share exist for approve and choose ballots only.")
        return Rule(
            rest,
            self._places(through["places"]) if "places" in through else None,
            through["share_at_least"].share() if "share_at_least" in through else None,
            out["share_below"].share() if out else None,
            self._ties(keys["ties"]) if "ties" in keys else Expand(),
            keys["of"].one_of(_BASES) if "of" in keys else "cast",
        )

    def _consensus_rule(self, keys: Mapping[str, Entry], form: Form, rest: Rest) -> Rule:
        entry = keys["consensus"]
        if not isinstance(form, Rate):
            entry.refuse("consensus_without_ratings", "“{name}” exists for rate ballots only.")
        for name in ("through", "out", "ties", "of"):
            if name in keys:
                keys[name].refuse("beside_consensus", "“{name}” can't stand beside “consensus”; only “rest” can.")
        if form.steps < 3:
            entry.refuse("no_thirds", "“{name}” needs a scale of at least three steps.")
        given = entry.keys(("in", "against", "by_group"))
        standard = Consensus()
        convention = Consensus(
            given["in"].share() if "in" in given else standard.inside,
            given["against"].share() if "against" in given else standard.against,
            given["by_group"].yes() if "by_group" in given else False,
        )
        if convention.by_group and not counting_groups(self.groups):
            entry.refuse(
                "no_groups",
                "“{name}” goes by group, but no declared group has at least {n} entitled voters.",
                n=AT_LEAST,
            )
        return Rule(rest, consensus=convention)

    def _places(self, entry: Entry) -> int | dict[str, int]:
        if not entry.is_mapping:
            return entry.whole(low=0)
        places = {}
        for kind, number in entry.entries().items():
            if kind not in self.inventory.kinds:
                number.refuse("unknown_kind_places", "“{name}” is for a kind that no candidate has.")
            places[kind] = number.whole(low=0)
        if not places:
            entry.refuse("no_places", "“{name}” is empty; a number or a number per kind is needed.")
        return places

    def _ties(self, entry: Entry) -> Ties:
        if not entry.is_mapping or "runoff" not in entry.entries():
            return self._last_way(entry)
        runoff = entry.keys(("runoff",), ("runoff",))["runoff"]
        keys = runoff.keys(("max", "then", "seed"))
        most = keys["max"].whole(low=1, high=100) if "max" in keys else 1
        then = self._last_way(keys["then"], bare_lot=True) if "then" in keys else Expand()
        if "seed" in keys:
            if then != Lot(None):
                keys["seed"].refuse("seed_alone", "“{name}” belongs to “then: lot”.")
            then = Lot(keys["seed"].text())
        return Runoff(most, then)

    def _last_way(self, entry: Entry, *, bare_lot: bool = False) -> Expand | Strict | Chair | Secondary | Lot:
        if not entry.is_mapping:
            words: dict[str, Expand | Strict | Chair | Lot] = {
                "expand": Expand(),
                "strict": Strict(),
                "chair": Chair(),
            }
            if bare_lot:
                words["lot"] = Lot(None)
            elif entry.text() in ("lot", "secondary", "runoff"):
                entry.refuse(
                    "bare_way",
                    "“{name}”: {given} must be a key with its settings: max and then, scores, or seed.",
                )
            return entry.one_of(words)
        keys = entry.keys(("secondary", "lot"))
        if len(keys) != 1:
            entry.refuse("no_way", "“{name}” must name one way of settling ties.")
        if "lot" in keys:
            return Lot(keys["lot"].keys(("seed",), ("seed",))["seed"].text())
        scores = keys["secondary"].keys(("scores",), ("scores",))["scores"].text()
        return Secondary(read_scores(self.folder / scores, self.inventory), scores)


def _form(entry: Entry) -> Form:
    kind = entry.entries().get("kind")
    if kind is None:
        entry.refuse("no_ballot_kind", "“{name}” needs “kind”: approve, choose, points, rate or rank.")
    known: dict[str, tuple[str, ...]] = {
        "approve": (),
        "choose": ("max",),
        "points": ("budget", "max_per_item"),
        "rate": ("low", "high"),
        "rank": (),
    }
    settings = kind.one_of(known)
    keys = entry.keys(("kind", *settings), tuple(name for name in settings if name != "max_per_item"))
    match kind.text():
        case "approve":
            return Approve()
        case "choose":
            return Choose(keys["max"].whole(low=1))
        case "points":
            budget = keys["budget"].whole(low=1)
            return Points(budget, keys["max_per_item"].whole(low=1) if "max_per_item" in keys else budget)
        case "rate":
            low, high = (keys[name].whole(low=-1000, high=1000) for name in ("low", "high"))
            if high <= low:
                keys["high"].refuse("scale_upside_down", "“{name}” must be above “low”, {low}; it is {given}.", low=low)
            return Rate(low, high)
        case _:
            return Rank()


def _protocols(entry: Entry, votes: Mapping[str, Vote]) -> tuple[ProtocolPlan, ...]:
    plans = []
    for name, plan in entry.entries().items():
        keys = plan.keys(("from", "outcome", "title"), ("from", "outcome"))
        sources = keys["from"].one_or_more()
        for source in sources:
            if source.text() not in votes:
                source.refuse("unknown_vote", "“{name}” must name a vote; {given} isn't one.")
        plans.append(
            ProtocolPlan(
                name,
                tuple(source.text() for source in sources),
                keys["outcome"].one_of(_POOL_OUTCOMES),
                keys["title"].wording() if "title" in keys else {},
            )
        )
    return tuple(plans)


def _rulings(entry: Entry, votes: Mapping[str, Vote], inventory: Inventory) -> tuple[Ruling, ...]:
    rulings = []
    for ruling in entry.items():
        keys = ruling.keys(("vote", "kind", "through", "reason"), ("vote", "through", "reason"))
        vote = votes.get(keys["vote"].text())
        if vote is None:
            keys["vote"].refuse("unknown_vote", "“{name}” must name a vote; {given} isn't one.")
        ties = vote.rule.ties
        if not isinstance(ties.then if isinstance(ties, Runoff) else ties, Chair):
            keys["vote"].refuse("not_for_the_chair", "The rule of vote {given} doesn't let the chair settle ties.")
        kind = keys["kind"].text() if "kind" in keys else None
        if kind is None and vote.rule.kinds is not None:
            ruling.refuse("no_kind_ruled", "“{name}” needs “kind”, since the vote has places per kind.")
        through = keys["through"].each(Entry.text)
        for item in keys["through"].items():
            if item.text() not in inventory:
                item.refuse("unknown_candidate", "“{name}” must name a candidate; {given} isn't one.")
        rulings.append(Ruling(vote.id, through, keys["reason"].text(), kind))
    return tuple(rulings)


def read_scores(path: Path, inventory: Inventory) -> dict[str, Fraction]:
    """Return the scores registered beforehand, by candidate: columns `id` (or `item`) and `score`.

    Raises:
        BadInput: the file can't be understood, or names a candidate twice or one that doesn't exist.
    """
    table = read_delimited(path)
    id_place = table.column("item" if "item" in table.header else "id")
    score_place = table.column("score")
    scores: dict[str, Fraction] = {}
    for line, cells in table.rows:
        id = cells[id_place]
        if id not in inventory:
            raise BadInput("unknown_item", "There is no candidate “{item}”.", file=table.file, line=line, item=id)
        if id in scores:
            raise BadInput("candidate_twice", "The candidate “{id}” stands twice.", file=table.file, line=line, id=id)
        score = cells[score_place].replace(",", ".") if table.semicolon else cells[score_place]
        if not _NUMBER.fullmatch(score):
            raise BadInput(
                "not_number",
                "“{value}” was given; a number is needed.",
                file=table.file,
                line=line,
                column="score",
                value=cells[score_place],
            )
        scores[id] = Fraction(score)
    return scores


def read_ballot_box(path: Path, conference: Conference) -> Box:
    """Return the rows of BALLOTS.csv by vote and run-off; what they say is judged by the tally.

    Raises:
        BadInput: the file can't be understood, has a column that wasn't declared, or names an unknown vote.
    """
    table = read_delimited(path)
    vote_place, ballot_place, item_place, value_place = (table.column(name) for name in _BALLOT_COLUMNS)
    known = {
        *_BALLOT_COLUMNS,
        *(("group",) if conference.groups else ()),
        *(("panellist",) if conference.pseudonyms else ()),
    }
    for name in table.header:
        if name not in known:
            raise BadInput(
                "undeclared_column",
                "The column “{name}” isn't expected; ballots hold {known} and only what was declared beforehand.",
                file=table.file,
                line=1,
                name=name,
                known=", ".join(_BALLOT_COLUMNS),
            )
    group_place = table.header.index("group") if "group" in table.header else None
    panellist_place = table.column("panellist") if conference.pseudonyms else None
    rows: dict[str, list[Row]] = {vote.id: [] for vote in conference.votes}
    runoffs: dict[str, dict[int, list[Row]]] = {vote.id: {} for vote in conference.votes}
    for line, cells in table.rows:
        row = Row(
            cells[ballot_place],
            cells[item_place],
            cells[value_place],
            cells[group_place] if group_place is not None else "",
            cells[panellist_place] if panellist_place is not None else "",
            line,
        )
        vote = cells[vote_place]
        if vote in rows:
            rows[vote].append(row)
            continue
        runoff = _RUNOFF.fullmatch(vote)
        if not runoff or runoff[1] not in rows:
            raise BadInput(
                "unknown_vote_here", "There is no vote “{vote}”.", file=table.file, line=line, column="vote", vote=vote
            )
        runoffs[runoff[1]].setdefault(int(runoff[2]), []).append(row)
    return Box(rows, runoffs, table.file)
