"""The sentences of a report (meningar), each from released figures alone, in Swedish and English.

A change is called an increase or a decrease only where its interval excludes zero; else the sentence says that
it may be chance. Nothing here is called an effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from ljuspunkt.domain.estimation.difference import difference_of_intervals
from ljuspunkt.domain.report.reading import Reading
from ljuspunkt.domain.report.words import (
    Language,
    decimal,
    in_ten,
    in_words,
    interval_text,
    of_number,
    out_of,
    percent,
    pick,
    points,
    sentence_case,
)
from ljuspunkt.domain.survey.funnels import Q
from ljuspunkt.domain.vocabulary import Interval

FEW = "few"


@dataclass(frozen=True, slots=True)
class Change:
    """The latest share minus an earlier one, with its interval.

    Attributes:
        earlier: the earlier wave.
        before: its share.
        after: the latest share.
        interval: Newcombe's, from the printed intervals; over associations where `clusters` says how many.
        p_adjusted: counting all comparisons it was made among; None where it was made alone.
        clusters: associations that a national interval runs over; 0 where answers are taken as independent.
        difference: over those associations; None where it is `after` minus `before`.
    """

    earlier: str
    before: Fraction
    after: Fraction
    interval: Interval
    p_adjusted: float | None = None
    clusters: int = 0
    difference: float | None = None

    @property
    def certain(self) -> bool:
        """Whether the interval excludes no change, and still does counting all comparisons."""
        outside = self.interval.low > 0 or self.interval.high < 0
        return outside and (self.p_adjusted is None or self.p_adjusted <= Q)

    @property
    def value(self) -> float:
        """The difference of the shares that the interval is about."""
        return float(self.after - self.before) if self.difference is None else self.difference

    @property
    def up(self) -> bool:
        return self.value > 0


def change_between(latest: Reading, before: Reading, *, earlier: str) -> Change | None:
    """Return the change between two figures, None unless both have a share and an interval."""
    share_a, interval_a, share_b, interval_b = latest.share, latest.interval, before.share, before.interval
    if share_a is None or interval_a is None or share_b is None or interval_b is None:
        return None
    interval = difference_of_intervals(float(share_a), interval_a, float(share_b), interval_b)
    return Change(earlier, share_b, share_a, interval)


def in_year(wave: str, language: Language) -> str:
    """Return "2022" for a year, else "mätningen våren 2022"."""
    if wave.isdigit() and len(wave) == 4:
        return wave
    joined = wave.replace("+", "–")
    return joined if "+" in wave else pick(language, f"mätningen {wave}", f"wave {wave}")


def level(reading: Reading, *, title: str, group: str, wave: str, language: Language) -> str:
    """Return a section's heading: "Någon håller ihop stödet: åtta av tio svar från … är positiva 2022"."""
    when = in_year(wave, language)
    share = reading.share
    if share is not None or reading.band:
        return f"{title}: {_positive_answers(reading, group, language)} {when}"
    if reading.mean is not None:
        mean = decimal(reading.mean, language)
        among = pick(language, f"bland {group}", f"among {group}") if group else ""
        said = pick(language, f"medelvärdet {among} är {mean}", f"the mean {among} is {mean}")
        return f"{title}: {' '.join(said.split())} {when}"
    return pick(language, f"{title}: ingen siffra för {when} kan visas", f"{title}: no figure for {when} can be shown")


def _positive_answers(reading: Reading, group: str, language: Language) -> str:
    """Return "åtta av tio svar från deltagare är positiva"."""
    among = pick(language, f" från {group}", f" from {group}") if group else ""
    share = reading.share
    if share is None:
        few = reading.band == FEW
        return pick(
            language,
            f"{'få' if few else 'nästan alla'} svar{among} är positiva",
            f"{'few' if few else 'nearly all'} answers{among} are positive",
        )
    words = in_ten(share, language)
    if share == 0:
        return pick(language, f"inget svar{among} är positivt", f"no answer{among} is positive")
    if words in ("hälften", "half"):
        return pick(language, f"hälften av svaren{among} är positiva", f"half of the answers{among} are positive")
    return pick(language, f"{words} svar{among} är positiva", f"{words} answers{among} are positive")


def figure_in_full(
    reading: Reading, *, positive: Sequence[str], items: int, unit_known: bool, language: Language
) -> str:
    """Return the figure with its counts: "52 av 64 som besvarade frågan, 81 procent, svarade ”Stämmer helt” …".

    Args:
        reading: with a share, a band or a mean.
        positive: labels of the choices that count as positive, the same for all items; empty where they differ.
        items: how many questions are behind the figure.
        unit_known: whether one answer is one respondent.
        language: to say it in.
    """
    row = reading.row
    if row is None or not reading.shown:
        return ""
    if reading.share is None and not reading.band:
        interval = reading.mean_interval
        width = f" ({decimal(interval.low, language)}–{decimal(interval.high, language)})" if interval else ""
        mean = decimal(reading.mean or 0.0, language)
        who = row.n if row.answered is None else row.answered
        return pick(
            language,
            f"Medelvärdet är {mean}{width}, räknat på {who} svar.",
            f"The mean is {mean}{width}, over {who} answers.",
        )
    answered = row.answered or 0
    quoted = [pick(language, f"”{label}”", f"“{label}”") for label in positive]
    choices = _either(quoted, language)
    if unit_known and items == 1:
        unit = pick(language, "som besvarade frågan", "who answered the question")
        verb = pick(language, f"svarade {choices}", f"answered {choices}") if quoted else ""
    else:
        unit = pick(
            language,
            f"svar på {in_words(items, language)} frågor" if items > 1 else "svar",
            f"answers to {in_words(items, language)} questions" if items > 1 else "answers",
        )
        verb = pick(language, f"är {choices}", f"are {choices}") if quoted else ""
    verb = verb or pick(language, "är positiva", "are positive")
    interval = reading.interval
    within = interval_text(interval.low, interval.high, language) if interval else ""
    unsure = ""
    if reading.uncertain:
        unsure = pick(
            language,
            " Andelen är osäker: intervallet är bredare än 40 procentenheter.",
            " The share is uncertain: the interval is wider than 40 percentage points.",
        )
    if reading.share is None:
        few = reading.band == FEW
        counts = "0–1" if few else f"{answered - 1}–{answered}"
        said = f"{counts} {pick(language, 'av', 'of')} {answered}"
        exact = pick(language, "Exakt antal visas inte i små grupper", "The exact number isn't shown for small groups")
        return f"{sentence_case(said)} {unit} {verb} ({within}). {exact}.{unsure}"
    number = percent(reading.share)
    share = pick(language, f"{number} procent", f"{number} per cent")
    said = f"{of_number(row.positive or 0, answered, language)} {unit}, {share}, {verb}"
    uncertainty = pick(language, "95 procents osäkerhet", "95 per cent uncertainty")
    return f"{said} ({uncertainty} {within}).{unsure}"


def _either(parts: Sequence[str], language: Language) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {pick(language, 'eller', 'or')} {parts[-1]}"


def change_in_full(change: Change, language: Language) -> str:
    """Return the change with its interval and whether it may be chance."""
    when = in_year(change.earlier, language)
    year = pick(language, f"År {when}", f"In {when}") if when.isdigit() else sentence_case(when)
    before = percent(change.before)
    was = pick(language, f"{year} var det {before} procent.", f"{year} it was {before} per cent.")
    low, high = change.interval.low, change.interval.high
    over = _over(change.clusters, language)
    if change.certain:
        least, most = sorted((abs(low), abs(high)))
        span = f"{_at_least(least, language)}–{percent(most)}"
        verb = pick(language, "ökat" if change.up else "minskat", "risen" if change.up else "fallen")
        return f"{was} " + pick(
            language,
            f"Andelen{over} har {verb} med {span} procentenheter, mer än slumpen rimligen ger.",
            f"The share{over} has {verb} by {span} percentage points, more than chance is likely to give.",
        )
    return f"{was} " + pick(
        language,
        f"Skillnaden{over} kan vara slump: den ligger mellan {points(low)} och {points(high)} procentenheter.",
        f"The difference{over} may be chance: it lies between {points(low)} and {points(high)} percentage points.",
    )


def _over(clusters: int, language: Language) -> str:
    """Return over which associations a national change runs."""
    if not clusters:
        return ""
    return pick(
        language,
        f" i de {in_words(clusters, 'sv')} förbund som kan visas båda åren",
        f" in the {in_words(clusters, 'en')} associations that can be shown in both years",
    )


def _at_least(value: float, language: Language) -> str:
    """Return the near end of a change that isn't chance: never rounded to nothing."""
    rounded = percent(value)
    return str(rounded) if rounded else decimal(max(floor(value * 1000) / 10, 0.1), language, digits=1)


def groups_compared(
    shares: Sequence[Fraction], changes: Sequence[Change], *, earlier: str, measured_once: bool, language: Language
) -> str:
    """Return the finding above the picture: the groups' span in the latest wave, and what is certain of changes."""
    parts = []
    if len(shares) > 1:
        low, high = percent(min(shares)), percent(max(shares))
        span = f"{low}–{high}" if low != high else str(low)
        groups = in_words(len(shares), language)
        parts.append(
            pick(
                language, f"{span} procent positiva i {groups} grupper", f"{span} per cent positive in {groups} groups"
            )
        )
    elif shares:
        number = percent(shares[0])
        parts.append(pick(language, f"{number} procent positiva", f"{number} per cent positive"))
    parts.append(_changes(changes, earlier=earlier, measured_once=measured_once, language=language))
    return sentence_case("; ".join(part for part in parts if part))


def _changes(changes: Sequence[Change], *, earlier: str, measured_once: bool, language: Language) -> str:
    if not changes:
        if measured_once:
            return ""
        return pick(language, "inga år går att jämföra", "no years can be compared")
    certain = sum(change.certain for change in changes)
    since = in_year(earlier, language)
    if certain == 0:
        if len(changes) == 1:
            return pick(
                language, f"skillnaden sedan {since} kan vara slump", f"the difference since {since} may be chance"
            )
        return pick(
            language,
            f"alla skillnader sedan {since} kan vara slump",
            f"all differences since {since} may be chance",
        )
    if certain == len(changes):
        if certain == 1:
            return pick(
                language,
                f"skillnaden sedan {since} är större än slumpen",
                f"the difference since {since} is greater than chance",
            )
        return pick(
            language,
            f"alla {in_words(certain, language)} skillnader sedan {since} är större än slumpen",
            f"all {in_words(certain, language)} differences since {since} are greater than chance",
        )
    return pick(
        language,
        f"{out_of(certain, len(changes), language)} skillnader sedan {since} är större än slumpen",
        f"{out_of(certain, len(changes), language)} differences since {since} "
        f"{'is' if certain == 1 else 'are'} greater than chance",
    )


def summary(
    *,
    respondents: int | None,
    associations: int,
    wave: str,
    compared: int,
    certain: int,
    earlier: str,
    language: Language,
) -> str:
    """Return the report's own heading, all its counts from what is shown."""
    when = in_year(wave, language)
    parts = []
    if respondents is not None:
        number = f"{respondents:,}".replace(",", "\N{NO-BREAK SPACE}" if language == "sv" else ",")
        parts.append(pick(language, f"{number} svarade", f"{number} people answered"))
    if associations > 1:
        parts.append(
            pick(
                language,
                f"i {associations} förbund" if parts else f"{associations} förbund deltog",
                f"in {associations} associations" if parts else f"{associations} associations took part",
            )
        )
    first = " ".join([*parts, when])
    if not compared:
        return sentence_case(first)
    since = in_year(earlier, language)
    return f"{sentence_case(first)}: " + pick(
        language,
        f"{out_of(certain, compared, language)} skillnader sedan {since} är större än slumpen",
        f"{out_of(certain, compared, language)} differences since {since} "
        f"{'is' if certain == 1 else 'are'} greater than chance",
    )


def expected_by_chance(compared: int, language: Language) -> str:
    """Return how many of so many comparisons would look certain though nothing had changed."""
    number = max(1, round(compared / 20))
    return pick(
        language,
        f"Om inget hade förändrats skulle ändå omkring {out_of(number, compared, language)} jämförelser se säkra ut.",
        f"Had nothing changed, about {out_of(number, compared, language)} comparisons would still look certain.",
    )


def associations_shown(shown: int, there: int, shares: Sequence[Fraction], *, group: str, language: Language) -> str:
    """Return the finding above a table of associations."""
    of = pick(language, f"{shown} av {there} förbund kan visas", f"{shown} of {there} associations can be shown")
    among = pick(language, f" för {group}", f" for {group}") if group else ""
    if len(shares) < 2:
        return f"{of}{among}"
    low, high = percent(min(shares)), percent(max(shares))
    if low == high:
        return f"{of}{among}, " + pick(
            language, f"alla med {low} procent positiva", f"all with {low} per cent positive"
        )
    return f"{of}{among}, " + pick(
        language, f"med mellan {low} och {high} procent positiva", f"with {low} to {high} per cent positive"
    )


def association_summary(
    name: str, *, shown: int, there: int, changes: Sequence[Change], earlier: str, wave: str, language: Language
) -> str:
    """Return the heading of one association's page."""
    when = in_year(wave, language)
    first = pick(
        language,
        f"{name} {when}: {of_number(shown, there, 'sv')} siffror kan visas",
        f"{name} {when}: {of_number(shown, there, 'en')} figures can be shown",
    )
    rest = _changes(changes, earlier=earlier, measured_once=not changes, language=language)
    return f"{first}; {rest}" if rest else first
