"""How a report was made: the audit's verdict, the method in words, and the versions that it rests on."""

from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.outline import Fact, Verdict
from ljuspunkt.domain.report.words import Language, in_words, listed, pick, whole
from ljuspunkt.domain.survey.publication import Publication


def verdict_of(publication: Publication, language: Language) -> Verdict:
    """Return what the audit says and what may follow from it."""
    hidden = _hidden_sets(publication)
    if publication.verdict == "SAFE":
        return Verdict(
            "safe",
            pick(language, "Granskad: säker att publicera", "Audited: safe to publish"),
            pick(
                language,
                f"Ingen av de {whole(hidden, language)} dolda mängderna går att räkna ut ur det som visas här.",
                f"None of the {whole(hidden, language)} hidden sets can be worked out from what is shown here.",
            )
            if hidden
            else pick(
                language,
                "Inga mängder behövde döljas, och ingen liten grupp går att räkna ut ur det som visas här.",
                "No set had to be hidden, and no small group can be worked out from what is shown here.",
            ),
        )
    if publication.verdict == "UNSAFE":
        number = in_words(len(publication.findings), language)
        return Verdict(
            "unsafe",
            pick(language, "Granskad: får inte publiceras", "Audited: must not be published"),
            pick(language, f"{number} uppgifter går att räkna ut.", f"{number} facts can be worked out."),
        )
    return Verdict(
        "unknown",
        pick(language, "Granskad: går inte att avgöra", "Audited: can't be decided"),
        pick(language, "Dölj mer eller låt granskningen räkna längre.", "Hide more, or let the audit search longer."),
    )


def _hidden_sets(publication: Publication) -> int:
    """Return how many sets of respondents are hidden: every row of theirs is."""
    found = 0
    for table in publication.tables:
        shown: dict[tuple[str, ...], bool] = {}
        for row in table.rows:
            shown[row.key] = shown.get(row.key, False) or row.n is not None or row.hidden in ("", "-")
        found += sum(not is_shown for is_shown in shown.values())
    return found


def method_paragraphs(measurement: Measurement, language: Language) -> tuple[str, ...]:
    """Return the method in plain words."""
    paragraphs = [
        pick(
            language,
            "Andelar räknas som antalet positiva svar delat med antalet som besvarade frågan; summorna görs först, "
            "divisionen en gång och avrundningen sist. Vad som räknas som positivt står vid varje fråga.",
            "Shares are the number of positive answers divided by the number who answered the question; sums first, "
            "one division, rounding last. What counts as positive stands with each question.",
        ),
        pick(
            language,
            "Osäkerheten är ett 95-procentigt intervall: Wilsons för andelar, där den som besvarat flera av en "
            "indikators frågor räknas som ett svar, och t-intervall för medelvärden. Förändringar i landet räknas med "
            "förbunden som enheter där tillräckligt många visas båda åren, annars med Newcombes intervall som om "
            "svaren vore oberoende. Samma person kan ha svarat flera år, så intervallen är ungefärliga.",
            "The uncertainty is a 95 per cent interval: Wilson's for shares, where somebody who answered several of an "
            "indicator's questions counts as one answer, and t intervals for means. National changes take associations "
            "as units where enough of them are shown in both years, else Newcombe's interval as if answers were "
            "independent. The same person may have answered in several years, so the intervals are approximate.",
        ),
        pick(
            language,
            "En förändring kallas ökning eller minskning bara om hela intervallet ligger på samma sida om noll och det "
            "håller när alla jämförelser räknas. En förändring efter en insats är inte detsamma som en effekt av den.",
            "A change is called a rise or a fall only where its whole interval lies on one side of zero and still does "
            "counting all comparisons. A change after an initiative isn't the same as an effect of it.",
        ),
        protection_paragraph(measurement, language),
        small_sets_paragraph(measurement, language),
    ]
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def small_sets_paragraph(measurement: Measurement, language: Language) -> str:
    """Return what isn't shown beside an indicator in small sets; nothing where that rule isn't in force."""
    small = measurement.publication.policy.small_sets == "indicators"
    if not small or not measurement.released.subjects("indicator"):
        return ""
    return pick(
        language,
        "I mängder under 20 svarande visas indikatorer men inte deras enskilda frågor.",
        "In sets of fewer than 20 respondents indicators are shown but not their single questions.",
    )


def protection_paragraph(measurement: Measurement, language: Language) -> str:
    """Return the smallest groups that are shown, and that others are hidden because of them."""
    policy = measurement.publication.policy
    raised = [
        f"{policy.n_min_group[group]} {pick(language, 'för', 'for')} {measurement.among(group, language)}"
        for group in measurement.groups
        if policy.n_min_group.get(group, 0) > policy.n_min
    ]
    also = f", {listed(raised, language)}" if raised else ""
    return pick(
        language,
        f"Små grupper visas inte: minst {policy.n_min} svarande{also}, och {policy.n_min_distribution} för hela "
        "svarsfördelningar. Fler mängder döljs så att de små inte går att räkna ut genom subtraktion. Vilka som är "
        "små sägs inte.",
        f"Small groups aren't shown: at least {policy.n_min} respondents{also}, and {policy.n_min_distribution} for "
        "whole distributions. More sets are hidden so that the small ones can't be worked out by subtraction. Which "
        "ones are small isn't said.",
    )


def facts(measurement: Measurement, language: Language) -> tuple[Fact, ...]:
    """Return the versions a report rests on: the instruments and the release."""
    found = []
    for instrument in measurement.instruments.each:
        group = measurement.label(instrument.respondent_group or "", language)
        waves = listed(instrument.waves, language) or pick(language, "alla år", "all years")
        used = pick(language, "använd", "used in")
        version = f"{instrument.form_id}, version {instrument.version}, {used} {waves}"
        found.append(Fact(f"{pick(language, 'Frågeformulär', 'Questionnaire')}: {group}", version))
    made_by = measurement.publication.manifest.get("software")
    if isinstance(made_by, str):
        found.append(Fact(pick(language, "Underlaget gjordes med", "The data were made with"), f"ljuspunkt {made_by}"))
    return tuple(found)
