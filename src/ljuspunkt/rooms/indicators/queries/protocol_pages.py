"""Published protocols as pages, every version of them, and an association's additions while it works on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import KINDS, PERSPECTIVES
from ljuspunkt.domain.indicator.difference import Stretch, words
from ljuspunkt.domain.indicator.published import Agreed, Changes, Edition, changes, read
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.indicators.models import Addition, Protocol, ProtocolVersion
from ljuspunkt.rooms.indicators.queries.additions import COMPREHENSIVE, CORE, NAME, agreed, in_force
from ljuspunkt.rooms.indicators.queries.candidates import by_digits
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.people.permissions import Person, Role
from ljuspunkt.ui.language import page_language

NETWORK, CONFERENCE, ASSOCIATION = "network", "conference", "association"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a protocol belongs; `owner` is a slug, "" for the network's, and `owner_name` is for eyes."""

    scope: str
    owner: str
    name: str
    owner_name: str = ""

    @property
    def address(self) -> str:
        """The address of the last version."""
        if self.scope == NETWORK:
            return reverse("indicators:protocol", args=[self.name])
        return reverse("indicators:protocol_of", args=[self.scope, self.owner, self.name])


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version in few words."""

    place: Place
    number: int
    published_on: str
    published_at: datetime
    n: int
    sha256: str
    title: Text
    note: Text

    @property
    def address(self) -> str:
        """The address of just this version."""
        return f"{self.place.address}{self.number}/"

    @property
    def document(self) -> str:
        """The address of the text that its hash is of."""
        return f"{self.address}document.json"


@dataclass(frozen=True, slots=True)
class ProtocolList:
    """The last version of every protocol, by whose it is."""

    network: tuple[VersionCard, ...]
    conferences: tuple[VersionCard, ...]
    associations: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """An indicator of a version, with names for eyes."""

    agreed: Agreed
    perspective_name: Text
    original_differs: bool


@dataclass(frozen=True, slots=True)
class KindPart:
    """The indicators of one kind."""

    kind: str
    name: Text
    lines: tuple[AgreedLine, ...]


@dataclass(frozen=True, slots=True)
class RewordedLine:
    """An indicator whose title changed since the version before; `stretches` is empty where only other texts did."""

    before: Agreed
    after: Agreed
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One version of a protocol."""

    place: Place
    card: VersionCard
    edition: Edition
    parts: tuple[KindPart, ...]
    core: tuple[Agreed, ...]
    versions: tuple[VersionCard, ...]
    is_latest: bool
    changes: Changes | None
    reworded: tuple[RewordedLine, ...]


@dataclass(frozen=True, slots=True)
class AdditionLine:
    """An addition that an association works on; `lost` where the comprehensive list no longer has it."""

    key: int
    number: str
    title: Text
    own: bool
    lost: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class AdditionsPage:
    """What an association is about to add, and what that changes since its last version."""

    slug: str
    name: str
    lines: tuple[AdditionLine, ...]
    free: tuple[Agreed, ...]
    core: tuple[Agreed, ...]
    last: VersionCard | None
    changes: Changes | None
    may_publish: bool


def protocol_list() -> ProtocolList:
    """Return the last version of every protocol that is in force."""
    latest: dict[int, ProtocolVersion] = {}
    for row in ProtocolVersion.objects.select_related("protocol__association").order_by("protocol_id", "number"):
        latest[row.protocol_id] = row
    cards = [card for row in latest.values() if (card := card_of(row)).n]
    return ProtocolList(
        **{
            part: tuple(
                sorted(
                    (card for card in cards if card.place.scope == scope), key=lambda card: (card.place.owner, card.n)
                )
            )
            for part, scope in (("network", NETWORK), ("conferences", CONFERENCE), ("associations", ASSOCIATION))
        }
    )


def adding(person: Person | None) -> tuple[people.AssociationCard, ...]:
    """Return the associations for which somebody adds indicators, as a coordinator of theirs."""
    if person is None:
        return ()
    mine = person.associations(Role.ASSOCIATION_COORDINATOR)
    return tuple(each for each in people.associations() if each.slug in mine)


def edition_page(scope: str, owner: str, name: str, number: int | None) -> EditionPage | None:
    """Return one version of a protocol, the last one where `number` is None; None where there is none."""
    rows = list(_versions(scope, owner, name))
    row = next((each for each in rows if number in (None, each.number)), None)
    if row is None:
        return None
    edition = read(row.document)
    before = next((read(each.document) for each in rows if each.number == row.number - 1), None)
    found = changes(before, edition) if before else None
    language = page_language()
    return EditionPage(
        place=place_of(row.protocol),
        card=card_of(row),
        edition=edition,
        parts=tuple(_parts(edition.indicators)),
        core=_core_of(edition),
        versions=tuple(card_of(each) for each in rows),
        is_latest=row is rows[0],
        changes=found,
        reworded=tuple(
            RewordedLine(
                each.before,
                each.after,
                words(wording(each.before.title, language), wording(each.after.title, language))
                if each.before.title != each.after.title
                else (),
            )
            for each in (found.reworded if found else ())
        ),
    )


def version_document(scope: str, owner: str, name: str, number: int) -> str | None:
    """Return the text that a version's hash is of, None where there is none."""
    return next((row.document for row in _versions(scope, owner, name) if row.number == number), None)


def additions_page(slug: str) -> AdditionsPage | None:
    """Return what an association is about to add, None where there is no such association."""
    association = people.association(slug)
    if association is None:
        return None
    rows = list(Addition.objects.filter(association__slug=slug))
    known = {each.number: each for each in in_force(COMPREHENSIVE)}
    core = in_force(CORE)
    taken = {row.taken for row in rows} | {each.number for each in core}
    lines = tuple(
        AdditionLine(
            key=row.pk,
            number=row.taken or row.number,
            title=known[row.taken].title if row.taken in known else row.title,
            own=not row.taken,
            lost=bool(row.taken) and row.taken not in known,
            first=place == 0,
            last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    )
    versions = list(_versions(ASSOCIATION, slug, NAME))
    last = versions[0] if versions else None
    found = _since(rows, slug, last)
    return AdditionsPage(
        slug=slug,
        name=association.name,
        lines=lines,
        free=tuple(sorted((each for number, each in known.items() if number not in taken), key=_by_number)),
        core=core,
        last=card_of(last) if last else None,
        changes=found,
        may_publish=bool(found) and not any(line.lost for line in lines),
    )


def own_addition(slug: str, key: int) -> Addition | None:
    """Return an association's own indicator while it works on it."""
    return Addition.objects.filter(association__slug=slug, pk=key, taken="").first()


def _since(rows: Sequence[Addition], slug: str, last: ProtocolVersion | None) -> Changes | None:
    try:
        now = agreed(rows, slug)
    except RuleBroken:
        return None
    before = read(last.document) if last else Edition(NAME, 0, "", {}, ())
    return changes(before, Edition(NAME, 0, "", {}, now))


def _versions(scope: str, owner: str, name: str) -> Iterable[ProtocolVersion]:
    """Return the versions of a protocol, the latest first."""
    rows = ProtocolVersion.objects.filter(of_protocol(scope, owner, name)).select_related("protocol__association")
    return rows.order_by("-number")


def of_protocol(scope: str, owner: str, name: str) -> Q:
    """Return the condition that versions of one protocol fulfil; none does where nobody has such a protocol."""
    named = Q(protocol__name=name)
    if scope == ASSOCIATION:
        return named & Q(protocol__association__slug=owner)
    if scope == CONFERENCE and owner:
        return named & Q(protocol__association=None, protocol__conference=owner)
    if scope == NETWORK and not owner:
        return named & Q(protocol__association=None, protocol__conference="")
    return Q(pk__in=())


def place_of(protocol: Protocol) -> Place:
    """Return where a protocol belongs."""
    if protocol.association is not None:
        return Place(ASSOCIATION, protocol.association.slug, protocol.name, protocol.association.name)
    if protocol.conference:
        return Place(CONFERENCE, protocol.conference, protocol.name, protocol.conference)
    return Place(NETWORK, "", protocol.name)


def card_of(row: ProtocolVersion) -> VersionCard:
    """Return a version in few words."""
    edition = read(row.document)
    return VersionCard(
        place=place_of(row.protocol),
        number=row.number,
        published_on=edition.published_on,
        published_at=row.published_at,
        n=len(edition.indicators),
        sha256=row.sha256,
        title=edition.title,
        note=edition.note,
    )


def _core_of(edition: Edition) -> tuple[Agreed, ...]:
    """Return the core that an association's protocol adds to, in the version it says."""
    based = next((each for each in edition.based if each.name == CORE), None)
    if based is None:
        return ()
    row = next((each for each in _versions(NETWORK, "", CORE) if each.number == based.version), None)
    return tuple(sorted(read(row.document).indicators, key=_by_number)) if row else ()


def _parts(indicators: Sequence[Agreed]) -> Iterable[KindPart]:
    for kind in dict.fromkeys(each.kind for each in indicators):
        yield KindPart(
            kind,
            KINDS.get(kind, {}),
            tuple(
                AgreedLine(
                    each, PERSPECTIVES.get(each.perspective, {}), bool(each.original) and each.original != each.title
                )
                for each in sorted(indicators, key=_by_number)
                if each.kind == kind
            ),
        )


def _by_number(each: Agreed) -> tuple[tuple[int, int, str], ...]:
    return by_digits(each.number)
