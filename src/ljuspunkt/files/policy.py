"""Policies (publiceringsregler) read from YAML, and their associations file; the same as plain values for a release."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

import yaml

from ljuspunkt.domain.disclosure.policy import (
    FLOOR,
    FLOOR_BREAKDOWN,
    FLOOR_DISTRIBUTION,
    FLOOR_GROUPS,
    AssociationYears,
    Coalition,
    Policy,
    SmallSets,
    Statistic,
    TablePlan,
    Topic,
)
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.files.delimited import read_delimited
from ljuspunkt.files.yaml_document import Entry, read_document

KEYS = (
    "n_min",
    "n_min_distribution",
    "n_min_breakdown",
    "n_min_group",
    "waves",
    "pool",
    "merge",
    "associations",
    "coalition",
    "small_sets",
    "tables",
    "comparisons",
)
TOPICS: Mapping[str, Topic] = {name: name for name in get_args(Topic)}
STATISTICS: Mapping[str, Statistic] = {name: name for name in get_args(Statistic)}
COALITIONS: Mapping[str, Coalition] = {name: name for name in get_args(Coalition)}
SMALL_SETS: Mapping[str, SmallSets] = {name: name for name in get_args(SmallSets)}
COMPARISONS = {name: name for name in ("others", "trend")}
LARGEST_LIMIT = 1_000_000


def read(path: Path) -> tuple[Policy, tuple[AssociationYears, ...]]:
    """Read a policy and the associations that it names.

    Raises:
        BadInput: the file, or the associations file beside it, breaks the format, or the policy breaks a rule, such
            as a limit below its floor; says where.
    """
    document = read_document(path)
    found = document.keys(KEYS, needed=("tables",))
    associations: tuple[AssociationYears, ...] = ()
    if "associations" in found:
        associations = read_associations(path.parent / found["associations"].text())
    try:
        return _policy(found), associations
    except RuleBroken as refusal:
        raise BadInput.at(refusal, str(path)) from None


def _policy(found: Mapping[str, Entry]) -> Policy:
    limits = {
        name: found[name].whole(low=0, high=LARGEST_LIMIT) if name in found else floor
        for name, floor in (
            ("n_min", FLOOR),
            ("n_min_distribution", FLOOR_DISTRIBUTION),
            ("n_min_breakdown", FLOOR_BREAKDOWN),
        )
    }
    groups = dict(FLOOR_GROUPS)
    if "n_min_group" in found:
        for group, entry in found["n_min_group"].entries().items():
            groups[group] = entry.whole(low=0, high=LARGEST_LIMIT)
    tables = found["tables"].items()
    if not tables:
        found["tables"].refuse("no_tables", "“{name}” names no table; at least one is needed.")
    pool = tuple(_pool(entry) for entry in found["pool"].items()) if "pool" in found else ()
    return Policy(
        tuple(_plan(entry) for entry in tables),
        _names(found["waves"]) if "waves" in found else (),
        limits["n_min"],
        limits["n_min_distribution"],
        limits["n_min_breakdown"],
        groups,
        pool,
        found["small_sets"].one_of(SMALL_SETS) if "small_sets" in found else "indicators",
        found["coalition"].one_of(COALITIONS) if "coalition" in found else "none",
        tuple(entry.one_of(COMPARISONS) for entry in found["comparisons"].one_or_more())
        if "comparisons" in found
        else (),
        _mergers(found["merge"]) if "merge" in found else {},
    )


def _mergers(entry: Entry) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        column: {name: _names(parts) for name, parts in mergers.entries().items()}
        for column, mergers in entry.entries().items()
    }


def _names(entry: Entry) -> tuple[str, ...]:
    return tuple(one.text() for one in entry.one_or_more())


def _pool(entry: Entry) -> tuple[str, ...]:
    waves = _names(entry)
    if len(set(waves)) < 2:
        entry.refuse("pool_of_one", "“{name}” must name at least two waves; it is {given}.")
    return waves


def _plan(entry: Entry) -> TablePlan:
    found = entry.keys(("by", "of", "statistics"), needed=("by",))
    by = tuple(one.text() for one in found["by"].items())
    if "wave" in by or len(set(by)) != len(by):
        found["by"].refuse("odd_by", "“{name}” names a column twice, or the wave, which always divides.")
    plan = TablePlan(by)
    return TablePlan(
        by,
        tuple(one.one_of(TOPICS) for one in found["of"].one_or_more()) if "of" in found else plan.of,
        tuple(one.one_of(STATISTICS) for one in found["statistics"].one_or_more())
        if "statistics" in found
        else plan.statistics,
    )


def read_associations(path: Path) -> tuple[AssociationYears, ...]:
    """Read `association, from_wave, until_wave, merged_into`; the last three may be empty.

    Raises:
        BadInput: a column is missing, an association stands twice, or a merger has no last wave.
    """
    table = read_delimited(path)
    places = [table.column(name) for name in ("association", "from_wave", "until_wave", "merged_into")]
    found: dict[str, AssociationYears] = {}
    for line, cells in table.rows:
        one = AssociationYears(*(cells[place] for place in places))
        if not one.association:
            raise BadInput("no_association", "The association has no name.", file=str(path), line=line)
        if one.association in found:
            raise BadInput(
                "association_twice",
                "The association “{name}” stands twice.",
                file=str(path),
                line=line,
                name=one.association,
            )
        if one.merged_into and not one.until_wave:
            raise BadInput(
                "merger_without_wave",
                "The association “{name}” merged into another, so its last wave is needed.",
                file=str(path),
                line=line,
                column="until_wave",
                name=one.association,
            )
        found[one.association] = one
    return tuple(found.values())


def to_document(policy: Policy) -> dict[str, object]:
    """Return a policy as plain values, as a release's manifest holds it."""
    return {
        "n_min": policy.n_min,
        "n_min_distribution": policy.n_min_distribution,
        "n_min_breakdown": policy.n_min_breakdown,
        "n_min_group": dict(policy.n_min_group),
        "waves": list(policy.waves),
        "pool": [list(waves) for waves in policy.pool],
        "merge": {
            column: {name: list(parts) for name, parts in mergers.items()} for column, mergers in policy.merge.items()
        },
        "coalition": policy.coalition,
        "small_sets": policy.small_sets,
        "comparisons": list(policy.comparisons),
        "tables": [
            {"by": list(plan.by), "of": list(plan.of), "statistics": list(plan.statistics)} for plan in policy.tables
        ],
    }


def snippet(before: Policy, after: Policy) -> str:
    """Return the lines of YAML that turn one policy into another: each key that differs, in full."""
    old, new = to_document(before), to_document(after)
    lines = []
    for key, value in new.items():
        if value == old[key]:
            continue
        if key == "tables" and isinstance(value, list):
            lines += [f"{key}:", *(f"  - {_flow(plan)}" for plan in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: object) -> str:
    """Return a value as YAML on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf)
    return str(text).removesuffix("...\n").strip()


def strict_from_document(document: object, file: str) -> Policy:
    """Return a release's policy with each limit at least at its floor: a lowered one isn't believed.

    Raises:
        BadInput: the values aren't a policy.
    """
    try:
        assert isinstance(document, Mapping)
        merge = {
            str(column): {str(name): tuple(map(str, parts)) for name, parts in mergers.items()}
            for column, mergers in document.get("merge", {}).items()
        }
        policy = Policy(
            tuple(
                TablePlan(
                    tuple(map(str, plan["by"])),
                    tuple(TOPICS[one] for one in plan["of"]),
                    tuple(STATISTICS[one] for one in plan["statistics"]),
                )
                for plan in document["tables"]
            ),
            tuple(map(str, document["waves"])),
            max(int(document["n_min"]), FLOOR),
            max(int(document["n_min_distribution"]), FLOOR_DISTRIBUTION),
            max(int(document["n_min_breakdown"]), FLOOR_BREAKDOWN),
            dict(FLOOR_GROUPS),
            tuple(tuple(map(str, waves)) for waves in document["pool"]),
            SMALL_SETS[document["small_sets"]],
            COALITIONS[document["coalition"]],
            tuple(COMPARISONS[one] for one in document["comparisons"]),
            merge,
        )
        groups = {str(group): int(value) for group, value in document["n_min_group"].items()}
        raised = {group: max(value, policy.floor_of(group)) for group, value in {**FLOOR_GROUPS, **groups}.items()}
        return replace(policy, n_min_group=raised)
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError, RuleBroken) as trouble:
        raise BadInput("odd_policy", "The policy in the manifest can't be read.", file=file) from trouble
