"""The fixed words of a report: headings and links that no figure stands behind."""

from dataclasses import dataclass

from ljuspunkt.domain.report.words import Language


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's fixed words."""

    table: str
    picture: str
    questions: str
    changes: str
    others: str
    associations: str
    contents: str
    method: str
    methods: str
    protection: str
    limits: str
    source: str
    step: str
    how: str
    gives: str
    versions: str
    thread: str
    data: str
    check: str
    check_how: str
    up: str
    pdf: str
    spreadsheet: str
    files: str
    votes: str
    rule: str
    protocol: str
    software: str
    page: str
    invented: str


_LABELS: dict[Language, Labels] = {
    "sv": Labels(
        table="Tabell",
        picture="Bild",
        questions="Frågorna bakom",
        changes="Förändring och trend",
        others="Varje förbund mot de andra, och i ordning",
        associations="Förbund för förbund",
        contents="Innehåll",
        method="Så gjordes den",
        methods="Metoder",
        protection="Skydd",
        limits="Gränser:",
        source="Källa:",
        step="Steg",
        how="Uträkning",
        gives="Ger",
        versions="Versioner",
        thread="Röda tråden: var siffran kommer ifrån",
        data="Underlag",
        check="Kontrollera själv",
        check_how="Kommandot ”ljuspunkt verify” räknar om varje siffra, mening och bild ur mappen data.",
        up="Till innehållet",
        pdf="PDF",
        spreadsheet="Kalkylblad",
        files="Hämta",
        votes="Omröstningar",
        rule="Regel",
        protocol="Protokoll",
        software="Gjord med",
        page="Sida",
        invented="Alla svarssiffror på sidan är påhittade",
    ),
    "en": Labels(
        table="Table",
        picture="Picture",
        questions="The questions behind",
        changes="Change and trend",
        others="Each association against the others, and in order",
        associations="Association by association",
        contents="Contents",
        method="How it was made",
        methods="Methods",
        protection="Protection",
        limits="Limits:",
        source="Source:",
        step="Step",
        how="Computed",
        gives="Gives",
        versions="Versions",
        thread="The red thread: where the figure comes from",
        data="Data",
        check="Check it yourself",
        check_how="The command “ljuspunkt verify” recomputes every figure, sentence and picture from the folder data.",
        up="To the contents",
        pdf="PDF",
        spreadsheet="Spreadsheet",
        files="Download",
        votes="Votes",
        rule="Rule",
        protocol="Protocol",
        software="Made with",
        page="Page",
        invented="All answers on this page are invented",
    ),
}


def labels(language: Language) -> Labels:
    """Return the fixed words of a language."""
    return _LABELS[language]
