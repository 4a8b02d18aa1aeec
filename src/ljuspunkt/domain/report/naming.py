"""What days, votes, candidates and protocols of a conference are called in its report."""

from datetime import date, datetime

from ljuspunkt.domain.consensus.conference import ProtocolPlan
from ljuspunkt.domain.indicator.indicator import Indicator
from ljuspunkt.domain.report.words import Language, pick
from ljuspunkt.domain.vocabulary import wording

_MONTHS_SV = "januari februari mars april maj juni juli augusti september oktober november december".split()
_MONTHS_EN = "January February March April May June July August September October November December".split()


def day(on: date, language: Language) -> str:
    """Return "22 november 2026"."""
    months = _MONTHS_SV if language == "sv" else _MONTHS_EN
    return f"{on.day} {months[on.month - 1]} {on.year}"


def moment(at: datetime, language: Language) -> str:
    """Return "22 november 2026 kl. 14.05.09", in the time that is given."""
    if language == "sv":
        return f"{day(at, language)} kl. {at:%H.%M.%S}"
    return f"{day(at, language)}, {at:%H:%M:%S}"


def written_date(date_written: str, language: Language) -> str:
    """Return "2014-04" as "april 2014" and "2014-04-08" as "8 april 2014"; anything else as it was written."""
    parts = date_written.split("-")
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(numbers) != len(parts) or len(numbers) not in (2, 3) or not 1 <= numbers[1] <= 12:
        return date_written
    month = (_MONTHS_SV if language == "sv" else _MONTHS_EN)[numbers[1] - 1]
    return " ".join((*(str(number) for number in numbers[2:]), month, str(numbers[0])))


def candidate_name(indicator: Indicator, language: Language) -> str:
    """Return "25. Någon håller ihop stödet", or that the title isn't published."""
    if not indicator.title:
        return f"{indicator.id}. {pick(language, '(rubriken är inte publicerad)', '(title not published)')}"
    return f"{indicator.id}. {indicator.titled(language)}"


def protocol_title(plan: ProtocolPlan, language: Language) -> str:
    """Return what a protocol is called within a sentence: as the conference says, else by its name."""
    title = wording(plan.title, language)
    if title:
        return title[:1].lower() + title[1:]
    known = {
        "core": pick(language, "kärnprotokollet", "the core protocol"),
        "comprehensive": pick(language, "det omfattande protokollet", "the comprehensive protocol"),
    }
    return known.get(plan.name) or pick(language, f"”{plan.name}”", f"“{plan.name}”")


def days(begins: date | None, ends: date | None, language: Language) -> str:
    """Return "22 november 2026", or "22 november 2026 – 23 november 2026"; "" where no day is known."""
    if begins is None:
        return ""
    if ends is None or ends == begins:
        return day(begins, language)
    return f"{day(begins, language)} – {day(ends, language)}"


def vote_word(id: str, language: Language) -> str:
    """Return "omröstning 3"."""
    return pick(language, f"omröstning {id}", f"vote {id}")
