"""Instruments written as YAML, read with the line of every entry.

Scalars are read as the text that stands in the file, so that a choice called `no` or `1` stays what it is.
"""

from pathlib import Path

import yaml

from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.files.form import Entry, Form, Row
from ljuspunkt.files.yaml_shape import composed

PARTS = ("settings", "choices", "survey", "indicators")


def read_yaml(path: Path) -> Form:
    """Read a YAML file into a form.

    Raises:
        BadInput: it isn't UTF-8, isn't YAML, is too large or too deep, or isn't laid out as an instrument.
    """
    file = str(path)
    written = path.read_bytes()
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = written.count(b"\n", 0, trouble.start) + 1
        raise BadInput("not_utf8", "The file isn't UTF-8 text; save it as UTF-8.", file=file, line=line) from trouble
    try:
        root = composed(text)
    except RuleBroken as trouble:
        raise BadInput.at(trouble, file) from trouble
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        raise BadInput(
            "not_yaml",
            "This isn't valid YAML: {problem}.",
            file=file,
            line=mark.line + 1 if mark else None,
            problem=trouble.problem or trouble.context,
        ) from trouble
    except yaml.YAMLError as trouble:
        raise BadInput(
            "not_yaml", "The file holds a control character, which YAML doesn't allow.", file=file
        ) from trouble
    if not isinstance(root, yaml.MappingNode):
        raise BadInput(
            "not_an_instrument", "An instrument has settings, choices and survey; they are missing.", file=file
        )
    return _form(file, root)


def _form(file: str, root: yaml.MappingNode) -> Form:
    parts = _entries(file, root)
    for name, (key, _node) in parts.items():
        if name not in PARTS:
            raise BadInput(
                "unknown_part",
                "“{name}” isn't a part of an instrument; the parts are settings, choices, survey, indicators.",
                file=file,
                line=_line(key),
                name=name,
            )
    for name in PARTS[:3]:
        if name not in parts:
            raise BadInput("part_missing", "The instrument lacks its part “{name}”.", file=file, name=name)
    return Form(
        file=file,
        settings=_row(file, parts["settings"][1]),
        choices=_choices(file, parts["choices"][1]),
        survey=_rows(file, parts["survey"][1]),
        indicators=_rows(file, parts["indicators"][1]) if "indicators" in parts else (),
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _entries(file: str, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise BadInput("key_not_text", "A key must be plain text.", file=file, line=_line(key))
        if key.value in found:
            raise BadInput("key_twice", "“{name}” stands twice here.", file=file, line=_line(key), name=key.value)
        found[key.value] = (key, value)
    return found


def _choices(file: str, node: yaml.Node) -> tuple[Row, ...]:
    """Read lists of choices by name; XLSForm's flat layout, rows with a `list_name`, is taken too."""
    if not isinstance(node, yaml.MappingNode):
        return _rows(file, node)
    rows: list[Row] = []
    for name, (_key, choices) in _entries(file, node).items():
        for row in _rows(file, choices):
            rows.append(Row(row.file, row.line, {**row.cells, "list_name": name}, row.lines))
    return tuple(rows)


def _rows(file: str, node: yaml.Node) -> tuple[Row, ...]:
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise BadInput("not_rows", "A list of rows is needed here.", file=file, line=_line(node))
    return tuple(_row(file, row) for row in node.value)


def _row(file: str, node: yaml.Node) -> Row:
    if not isinstance(node, yaml.MappingNode):
        raise BadInput("not_a_row", "Entries with names are needed here ({{name: …}}).", file=file, line=_line(node))
    cells: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    for name, (key, value) in _entries(file, node).items():
        lines[name] = _line(key)
        cells[name] = _entry(file, value)
    return Row(file, _line(node), cells, lines)


def _entry(file: str, node: yaml.Node) -> Entry:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(file, node)
    if isinstance(node, yaml.SequenceNode):
        return [_scalar(file, part) for part in node.value]
    assert isinstance(node, yaml.MappingNode)
    return {name: _scalar(file, value) for name, (_key, value) in _entries(file, node).items()}


def _scalar(file: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise BadInput("too_deep", "Plain text is needed here.", file=file, line=_line(node))
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()
