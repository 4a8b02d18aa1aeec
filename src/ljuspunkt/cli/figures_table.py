"""The figures of a measurement as tables for a terminal, with "n of N" beside every percentage."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from ljuspunkt.cli.columns import aligned
from ljuspunkt.cli.language import N_
from ljuspunkt.domain.survey.comparability import Reason
from ljuspunkt.domain.survey.figures import FigureRow, Figures
from ljuspunkt.domain.survey.instrument import IndicatorTitle, Instruments, Question
from ljuspunkt.domain.survey.response import Response
from ljuspunkt.domain.vocabulary import Interval, wording
from ljuspunkt.ui import figures as eyes

Translate = Callable[[str], str]
Responses = Mapping[tuple[str, ...], Response]
Titles = Mapping[str, IndicatorTitle]

WHY_APART: Mapping[str, str] = {
    "wording": N_("the wording differs"),
    "scale": N_("the answer scale differs"),
    "positive": N_("other choices count as positive"),
    "direction": N_("one of them is reversed"),
    "items": N_("the questions differ"),
}


def remarks(found: Figures, translate: Translate) -> list[str]:
    """Return what must be said about the figures besides them."""
    waves = dict.fromkeys(one.wave for one in found.apart)
    by_reason: dict[Reason, dict[str, list[str]]] = {}
    for one in found.apart:
        name = one.question or translate("indicator {number}").format(number=one.indicator)
        by_reason.setdefault(one.reason, {}).setdefault(name, []).append(one.wave)
    sentences = []
    for reason, names in by_reason.items():
        listed = [name if len(when) == len(waves) else f"{name} ({', '.join(when)})" for name, when in names.items()]
        sentence = translate("Not added up over the groups, since {reason}: {names}.")
        sentences.append(sentence.format(reason=translate(WHY_APART[reason]), names=", ".join(listed)))
    if found.unscored:
        sentence = translate(
            "No scores lie beside the counts: indicators of several questions have no interval or mean ({numbers})."
        )
        sentences.append(sentence.format(numbers=", ".join(found.unscored)))
    return sentences


def table(
    found: Figures,
    instruments: Instruments,
    response: Responses,
    by: Sequence[str],
    language: str,
    translate: Translate,
) -> str:
    """Return every set with its questions and indicators, the reliabilities, and what the names stand for."""
    lines = list(dict.fromkeys(wording(instrument.title, language) for instrument in instruments.each))
    lines = [title for title in lines if title]
    lines += [
        translate("Unprotected figures for the analyst. Intervals are 95 %; the denominator is those who answered.")
    ]
    if any(row.population is not None for row in found.rows):
        lines += [
            translate("Where a list is named the intervals are of just the people on it, not of people like them.")
        ]
    divided = tuple(dict.fromkeys(("wave", *by)))
    shown: set[tuple[str, ...]] = set()
    for values, rows in groupby(found.rows, key=lambda row: tuple(row.key[column] or "" for column in divided)):
        shown.add(values)
        of_set = list(rows)
        population = of_set[0].population
        lines += ["", _heading(divided, values, response.get(values), population, instruments, language, translate)]
        lines += aligned(_head(translate), [_cells(row, language, translate) for row in of_set], "<>><<<>>>")
    for values, one in response.items():
        if values not in shown:
            lines += ["", _heading(divided, values, one, None, instruments, language, translate)]
    lines += _reliabilities(found, language, translate)
    return "\n".join((*lines, *_legend(found, instruments.titles, language, translate)))


def whole_percent(numerator: int, denominator: int) -> int:
    """Return a share as whole percent, exact halves upwards."""
    return (200 * numerator + denominator) // (2 * denominator)


def _heading(
    columns: Sequence[str],
    values: Sequence[str],
    response: Response | None,
    population: int | None,
    instruments: Instruments,
    language: str,
    translate: Translate,
) -> str:
    wave = values[columns.index("wave")]
    parts = []
    for column, value in zip(columns, values, strict=True):
        named = group_name(value, wave, instruments, language) if column == "group" else value or "–"
        parts.append(f"{translate(NAMES.get(column, column))} {named}")
    heading = ", ".join(parts)
    if population is not None:
        heading += f" ({translate('list of {population}').format(population=population)})"
    if response is None:
        return heading
    if response.asked is None:
        said = translate("{answered} answered; how many were asked isn't known, so there is no response rate")
        return f"{heading}: {said.format(answered=response.answered)}"
    if not response.asked:
        return heading
    said = translate("{answered} of {asked} asked answered, {percent} %")
    percent = whole_percent(response.answered, response.asked)
    return f"{heading}: {said.format(answered=response.answered, asked=response.asked, percent=percent)}"


def group_name(group: str, wave: str, instruments: Instruments, language: str) -> str:
    """Return a group as it is called in the counts, with its label where an instrument has one."""
    instrument = instruments.find(group=group, wave=wave)
    label = "" if instrument is None or instruments.single else wording(instrument.group_label, language)
    return f"{group} ({label})" if label else group


NAMES = {"wave": N_("wave"), "association": N_("association"), "group": N_("group")}


def _head(translate: Translate) -> list[str]:
    return [
        "",
        translate("positive"),
        translate("n of N"),
        translate("interval"),
        translate("mean"),
        translate("interval"),
        translate("don't know"),
        translate("not applicable"),
        translate("no answer"),
    ]


def _cells(row: FigureRow, language: str, translate: Translate) -> list[str]:
    figure = row.figure
    name = row.question or translate("indicator {number}").format(number=row.indicator)
    if figure.share is None or figure.positive is None:
        share, of = "–", translate("{answered} answered").format(answered=figure.answered)
    else:
        share = f"{whole_percent(figure.positive, figure.answered)} %"
        of = translate("{positive} of {answered}").format(positive=figure.positive, answered=figure.answered)
    interval = ""
    if figure.interval is not None:
        interval = f"{eyes.rounded(100 * figure.interval.low)}–{eyes.rounded(100 * figure.interval.high)} %"
        if figure.interval.uncertain:
            interval += f" {translate('uncertain')}"
    mean = "" if figure.mean is None else eyes.number(figure.mean, language, 2)
    return [
        name,
        share,
        of,
        interval,
        mean,
        _between(figure.mean_interval, language),
        *(str(number) for number in (row.dont_know, row.not_applicable, row.no_answer)),
    ]


def _between(interval: Interval | None, language: str) -> str:
    return "" if interval is None else "–".join(eyes.number(end, language, 2) for end in (interval.low, interval.high))


def _reliabilities(found: Figures, language: str, translate: Translate) -> list[str]:
    if not found.reliabilities:
        return []
    head = [translate("Reliability"), translate("wave"), translate("group"), translate("alpha"), "omega", "n"]
    rows = [
        [
            translate("indicator {number}").format(number=row.indicator),
            row.wave,
            row.group,
            eyes.number(row.alpha, language, 2),
            "–" if row.omega is None else eyes.number(row.omega, language, 2),
            str(row.n),
        ]
        for row in found.reliabilities
    ]
    return ["", *aligned(head, rows, "<<<>>>")]


def _legend(found: Figures, titles: Titles, language: str, translate: Translate) -> list[str]:
    """Say once what each question asks and which of its answers count as positive, and what each indicator is."""
    questions: dict[tuple[str, str], dict[str, dict[str, None]]] = {}
    indicators: dict[str, None] = {}
    for row in found.rows:
        if row.indicator is not None:
            indicators[row.indicator] = None
        else:
            place = (row.key.get("group") or "", row.items[0].name)
            text = _question(row.items[0], language, translate)
            questions.setdefault(place, {}).setdefault(text, {})[row.key["wave"] or ""] = None
    lines: list[str] = []
    for group, places in groupby(sorted(questions, key=lambda place: place[0]), key=lambda place: place[0]):
        lines += ["", translate("Questions of {group}").format(group=group) if group else translate("Questions")]
        for place in places:
            for text, waves in questions[place].items():
                when = "" if len(questions[place]) == 1 else f" ({', '.join(waves)})"
                lines.append(f"{place[1]}{when}: {text}")
    named = [number for number in sorted(indicators, key=as_number) if number in titles and titles[number].title]
    if named:
        lines += ["", translate("Indicators")]
        lines += [f"{number}: {wording(titles[number].title, language)}" for number in named]
    return lines


def as_number(text: str) -> tuple[int, str]:
    """Return a key that sorts 2 before 10, and words last."""
    return (int(text) if text.isdecimal() else 10**9, text)


def _question(question: Question, language: str, translate: Translate) -> str:
    positive = ", ".join(
        wording(choice.label, language) or choice.name
        for choice in question.scale.answers
        if choice.name in question.positive
    )
    counted = translate("Positive: {choices}.").format(choices=positive or "–")
    label = wording(question.label, language)
    backwards = f" {translate('Reversed: a high value is bad.')}" if question.reverse else ""
    return f"{label}{'' if label.endswith(('.', '?')) else '.'} {counted}{backwards}"
