"""A new year from the last: every question is marked same, changed or new, and the marks decide comparability.

Swedish: oförändrad, ändrad, ny. “Same” is a promise that is checked: the wording in every language that both versions
have, the scale, the positive choices and the direction are those of the earlier version.
"""

from dataclasses import dataclass, replace

from ljuspunkt.domain.survey.comparability import Reason, same_scale, same_wording
from ljuspunkt.domain.survey.editing import each_item
from ljuspunkt.domain.survey.instrument import SameAs
from ljuspunkt.domain.survey.questionnaire import Item, Mark, Questionnaire
from ljuspunkt.domain.survey.scale import Scale


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands to the version before.

    Attributes:
        item: the question.
        earlier: the question of the version before that it is held against, None where there is none.
        reasons: what differs, in the order wording, scale, positive, direction; empty where nothing does.
    """

    item: Item
    earlier: Item | None
    reasons: tuple[Reason, ...]

    @property
    def may_be_same(self) -> bool:
        return self.earlier is not None and not self.reasons

    @property
    def broken(self) -> bool:
        """Whether the mark promises what doesn't hold."""
        return self.item.mark == "same" and not self.may_be_same


def renewed(questionnaire: Questionnaire, *, version: str, waves: tuple[str, ...]) -> Questionnaire:
    """Return the next version of a questionnaire, every question the same as before."""
    return replace(
        each_item(questionnaire, lambda item: marked(item, "same", SameAs(questionnaire.version, item.name))),
        version=version,
        waves=waves,
    )


def marked(item: Item, mark: Mark, same_as: SameAs | None) -> Item:
    """Return a question under a mark; it is the same as an earlier one under “same” only, and a note has no mark."""
    if item.kind == "note":
        return replace(item, mark="", same_as=None)
    return replace(item, mark=mark, same_as=same_as if mark == "same" else None)


def standings(questionnaire: Questionnaire, earlier: Questionnaire) -> tuple[Standing, ...]:
    """Return how every question stands to the version before, in order; notes are left out."""
    before = {item.name: item for item in earlier.items if item.kind != "note"}
    return tuple(
        standing(item, questionnaire, before.get(item.same_as.name if item.same_as else item.name), earlier)
        for item in questionnaire.items
        if item.kind != "note"
    )


def standing(item: Item, questionnaire: Questionnaire, then: Item | None, earlier: Questionnaire) -> Standing:
    """Return how one question stands to one of the version before."""
    if then is None:
        return Standing(item, None, ())
    reasons: list[Reason] = []
    if not same_wording(item.label, then.label) or not set(item.label) & set(then.label):
        reasons.append("wording")
    if item.kind != then.kind or not _same_choices(
        questionnaire.scales.get(item.scale), earlier.scales.get(then.scale)
    ):
        reasons.append("scale")
    if set(item.positive) != set(then.positive):
        reasons.append("positive")
    if item.reverse != then.reverse:
        reasons.append("direction")
    return Standing(item, then, tuple(reasons))


def _same_choices(one: Scale | None, other: Scale | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_scale(one, other)


def gone(questionnaire: Questionnaire, earlier: Questionnaire) -> tuple[Item, ...]:
    """Return the questions of the version before that aren't asked any more."""
    asked = {item.same_as.name if item.same_as else item.name for item in questionnaire.items}
    return tuple(item for item in earlier.items if item.kind != "note" and item.name not in asked)


def honest(questionnaire: Questionnaire, earlier: Questionnaire) -> Questionnaire:
    """Return a questionnaire in which every question whose “same” doesn't hold is marked as changed."""
    broken = {each.item.name for each in standings(questionnaire, earlier) if each.broken}
    return each_item(questionnaire, lambda item: marked(item, "changed", None) if item.name in broken else item)


def settled(questionnaire: Questionnaire, earlier: Questionnaire) -> Questionnaire:
    """Return a questionnaire whose marks and `same_as` agree.

    “Same” names the question of the version before that it repeats, the others name none. A question without a mark,
    from a file or just made, is new where the version before has none of its name, same where it says the same.
    """
    found = {each.item.name: each for each in standings(questionnaire, earlier)}

    def settle(item: Item) -> Item:
        held = found.get(item.name)
        if held is None:
            return marked(item, "", None)
        mark = item.mark or ("same" if held.may_be_same else "changed" if held.earlier is not None else "new")
        name = held.earlier.name if held.earlier is not None else item.name
        return marked(item, mark, SameAs(earlier.version, name))

    return each_item(questionnaire, settle)
