"""YAML from outside, looked through before it is built: how deep it goes, how large it grows by references to itself.

The fast reader of PyYAML builds nested lists by calling itself without end, and takes the whole process with it.
"""

import yaml

from ljuspunkt.domain.errors import RuleBroken

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50
MOST_NODES = 200_000
MOST_REFERENCES = 1_000
MOST_SIGNS = 10_000_000


def composed(text: str) -> yaml.Node | None:
    """Return the node of a YAML document, None where it is empty.

    Raises:
        RuleBroken: it is larger or deeper than any document of ours.
        yaml.YAMLError: it isn't one YAML document.
    """
    if len(text) > MOST_SIGNS:
        raise _unreasonable()
    depth = references = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            references += 1
        if depth > DEEPEST or nodes > MOST_NODES or references > MOST_REFERENCES:
            raise _unreasonable()
    return yaml.compose(text, Loader=LOADER)


def _unreasonable() -> RuleBroken:
    return RuleBroken("yaml_unreasonable", "The file is larger or deeper than any document needs.")
