"""The quality of questions and scales, as tables for a terminal and as a document for machines."""

from collections.abc import Callable
from itertools import groupby

from ljuspunkt.cli.columns import aligned
from ljuspunkt.cli.figures_table import whole_percent
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.quality import End, ItemQuality, Quality, ScaleQuality
from ljuspunkt.domain.survey.quality_words import FLAGS, remarks
from ljuspunkt.domain.survey.reliability import ItemInScale, Reliability
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.ui import figures as eyes

Translate = Callable[[str], str]
Document = dict[str, object]

NONE = "–"


def quality_table(found: Quality, instruments: Instruments, language: str, translate: Translate) -> str:
    """Return the questions and the scales of every wave and group, and sentences on what is missing."""
    lines = [
        translate(
            "Quality of questions, nationally and unprotected. Non-response over 10 %, floor or ceiling over 15 % "
            "stand out."
        )
    ]
    scales: dict[tuple[str, str], list[ScaleQuality]] = {}
    for scale in found.scales:
        scales.setdefault((scale.wave, scale.group), []).append(scale)
    for (wave, group), items in groupby(found.items, key=lambda item: (item.wave, item.group)):
        instrument = instruments.find(group=group, wave=wave)
        label = "" if instrument is None or instruments.single else wording(instrument.group_label, language)
        heading = translate("wave {wave}, group {group}").format(
            wave=wave, group=f"{group} ({label})" if label else group
        )
        lines += ["", heading, *_items(list(items), found, language, translate)]
        lines += _scales(scales.get((wave, group), []), language, translate)
    return "\n".join(lines)


def _items(items: list[ItemQuality], found: Quality, language: str, translate: Translate) -> list[str]:
    head = [
        translate("question"),
        "n",
        translate("no answer"),
        translate("don't know"),
        translate("not applicable"),
        translate("lowest step"),
        translate("highest step"),
        translate("stands out"),
    ]
    rows = [
        [
            item.question.name,
            str(item.n),
            _part(item.no_answer, item.n, translate),
            str(item.dont_know),
            str(item.not_applicable),
            _end(item.floor, item.answered, language, translate),
            _end(item.ceiling, item.answered, language, translate),
            ", ".join(translate(FLAGS[flag]) for flag in found.flags_of(item)),
        ]
        for item in items
    ]
    return aligned(head, rows, "<>>>><<<")


def _scales(scales: list[ScaleQuality], language: str, translate: Translate) -> list[str]:
    if not scales:
        return ["", translate("No indicator has several questions here, so there is no scale to judge.")]
    head = [
        translate("indicator"),
        translate("questions"),
        "n",
        translate("scored"),
        translate("lowest score"),
        translate("highest score"),
        translate("alpha"),
        translate("interval"),
        "omega",
        translate("stands out"),
    ]
    rows = [_scale_cells(scale, language, translate) for scale in scales]
    lines = ["", *aligned(head, rows, "<>>>>>><><")]
    inner = [
        [
            translate("indicator {number}").format(number=scale.indicator),
            item.question,
            _number(item.item_rest, language),
            _number(item.alpha_without, language),
            _number(item.loading, language),
        ]
        for scale in scales
        if isinstance(scale.reliability, Reliability)
        for item in scale.reliability.items
    ]
    if inner:
        columns = [
            "",
            translate("question"),
            translate("with the rest"),
            translate("alpha without"),
            translate("loading"),
        ]
        lines += ["", *aligned(columns, inner, "<<>>>")]
    sentences = [sentence for scale in scales for sentence in remarks(scale, translate)]
    return [*lines, *(["", *sentences] if sentences else [])]


def _scale_cells(scale: ScaleQuality, language: str, translate: Translate) -> list[str]:
    found = scale.reliability if isinstance(scale.reliability, Reliability) else None
    between = ""
    if found is not None:
        between = translate("{low} to {high}").format(
            low=_number(found.interval.low, language), high=_number(found.interval.high, language)
        )
    return [
        scale.indicator,
        str(len(scale.questions)),
        str(scale.n),
        NONE if scale.scored is None else str(scale.scored),
        _part(scale.floor, scale.scored, translate),
        _part(scale.ceiling, scale.scored, translate),
        NONE if found is None else _number(found.alpha, language),
        between,
        NONE if found is None else _number(found.omega, language),
        ", ".join(translate(FLAGS[flag]) for flag in scale.flags),
    ]


def _part(n: int | None, whole: int | None, translate: Translate) -> str:
    """Return a share as whole percent with "n of N"."""
    if n is None or not whole:
        return NONE
    of = translate("{positive} of {answered}").format(positive=n, answered=whole)
    return f"{whole_percent(n, whole)} % ({of})"


def _end(end: End | None, answered: int, language: str, translate: Translate) -> str:
    if end is None:
        return NONE
    return f"{_part(end.n, answered, translate)} {wording(end.choice.label, language) or end.choice.name}"


def _number(value: float | None, language: str) -> str:
    return NONE if value is None else eyes.number(value, language, 2)


def quality_json(found: Quality) -> Document:
    """Return questions and scales of plain values only, numbers unrounded."""
    return {
        "questions": [_item_document(item, found) for item in found.items],
        "scales": [_scale_document(scale) for scale in found.scales],
    }


def _item_document(item: ItemQuality, found: Quality) -> Document:
    return {
        "wave": item.wave,
        "group": item.group,
        "question": item.question.name,
        "n": item.n,
        "answered": item.answered,
        "no_answer": item.no_answer,
        "no_answer_share": item.no_answer / item.n if item.n else None,
        "dont_know": item.dont_know,
        "not_applicable": item.not_applicable,
        "floor": _end_document(item.floor, item.answered),
        "ceiling": _end_document(item.ceiling, item.answered),
        "flags": list(found.flags_of(item)),
    }


def _end_document(end: End | None, answered: int) -> Document | None:
    if end is None:
        return None
    return {"step": end.choice.name, "n": end.n, "share": end.n / answered if answered else None}


def _scale_document(scale: ScaleQuality) -> Document:
    found = scale.reliability if isinstance(scale.reliability, Reliability) else None
    return {
        "wave": scale.wave,
        "group": scale.group,
        "indicator": scale.indicator,
        "questions": [question.name for question in scale.questions],
        "n": scale.n,
        "scored": scale.scored,
        "floor": scale.floor,
        "ceiling": scale.ceiling,
        "reliability": found.alpha if found else None,
        "reliability_low": found.interval.low if found else None,
        "reliability_high": found.interval.high if found else None,
        "omega": found.omega if found else None,
        "n_pairs": found.n if found else None,
        "none_since": found.no_omega if found else scale.reliability,
        "items": [_inner_document(item) for item in found.items] if found else [],
        "flags": list(scale.flags),
    }


def _inner_document(item: ItemInScale) -> Document:
    return {
        "question": item.question,
        "item_rest": item.item_rest,
        "reliability_without": item.alpha_without,
        "loading": item.loading,
    }
