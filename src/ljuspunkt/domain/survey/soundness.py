"""What must be mended in a questionnaire before it can be frozen, each fault with the part it is about.

Swedish: frysa, brister. What keeps a single language closed isn't a fault: the others are open nevertheless.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.survey.editing import SELECTS, parts
from ljuspunkt.domain.survey.expression import parse
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.renewal import standings
from ljuspunkt.domain.survey.translations import missing
from ljuspunkt.domain.vocabulary import Text

_PLACE = re.compile(r"\$?\{[^{}]+\}")
"""Where another program puts an answer: “${age}” in XLSForms, “{TOKEN:NAME}” in LimeSurvey."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend; `name` is the question's, section's or list's. `blocks` where it can't be frozen so."""

    part: Literal["questionnaire", "section", "item", "scale"]
    name: str
    refusal: RuleBroken
    blocks: bool = True


def faults(
    questionnaire: Questionnaire,
    *,
    earlier: Questionnaire | None = None,
    pictures: Collection[str] = (),
    measures: Collection[Text] = (),
) -> tuple[Fault, ...]:
    """Return everything to mend, what blocks first.

    Args:
        questionnaire: to look through.
        earlier: the version before, where there is one; then every question needs a mark that holds.
        pictures: the names of the symbols that there are.
        measures: what the measures are called that questions may carry out.
    """
    titles = [*(each.title for each in questionnaire.indicators), *measures]
    found = [
        *_whole(questionnaire),
        *_marks(questionnaire, earlier),
        *(fault for item in questionnaire.items for fault in _wording(item, titles, questionnaire.default_language)),
        *(fault for item in questionnaire.items for fault in _item(item, questionnaire, pictures)),
        *_expressions(questionnaire),
    ]
    return tuple(sorted(found, key=lambda fault: not fault.blocks))


def _whole(questionnaire: Questionnaire) -> Iterator[Fault]:
    if not any(item.kind == "select_one" for item in questionnaire.items):
        yield Fault(
            "questionnaire",
            "",
            RuleBroken("no_closed_question", "There is no question with one choice; at least one is needed."),
        )
    lacking = missing(questionnaire, questionnaire.default_language)
    for place in lacking:
        yield Fault(
            "scale" if place.part == "choice" else "item" if place.part == "item" else "section",
            place.scale or place.name,
            RuleBroken(
                "no_wording",
                "“{name}” has no wording in the questionnaire's main language, {language}.",
                name=place.name or "title",
                language=questionnaire.default_language,
            ),
        )
    for part in parts(questionnaire.body):
        if isinstance(part, Section) and not part.body:
            yield Fault(
                "section",
                part.name,
                RuleBroken("empty_section", "The section “{name}” has no question.", name=part.name),
            )


def _marks(questionnaire: Questionnaire, earlier: Questionnaire | None) -> Iterator[Fault]:
    for each in standings(questionnaire, earlier) if earlier is not None else ():
        name = each.item.name
        if not each.item.mark:
            yield Fault(
                "item",
                name,
                RuleBroken("no_mark", "“{name}” isn't marked as same, changed or new yet.", name=name),
            )
        elif each.broken:
            yield Fault(
                "item",
                name,
                RuleBroken(
                    "not_same",
                    "“{name}” is marked as the same, but it differs from the version before.",
                    name=name,
                ),
            )
        elif each.item.mark == "changed" and each.may_be_same:
            yield Fault(
                "item",
                name,
                RuleBroken(
                    "not_changed",
                    "“{name}” is marked as changed, though it says the same as in the version before; years won't be "
                    "compared.",
                    name=name,
                ),
                blocks=False,
            )


def _item(item: Item, questionnaire: Questionnaire, pictures: Collection[str]) -> Iterator[Fault]:
    if item.kind in SELECTS:
        scale = questionnaire.scales.get(item.scale)
        if scale is None:
            yield Fault(
                "item", item.name, RuleBroken("no_scale_chosen", "“{name}” has no list of choices.", name=item.name)
            )
        elif wrong := [name for name in item.positive if name not in {choice.name for choice in scale.answers}]:
            yield Fault(
                "item",
                item.name,
                RuleBroken(
                    "positive_unknown",
                    "“{name}” counts “{choice}” as positive, which isn't an answer of its list.",
                    name=item.name,
                    choice=wrong[0],
                ),
            )
    if item.kind == "select_one" and item.indicators and not item.positive and not item.own:
        yield Fault(
            "item",
            item.name,
            RuleBroken(
                "no_positive",
                "“{name}” belongs to an indicator, but no choice counts as positive; the indicator gets no share "
                "from it.",
                name=item.name,
            ),
            blocks=False,
        )
    if item.picture and item.picture not in pictures:
        yield Fault(
            "item",
            item.name,
            RuleBroken("no_picture", "“{name}” shows the symbol “{picture}”, which isn't there.",
                       name=item.name, picture=item.picture),
        )  # fmt: skip


def _wording(item: Item, titles: Collection[Text], main: str) -> Iterator[Fault]:
    """Return what of a question's words isn't meant for whoever answers; none of it blocks."""
    said = {language: " ".join(words.split()) for language, words in item.label.items()}
    called = {(language, " ".join(words.split())) for title in titles for language, words in title.items()}
    unworded = [language for language, words in said.items() if words and (language, words) in called]
    if item.kind != "note" and unworded:
        refusal = RuleBroken(
            "only_a_title",
            "“{name}” says what the indicator or measure is called; word it as those who answer would be asked.",
            name=item.name,
        )
        if main not in unworded:
            refusal = RuleBroken(
                "only_a_title_there",
                "“{name}” still says what the indicator or measure is called in {languages}.",
                name=item.name,
                languages=", ".join(unworded),
            )
        yield Fault("item", item.name, refusal, blocks=False)
    place = next((found for words in said.values() if (found := _PLACE.search(words))), None)
    if place is not None:
        yield Fault(
            "item",
            item.name,
            RuleBroken(
                "place_in_wording",
                "The wording of “{name}” holds {place}, which is shown as it stands: no answer is put there.",
                name=item.name,
                place=place.group(),
            ),
            blocks=False,
        )
    if item.constraint and not any(words.strip() for words in item.constraint_message.values()):
        yield Fault(
            "item",
            item.name,
            RuleBroken(
                "no_constraint_message",
                "“{name}” takes only some answers, but doesn't say which; whoever gives another reads only that it "
                "isn't possible.",
                name=item.name,
            ),
            blocks=False,
        )


def misread(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Return expressions that can't be kept even in a draft: not understood, or about a question that isn't there."""
    return (fault for fault in _expressions(questionnaire) if fault.refusal.code != "later_in_condition")


def _expressions(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Return expressions that aren't understood, or that read an answer which isn't given before."""
    places = {item.name: place for place, item in enumerate(questionnaire.items) if item.kind != "note"}
    at = 0
    for part in parts(questionnaire.body):
        is_section = isinstance(part, Section)
        for text, own in ((part.relevant, False), ("" if isinstance(part, Section) else part.constraint, True)):
            refusal = _expression(text, part.name, places, at, own=own) if text else None
            if refusal is not None:
                yield Fault("section" if is_section else "item", part.name, refusal)
        at += not is_section


def _expression(text: str, name: str, places: dict[str, int], at: int, *, own: bool) -> RuleBroken | None:
    try:
        read = parse(text)
    except RuleBroken as refusal:
        return refusal
    for other in read.names:
        if other not in places:
            return RuleBroken(
                "unknown_in_condition", "“{name}” depends on “{other}”, which isn't a question here.",
                name=name, other=other,
            )  # fmt: skip
        if places[other] >= at + own:
            return RuleBroken(
                "later_in_condition", "“{name}” depends on “{other}”, which is asked later.", name=name, other=other
            )
    return None
