"""What is said of the quality of questions and scales (frågekvalitet): what stands out, and what is missing and why."""

from collections.abc import Callable, Mapping

from ljuspunkt.domain.errors import marked
from ljuspunkt.domain.estimation.reliability import FEWEST_ITEMS, FEWEST_RESPONDENTS, NoFactor
from ljuspunkt.domain.survey.quality import Flag, ScaleQuality
from ljuspunkt.domain.survey.reliability import NoReliability, Reliability

Translate = Callable[[str], str]

FLAGS: Mapping[Flag, str] = {
    "non_response": marked("non-response"),
    "floor": marked("floor"),
    "ceiling": marked("ceiling"),
    "against_the_rest": marked("runs against the others"),
}

NO_RELIABILITY: Mapping[NoReliability, str] = {
    "few_items": marked(
        "Indicator {indicator}, {group} {wave}: no reliability, since fewer than {items} questions measure it."
    ),
    "few_respondents": marked(
        "Indicator {indicator}, {group} {wave}: no reliability, since fewer than {respondents} answered some two of "
        "its questions."
    ),
    "not_counted": marked(
        "Indicator {indicator}, {group} {wave}: no reliability, since no products lie beside the counts or its answers "
        "have no values."
    ),
    "no_variance": marked(
        "Indicator {indicator}, {group} {wave}: no reliability, since all respondents' sums are alike."
    ),
}

NO_OMEGA: Mapping[NoFactor, str] = {
    "no_variance": marked(
        "Indicator {indicator}, {group} {wave}: no omega, since everybody answered one question alike."
    ),
    "contradictory": marked(
        "Indicator {indicator}, {group} {wave}: no omega, since some questions repeat each other, or so many skipped "
        "questions that the pairs contradict each other."
    ),
    "nothing_common": marked(
        "Indicator {indicator}, {group} {wave}: no omega, since fewer than {items} questions have anything in common."
    ),
    "no_own_variance": marked(
        "Indicator {indicator}, {group} {wave}: no omega, since one question would be nothing but the common factor "
        "(a Heywood case)."
    ),
    "not_converged": marked(
        "Indicator {indicator}, {group} {wave}: no omega, since the search for a common factor found no end."
    ),
}


def remarks(scale: ScaleQuality, translate: Translate) -> list[str]:
    """Return in sentences what a scale lacks, and what is odd about it."""
    values = {
        "indicator": scale.indicator,
        "group": scale.group,
        "wave": scale.wave,
        "items": FEWEST_ITEMS,
        "respondents": FEWEST_RESPONDENTS,
    }
    found = scale.reliability
    if not isinstance(found, Reliability):
        return [translate(NO_RELIABILITY[found]).format(**values)]
    sentences = []
    if found.alpha < 0:
        sentence = translate(
            "Indicator {indicator}, {group} {wave}: alpha is below 0, so its questions run against each other; see "
            "which of them is to be reversed."
        )
        sentences.append(sentence.format(**values))
    elif scale.against_the_rest:
        sentence = translate(
            "Indicator {indicator}, {group} {wave}: {questions} runs against the others; should it be reversed?"
        )
        sentences.append(sentence.format(**values, questions=", ".join(scale.against_the_rest)))
    if found.no_omega is not None:
        sentences.append(translate(NO_OMEGA[found.no_omega]).format(**values))
    return sentences
