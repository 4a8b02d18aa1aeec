"""Makers of what belongs to an association, for tests that need something to open."""

from datetime import date

from tests.people.world import AT, World


def a_party(world: World, name: str = "Sundsvalls kommun") -> int:
    from ljuspunkt.rooms.people.models import Association

    return Association.objects.get(slug="alfa").parties.create(kind="municipality", name=name, since_year=2010).pk


def a_group(world: World) -> int:
    from ljuspunkt.rooms.people.models import Association

    return Association.objects.get(slug="alfa").local_groups.create(name="Lokala gruppen Norr").pk


def a_cost(world: World) -> int:
    from ljuspunkt.rooms.people.models import JointCost

    return JointCost.objects.create(title="Utveckling av mätningen", year=2026, amount_ore=100_000_00).pk


def an_agreement(world: World) -> int:
    from ljuspunkt.rooms.people.models import Agreement, Association

    return Agreement.objects.create(
        association=Association.objects.get(slug="alfa"), title="Nationell mätning", signed_on=date(2026, 1, 15)
    ).pk


def a_merged_association(world: World) -> str:
    from ljuspunkt.rooms.people.models import Association

    Association.objects.create(
        slug="gamma",
        name="Samordningsförbundet Gamma",
        merged_into=Association.objects.get(slug="alfa"),
        merged_on=date(2024, 1, 1),
    )
    return "gamma"


def a_member(world: World, role: str, association: str | None) -> int:
    return world.account(role, association).assignments.get().pk


def an_invited(world: World, association: str | None) -> int:
    from ljuspunkt.rooms.people.models import Account, Assignment, Association

    made = Account.objects.create_user(email="invited@example.se", name="Inger Inbjuden")
    Assignment.objects.create(
        account=made,
        role="reader",
        association=Association.objects.get(slug=association) if association else None,
        given_at=AT,
    )
    return made.pk
