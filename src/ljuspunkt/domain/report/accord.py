"""ACCORD (ACcurate COnsensus Reporting Document): what a report of a consensus exercise should tell, item by item.

Thirty-five items: T title, I introduction, M methods, R results, D discussion, O other information. The numbers are
ACCORD's; the words are ours, made for conferences held here. Source: Gattrell et al. 2024, PLoS Medicine
21(1): e1004326, doi 10.1371/journal.pmed.1004326.
"""

from dataclasses import dataclass
from typing import Literal

from ljuspunkt.domain.vocabulary import Text

Teller = Literal["system", "organiser", "both"]
"""Who can tell it: what was recorded, the organiser's account, or the one completed by the other."""

Place = Literal["heading", "purpose", "people", "evidence", "voting", "course", "votes", "items", "reading", "support"]
"""The part of the report where an item stands."""


@dataclass(frozen=True, slots=True)
class AccordItem:
    """One item of the checklist: its number, what it asks, who can tell it, and where the report has it.

    `write` says what the organiser writes; empty where nothing needs to be written.
    """

    number: str
    topic: Text
    asks: Text
    teller: Teller
    place: Place
    write: Text

    @property
    def needs_words(self) -> bool:
        return self.teller != "system"


def _item(
    number: str, teller: Teller, place: Place, topic: tuple[str, str], asks: tuple[str, str], *write: str
) -> AccordItem:
    """Return an item; each pair is Swedish and English."""
    return AccordItem(
        number,
        {"sv": topic[0], "en": topic[1]},
        {"sv": asks[0], "en": asks[1]},
        teller,
        place,
        {"sv": write[0], "en": write[1]} if write else {},
    )


ITEMS: tuple[AccordItem, ...] = (
    _item(
        "T1",
        "system",
        "heading",
        ("Titel", "Title"),
        (
            "Titeln säger att det är en konsensusprocess och vilken metod som användes.",
            "The title says that this is a consensus exercise and which method was used.",
        ),
    ),
    _item(
        "I1",
        "organiser",
        "purpose",
        ("Varför konsensus", "Why consensus"),
        (
            "Varför valdes en konsensusprocess framför andra sätt?",
            "Why was a consensus exercise chosen over other ways?",
        ),
        "Varför en konferens, och inte till exempel en enkät eller ett beslut i styrelsen.",
        "Why a conference, and not for instance a survey or a decision by the board.",
    ),
    _item(
        "I2",
        "organiser",
        "purpose",
        ("Syfte", "Aim"),
        (
            "Vad är syftet, vem är resultatet till för, och var ska det gälla?",
            "What is the aim, whom is the result for, and where is it meant to hold?",
        ),
        "Syftet, vilka som ska använda resultatet, och om det är lokalt, regionalt eller nationellt.",
        "The aim, who will use the result, and whether it is local, regional or national.",
    ),
    _item(
        "I3",
        "organiser",
        "purpose",
        ("Om det är en revidering", "Whether it is an update"),
        (
            "Ersätter eller uppdaterar resultatet något tidigare, och varför behövdes det?",
            "Does the result replace or update something earlier, and why was that needed?",
        ),
        "Vilket protokoll som ses över och varför. Är det det första, skriv det.",
        "Which protocol is being reviewed and why. If it is the first, say so.",
    ),
    _item(
        "M1",
        "organiser",
        "purpose",
        ("Plan i förväg", "Plan beforehand"),
        (
            "Fanns en plan som registrerades eller publicerades i förväg, och var finns den?",
            "Was there a plan that was registered or published beforehand, and where is it?",
        ),
        "Var planen finns, gärna med diarienummer eller länk. Fanns ingen, skriv det.",
        "Where the plan is, with registration number or link. If there was none, say so.",
    ),
    _item(
        "M2",
        "both",
        "people",
        ("Vilka som ledde arbetet", "Who led the work"),
        (
            "Vilka styrde processen, i vilken roll och med vilken erfarenhet?",
            "Who directed the exercise, in which roles and with what experience?",
        ),
        "Styrgruppens, ordförandens och utvärderarens roller och erfarenhet.",
        "The roles and experience of the steering group, the chair and the evaluator.",
    ),
    _item(
        "M3",
        "both",
        "people",
        ("Urval av experter", "Choice of experts"),
        (
            "Efter vilka kriterier valdes deltagarna, varför så många, och vem valde dem?",
            "By which criteria were panellists chosen, why so many, and by whom?",
        ),
        "Kriterierna, varför antalet blev det, och vem som valde.",
        "The criteria, the reason for the number, and who chose.",
    ),
    _item(
        "M4",
        "organiser",
        "people",
        ("Inbjudan", "Invitation"),
        ("Hur bjöds deltagarna in?", "How were panellists recruited and invited?"),
        "Hur de nåddes, hur många som bjöds in och hur många som tackade nej.",
        "How they were reached, how many were invited and how many declined.",
    ),
    _item(
        "M5",
        "organiser",
        "people",
        ("De som berörs", "Those concerned"),
        (
            "Vilken roll hade brukare, deltagare, närstående eller allmänhet i de olika stegen?",
            "What part did service users, relatives or the public play in the different steps?",
        ),
        "I vilka steg de var med, och om de röstade på samma villkor som andra.",
        "In which steps they took part, and whether they voted on the same terms as others.",
    ),
    _item(
        "M6",
        "both",
        "evidence",
        ("Hur kandidaterna togs fram", "How candidates were gathered"),
        (
            "Hur samlades underlaget in innan kandidaterna och materialet togs fram?",
            "How was information obtained before the items and other materials were made?",
        ),
        "Varifrån idéerna till kandidaterna kom och hur de blev till en lista.",
        "Where the ideas for candidates came from and how they became a list.",
    ),
    _item(
        "M7",
        "organiser",
        "evidence",
        ("Litteratursökning", "Literature search"),
        (
            "Gjordes en systematisk litteratursökning, och i så fall hur och när?",
            "Was there a systematic literature search, and if so how and when?",
        ),
        "Sökord, källor och datum, eller en hänvisning. Gjordes ingen, skriv det.",
        "Search terms, sources and dates, or a reference. If there was none, say so.",
    ),
    _item(
        "M8",
        "both",
        "evidence",
        ("Underlag till experterna", "Evidence given to the experts"),
        (
            "Hur sammanfattades den kunskap som fanns, och fick deltagarna den?",
            "How was existing evidence summarised, and was it given to panellists?",
        ),
        "Vad som sammanfattades, av vem, och när experterna fick det.",
        "What was summarised, by whom, and when the experts were given it.",
    ),
    _item(
        "M9",
        "system",
        "voting",
        ("Metod", "Method"),
        (
            "Vilka metoder och steg användes för att nå samstämmighet?",
            "Which methods and steps were used to gather input and reach consensus?",
        ),
    ),
    _item(
        "M10",
        "both",
        "voting",
        ("Frågor och svar", "Questions and answers"),
        (
            "Hur ställdes frågorna, vilka svar fanns, och kunde deltagarna motivera sig eller föreslå nytt?",
            "How were items presented, which answers were there, and could panellists explain themselves or propose "
            "new items?",
        ),
        "Om experterna kunde motivera sina svar och om de kunde föreslå nya kandidater.",
        "Whether experts could explain their answers and whether they could propose new candidates.",
    ),
    _item(
        "M11",
        "system",
        "voting",
        ("Syftet med varje omröstning", "Aim of each vote"),
        ("Vad skulle varje steg leda till?", "What was the objective of each step?"),
    ),
    _item(
        "M12",
        "both",
        "voting",
        ("Vad som räknas som samstämmighet", "What counts as consensus"),
        (
            "Hur definierades samstämmighet, och varför just så?",
            "What was the definition of consensus, and why that one?",
        ),
        "Varför reglerna sattes så: antal platser, gränser och hur lika röstetal avgörs.",
        "Why the rules were set as they were: places, bars and how ties are settled.",
    ),
    _item(
        "M13",
        "system",
        "voting",
        ("Om det som gått igenom röstades om igen", "Whether what had passed was voted on again"),
        (
            "Togs det som redan nått samstämmighet med i senare omröstningar?",
            "Were items that had met the definition included in later votes?",
        ),
    ),
    _item(
        "M14",
        "both",
        "voting",
        ("Hur svaren samlades in", "How answers were collected"),
        (
            "Hur samlades svaren in i varje steg, i grupp eller enskilt?",
            "How were responses collected in each step, in a group or individually?",
        ),
        "Hur diskussionerna gick till mellan omröstningarna: i vilka grupper, hur länge, vem som ledde.",
        "How the discussions between votes were held: in which groups, how long, who led them.",
    ),
    _item(
        "M15",
        "system",
        "voting",
        ("Hur rösterna räknades", "How votes were counted"),
        ("Hur behandlades och sammanställdes svaren?", "How were responses processed and put together?"),
    ),
    _item(
        "M16",
        "organiser",
        "evidence",
        ("Provomgång", "Piloting"),
        (
            "Provades materialet eller frågorna i förväg?",
            "Were the materials or questions tried out beforehand?",
        ),
        "Vad som provades, med vilka, och vad som ändrades. Gjordes inget prov, skriv det.",
        "What was tried, with whom, and what was changed. If nothing was tried, say so.",
    ),
    _item(
        "M17",
        "system",
        "voting",
        ("Återkoppling", "Feedback"),
        (
            "Vilken återkoppling fick deltagarna efter varje steg?",
            "What feedback were panellists given after each step?",
        ),
    ),
    _item(
        "M18",
        "both",
        "voting",
        ("Anonymitet", "Anonymity"),
        (
            "Var anonymitet planerad, mot vem gällde den, och hur skyddades den?",
            "Was anonymity planned, towards whom did it hold, and how was it protected?",
        ),
        "Vad som inte var anonymt: till exempel att alla satt i samma rum och hörde varandra i diskussionerna.",
        "What was not anonymous: for instance that all sat in the same room and heard each other in discussions.",
    ),
    _item(
        "M19",
        "organiser",
        "people",
        ("Om de som ledde också röstade", "Whether those who led also voted"),
        (
            "Var de som styrde med i panelens beslut?",
            "Was the steering group involved in the decisions of the panel?",
        ),
        "Om någon i styrgruppen, ordföranden eller arrangören hade rösträtt.",
        "Whether anyone of the steering group, the chair or the organiser had a vote.",
    ),
    _item(
        "M20",
        "organiser",
        "people",
        ("Ersättning", "Incentives"),
        (
            "Fick deltagarna ersättning eller annat som uppmuntrade dem att vara med?",
            "Were there incentives to take part?",
        ),
        "Arvode, resor, mat, logi. Fanns inget, skriv det.",
        "Fees, travel, meals, lodging. If there was none, say so.",
    ),
    _item(
        "M21",
        "both",
        "people",
        ("Tillgänglighet", "Accessibility"),
        (
            "Vad gjordes för att fler skulle kunna delta?",
            "What was adapted to make the meetings and forms more accessible?",
        ),
        "Lokaler, tolkar, lättläst material, pauser, stöd på plats.",
        "Rooms, interpreters, easy-read material, breaks, help at hand.",
    ),
    _item(
        "R1",
        "system",
        "course",
        ("När det hölls", "When it was held"),
        (
            "När hölls processen, och hur lång tid tog varje steg?",
            "When was the exercise held, and how long did each step take?",
        ),
    ),
    _item(
        "R2",
        "both",
        "course",
        ("Avvikelser från planen", "Deviations from the plan"),
        (
            "Vad blev annorlunda än planerat, och varför?",
            "What deviated from the plan, and why was that necessary?",
        ),
        "Vad som ändrades under vägen och varför. Ändrades inget, skriv det.",
        "What changed on the way and why. If nothing changed, say so.",
    ),
    _item(
        "R3",
        "both",
        "course",
        ("Vilka som deltog", "Who took part"),
        (
            "Hur många deltog och svarade i varje steg, och vilka var de?",
            "How many took part and answered in each step, and who were they?",
        ),
        "Det som beskriver panelen utöver grupperna: till exempel kön, ort och år i yrket, bara i grova drag.",
        "What describes the panel beyond its groups: for instance sex, place and years of experience, in broad terms.",
    ),
    _item(
        "R4",
        "system",
        "votes",
        ("Resultat", "Outcome"),
        (
            "Vilket blev resultatet, i siffror och ord?",
            "What was the final outcome, in figures and words?",
        ),
    ),
    _item(
        "R5",
        "both",
        "items",
        ("Det som ändrades eller föll bort", "What was changed or removed"),
        (
            "Vilka kandidater ändrades eller togs bort, när och varför?",
            "Which items were modified or removed, when and why?",
        ),
        "Ändringar som inte gjordes i systemet. Fanns inga, skriv det.",
        "Changes that were not made in the system. If there were none, say so.",
    ),
    _item(
        "D1",
        "organiser",
        "reading",
        ("Styrkor och svagheter", "Strengths and limitations"),
        (
            "Vilka styrkor och svagheter har metoden, och vad kan ha påverkat besluten?",
            "Which strengths and limitations does the exercise have, and what may have influenced the decisions?",
        ),
        "Svarsfrekvens, hur panelen speglar dem det gäller, om återkoppling eller samtal kan ha påverkat.",
        "Response, how the panel mirrors those concerned, whether feedback or talk may have influenced.",
    ),
    _item(
        "D2",
        "organiser",
        "reading",
        ("Mot tidigare kunskap", "Against earlier knowledge"),
        (
            "Stämmer resultatet med det som är känt sedan tidigare, och om inte, varför?",
            "Is the result consistent with what is known already, and if not, why?",
        ),
        "Hur indikatorerna förhåller sig till forskning och till andras indikatorer.",
        "How the indicators relate to research and to the indicators of others.",
    ),
    _item(
        "O1",
        "both",
        "support",
        ("Vilka som står bakom", "Who stands behind it"),
        (
            "Vilka organisationer står bakom resultatet, och i vilken roll?",
            "Which organisations endorse the result, and in which role?",
        ),
        "Andra än arrangörerna som ställt sig bakom resultatet.",
        "Others than the organisers who have endorsed the result.",
    ),
    _item(
        "O2",
        "organiser",
        "support",
        ("Jäv och intressen", "Conflicts of interest"),
        (
            "Vilka intressen kan ha spelat in hos dem som styrde och hos deltagarna, och hur hanterades de?",
            "Which interests may those directing and the panellists have had, and how were they managed?",
        ),
        "Vilka intressen som redovisades och vad som gjordes. Fanns inga, skriv det.",
        "Which interests were declared and what was done. If there were none, say so.",
    ),
    _item(
        "O3",
        "organiser",
        "support",
        ("Pengar", "Funding"),
        (
            "Vem betalade, och vilken roll hade den som betalade?",
            "Who funded it, and what role did the funder have?",
        ),
        "Vem som betalade för konferensen och om den som betalade kunde påverka.",
        "Who paid for the conference and whether the payer could influence it.",
    ),
)

BY_NUMBER = {item.number: item for item in ITEMS}


def item(number: str) -> AccordItem:
    """Return an item of the checklist.

    Raises:
        KeyError: there is no such item.
    """
    return BY_NUMBER[number]
