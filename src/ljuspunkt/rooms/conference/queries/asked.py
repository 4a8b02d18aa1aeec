"""What a coordinator is asked: whether the association arranges a conference together with others."""

from dataclasses import dataclass

from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.permissions import may_answer
from ljuspunkt.rooms.conference.queries.organisers import arranged_by, asked_of
from ljuspunkt.rooms.conference.queries.planned import days
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import on_page


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What is asked; `own` are the person's associations that haven't answered, as slug and name."""

    slug: str
    conference: str
    when: str
    where: str
    arranged_by: str
    own: tuple[tuple[str, str], ...]


def asked_page(conference: Conference, person: Person) -> AskedPage | None:
    """Return what a person is asked about a conference, None where nothing is."""
    own = tuple((slug, name) for slug, name in asked_of(conference) if may_answer(person, slug))
    if not own or conference.state == HELD:
        return None
    return AskedPage(
        slug=conference.slug,
        conference=on_page(conference.title),
        when=days(conference.starts_on, conference.ends_on),
        where=on_page(conference.venue),
        arranged_by=arranged_by(conference),
        own=own,
    )
