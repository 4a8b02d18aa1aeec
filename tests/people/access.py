"""Who may open which address: one row per name of an address. `test_who_may_open_what.py` tries them all.

A new address needs a row, here or in the `ROWS` of `tests/<room>/access.py`, which are gathered. What `kwargs` makes
must belong to the association `alfa`, so that the coordinator of `beta` is somebody else's:

    "conference:chair": Row(own(CHAIR, COORDINATOR), lambda world: {"slug": prepared_conference(world).slug}),

`national=False` where even the national coordinator stays out. `get=False` for an address that takes posts only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.people.making import a_cost, a_group, a_member, a_merged_association, a_party, an_agreement, an_invited
from tests.people.world import ROLES, World

NATIONAL = "national_coordinator"
ANALYST = "analyst"
COORDINATOR = "association_coordinator"
COLLECTOR = "data_collector"
CHAIR = "conference_chair"
EVALUATOR = "evaluator"
READER = "reader"


@dataclass(frozen=True)
class Who:
    """Whom an address is open to: everyone, those who are signed in, or some roles.

    `anywhere` where the page shows each the own association's things, so that the role in another opens it too.
    """

    everyone: bool = False
    signed_in: bool = False
    roles: frozenset[str] = frozenset()
    anywhere: bool = False

    def may(self, role: str | None, association: str | None) -> bool:
        """Return whether somebody with this role in this association may open what belongs to `alfa`."""
        if self.everyone or role is None:
            return self.everyone
        here = self.anywhere or association == "alfa" or role in {NATIONAL, ANALYST}
        return self.signed_in or (role in self.roles and here)


EVERYONE = Who(everyone=True)
SIGNED_IN = Who(signed_in=True)
NATIONALLY = Who(roles=frozenset({NATIONAL}))


def own(*roles: str, national: bool = True, anywhere: bool = False) -> Who:
    """Return these roles in the own association, and the national coordinator where not said otherwise."""
    assert set(roles) <= set(ROLES)
    return Who(roles=frozenset({*roles, *([NATIONAL] if national else [])}), anywhere=anywhere)


@dataclass(frozen=True)
class Row:
    """Whom an address is open to, and what stands in its places."""

    who: Who
    kwargs: Callable[[World], Mapping[str, Any]] = lambda world: {}
    get: bool = True


def alfa(world: World) -> Mapping[str, Any]:
    return {"slug": "alfa"}


PEOPLE = {
    "people:account": Row(SIGNED_IN),
    "people:welcome": Row(EVERYONE, lambda world: {"key": "never-made"}),
    "people:network_members": Row(NATIONALLY),
    "people:network_invite": Row(NATIONALLY),
    "people:network_invite_again": Row(NATIONALLY, lambda world: {"account": an_invited(world, None)}),
    "people:account_state": Row(NATIONALLY, lambda world: {"account": an_invited(world, None)}),
    "people:network_end_role": Row(NATIONALLY, lambda world: {"assignment": a_member(world, "analyst", None)}),
    "people:costs": Row(NATIONALLY),
    "people:add_cost": Row(NATIONALLY),
    "people:cost": Row(NATIONALLY, lambda world: {"number": a_cost(world)}),
    "people:associations": Row(SIGNED_IN),
    "people:add_association": Row(NATIONALLY),
    "people:association": Row(SIGNED_IN, alfa),
    "people:change_association": Row(NATIONALLY, alfa),
    "people:merge": Row(NATIONALLY, alfa),
    "people:undo_merger": Row(NATIONALLY, lambda world: {"slug": a_merged_association(world)}),
    "people:add_party": Row(own(COORDINATOR), alfa),
    "people:end_party": Row(own(COORDINATOR), lambda world: {"slug": "alfa", "party": a_party(world)}),
    "people:add_local_group": Row(own(COORDINATOR), alfa),
    "people:end_local_group": Row(own(COORDINATOR), lambda world: {"slug": "alfa", "group": a_group(world)}),
    "people:add_agreement": Row(NATIONALLY, alfa),
    "people:end_agreement": Row(NATIONALLY, lambda world: {"slug": "alfa", "agreement": an_agreement(world)}),
    "people:members": Row(own(COORDINATOR), alfa),
    "people:invite": Row(own(COORDINATOR), alfa),
    "people:invite_again": Row(own(COORDINATOR), lambda world: {"slug": "alfa", "account": an_invited(world, "alfa")}),
    "people:end_role": Row(
        own(COORDINATOR), lambda world: {"slug": "alfa", "assignment": a_member(world, "reader", "alfa")}
    ),
    "entrance:log": Row(own(COORDINATOR, anywhere=True)),
    "entrance:log_file": Row(own(COORDINATOR, anywhere=True)),
}

LOGGING_IN = {
    "account_login": Row(EVERYONE),
    "account_confirm_login_code": Row(EVERYONE),
    "account_logout": Row(EVERYONE),
    "account_inactive": Row(EVERYONE),
    "account_reset_password": Row(EVERYONE),
    "account_reset_password_done": Row(EVERYONE),
    "account_reset_password_from_key": Row(EVERYONE, lambda world: {"uidb36": "1", "key": "none-such"}),
    "account_reset_password_from_key_done": Row(EVERYONE),
    "account_reauthenticate": Row(SIGNED_IN),
    "account_change_password": Row(SIGNED_IN),
    "account_set_password": Row(SIGNED_IN),
    "mfa_login_webauthn": Row(EVERYONE),
    "mfa_authenticate": Row(EVERYONE),
    "mfa_reauthenticate": Row(SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(SIGNED_IN),
    "mfa_index": Row(SIGNED_IN),
    "mfa_activate_totp": Row(SIGNED_IN),
    "mfa_deactivate_totp": Row(SIGNED_IN),
    "mfa_view_recovery_codes": Row(SIGNED_IN),
    "mfa_generate_recovery_codes": Row(SIGNED_IN),
    "mfa_download_recovery_codes": Row(SIGNED_IN),
    "mfa_list_webauthn": Row(SIGNED_IN),
    "mfa_add_webauthn": Row(SIGNED_IN),
    "mfa_edit_webauthn": Row(SIGNED_IN, lambda world: {"pk": 1}),
    "mfa_remove_webauthn": Row(SIGNED_IN, lambda world: {"pk": 1}),
    "socialaccount_login_cancelled": Row(EVERYONE),
    "socialaccount_login_error": Row(EVERYONE),
    "openid_connect_login": Row(EVERYONE, lambda world: {"provider_id": "none-such"}),
    "openid_connect_callback": Row(EVERYONE, lambda world: {"provider_id": "none-such"}),
}

PUBLISHED = {
    "entrance:home": Row(EVERYONE),
    "entrance:accessibility": Row(EVERYONE),
    "entrance:indicator": Row(EVERYONE, lambda world: {"number": "4"}),
    "reports:example": Row(EVERYONE),
    "reports:account": Row(EVERYONE),
    "reports:section": Row(EVERYONE, lambda world: {"name": "indicator-4"}),
    "reports:association": Row(EVERYONE, lambda world: {"association": "Lindåsen"}),
    "reports:picture": Row(EVERYONE, lambda world: {"name": "indicator-4", "ending": "svg"}),
    "reports:association_picture": Row(
        EVERYONE, lambda world: {"association": "Lindåsen", "name": "indicator-4", "ending": "svg"}
    ),
    "analysis:audit": Row(EVERYONE),
    "analysis:file": Row(EVERYONE, lambda world: {"ending": "zip"}),
}

WORK = {"entrance:work": Row(SIGNED_IN)}

ROWS: dict[str, Row] = {**PEOPLE, **LOGGING_IN, **PUBLISHED, **WORK}
