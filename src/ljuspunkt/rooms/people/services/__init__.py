"""What may be done in the network, a file per topic."""

from ljuspunkt.rooms.people.roles import in_english
from ljuspunkt.rooms.people.services.accounts import open_account
from ljuspunkt.rooms.people.services.example import (
    OTHER,
    OWN,
    Example,
    Invented,
    invent_people,
    invented_person,
    put_in_network,
)
from ljuspunkt.rooms.people.services.members import (
    Address,
    accept_invitation,
    change_account,
    end_role,
    first_coordinator,
    invite,
    open_invitation,
    send_invitation_again,
)
from ljuspunkt.rooms.people.services.network import (
    add_agreement,
    add_association,
    add_joint_cost,
    add_local_group,
    add_party,
    change_association,
    end_agreement,
    end_local_group,
    end_party,
    merge_association,
    undo_merger,
)

__all__ = [
    "OTHER",
    "OWN",
    "Address",
    "Example",
    "Invented",
    "accept_invitation",
    "add_agreement",
    "add_association",
    "add_joint_cost",
    "add_local_group",
    "add_party",
    "change_account",
    "change_association",
    "end_agreement",
    "end_local_group",
    "end_party",
    "end_role",
    "first_coordinator",
    "in_english",
    "invent_people",
    "invented_person",
    "invite",
    "merge_association",
    "open_account",
    "open_invitation",
    "put_in_network",
    "send_invitation_again",
    "undo_merger",
]
