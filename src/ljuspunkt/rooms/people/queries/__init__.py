"""Reads of the network and its people."""

from ljuspunkt.rooms.people.queries.members import (
    account_page,
    account_state,
    members_page,
    roles_in_words,
    roles_to_give,
    to_do,
)
from ljuspunkt.rooms.people.queries.named import named
from ljuspunkt.rooms.people.queries.network import (
    AssociationCard,
    agreements_on,
    association,
    association_page,
    associations,
    associations_page,
    cost,
    costs,
    history,
    successor,
)

__all__ = [
    "AssociationCard",
    "account_page",
    "account_state",
    "agreements_on",
    "association",
    "association_page",
    "associations",
    "associations_page",
    "cost",
    "costs",
    "history",
    "members_page",
    "named",
    "roles_in_words",
    "roles_to_give",
    "successor",
    "to_do",
]
