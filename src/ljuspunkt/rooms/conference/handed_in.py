"""A ballot as a form hands it in: its values, and everything that is wrong with them at once."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.rooms.conference.ballot_box import Content
from ljuspunkt.rooms.conference.held import BallotPaper
from ljuspunkt.rooms.conference.queries.ballots import FIELD
from ljuspunkt.rooms.conference.services.cast import check_ballot

# The method's own sentences name the ballot, which has no name on a phone.
_OWN_WORDS = {
    "more_than_allowed": marked("More is chosen than the {most} that are allowed."),
    "more_than_budget": marked("More points are given than the {most} of the budget."),
    "rank_twice": marked("The rank {value} is given to more than one; each rank is given once."),
}
_LONGEST = 40


def values_of(items: Iterable[str], sent: Mapping[str, str]) -> dict[str, str]:
    """Return item and value for each item that something was said about, in the order listed."""
    said = {item: sent.get(f"{FIELD}{item}", "").strip()[:_LONGEST] for item in items}
    return {item: value for item, value in said.items() if value}


def faults_of(paper: BallotPaper, values: Mapping[str, str], *, group: str = "", panellist: str = "") -> dict[str, str]:
    """Return what is wrong with a ballot, by item, in sentences; under "" what is wrong with it as a whole."""
    left = dict(values)
    faults: dict[str, str] = {}
    while True:
        try:
            check_ballot(paper, Content(left, group, panellist))
        except RuleBroken as refusal:
            item = str(refusal.values.get("item", ""))
            whole = refusal.code in {"more_than_allowed", "more_than_budget"}
            faults["" if whole or item not in left else item] = _said(refusal)
            if whole or item not in left:
                return faults
            del left[item]
        else:
            return faults


def _said(refusal: RuleBroken) -> str:
    own = _OWN_WORDS.get(refusal.code)
    return _(own).format(**refusal.values) if own else refusal.said(_)
