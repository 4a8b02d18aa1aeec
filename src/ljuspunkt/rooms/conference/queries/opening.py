"""What the chair sees before a vote opens: everything that is about to be frozen."""

from dataclasses import dataclass

from ljuspunkt.rooms.conference.documents import read_form
from ljuspunkt.rooms.conference.models import Conference, Vote
from ljuspunkt.rooms.conference.queries.planned import Item, form_sentence, rule_sentences, vote_name
from ljuspunkt.rooms.conference.services.open_vote import ready
from ljuspunkt.ui.language import on_page


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """A draft on the point of being opened."""

    slug: str
    title: str
    form: str
    rule: tuple[str, ...]
    entitled: int
    items: tuple[Item, ...]


def opening_page(conference: Conference, vote: Vote) -> OpeningPage:
    """Return what will be frozen.

    Raises:
        RuleBroken: the vote can't be opened yet.
    """
    items = set(ready(conference, vote))
    return OpeningPage(
        slug=conference.slug,
        title=vote_name(vote),
        form=form_sentence(read_form(vote.ballot)),
        rule=rule_sentences(conference, vote),
        entitled=vote.own_entitled or conference.voters,
        items=tuple(
            Item(each.reference, on_page(each.title)) for each in conference.candidates.all() if each.reference in items
        ),
    )
