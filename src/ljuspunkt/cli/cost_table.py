"""What protection costs and what would cost less, in a few lines for a terminal."""

from collections.abc import Callable
from functools import partial

from ljuspunkt.domain.disclosure.cost import ProtectionCost, TableCost
from ljuspunkt.domain.disclosure.finding import said_name
from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.survey.proposals import Proposals
from ljuspunkt.files.policy import snippet
from ljuspunkt.ui import figures as eyes

Translate = Callable[[str], str]
WORST = 3
"""So many respondent groups are named at most."""


def lines(cost: ProtectionCost, language: str, translate: Translate) -> list[str]:
    """Return what protection costs, a line for each table, then where most is hidden, then the figures."""
    number = partial(eyes.number, language=language)
    found = [translate("What protection costs:")]
    found += [_table(table, language, translate) for table in cost.tables]
    worst = sorted(
        ((group, one) for group, one in cost.by_group.items() if one.hidden.respondents),
        key=lambda pair: (-pair[1].hidden.respondents, pair[0]),
    )
    if len(cost.by_group) > 1 and worst:
        named = [
            translate("{group} ({hidden} of {sets} sets)").format(
                group=group, hidden=number(one.hidden.sets), sets=number(one.every.sets)
            )
            for group, one in worst[:WORST]
        ]
        found.append(translate("Most is hidden of: {groups}.").format(groups=", ".join(named)))
    figures = cost.whole.figures
    if figures.of_shown_sets:
        sentence = translate(
            "Figures of shown sets: {numeric} as numbers, {banded} as “few” or “nearly all”, {withheld} hidden."
        )
        found.append(
            sentence.format(
                numeric=eyes.percent_of(figures.numeric, figures.of_shown_sets, language),
                banded=eyes.percent_of(figures.banded, figures.of_shown_sets, language),
                withheld=eyes.percent_of(figures.withheld, figures.of_shown_sets, language),
            )
        )
    return [found[0], *(f"  {line}" for line in found[1:])]


def _table(table: TableCost, language: str, translate: Translate) -> str:
    values = {
        "shown": eyes.number(table.whole.shown.sets, language),
        "sets": eyes.number(table.whole.every.sets, language),
        "reached": eyes.number(table.reached.respondents, language),
        "of": eyes.number(table.reached.of, language),
        "percent": eyes.percent_of(table.reached.respondents, table.reached.of, language),
    }
    where = (
        translate("by {columns}").format(columns=said_name(", ".join(table.by), translate))
        if table.by
        else translate("the whole country")
    )
    sentence = translate("{where}: {shown} of {sets} sets shown, with {reached} of {of} respondents ({percent})")
    beyond = table.whole.complementary
    if not beyond.sets:
        return sentence.format(where=where, **values)
    added = translate("hidden only to protect others: {sets}, with {respondents} respondents").format(
        sets=eyes.number(beyond.sets, language), respondents=eyes.number(beyond.respondents, language)
    )
    return f"{sentence.format(where=where, **values)}; {added}"


def proposals(found: Proposals, policy: Policy, language: str, translate: Translate) -> list[str]:
    """Return the choices that would cost less, each with what it gives, what it costs, and its lines of the policy."""
    number = partial(eyes.number, language=language)
    said = [
        translate("  hidden in other tables for the sake of {table}: {sets}, with {respondents} respondents").format(
            sets=number(one.sets), respondents=number(one.respondents), table=table
        )
        for table, one in found.caused.items()
        if one.sets
    ]
    if not found.tried:
        return [*said, translate("No other choice would show more respondents.")]
    if not found.best:
        return [*said, translate("None of {tried} choices tried would cost less.").format(tried=number(found.tried))]
    said.append(translate("Choices that would cost less, of {tried} tried:").format(tried=number(found.tried)))
    for place, one in enumerate(found.best, start=1):
        gives = translate(
            "{respondents} more respondents come to be seen, in {sets} more sets; {lost} figures are given up and "
            "{gained} come instead"
        ).format(
            respondents=number(one.gained.respondents),
            sets=number(one.gained.sets),
            lost=number(one.figures_lost),
            gained=number(one.figures_gained),
        )
        said += [f"  {place}. {one.choice.said(translate)}", f"     {gives}"]
        said += [f"     | {line}" for line in snippet(policy, one.choice.policy).splitlines()]
    return said
