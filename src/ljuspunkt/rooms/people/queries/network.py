"""Reads of the network, as values; an association is named by its slug."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ljuspunkt.rooms.people.models import Agreement, Association, JointCost, LocalGroup, Party
from ljuspunkt.rooms.people.models.network import PartyKind
from ljuspunkt.rooms.people.permissions import Person, may_manage
from ljuspunkt.rooms.people.shares import Share, split


@dataclass(frozen=True, slots=True)
class AssociationCard:
    """An association in few words; `merged_into` is the slug of the one that carries its history on."""

    slug: str
    name: str
    since_year: int | None
    until_year: int | None
    merged_into: str | None
    merged_on: date | None = None

    @property
    def is_merged(self) -> bool:
        return self.merged_into is not None


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A member authority in some years."""

    id: int
    kind: PartyKind
    name: str
    code: str
    since_year: int | None
    until_year: int | None

    @property
    def kind_in_words(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A local cooperation group in some years."""

    id: int
    name: str
    place: str
    since_year: int | None
    until_year: int | None


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement; `share` is what the association bears of a joint cost, None where it bears none."""

    id: int
    title: str
    registration_number: str
    signed_on: date
    until_on: date | None
    cost: str
    cost_id: int | None
    share: Share | None
    of_parts: int


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """A line of the list of associations."""

    card: AssociationCard
    regions: tuple[str, ...]
    n_municipalities: int
    successor: str


@dataclass(frozen=True, slots=True)
class AssociationsPage:
    """The list of associations, and how many there are now."""

    rows: tuple[AssociationRow, ...]
    n_now: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """What is known of an association; agreements are None for those who may not see them."""

    card: AssociationCard
    organisation_number: str
    parties: tuple[PartyCard, ...]
    groups: tuple[GroupCard, ...]
    merged_from: tuple[AssociationCard, ...]
    successor: AssociationCard | None
    agreements: tuple[AgreementCard, ...] | None
    may_manage: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class CostPage:
    """A joint cost and who bears which share of it; the shares add up to the whole."""

    id: int
    title: str
    year: int
    ore: int
    shares: tuple[tuple[AssociationCard, Share], ...]

    @property
    def kronor(self) -> Decimal:
        return Decimal(self.ore) / 100

    @property
    def of_parts(self) -> int:
        return sum(share.parts for _card, share in self.shares)

    @property
    def sum_kronor(self) -> Decimal:
        return sum((share.kronor for _card, share in self.shares), Decimal(0))


def association(slug: str) -> AssociationCard | None:
    """Return the association with this slug, None where there is none."""
    row = Association.objects.select_related("merged_into").filter(slug=slug).first()
    return _card(row) if row else None


def associations() -> tuple[AssociationCard, ...]:
    """Return every association by name, those that are merged into others too."""
    return tuple(_card(row) for row in Association.objects.select_related("merged_into"))


def successor(slug: str, *, on: date | None = None) -> str:
    """Return who carries an association's history on: the slug at the end of its mergers, or its own.

    Args:
        slug: of the association that is followed.
        on: only mergers up to this day count; all where it is None.
    """
    mergers = _mergers()
    while slug in mergers and (on is None or mergers[slug][1] <= on):
        slug = mergers[slug][0]
    return slug


def history(slug: str, *, on: date | None = None) -> frozenset[str]:
    """Return the association and all whose history it carries on, through every merger up to a day.

    What is kept under any of these slugs belongs to the association's own history.
    """
    mergers = _mergers()
    found = {slug}
    while new := {old for old, (into, day) in mergers.items() if into in found and (on is None or day <= on)} - found:
        found |= new
    return frozenset(found)


def associations_page(person: Person) -> AssociationsPage:
    """Return the list of associations."""
    rows = Association.objects.select_related("merged_into").prefetch_related("parties")
    names = {row.slug: row.name for row in rows}
    listed = tuple(
        AssociationRow(
            card=_card(row),
            regions=tuple(sorted({party.name for party in _now(row.parties.all(), PartyKind.REGION)})),
            n_municipalities=len({party.name for party in _now(row.parties.all(), PartyKind.MUNICIPALITY)}),
            successor=names.get(row.merged_into.slug, "") if row.merged_into else "",
        )
        for row in rows
    )
    return AssociationsPage(
        rows=listed,
        n_now=sum(1 for row in listed if not row.card.is_merged and row.card.until_year is None),
        may_change=person.is_national,
    )


def association_page(person: Person, slug: str) -> AssociationPage | None:
    """Return what a person may know of an association, None where there is none."""
    row = Association.objects.select_related("merged_into").filter(slug=slug).first()
    if row is None:
        return None
    own = may_manage(person, slug)
    sees_agreements = own or slug in person.associations()
    end = successor(slug)
    return AssociationPage(
        card=_card(row),
        organisation_number=row.organisation_number,
        parties=tuple(_party(party) for party in row.parties.order_by("kind", "name", "since_year")),
        groups=tuple(_group(group) for group in row.local_groups.order_by("name")),
        merged_from=tuple(_card(each) for each in row.merged_from.select_related("merged_into")),
        successor=association(end) if end != slug else None,
        agreements=_agreements(row) if sees_agreements else None,
        may_manage=own,
        may_change=person.is_national,
    )


def agreements_on(on: date) -> dict[str, frozenset[str]]:
    """Return the titles of the agreements that hold on a day, by the slug of the association."""
    held = Agreement.objects.filter(signed_on__lte=on).exclude(until_on__lt=on)
    found: dict[str, set[str]] = {}
    for slug, title in held.values_list("association__slug", "title"):
        found.setdefault(slug, set()).add(title)
    return {slug: frozenset(titles) for slug, titles in found.items()}


def costs() -> tuple[CostPage, ...]:
    """Return every joint cost, the latest first."""
    return tuple(_cost(row) for row in JointCost.objects.prefetch_related("agreements__association__merged_into"))


def cost(number: int) -> CostPage | None:
    """Return a joint cost, None where there is none."""
    row = JointCost.objects.prefetch_related("agreements__association__merged_into").filter(pk=number).first()
    return _cost(row) if row else None


def _mergers() -> dict[str, tuple[str, date]]:
    rows = Association.objects.filter(merged_into__isnull=False)
    listed = rows.values_list("slug", "merged_into__slug", "merged_on")
    return {old: (new, on) for old, new, on in listed if on is not None}


def _now(parties: Iterable[Party], kind: PartyKind) -> list[Party]:
    return [party for party in parties if party.kind == kind and party.until_year is None]


def _agreements(row: Association) -> tuple[AgreementCard, ...]:
    shares = {each.id: each for each in (_cost(agreement.cost) for agreement in row.agreements.all() if agreement.cost)}
    return tuple(_agreement(agreement, shares) for agreement in row.agreements.select_related("cost"))


def _agreement(row: Agreement, costs: dict[int, CostPage]) -> AgreementCard:
    borne = costs.get(row.cost_id) if row.cost_id else None
    return AgreementCard(
        id=row.pk,
        title=row.title,
        registration_number=row.registration_number,
        signed_on=row.signed_on,
        until_on=row.until_on,
        cost=f"{borne.title} {borne.year}" if borne else "",
        cost_id=row.cost_id,
        share=next((share for card, share in borne.shares if card.slug == row.association.slug), None)
        if borne
        else None,
        of_parts=borne.of_parts if borne else 0,
    )


def _cost(row: JointCost) -> CostPage:
    agreements = list(row.agreements.select_related("association__merged_into"))
    cards = {agreement.association.name: _card(agreement.association) for agreement in agreements}
    shares = split(
        row.amount_ore, {agreement.association.name: agreement.parts for agreement in agreements if agreement.parts}
    )
    return CostPage(
        id=row.pk,
        title=row.title,
        year=row.year,
        ore=row.amount_ore,
        shares=tuple((cards[share.association], share) for share in shares),
    )


def _party(row: Party) -> PartyCard:
    return PartyCard(row.pk, PartyKind(row.kind), row.name, row.code, row.since_year, row.until_year)


def _group(row: LocalGroup) -> GroupCard:
    return GroupCard(row.pk, row.name, row.place, row.since_year, row.until_year)


def _card(row: Association) -> AssociationCard:
    return AssociationCard(
        slug=row.slug,
        name=row.name,
        since_year=row.since_year,
        until_year=row.until_year,
        merged_into=row.merged_into.slug if row.merged_into else None,
        merged_on=row.merged_on,
    )
