"""What protection costs and what would cost less, as plain values for the analyst's file beside a release."""

from ljuspunkt.domain.disclosure.cost import Cost, Extent, Figures, ProtectionCost, TableCost
from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.survey.proposals import Proposals
from ljuspunkt.files.policy import snippet


def to_document(cost: ProtectionCost) -> dict[str, object]:
    """Return the cost over all tables, by wave and by group, and table by table."""
    return {
        "all": _cost(cost.whole),
        "waves": {wave: _cost(one) for wave, one in cost.by_wave.items()},
        "groups": {group: _cost(one) for group, one in cost.by_group.items()},
        "tables": [_table(table) for table in cost.tables],
    }


def proposals_document(found: Proposals, policy: Policy) -> dict[str, object]:
    """Return the choices that would cost less than `policy`, and what each table makes hidden in others."""
    return {
        "tried": found.tried,
        "caused": {table: _extent(extent) for table, extent in found.caused.items()},
        "best": [
            {
                "kind": one.choice.kind,
                "do": one.choice.said(),
                "gained": _extent(one.gained),
                "figures_gained": one.figures_gained,
                "figures_lost": one.figures_lost,
                "policy": snippet(policy, one.choice.policy),
            }
            for one in found.best
        ],
    }


def _table(table: TableCost) -> dict[str, object]:
    return {
        "name": table.name,
        "by": list(table.by),
        "respondents": {"reached": table.reached.respondents, "of": table.reached.of},
        **_cost(table.whole),
        "parts": [{"wave": wave, "group": group, **_cost(one)} for (wave, group), one in table.parts.items()],
    }


def _cost(cost: Cost) -> dict[str, object]:
    return {
        "shown": _extent(cost.shown),
        "small": _extent(cost.small),
        "complementary": _extent(cost.complementary),
        "empty": cost.empty.sets,
        "figures": _figures(cost.figures),
    }


def _extent(extent: Extent) -> dict[str, int]:
    return {"sets": extent.sets, "respondents": extent.respondents}


def _figures(figures: Figures) -> dict[str, int]:
    return {
        "numeric": figures.numeric,
        "banded": figures.banded,
        "withheld": figures.withheld,
        "elsewhere": figures.elsewhere,
        "in_hidden_sets": figures.in_hidden_sets,
    }
