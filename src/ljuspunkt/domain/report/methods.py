"""The statistical methods that a report uses, each with its source, its defaults and its limits."""

from dataclasses import dataclass

from ljuspunkt.domain.report.measurement import Measurement
from ljuspunkt.domain.report.methods_compared import (
    funnels,
    many_comparisons,
    mean_of_associations,
    over_associations,
    shrunken,
    trends,
)
from ljuspunkt.domain.report.outline import Method
from ljuspunkt.domain.report.words import Language, pick


@dataclass(frozen=True, slots=True)
class Used:
    """What a report holds, which decides whose methods are named."""

    shares: bool
    several_items: bool
    bands: bool
    means: bool
    changes: bool
    over_associations: bool
    others: bool
    trend: bool


def used_in(measurement: Measurement, *, changes: bool) -> Used:
    """Return what a report holds; `changes` is whether any two waves are compared."""
    split = measurement.released.has("association", "group") or measurement.released.has("association")
    rows = [row for table in measurement.released.tables for row in table.rows]
    return Used(
        shares=any(row.share is not None for row in rows),
        several_items=any(
            len(measurement.questions(subject, group)) > 1
            for subject in measurement.subjects
            for group in subject.groups
        ),
        bands=any(row.band for row in rows),
        means=any(row.mean is not None for row in rows),
        changes=changes,
        over_associations=changes and split,
        others="others" in measurement.compared.named and split,
        trend="trend" in measurement.compared.named and len(measurement.waves) > 2 and split,
    )


def methods(used: Used, language: Language) -> tuple[Method, ...]:
    """Return every method of a report, in the order one meets them."""
    found = []
    if used.shares:
        found += [_share(language), _wilson(language)]
    if used.several_items:
        found.append(_several(language))
    if used.bands:
        found.append(_bands(language))
    if used.means:
        found.append(_mean(language))
    if used.changes:
        found.append(_newcombe(language))
    if used.over_associations:
        found += [over_associations(language), mean_of_associations(language)]
    if used.trend:
        found.append(trends(language))
    if used.others:
        found += [funnels(language), many_comparisons(language), shrunken(language)]
    found += [_not_done(language), _protection(language)]
    return tuple(found)


def _share(language: Language) -> Method:
    return Method(
        pick(language, "Andel positiva svar", "Share of positive answers"),
        pick(
            language,
            "Positiva svar delat med dem som besvarade frågan. Summorna görs först, divisionen en gång och "
            "avrundningen sist, halva procent uppåt.",
            "Positive answers divided by those who answered the question. Sums first, one division, rounding last, "
            "halves of a per cent upwards.",
        ),
        pick(
            language,
            "Vad som räknas som positivt bestäms av frågeformuläret och står vid frågan.",
            "What counts as positive is decided by the questionnaire and stands with the question.",
        ),
        pick(
            language,
            "De som svarade ”vet inte”, för vilka frågan inte gällde eller som hoppade över den är inte med. Nämnaren "
            "skiljer sig därför mellan frågor.",
            "Those who answered “don't know”, to whom the question didn't apply or who skipped it aren't in it. So the "
            "denominator differs between questions.",
        ),
    )


def _wilson(language: Language) -> Method:
    return Method(
        pick(language, "Wilsons intervall för en andel", "Wilson's interval of a share"),
        pick(language, "95 procent, utan korrektion för kontinuitet.", "95 per cent, without continuity correction."),
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. "
        "Journal of the American Statistical Association 22.",
        pick(
            language,
            "Räknas som om svaren vore oberoende och de svarande ett slumpmässigt urval ur en stor grupp. Hur många "
            "som frågades är inte med: där nästan alla svarade är intervallet bredare än det behövde vara.",
            "Computed as if answers were independent and the respondents a random sample of a large group. How many "
            "were asked isn't used: where nearly all answered the interval is wider than it need be.",
        ),
    )


def _several(language: Language) -> Method:
    return Method(
        pick(language, "Indikatorer av flera frågor", "Indicators of several questions"),
        pick(
            language,
            "Positiva svar på alla frågor tillsammans, delat med alla svar på dem. I Wilsons formel är n antalet "
            "svarande, inte antalet svar.",
            "Positive answers to all questions together, divided by all answers to them. In Wilson's formula n is the "
            "number of respondents, not of answers.",
        ),
        "Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of "
        "positive counts estimated from survey data. Survey Methodology 24.",
        pick(
            language,
            "Som om var och en svarat likadant på alla frågorna: aldrig för smalt, ofta för brett.",
            "As if each had answered all the questions alike: never too narrow, often too wide.",
        ),
    )


def _bands(language: Language) -> Method:
    return Method(
        pick(language, "”Få” och ”nästan alla”", "“Few” and “nearly all”"),
        pick(
            language,
            "Där färre än 20 svarat och ingen eller en avviker sägs det i ord. Intervallet omfattar Wilsons intervall "
            "för båda de möjliga antalen.",
            "Where fewer than 20 answered and nobody or one differs it is said in words. The interval spans Wilson's "
            "for both possible numbers.",
        ),
        pick(language, "Egen regel, se röjandekontroll.", "Own rule, see disclosure control."),
        pick(
            language,
            "Intervallet är bredare än med exakt antal. Siffran räknas inte in där förbund jämförs.",
            "The interval is wider than with the exact number. The figure isn't in where associations are compared.",
        ),
    )


def _mean(language: Language) -> Method:
    return Method(
        pick(language, "Medelvärde med t-intervall", "Mean with t interval"),
        pick(
            language,
            "95 procent, klippt vid skalans ändar; inget intervall under tio svar eller där alla svarat lika.",
            "95 per cent, clipped at the scale's ends; no interval under ten answers or where all answered alike.",
        ),
        "Student (1908). The probable error of a mean. Biometrika 6.",
        pick(
            language,
            "Behandlar skalstegen som lika långa. Percentiler av svar redovisas inte; de 97,5-percentiler som används "
            "är normal- och t-fördelningens.",
            "Takes the steps of the scale as equally long. Percentiles of answers aren't reported; the 97.5th "
            "percentiles in use are those of the normal and t distributions.",
        ),
    )


def _newcombe(language: Language) -> Method:
    return Method(
        pick(language, "Förändring mellan två år", "Change between two waves"),
        pick(
            language,
            "Newcombes intervall för skillnaden mellan två andelar (metod 10), ur de två tryckta intervallen. Större "
            "än slumpen bara om hela intervallet ligger på samma sida om noll.",
            "Newcombe's interval of the difference of two shares (method 10), from the two printed intervals. Greater "
            "than chance only where the whole interval lies on one side of zero.",
        ),
        "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison "
        "of eleven methods. Statistics in Medicine 17. Zou, G. Y. & Donner, A. (2008). Statistics in Medicine 27.",
        pick(
            language,
            "Räknas som om åren hade olika personer. Där samma personer svarat båda åren är intervallet ungefärligt, "
            "oftast för brett. En förändring är inte en effekt av en insats.",
            "Computed as if the years had different people. Where the same people answered in both it is approximate, "
            "mostly too wide. A change isn't an effect of an initiative.",
        ),
    )


def _not_done(language: Language) -> Method:
    return Method(
        pick(language, "Det som inte räknas", "What isn't computed"),
        pick(
            language,
            "Inga vikter, inget bortfall modelleras, ingen ändlig population, inga ersatta svar.",
            "No weights, no model of non-response, no finite population, no imputed answers.",
        ),
        pick(
            language,
            "Svarsandel redovisas där antalet tillfrågade är känt (AAPOR RR2); annars inte alls.",
            "A response rate is given where the number asked is known (AAPOR RR2); else none at all.",
        ),
        pick(
            language,
            "Siffrorna gäller dem som svarade. Om de som inte svarade tycker annorlunda syns det inte i intervallen.",
            "The figures are of those who answered. If those who didn't think otherwise, no interval shows it.",
        ),
    )


def _protection(language: Language) -> Method:
    return Method(
        pick(language, "Röjandekontroll", "Disclosure control"),
        pick(
            language,
            "Små mängder döljs, och fler så att de små inte går att räkna ut; sedan söker en granskning som bara läser "
            "det publicerade efter en annan möjlig sanning för varje dold mängd.",
            "Small sets are hidden, and more so that the small ones can't be worked out; then an audit that reads only "
            "what is published looks for another possible truth for each hidden set.",
        ),
        "Langsrud, Ø. (2024). Secondary cell suppression by Gaussian elimination: an algorithm suitable for handling "
        "issues with zeros and singletons. Privacy in Statistical Databases, LNCS 14915.",
        pick(
            language,
            "Gäller den som läser det publicerade. Den som själv vet något om gruppen kan veta mer.",
            "Holds for readers of what is published. Whoever knows something of a group already may know more.",
        ),
    )
