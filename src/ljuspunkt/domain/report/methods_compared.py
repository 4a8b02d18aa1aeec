"""The methods of comparisons, each with its source, its defaults and its limits."""

from ljuspunkt.domain.report.compared import FEWEST_CLUSTERS
from ljuspunkt.domain.report.outline import Method
from ljuspunkt.domain.report.words import Language, in_words, pick


def over_associations(language: Language) -> Method:
    """Return how a national change takes associations as clusters."""
    fewest = in_words(FEWEST_CLUSTERS, language)
    return Method(
        pick(language, "Förändring i landet, över förbunden", "National change, over associations"),
        pick(
            language,
            "Skillnaden mellan årens andelar i de förbund som visas båda åren, med varians efter Taylorutveckling över "
            f"förbunden och t med antalet förbund minus ett frihetsgrader. Används där minst {fewest} förbund visas "
            "båda åren; annars Newcombes intervall för de nationella talen, som om svaren vore oberoende.",
            "The difference of the waves' shares in the associations shown in both, with variance linearised over "
            f"associations and t with associations less one degrees of freedom. Used where at least {fewest} "
            "associations are shown in both; else Newcombe's interval of the national figures, as if answers were "
            "independent.",
        ),
        "Cochran, W. G. (1977). Sampling techniques, 3rd ed., ch. 6. R survey (svycontrast).",
        pick(
            language,
            "Gäller de visade förbunden, inte dem som är dolda eller inte deltog båda åren. "
            f"Färre än {fewest} står för en så liten del av landets svar att de inte får tala för det.",
            "Holds for the shown associations, not for hidden ones or those that didn't take part in both waves. "
            f"Fewer than {fewest} hold so few of the country's answers that they don't speak for it.",
        ),
    )


def mean_of_associations(language: Language) -> Method:
    """Return what the mean of associations is beside the pooled figure."""
    return Method(
        pick(language, "Förbundens medeltal", "Mean of associations"),
        pick(
            language,
            "Medelvärdet av de visade förbundens andelar, som jämförelse vid sidan av rubrikens siffra, där varje svar "
            "väger lika.",
            "The mean of the shown associations' shares, for comparison beside the figure of the heading, in which "
            "every answer weighs the same.",
        ),
        "Cochran (1977), ch. 6. R survey (svymean).",
        pick(
            language,
            "Bara över visade förbund: små förbund, som oftare är dolda, är inte med.",
            "Over shown associations only: small ones, which are more often hidden, aren't in it.",
        ),
    )


def trends(language: Language) -> Method:
    """Return how trends are computed."""
    return Method(
        pick(language, "Trend över tre år eller fler", "Trend over three waves or more"),
        pick(
            language,
            "Inom ett förbund Cochran–Armitages test med åren som poäng; i landet en rät linje genom alla svar i de "
            "förbund som visas alla åren, med förbunden som enheter. Serien bryts där frågan, skalan eller det som "
            "räknas som positivt har ändrats.",
            "Within an association Cochran and Armitage's test with the years as scores; nationally a straight line "
            "through all answers of the associations shown in every wave, associations as units. A series is broken "
            "where the question, its scale or what counts as positive has changed.",
        ),
        "Cochran, W. G. (1954). Biometrics 10. Armitage, P. (1955). Biometrics 11. R prop.trend.test.",
        pick(
            language,
            "En rät linje ser inte en uppgång som vänder. Ungefärlig där samma personer svarat flera år.",
            "A straight line doesn't see a rise that turns. Approximate where the same people answered in several "
            "waves.",
        ),
    )


def funnels(language: Language) -> Method:
    """Return how associations are held against the others."""
    return Method(
        pick(language, "Ett förbund mot de andra: tratten", "One association against the others: the funnel"),
        pick(
            language,
            "Varje visat förbund mot de andra utan det självt. Gränserna 95 och 99,8 % är exakta binomiala; skiljer "
            "sig förbunden mer än slumpen läggs den vanliga spridningen mellan dem till (additiv överspridning, 10 % "
            "indragna, arcus sinus av roten).",
            "Each shown association against the others without itself. The limits of 95 and 99.8% are exact binomial; "
            "where associations differ by more than chance the usual spread between them is added (additive "
            "overdispersion, 10% winsorised, arcsine of the square root).",
        ),
        "Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24. "
        "R FunnelPlotR.",
        pick(
            language,
            "Att skilja sig är inte att vara bättre: förbund har olika deltagare. Räknas bara över visade förbund, så "
            "de minsta saknas.",
            "To differ isn't to be better: associations have different participants. Runs over shown associations "
            "only, so the smallest are missing.",
        ),
    )


def many_comparisons(language: Language) -> Method:
    """Return how the number of comparisons is allowed for."""
    return Method(
        pick(language, "Många jämförelser på en gång", "Many comparisons at once"),
        pick(
            language,
            "p justeras inom indikator och grupp, q = 0,05. Ett förbund skiljer sig om både p ur z och exakt p är "
            "kvar; en pil ritas bara om intervallet dessutom utesluter 0.",
            "p is adjusted within indicator and group, q = .05. An association differs if both p of z and exact p "
            "remain; an arrow is drawn only where the interval excludes 0 as well.",
        ),
        "Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical "
        "Society B 57. R p.adjust.",
        pick(
            language,
            "Av dem som sägs skilja sig väntas högst en av tjugo göra det av slump. Rapportens alla indikatorer "
            "justeras inte tillsammans.",
            "Of those said to differ at most one in twenty is expected to do so by chance. All indicators of the "
            "report aren't adjusted together.",
        ),
    )


def shrunken(language: Language) -> Method:
    """Return what shrunken shares are."""
    return Method(
        pick(language, "Krympta andelar", "Shrunken shares"),
        pick(
            language,
            "Empirisk Bayes: en logistisk modell med slumpmässigt intercept drar varje förbund mot det vanliga, mest "
            "där få svarat. Andrahandsuppgift, aldrig utan intervall.",
            "Empirical Bayes: a logistic model with a random intercept draws each association to the usual, most where "
            "few answered. Secondary, never without its interval.",
        ),
        "R lme4 (glmer, Laplace).",
        pick(
            language,
            "Intervallet tar det vanliga och spridningen för kända och är därför något för smalt. Ordningen är ingen "
            "rangordning.",
            "The interval takes the usual and the spread for known, so it is a little too narrow. The order is no "
            "ranking.",
        ),
    )
