"""What may be done with associations: put into the network, changed, merged; what they consist of and agreed to.

A national coordinator keeps the network; a coordinator keeps the parties and local groups of the own association.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.audit.services import record
from ljuspunkt.rooms.people.models import Agreement, Association, JointCost, LocalGroup, Party
from ljuspunkt.rooms.people.models.network import PartyKind
from ljuspunkt.rooms.people.permissions import Person, may_manage

OFFICES = {PartyKind.EMPLOYMENT_SERVICE: "Arbetsförmedlingen", PartyKind.INSURANCE_AGENCY: "Försäkringskassan"}
"""Authorities of which there is one in the whole country; they keep their Swedish names."""


@transaction.atomic
def add_association(
    *, by: Person, name: str, organisation_number: str, since_year: int | None, until_year: int | None, at: datetime
) -> str:
    """Put an association into the network, and return its slug.

    Raises:
        RuleBroken: `not_allowed`, `name_taken`, `years`.
    """
    _national(by)
    _check_years(since_year, until_year)
    _check_name(name, None)
    slug = _free_slug(name)
    Association.objects.create(
        slug=slug, name=name, organisation_number=organisation_number, since_year=since_year, until_year=until_year
    )
    _note(by, at, marked("Added the association {association}."), slug, {"association": name})
    return slug


@transaction.atomic
def change_association(
    *,
    by: Person,
    slug: str,
    name: str,
    organisation_number: str,
    since_year: int | None,
    until_year: int | None,
    at: datetime,
) -> None:
    """Change what is known of an association; its slug stays, so that links and histories hold.

    Raises:
        RuleBroken: `not_allowed`, `name_taken`, `years`.
    """
    _national(by)
    _check_years(since_year, until_year)
    _check_name(name, slug)
    row = _association(slug)
    row.name, row.organisation_number = name, organisation_number
    row.since_year, row.until_year = since_year, until_year
    row.save(update_fields=["name", "organisation_number", "since_year", "until_year"])
    _note(by, at, marked("Changed the association {association}."), slug, {"association": name})


@transaction.atomic
def merge_association(*, by: Person, slug: str, into: str, on: date, at: datetime) -> None:
    """Let another association carry this one's history on, from a day on.

    Raises:
        RuleBroken: `not_allowed`, `merged_already`, `merged_into_itself`, `merged_in_circle`, `years`.
    """
    _national(by)
    old, new = _association(slug), _association(into)
    if old.merged_into_id is not None:
        raise RuleBroken("merged_already", "{association} has been merged already.", association=old.name)
    if old.pk == new.pk:
        raise RuleBroken("merged_into_itself", "An association can’t be merged into itself.")
    at_end = new
    while at_end.merged_into is not None:
        at_end = at_end.merged_into
    if at_end.pk == old.pk:
        raise RuleBroken("merged_in_circle", "{new} was itself merged into {old}.", new=new.name, old=old.name)
    if old.since_year is not None and on.year < old.since_year:
        raise RuleBroken("years", "{association} began in {year}.", association=old.name, year=old.since_year)
    old.merged_into, old.merged_on = new, on
    old.until_year = min(old.until_year, on.year) if old.until_year else on.year
    old.save(update_fields=["merged_into", "merged_on", "until_year"])
    _note(by, at, marked("Merged {old} into {new}."), slug, {"old": old.name, "new": new.name})


@transaction.atomic
def undo_merger(*, by: Person, slug: str, at: datetime) -> None:
    """Let an association stand by itself again, where the merger was written down by mistake.

    Raises:
        RuleBroken: `not_allowed`, `not_merged`.
    """
    _national(by)
    row = _association(slug)
    if row.merged_into_id is None:
        raise RuleBroken("not_merged", "{association} has not been merged.", association=row.name)
    row.merged_into, row.merged_on, row.until_year = None, None, None
    row.save(update_fields=["merged_into", "merged_on", "until_year"])
    _note(by, at, marked("Took back the merger of {association}."), slug, {"association": row.name})


@transaction.atomic
def add_party(
    *,
    by: Person,
    slug: str,
    kind: str,
    name: str,
    code: str,
    since_year: int | None,
    until_year: int | None,
    at: datetime,
) -> None:
    """Add a member authority to an association for some years.

    Raises:
        RuleBroken: `not_allowed`, `years`, `party_name`, `party_twice`.
    """
    row = _own(by, slug)
    _check_years(since_year, until_year)
    name = OFFICES.get(PartyKind(kind), name).strip()
    if not name:
        raise RuleBroken("party_name", "Write which region or municipality it is.")
    same = row.parties.filter(kind=kind, name=name)
    if since_year is not None:
        same = same.filter(Q(until_year__isnull=True) | Q(until_year__gte=since_year))
    if until_year is not None:
        same = same.filter(Q(since_year__isnull=True) | Q(since_year__lte=until_year))
    if same.exists():
        raise RuleBroken("party_twice", "{party} is a party in these years already.", party=name)
    Party.objects.create(association=row, kind=kind, name=name, code=code, since_year=since_year, until_year=until_year)
    _note(by, at, marked("Added the party {party}."), slug, {"party": name})


@transaction.atomic
def end_party(*, by: Person, slug: str, party: int, until_year: int, at: datetime) -> None:
    """Write down the last year in which an authority was a party.

    Raises:
        RuleBroken: `not_allowed`, `years`.
    """
    row = _own(by, slug)
    found = row.parties.filter(pk=party).first()
    if found is None:
        raise _refused()
    _check_years(found.since_year, until_year)
    found.until_year = until_year
    found.save(update_fields=["until_year"])
    _note(by, at, marked("{party} is a party until {year}."), slug, {"party": found.name, "year": until_year})


@transaction.atomic
def add_local_group(
    *, by: Person, slug: str, name: str, place: str, since_year: int | None, until_year: int | None, at: datetime
) -> None:
    """Add a local cooperation group to an association.

    Raises:
        RuleBroken: `not_allowed`, `years`, `group_name_taken`.
    """
    row = _own(by, slug)
    _check_years(since_year, until_year)
    if row.local_groups.filter(name=name).exists():
        raise RuleBroken("group_name_taken", "There is a group with this name already.")
    LocalGroup.objects.create(association=row, name=name, place=place, since_year=since_year, until_year=until_year)
    _note(by, at, marked("Added the local group {group}."), slug, {"group": name})


@transaction.atomic
def end_local_group(*, by: Person, slug: str, group: int, until_year: int, at: datetime) -> None:
    """Write down the last year in which a group worked.

    Raises:
        RuleBroken: `not_allowed`, `years`.
    """
    row = _own(by, slug)
    found = row.local_groups.filter(pk=group).first()
    if found is None:
        raise _refused()
    _check_years(found.since_year, until_year)
    found.until_year = until_year
    found.save(update_fields=["until_year"])
    _note(by, at, marked("{group} worked until {year}."), slug, {"group": found.name, "year": until_year})


@transaction.atomic
def add_joint_cost(*, by: Person, title: str, year: int, amount_ore: int, at: datetime) -> int:
    """Write down a cost that associations bear together, and return its number.

    Raises:
        RuleBroken: `not_allowed`, `cost_twice`.
    """
    _national(by)
    if JointCost.objects.filter(title=title, year=year).exists():
        raise RuleBroken("cost_twice", "There is a cost with this name for {year} already.", year=year)
    cost = JointCost.objects.create(title=title, year=year, amount_ore=amount_ore)
    record(
        by=by.id,
        who=by.name,
        at=at,
        action=marked("Wrote down the joint cost {cost}."),
        about=f"associations/costs/{cost.pk}",
        words={"cost": f"{title} {year}"},
    )
    return cost.pk


@transaction.atomic
def add_agreement(
    *,
    by: Person,
    slug: str,
    title: str,
    registration_number: str,
    signed_on: date,
    until_on: date | None,
    cost: int | None,
    parts: int | None,
    at: datetime,
) -> None:
    """Write down what an association agreed to, with its parts of a joint cost where it bears one.

    Raises:
        RuleBroken: `not_allowed`, `agreement_days`, `parts`, `cost_borne`.
    """
    _national(by)
    row = _association(slug)
    if until_on is not None and until_on < signed_on:
        raise RuleBroken("agreement_days", "An agreement can’t end before it is signed.")
    if (cost is None) != (parts is None):
        raise RuleBroken("parts", "A joint cost and the parts of it belong together: fill in both or neither.")
    if cost is not None and Agreement.objects.filter(association=row, cost_id=cost).exists():
        raise RuleBroken("cost_borne", "{association} bears a share of this cost already.", association=row.name)
    Agreement.objects.create(
        association=row,
        title=title,
        registration_number=registration_number,
        signed_on=signed_on,
        until_on=until_on,
        cost_id=cost,
        parts=parts,
    )
    _note(by, at, marked("Wrote down the agreement “{title}”."), slug, {"title": title})


@transaction.atomic
def end_agreement(*, by: Person, slug: str, agreement: int, until_on: date, at: datetime) -> None:
    """Write down the last day of an agreement.

    Raises:
        RuleBroken: `not_allowed`, `agreement_days`.
    """
    _national(by)
    found = _association(slug).agreements.filter(pk=agreement).first()
    if found is None:
        raise _refused()
    if until_on < found.signed_on:
        raise RuleBroken("agreement_days", "An agreement can’t end before it is signed.")
    found.until_on = until_on
    found.save(update_fields=["until_on"])
    _note(by, at, marked("The agreement “{title}” holds until {day}."), slug, {"title": found.title, "day": until_on})


def _national(by: Person) -> None:
    if not by.is_national:
        raise _refused()


def _own(by: Person, slug: str) -> Association:
    if not may_manage(by, slug):
        raise _refused()
    return _association(slug)


def _association(slug: str) -> Association:
    row = Association.objects.select_for_update(of=("self",)).select_related("merged_into").filter(slug=slug).first()
    if row is None:
        raise _refused()
    return row


def _refused() -> RuleBroken:
    return RuleBroken("not_allowed", "You can’t change this.")


def _check_years(since: int | None, until: int | None) -> None:
    if since is not None and until is not None and until < since:
        raise RuleBroken(
            "years", "The last year can’t come before the first: {since} to {until}.", since=since, until=until
        )


def _check_name(name: str, own: str | None) -> None:
    if Association.objects.filter(name=name).exclude(slug=own or "").exists():
        raise RuleBroken("name_taken", "There is an association with this name already.")


def _free_slug(name: str) -> str:
    wanted = slugify(name.replace("Samordningsförbundet", "").strip() or name)[:50] or "forbund"
    taken = set(Association.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    n = 1
    while (slug := wanted if n == 1 else f"{wanted}-{n}") in taken:
        n += 1
    return slug


def _note(by: Person, at: datetime, action: str, slug: str, words: Mapping[str, object]) -> None:
    record(by=by.id, who=by.name, at=at, action=action, about=f"associations/{slug}", association=slug, words=words)
