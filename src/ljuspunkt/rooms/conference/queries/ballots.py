"""What a voter sees before a ballot is cast: the ballot to fill in and to read through, as page objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.ballot import NO_OPINION, YES, Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.words import describe_rule
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.conference.documents import read_form, read_rule
from ljuspunkt.rooms.conference.models import Candidate, Conference, Vote
from ljuspunkt.rooms.conference.opened import Opened
from ljuspunkt.ui.holes import hole
from ljuspunkt.ui.language import on_page, page_language

FIELD = "item-"
"""Before a candidate's reference in the name of its field."""

_KEPT = 32


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale, or "no opinion"."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class BallotItem:
    """A candidate on a ballot, what is chosen for it, and what is wrong with that."""

    reference: str
    field: str
    id: str
    short: str
    title: str
    description: str
    easy_read: str
    kind: str
    value: str = ""
    fault: str = ""

    @property
    def has_more(self) -> bool:
        """Whether there is something to unfold."""
        return bool(self.title != self.short or self.description or self.easy_read)


@dataclass(frozen=True, slots=True)
class Theme:
    """Candidates that are shown together; without a name where the conference has no themes."""

    name: str
    items: tuple[BallotItem, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """A count at the foot of a ballot: yes against places, of one kind or of all; `places` may be 0."""

    kind: str
    words: str
    places: int

    @property
    def points(self) -> range:
        """A point per place, as long as they fit on a phone."""
        return range(self.places if self.places <= MOST_POINTS else 0)


MOST_POINTS = 24


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A ballot to fill in. It is the same for everybody but for `values` and `faults`."""

    join_code: str
    vote: int
    heading: str
    title: str
    lede: str
    kind: str
    rule: tuple[str, ...]
    limits: tuple[str, ...]
    themes: tuple[Theme, ...]
    n_items: int
    feet: tuple[Foot, ...]
    steps: tuple[Step, ...] = ()
    most: int = 0
    faults: tuple[str, ...] = ()
    changing: bool = False

    @property
    def items(self) -> tuple[BallotItem, ...]:
        """All candidates, as listed."""
        return tuple(item for theme in self.themes for item in theme.items)

    def filled(
        self, values: Mapping[str, str], *, faults: Mapping[str, str] | None = None, changing: bool = False
    ) -> "BallotForm":
        """Return the ballot filled in.

        Args:
            values: what is chosen, by reference.
            faults: what is wrong, by reference; under "" what is wrong with the ballot as a whole.
            changing: whether it takes the place of one that was received.
        """
        wrong = faults or {}
        themes = tuple(
            Theme(
                theme.name,
                tuple(
                    replace(item, value=values.get(item.reference, ""), fault=wrong.get(item.reference, ""))
                    for item in theme.items
                ),
            )
            for theme in self.themes
        )
        return replace(self, themes=themes, faults=tuple(wrong.values()), changing=changing)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a ballot that is read through."""

    reference: str
    short: str
    value: str


@dataclass(frozen=True, slots=True)
class ReadThrough:
    """A ballot before it is cast: what it says, what it doesn't, and the values to send on."""

    finding: str
    lines: tuple[Line, ...]
    rest_words: str
    rest: tuple[Line, ...]
    hidden: tuple[tuple[str, str], ...]
    blank: bool


def open_vote(conference: Conference) -> Vote | None:
    """Return the vote that is open, if any."""
    return conference.votes.filter(state="open").first()


def heading(vote: Vote) -> str:
    """Return what a vote is called over its ballot."""
    if vote.runoff_of is not None:
        return _("Run-off {n} of vote {vote}").format(n=vote.runoff_number, vote=vote.runoff_of.reference)
    return _("Vote {vote}").format(vote=vote.reference)


def form_of(opened: Opened) -> BallotForm:
    """Return the empty ballot of an open vote in the current language."""
    return _form_of(opened, page_language())


@lru_cache(maxsize=_KEPT)
def _form_of(opened: Opened, _language: str) -> BallotForm:
    return ballot_form(opened.vote)


def ballot_form(vote: Vote) -> BallotForm:
    """Return the empty ballot of a vote in the current language."""
    conference = vote.conference
    form = read_form(vote.ballot)
    by_reference = {each.reference: each for each in conference.candidates.filter(reference__in=vote.items)}
    candidates = [by_reference[item] for item in vote.items]
    names = _Names(conference)
    items = [_item(candidate) for candidate in candidates]
    themes = [on_page(candidate.theme) for candidate in candidates]
    rule = read_rule(vote.rule)
    places = rule.places
    return BallotForm(
        join_code=conference.join_code or "",
        vote=vote.pk,
        heading=heading(vote),
        title=on_page(vote.title) or heading(vote),
        lede=" ".join((_how_many(candidates, names, places), _how_to(form))),
        kind=vote.ballot["kind"],
        rule=describe_rule(rule, form, _, names.kind),
        limits=tuple(
            ngettext(
                "At most {n} yes among {items}: so many places are open between them.",
                "At most {n} yes among {items}: so many places are open between them.",
                most,
            ).format(n=most, items=", ".join(among))
            for among, most in vote.ballot.get("limits", ())
        ),
        themes=_themes(items, themes),
        n_items=len(items),
        feet=_feet(form, places, names, candidates),
        steps=_steps(form),
        most=form.most if isinstance(form, Points) else len(items) if isinstance(form, Rank) else 0,
    )


def read_through(opened: Opened, values: Mapping[str, str]) -> ReadThrough:
    """Return a ballot as it is read through before it is cast."""
    form, kind = form_of(opened), opened.paper.form
    lines, rest = [], []
    for item in form.items:
        value = values.get(item.reference, "")
        if _says(kind, value):
            lines.append(Line(item.reference, item.short, _value(kind, value)))
        else:
            rest.append(Line(item.reference, item.short, ""))
    if isinstance(kind, Rank):
        lines.sort(key=lambda line: int(line.value))
    return ReadThrough(
        finding=_finding(kind, len(lines), form.n_items, sum(_whole(line.value) for line in lines)),
        lines=tuple(lines),
        rest_words=_rest(kind, len(rest)),
        rest=tuple(rest),
        hidden=tuple((f"{FIELD}{item}", value) for item, value in values.items()),
        blank=not values,
    )


def read_through_with_holes(opened: Opened, *, blank: bool, rest: bool) -> Mapping[str, object]:
    """Return what every ballot that is read through has in common, with holes for what it says."""
    return {
        "form": form_of(opened),
        "blank": blank,
        "hidden": hole("hidden"),
        "finding": hole("finding"),
        "lines": hole("lines"),
        "rest_words": hole("rest_words"),
        "rest": hole("rest") if rest else "",
    }


@dataclass(frozen=True, slots=True)
class _Names:
    """What kinds are called in the current language."""

    conference: Conference
    language: str = field(default_factory=page_language)

    def kind(self, kind: str) -> str:
        return wording(self.conference.kinds.get(kind, {}), self.language) or kind


def _item(candidate: Candidate) -> BallotItem:
    title = on_page(candidate.title) or _("Candidate {number}").format(number=candidate.reference)
    return BallotItem(
        reference=candidate.reference,
        field=f"{FIELD}{candidate.reference}",
        id=f"b{candidate.pk}",
        short=on_page(candidate.short_title) or title,
        title=title,
        description=on_page(candidate.description),
        easy_read=on_page(candidate.easy_read),
        kind=candidate.kind,
    )


def _themes(items: Sequence[BallotItem], names: Sequence[str]) -> tuple[Theme, ...]:
    """Return the items by theme, themes as they first appear; what has none stands last."""
    order = {name: place for place, name in enumerate(dict.fromkeys(name for name in names if name))}
    pairs = sorted(zip(names, items, strict=True), key=lambda pair: order.get(pair[0], len(order)))
    found = groupby(pairs, key=lambda pair: pair[0])
    last = _("Without a theme") if order else ""
    return tuple(Theme(name or last, tuple(item for _name, item in group)) for name, group in found)


def _how_many(candidates: Sequence[Candidate], names: _Names, places: object) -> str:
    n = len(candidates)
    kinds = dict.fromkeys(candidate.kind for candidate in candidates)
    if isinstance(places, int):
        return ngettext("{n} candidate, {places}.", "{n} candidates, {places}.", n).format(
            n=n, places=_n_places(places)
        )
    if isinstance(places, Mapping):
        parts = [
            ngettext("{kind}: {n} candidate, {places}", "{kind}: {n} candidates, {places}", n_kind).format(
                kind=names.kind(kind), n=n_kind, places=_n_places(places.get(kind, 0))
            )
            for kind in kinds
            if (n_kind := sum(candidate.kind == kind for candidate in candidates))
        ]
        return f"{'; '.join(parts)}."
    return ngettext("{n} candidate.", "{n} candidates.", n).format(n=n)


def _n_places(n: int) -> str:
    return ngettext("{n} place", "{n} places", n).format(n=n)


def _how_to(form: Form) -> str:
    match form:
        case Approve():
            return _("Say yes to those you want. What you leave out counts as no.")
        case Choose(most=most):
            return ngettext("Choose at most {n}.", "Choose at most {n}.", most).format(n=most)
        case Points(budget=budget, most=most):
            return _("Share out at most {budget} points, at most {most} for one candidate.").format(
                budget=budget, most=most
            )
        case Rate(low=low, high=high):
            return _("Rate each from {low}, not at all, to {high}, fully. What you leave out has no rating.").format(
                low=low, high=high
            )
        case Rank():
            return _("Write 1 for the one you want most, then 2, and so on. You may leave some out.")


def _feet(form: Form, places: object, names: _Names, candidates: Sequence[Candidate]) -> tuple[Foot, ...]:
    match form:
        case Choose(most=most):
            return (Foot("", _("chosen, at most {n}").format(n=most), most),)
        case Points(budget=budget):
            return (Foot("", _("of {n} points given").format(n=budget), 0),)
        case Rate():
            return (Foot("", _("of {n} rated").format(n=len(candidates)), 0),)
        case Rank():
            return (Foot("", _("of {n} ranked").format(n=len(candidates)), 0),)
    if isinstance(places, int):
        return (Foot("", ngettext("yes to {n} place", "yes to {n} places", places).format(n=places), places),)
    if isinstance(places, Mapping):
        voted = dict.fromkeys(candidate.kind for candidate in candidates)
        return tuple(
            Foot(
                kind,
                _("yes to {n} places, {kind}").format(n=places.get(kind, 0), kind=names.kind(kind)),
                places.get(kind, 0),
            )
            for kind in voted
        )
    return (Foot("", _("yes"), 0),)


def _steps(form: Form) -> tuple[Step, ...]:
    if not isinstance(form, Rate):
        return ()
    return (
        *(Step(str(step), str(step)) for step in range(form.low, form.high + 1)),
        Step(NO_OPINION, _("No opinion")),
    )


def _says(form: Form, value: str) -> bool:
    """Return whether a ballot names an item as something it wants or judges."""
    if isinstance(form, Approve | Choose):
        return value == YES
    if isinstance(form, Points):
        return _whole(value) > 0
    return bool(value)


def _value(form: Form, value: str) -> str:
    if isinstance(form, Approve | Choose):
        return ""
    return _("No opinion") if value == NO_OPINION else value


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() else 0


def _finding(form: Form, n: int, of: int, used: int) -> str:
    match form:
        case Approve():
            return _("You say yes to {n} of {all}.").format(n=n, all=of)
        case Choose(most=most):
            return _("You choose {n}; at most {most} are allowed.").format(n=n, most=most)
        case Points(budget=budget):
            return _("You give {n} of {budget} points.").format(n=used, budget=budget)
        case Rate():
            return _("You have answered for {n} of {all}.").format(n=n, all=of)
        case Rank():
            return _("You have ranked {n} of {all}.").format(n=n, all=of)


def _rest(form: Form, n: int) -> str:
    match form:
        case Approve():
            return ngettext("No to {n}, what you left out included", "No to {n}, what you left out included", n).format(
                n=n
            )
        case Choose():
            return ngettext("{n} not chosen", "{n} not chosen", n).format(n=n)
        case Points():
            return ngettext("{n} without points", "{n} without points", n).format(n=n)
        case Rate():
            return ngettext("{n} without a rating", "{n} without a rating", n).format(n=n)
        case Rank():
            return ngettext("{n} without a rank", "{n} without a rank", n).format(n=n)
