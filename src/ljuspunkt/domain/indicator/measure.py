"""A measure (mått) of an indicator: what is counted, of what, and from where; and the roads of a proposal.

Experts propose measures (måttförslag) in their own words, in one language; whoever compiles may word them in several.
Forms and spreadsheets see a measure as cells: one text per part and language, such as `numerator_sv`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Literal

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.indicator.candidate import LANGUAGES, Fault, plain, text_faults
from ljuspunkt.domain.vocabulary import Text, wording

State = Literal["waiting", "shown", "refused", "merged"]
STATES: Mapping[State, Text] = {
    "waiting": {"sv": "väntar på granskning", "en": "waits to be looked at"},
    "shown": {"sv": "visas", "en": "shown"},
    "refused": {"sv": "avvisat", "en": "turned away"},
    "merged": {"sv": "sammanslaget", "en": "merged"},
}
STATE_ROADS: Mapping[State, tuple[State, ...]] = {
    "waiting": ("shown", "refused"),
    "shown": ("refused",),
    "refused": ("shown",),
    "merged": (),
}
"""From which state to which by hand; merging and undoing a merge are the only roads to and from `merged`."""

Decision = Literal["", "in", "out", "later"]
DECISIONS: Mapping[Decision, Text] = {
    "": {"sv": "inte avgjort", "en": "not decided"},
    "in": {"sv": "med", "en": "in"},
    "out": {"sv": "inte med", "en": "out"},
    "later": {"sv": "senare", "en": "later"},
}

PARTS = ("title", "numerator", "denominator", "source", "collector", "cost", "used_in")
LONGEST: Mapping[str, int] = {
    "title": 300,
    "numerator": 1000,
    "denominator": 1000,
    "source": 1000,
    "collector": 500,
    "cost": 500,
    "used_in": 1000,
}
LONGEST_NAME = 200
"""How long a proposer's name, and an organisation's, may be."""
LONGEST_COMMENT = 2000
MOST_AT_ONCE = 10
"""How many proposals fit into one sending."""

HEADINGS: Mapping[str, Text] = {
    "title": {"sv": "Mått", "en": "Measure"},
    "numerator": {"sv": "Vad som räknas (täljare)", "en": "What is counted (numerator)"},
    "denominator": {"sv": "Av vad (nämnare)", "en": "Of what (denominator)"},
    "source": {"sv": "Källa", "en": "Source"},
    "collector": {"sv": "Vem som samlar in", "en": "Who collects it"},
    "cost": {"sv": "Vad det kostar", "en": "What it costs"},
    "used_in": {"sv": "Används redan i", "en": "Already in use in"},
}
MEANINGS: Mapping[str, Text] = {
    "title": {
        "sv": "Kort, till exempel: Andel deltagare som vet vem de ska vända sig till.",
        "en": "Briefly, such as: Share of participants who know whom to turn to.",
    },
    "numerator": {
        "sv": "Till exempel: deltagare som svarar ”alltid” eller ”ofta”.",
        "en": "Such as: participants who answer “always” or “often”.",
    },
    "denominator": {
        "sv": "Till exempel: alla deltagare som har svarat på frågan.",
        "en": "Such as: all participants who answered the question.",
    },
    "source": {
        "sv": "Till exempel en enkät, ett register eller en journal.",
        "en": "Such as a questionnaire, a register or a case file.",
    },
    "collector": {"sv": "Till exempel insatsens personal.", "en": "Such as the staff of the initiative."},
    "cost": {"sv": "I tid eller pengar, ungefär.", "en": "In time or money, roughly."},
    "used_in": {"sv": "Var måttet redan används.", "en": "Where the measure is already in use."},
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure says; each part is a text by language, {} where nothing is said."""

    title: Text = field(default_factory=dict)
    numerator: Text = field(default_factory=dict)
    denominator: Text = field(default_factory=dict)
    source: Text = field(default_factory=dict)
    collector: Text = field(default_factory=dict)
    cost: Text = field(default_factory=dict)
    used_in: Text = field(default_factory=dict)

    def titled(self, language: str) -> str:
        """Return the title in `language`, else in another one."""
        return wording(self.title, language)

    @property
    def parts(self) -> tuple[tuple[Text, Text], ...]:
        """What it says beside its title: heading and text of each part that says something."""
        return tuple((HEADINGS[part], said) for part in PARTS[1:] if (said := getattr(self, part)))


def of_texts(given: Mapping[str, Text]) -> Measure:
    """Return the measure that texts by part hold; what isn't a part is passed over."""
    known = {each.name for each in fields(Measure)}
    return Measure(**{part: dict(said) for part, said in given.items() if part in known})


def texts_of(measure: Measure) -> dict[str, dict[str, str]]:
    """Return the texts of a measure by part, without parts of which nothing is said."""
    return {part: said for part, said in asdict(measure).items() if said}


def cells(measure: Measure) -> dict[str, str]:
    """Return a measure as one text per part and language."""
    return {f"{part}_{code}": getattr(measure, part).get(code, "") for part in PARTS for code in LANGUAGES}


def of_cells(given: Mapping[str, str]) -> Measure:
    """Return the measure that cells hold; a cell that is missing is empty."""
    return of_texts(
        {part: {code: said for code in LANGUAGES if (said := plain(given.get(f"{part}_{code}", "")))} for part in PARTS}
    )


def changed(before: Measure, after: Measure) -> tuple[str, ...]:
    """Return the cells in which two measures differ, in the order of the parts."""
    old, new = cells(before), cells(after)
    return tuple(cell for cell in old if old[cell] != new[cell])


def faults(measure: Measure) -> tuple[Fault, ...]:
    """Return everything that keeps a measure from being kept, in the order of the parts."""
    return tuple(_faults(measure))


def _faults(measure: Measure) -> Iterable[Fault]:
    if not measure.title:
        yield Fault("title_sv", RuleBroken("no_measure_title", "Say what the measure is, in a line."))
    for part in PARTS:
        for language, said in getattr(measure, part).items():
            yield from text_faults(f"{part}_{language}", said, LONGEST[part])
            if part == "title" and "\n" in said:
                yield Fault(f"title_{language}", RuleBroken("measure_lines", "The measure stands on one line."))


def check_road(before: State, after: State, reason: str) -> None:
    """Refuse a change of state that has no road, or turns somebody's proposal away without saying why.

    Raises:
        RuleBroken: so it is.
    """
    if before == "merged":
        raise RuleBroken("merged_proposal", "A merged proposal has no state of its own; undo the merge first.")
    if after not in STATE_ROADS[before]:
        raise RuleBroken("no_such_road", "The proposal is in that state already, or can't come there by hand.")
    if after == "refused" and not reason.strip():
        raise RuleBroken("refused_without_reason", "Say why the proposal is turned away.")


def check_decision(state: State, decision: Decision, reason: str) -> None:
    """Refuse a decision about something that isn't shown, or one without a reason.

    Raises:
        RuleBroken: so it is.
    """
    if state == "merged":
        raise RuleBroken("merged_undecided", "A merged proposal follows the one that it was merged into.")
    if state != "shown":
        raise RuleBroken("decided_unseen", "Let the proposal through before you decide about it.")
    if not reason.strip():
        raise RuleBroken("decided_without_reason", "Say why; the reason is shown to everybody with the decision.")
