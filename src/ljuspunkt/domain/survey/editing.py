"""Changing a questionnaire part by part: each function gives a new one and leaves the old as it was.

A name is one question's, note's or section's in the whole questionnaire. Where a question gets another name,
expressions that speak of it follow.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.counts import SET_COLUMNS
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Scale

Part = Item | Section
Body = tuple[Part, ...]
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
LONGEST_NAME = 80
"""Of a name from outside; ours are shorter."""
NOT_IN_ADDRESSES = " /?#%\\"
MOST_QUESTIONS = 500
"""How many questions and notes a questionnaire may have."""
SELECTS = ("select_one", "select_multiple")


def find(questionnaire: Questionnaire, name: str) -> Part | None:
    """Return the question, note or section of a name, None where there is none."""
    return next((part for part in parts(questionnaire.body) if part.name == name), None)


def parts(body: Body) -> Iterator[Part]:
    """Return everything of a body, each section before what stands in it."""
    for part in body:
        yield part
        if isinstance(part, Section):
            yield from parts(part.body)


def section_of(questionnaire: Questionnaire, name: str) -> str:
    """Return the section in which something stands, "" at the top or where there is none of the name."""
    for part in parts(questionnaire.body):
        if isinstance(part, Section) and any(each.name == name for each in part.body):
            return part.name
    return ""


def keep_part(questionnaire: Questionnaire, part: Part, *, was: str | None, section: str) -> Questionnaire:
    """Return a questionnaire with a new part last in a section, or with one changed.

    Args:
        questionnaire: to change.
        part: the question, note or section.
        was: its name before, None where it is new.
        section: where it shall stand, "" for the top; what stays there keeps its place.

    Raises:
        RuleBroken: the name is in use or can't be used, the section doesn't exist, or it is the part itself.
    """
    if part.name != was:
        check_name(part.name)
    if part.name != was and find(questionnaire, part.name) is not None:
        raise RuleBroken(
            "name_taken", "“{name}” is already the name of a question or section; choose another.", name=part.name
        )
    inside = {each.name for each in parts((part,))} | ({was} if was else set())
    if section and (section in inside or not isinstance(find(questionnaire, section), Section)):
        raise RuleBroken("no_section", "There is no section “{name}” to put it in.", name=section)
    if was is None:
        return replace(questionnaire, body=_put(questionnaire.body, section, part))
    if find(questionnaire, was) is None:
        raise RuleBroken("no_part", "“{name}” isn't in the questionnaire any more.", name=was)
    if section_of(questionnaire, was) == section:
        changed = replace(questionnaire, body=_replaced(questionnaire.body, was, part))
    else:
        without = _without(questionnaire.body, was)
        changed = replace(questionnaire, body=_put(without, section, part))
    return changed if part.name == was else _called(changed, was, part.name)


def check_name(name: str) -> None:
    """Refuse a name that can't be a column of the answers.

    Raises:
        RuleBroken: it can't.
    """
    if not NAME.fullmatch(name):
        raise RuleBroken(
            "name_signs",
            "A name begins with a letter and has letters A to Z, digits, “_”, “-” and “.” only, at most 60; "
            "“{name}” doesn't.",
            name=name,
        )
    if name.lower() in SET_COLUMNS:
        raise RuleBroken(
            "reserved_name", "A question can't be called “{name}”; that is a column of the answers.", name=name
        )


def check_names(questionnaire: Questionnaire) -> None:
    """Refuse a questionnaire from outside whose names can't stand in addresses; letters of any language may be in them.

    Raises:
        RuleBroken: a name can't.
    """
    names = (*(part.name for part in parts(questionnaire.body)), *questionnaire.scales)
    wrong = [name for name in names if not _in_addresses(name)]
    if wrong:
        raise RuleBroken(
            "name_in_address",
            "A name here has at most {most} signs, and neither spaces nor / ? # % \\; mend: {names}.",
            most=LONGEST_NAME,
            names=", ".join(f"“{name[:LONGEST_NAME]}”" for name in wrong[:20]),
        )


def with_usable_names(questionnaire: Questionnaire) -> tuple[Questionnaire, Mapping[str, str]]:
    """Return a questionnaire whose names can stand in addresses, and the new names by the old; expressions follow."""
    taken = {name.lower() for name in (*(part.name for part in parts(questionnaire.body)), *questionnaire.scales)}
    renamed: dict[str, str] = {}
    for part in list(parts(questionnaire.body)):
        if not _in_addresses(part.name):
            new = renamed[part.name] = _usable(part.name, taken)
            found = find(questionnaire, part.name)
            assert found is not None
            body = _replaced(questionnaire.body, part.name, replace(found, name=new))
            questionnaire = _called(replace(questionnaire, body=body), part.name, new)
    for name, scale in list(questionnaire.scales.items()):
        if not _in_addresses(name):
            new = renamed[name] = _usable(name, taken)
            questionnaire = keep_scale(questionnaire, replace(scale, name=new), was=name)
    return questionnaire, renamed


def _in_addresses(name: str) -> bool:
    told = name.isprintable() and len(name) <= LONGEST_NAME and not set(name) & set(NOT_IN_ADDRESSES)
    return told and bool(name.strip("."))


def _usable(name: str, taken: set[str]) -> str:
    """Return a name like another that can stand in addresses and isn't taken, and take it."""
    signs = "_".join("".join(sign if sign.isalnum() or sign in "_.-" else " " for sign in name).split())
    free = base = signs.strip("._")[: LONGEST_NAME - 10] or "q"
    number = 1
    while free.lower() in taken:
        number += 1
        free = f"{base}_{number}"
    taken.add(free.lower())
    return free


def remove_part(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Return a questionnaire without a part; what stands in a section goes with it.

    Raises:
        RuleBroken: there is none of the name.
    """
    if find(questionnaire, name) is None:
        raise RuleBroken("no_part", "“{name}” isn't in the questionnaire any more.", name=name)
    return replace(questionnaire, body=_without(questionnaire.body, name))


def move_part(questionnaire: Questionnaire, name: str, direction: Literal["up", "down"]) -> Questionnaire:
    """Return a questionnaire with a part moved one place among its neighbours; at an end it stays.

    Raises:
        RuleBroken: there is none of the name.
    """
    if find(questionnaire, name) is None:
        raise RuleBroken("no_part", "“{name}” isn't in the questionnaire any more.", name=name)
    return replace(questionnaire, body=_moved(questionnaire.body, name, 1 if direction == "down" else -1))


def keep_scale(questionnaire: Questionnaire, scale: Scale, *, was: str | None) -> Questionnaire:
    """Return a questionnaire with a new list of choices, or with one changed; its questions follow a new name.

    Choices that are gone no longer count as positive.

    Raises:
        RuleBroken: the name is in use or can't be used, there is no such list, or no choice is an answer.
    """
    if scale.name != was:
        check_name(scale.name)
    if scale.name != was and scale.name in questionnaire.scales:
        raise RuleBroken("scale_taken", "There is already a list of choices called “{name}”.", name=scale.name)
    if was is not None and was not in questionnaire.scales:
        raise RuleBroken("no_scale", "There is no list of choices called “{name}” any more.", name=was)
    if not scale.answers:
        raise RuleBroken(
            "no_answer",
            "At least one choice must be an answer; “don't know” and “not applicable” aren't.",
        )
    if was is None:
        return replace(questionnaire, scales={**questionnaire.scales, scale.name: scale})
    answers = {choice.name for choice in scale.answers}

    def follow(item: Item) -> Item:
        if item.scale != was:
            return item
        return replace(item, scale=scale.name, positive=tuple(name for name in item.positive if name in answers))

    scales = {(scale.name if name == was else name): each for name, each in questionnaire.scales.items()}
    return replace(each_item(questionnaire, follow), scales={**scales, scale.name: scale})


def remove_scale(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """Return a questionnaire without a list of choices.

    Raises:
        RuleBroken: there is none, or a question uses it.
    """
    if name not in questionnaire.scales:
        raise RuleBroken("no_scale", "There is no list of choices called “{name}” any more.", name=name)
    using = [item.name for item in questionnaire.items if item.scale == name]
    if using:
        raise RuleBroken(
            "scale_used", "“{name}” is used by {questions}; they need another list first.",
            name=name, questions=", ".join(using),
        )  # fmt: skip
    scales = {each: scale for each, scale in questionnaire.scales.items() if each != name}
    return replace(questionnaire, scales=scales)


def each_item(questionnaire: Questionnaire, change: Callable[[Item], Item]) -> Questionnaire:
    """Return a questionnaire with every question and note changed by a function."""
    return replace(questionnaire, body=_each(questionnaire.body, change))


def _each(body: Body, change: Callable[[Item], Item]) -> Body:
    return tuple(
        replace(part, body=_each(part.body, change)) if isinstance(part, Section) else change(part) for part in body
    )


def _put(body: Body, section: str, part: Part) -> Body:
    if not section:
        return (*body, part)
    return tuple(
        replace(each, body=(*each.body, part) if each.name == section else _put(each.body, section, part))
        if isinstance(each, Section)
        else each
        for each in body
    )


def _replaced(body: Body, was: str, part: Part) -> Body:
    found: list[Part] = []
    for each in body:
        if each.name == was:
            found.append(part)
        elif isinstance(each, Section):
            found.append(replace(each, body=_replaced(each.body, was, part)))
        else:
            found.append(each)
    return tuple(found)


def _without(body: Body, name: str) -> Body:
    return tuple(
        replace(each, body=_without(each.body, name)) if isinstance(each, Section) else each
        for each in body
        if each.name != name
    )


def _moved(body: Body, name: str, step: int) -> Body:
    order = list(body)
    for place, each in enumerate(order):
        other = place + step
        if each.name == name:
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
            break
        if isinstance(each, Section):
            order[place] = replace(each, body=_moved(each.body, name, step))
    return tuple(order)


def _called(questionnaire: Questionnaire, was: str, name: str) -> Questionnaire:
    """Let expressions speak of a question by its new name."""
    spoken = re.compile(r"\$\{\s*" + re.escape(was) + r"\s*\}")

    def said(expression: str) -> str:
        return spoken.sub("${" + name + "}", expression)

    def follow(part: Part) -> Part:
        if isinstance(part, Section):
            return replace(part, relevant=said(part.relevant), body=tuple(follow(each) for each in part.body))
        return replace(part, relevant=said(part.relevant), constraint=said(part.constraint))

    return replace(questionnaire, body=tuple(follow(part) for part in questionnaire.body))
