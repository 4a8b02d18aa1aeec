"""On both databases, as installed: a questionnaire is made, worded, frozen and renewed, and stays what it was."""

import pytest
from django.db import DatabaseError, transaction

from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
from tests.people.world import make_world
from tests.real_database import RealDatabase
from tests.surveys.worded import AT, SLUG, item_form, national, renewed, version


def test_a_frozen_version_refuses_every_change_and_gives_the_same_hash(real_database: RealDatabase) -> None:
    from ljuspunkt.rooms.surveys.models import Version
    from ljuspunkt.rooms.surveys.services.versions import freeze_version, hash_of

    world = make_world()
    renewed(world)
    before = version()
    for change in (
        lambda: Version.objects.filter(name="2026").update(document={}),
        lambda: Version.objects.filter(name="2026").update(state="draft", document_hash=""),
        lambda: Version.objects.filter(name="2026")._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert version().document == before.document
    assert hash_of(version().document, {}) == before.document_hash

    browser = world.client("national_coordinator")
    form = item_form("q1", label_sv="Ny lydelse", mark="changed", earlier="q1")
    address = f"/sv/instruments/{SLUG}/versions/2027/questions/q1/"
    assert browser.post(address, form).status_code == 302
    freeze_version(by=national(world), at=AT, slug=SLUG, version="2027")  # type: ignore[arg-type]
    made = of_version(version(name="2027").pk)
    assert [(item.mark, item.label["sv"]) for item in made.items] == [
        ("changed", "Ny lydelse"),
        ("same", "Indikator 2"),
    ]
    assert list(made.languages) == ["sv", "en"]
