"""A questionnaire on paper (pappersenkät) as a tagged PDF: instructions, boxes to tick, and the mark of its batch.

Every copy is alike: the mark on each page names the batch, never a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.scale import Choice
from ljuspunkt.domain.vocabulary import Text, wording
from ljuspunkt.files.paper_conditions import Conditions
from ljuspunkt.files.pdf import Content, compiled
from ljuspunkt.files.slips import qr_svg
from ljuspunkt.files.symbols import PRINTED_AS

SHORT_ROW = 90
"""Choices stand beside each other where their words hold at most so many characters together."""
MOST_BESIDE = 6
DIGITS = "123456789"
LINES = {"text": 4, "integer": 1, "decimal": 1, "date": 1}
FORMATS = {**PRINTED_AS, "image/svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading and what stands under it."""

    heading: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What stands beside the questions, in the language of the questionnaire.

    `page` holds {n} and {of}; `several`, `number` and `date` say how such questions are answered.
    """

    page: str
    how: Passage
    anonymous: Passage
    done: Passage
    several: str
    number: str
    date: str
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture beside a question: its bytes, their media type, and what it shows."""

    content: bytes
    media_type: str
    alt: str


@dataclass(frozen=True, slots=True)
class Helped:
    """The question whether somebody helped, asked at the end."""

    label: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What all copies of a print have in common: `mark` on every page, and beside it what it is for."""

    mark: str
    name: str


def questionnaire_pdf(
    questionnaire: Questionnaire,
    language: str,
    *,
    easy: bool,
    right_to_left: bool,
    words: PaperWords,
    batch: Batch,
    helped: Helped | None = None,
    pictures: Mapping[str, Drawn] | None = None,
) -> bytes:
    """Return a questionnaire to be printed.

    Args:
        questionnaire: complete in the language.
        language: in which it is printed.
        easy: in easy read, larger and with pictures.
        right_to_left: whether the language is written so.
        words: what stands beside the questions.
        batch: what the copies are marked with.
        helped: the question about help; None where it isn't asked.
        pictures: by name.

    Raises:
        BadInput: the fonts for printing lack letters of the language.
    """
    said = _Said(language, easy)
    numbers = item_numbers(questionnaire)
    parts = list(_parts(questionnaire.body, questionnaire, said, numbers, words, pictures or {} if easy else {}))
    if helped is not None:
        choices = tuple(Choice(str(place), {language: label}) for place, label in enumerate(helped.choices))
        parts.append({**_question(helped.label), "choices": _choices(choices, said), "number": str(len(numbers) + 1)})
    title = wording(questionnaire.title, language) or questionnaire.form_id
    return compiled(
        "questionnaire",
        {
            "language": language,
            "rtl": right_to_left,
            "easy": easy,
            "title": title,
            "about": wording(questionnaire.group_label, language),
            "mark": batch.mark,
            "name": batch.name,
            "qr": qr_svg(batch.mark),
            "page": words.page,
            "how": _passage(words.how),
            "anonymous": _passage(words.anonymous),
            "done": _passage(words.done),
            "parts": parts,
        },
        all_letters=True,
    )


def item_numbers(questionnaire: Questionnaire) -> dict[str, int]:
    """Return the number that each question has on paper, by its name; notes have none."""
    questions = [item.name for item in questionnaire.items if item.kind != "note"]
    return {name: number for number, name in enumerate(questions, start=1)}


def digit_of(place: int, of: int) -> str:
    """Return the digit printed beside a choice, by which it is also entered: "1" for the first of at most nine."""
    return DIGITS[place] if of <= len(DIGITS) else ""


@dataclass(frozen=True, slots=True)
class _Said:
    language: str
    easy: bool

    def of(self, label: Text, easy: Text) -> str:
        """Return the easy wording where it is asked for and there is one, else the ordinary."""
        return (easy.get(self.language, "") if self.easy else "") or wording(label, self.language)


def _parts(
    body: tuple[Item | Section, ...],
    questionnaire: Questionnaire,
    said: _Said,
    numbers: Mapping[str, int],
    words: PaperWords,
    pictures: Mapping[str, Drawn],
) -> Iterator[Content]:
    for part in body:
        label = said.of(part.label, part.easy)
        condition = words.conditions.said(part.relevant, questionnaire, numbers, said.of)
        if isinstance(part, Section):
            if label or condition:
                yield {"kind": "heading", "label": label, "condition": condition}
            yield from _parts(part.body, questionnaire, said, numbers, words, pictures)
        elif part.kind == "note":
            yield {"kind": "note", "label": label}
        else:
            yield _item(part, questionnaire, said, numbers, words, pictures, label, condition)


def _item(
    item: Item,
    questionnaire: Questionnaire,
    said: _Said,
    numbers: Mapping[str, int],
    words: PaperWords,
    pictures: Mapping[str, Drawn],
    label: str,
    condition: str,
) -> Content:
    scale = questionnaire.scales.get(item.scale)
    choices = _choices(scale.choices, said) if scale and item.kind in ("select_one", "select_multiple") else []
    how = {"select_multiple": words.several, "integer": words.number, "decimal": words.number, "date": words.date}
    hints = [wording(item.hint, said.language), how.get(item.kind, "")]
    long = sum(len(str(each["label"])) for each in choices)
    return {
        **_question(label),
        "number": str(numbers[item.name]),
        "condition": condition,
        "hint": " ".join(hint for hint in hints if hint),
        "choices": choices,
        "beside": not said.easy and 1 < len(choices) <= MOST_BESIDE and long <= SHORT_ROW,
        "lines": LINES.get(item.kind, 0),
        "picture": _picture(pictures.get(item.picture)),
    }


def _question(label: str) -> Content:
    return {
        "kind": "question",
        "label": label,
        "number": "",
        "condition": "",
        "hint": "",
        "choices": [],
        "beside": False,
        "lines": 0,
        "picture": None,
    }


def _choices(choices: tuple[Choice, ...], said: _Said) -> list[Content]:
    return [
        {
            "label": said.of(choice.label, choice.easy) or choice.name,
            "digit": digit_of(place, len(choices)),
            "apart": choice.missing is not None and place > 0 and choices[place - 1].missing is None,
        }
        for place, choice in enumerate(choices)
    ]


def _passage(passage: Passage) -> Content:
    return {"heading": passage.heading, "said": list(passage.said)}


def _picture(drawn: Drawn | None) -> Content | None:
    kind = FORMATS.get(drawn.media_type) if drawn else None
    if drawn is None or kind is None:
        return None
    vector = kind == "svg"
    return {
        "format": kind,
        "alt": drawn.alt,
        "svg": drawn.content.decode() if vector else None,
        "bytes": [] if vector else list(drawn.content),
    }
