"""The quality of a pilot's questions as a workbook (frågekvalitet): questions, their steps, and scales.

Numbers are numbers and names are text. The same quality gives the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.domain.survey.counts import Steps
from ljuspunkt.domain.survey.quality import ItemQuality, Quality, ScaleQuality
from ljuspunkt.domain.survey.quality_words import FLAGS, remarks
from ljuspunkt.domain.survey.reliability import Reliability
from ljuspunkt.domain.vocabulary import wording

NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
Cell = str | int | float | None
StepsOf = Mapping[tuple[str, str, str], Steps]
"""How many ticked each step, by wave, group and question."""


def quality_workbook(found: Quality, steps: StepsOf, language: Language, translate: Callable[[str], str]) -> bytes:
    """Return the quality of questions and scales as a workbook.

    Args:
        found: of all groups that are shown.
        steps: of the same groups.
        language: of the headings and labels.
        translate: looks up sentences in the same language.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": NO_DATE})
    bold = book.add_format({"bold": True})
    for name, columns, rows in (
        (pick(language, "Frågor", "Questions"), _item_columns(language), _items(found, language, translate)),
        (pick(language, "Steg", "Steps"), _step_columns(language), _steps(found, steps, language)),
        (pick(language, "Skalor", "Scales"), _scale_columns(language), _scales(found, translate)),
    ):
        sheet = book.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell)
                elif cell is not None:
                    sheet.write_number(number, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 16)
    book.close()
    return out.getvalue()


def _item_columns(language: Language) -> Sequence[str]:
    return (
        pick(language, "Omgång", "Wave"),
        pick(language, "Grupp", "Group"),
        pick(language, "Fråga", "Question"),
        pick(language, "Lydelse", "Wording"),
        "n",
        pick(language, "Besvarade", "Answered"),
        pick(language, "Hoppade över", "Skipped"),
        pick(language, "Vet inte", "Don’t know"),
        pick(language, "Gäller inte", "Not applicable"),
        pick(language, "Lägsta steget", "Lowest step"),
        pick(language, "Högsta steget", "Highest step"),
        pick(language, "Sticker ut", "Stands out"),
    )


def _items(found: Quality, language: Language, translate: Callable[[str], str]) -> list[list[Cell]]:
    return [
        [
            item.wave,
            item.group,
            item.question.name,
            wording(item.question.label, language),
            item.n,
            item.answered,
            item.no_answer,
            item.dont_know,
            item.not_applicable,
            item.floor.n if item.floor else None,
            item.ceiling.n if item.ceiling else None,
            ", ".join(translate(FLAGS[flag]) for flag in found.flags_of(item)),
        ]
        for item in found.items
    ]


def _step_columns(language: Language) -> Sequence[str]:
    return (
        pick(language, "Omgång", "Wave"),
        pick(language, "Grupp", "Group"),
        pick(language, "Fråga", "Question"),
        pick(language, "Steg", "Step"),
        pick(language, "Lydelse", "Wording"),
        "n",
    )


def _steps(found: Quality, steps: StepsOf, language: Language) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for item in found.items:
        n = steps[item.wave, item.group, item.question.name]
        rows += [
            [item.wave, item.group, item.question.name, name, label, n.get(name, 0)]
            for name, label in steps_in_words(item, language)
        ]
    return rows


def steps_in_words(item: ItemQuality, language: Language) -> list[tuple[str, str]]:
    """Return the steps of a question with their words, no answer last."""
    choices = [(choice.name, wording(choice.label, language)) for choice in item.question.scale.choices]
    return [*choices, ("", pick(language, "Hoppade över", "Skipped"))]


def _scale_columns(language: Language) -> Sequence[str]:
    return (
        pick(language, "Omgång", "Wave"),
        pick(language, "Grupp", "Group"),
        "Indikator" if language == "sv" else "Indicator",
        pick(language, "Frågor", "Questions"),
        "n",
        pick(language, "Poängsatta", "Scored"),
        pick(language, "Alla lägst", "All lowest"),
        pick(language, "Alla högst", "All highest"),
        "alpha",
        pick(language, "alpha, nedre", "alpha, lower"),
        pick(language, "alpha, övre", "alpha, upper"),
        "omega",
        pick(language, "Anmärkning", "Remark"),
    )


def _scales(found: Quality, translate: Callable[[str], str]) -> list[list[Cell]]:
    return [_scale(scale, translate) for scale in found.scales]


def _scale(scale: ScaleQuality, translate: Callable[[str], str]) -> list[Cell]:
    found = scale.reliability if isinstance(scale.reliability, Reliability) else None
    said = [*(translate(FLAGS[flag]) for flag in scale.flags), *remarks(scale, translate)]
    return [
        scale.wave,
        scale.group,
        scale.indicator,
        ", ".join(question.name for question in scale.questions),
        scale.n,
        scale.scored,
        scale.floor,
        scale.ceiling,
        found.alpha if found else None,
        found.interval.low if found else None,
        found.interval.high if found else None,
        found.omega if found else None,
        " ".join(said),
    ]
