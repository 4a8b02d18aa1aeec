"""How the figures were made (så gjordes siffrorna): the page with which a reviewer checks a report by hand.

One figure from the question to the comparison, how protection worked, every method with its source and limits, and
what to run to recompute all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ljuspunkt.domain.disclosure.release import EMPTY, HIDDEN, ReleasedTable
from ljuspunkt.domain.disclosure.table import is_together
from ljuspunkt.domain.report.by_hand import ByHand
from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.method import facts, protection_paragraph, small_sets_paragraph
from ljuspunkt.domain.report.methods import methods, used_in
from ljuspunkt.domain.report.outline import Account, Cell, Fact, Row, Table
from ljuspunkt.domain.report.words import Language, listed, pick, whole


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a report rests on beyond its figures: hashes, versions, and how much the audit tried.

    `files` are the SHA-256 of the release's files by path, `instrument` and `policy` those of the questionnaires and
    the rules in their one canonical form. `unanimous` counts what is exempt since a printed parent of at least
    twenty had nobody of a kind; `earlier` names releases that were taken together with this one.
    """

    software: str = ""
    instrument: str = ""
    policy: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    targets: int | None = None
    witnesses: int | None = None
    unanimous: int = 0
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Protected:
    """How much of one table is shown: sets of respondents, and figures of the sets that are shown."""

    name: str
    sets: int
    shown: int
    hidden: int
    empty: int
    numbers: int
    bands: int
    items_hidden: int


def protected(table: ReleasedTable) -> Protected:
    """Return how much of a table is shown; a set is hidden where no row of it says how many they are.

    Rows of what the hidden ones are together aren't sets of their own.
    """
    states: dict[tuple[str, ...], str] = {}
    for row in table.rows:
        if is_together(table.columns, row.key):
            continue
        state = "shown" if row.n is not None or not row.hidden else "empty" if row.hidden == EMPTY else "hidden"
        if states.get(row.key) != "shown":
            states[row.key] = state
    found = list(states.values())
    in_shown = [row for row in table.rows if states.get(row.key) == "shown"]
    return Protected(
        table.name,
        len(found),
        found.count("shown"),
        found.count("hidden"),
        found.count("empty"),
        sum(not row.band and not row.hidden for row in in_shown),
        sum(bool(row.band) for row in in_shown),
        sum(row.hidden == HIDDEN for row in in_shown),
    )


def account(measurement: Measurement, by_hand: ByHand, provenance: Provenance, language: Language) -> Account:
    """Return the whole page in one language."""
    used = used_in(measurement, changes=by_hand.compared is not None)
    return Account(
        heading=pick(language, "Så gjordes siffrorna", "How these figures were made"),
        lede=_lede(by_hand, language),
        calculations=by_hand.calculations(language),
        protection_heading=_protection_heading(measurement, language),
        protection=_protection(measurement, provenance, language),
        protected=_protected(measurement, language),
        left_heading=pick(language, "Det som ändå går att veta", "What one can know all the same"),
        left=_left(measurement, provenance, language),
        methods_heading=pick(
            language,
            "Metoderna, var de kommer ifrån och vad de inte klarar",
            "The methods, their sources and their limits",
        ),
        methods=methods(used, language),
        check_heading=pick(language, "Räkna om allt", "Recompute everything"),
        check=_check(language),
        commands=_commands(language),
        facts=(*facts(measurement, language), *_hashes(provenance, language)),
    )


def _lede(by_hand: ByHand, language: Language) -> tuple[str, ...]:
    if by_hand.example is None:
        return (
            pick(
                language,
                "Ingen exakt siffra är publicerad, så ingen kan räknas för hand; metoderna står nedan.",
                "No exact figure is published, so none can be counted by hand; the methods stand below.",
            ),
        )
    return (
        pick(
            language,
            "Här räknas en av rapportens siffror för hand, från frågan till jämförelsen, så att den som granskar kan "
            "följa varje steg med en miniräknare. Alla andra siffror är räknade på samma sätt.",
            "Here one of the report's figures is counted by hand, from the question to the comparison, so that a "
            "reviewer can follow every step with a pocket calculator. All other figures are made in the same way.",
        ),
        pick(
            language,
            "Stegen visar sex decimaler men räknas med alla; sista decimalen kan därför skilja.",
            "The steps show six decimals but are counted with all of them, so the last one may differ.",
        ),
    )


def _protection_heading(measurement: Measurement, language: Language) -> str:
    counted = [protected(table) for table in measurement.released.tables]
    sets, hidden = sum(each.sets for each in counted), sum(each.hidden for each in counted)
    if not hidden:
        return pick(
            language,
            f"Ingen av {whole(sets, 'sv')} mängder behövde döljas",
            f"None of {whole(sets, 'en')} sets had to be hidden",
        )
    return pick(
        language,
        f"{whole(hidden, 'sv')} av {whole(sets, 'sv')} mängder är dolda för att skydda små grupper",
        f"{whole(hidden, 'en')} of {whole(sets, 'en')} sets are hidden to protect small groups",
    )


def _protection(measurement: Measurement, provenance: Provenance, language: Language) -> tuple[str, ...]:
    policy = measurement.publication.policy
    said = [protection_paragraph(measurement, language), small_sets_paragraph(measurement, language)]
    if any(
        set(table.columns) - {"wave", "association", "group", "initiative"} for table in measurement.released.tables
    ):
        said.append(
            pick(
                language,
                f"I tabeller efter kön, ålder och liknande visas mängder om minst {policy.n_min_breakdown}; mindre "
                "kategorier än 20 är sammanslagna med den näst minsta.",
                f"In tables by sex, age and the like sets of at least {policy.n_min_breakdown} are shown; categories "
                "under 20 are joined with the next smallest.",
            )
        )
    said.append(
        pick(
            language,
            "En fråga som färre än 5 i en visad mängd besvarat visas inte. Är svaren färre än 20 och ingen eller en "
            "avviker sägs det bara i ord.",
            "A question that fewer than 5 of a shown set answered isn't shown. Where answers are fewer than 20 and "
            "nobody or one differs, it is said in words only.",
        )
    )
    said.append(_audited(measurement, provenance, language))
    if provenance.earlier:
        names = listed(provenance.earlier, language)
        said.append(
            pick(
                language,
                f"Granskningen tog också med tidigare publicerat: {names}.",
                f"The audit also took in what was published before: {names}.",
            )
        )
    return tuple(part for part in said if part)


def _audited(measurement: Measurement, provenance: Provenance, language: Language) -> str:
    verdict = measurement.publication.verdict
    said = {
        "SAFE": pick(language, "säker att publicera", "safe to publish"),
        "UNSAFE": pick(language, "får inte publiceras", "must not be published"),
        "UNKNOWN": pick(language, "går inte att avgöra", "can't be decided"),
    }[verdict]
    tried = ""
    if provenance.targets:
        targets, witnesses = provenance.targets, provenance.witnesses or 0
        tried = pick(
            language,
            f" Den prövade {whole(targets, 'sv')} påståenden om dolda och sammanslagna tal och har sparat "
            f"{whole(witnesses, 'sv')} alternativa tabeller som alla stämmer med det tryckta (witnesses.npz).",
            f" It tried {whole(targets, 'en')} statements about hidden and banded numbers and has saved "
            f"{whole(witnesses, 'en')} alternative tables that all agree with what is printed (witnesses.npz).",
        )
    return (
        pick(
            language,
            f"Granskningen läser bara det publicerade och säger: {said} ({verdict}).",
            f"The audit reads only what is published, and says: {said} ({verdict}).",
        )
        + tried
    )


def _protected(measurement: Measurement, language: Language) -> Table:
    counted = [protected(table) for table in measurement.released.tables]
    any_empty = any(each.empty for each in counted)
    columns = [
        pick(language, "Tabell", "Table"),
        pick(language, "Mängder", "Sets"),
        pick(language, "Visas", "Shown"),
        pick(language, "Dolda", "Hidden"),
        *([pick(language, "Tomma", "Empty")] if any_empty else []),
        pick(language, "Tal", "Numbers"),
        pick(language, "Ord", "Words"),
        pick(language, "Dolda tal", "Hidden numbers"),
    ]
    rows = []
    for each in counted:
        numbers = [each.sets, each.shown, each.hidden, *([each.empty] if any_empty else [])]
        numbers += [each.numbers, each.bands, each.items_hidden]
        rows.append(Row(f"{each.name}.csv", tuple(Cell(whole(number, language)) for number in numbers)))
    return Table(
        pick(language, "Vad som visas och döljs", "What is shown and hidden"),
        tuple(columns),
        tuple(rows),
        (
            pick(
                language,
                "Mängder är grupper av svarande. Tal, ord (”få”, ”nästan alla”) och dolda tal räknas över frågor och "
                "indikatorer i de mängder som visas. Vilka dolda mängder som är små sägs inte.",
                "Sets are groups of respondents. Numbers, words (“few”, “nearly all”) and hidden numbers are counted "
                "over the questions and indicators of the sets that are shown. Which hidden sets are small isn't said.",
            ),
        ),
    )


def _left(measurement: Measurement, provenance: Provenance, language: Language) -> tuple[str, ...]:
    policy = measurement.publication.policy
    said = [
        pick(
            language,
            "Hur många de dolda är tillsammans, där en summa över dem är tryckt. ”Få” och ”nästan alla” säger att "
            "högst en avviker, men inte om någon gör det.",
            "How many the hidden ones are together, where a sum over them is printed. “Few” and “nearly all” say that "
            "at most one differs, but not whether anyone does.",
        )
    ]
    if provenance.unanimous:
        said.append(
            pick(
                language,
                f"I {whole(provenance.unanimous, 'sv')} fall har ingen i en visad mängd om minst 20 svarat på ett "
                "visst sätt; då har heller ingen i de mindre mängderna däri gjort det.",
                f"In {whole(provenance.unanimous, 'en')} cases nobody of a shown set of at least 20 answered in a "
                "certain way; then nobody in the smaller sets within it did either.",
            )
        )
    if policy.coalition == "association":
        said.append(
            pick(
                language,
                "Granskningen är också gjord för ett förbund som vet sina egna dolda siffror och vill räkna ut en "
                "annans.",
                "The audit was also made for an association that knows its own hidden figures and wants another's.",
            )
        )
    else:
        said.append(
            pick(
                language,
                "Den som redan känner en dold grupps svar, till exempel för att den är den egna, kan ibland räkna ut "
                "en annan dold grupps. Det prövar granskningen inte i denna publicering.",
                "Whoever already knows a hidden group's answers, for instance because it is their own, can sometimes "
                "work out another hidden group's. The audit of this release doesn't try that.",
            )
        )
    return tuple(said)


def _check(language: Language) -> tuple[str, ...]:
    return (
        pick(
            language,
            "Mappen data innehåller allt som rapporten står på. Kommandot räknar om varje andel, intervall och "
            "medelvärde, prövar granskningens alternativa tabeller och gör hela rapporten igen ur data: varje siffra, "
            "mening och bild jämförs, också stegen på den här sidan (data/by-hand.csv).",
            "The folder data holds all that the report stands on. The command recomputes every share, interval and "
            "mean, tries the audit's alternative tables and makes the whole report again from data: every figure, "
            "sentence and picture is compared, the steps on this page too (data/by-hand.csv).",
        ),
    )


def _commands(language: Language) -> tuple[Fact, ...]:
    return (
        Fact(pick(language, "Rapporten och dess data", "The report and its data"), "ljuspunkt verify REPORT"),
        Fact(pick(language, "Granskningen, en gång till", "The audit, once more"), "ljuspunkt audit REPORT/data"),
        Fact(
            pick(language, "Från svaren, för den som har dem", "From the answers, for those who have them"),
            "ljuspunkt verify REPORT --inputs INPUTS",
        ),
    )


def _hashes(provenance: Provenance, language: Language) -> tuple[Fact, ...]:
    found = []
    if provenance.software:
        found.append(Fact(pick(language, "Rapporten gjordes med", "The report was made with"), provenance.software))
    if provenance.instrument:
        found.append(Fact(pick(language, "Frågeformulären, SHA-256", "Questionnaires, SHA-256"), provenance.instrument))
    if provenance.policy:
        found.append(Fact(pick(language, "Reglerna, SHA-256", "Policy, SHA-256"), provenance.policy))
    return (*found, *(Fact(f"{name}, SHA-256", digest) for name, digest in provenance.files.items()))
