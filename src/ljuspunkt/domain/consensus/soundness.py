"""What a planned vote must fulfil before it can be opened: ballot, rule and pool that fit each other.

The reader of conference files refuses the same with the line where it stands.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rate
from ljuspunkt.domain.consensus.conference import Vote
from ljuspunkt.domain.consensus.groups import AT_LEAST, counting_groups
from ljuspunkt.domain.consensus.rule import Consensus, Lot, Rule, Runoff, Secondary, Ties
from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.inventory import Inventory


def check_vote(vote: Vote, *, inventory: Inventory, earlier: Collection[str], groups: Mapping[str, int]) -> None:
    """Do nothing for a vote that can be held.

    Args:
        earlier: ids of the votes before it.
        groups: declared stakeholder groups and their entitled voters.

    Raises:
        RuleBroken: something doesn't fit; the code says which part of the plan it is about.
    """
    _check_pool(vote, inventory, earlier)
    _check_form(vote.form)
    if vote.rule.consensus is not None:
        _check_consensus(vote.form, vote.rule.consensus)
        _check_groups(vote.rule, groups)
    else:
        _check_rule(vote.rule, vote.form, inventory)
    if vote.entitled < 1:
        raise RuleBroken("entitled_none", "At least one voter must be entitled.")


def _check_pool(vote: Vote, inventory: Inventory, earlier: Collection[str]) -> None:
    for kind in vote.pool.kinds:
        if kind not in inventory.kinds:
            raise RuleBroken("pool_kind", "No candidate is of the kind “{kind}”.", kind=kind)
    for source in vote.pool.sources:
        if source not in earlier:
            raise RuleBroken(
                "pool_source", "Vote “{source}” doesn't come before this one, so it can't be built upon.", source=source
            )


def _check_form(form: Form) -> None:
    match form:
        case Choose(most) if most < 1:
            raise RuleBroken("form_most", "A voter must be allowed to choose at least one candidate.")
        case Points(budget, most) if budget < 1 or not 1 <= most <= budget:
            raise RuleBroken("form_points", "A candidate may get between 1 point and the whole budget from one voter.")
        case Rate(low, high) if high <= low:
            raise RuleBroken("form_scale", "The scale must end above where it begins.")


def _check_consensus(form: Form, convention: Consensus) -> None:
    if not isinstance(form, Rate):
        raise RuleBroken("consensus_form", "Agreement in thirds of a scale needs ballots that rate.")
    if form.steps < 3:
        raise RuleBroken("consensus_steps", "Thirds need a scale of at least three steps.")
    for share in (convention.inside, convention.against):
        _check_share(share)


def _check_groups(rule: Rule, groups: Mapping[str, int]) -> None:
    if rule.consensus is not None and rule.consensus.by_group and not counting_groups(groups):
        raise RuleBroken(
            "consensus_groups",
            "No declared group has at least {n} entitled voters, so none can be counted.",
            n=AT_LEAST,
        )


def _check_rule(rule: Rule, form: Form, inventory: Inventory) -> None:
    if rule.places is None and rule.through_bar is None and rule.out_bar is None:
        raise RuleBroken("rule_empty", "The rule decides nothing yet: it needs places, or a share to reach.")
    for bar in (rule.through_bar, rule.out_bar):
        if bar is None:
            continue
        if not isinstance(form, Approve | Choose):
            raise RuleBroken("rule_bars", "Shares of yes exist only where voters say yes or choose.")
        _check_share(bar)
    if rule.through_bar is not None and rule.out_bar is not None and rule.through_bar < rule.out_bar:
        raise RuleBroken(
            "rule_bars_crossed", "The share that suffices can't be lower than the share that is too small."
        )
    for kind in rule.kinds or ():
        if kind not in inventory.kinds:
            raise RuleBroken("places_kind", "No candidate is of the kind “{kind}”.", kind=kind)
    if rule.places is not None:
        numbers = rule.places.values() if isinstance(rule.places, Mapping) else (rule.places,)
        if not any(numbers):
            raise RuleBroken("places_none", "There must be at least one place.")
        _check_ties(rule.ties, inventory)


def _check_share(share: Fraction) -> None:
    if not 0 < share <= 1:
        raise RuleBroken("rule_share", "A share lies above 0 and is at most 100 %.")


def _check_ties(ties: Ties, inventory: Inventory) -> None:
    way = ties.then if isinstance(ties, Runoff) else ties
    if isinstance(ties, Runoff) and ties.most < 1:
        raise RuleBroken("ties_runoffs", "The tied must be voted on again at least once.")
    if isinstance(way, Lot) and not way.seed:
        raise RuleBroken("ties_seed", "A lot needs its seed, made public beforehand.")
    if isinstance(way, Secondary):
        unknown = next((item for item in way.scores if item not in inventory), None)
        if unknown is not None:
            raise RuleBroken("ties_scores_unknown", "There is no candidate “{item}”.", item=unknown)
        missing = next((item for item in inventory.ids if item not in way.scores), None)
        if missing is not None:
            raise RuleBroken(
                "ties_scores_missing", "The candidate “{item}” has no score; each needs one.", item=missing
            )
