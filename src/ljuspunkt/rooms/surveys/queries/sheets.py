"""One sheet of paper while it is entered, and where two have read it differently, as page objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire
from ljuspunkt.domain.survey.reply import Answer, Problem
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files.questionnaire_pdf import digit_of, item_numbers
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.rooms.surveys.answering.frames import FOR_SOMEBODY, HELPED
from ljuspunkt.rooms.surveys.answering.words import words_of
from ljuspunkt.rooms.surveys.models import PaperBatch
from ljuspunkt.rooms.surveys.queries.collectors import CollectorCard
from ljuspunkt.rooms.surveys.queries.questionnaires import with_own
from ljuspunkt.rooms.surveys.services.paper import SheetContent, differing, readings_of
from ljuspunkt.ui.language import direction, language_name, on_page, page_language

BLANK, TWICE = "blank", "two"
"""What is chosen where nothing is ticked, and where two boxes are."""


CHOICE = "="
"""Stands before the name of a choice in a form, so that no choice can be called as what isn't one."""


@dataclass(frozen=True, slots=True)
class Choosable:
    """A box on the sheet, or what stands for none; `digit` chooses it by key."""

    value: str
    label: str
    digit: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A question of a sheet as it is entered."""

    name: str
    kind: str
    number: int
    label: str
    choices: tuple[Choosable, ...]
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A sheet being entered."""

    wave_slug: str
    wave: str
    code: str
    association: str
    group: str
    initiative: str
    direction: str
    language: str
    sheet: str
    languages: tuple[Choosable, ...]
    easy: bool
    helped: tuple[Choosable, ...]
    items: tuple[SheetItem, ...]
    key: str
    double: bool
    notice: str
    n_problems: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What two people read differently: the number and words of the question, and what each read."""

    name: str
    number: str
    label: str
    readings: tuple[str, str]


@dataclass(frozen=True, slots=True)
class SettlePage:
    """The differences of a sheet, side by side; `readers` in the order of the readings."""

    wave_slug: str
    wave: str
    code: str
    sheet: int
    readers: tuple[str, str]
    differences: tuple[Difference, ...]
    n_alike: int


def own_reading(card: CollectorCard, sheet: int, by: Person) -> SheetContent | None:
    """Return what somebody has entered of a sheet that waits, None where that is nothing.

    Raises:
        RuleBroken: the key of the readings is missing.
    """
    batch = PaperBatch.objects.filter(collector_id=card.pk).first()
    found = [each.content for each in readings_of(batch, sheet) if each.reader == by.id] if batch else []
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Typed:
    """What has been typed of a sheet.

    Attributes:
        sheet: its number, as it was written.
        language: of the sheet.
        easy: whether it is in easy read.
        helped: what is ticked about help.
        sent: by question, as a form sends it.
    """

    sheet: str
    language: str
    easy: bool
    helped: str
    sent: Mapping[str, Sequence[str]]


def sheet_page(
    card: CollectorCard, typed: Typed, *, problems: Mapping[str, str], key: str, notice: str = ""
) -> SheetPage:
    """Return a sheet to be entered, with what has been typed.

    Args:
        card: the collector.
        typed: what stands in it.
        problems: sentences by question.
        key: of the page.
        notice: what stands in the way as a whole.
    """
    language, easy = typed.language, typed.easy
    asked = with_own(card.version_pk or 0, card.association)
    numbers = item_numbers(asked)
    batch = PaperBatch.objects.filter(collector_id=card.pk).first()
    words = words_of(language)["helped"]
    kinds = ("", *HELPED, FOR_SOMEBODY)
    return SheetPage(
        wave_slug=card.wave_slug,
        wave=card.wave_name,
        code=card.code,
        association=card.association_name,
        group=on_page(group_name(card.group)),
        initiative=card.initiative,
        direction=direction(language),
        language=language,
        sheet=typed.sheet,
        languages=tuple(Choosable(each, language_name(each), "", each == language) for each in card.languages),
        easy=easy,
        helped=tuple(
            Choosable(
                kind,
                words[kind] if kind else gettext("Left blank"),
                digit_of(place - 1, len(kinds)) if kind else "0",
                kind == typed.helped,
            )
            for place, kind in enumerate(kinds)
        ),
        items=tuple(
            _item(asked, item, numbers[item.name], typed, problems.get(item.name, ""))
            for item in asked.items
            if item.kind != "note"
        ),
        key=key,
        double=bool(batch and batch.double),
        notice=notice,
        n_problems=len(problems),
    )


def given_of(asked: Questionnaire, sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the answers that a form for a sheet sends, without what stands for none."""
    given = {}
    for item in asked.items:
        said = sent.get(item.name, ())
        if item.kind in ("select_one", "select_multiple"):
            said = [each.removeprefix(CHOICE) for each in said if each.startswith(CHOICE)]
        given[item.name] = [each for each in said if each.strip()]
    return given


def left_open(asked: Questionnaire, sent: Mapping[str, Sequence[str]], shown: Sequence[str]) -> dict[str, str]:
    """Return the questions for which nothing is chosen, not even that they are blank, or too much, with what to do."""
    found = {}
    for item in asked.items:
        said = [each for each in sent.get(item.name, ()) if each]
        if item.kind not in ("select_one", "select_multiple") or item.name not in shown:
            continue
        if not said:
            found[item.name] = gettext("Choose what is ticked, or that it is left blank.")
        elif item.kind == "select_multiple" and BLANK in said and len(said) > 1:
            found[item.name] = gettext("It can't both be left blank and be ticked.")
    return found


def sent_of(asked: Questionnaire, content: SheetContent) -> dict[str, list[str]]:
    """Return what a form would send for what has been entered before."""
    sent: dict[str, list[str]] = {}
    for item in asked.items:
        answer: Answer = content.values.get(item.name, "")
        ticked = [answer] if isinstance(answer, str) else list(answer)
        if item.kind in ("select_one", "select_multiple"):
            sent[item.name] = [f"{CHOICE}{each}" for each in ticked if each] or [BLANK]
        else:
            sent[item.name] = ticked
    return sent


def said_problems(problems: Mapping[str, Problem]) -> dict[str, str]:
    """Return what must be mended as sentences; a question that needs an answer may be blank on paper."""
    return {name: problem.said(gettext) for name, problem in problems.items() if problem.code != "required"}


def settle_page(card: CollectorCard, sheet: int) -> SettlePage | None:
    """Return the differences of a sheet, None where two haven't read it differently.

    Raises:
        RuleBroken: the key of the readings is missing.
    """
    batch = PaperBatch.objects.filter(collector_id=card.pk).first()
    readings = readings_of(batch, sheet)[:2] if batch else []
    if len(readings) < 2 or batch is None:
        return None
    first, second = (each.content for each in readings)
    asked = with_own(card.version_pk or 0, card.association)
    numbers = item_numbers(asked)
    items = {item.name: item for item in asked.items}
    names = dict(batch.readings.filter(sheet=sheet).values_list("reader_id", "reader__name"))
    found = differing(first, second)
    return SettlePage(
        wave_slug=card.wave_slug,
        wave=card.wave_name,
        code=card.code,
        sheet=sheet,
        readers=(names[readings[0].reader], names[readings[1].reader]),
        differences=tuple(
            Difference(
                name,
                str(numbers.get(name, "")),
                wording(items[name].label, page_language()) if name in items else _about(name),
                (_read(asked, items.get(name), name, first), _read(asked, items.get(name), name, second)),
            )
            for name in found
        ),
        n_alike=len(numbers) - sum(not name.startswith("/") for name in found),
    )


def _item(asked: Questionnaire, item: Item, number: int, typed: Typed, problem: str) -> SheetItem:
    language, easy, sent = typed.language, typed.easy, typed.sent.get(item.name, ())
    label = (item.easy.get(language, "") if easy else "") or wording(item.label, language)
    if item.kind not in ("select_one", "select_multiple"):
        return SheetItem(item.name, item.kind, number, label, (), sent[0] if sent else "", problem)
    offered = asked.scales[item.scale].choices
    choices = [
        Choosable(
            f"{CHOICE}{choice.name}",
            (choice.easy.get(language, "") if easy else "") or wording(choice.label, language) or choice.name,
            digit_of(place, len(offered)),
            f"{CHOICE}{choice.name}" in sent,
        )
        for place, choice in enumerate(offered)
    ]
    choices.append(Choosable(BLANK, gettext("Left blank"), "0", BLANK in sent))
    if item.kind == "select_one":
        choices.append(Choosable(TWICE, gettext("Two boxes ticked"), "x", TWICE in sent))
    return SheetItem(item.name, item.kind, number, label, tuple(choices), "", problem)


def _about(name: str) -> str:
    about = {
        "/language": gettext("Language of the sheet"),
        "/easy": gettext("Easy read"),
        "/helped": gettext("Help to answer"),
    }
    return about[name]


def _read(asked: Questionnaire, item: Item | None, name: str, content: SheetContent) -> str:
    """Return in words what somebody read."""
    if item is None:
        if name == "/language":
            return language_name(content.language)
        if name == "/easy":
            return gettext("Yes") if content.easy else gettext("No")
        return words_of(page_language())["helped"][content.helped] if content.helped else gettext("Left blank")
    answer = content.values.get(name, "")
    if not answer:
        return gettext("Left blank")
    if not item.scale:
        return str(answer)
    labels = {choice.name: wording(choice.label, page_language()) for choice in asked.scales[item.scale].choices}
    return ", ".join(labels[each] for each in ((answer,) if isinstance(answer, str) else answer))
