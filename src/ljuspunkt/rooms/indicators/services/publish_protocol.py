"""Publish a protocol as a new version; what was published before stays as it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.published import Agreed, Based, Edition, document, hash_of, read
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.indicators.models import Protocol, ProtocolVersion
from ljuspunkt.rooms.people.permissions import Person

ITSELF = "Ljuspunkt"


@transaction.atomic
def publish_protocol(
    *,
    by: Person | None,
    at: datetime,
    conference_slug: str,
    name: str,
    title: Text,
    indicators: Sequence[Agreed],
    note: Text | None = None,
    national: bool = False,
) -> int:
    """Publish what a conference agreed on as the next version of a protocol, and return the version's number.

    The caller has made sure that `by` may publish for this conference; None is the command line.

    Args:
        by: who publishes.
        at: when.
        conference_slug: the conference that agreed on it.
        name: of the protocol in addresses: core, comprehensive …
        title: of the protocol for eyes, {} where pages name it themselves.
        indicators: in the order of their places.
        note: what is new, in the publisher's words.
        national: whether it becomes the network's protocol, else it is the conference's.

    Raises:
        RuleBroken: an indicator stands twice, somebody who isn't national publishes for the network, or the last
            version says exactly this.
    """
    if national and by is not None and not by.is_national:
        raise RuleBroken("not_national", "Only the national coordinator publishes the network's protocols.")
    protocol, _made = Protocol.objects.get_or_create(
        conference="" if national else conference_slug, association=None, name=name
    )
    version = published(
        protocol,
        by=by,
        at=at,
        title=title,
        indicators=indicators,
        note=note or {},
        conference=conference_slug,
    )
    if version is None:
        raise RuleBroken(
            "nothing_new", "The last version of the protocol says exactly this; there is nothing to publish."
        )
    return version.number


def published(
    protocol: Protocol,
    *,
    by: Person | None,
    at: datetime,
    title: Text,
    indicators: Sequence[Agreed],
    note: Text,
    conference: str = "",
    based: Sequence[Based] = (),
) -> ProtocolVersion | None:
    """Add a version to a protocol and return it; None where the last one says exactly the same.

    Raises:
        RuleBroken: an indicator stands twice.
    """
    _refuse_twice(indicators)
    # Locks the protocol, so that two who publish at once get versions after each other.
    protocol = Protocol.objects.select_for_update().get(pk=protocol.pk)
    last = protocol.versions.order_by("-number").first()
    before = read(last.document) if last else None
    edition = Edition(
        name=protocol.name,
        version=last.number + 1 if last else 1,
        published_on=localdate(at).isoformat(),
        title=dict(title),
        indicators=tuple(indicators),
        conference=conference,
        association=protocol.association.slug if protocol.association else "",
        note=dict(note),
        based=tuple(based),
    )
    if before is not None and _content(before) == _content(edition):
        return None
    text = document(edition)
    version = ProtocolVersion.objects.create(
        protocol=protocol,
        number=edition.version,
        document=text,
        sha256=hash_of(text),
        published_at=at,
        by=by.id if by else None,
        who=by.name if by else ITSELF,
    )
    record(
        by=version.by,
        who=version.who,
        action=marked("Published version {version} of the protocol {name}, {n} indicators."),
        about=f"protocols/{protocol.pk}/{version.number}",
        association=edition.association,
        at=at,
        words={"version": version.number, "name": protocol.name, "n": len(indicators)},
    )
    return version


def _content(edition: Edition) -> object:
    """Return what a version says, read back from its own text: tuples and lists, 1 and 1.0 are then alike."""
    again = read(document(edition))
    return again.title, again.indicators, again.conference, again.based


def _refuse_twice(indicators: Sequence[Agreed]) -> None:
    for what in ("number", "candidate"):
        seen: set[object] = set()
        for each in indicators:
            key = (each.own, each.candidate) if what == "candidate" else each.number
            if key in seen:
                raise RuleBroken(
                    "indicator_twice", "The indicator “{number}” stands twice in the protocol.", number=each.number
                )
            seen.add(key)


@transaction.atomic
def adopt_protocols(
    *,
    indicators: Sequence[Agreed],
    protocols: Mapping[str, Sequence[str]],
    at: datetime,
    conference: str = "",
) -> None:
    """Make the result of a conference the network's protocols; a protocol that it doesn't name is no longer in force.

    What says the same already is left as it is.

    Args:
        indicators: every indicator that a protocol holds.
        protocols: by protocol name, the candidates in the order of their places.
        at: when.
        conference: the conference that agreed on them.

    Raises:
        KeyError: a protocol holds a candidate that is no indicator.
    """
    by_candidate = {each.candidate: each for each in indicators}
    for name, candidates in protocols.items():
        protocol, _made = Protocol.objects.get_or_create(conference="", association=None, name=name)
        held = [by_candidate[candidate] for candidate in candidates]
        published(protocol, by=None, at=at, title={}, indicators=held, note={}, conference=conference)
    for protocol in Protocol.objects.filter(conference="", association=None).exclude(name__in=list(protocols)):
        published(protocol, by=None, at=at, title={}, indicators=(), note={}, conference=conference)
