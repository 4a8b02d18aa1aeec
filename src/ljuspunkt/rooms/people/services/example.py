"""An invented network with somebody for every role, so that whoever tries the example can log in at once.

The people are marked as invented: where only this machine can reach the server the password is enough for them, and
elsewhere a code goes to addresses that nobody reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ljuspunkt.domain.errors import marked
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.models import Account, Agreement, Assignment, Association, JointCost
from ljuspunkt.rooms.people.models.network import PartyKind
from ljuspunkt.rooms.people.permissions import Person, person_of
from ljuspunkt.rooms.people.roles import Role

OWN, OTHER = "lindasen", "bjorkhaga"
"""The two associations in which people are invented."""

PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("nationell@example.se", "Nora Nordanvind", Role.NATIONAL_COORDINATOR, None),
    ("analytiker@example.se", "Anton Antalsson", Role.ANALYST, None),
    ("samordnare@example.se", "Sanna Samlander", Role.ASSOCIATION_COORDINATOR, OWN),
    ("insamlare@example.se", "Isak Insamlund", Role.DATA_COLLECTOR, OWN),
    ("ordforande@example.se", "Olga Ordberg", Role.CONFERENCE_CHAIR, OWN),
    ("utvarderare@example.se", "Ulrik Utvall", Role.EVALUATOR, OWN),
    ("lasare@example.se", "Lova Läsmark", Role.READER, OWN),
    ("granne@example.se", "Greta Granndal", Role.ASSOCIATION_COORDINATOR, OTHER),
)


@dataclass(frozen=True, slots=True)
class Example:
    """An invented association: its years, and into which it was merged."""

    slug: str
    name: str
    since_year: int
    merged_into: str | None
    merged_in: int | None


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody invented: the address to log in with, the name, and what the person does where."""

    email: str
    name: str
    role: Role
    association: str


@transaction.atomic
def put_in_network(*, associations: Sequence[Example], at: datetime) -> bool:
    """Put invented associations into a network that has none; return False where it has some."""
    if Association.objects.exists():
        return False
    rows = {
        each.slug: Association.objects.create(slug=each.slug, name=each.name, since_year=each.since_year)
        for each in associations
    }
    for each in associations:
        if each.merged_into is not None and each.merged_in is not None:
            row = rows[each.slug]
            row.merged_into, row.merged_on = rows[each.merged_into], date(each.merged_in, 1, 1)
            row.until_year = each.merged_in - 1
            row.save()
    for slug, region, municipalities in (
        (OWN, "Region Mellansjö", ("Ekvallens kommun", "Furusala kommun")),
        (OTHER, "Region Norrskog", ("Björkhaga kommun", "Vassholma kommun")),
    ):
        parties = [
            (PartyKind.EMPLOYMENT_SERVICE, "Arbetsförmedlingen"),
            (PartyKind.INSURANCE_AGENCY, "Försäkringskassan"),
            (PartyKind.REGION, region),
            *((PartyKind.MUNICIPALITY, name) for name in municipalities),
        ]
        for kind, name in parties:
            rows[slug].parties.create(kind=kind, name=name, since_year=rows[slug].since_year)
    cost = JointCost.objects.create(title="Den nationella mätningen", year=2022, amount_ore=250_000_00)
    for row in rows.values():
        if row.merged_into_id is None:
            Agreement.objects.create(
                association=row, title="Nationell mätning", signed_on=date(2022, 1, 31), cost=cost, parts=1
            )
    _note(at, marked("Put the example’s network in place."), "associations")
    return True


@transaction.atomic
def invent_people(*, password: str, at: datetime) -> tuple[Invented, ...]:
    """Make an account for every role with one password, and return them; nobody where there are accounts already."""
    if Account.objects.exists():
        return ()
    places = {row.slug: row for row in Association.objects.filter(slug__in=[OWN, OTHER])}
    for email, name, role, slug in PEOPLE:
        account = Account.objects.create_user(email=email, name=name, password=password, invented=True)
        Assignment.objects.create(account=account, role=role, association=places[slug] if slug else None, given_at=at)
    _note(at, marked("Invented the example’s people."), "people")
    return tuple(Invented(email, name, role, places[slug].name if slug else "") for email, name, role, slug in PEOPLE)


def invented_person(role: Role) -> Person | None:
    """Return somebody invented who holds a role, in the first association or the network; None where nobody was."""
    account = Account.objects.filter(
        Q(assignments__association__slug=OWN) | Q(assignments__association=None),
        invented=True,
        assignments__role=role,
        assignments__ended_at__isnull=True,
    ).first()
    return person_of(account) if account else None


def _note(at: datetime, action: str, about: str) -> None:
    record(by=None, who="ljuspunkt demo", at=at, action=action, about=about)
