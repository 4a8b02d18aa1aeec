"""The parts of a conference's report that tell how it went: by ACCORD item, with the tables that the items ask for.

What the records tell and what the organiser has written stand under one heading, told apart. An item that nobody
tells is named as missing, so that a reader sees it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ljuspunkt.domain.consensus.conference import Conference, ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.tally import ItemResult
from ljuspunkt.domain.report.accord import ITEMS, AccordItem, Place
from ljuspunkt.domain.report.evaluated import EvaluationPart, evaluation_part
from ljuspunkt.domain.report.naming import candidate_name, moment, vote_word
from ljuspunkt.domain.report.outline import Cell, Row, Table
from ljuspunkt.domain.report.procedure import Change, Procedure, Standing, VoteFacts, standing
from ljuspunkt.domain.report.recorded import recorded
from ljuspunkt.domain.report.words import Language, decimal, of_number, pick, sentence_case
from ljuspunkt.domain.vocabulary import wording

Translate = Callable[[str], str]

_HEADINGS: Mapping[Place, tuple[str, str]] = {
    "heading": ("Titel", "Title"),
    "purpose": ("Varför konferensen hölls", "Why the conference was held"),
    "people": ("Vilka som ledde och vilka som valde", "Who led and who chose"),
    "evidence": ("Vad experterna hade att gå på", "What the experts had to go by"),
    "voting": ("Hur omröstningarna gick till", "How the votes were held"),
    "course": ("När det hände", "When it happened"),
    "votes": ("Omröstningarna och protokollen", "The votes and the protocols"),
    "items": ("Vad som ändrades och vad som föll bort", "What was changed and what dropped out"),
    "reading": ("Hur resultatet ska läsas", "How to read the result"),
    "support": ("Vilka som står bakom", "Who stands behind it"),
}
BEFORE: tuple[Place, ...] = ("purpose", "people", "evidence", "voting", "course")
LAST: tuple[Place, ...] = ("reading", "support")


@dataclass(frozen=True, slots=True)
class Passage:
    """One item of ACCORD as the report tells it: from the records, and in the organiser's words."""

    number: str
    heading: str
    told: tuple[str, ...]
    written: tuple[str, ...]
    standing: Standing
    missing: str


@dataclass(frozen=True, slots=True)
class ProcedurePart:
    """A part of the report: its passages, and the tables that belong to them."""

    name: str
    heading: str
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...] = ()
    details: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Proceedings:
    """All parts that tell how a conference went, in the order of the report."""

    before: tuple[ProcedurePart, ...]
    items: ProcedurePart
    evaluation: EvaluationPart | None
    last: tuple[ProcedurePart, ...]
    checklist_heading: str
    checklist_words: tuple[str, ...]
    checklist: Table


def proceedings(
    result: ConferenceResult, procedure: Procedure, language: Language, translate: Translate
) -> Proceedings:
    """Return how a conference went, held against ACCORD.

    Args:
        result: of all votes that count.
        procedure: what is recorded, and what the organiser has written.
        language: of the report.
        translate: looks up the sentences about ballots in the same language.
    """
    passages = {item.number: _passage(item, procedure, result, language, translate) for item in ITEMS}
    told = sum(passage.standing == "told" for passage in passages.values())
    return Proceedings(
        before=tuple(_part(place, passages, language, _tables(place, procedure, result, language)) for place in BEFORE),
        items=_part(
            "items",
            passages,
            language,
            _item_tables(procedure, result, language),
            (_texts_table(result.conference, language),),
        ),
        evaluation=evaluation_part(procedure.evaluation, language) if procedure.evaluation else None,
        last=tuple(_part(place, passages, language) for place in LAST),
        checklist_heading=pick(
            language,
            f"{told} av {len(ITEMS)} punkter i ACCORD är besvarade",
            f"{told} of {len(ITEMS)} items of ACCORD are answered",
        ),
        checklist_words=(
            pick(
                language,
                "ACCORD är en internationell lista över vad en rapport om en konsensusprocess ska berätta (Gattrell "
                "med flera 2024, PLoS Medicine 21(1): e1004326). Frågorna står här med våra ord.",
                "ACCORD is an international list of what a report of a consensus exercise should tell (Gattrell and "
                "others 2024, PLoS Medicine 21(1): e1004326). The questions stand here in our words.",
            ),
        ),
        checklist=_checklist(passages, language),
    )


def passage_of(
    item: AccordItem, procedure: Procedure, result: ConferenceResult, language: Language, translate: Translate
) -> Passage:
    """Return one item as the report tells it."""
    return _passage(item, procedure, result, language, translate)


def _passage(
    item: AccordItem, procedure: Procedure, result: ConferenceResult, language: Language, translate: Translate
) -> Passage:
    told = recorded(item.number, procedure, result, language, translate)
    written = tuple(
        paragraph.strip()
        for paragraph in wording(procedure.account.get(item.number, {}), language).split("\n")
        if paragraph.strip()
    )
    found = standing(item, recorded=bool(told), written=bool(written))
    return Passage(item.number, wording(item.topic, language), told, written, found, _missing(item, found, language))


def _missing(item: AccordItem, found: Standing, language: Language) -> str:
    """Return what a reader is told where something is missing; "" where nothing is."""
    asked = wording(item.asks, language)
    if found == "missing":
        return pick(language, f"Inte besvarat: {asked}", f"Not answered: {asked}")
    if found == "partly":
        return pick(language, f"Besvarat till en del: {asked}", f"Answered in part: {asked}")
    return ""


def _part(
    place: Place,
    passages: Mapping[str, Passage],
    language: Language,
    tables: Sequence[Table] = (),
    details: Sequence[Table] = (),
) -> ProcedurePart:
    return ProcedurePart(
        place,
        pick(language, *_HEADINGS[place]),
        tuple(passages[item.number] for item in ITEMS if item.place == place),
        tuple(tables),
        tuple(details),
    )


def _checklist(passages: Mapping[str, Passage], language: Language) -> Table:
    words = {
        "told": pick(language, "besvarad", "answered"),
        "partly": pick(language, "delvis", "partly"),
        "missing": pick(language, "saknas", "missing"),
    }
    rows = []
    for item in ITEMS:
        passage = passages[item.number]
        where = pick(language, *_HEADINGS[item.place]) if passage.standing != "missing" else "-"
        rows.append(
            Row(
                f"{item.number} {wording(item.topic, language)}",
                (
                    Cell(wording(item.asks, language)),
                    Cell(
                        words[passage.standing],
                        (_teller(passage, language),) if passage.standing != "missing" else (),
                        "shown" if passage.standing == "told" else "uncertain",
                    ),
                    Cell(where),
                ),
            )
        )
    return Table(
        pick(language, "ACCORD, punkt för punkt", "ACCORD, item by item"),
        (
            pick(language, "Punkt", "Item"),
            pick(language, "Fråga", "Question"),
            pick(language, "Läge", "Standing"),
            pick(language, "Avsnitt", "Part"),
        ),
        tuple(rows),
    )


def _teller(passage: Passage, language: Language) -> str:
    system, organiser = (
        pick(language, "ur systemet", "from the records"),
        pick(language, "av arrangören", "by the organiser"),
    )
    if passage.told and passage.written:
        return pick(language, "ur systemet och av arrangören", "from the records and by the organiser")
    return system if passage.told else organiser


def _tables(place: Place, procedure: Procedure, result: ConferenceResult, language: Language) -> tuple[Table, ...]:
    if place == "course" and any(vote.opened_at for vote in procedure.votes):
        return (_ballotings(procedure.votes, language), _checksums(procedure.votes, language))
    return ()


def _ballotings(votes: Sequence[VoteFacts], language: Language) -> Table:
    rows = []
    for vote in votes:
        notes = []
        title = wording(vote.title, language)
        if not vote.counts:
            notes.append(pick(language, "annullerad", "void"))
        if vote.again_of:
            notes.append(pick(language, f"i stället för {vote.again_of}", f"instead of {vote.again_of}"))
        if vote.runoff_of:
            notes.append(
                pick(
                    language,
                    f"särskiljer {vote_word(vote.runoff_of, 'sv')}",
                    f"run-off of {vote_word(vote.runoff_of, 'en')}",
                )
            )
        paper = pick(language, f"varav {vote.paper} på papper", f"{vote.paper} of them on paper") if vote.paper else ""
        rows.append(
            Row(
                sentence_case(vote_word(vote.id, language)),
                (
                    Cell(_at(vote, "opened_at", language)),
                    Cell(_at(vote, "closed_at" if vote.closed_at else "voided_at", language)),
                    Cell(of_number(vote.ballots, vote.entitled, language), (paper,) if paper else (), "shown"),
                ),
                note=", ".join(part for part in (title, *notes) if part),
            )
        )
    return Table(
        pick(language, "Omröstningarna i tid, med röstande av röstberättigade", "The votes in time, with turnout"),
        (
            pick(language, "Omröstning", "Vote"),
            pick(language, "Regeln låst, öppnad", "Rule fixed, opened"),
            pick(language, "Stängd", "Closed"),
            pick(language, "Röstade", "Voted"),
        ),
        tuple(rows),
    )


def _at(vote: VoteFacts, which: str, language: Language) -> str:
    at = getattr(vote, which)
    return moment(at, language) if at else "-"


def _checksums(votes: Sequence[VoteFacts], language: Language) -> Table:
    return Table(
        pick(language, "Kontrollsumma (SHA-256) av regel och texter", "Checksum (SHA-256) of rule and texts"),
        (pick(language, "Omröstning", "Vote"), "SHA-256"),
        tuple(
            Row(sentence_case(vote_word(vote.id, language)), (Cell(vote.rule_hash),))
            for vote in votes
            if vote.rule_hash
        ),
    )


def _item_tables(procedure: Procedure, result: ConferenceResult, language: Language) -> tuple[Table, ...]:
    tables = []
    if procedure.changes:
        tables.append(_changes_table(procedure, language))
    if result.protocols:
        tables.append(_dropped_table(result, language))
    return tuple(tables)


_WHAT: Mapping[Change, tuple[str, str]] = {
    "merged": ("slogs samman", "merged"),
    "reworded": ("fick ny formulering", "reworded"),
    "left_out": ("utgick", "left out"),
}


def _changes_table(procedure: Procedure, language: Language) -> Table:
    return Table(
        pick(language, "Ändrat före omröstningarna", "Changed before the votes"),
        (
            pick(language, "Kandidat", "Candidate"),
            pick(language, "Vad", "What"),
            pick(language, "Tidigare text", "Earlier text"),
            pick(language, "Varför", "Why"),
        ),
        tuple(
            Row(
                f"{change.candidate}. {wording(change.title, language)}",
                (
                    Cell(pick(language, *_WHAT[change.what])),
                    Cell(" · ".join(wording(text, language) for text in change.before)),
                    Cell(change.reason or "-"),
                ),
            )
            for change in procedure.changes
        ),
    )


def _dropped_table(result: ConferenceResult, language: Language) -> Table:
    held = {id for protocol in result.protocols for id in protocol.ids}
    rows = []
    for indicator in result.conference.inventory.each:
        if indicator.id in held:
            continue
        way = result.way(indicator.id)
        last = way[-1] if way else None
        rows.append(
            Row(
                candidate_name(indicator, language),
                (
                    Cell(sentence_case(vote_word(last.vote.id, language)) if last else "-"),
                    Cell(_votes(last.item, language) if last else "-", (), "shown"),
                ),
            )
        )
    number, of = len(rows), len(result.conference.inventory.each)
    return Table(
        pick(language, f"{number} av {of} kandidater kom inte med", f"{number} of {of} candidates dropped out"),
        (
            pick(language, "Kandidat", "Candidate"),
            pick(language, "Föll bort i", "Dropped out in"),
            pick(language, "Röster där", "Votes there"),
        ),
        tuple(rows),
    )


def _votes(item: ItemResult, language: Language) -> str:
    if item.yes is not None:
        return of_number(item.yes, item.of, language)
    if item.score is None:
        return "-"
    return str(int(item.score)) if item.score.denominator == 1 else decimal(float(item.score), language)


def _texts_table(conference: Conference, language: Language) -> Table:
    known = [each for each in conference.inventory.each if each.title]
    unknown = len(conference.inventory.each) - len(known)
    notes = (
        pick(
            language,
            f"{unknown} kandidaters texter är inte publicerade.",
            f"The texts of {unknown} candidates have not been published.",
        ),
    )
    return Table(
        pick(language, "Kandidaternas texter, så som de visades", "The candidates' texts, as they were shown"),
        (
            pick(language, "Kandidat", "Candidate"),
            pick(language, "Slag", "Kind"),
            pick(language, "Beskrivning", "Description"),
        ),
        tuple(
            Row(
                candidate_name(each, language),
                (
                    Cell(conference.kind_word(each.kind, language) if each.kind else "-"),
                    Cell(wording(each.description, language) or "-"),
                ),
            )
            for each in known
        ),
        notes if unknown else (),
    )


def void_heading(facts: VoteFacts, result: VoteResult | None, language: Language) -> str:
    """Return what stands over a void vote."""
    number = sentence_case(vote_word(facts.id, language))
    if result is None:
        return pick(
            language, f"{number}: annullerad, stoppad innan den stängdes", f"{number}: void, stopped before it closed"
        )
    return pick(
        language, f"{number}: annullerad, resultatet räknas inte", f"{number}: void, its result counts for nothing"
    )
