"""Who may open the pages of a wave's key, of freezing it, and of what is left: what is another's stays another's."""

from collections.abc import Mapping
from typing import Any

from tests.people.access import ANALYST, COLLECTOR, COORDINATOR, NATIONAL, NATIONALLY, Row, Who
from tests.people.world import World
from tests.surveys import measuring

HOLDERS = Who(roles=frozenset({NATIONAL, ANALYST}))
LOCALLY = Who(roles=frozenset({COORDINATOR}))
SEEING = Who(roles=frozenset({NATIONAL, ANALYST, COORDINATOR, COLLECTOR}))


def wave(world: World) -> Mapping[str, Any]:
    """Return a planned wave with alfa alone in it."""
    return {"slug": measuring.planned(world, associations=("alfa",)).slug}


def with_holder(world: World) -> Mapping[str, Any]:
    """Return a wave for which somebody else has chosen a passphrase."""
    from ljuspunkt.rooms.surveys.models import KeyHolder

    made = measuring.planned(world, associations=("alfa",))
    holder = KeyHolder.objects.create(
        wave=made, account=world.account("reader"), part="analyst", salt=b"0" * 16, public_key=b"1" * 32
    )
    return {"slug": made.slug, "holder": holder.pk}


def in_alfa(world: World) -> Mapping[str, Any]:
    """Return alfa's part of a wave."""
    return {**wave(world), "association": "alfa"}


def said(world: World) -> Mapping[str, Any]:
    """Return what somebody wrote in alfa."""
    from ljuspunkt.rooms.people.models import Association
    from ljuspunkt.rooms.surveys.models import OpenAnswer

    made = measuring.planned(world, associations=("alfa",))
    answer = OpenAnswer.objects.create(
        wave=made, association=Association.objects.get(slug="alfa"), respondent_group="staff", question="t", text="Hej"
    )
    return {"slug": made.slug, "association": "alfa", "answer": answer.pk}


def frozen(world: World) -> Mapping[str, Any]:
    """Return the name of a frozen data set of the network."""
    from django.conf import settings

    from ljuspunkt.files import dataset
    from ljuspunkt.files.dataset import Frozen
    from ljuspunkt.files.folder import digest
    from ljuspunkt.rooms.surveys.models import DataSet

    made = measuring.planned(world, associations=("alfa",))
    files = dataset.files_of(Frozen(made.slug, "2026", "measurement", "ljuspunkt", (), (), {}, {}))
    dataset.write(settings.DATA_SETS / "empty", files)
    DataSet.objects.create(
        name=made.slug,
        wave=made,
        folder="empty",
        n_answers=0,
        counts=[],
        answers_hash=digest(files["answers.parquet"]),
        manifest_hash=digest(files["manifest.json"]),
        frozen_on=measuring.TODAY,
    )
    return {"slug": made.slug, "name": made.slug}


KEYS = {
    "keys:keys": Row(HOLDERS, wave),
    "keys:passphrase": Row(HOLDERS, wave),
    "keys:make": Row(HOLDERS, wave),
    "keys:renew": Row(HOLDERS, wave),
    "keys:admit": Row(HOLDERS, wave),
    "keys:try": Row(HOLDERS, wave),
    "keys:end": Row(HOLDERS, with_holder),
    "keys:discard": Row(HOLDERS, wave),
    "keys:close": Row(HOLDERS, wave),
    "keys:late": Row(NATIONALLY, wave),
    "keys:data": Row(Who(roles=frozenset({NATIONAL, ANALYST, COORDINATOR})), wave),
    "keys:fetch": Row(Who(roles=frozenset({ANALYST})), frozen, get=False),
    "keys:open_answers": Row(LOCALLY, in_alfa),
    "keys:remove_all": Row(LOCALLY, in_alfa),
    "keys:remove": Row(LOCALLY, said),
    "processing:information": Row(SEEING, wave),
    "processing:information_file": Row(SEEING, wave),
    "processing:record": Row(SEEING, wave),
    "processing:record_file": Row(SEEING, wave),
}
