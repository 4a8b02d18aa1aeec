"""What the records of a conference tell of each ACCORD item, in sentences of one language.

Nothing is said of an item that the records know nothing about. The organiser's own words stand beside, never here.
"""

from collections.abc import Callable, Sequence

from ljuspunkt.domain.consensus.conference import Conference, ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.words import describe_form
from ljuspunkt.domain.report.naming import days, protocol_title, vote_word, written_date
from ljuspunkt.domain.report.procedure import Procedure, VoteFacts
from ljuspunkt.domain.report.words import Language, in_words, listed, of_number, pick, sentence_case
from ljuspunkt.domain.vocabulary import wording

Translate = Callable[[str], str]


def recorded(
    number: str, procedure: Procedure, result: ConferenceResult, language: Language, translate: Translate
) -> tuple[str, ...]:
    """Return what the records tell of an item, nothing where they know nothing.

    Args:
        number: of the ACCORD item.
        procedure: how the conference went.
        result: of its votes.
        language: of the sentences.
        translate: looks up the sentences about ballots in the same language.
    """
    say = _SAID.get(number)
    return () if say is None else tuple(say(_Known(procedure, result, language, translate)))


class _Known:
    """All that a sentence may draw on."""

    def __init__(
        self, procedure: Procedure, result: ConferenceResult, language: Language, translate: Translate
    ) -> None:
        self.procedure = procedure
        self.result = result
        self.language = language
        self.translate = translate

    def pick(self, sv: str, en: str) -> str:
        return pick(self.language, sv, en)

    def words(self, n: int) -> str:
        return in_words(n, self.language)

    @property
    def conference(self) -> Conference:
        return self.result.conference

    @property
    def runoffs(self) -> Sequence[VoteFacts]:
        return [vote for vote in self.procedure.votes if vote.runoff_of and vote.counts]


def _title(known: _Known) -> list[str]:
    return [
        known.pick(
            "Rapporten gäller en konsensuskonferens: diskussioner och hemliga omröstningar i flera steg, efter regler "
            "som bestämts i förväg.",
            "This is the report of a consensus conference: discussions and secret votes in several steps, by rules "
            "fixed beforehand.",
        )
    ]


def _organisers(known: _Known) -> list[str]:
    names = known.procedure.organisers
    if not names:
        return []
    joined = listed(names, known.language)
    return [known.pick(f"Konferensen hölls av {joined}.", f"The conference was held by {joined}.")]


def _panel(known: _Known) -> list[str]:
    said = []
    panellists = known.procedure.panellists
    if panellists:
        said.append(known.pick(f"Panelen hade {panellists} experter.", f"The panel had {panellists} experts."))
    entitled = max((vote.vote.entitled for vote in known.result.votes), default=0)
    if entitled:
        said.append(
            known.pick(
                f"Högst {entitled} hade rösträtt i en omröstning.", f"At most {entitled} were entitled in a vote."
            )
        )
    return said


def _groups(known: _Known) -> list[str]:
    groups = known.procedure.stakeholders or known.procedure.groups
    if not groups:
        return []
    joined = listed([f"{name} {n}" for name, n in groups], known.language)
    return [known.pick(f"Intressentgrupper i panelen: {joined}.", f"Stakeholder groups in the panel: {joined}.")]


def _gathered(known: _Known) -> list[str]:
    n = len(known.conference.inventory.each)
    merged = [change for change in known.procedure.changes if change.what == "merged"]
    said = [
        known.pick(f"{n} kandidater låg till grund för konferensen.", f"{n} candidates were put to the conference.")
    ]
    gathered = known.procedure.gathered
    if gathered is not None and gathered > n:
        said = [
            known.pick(
                f"{gathered} kandidater samlades in. {n} av dem lades fram för konferensen.",
                f"{gathered} candidates were gathered. {n} of them were put to the conference.",
            )
        ]
    if merged:
        said.append(
            known.pick(
                f"{sentence_case(known.words(len(merged)))} av dem samlar flera förslag som liknade varandra; "
                "texterna står i avsnittet om det som ändrades.",
                f"{sentence_case(known.words(len(merged)))} of them unite several proposals that were alike; the "
                "texts stand in the part about what was changed.",
            )
        )
    return said


def _evidence(known: _Known) -> list[str]:
    said = []
    if known.procedure.evidence:
        joined = "; ".join(known.procedure.evidence)
        said.append(known.pick(f"Experterna fick: {joined}.", f"The experts were given: {joined}."))
    if known.procedure.prepared:
        n = known.procedure.prepared
        said.append(
            known.pick(
                f"{n} experter förberedde sig enskilt före dagen och markerade kandidater.",
                f"{n} experts prepared alone before the day and marked candidates.",
            )
        )
    return said


def _method(known: _Known) -> list[str]:
    votes = known.words(len(known.result.votes))
    said = [
        known.pick(
            f"Konsensuskonferens med {votes} omröstningar. Varje omröstning gäller en lista kandidater och har en "
            "regel som säger vilka som går vidare.",
            f"A consensus conference with {votes} votes. Each vote is about a list of candidates and has a rule that "
            "says which of them go on.",
        )
    ]
    rounds = known.procedure.discussions
    if rounds:
        said.append(
            known.pick(
                f"Panelen delades in i samtalsgrupper {known.words(rounds)} gånger.",
                f"The panel was divided into groups for discussion {known.words(rounds)} times.",
            )
            if rounds > 1
            else known.pick(
                "Panelen delades in i samtalsgrupper en gång.",
                "The panel was divided into groups for discussion once.",
            )
        )
    if known.runoffs:
        n = known.words(len(known.runoffs))
        said.append(
            known.pick(f"Lika röstetal ledde till särskiljande omröstning: {n}.", f"Ties led to run-offs: {n}.")
        )
    return said


def _questions(known: _Known) -> list[str]:
    forms: dict[str, list[str]] = {}
    for vote in known.result.votes:
        forms.setdefault(describe_form(vote.vote.form, known.translate), []).append(vote.vote.id)
    said = [
        f"{sentence_case(known.pick('omröstning', 'vote'))} {listed(ids, known.language)}: {sentence}"
        for sentence, ids in forms.items()
    ]
    said.append(
        known.pick(
            "Varje kandidats text, så som den visades, står i listan över kandidaterna sist i rapporten.",
            "Each candidate's text, as it was shown, stands in the list of candidates at the end of the report.",
        )
    )
    return said


def _aims(known: _Known) -> list[str]:
    return [_aim(vote, known) for vote in known.result.votes]


def _aim(vote: VoteResult, known: _Known) -> str:
    title = wording(vote.vote.title, known.language)
    head = sentence_case(vote_word(vote.vote.id, known.language)) + (f", {title}" if title else "")
    plans = [
        protocol_title(plan, known.language)
        for plan in known.conference.protocols
        if vote.vote.id in plan.sources and plan.outcome == "through"
    ]
    chosen = (
        known.pick(
            f"de som går igenom hör till {listed(plans, 'sv')}", f"those through belong to {listed(plans, 'en')}"
        )
        if plans
        else known.pick("de som går igenom används i senare steg", "those through are used in later steps")
    )
    rest = (
        known.pick("resten röstas om på nytt", "the rest are voted on again")
        if vote.vote.rule.rest == "onward"
        else known.pick("resten faller bort", "the rest drop out")
    )
    return f"{head}: {vote.n_pool} {known.pick('kandidater', 'candidates')}; {chosen}, {rest}."


def _definition(known: _Known) -> list[str]:
    said = [
        known.pick(
            "Regeln för varje omröstning står vid omröstningen, så som den visades innan den öppnade.",
            "The rule of each vote stands with the vote, as it was shown before it opened.",
        )
    ]
    frozen = [facts for facts in known.procedure.votes if facts.rule_hash and facts.opened_at and facts.counts]
    if frozen:
        said.append(
            known.pick(
                "Regeln låstes när omröstningen öppnade och kan inte ha ändrats sedan dess: kontrollsumma och tid står "
                "i tabellen över omröstningarna.",
                "The rule was frozen when the vote opened and can't have changed since: checksum and time stand in the "
                "table of votes.",
            )
        )
    return said


def _passed_again(known: _Known) -> list[str]:
    said = []
    for vote in known.result.votes:
        pool = vote.vote.pool
        if pool.sources and pool.outcome == "through":
            sources = listed([str(source) for source in pool.sources], known.language)
            number = vote_word(vote.vote.id, known.language)
            said.append(
                known.pick(
                    f"De som gick igenom i omröstning {sources} röstades det om igen i {number}, om en smalare lista.",
                    f"Those through in vote {sources} were voted on again in {number}, for a narrower list.",
                )
            )
    return said or [
        known.pick(
            "Det som gått igenom togs inte upp i någon senare omröstning.",
            "What had passed was in no later vote.",
        )
    ]


def _collected(known: _Known) -> list[str]:
    if not known.procedure.held_here:
        return []
    said = [
        known.pick(
            "Var och en röstade enskilt på sin telefon, med en kod. Alla röstade under samma tid.",
            "Each voted alone on a phone, with a code. All voted during the same time.",
        )
    ]
    paper = sum(vote.paper or 0 for vote in known.procedure.votes if vote.counts)
    if paper:
        said.append(
            known.pick(
                f"{paper} röstsedlar lämnades på papper och skrevs in av två personer.",
                f"{paper} ballots were handed in on paper and entered by two people.",
            )
        )
    return said


def _counted(known: _Known) -> list[str]:
    return [
        known.pick(
            "Rösterna räknades av ett program efter regeln, exakt och utan avrundning. Ordningen mellan sedlar eller "
            "kandidater spelar ingen roll.",
            "Votes were counted by a program by the rule, exactly and without rounding. The order of ballots or "
            "candidates never matters.",
        )
    ]


def _feedback(known: _Known) -> list[str]:
    if not known.procedure.held_here:
        return []
    return [
        known.pick(
            "Medan en omröstning var öppen såg alla bara hur många som hade röstat. När den stängts visades resultatet "
            "på en gång: alla kandidater i ordning, gränsen och de som låg lika. Nästa diskussion utgick från det.",
            "While a vote was open everybody saw only how many had voted. When it had closed the result was shown at "
            "once: all candidates in order, the cut, and those that were equal. The next discussion started from it.",
        )
    ]


def _anonymity(known: _Known) -> list[str]:
    if not known.procedure.held_here:
        return []
    said = [
        known.pick(
            "Röstsedlarna är hemliga mot alla, också mot arrangören: en sedel har ingen kod, inget namn och ingen tid. "
            "När en omröstning stängs skrivs sedlarna om i slumpmässig ordning.",
            "Ballots are secret towards everybody, the organiser too: a ballot has no code, no name and no time. When "
            "a vote closes its ballots are written anew in random order.",
        ),
        known.pick(
            "Är ett resultat enhälligt vet alla hur var och en röstade. Det sades innan omröstningen öppnade.",
            "Where a result is unanimous everybody knows how each voted. That was told before the vote opened.",
        ),
    ]
    if known.procedure.mailed_codes:
        said.append(
            known.pick(
                "Koder skickades med e-post. Fram till att konferensen stängdes kunde arrangörens server koppla en kod "
                "till en adress; sedan förstördes kopplingen.",
                "Codes were sent by e-mail. Until the conference was closed the organiser's server could connect a "
                "code with an address; then the connection was destroyed.",
            )
        )
    else:
        said.append(
            known.pick(
                "Koderna drogs ur en blandad hög. Vem som har vilken kod finns inte någonstans.",
                "Codes were drawn from a shuffled pile. Who has which code is stored nowhere.",
            )
        )
    return said


def _accessible(known: _Known) -> list[str]:
    said = []
    if known.procedure.held_here:
        said.append(
            known.pick(
                "Röstsidorna fungerar med skärmläsare, med bara tangentbord, med stor text och utan skript.",
                "The voting pages work with a screen reader, by keyboard alone, with large text and without scripts.",
            )
        )
    if known.procedure.easy_read:
        n = known.procedure.easy_read
        said.append(known.pick(f"{n} kandidater har en lättläst text.", f"{n} candidates have an easy-read text."))
    return said


def _dates(known: _Known) -> list[str]:
    said = []
    when = days(known.procedure.begins, known.procedure.ends, known.language)
    if when:
        said.append(known.pick(f"Konferensen hölls {when}.", f"The conference was held on {when}."))
    elif known.conference.dates:
        joined = listed([written_date(each, known.language) for each in known.conference.dates], known.language)
        said.append(known.pick(f"Konferensen hölls {joined}.", f"The conference was held in {joined}."))
    if any(vote.opened_at for vote in known.procedure.votes):
        said.append(
            known.pick(
                "När varje omröstning öppnade och stängde står i tabellen.",
                "When each vote opened and closed stands in the table.",
            )
        )
    return said


def _voided(known: _Known) -> list[str]:
    said = []
    for vote in known.procedure.void:
        number = sentence_case(vote_word(vote.id, known.language))
        reason = vote.void_reason.strip()
        said.append(known.pick(f"{number} annullerades: {reason}", f"{number} was declared void: {reason}"))
    if known.procedure.held_here and not said:
        said.append(known.pick("Ingen omröstning annullerades.", "No vote was declared void."))
    return said


def _response(known: _Known) -> list[str]:
    said = []
    for vote in known.result.votes:
        if vote.tally is not None:
            number = sentence_case(vote_word(vote.vote.id, known.language))
            cast = of_number(vote.tally.n_ballots, vote.vote.entitled, known.language)
            said.append(known.pick(f"{number}: {cast} röstade.", f"{number}: {cast} voted."))
    return [" ".join(said), *_groups(known)] if said else _groups(known)


def _outcome(known: _Known) -> list[str]:
    return [
        known.pick(
            "Varje omröstning har ett eget avsnitt med resultat för varje kandidat, och protokollen står efter dem.",
            "Each vote has a part of its own with the result of every candidate, and the protocols follow.",
        )
    ]


def _changed(known: _Known) -> list[str]:
    listed_ids = known.conference.inventory.ids
    held = {id for protocol in known.result.protocols for id in protocol.ids}
    said = []
    if known.result.protocols:
        dropped = len([id for id in listed_ids if id not in held])
        said.append(
            known.pick(
                f"{of_number(dropped, len(listed_ids), 'sv')} kandidater kom inte med i något protokoll. Tabellen "
                "säger vilka, i vilken omröstning de föll bort och med hur många röster.",
                f"{of_number(dropped, len(listed_ids), 'en')} candidates are in no protocol. The table says which, in "
                "which vote they dropped out and with how many votes.",
            )
        )
    n = len(known.procedure.changes)
    if n:
        said.append(
            known.pick(
                f"Före omröstningarna ändrades eller utgick {known.words(n)} texter; de står kvar i tabellen.",
                f"Before the votes {known.words(n)} texts were changed or left out; they still stand in the table.",
            )
        )
    return said


_SAID: dict[str, Callable[[_Known], list[str]]] = {
    "T1": _title,
    "M2": _organisers,
    "M3": lambda known: [*_panel(known), *_groups(known)],
    "M6": _gathered,
    "M8": _evidence,
    "M9": _method,
    "M10": _questions,
    "M11": _aims,
    "M12": _definition,
    "M13": _passed_again,
    "M14": _collected,
    "M15": _counted,
    "M17": _feedback,
    "M18": _anonymity,
    "M21": _accessible,
    "R1": _dates,
    "R2": _voided,
    "R3": _response,
    "R4": _outcome,
    "R5": _changed,
    "O1": _organisers,
}
