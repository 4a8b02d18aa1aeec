"""The working pages of a conference before the day: which there are, what is left to do, and its votes in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ljuspunkt.domain.consensus.ballot import Form
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.words import describe_form, describe_rule
from ljuspunkt.rooms.conference.documents import read_form, read_pool, read_rule
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.models.conference import HELD, LIVE, PREPARED
from ljuspunkt.rooms.conference.permissions import may_lead, may_prepare, may_see
from ljuspunkt.rooms.conference.queries.organisers import arranged_by, asked_of, to_answer
from ljuspunkt.rooms.conference.queries.preparation import to_erase
from ljuspunkt.rooms.conference.words import fates, joined
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page
from ljuspunkt.ui.to_do import ToDo


@dataclass(frozen=True, slots=True)
class ConferenceLine:
    """A conference in the list of those that somebody prepares or leads."""

    slug: str
    title: str
    when: str
    state: str
    address: str
    chair: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step before the day: done or not, what there is, and where it is done."""

    done: bool
    title: str
    what: str
    address: str
    button: str


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote in the list of a conference."""

    pk: int
    reference: str
    title: str
    state: str
    state_word: str
    pool: str
    form: str
    rule: tuple[str, ...]
    what_came: str
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to pages that belong together, each as address and words."""

    heading: str
    each: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a conference still needs before the day."""

    slug: str
    title: str
    when: str
    where: str
    organisers: str
    asked: str
    prepares: bool
    state: str
    join_code: str
    steps: tuple[Step, ...]
    votes: tuple[VoteLine, ...]
    ways: tuple[Ways, ...]
    leads: bool
    closed: bool

    @property
    def left(self) -> int:
        return sum(not step.done for step in self.steps)


@dataclass(frozen=True, slots=True)
class Item:
    """Something voted on, as it is shown."""

    reference: str
    title: str
    outcome: str = ""
    votes: str = ""
    tied: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One vote as the organisers see it: what was frozen, and what came of it, also where it is void."""

    line: VoteLine
    conference: str
    slug: str
    form: str
    entitled: int
    ballots: int
    opened_at: datetime | None
    closed_at: datetime | None
    void_reason: str
    rule_hash: str
    items: tuple[Item, ...]
    rulings: tuple[str, ...]
    again: str
    instead_of: str


def seen_by(person: Person) -> tuple[Conference, ...]:
    """Return the conferences held here that a person prepares or leads, the latest first."""
    rows = Conference.objects.filter(inputs="").prefetch_related("organisers").order_by("-starts_on", "-pk")
    return tuple(row for row in rows if may_see(person, row))


def conference_lines(person: Person) -> tuple[ConferenceLine, ...]:
    """Return the list of conferences for a person."""
    return tuple(
        ConferenceLine(
            slug=row.slug,
            title=on_page(row.title),
            when=days(row.starts_on, row.ends_on),
            state=state_word(row.state),
            address=reverse("votes:setup", args=[row.slug]),
            chair=reverse("votes:chair", args=[row.slug]) if may_lead(person, row) else "",
        )
        for row in seen_by(person)
    )


def state_word(state: str) -> str:
    """Return where a conference stands."""
    return {
        PREPARED: pgettext("conference", "being prepared"),
        LIVE: pgettext("conference", "under way"),
        HELD: pgettext("conference", "closed"),
    }[state]


def vote_state_word(state: str) -> str:
    """Return where a vote stands."""
    return {
        "draft": pgettext("vote", "planned"),
        "open": pgettext("vote", "open"),
        "closed": pgettext("vote", "closed, not decided"),
        "decided": pgettext("vote", "decided"),
        "void": pgettext("vote", "void"),
    }[state]


def days(first: date | None, last: date | None) -> str:
    """Return the days of a conference: "9 April 2026" or "9 April 2026 – 10 April 2026"."""
    if first is None:
        return ""
    start = date_format(first)
    return start if last in (None, first) else f"{start} – {date_format(last)}"


def kind_word(conference: Conference, kind: str) -> str:
    """Return what a kind is called in the language of the page."""
    return on_page(conference.kinds.get(kind, {})) or kind


def pool_in_words(conference: Conference, pool: Pool) -> str:
    """Return what a vote is about: "process candidates that went on in vote 1"."""
    kinds = joined([kind_word(conference, kind) for kind in pool.kinds])
    if not pool.sources:
        return _("all candidates of the kind {kinds}").format(kinds=kinds) if kinds else _("all candidates")
    votes = joined(list(pool.sources))
    went = {
        "through": _("those that went through in vote {votes}"),
        "onward": _("those that went on in vote {votes}"),
        "out": _("those that dropped out in vote {votes}"),
        "undecided": _("those undecided in vote {votes}"),
    }[pool.outcome].format(votes=votes)
    return _("{those}, of the kind {kinds}").format(those=went, kinds=kinds) if kinds else went


def rule_sentences(conference: Conference, vote: Vote) -> tuple[str, ...]:
    """Return the rule of a vote as it is read out before it opens."""
    return describe_rule(
        read_rule(vote.rule),
        read_form(vote.ballot),
        translate=_,
        kind_word=lambda kind: kind_word(conference, kind),
    )


def form_sentence(form: Form) -> str:
    """Return how one votes."""
    return describe_form(form, translate=_)


def vote_name(vote: Vote) -> str:
    """Return what a vote is called: its title, else its number."""
    if vote.runoff_of is not None:
        return _("Run-off {n} of vote {vote}").format(n=vote.runoff_number, vote=vote.runoff_of.reference)
    return on_page(vote.title) or _("Vote {reference}").format(reference=vote.reference)


def vote_line(conference: Conference, vote: Vote) -> VoteLine:
    """Return a vote in a line."""
    return VoteLine(
        pk=vote.pk,
        reference=vote.reference,
        title=vote_name(vote),
        state=vote.state,
        state_word=vote_state_word(vote.state),
        pool=_("the tied") if vote.runoff_of_id else pool_in_words(conference, read_pool(vote.pool)),
        form=form_sentence(read_form(vote.ballot)),
        rule=rule_sentences(conference, vote),
        what_came=what_came(vote),
        address=reverse("votes:vote", args=[conference.slug, vote.pk]),
    )


def what_came(vote: Vote) -> str:
    """Return what a counted vote gave: "14 go straight through …", "" where nothing was counted."""
    outcomes = list(vote.results.values_list("outcome", flat=True))
    if not outcomes:
        return ""
    return fates(**{outcome: outcomes.count(outcome) for outcome in ("through", "onward", "out", "undecided")})


def setup(conference: Conference, person: Person) -> Setup:
    """Return what a conference still needs."""
    votes = list(conference.votes.select_related("runoff_of"))
    return Setup(
        slug=conference.slug,
        title=on_page(conference.title),
        when=days(conference.starts_on, conference.ends_on),
        where=on_page(conference.venue),
        organisers=arranged_by(conference),
        asked=joined([name for _slug, name in asked_of(conference)]),
        prepares=may_prepare(person, conference),
        state=state_word(conference.state),
        join_code=conference.join_code or "",
        steps=tuple(steps(conference, votes)),
        votes=tuple(vote_line(conference, vote) for vote in votes),
        ways=_ways(conference.slug, prepares=may_prepare(person, conference)),
        leads=may_lead(person, conference),
        closed=conference.state == HELD,
    )


def steps(conference: Conference, votes: Iterable[Vote]) -> Iterable[Step]:
    """Yield the steps before the day, in the order in which they are taken."""
    slug = conference.slug
    n_candidates = conference.candidates.count()
    planned = [vote for vote in votes if vote.state != "void" and vote.runoff_of_id is None]
    yield Step(
        bool(conference.starts_on and conference.venue),
        _("Day and place"),
        days(conference.starts_on, conference.ends_on) or _("No day is set yet."),
        reverse("votes:settings", args=[slug]),
        _("Change"),
    )
    yield Step(
        bool(n_candidates),
        _("Candidates"),
        ngettext(
            "{n} candidate is frozen with its wording.", "{n} candidates are frozen with their wording.", n_candidates
        ).format(n=n_candidates),
        reverse("votes:candidates", args=[slug]),
        _("Choose candidates"),
    )
    n_panel = conference.experts.count()
    yield Step(
        n_panel > 0,
        _("Panel"),
        _panel_in_words(n_panel, conference.voters),
        reverse("panel:panel", args=[slug]),
        _("Open the panel"),
    )
    yield Step(
        bool(planned),
        _("Votes"),
        ngettext("{n} vote is planned.", "{n} votes are planned.", len(planned)).format(n=len(planned)),
        reverse("votes:votes", args=[slug]),
        _("Plan votes"),
    )
    yield Step(
        bool(conference.protocols),
        _("Protocols"),
        ngettext(
            "The votes lead to {n} protocol.", "The votes lead to {n} protocols.", len(conference.protocols)
        ).format(n=len(conference.protocols)),
        reverse("votes:protocols", args=[slug]),
        _("Plan protocols"),
    )
    n_codes = conference.codes.filter(struck=False).count()
    yield Step(
        n_codes >= conference.voters,
        _("Voting codes"),
        ngettext("{n} code is drawn for {voters} voters.", "{n} codes are drawn for {voters} voters.", n_codes).format(
            n=n_codes, voters=conference.voters
        ),
        reverse("ballot_work:codes", args=[slug]),
        _("Draw codes"),
    )


def _ways(slug: str, *, prepares: bool) -> tuple[Ways, ...]:
    """Return the ways to the other working pages of a conference, by when they are needed.

    The account and the report are written by who prepares it.
    """
    account = (("results:account", _("How it went")), ("results:publish", _("Report and protocols")))

    def to(*named: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((reverse(name, args=[slug]), words) for name, words in named)

    return (
        Ways(
            _("Before the day"),
            to(
                ("panel:pack", _("Information pack")),
                ("panel:preparation", _("Own preparation")),
                ("panel:groups", _("Groups and cross-groups")),
            ),
        ),
        Ways(
            _("On the day"),
            to(
                ("panel:attendance", _("Attendance")),
                ("ballot_work:paper", _("Paper ballots")),
                ("results:evaluation", _("Evaluation")),
            ),
        ),
        Ways(
            _("Afterwards"),
            to(
                *(account if prepares else ()),
                ("results:export", _("Take the conference home")),
                ("ballot_work:scrutiny", _("Scrutineers")),
            ),
        ),
    )


def planned_page(conference: Conference, vote: Vote) -> PlannedPage:
    """Return one vote as the organisers see it."""
    again = vote.held_again.first()
    return PlannedPage(
        line=vote_line(conference, vote),
        conference=on_page(conference.title),
        slug=conference.slug,
        form=form_sentence(read_form(vote.ballot)),
        entitled=vote.entitled,
        ballots=vote.ballots,
        opened_at=vote.opened_at,
        closed_at=vote.closed_at,
        void_reason=vote.void_reason,
        rule_hash=vote.rule_hash,
        items=tuple(items_of_vote(conference, vote)),
        rulings=tuple(f"{', '.join(ruling.chosen)}: {ruling.reason}" for ruling in vote.rulings.all()),
        again=again.reference if again else "",
        instead_of=vote.again_of.reference if vote.again_of else "",
    )


def items_of_vote(conference: Conference, vote: Vote) -> Iterable[Item]:
    """Yield what was voted on: with its result where there is one, best first, else as listed."""
    results = list(vote.results.select_related("candidate"))
    if results:
        for result in results:
            yield Item(
                result.candidate.reference,
                on_page(result.candidate.title),
                outcome_said(result.outcome),
                "" if result.value is None else f"{result.value:g}",
                result.tied,
            )
        return
    for candidate in conference.candidates.filter(reference__in=vote.items):
        yield Item(candidate.reference, on_page(candidate.title))


def outcome_said(outcome: str) -> str:
    """Return an outcome in a word or two."""
    return {"through": _("through"), "onward": _("onward"), "out": _("out"), "undecided": _("undecided")}[outcome]


def to_do(person: Person, at: datetime) -> tuple[ToDo, ...]:
    """Return what a person's conferences need now."""
    due = (_to_do(person, row, at) for row in seen_by(person) if _is_due(person, row))
    return (*to_answer(person), *due, *to_erase(person))


def _is_due(person: Person, conference: Conference) -> bool:
    if conference.state == LIVE:
        return may_lead(person, conference)
    if conference.state == HELD:
        return not conference.published and may_prepare(person, conference)
    return may_prepare(person, conference) and any(not step.done for step in steps(conference, conference.votes.all()))


def _to_do(person: Person, conference: Conference, at: datetime) -> ToDo:
    where = arranged_by(conference)
    if conference.state == LIVE:
        return ToDo(
            title=on_page(conference.title),
            why=_("The conference is under way; the next step waits in the chair's console."),
            address=reverse("votes:chair", args=[conference.slug]),
            button=_("Open the console"),
            by=at.date(),
            where=where,
        )
    if conference.state == HELD:
        return ToDo(
            title=on_page(conference.title),
            why=_("The conference is closed. Its result isn't published yet."),
            address=reverse("results:publish", args=[conference.slug]),
            button=_("The result"),
            where=where,
        )
    left = [step.title for step in steps(conference, conference.votes.all()) if not step.done]
    return ToDo(
        title=on_page(conference.title),
        why=_("Left before the day: {steps}.").format(steps=joined(left)),
        address=reverse("votes:setup", args=[conference.slug]),
        button=_("Prepare the conference"),
        by=conference.starts_on,
        where=where,
    )


def _panel_in_words(n: int, voters: int) -> str:
    if n <= voters:
        return ngettext("{n} of {voters} experts is named.", "{n} of {voters} experts are named.", n).format(
            n=n, voters=voters
        )
    return _("{n} experts are named, but only {voters} are entitled to vote.").format(n=n, voters=voters)
