"""Write the organiser's account of a conference, one item of ACCORD at a time."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.http import Http404

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.report.accord import BY_NUMBER
from ljuspunkt.rooms.conference.models import Conference, Passage
from ljuspunkt.rooms.conference.permissions import may_prepare
from ljuspunkt.rooms.conference.services.common import note
from ljuspunkt.rooms.people.permissions import Person, refuse_unless

LONGEST = 6000
"""The most characters of one item's words in one language."""


@transaction.atomic
def write_account(*, by: Person, conference: int, item: str, text: Mapping[str, str], was: str, at: datetime) -> bool:
    """Keep the words about an item, and return False where they say what they said before.

    Args:
        item: its number in ACCORD.
        text: words by language; languages without words are left out, and no words at all remove what stood there.
        was: the mark of the words that the writer saw (`mark_of`).

    Raises:
        Http404: there is no such conference or item, or the person may not prepare it.
        RuleBroken: somebody else has changed the words meanwhile, or they are too long.
    """
    found = Conference.objects.select_for_update().filter(pk=conference).first()
    if found is None or item not in BY_NUMBER:
        raise Http404
    refuse_unless(may_prepare(by, found))
    kept = found.account.filter(item=item).first()
    words = {language: said.strip() for language, said in text.items() if said.strip()}
    if (kept is not None and kept.text == words) or (kept is None and not words):
        return False
    if was != mark_of(kept.text if kept else {}):
        raise RuleBroken(
            "account_changed",
            "Somebody else has changed these words meanwhile. They stand below yours; put together what you want to "
            "keep, and save again.",
        )
    longest = max((len(said) for said in words.values()), default=0)
    if longest > LONGEST:
        raise RuleBroken(
            "account_too_long", "The text has {n} characters; at most {most} fit.", n=longest, most=LONGEST
        )
    if words:
        Passage.objects.update_or_create(conference=found, item=item, defaults={"text": words})
    else:
        found.account.filter(item=item).delete()
    note(by, found, marked("Wrote about {item} in the account of {conference}."), at, item=item)
    return True


def mark_of(text: Mapping[str, str]) -> str:
    """Return a mark of the words, by which one sees whether they have changed."""
    said = "\n".join(f"{language}:{words}" for language, words in sorted(text.items()))
    return sha256(said.encode()).hexdigest()[:16]
