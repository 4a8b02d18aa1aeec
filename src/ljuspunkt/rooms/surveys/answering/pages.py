"""What the pages of a questionnaire show: plain values for the templates in `templates/surveys/answer/`.

The same for respondents, for the preview of an editor, and for whatever else asks a questionnaire's questions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ljuspunkt.domain.survey.limits import limits_of
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.reply import Problem
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.rooms.surveys.answering.words import Words, words_of
from ljuspunkt.ui.language import direction

FIELD = "a-"
"""Stands before a question's name in the form, so that no question can be called like one of the page's own fields."""
SECONDS = 20
"""How long a question takes to answer, as far as the page can tell."""
EASY = "-easy"

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody reads: in which language, and whether in easy read."""

    language: str
    easy: bool = False

    @property
    def name(self) -> str:
        """What it is called in addresses: "sv", "sv-easy"."""
        return f"{self.language}{EASY}" if self.easy else self.language

    @classmethod
    def named(cls, name: str) -> "Reading":
        """Return the reading with a name."""
        return cls(name.removesuffix(EASY), name.endswith(EASY))

    @property
    def words(self) -> Words:
        return words_of(self.language, self.easy)

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Said:
    """A wording, and in which language it is where that isn't the page's."""

    text: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class PictureShown:
    """A symbol beside a question: where it is, and what it shows."""

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """An answer that can be ticked; `apart` stands at the first of those that say nothing ("don't know")."""

    name: str
    id: str
    said: Said
    chosen: bool
    apart: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One question or note as it is shown.

    `level` is that of its heading; `value` what was written; `headings` those of sections that begin with it;
    `conditional` says that it is asked of some only, `described_by` names what stands beside it.
    """

    name: str
    field: str
    id: str
    kind: str
    label: Said
    hint: Said | None
    note: str
    level: int
    required: bool
    choices: tuple[ChoicePage, ...] = ()
    value: str = ""
    problem: str = ""
    picture: PictureShown | None = None
    headings: tuple[Said, ...] = ()
    conditional: bool = False

    @property
    def is_choice(self) -> bool:
        return self.kind in {"select_one", "select_multiple"}

    @property
    def described_by(self) -> str:
        """The ids of what describes the question, in the order in which it is read."""
        held = {"problem": self.problem, "hint": self.hint, "note": self.note}
        return " ".join(f"{self.id}-{name}" for name, there in held.items() if there)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come: step `at` of `of`, 1 to `of`; `points` are done, here and to come."""

    position: str
    left: str
    points: tuple[str, ...] = field(default=())


Pictures = Callable[[str, Reading], PictureShown | None]


def no_pictures(_name: str, _reading: Reading) -> PictureShown | None:
    """Return that there is no such picture."""
    return None


def item_page(
    questionnaire: Questionnaire,
    item: Item,
    reading: Reading,
    *,
    given: Sequence[str] = (),
    problem: Problem | None = None,
    level: int = 2,
    pictures: Pictures = no_pictures,
    headings: Sequence[Section] = (),
    conditional: bool = False,
) -> ItemPage:
    """Return a question as it is shown.

    Args:
        questionnaire: where its scale is.
        item: the question or note.
        reading: language, and whether in easy read.
        given: what has been ticked or written.
        problem: what is wrong with it.
        level: of its heading, 1 to 6.
        pictures: finds a symbol by its name.
        headings: the sections that begin with it.
        conditional: whether it is asked of some only.
    """
    marker = f"{FIELD}{item.name}"
    wrong = problem_said(problem, reading.words) if problem else ""
    note = _how_to_fill_in(item, reading.words)
    return ItemPage(
        name=item.name,
        field=marker,
        id=marker,
        kind=item.kind,
        label=said_of(item.label, item.easy, reading),
        hint=said_of(item.hint, {}, reading) if item.hint else None,
        note=note if note != wrong else "",
        level=level,
        required=item.required,
        choices=_choices(questionnaire, item, reading, given) if item.scale else (),
        value=given[0] if given and not item.scale else "",
        problem=wrong,
        picture=pictures(item.picture, reading) if item.picture and reading.easy else None,
        headings=tuple(said_of(section.label, section.easy, reading) for section in headings if section.label),
        conditional=conditional,
    )


def item_pages(
    questionnaire: Questionnaire,
    reading: Reading,
    *,
    given: Given | None = None,
    problems: Mapping[str, Problem] | None = None,
    shown: Sequence[str] | None = None,
    level: int = 2,
    pictures: Pictures = no_pictures,
) -> tuple[ItemPage, ...]:
    """Return all questions and notes that are shown, in order; a heading stands with the first of its section."""
    seen: set[str] = set()
    pages = []
    for item, sections in placed(questionnaire.body):
        if shown is not None and item.name not in shown:
            continue
        begun = [section for section in sections if section.name not in seen]
        seen.update(section.name for section in begun)
        pages.append(
            item_page(
                questionnaire,
                item,
                reading,
                given=(given or {}).get(item.name, ()),
                problem=(problems or {}).get(item.name),
                level=level,
                pictures=pictures,
                headings=begun,
                conditional=bool(item.relevant or any(section.relevant for section in sections)),
            )
        )
    return tuple(pages)


def placed(
    body: Sequence[Item | Section], within: tuple[Section, ...] = ()
) -> Iterator[tuple[Item, tuple[Section, ...]]]:
    """Give every item with the sections that it stands in, the outermost first."""
    for part in body:
        if isinstance(part, Section):
            yield from placed(part.body, (*within, part))
        else:
            yield part, within


def progress(reading: Reading, at: int, of: int) -> Progress:
    """Return how far somebody has come who reads question `at` of `of`."""
    words, left = reading.words, of - at
    told = (
        words.counted("questions_left", left)
        if reading.easy
        else words.counted("minutes_left", -(-(left + 1) * SECONDS // 60))
    )
    return Progress(
        position=words.filled("question_of", n=at, of=of),
        left=told,
        points=tuple("done" if n < at else "here" if n == at else "" for n in range(1, of + 1)),
    )


def problem_said(problem: Problem, words: Words) -> str:
    """Return what is wrong with an answer: in the questionnaire's own words where it has them."""
    if "said" in problem.values:
        return str(problem.values["said"])
    return words.refusal(problem.code, **problem.values)


def _choices(
    questionnaire: Questionnaire, item: Item, reading: Reading, given: Sequence[str]
) -> tuple[ChoicePage, ...]:
    found: list[ChoicePage] = []
    for choice in questionnaire.scales[item.scale].choices:
        is_missing = choice.missing is not None
        found.append(
            ChoicePage(
                name=choice.name,
                id=f"{FIELD}{item.name}-{len(found)}",
                said=said_of(choice.label, choice.easy, reading),
                chosen=choice.name in given,
                apart=is_missing and not any(each.missing for each in found),
                missing=is_missing,
            )
        )
    return tuple(found)


def _how_to_fill_in(item: Item, words: Words) -> str:
    known = {"select_multiple": "several", "integer": "number", "decimal": "decimal", "date": "date"}
    if item.kind == "text":
        return str(words["no_names"])
    limits = limits_of(item)
    if limits is not None:
        return words.refusal(limits.code, **limits.values)
    return str(words[known[item.kind]]) if item.kind in known else ""


def said_of(text: Text, easy: Text, reading: Reading) -> Said:
    """Return a wording in the language that is read, in another where it has none.

    Its language is told where it isn't that of the page's own words.
    """
    told = easy.get(reading.language, "") if reading.easy else ""
    told = told or wording(text, reading.language)
    language = reading.language
    if told not in (easy.get(language), text.get(language)):
        language = next((name for name, words in text.items() if words == told), "")
    if language in ("", reading.words.language):
        return Said(told)
    return Said(told, language, direction(language))
