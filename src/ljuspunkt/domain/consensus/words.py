"""Rules, outcomes and ties in plain words, for those who vote and those who read.

Sentences are English and looked up by `translate`, the gettext of whoever shows them.
"""

from collections.abc import Callable
from fractions import Fraction

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.pool import Outcome
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.ties import Tie, TieStep

Translate = Callable[[str], str]


def outcome_word(outcome: Outcome, translate: Translate = str) -> str:
    """Return an outcome in a word or two."""
    return {
        "through": translate("through"),
        "onward": translate("onward"),
        "out": translate("out"),
        "undecided": translate("undecided"),
    }[outcome]


def counted(n: int, outcome: Outcome, translate: Translate = str) -> str:
    """Return how many items have an outcome: "46 out"."""
    return {
        "through": translate("{n} through"),
        "onward": translate("{n} onward"),
        "out": translate("{n} out"),
        "undecided": translate("{n} undecided"),
    }[outcome].format(n=n)


def share_words(share: Fraction, translate: Translate = str) -> str:
    """Return a bar in words: a half, whole percents where they are exact, else the fraction."""
    if share == Fraction(1, 2):
        return translate("half")
    if (share * 100).denominator == 1:
        return translate("{percent}%").format(percent=share * 100)
    return f"{share.numerator}/{share.denominator}"


def describe_form(form: Form, translate: Translate = str) -> str:
    """Return in a sentence how one votes."""
    match form:
        case Approve():
            return translate("Every voter says yes or no to each item.")
        case Choose(most):
            return translate("Every voter chooses at most {n} items.").format(n=most)
        case Points(budget, most):
            return translate("Every voter shares out {budget} points, at most {most} for one item.").format(
                budget=budget, most=most
            )
        case Rate(low, high):
            return translate("Every voter rates each item from {low} to {high}, or has no opinion.").format(
                low=low, high=high
            )
        case Rank():
            return translate("Every voter ranks the items, the best first.")


def describe_rule(
    rule: Rule, form: Form, translate: Translate = str, kind_word: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Return the rule in plain sentences, in the order in which it is read; `kind_word` says what a kind is called."""
    if rule.consensus is not None:
        return _describe_consensus(rule, translate)
    return (
        *_describe_out_bar(rule, translate),
        *_describe_places(rule, form, translate, kind_word),
        *_describe_through_bar(rule, translate),
        _describe_rest(rule, translate),
        *((describe_ties(rule.ties, translate),) if rule.places is not None else ()),
    )


def _describe_out_bar(rule: Rule, translate: Translate) -> tuple[str, ...]:
    if rule.out_bar is None:
        return ()
    sentence = (
        translate("Items with yes from fewer than {share} of the ballots cast are out.")
        if rule.of == "cast"
        else translate("Items with yes from fewer than {share} of the entitled voters are out.")
    )
    return (sentence.format(share=share_words(rule.out_bar, translate)),)


def _describe_places(rule: Rule, form: Form, translate: Translate, kind_word: Callable[[str], str]) -> tuple[str, ...]:
    if rule.places is None:
        return ()
    most = _most(form, translate)
    if isinstance(rule.places, int):
        if rule.places == 1:
            return (translate("The one with {most} goes through.").format(most=most),)
        return (translate("The {n} with {most} go through.").format(n=rule.places, most=most),)
    kinds = ", ".join(f"{kind_word(kind)} {places}" for kind, places in rule.places.items())
    sentence = translate("Of each kind, those with {most} go through, as many as it has places: {kinds}.")
    return (sentence.format(most=most, kinds=kinds),)


def _most(form: Form, translate: Translate) -> str:
    match form:
        case Approve() | Choose():
            return translate("the most votes")
        case Points():
            return translate("the most points")
        case Rate():
            return translate("the highest median and then mean")
        case Rank():
            return translate("the highest Borda score")


def _describe_through_bar(rule: Rule, translate: Translate) -> tuple[str, ...]:
    if rule.through_bar is None:
        return ()
    if rule.of == "cast":
        sentence = translate("Items with yes from at least {share} of the ballots cast are always through.")
    else:
        sentence = translate("Items with yes from at least {share} of the entitled voters are always through.")
    return (sentence.format(share=share_words(rule.through_bar, translate)),)


def _describe_rest(rule: Rule, translate: Translate) -> str:
    if rule.rest == "onward":
        return translate("The rest go on to the next vote.")
    return translate("The rest are out.")


def _describe_consensus(rule: Rule, translate: Translate) -> tuple[str, ...]:
    assert rule.consensus is not None
    inside = share_words(rule.consensus.inside, translate)
    against = share_words(rule.consensus.against, translate)
    return (
        translate(
            "An item is through when at least {inside} rate it in the top third of the scale and fewer than "
            "{against} in the bottom third."
        ).format(inside=inside, against=against),
        translate("It is out when it is the other way round."),
        *(
            (translate("This must hold in every declared group with at least five entitled voters."),)
            if rule.consensus.by_group
            else ()
        ),
        translate("Those without an opinion on an item aren't counted for it."),
        _describe_rest(rule, translate),
    )


def describe_ties(ties: Ties, translate: Translate = str) -> str:
    """Return in a sentence how a tie at the cut is settled."""
    match ties:
        case Expand():
            return translate("If there is a tie for the last places, all the tied go through.")
        case Strict():
            return translate("If there is a tie for the last places, none of the tied go through.")
        case Chair():
            return translate("If there is a tie for the last places, the chair rules and gives a reason.")
        case Secondary():
            return translate(
                "If there is a tie for the last places, scores registered beforehand decide; those still tied all go "
                "through."
            )
        case Lot(seed):
            if seed is None:
                return translate("If there is a tie for the last places, lots are drawn.")
            return translate("If there is a tie for the last places, lots are drawn from the seed “{seed}”.").format(
                seed=seed
            )
        case Runoff(most, then):
            sentence = (
                translate("If there is a tie for the last places, the tied are voted on again, once.")
                if most == 1
                else translate(
                    "If there is a tie for the last places, the tied are voted on again, at most {n} times."
                ).format(n=most)
            )
            return f"{sentence} {translate('After that:')} {describe_ties(then, translate)}"


def describe_tie(tie: Tie, translate: Translate = str) -> tuple[str, ...]:
    """Return in sentences what was tied and how it was settled, or what is missing."""
    head = translate("Tied at the cut: {items}. Open places: {places}.").format(
        items=", ".join(tie.items), places=tie.places
    )
    steps = tuple(_describe_step(step, translate) for step in tie.steps)
    if tie.settled_by and not steps:
        through = ", ".join(tie.through) or translate("none")
        steps = (translate("Settled as the rule says. Of the tied went through: {items}.").format(items=through),)
    return (head, *steps, *((missing(tie, translate),) if tie.open else ()))


def missing(tie: Tie, translate: Translate = str) -> str:
    """Return in a sentence what an unsettled tie waits for."""
    if tie.waits_for == "ruling":
        sentence = translate("Undecided until the chair has ruled: {items}.")
    elif tie.waits_for == "seed":
        sentence = translate("Undecided, since the lot has no seed: {items}.")
    else:
        sentence = translate("Undecided until there has been a run-off: {items}.")
    return sentence.format(items=", ".join(tie.still))


def _describe_step(step: TieStep, translate: Translate) -> str:
    through = ", ".join(step.through)
    match step.way:
        case "expand":
            return translate("All the tied go through: {items}.").format(items=through)
        case "strict":
            return translate("None of the tied go through.")
        case "chair":
            return translate("The chair ruled for {items}: {reason}").format(items=through, reason=step.reason)
        case "secondary":
            if not step.through:
                return translate("The scores registered beforehand are equal.")
            return translate("The scores registered beforehand decided for {items}.").format(items=through)
        case "lot":
            return translate("The lot fell on {items}.").format(items=through)
        case "runoff":
            votes = ", ".join(f"{item} {n}" for item, n in (step.votes or {}).items())
            if not step.through:
                return translate("Run-off {n} ({votes}) didn't part them.").format(n=step.number, votes=votes)
            return translate("Run-off {n} ({votes}) decided for {items}.").format(
                n=step.number, votes=votes, items=through
            )
