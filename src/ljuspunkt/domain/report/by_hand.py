"""One real figure of a report, counted by hand from beginning to end (räknat för hand).

Which figure is decided by the release alone: the first in the report's order of those that can show most, from the
question's text to the mean and the change. Everything that goes in stands in the released tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ljuspunkt.domain.report.by_hand_compared import against_the_others, chosen, funnel_by_hand, national_change
from ljuspunkt.domain.report.calculation import (
    between_points,
    difference_steps,
    mean_steps,
    share_steps,
    step,
    wilson_steps,
)
from ljuspunkt.domain.report.finding import Finding, Ground, ground
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Calculation, Cell, Row, Table
from ljuspunkt.domain.report.reading import EVERYONE, Reading, Subject
from ljuspunkt.domain.report.sentences import Change, change_between, in_year
from ljuspunkt.domain.report.words import (
    LANGUAGES,
    Language,
    decimal,
    interval_text,
    of_number,
    percent,
    percent_sign,
    pick,
    whole,
)
from ljuspunkt.domain.survey.counts import NO_ANSWER
from ljuspunkt.domain.survey.funnels import Funnel
from ljuspunkt.domain.survey.instrument import Question
from ljuspunkt.domain.vocabulary import wording


@dataclass(frozen=True, slots=True)
class Example:
    """The figure that is counted by hand.

    `subject` is what the report calls it; `asked` the one question behind it, None where there are several;
    `steps` how many chose each choice, empty where that isn't printed.
    """

    subject: Subject
    group: str
    association: str
    asked: Question | None
    reading: Reading
    steps: Mapping[str, int]
    values: Mapping[int, int]

    @property
    def figure_of(self) -> Subject:
        """The question itself where there is one, else the indicator."""
        if self.asked is None or (self.reading.row is not None and self.reading.row.question is None):
            return self.subject
        return Subject("question", self.asked.name, {}, ())


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of one association in two waves, with the change between them."""

    association: str
    later: Reading
    earlier: Reading
    change: Change


class ByHand:
    """The calculations of one publication's report, in either language."""

    def __init__(self, measurement: Measurement) -> None:
        self.measurement = measurement

    @cached_property
    def example(self) -> Example | None:
        """The figure that can show most, the first of equals; None where no exact share or mean is printed."""
        found = list(self._candidates())
        most = max(map(_shows, found), default=None)
        best = [example for example in found if _shows(example) == most]
        return next((example for example in best if self._compared(example) is not None), best[0] if best else None)

    def _candidates(self) -> Iterator[Example]:
        measurement = self.measurement
        places: list[tuple[str, str]] = [("", group) for group in measurement.national_groups]
        if not places:
            split = measurement.released.has("association", "group")
            groups = measurement.groups if split else (EVERYONE,)
            places = [(name, group) for group in groups for name in sorted(measurement.associations())]
        for subject in measurement.subjects:
            for association, group in places:
                example = self._candidate(subject, association, group)
                if example is not None:
                    yield example

    def _candidate(self, subject: Subject, association: str, group: str) -> Example | None:
        measurement = self.measurement
        if group != EVERYONE and group not in subject.groups:
            return None
        wave = measurement.latest
        asked_as = subject.groups[0] if group == EVERYONE and subject.groups else group
        questions = measurement.questions(subject, asked_as, wave)
        place = {"wave": wave, "group": group, **({"association": association} if association else {})}
        reading = measurement.released.read(subject, **place)
        only = questions[0] if len(questions) == 1 else None
        of_question = measurement.released.question(only.name, **place) if only is not None else None
        if of_question is not None and of_question.shown:
            reading = of_question
        if reading.row is None or reading.missing or (reading.share is None and reading.mean is None):
            return None
        steps = measurement.released.distribution(only.name, **reading.place) if only is not None else {}
        return Example(subject, group, association, only, reading, steps, _by_value(only, steps))

    def _compared(self, example: Example) -> Pair | None:
        """Return the association with most answers of those whose figure can be compared with an earlier wave."""
        measurement = self.measurement
        merged = {into for _, into in measurement.merged()}
        every = [example.association] if example.association else sorted(measurement.associations(measurement.latest))
        names = [name for name in every if name not in merged]
        found = [pair for name in names if (pair := self._pair(example, name)) is not None]
        if not found and not example.association:
            national = self._pair(example, "")
            found = [national] if national is not None else []
        return max(found, key=lambda pair: (pair.later.row.answered or 0) if pair.later.row else 0, default=None)

    def _pair(self, example: Example, association: str) -> Pair | None:
        measurement = self.measurement
        subject, group = example.subject, example.group
        readings = tuple(
            (
                wave,
                measurement.of_association(subject, association, group, wave)
                if association
                else measurement.national(subject, group, wave),
            )
            for wave in measurement.waves
        )
        for wave, reading in readings[:-1]:
            change = change_between(readings[-1][1], reading, earlier=wave)
            if change is not None:
                return Pair(association, readings[-1][1], reading, change)
        return None

    @cached_property
    def compared(self) -> Pair | None:
        """The change that is counted by hand."""
        example = self.example
        return self._compared(example) if example is not None and example.reading.share is not None else None

    def calculations(self, language: Language) -> tuple[Calculation, ...]:
        """Return every calculation that the release lets one do, in the order one does them."""
        example = self.example
        if example is None:
            return ()
        found = [self._question(example, language)]
        if example.reading.share is not None:
            found.append(self._share(example, language))
            if example.reading.interval is not None:
                found.append(self._interval(example, language))
        if example.values and example.reading.mean_interval is not None:
            found.append(self._mean(example, language))
        if self.compared is not None:
            found.append(self._change(self.compared, language))
        if example.reading.share is not None and not example.association:
            over = national_change(self.measurement, example.subject, example.group, language)
            found += [over] if over is not None else []
        funnel = self.funnel
        if funnel is not None:
            point = chosen(funnel, self.compared.association if self.compared is not None else "")
            found += [against_the_others(funnel, point, language), funnel_by_hand(funnel, point, language)]
        return tuple(found)

    @cached_property
    def funnel(self) -> Funnel | None:
        """The funnel that is counted by hand: of the example's group."""
        example = self.example
        if example is None:
            return None
        return self.measurement.compared.funnel(example.subject, example.group, self.measurement.latest)

    def findings(self) -> tuple[Finding, ...]:
        """Return the heading of every calculation as a finding, with the released figures it stands on."""
        example = self.example
        if example is None:
            return ()
        said = {language: {each.name: each.heading for each in self.calculations(language)} for language in LANGUAGES}
        return tuple(
            Finding(f"by-hand/{name}", {language: said[language][name] for language in said}, self._grounds(name))
            for name in said["sv"]
        )

    def _grounds(self, name: str) -> tuple[Ground, ...]:
        if name == "change" and self.compared is not None and self.example is not None:
            pair = (self.compared.later, self.compared.earlier)
            return tuple(ground(each, self.example.subject) for each in pair)
        return (ground(self.example.reading, self.example.figure_of),) if self.example is not None else ()

    def who(self, example: Example, language: Language) -> str:
        """Return whose figure it is: "deltagare (pågående insats), Norrvik, 2022"."""
        measurement = self.measurement
        among = measurement.among(example.group, language) or measurement.label(EVERYONE, language).lower()
        return ", ".join(part for part in (among, example.association, in_year(measurement.latest, language)) if part)

    def _question(self, example: Example, language: Language) -> Calculation:
        row = example.reading.row
        asked = example.asked
        if row is None:
            raise ValueError("an example has a row")
        title = self.measurement.title(example.subject, language)
        quoted = wording(asked.label, language) if asked is not None else title
        words = [self._where_it_stands(example, language)]
        if asked is None:
            words.append(
                pick(
                    language,
                    "Siffran lägger ihop svaren på indikatorns alla frågor; de står i avsnittet om indikatorn.",
                    "The figure adds up the answers to all of the indicator's questions; they stand in its part.",
                )
            )
        quote = pick(language, f"”{quoted}”", f"“{quoted}”")
        if row.positive is not None:
            counted = pick(
                language,
                f"{of_number(row.positive, row.answered or 0, 'sv')} svar räknas som positiva",
                f"{of_number(row.positive, row.answered or 0, 'en')} answers count as positive",
            )
        else:
            counted = pick(
                language,
                f"{whole(row.answered or 0, 'sv')} svar",
                f"{whole(row.answered or 0, 'en')} answers",
            )
        return Calculation(
            "question",
            (pick(language, "Frågan och svaren", "The question and the answers"), self.who(example, language)),
            f"{quote}: {counted}",
            tuple(words),
            self._choices(example, language),
            (),
        )

    def _where_it_stands(self, example: Example, language: Language) -> str:
        reading = example.reading
        group = example.group or (example.subject.groups[0] if example.subject.groups else "")
        instrument = self.measurement.instruments.find(group=group, wave=self.measurement.latest)
        named = example.asked.name if example.asked is not None else example.subject.id
        key = ", ".join([*reading.place.values(), named])
        version = f"{instrument.form_id} {instrument.version}" if instrument is not None else ""
        steps = example.steps and pick(
            language,
            f" Antalet som valde varje svar står i data/tables/{reading.table}.steps.csv.",
            f" How many chose each answer stands in data/tables/{reading.table}.steps.csv.",
        )
        form = pick(
            language,
            f" Frågan ställdes i frågeformuläret {version}.",
            f" The question was asked in the questionnaire {version}.",
        )
        return (
            pick(
                language,
                f"Siffran är rapportens egen och står i data/tables/{reading.table}.csv på raden {key}.",
                f"The figure is the report's own and stands in data/tables/{reading.table}.csv in the row {key}.",
            )
            + (steps or "")
            + (form if version else "")
        )

    def _choices(self, example: Example, language: Language) -> Table | None:
        asked, row = example.asked, example.reading.row
        if asked is None or row is None:
            return None
        rows = [
            _choice_row(example, choice.name, wording(choice.label, language), asked, language)
            for choice in asked.scale.choices
        ]
        rows.append(_choice_row(example, NO_ANSWER, pick(language, "Inget svar", "No answer"), asked, language))
        sums = [
            (pick(language, "Alla som fick frågan (n)", "All who were asked (n)"), row.n),
            (pick(language, "Besvarade frågan (answered)", "Answered the question (answered)"), row.answered),
            (pick(language, "Positiva svar (positive)", "Positive answers (positive)"), row.positive),
        ]
        rows += [
            Row(what, (Cell(""), Cell(whole(number, language), (), "shown")))
            for what, number in sums
            if number is not None
        ]
        return Table(
            pick(language, "Svaren på frågan", "The answers to the question"),
            (
                pick(language, "Svar", "Answer"),
                pick(language, "Räknas som", "Counts as"),
                pick(language, "Antal", "Number"),
            ),
            tuple(rows),
            (
                pick(
                    language,
                    "Nämnaren är de som besvarade frågan: ”vet inte”, ”gäller inte mig” och tomma svar räknas bort.",
                    "The denominator is those who answered the question: “don't know”, “doesn't apply to me” and "
                    "empty answers are left out.",
                ),
            ),
        )

    def _share(self, example: Example, language: Language) -> Calculation:
        row, share = example.reading.row, example.reading.share
        if row is None or share is None or row.positive is None or not row.answered:
            raise ValueError("an example with a share has its counts")
        shown = f"{percent(share)}{percent_sign(language)}"
        return Calculation(
            "share",
            (pick(language, "Andelen", "The share"),),
            pick(
                language,
                f"{of_number(row.positive, row.answered, 'sv')} är {shown}",
                f"{of_number(row.positive, row.answered, 'en')} is {shown}",
            ),
            (),
            None,
            share_steps(row.positive, row.answered, language),
        )

    def _interval(self, example: Example, language: Language) -> Calculation:
        row, interval = example.reading.row, example.reading.interval
        if row is None or interval is None or row.positive is None or not row.answered:
            raise ValueError("an example with an interval has its counts")
        several = example.asked is None
        effective = min(row.n or row.answered, row.answered) if several else row.answered
        steps = wilson_steps(row.positive / row.answered, effective, language)
        words = []
        if several:
            words.append(
                pick(
                    language,
                    f"Den som besvarat flera av frågorna räknas som ett svar: n i formeln är {whole(effective, 'sv')} "
                    f"svarande, inte {whole(row.answered, 'sv')} svar.",
                    f"Somebody who answered several of the questions counts as one answer: n in the formula is "
                    f"{whole(effective, 'en')} respondents, not {whole(row.answered, 'en')} answers.",
                )
            )
        return Calculation(
            "interval",
            (
                pick(language, "Osäkerheten", "The uncertainty"),
                pick(language, "Wilsons intervall", "Wilson's interval"),
            ),
            pick(
                language,
                f"Osäkerheten är {interval_text(interval.low, interval.high, 'sv')}",
                f"The uncertainty is {interval_text(interval.low, interval.high, 'en')}",
            ),
            tuple(words),
            None,
            steps,
            (_printed(("low", interval.low), ("high", interval.high), language=language),),
        )

    def _mean(self, example: Example, language: Language) -> Calculation:
        reading = example.reading
        interval, mean = reading.mean_interval, reading.mean
        if interval is None or mean is None or example.asked is None:
            raise ValueError("an example with values has a mean and its interval")
        values = example.asked.scale.values or {}
        steps = mean_steps(example.values, low=min(values.values()), high=max(values.values()), language=language)
        low, high = decimal(interval.low, language), decimal(interval.high, language)
        return Calculation(
            "mean",
            (pick(language, "Medelvärdet", "The mean"), pick(language, "t-intervall", "t interval")),
            pick(
                language,
                f"Medelvärdet är {decimal(mean, 'sv')}, med osäkerheten {low}–{high}",
                f"The mean is {decimal(mean, 'en')}, with the uncertainty {low}–{high}",
            ),
            (
                pick(
                    language,
                    "Varje svar har det värde som frågeformuläret ger det. Svar utan värde räknas inte.",
                    "Each answer has the value that the questionnaire gives it. Answers without a value aren't "
                    "counted.",
                ),
            ),
            None,
            steps,
            (_printed(("mean", mean), ("mean_low", interval.low), ("mean_high", interval.high), language=language),),
        )

    def _change(self, pair: Pair, language: Language) -> Calculation:
        later, earlier = pair.later, pair.earlier
        a, b = later.interval, earlier.interval
        if later.share is None or earlier.share is None or a is None or b is None:
            raise ValueError("a change has two shares with intervals")
        steps = difference_steps(float(later.share), a, float(earlier.share), b, language)
        low, high = step(steps, "low"), step(steps, "high")
        certain = low > 0 or high < 0
        said = between_points(low, high, language)
        if certain:
            verdict = pick(language, "större än slumpen", "greater than chance")
        else:
            verdict = pick(language, "kan vara slump", "may be chance")
        since = in_year(pair.change.earlier, language)
        who = f"{pair.association}: " if pair.association else ""
        return Calculation(
            "change",
            (
                pick(language, "Förändringen", "The change"),
                pick(language, "Newcombes intervall", "Newcombe's interval"),
            ),
            pick(
                language,
                f"{who}förändringen sedan {since} är {said}, {verdict}",
                f"{who}the change since {since} is {said}, {verdict}",
            ),
            (self._two_shares(pair, language),),
            None,
            steps,
        )

    def _two_shares(self, pair: Pair, language: Language) -> str:
        wave, earlier = self.measurement.latest, pair.change.earlier
        now, then = pair.later.row, pair.earlier.row
        if now is None or then is None:
            raise ValueError("a change has two rows")
        table = pair.later.table
        first = of_number(now.positive or 0, now.answered or 0, language)
        second = of_number(then.positive or 0, then.answered or 0, language)
        return pick(
            language,
            f"{first} svar {in_year(wave, 'sv')} och {second} svar {in_year(earlier, 'sv')} "
            f"(data/tables/{table}.csv). Gränserna low och high av båda årens andelar är Wilsons, räknade som ovan. "
            "Hela intervallet på samma sida om noll: större än slumpen. Annars: kan vara slump.",
            f"{first} answers in {in_year(wave, 'en')} and {second} answers in {in_year(earlier, 'en')} "
            f"(data/tables/{table}.csv). The limits low and high of both years' shares are Wilson's, counted as above. "
            "The whole interval on one side of zero: greater than chance. Otherwise: may be chance.",
        )


def _shows(example: Example) -> tuple[bool, bool, bool, bool]:
    mean = bool(example.values) and example.reading.mean_interval is not None
    return example.reading.share is not None, example.asked is not None, bool(example.steps), mean


def _by_value(asked: Question | None, steps: Mapping[str, int]) -> dict[int, int]:
    """Return how many answered each value; empty where a choice has none or the steps aren't printed."""
    values = asked.scale.values if asked is not None else None
    if values is None or not steps:
        return {}
    counted: dict[int, int] = {}
    for name, value in values.items():
        counted[value] = counted.get(value, 0) + steps.get(name, 0)
    return counted


def _choice_row(example: Example, name: str, label: str, asked: Question, language: Language) -> Row:
    missing = {choice.name for choice in asked.scale.choices if choice.missing is not None} | {NO_ANSWER}
    values = asked.scale.values or {}
    if name in missing:
        counts_as = pick(language, "räknas bort", "left out")
    elif name in asked.positive:
        counts_as = pick(language, "positivt", "positive")
    else:
        counts_as = pick(language, "svar, inte positivt", "answer, not positive")
    notes = (pick(language, f"värde {values[name]}", f"value {values[name]}"),) if name in values else ()
    number = whole(example.steps[name], language) if name in example.steps else "·"
    return Row(label or name, (Cell(counts_as, notes), Cell(number, (), "shown" if name in example.steps else "text")))


def _printed(*columns: tuple[str, float], language: Language) -> str:
    """Return what the released table says, so that one can hold it against what one has counted."""
    said = ", ".join(f"{name} {decimal(value, language, digits=6)}" for name, value in columns)
    return pick(language, f"I den publicerade tabellen: {said}.", f"In the released table: {said}.")
