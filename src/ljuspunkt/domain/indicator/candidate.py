"""A candidate (kandidat) of an inventory: what it says, where it came from, and what must hold of that.

A wording (formulering) is everything that a candidate says at one time; a change makes a new wording and keeps the old.
Forms and spreadsheets see a wording as cells: one text per column of `COLUMNS`, and notes under headings of their own.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.vocabulary import Text, wording

Status = Literal["proposed", "accepted", "merged", "withdrawn"]

STATUSES: Mapping[Status, Text] = {
    "proposed": {"sv": "föreslagen", "en": "proposed"},
    "accepted": {"sv": "antagen", "en": "accepted"},
    "merged": {"sv": "sammanslagen", "en": "merged"},
    "withdrawn": {"sv": "struken", "en": "withdrawn"},
}
ROADS: Mapping[Status, tuple[Status, ...]] = {
    "proposed": ("accepted", "withdrawn"),
    "accepted": ("proposed", "withdrawn"),
    "withdrawn": ("proposed",),
    "merged": (),
}
"""From which status to which by hand; merging and undoing a merge are the only roads to and from `merged`."""
PERSPECTIVES: Mapping[str, Text] = {
    "participant": {"sv": "deltagare", "en": "participant"},
    "staff": {"sv": "personal", "en": "staff"},
    "organisation": {"sv": "organisation", "en": "organisation"},
    "society": {"sv": "samhälle", "en": "society"},
}
SOURCE_KINDS: Mapping[str, Text] = {
    "story": {"sv": "berättelse", "en": "story"},
    "blog": {"sv": "blogg", "en": "blog"},
    "conference": {"sv": "konferens", "en": "conference"},
    "research": {"sv": "forskning", "en": "research"},
    "colleague": {"sv": "kollega", "en": "colleague"},
    "report": {"sv": "rapport", "en": "report"},
    "other": {"sv": "annat", "en": "other"},
}
KINDS: Mapping[str, Text] = {
    "process": {"sv": "process", "en": "process"},
    "effect": {"sv": "effekt", "en": "effect"},
}
"""The kinds of 2014, which a new inventory begins with; its own words may replace them."""

STATUS_WORDS = marked("proposed, accepted, merged, withdrawn")
PERSPECTIVE_WORDS = marked("participant, staff, organisation, society")
SOURCE_WORDS = marked("story, blog, conference, research, colleague, report, other")
"""What may be written, for the sentences that refuse something else."""

LANGUAGES = ("sv", "en")
TEXTS = ("title", "short_title", "description", "easy_read")
SHORT = 45
"""How many characters fit on a line of the screen and of a phone's ballot."""
LONGEST: Mapping[str, int] = {"title": 300, "short_title": 60, "description": 4000, "easy_read": 4000}
LONGEST_NUMBER = 20
LONGEST_PROPOSER = 200
LONGEST_SOURCE = 500
MOST_SOURCES = 40
LONGEST_NOTE = 1000

COLUMNS = (
    *(f"{text}_{language}" for text in TEXTS for language in LANGUAGES),
    "kind",
    "perspective",
    "sources",
    "proposed_by",
)
INFERRED, KNOWN = "perspective_inferred", "title_known"
"""Columns of a list whose perspectives were concluded by others, or whose titles are stand-ins."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SOURCE = re.compile(r"(?P<kind>[^:]{1,40}):\s*(?P<words>.*?)\s*(?:<(?P<link>[^<>\s]*)>)?\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a candidate was found; `kind` is one of `SOURCE_KINDS`, `link` an address of a page or ""."""

    kind: str
    words: str
    link: str = ""

    def said(self, language: str) -> str:
        """Return the source on one line, as cells hold it: "report: Name of the report <https://…>"."""
        link = f" <{self.link}>" if self.link else ""
        return f"{wording(SOURCE_KINDS[self.kind], language)}: {self.words}{link}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a candidate says at one time.

    `kind` is a word of the inventory's own; `perspective` one of `PERSPECTIVES` or "" where it is unknown, and
    `perspective_inferred` where others concluded it; `title_known` is False where only the number is known and the
    title is a stand-in that says so; `notes` holds what else the inventory's file says, by heading.
    """

    title: Text = field(default_factory=dict)
    short_title: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    easy_read: Text = field(default_factory=dict)
    kind: str = ""
    perspective: str = ""
    sources: tuple[Source, ...] = ()
    proposed_by: str = ""
    perspective_inferred: bool = False
    title_known: bool = True
    notes: Mapping[str, str] = field(default_factory=dict)

    def titled(self, language: str) -> str:
        """Return the title in `language`, else in another one."""
        return wording(self.title, language)

    def briefly(self, language: str) -> str:
        """Return the short title, or as much of the title as fits."""
        return self.short_title.get(language) or brief(self.titled(language))


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be mended before a wording can be kept, and in which column."""

    column: str
    refusal: RuleBroken


def brief(title: str, longest: int = SHORT) -> str:
    """Return a title cut between words so that it has at most `longest` characters, with "…" where it was cut."""
    if len(title) <= longest:
        return title
    cut = title[: longest - 1]
    whole = cut if title[longest - 1].isspace() else cut.rpartition(" ")[0] or cut
    return whole.rstrip(" ,;:–-") + "…"


def plain(text: str) -> str:
    """Return a text as it is kept: lines end alike, no spaces around the whole or at the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def cells(wording: Wording, language: str = "en") -> dict[str, str]:
    """Return a wording as one text per column, its notes under their own headings.

    Args:
        wording: what the candidate says.
        language: of the words for the kinds of sources.
    """
    found = {f"{text}_{code}": getattr(wording, text).get(code, "") for text in TEXTS for code in LANGUAGES}
    found["kind"] = wording.kind
    found["perspective"] = wording.perspective
    found["sources"] = "\n".join(source.said(language) for source in wording.sources)
    found["proposed_by"] = wording.proposed_by
    found[INFERRED] = "yes" if wording.perspective_inferred else ""
    found[KNOWN] = "" if wording.title_known else "no"
    return {**found, **wording.notes}


def of_cells(given: Mapping[str, str]) -> Wording:
    """Return the wording that cells hold; a column that is missing is empty, any other column is a note.

    Raises:
        RuleBroken: a source doesn't begin with its kind.
    """
    texts = {
        text: {code: said for code in LANGUAGES if (said := plain(given.get(f"{text}_{code}", "")))} for text in TEXTS
    }
    known = {*COLUMNS, INFERRED, KNOWN}
    return Wording(
        **texts,
        kind=plain(given.get("kind", "")),
        perspective=plain(given.get("perspective", "")),
        sources=sources_of(given.get("sources", "")),
        proposed_by=plain(given.get("proposed_by", "")),
        perspective_inferred=given.get(INFERRED, "") == "yes",
        title_known=given.get(KNOWN, "") != "no",
        notes={name: said for name, cell in given.items() if name not in known and (said := plain(cell))},
    )


def reworded(now: Wording, given: Mapping[str, str]) -> Wording:
    """Return a wording with other texts in some columns; a stand-in whose title is replaced is a title from then on.

    Raises:
        RuleBroken: a source doesn't begin with its kind.
    """
    after = of_cells({**cells(now), **given})
    return after if KNOWN in given or after.title == now.title else replace(after, title_known=True)


def sources_of(text: str) -> tuple[Source, ...]:
    """Return the sources of a cell, one per line: "kind: words" or "kind: words <link>".

    Raises:
        RuleBroken: a line doesn't begin with a kind of source.
    """
    found = []
    for line in filter(None, (line.strip() for line in plain(text).split("\n"))):
        match = _SOURCE.fullmatch(line)
        kind = code_of(match["kind"], SOURCE_KINDS) if match else None
        if match is None or kind is None:
            raise RuleBroken(
                "source_kind",
                "The source “{line}” must begin with its kind and a colon; kinds are {kinds}.",
                line=line,
                kinds=SOURCE_WORDS,
            )
        found.append(Source(kind, match["words"], match["link"] or ""))
    return tuple(found)


def code_of(word: str, codes: Mapping[str, Text]) -> str | None:
    """Return the code that a word means, as it is or by one of its names in any language; None where there is none."""
    asked = word.strip().casefold()
    for code, names in codes.items():
        if asked in (code.casefold(), *(name.casefold() for name in names.values())):
            return code
    return None


def check_number(number: str) -> None:
    """Refuse a number that can't stand in a list and in an address.

    Raises:
        RuleBroken: it is too long, or holds something else than letters, digits, full stops and hyphens.
    """
    if not re.fullmatch(r"\w[\w.-]{0,19}", number):
        raise RuleBroken(
            "number_signs",
            "The number “{number}” can't be used: at most {longest} letters, digits, full stops and hyphens.",
            number=number,
            longest=LONGEST_NUMBER,
        )


def check_road(before: Status, after: Status, reason: str) -> None:
    """Refuse a change of status that has no road or lacks its reason.

    Raises:
        RuleBroken: so it is.
    """
    if before == "merged":
        raise RuleBroken("merged_status", "A merged candidate has no status of its own; undo the merge first.")
    if after == "merged":
        raise RuleBroken("merge_by_hand", "A candidate is merged into another one; choose which.")
    if after not in ROADS[before]:
        raise RuleBroken("withdrawn_status", "A withdrawn candidate is taken back before it can be accepted.")
    if after == "withdrawn" and not reason.strip():
        raise RuleBroken("withdrawn_without_reason", "Say why the candidate is withdrawn.")


def faults(wording: Wording, kinds: Mapping[str, Text]) -> tuple[Fault, ...]:
    """Return everything that keeps a wording from being kept, in the order of the columns.

    Args:
        wording: what somebody wrote.
        kinds: the inventory's kinds with their names; where it has none, a candidate has none either.
    """
    return (
        *_text_faults(wording),
        *_code_faults(wording, kinds),
        *_source_faults(wording),
        *_note_faults(wording),
    )


def _text_faults(wording: Wording) -> Iterable[Fault]:
    if not wording.title:
        yield Fault("title_sv", RuleBroken("no_title", "A candidate needs a title, in Swedish or in English."))
    for text in TEXTS:
        for language, said in getattr(wording, text).items():
            yield from text_faults(f"{text}_{language}", said, LONGEST[text])
            if text in ("title", "short_title") and "\n" in said:
                yield Fault(f"{text}_{language}", RuleBroken("title_lines", "A title stands on one line."))


def text_faults(column: str, said: str, longest: int) -> Iterable[Fault]:
    """Yield what keeps a text from being kept: that it is too long, or holds a character that can't be shown."""
    if len(said) > longest:
        yield Fault(
            column,
            RuleBroken("too_long", "At most {longest} characters fit; there are {n}.", longest=longest, n=len(said)),
        )
    if found := _CONTROL.search(said):
        yield Fault(
            column,
            RuleBroken(
                "control_character",
                "The text holds a character that can't be shown (code {code}).",
                code=f"{ord(found[0]):04X}",
            ),
        )


def _code_faults(wording: Wording, kinds: Mapping[str, Text]) -> Iterable[Fault]:
    known = ", ".join(_with_names(kind, names) for kind, names in kinds.items()) or "–"
    if kinds and not wording.kind:
        yield Fault("kind", RuleBroken("kind_missing", "The candidate has no kind; kinds are {kinds}.", kinds=known))
    elif wording.kind and wording.kind not in kinds:
        yield Fault(
            "kind",
            RuleBroken(
                "kind_unknown",
                "The kind “{kind}” isn't one of the inventory's; kinds are {kinds}.",
                kind=wording.kind,
                kinds=known,
            ),
        )
    if wording.perspective and wording.perspective not in PERSPECTIVES:
        yield Fault(
            "perspective",
            RuleBroken(
                "perspective_unknown",
                "The perspective “{perspective}” isn't known; perspectives are {perspectives}.",
                perspective=wording.perspective,
                perspectives=PERSPECTIVE_WORDS,
            ),
        )


def _with_names(kind: str, names: Text) -> str:
    """Return a code with the names that may be written instead: "effect (effekt)"."""
    others = dict.fromkeys(name for name in names.values() if name.casefold() != kind.casefold())
    return f"{kind} ({', '.join(others)})" if others else kind


def _source_faults(wording: Wording) -> Iterable[Fault]:
    yield from text_faults("proposed_by", wording.proposed_by, LONGEST_PROPOSER)
    if len(wording.sources) > MOST_SOURCES:
        yield Fault(
            "sources",
            RuleBroken(
                "many_sources", "At most {most} sources fit; there are {n}.", most=MOST_SOURCES, n=len(wording.sources)
            ),
        )
    for source in wording.sources:
        yield from text_faults("sources", source.words, LONGEST_SOURCE)
        yield from text_faults("sources", source.link, LONGEST_SOURCE)
        if not source.words:
            yield Fault("sources", RuleBroken("source_words", "A source needs words that say what it is."))
        elif set("<>\n") & set(source.words):
            yield Fault("sources", RuleBroken("source_signs", "The words of a source can't hold “<” or “>”."))
        if source.link and not re.fullmatch(r"https?://[^\s<>\"]+", source.link):
            yield Fault(
                "sources",
                RuleBroken(
                    "source_link", "The address “{link}” must begin with http:// or https://.", link=source.link
                ),
            )


def _note_faults(wording: Wording) -> Iterable[Fault]:
    for heading, note in wording.notes.items():
        yield from text_faults(heading, note, LONGEST_NOTE)


def changed(before: Wording, after: Wording) -> tuple[str, ...]:
    """Return the columns in which two wordings differ."""
    old, new = cells(before), cells(after)
    return tuple(column for column in dict.fromkeys([*old, *new]) if old.get(column, "") != new.get(column, ""))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What becomes of two changes to the same wording.

    `cells` holds one's own text where both changed a column (`clashes`), and the other's where only they did (`taken`).
    """

    cells: Mapping[str, str]
    taken: tuple[str, ...]
    clashes: tuple[str, ...]


def reconcile(base: Wording, theirs: Wording, mine: Mapping[str, str]) -> Reconciled:
    """Return one's own cells with what others changed meanwhile.

    Args:
        base: the wording both began with.
        theirs: what was kept meanwhile.
        mine: what one would have kept; columns that one wasn't shown are missing.
    """
    return reconcile_cells(cells(base), cells(theirs), mine)


def reconcile_cells(began: Mapping[str, str], kept: Mapping[str, str], mine: Mapping[str, str]) -> Reconciled:
    """Return one's own cells with what others changed meanwhile, from what both began with and what was kept since."""
    taken, clashes = [], []
    result = dict(mine)
    for column, own in mine.items():
        before, now = began.get(column, ""), kept.get(column, "")
        if now == before:
            continue
        if own == before:
            result[column] = now
            taken.append(column)
        elif own != now:
            clashes.append(column)
    return Reconciled(result, tuple(taken), tuple(clashes))
