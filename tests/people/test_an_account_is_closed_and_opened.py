"""The national coordinator closes an account, which ends its sessions, and opens it again."""

import pytest
from django.test import Client

from tests.people.world import World

pytestmark = pytest.mark.django_db


def test_who_is_logged_in_is_out_at_the_next_page_until_it_is_opened_again(world: World) -> None:
    member = world.person("association_coordinator", "alfa")
    theirs, national = world.client("association_coordinator", "alfa"), world.client("national_coordinator", None)
    address = f"/sv/people/{member.id}/open/?from=alfa"
    assert theirs.get("/sv/work/").status_code == 200
    assert "Ska kontot" in national.get(address).content.decode()
    assert national.post(address).headers["Location"] == "/sv/associations/alfa/members/"
    assert "kontot är stängt" in national.get("/sv/associations/alfa/members/").content.decode()
    assert theirs.get("/sv/work/").status_code == 302
    national.post(address)
    assert "kontot är stängt" not in national.get("/sv/associations/alfa/members/").content.decode()


def test_nobody_closes_the_own_account_and_a_coordinator_no_others(world: World) -> None:
    from ljuspunkt.domain.errors import RuleBroken
    from ljuspunkt.rooms.people.services import open_account
    from tests.conference.panel import AT

    national = world.person("national_coordinator", None)
    with pytest.raises(RuleBroken, match="your own account"):
        open_account(by=national, account=national.id, to_open=False, at=AT)
    reader = world.person("reader", "alfa")
    coordinator: Client = world.client("association_coordinator", "alfa")
    assert coordinator.post(f"/sv/people/{reader.id}/open/").status_code == 404
