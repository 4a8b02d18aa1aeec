"""What a conference shows just now, said in one language: the scene.

Swedish: läge. The chair may put something on the screen; otherwise it follows the votes. Read it with the language
activated.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from ljuspunkt.domain.consensus.ballot import Approve, Choose
from ljuspunkt.domain.consensus.words import describe_rule
from ljuspunkt.domain.report.words import sentence_case
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.conference import ballot_box
from ljuspunkt.rooms.conference.documents import read_form, read_rule
from ljuspunkt.rooms.conference.live import sentences
from ljuspunkt.rooms.conference.models import Candidate, Conference, Result, Tie, Vote
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.standings import Sky, Standing, Stretch, natural, sky
from ljuspunkt.rooms.conference.words import settled
from ljuspunkt.ui.language import on_page
from ljuspunkt.ui.signs import in_groups

MOST_POINTS = 40
"""Most votes that are drawn as points, one each; above it a row has its number alone."""
NEIGHBOURS = 5
"""Most titles on each side of a cut where candidates are numbered lights."""
MOST_TIED = 8
"""Most titles of tied candidates there."""

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate in a list; `votes` is empty before a vote."""

    reference: str
    title: str
    state: str = ""
    votes: int | float | None = None
    lit: range = range(0)
    dark: range = range(0)


@dataclass(frozen=True, slots=True)
class TieShown:
    """Candidates that were equal where the places ended, and what settled it or will."""

    heading: str
    what: str
    votes: int | float | None
    rows: tuple[Row, ...]
    settled: bool
    reason: str = ""
    ruled_by: str = ""

    @property
    def first(self) -> tuple[Row, ...]:
        return self.rows[:MOST_TIED]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - MOST_TIED)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Candidates nearest to a cut, on one side of it."""

    votes: int | float | None
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PoolShown:
    """The candidates that compete for the same places, from best to last."""

    heading: str
    note: str
    sky: Sky
    above: tuple[Row, ...]
    tie: TieShown | None
    below: tuple[Row, ...]
    below_heading: str
    cut: str
    over: Neighbours | None
    under: Neighbours | None


@dataclass(frozen=True, slots=True)
class VoteShown:
    """A vote as everybody may see it just now."""

    pk: int
    name: str
    title: str
    state: str
    pool: str
    n: int
    voted: int
    of: int
    closes_at: datetime | None
    rule: tuple[str, ...]
    void_reason: str
    again: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """Candidates that are shown together before a vote."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What everybody sees; `name` says which scene it is: waiting, groups, candidates, coming, open, closed, result,
    void or ended. `view` is how the chair wants a result drawn."""

    name: str
    conference: str
    place: str
    slug: str
    code: str
    voters: int
    note: str
    evaluation_open: bool
    vote: VoteShown | None = None
    finding: str = ""
    pools: tuple[PoolShown, ...] = ()
    themes: tuple[Theme, ...] = ()
    view: str = "sky"
    rest: str = ""

    @property
    def code_in_groups(self) -> str:
        return in_groups(self.code, 3)

    @property
    def ties(self) -> tuple[TieShown, ...]:
        return tuple(pool.tie for pool in self.pools if pool.tie is not None)

    @property
    def waits(self) -> bool:
        """Whether a tie isn't settled yet, so that candidates are shown as equal at the cut."""
        return any(not tie.settled for tie in self.ties)


def scene_of(conference: Conference) -> Scene:
    """Return what a conference shows just now."""
    name, vote = _now(conference)
    shown = _vote_shown(vote) if vote is not None else None
    if name == "result" and vote is not None and shown is not None:
        return _result(conference, vote, shown)
    themes = _themes(conference, vote) if name == "candidates" else ()
    return _scene(conference, name, vote=shown, themes=themes)


def _scene(conference: Conference, name: str, **more: object) -> Scene:
    place = on_page(conference.venue)
    return Scene(
        name=name,
        conference=on_page(conference.title),
        place=place,
        slug=conference.slug,
        code=conference.join_code or "",
        voters=conference.voters,
        note=on_page(conference.note),
        evaluation_open=conference.evaluation_open,
        **more,  # type: ignore[arg-type]
    )


def _now(conference: Conference) -> tuple[str, Vote | None]:
    """Return which scene it is, and the vote that it is about."""
    votes = list(conference.votes.all())
    opened = next((vote for vote in votes if vote.state == "open"), None)
    if opened is not None:
        return "open", opened
    if conference.state == HELD:
        return "ended", None
    latest = max((vote for vote in votes if vote.runoff_of_id is None and vote.opened_at), key=_touched, default=None)
    chosen = next((vote for vote in votes if vote.pk == conference.showing_vote_id), None)
    match conference.showing:
        case "waiting" | "groups":
            return conference.showing, None
        case "candidates":
            return "candidates", chosen or _next(votes)
        case "vote":
            coming = chosen or _next(votes)
            return ("coming", coming) if coming is not None else ("waiting", None)
        case "result":
            latest = chosen or latest
    if latest is None:
        return "waiting", None
    if latest.state == "draft":
        return "coming", latest
    if latest.state == "closed" and not latest.results.exists():
        return "closed", latest
    return ("void" if latest.state == "void" else "result"), latest


def _next(votes: Iterable[Vote]) -> Vote | None:
    return next((vote for vote in votes if vote.state == "draft"), None)


def _touched(vote: Vote) -> datetime:
    """Return when a vote last changed."""
    return max((at for at in (vote.closed_at, vote.decided_at, vote.voided_at) if at is not None), default=_NEVER)


def _vote_shown(vote: Vote) -> VoteShown:
    rule, form = read_rule(vote.rule), read_form(vote.ballot)
    main = vote.runoff_of or vote
    n = len(vote.items)
    return VoteShown(
        pk=vote.pk,
        name=_("Run-off of vote {n}").format(n=main.reference)
        if vote.runoff_of_id
        else _("Vote {n}").format(n=vote.reference),
        title=on_page(vote.title) or on_page(main.title),
        state=vote.state,
        pool=sentences.pool_in_words(n) if n else "",
        n=n,
        voted=ballot_box.turnout(vote.pk) if vote.state == "open" else vote.ballots,
        of=vote.entitled,
        closes_at=vote.closes_at if vote.state == "open" else None,
        rule=describe_rule(rule, form, _, lambda kind: _kind(vote.conference, kind)),
        void_reason=vote.void_reason,
        again=vote.held_again.exists(),
    )


def _result(conference: Conference, vote: Vote, shown: VoteShown) -> Scene:
    rule = read_rule(vote.rule)
    by_ballots = isinstance(read_form(vote.ballot), Approve | Choose)
    rows = list(vote.results.select_related("candidate"))
    standings = [_standing(row) for row in rows]
    ties = {tie.kind: tie for tie in vote.ties.all()}
    kinds = rule.kinds
    pools = []
    for kind in kinds or ("",):
        of_pool = [each for each in standings if not kinds or each.kind == kind]
        if of_pool:
            places = rule.places_of(kind) if rule.places is not None else None
            drawn = sky(kind, places, of_pool, out_bar=rule.out_bar is not None)
            pools.append(_pool(conference, vote, drawn, ties.get(kind), by_ballots=by_ballots, rest=rule.rest))
    counts = Counter(each.outcome for each in standings)
    open_ties = [tie for tie in ties.values() if not tie.settled_by]
    n_tied, left = sum(len(tie.still) for tie in open_ties), sum(tie.left for tie in open_ties)
    return _scene(
        conference,
        "result",
        vote=shown,
        finding=sentences.finding(counts, rest=rule.rest, tied=n_tied, places=left),
        pools=tuple(pools),
        view=conference.showing_as,
        rest=rule.rest,
    )


def _standing(row: Result) -> Standing:
    candidate = row.candidate
    return Standing(
        reference=candidate.reference,
        kind=candidate.kind,
        title=_short(candidate),
        value=row.value,
        of=row.of,
        rank=row.rank or 0,
        outcome=row.outcome,
        tied=row.tied,
        indicator="",
    )


def _pool(conference: Conference, vote: Vote, drawn: Sky, tie: Tie | None, *, by_ballots: bool, rest: str) -> PoolShown:
    def row(each: Standing) -> Row:
        points = by_ballots and each.of <= MOST_POINTS
        title = on_page(each.title) or _("Candidate {n}").format(n=each.reference)
        return Row(
            each.reference,
            title,
            each.state,
            each.votes,
            each.lit if points else range(0),
            each.dark if points else range(0),
        )

    def rows(*fates: str) -> tuple[Row, ...]:
        chosen = [stretch for stretch in drawn.stretches if stretch.fate in fates]
        return tuple(row(each) for stretch in chosen for each in stretch.standings)

    tied = rows("tied")
    places = sentences.places_in_words(drawn.places)
    return PoolShown(
        heading=sentence_case(_kind(conference, drawn.kind)) if drawn.kind else "",
        note=", ".join(filter(None, [sentences.pool_in_words(drawn.n), places])),
        sky=drawn,
        above=rows("through"),
        tie=_tie_shown(vote, tie, tied) if tie is not None and tied else None,
        below=rows("onward", "undecided", "out"),
        below_heading=sentences.below(rest),
        cut=sentences.cut_in_words(drawn.places) if drawn.places and rows("onward", "undecided", "out") else "",
        over=_neighbours(drawn.stretches, "through", row, last=True),
        under=_neighbours(drawn.stretches, "onward", row) or _neighbours(drawn.stretches, "out", row),
    )


def _tie_shown(vote: Vote, tie: Tie, rows: tuple[Row, ...]) -> TieShown:
    ruling = next((each for each in vote.rulings.all() if each.kind == tie.kind), None)
    heading = sentences.capital(sentences.equal_for(len(rows), tie.places))
    if tie.settled_by:
        what = settled(tie.settled_by)
    else:
        what = sentences.waits_in_words(tie.waits_for)
        if len(tie.still) < len(rows):
            what = sentences.still_equal(len(tie.still), tie.left, what)
    return TieShown(
        heading=heading,
        what=what,
        votes=rows[0].votes,
        rows=rows,
        settled=bool(tie.settled_by),
        reason=ruling.reason if ruling else "",
        ruled_by=ruling.ruled_by if ruling else "",
    )


def _neighbours(
    stretches: Sequence[Stretch], fate: str, row: Callable[[Standing], Row], *, last: bool = False
) -> Neighbours | None:
    """Return the candidates of a fate that are nearest to the cut."""
    filled = [column for stretch in stretches if stretch.fate == fate for column in stretch.columns if column.standings]
    if not filled:
        return None
    column = filled[-1 if last else 0]
    rows = tuple(row(each) for each in column.standings)
    return Neighbours(column.votes, rows[:NEIGHBOURS], max(0, len(rows) - NEIGHBOURS))


def _themes(conference: Conference, vote: Vote | None) -> tuple[Theme, ...]:
    """Return the candidates in their themes, those without one last."""
    candidates = conference.candidates.all()
    chosen: Collection[str] = vote.items if vote is not None else ()
    themes: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if not chosen or candidate.reference in chosen:
            themes.setdefault(on_page(candidate.theme), []).append(candidate)
    if list(themes) == [""]:
        return (Theme("", tuple(_listed(themes[""]))),)
    named = sorted((name for name in themes if name), key=str.casefold)
    other = [Theme(_("No theme"), tuple(_listed(themes[""])))] if "" in themes else []
    return (*(Theme(name, tuple(_listed(themes[name]))) for name in named), *other)


def _listed(candidates: Iterable[Candidate]) -> Iterable[Row]:
    for candidate in sorted(candidates, key=lambda each: natural(each.reference)):
        yield Row(candidate.reference, on_page(_short(candidate)))


def _short(candidate: Candidate) -> Text:
    """Return a candidate's short title in each language that has one, else its title."""
    return {**candidate.title, **{language: text for language, text in candidate.short_title.items() if text}}


def _kind(conference: Conference, kind: str) -> str:
    return on_page(conference.kinds.get(kind, {})) or kind
