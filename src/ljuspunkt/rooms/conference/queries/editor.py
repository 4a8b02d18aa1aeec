"""The page on which a vote is planned: sentences to fill in, and what the rule would have given."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.domain.consensus.words import counted, describe_form, describe_rule
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.preview import Preview, preview
from ljuspunkt.rooms.conference.queries.planned import kind_word, vote_name
from ljuspunkt.rooms.conference.services.draft_vote import Draft
from ljuspunkt.rooms.conference.vote_form import Part, VoteForm, sentence
from ljuspunkt.rooms.conference.words import joined
from ljuspunkt.ui.language import on_page

MOST_NAMED = 6
"""Tied items that are named; of more only the number is told."""


@dataclass(frozen=True, slots=True)
class Option:
    """A sentence that can be chosen, with fields in it; `more` stands below it when it is chosen."""

    value: str
    id: str
    chosen: bool
    parts: tuple[Part, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the form, part by part."""

    pool: tuple[Option, ...]
    forms: tuple[Option, ...]
    out: tuple[Part, ...]
    places: tuple[Option, ...]
    kinds: tuple[Part, ...]
    through: tuple[Part, ...]
    agreement: tuple[Part, ...]
    by_group: tuple[Part, ...]
    of: tuple[Part, ...]
    rest: tuple[Part, ...]
    ties: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """What the form needs to know of the conference."""

    slug: str
    conference: str
    heading: str
    place: int
    voters: int
    kinds: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, str], ...]
    vote: int | None
    has_groups: bool

    def sentences(self, form: VoteForm) -> Sentences:
        """Return the sentences with the form's fields in them."""
        return _sentences(form, self)


@dataclass(frozen=True, slots=True)
class PreviewShown:
    """A rule in words, and what it would have given."""

    form: str
    rule: tuple[str, ...]
    basis: str
    invented: bool
    finding: str
    ties: tuple[str, ...]


def editor_page(conference: Conference, vote: Vote | None = None) -> EditorPage:
    """Return the page for a new vote, or for a draft."""
    votes = list(conference.votes.select_related("runoff_of"))
    place = vote.place if vote else 1 + max((each.place for each in votes), default=0)
    earlier = [each for each in votes if each.place < place and each.state != "void" and each.runoff_of_id is None]
    kinds = dict.fromkeys(conference.candidates.values_list("kind", flat=True))
    return EditorPage(
        slug=conference.slug,
        conference=on_page(conference.title),
        heading=vote_name(vote) if vote else _("A new vote"),
        place=place,
        voters=conference.voters,
        kinds=tuple((kind, kind_word(conference, kind)) for kind in kinds if kind),
        earlier=tuple((each.reference, vote_name(each)) for each in earlier),
        vote=vote.pk if vote else None,
        has_groups=bool(conference.groups),
    )


def previewed(conference: Conference, draft: Draft, place: int) -> PreviewShown:
    """Return a draft's rule in words, and what it would have given."""
    found = preview(conference, draft, place=place)
    return PreviewShown(
        form=describe_form(draft.form, _),
        rule=describe_rule(draft.rule, draft.form, _, lambda kind: kind_word(conference, kind)),
        basis=_basis(found),
        invented=not found.vote,
        finding=_finding(conference, found),
        ties=tuple(_tie(conference, found, number) for number in range(len(found.ties))),
    )


def _basis(found: Preview) -> str:
    if found.vote:
        return ngettext(
            "Tried on the {n} ballot of vote {vote}.", "Tried on the {n} ballots of vote {vote}.", found.ballots
        ).format(vote=found.vote, n=found.ballots)
    return _("Tried on invented ballots, since no vote of this kind has been held. They say nothing of the panel.")


def _finding(conference: Conference, found: Preview) -> str:
    """Return "With 23 voters and 14 places, had this rule held in vote 1: of 97 candidates, 14 through …"."""
    voters = ngettext("{n} voter", "{n} voters", found.voters).format(n=found.voters)
    given = joined([voters, *_places(conference, found)])
    parts = [counted(n, outcome, _) for outcome, n in found.counts.items() if n]
    candidates = ngettext("{n} candidate", "{n} candidates", found.items).format(n=found.items)
    sentence = (
        _("With {given}, had this rule held in vote {vote}: of {candidates}, {outcomes}.")
        if found.vote
        else _("With {given}, had this rule held for invented ballots: of {candidates}, {outcomes}.")
    )
    return sentence.format(given=given, vote=found.vote, candidates=candidates, outcomes=joined(parts))


def _places(conference: Conference, found: Preview) -> list[str]:
    places = found.places
    if places is None:
        return []
    if isinstance(places, int):
        return [ngettext("{n} place", "{n} places", places).format(n=places)]
    return [
        ngettext("{n} place for {kind}", "{n} places for {kind}", n).format(n=n, kind=kind_word(conference, kind))
        for kind, n in places.items()
    ]


def _tie(conference: Conference, found: Preview, number: int) -> str:
    tie = found.ties[number]
    titles = {each.reference: each for each in conference.candidates.filter(reference__in=tie.items)}
    if len(tie.items) > MOST_NAMED:
        who = ngettext("{n} candidate", "{n} candidates", len(tie.items)).format(n=len(tie.items))
    else:
        who = joined(
            [f"{item} {on_page(titles[item].short_title or titles[item].title)}".strip() for item in tie.items]
        )
    places = ngettext("{n} place", "{n} places", tie.places).format(n=tie.places)
    sentence = (
        _("A tie for the last {places} between {who}.")
        if tie.settled
        else _("A tie for the last {places} between {who}, still to be settled as the rule says.")
    )
    return sentence.format(places=places, who=who)


def _options(form: VoteForm, name: str, sentences: dict[str, tuple[Part, ...]]) -> tuple[Option, ...]:
    chosen = form[name].value()
    return tuple(
        Option(value, f"id_{name}_{place}", value == chosen, parts)
        for place, (value, parts) in enumerate(sentences.items())
    )


def _sentences(form: VoteForm, page: EditorPage) -> Sentences:
    def of(words: str, **fields: str) -> tuple[Part, ...]:
        return sentence(form, words, **fields)

    pool = {"all": of(_("All candidates are voted on."))}
    if page.earlier:
        pool["votes"] = of(_("Those are voted on that {outcome} in these votes:"), outcome="pool_outcome")
    places = {"overall": of(_("The {n} best go through, all kinds together."), n="places")}
    places["none"] = of(_("There is no number of places; shares decide."))
    if len(page.kinds) > 1:
        places["kinds"] = of(_("Of each kind, the best go through, as many as it has places:"))
    kinds = tuple(
        part
        for place, (_kind, word) in enumerate(page.kinds)
        for part in (Part(f"{word} "), Part(field=form[f"places_{place}"]))
    )
    return Sentences(
        pool=_options(form, "pool_from", pool),
        forms=_options(form, "form", _ways_to_vote(form)),
        out=of(_("Those with yes from fewer than {share} are out."), share="out_share"),
        places=_options(form, "places_how", places),
        kinds=kinds,
        through=of(_("Those with yes from at least {share} always go through."), share="through_share"),
        agreement=of(
            _(
                "A candidate goes through when at least {inside} rate it in the top third of the scale and fewer than "
                "{against} in the bottom third, and is out when it is the other way round."
            ),
            inside="inside",
            against="against",
        ),
        by_group=of(_("This must hold in every declared group with at least five entitled voters.")),
        of=of(_("Shares are counted of {whole}."), whole="of"),
        rest=of(_("The rest {rest}."), rest="rest"),
        ties=_options(form, "ties", _ways_to_settle(form)),
    )


def _ways_to_vote(form: VoteForm) -> dict[str, tuple[Part, ...]]:
    return {
        "approve": sentence(form, _("Every voter says yes or no to each item.")),
        "choose": sentence(form, _("Every voter chooses at most {n} items."), n="choose_most"),
        "points": sentence(
            form,
            _("Every voter shares out {budget} points, at most {most} for one item."),
            budget="points_budget",
            most="points_most",
        ),
        "rate": sentence(
            form,
            _("Every voter rates each item from {low} to {high}, or has no opinion."),
            low="rate_low",
            high="rate_high",
        ),
        "rank": sentence(form, _("Every voter ranks the items, the best first.")),
    }


def _ways_to_settle(form: VoteForm) -> dict[str, tuple[Part, ...]]:
    return {
        "expand": sentence(form, _("All the tied go through, so there may be more than the places.")),
        "strict": sentence(form, _("None of the tied go through.")),
        "runoff": sentence(
            form,
            _("The tied are voted on again, at most {n} times. After that, {then}."),
            n="runoff_most",
            then="runoff_then",
        ),
        "chair": sentence(form, _("The chair rules and gives a reason.")),
        "secondary": sentence(form, _("Scores registered beforehand decide; those still tied all go through.")),
        "lot": sentence(form, _("Lots are drawn from a seed that is made public beforehand.")),
    }
