"""The result of a conference as tables for a terminal."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from ljuspunkt.cli.columns import aligned
from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.tally import ItemResult
from ljuspunkt.domain.consensus.words import counted, describe_form, describe_rule, describe_tie, missing, outcome_word
from ljuspunkt.domain.vocabulary import wording

Translate = Callable[[str], str]


def waiting(result: ConferenceResult, translate: Translate) -> list[str]:
    """Return a sentence for each vote that can't be tallied, or not to its end, and why."""
    sentences = []
    for vote in result.votes:
        if vote.waits_for is not None:
            sentence = translate("Vote {vote} can't be tallied yet: vote {source} has undecided items.")
            sentences.append(sentence.format(vote=vote.vote.id, source=vote.waits_for))
        elif vote.tally is not None and not vote.tally.n_ballots:
            sentences.append(
                translate("Vote {vote} has no ballots, so everything in it is undecided.").format(vote=vote.vote.id)
            )
        elif vote.tally is not None:
            head = translate("Vote {vote}:").format(vote=vote.vote.id)
            sentences += [f"{head} {missing(tie, translate)}" for tie in vote.tally.ties if tie.open]
    return sentences


def table(result: ConferenceResult, language: str, translate: Translate) -> str:
    """Return every vote with its items by rank, then the protocols."""
    conference = result.conference
    lines: list[str] = []
    if conference.title:
        lines.append(wording(conference.title, language))
    if conference.note:
        lines += [wording(conference.note, language)]
    for vote in result.votes:
        lines += ["", *_vote(vote, result, language, translate)]
    for protocol in result.protocols:
        heading = translate("Protocol “{name}”: {n} indicators").format(name=protocol.name, n=len(protocol.ids))
        if not protocol.final:
            heading = translate("{heading}, so far").format(heading=heading)
        rows = [
            [
                str(number),
                id,
                conference.kind_word(conference.inventory[id].kind, language),
                conference.inventory[id].titled(language),
            ]
            for number, id in enumerate(protocol.ids, start=1)
        ]
        lines += ["", heading, *aligned(["", translate("id"), translate("kind"), translate("title")], rows, "><<<")]
    return "\n".join(lines)


def _vote(result: VoteResult, conference: ConferenceResult, language: str, translate: Translate) -> list[str]:
    vote = result.vote
    title = wording(vote.title, language)
    lines = [translate("Vote {vote}").format(vote=vote.id) + (f": {title}" if title else "")]
    rule = describe_rule(vote.rule, vote.form, translate, lambda kind: conference.conference.kind_word(kind, language))
    lines.append(" ".join((describe_form(vote.form, translate), *rule)))
    if result.tally is None:
        sentence = translate("It can't be tallied yet: vote {source} has undecided items.")
        return [*lines, sentence.format(source=result.waits_for)]
    tally = result.tally
    cast = translate("{cast} ballots of {entitled} entitled voters.").format(
        cast=tally.n_ballots, entitled=vote.entitled
    )
    blank = translate("Blank: {n}.").format(n=tally.n_blank)
    lines.append(f"{cast} {blank}" if tally.n_blank else cast)
    counts = ", ".join(counted(n, outcome, translate) for outcome, n in tally.counts.items() if n)
    lines.append(
        translate("{n} items: {counts}.").format(n=len(tally.items), counts=counts)
        if tally.items
        else translate("No items.")
    )
    for tie in tally.ties:
        lines += describe_tie(tie, translate)
    shown = [_shown(item, conference, vote.form, language, translate) for item in tally.items]
    heading = [name for name, _ in _columns(vote.form, translate)]
    sides = "".join(side for _, side in _columns(vote.form, translate))
    return [*lines, *aligned(heading, shown, sides), *_quantiles(tally.items, translate)]


def _columns(form: Form, translate: Translate) -> list[tuple[str, str]]:
    """Return the columns of a vote's table, each with the side that its cells keep to."""
    match form:
        case Approve() | Choose():
            figures = [(translate("yes"), ">"), (translate("of"), ">"), (translate("share"), ">")]
        case Rate():
            figures = [
                (translate("median"), ">"),
                (translate("mean"), ">"),
                (translate("opinions"), ">"),
                (translate("top third"), ">"),
                (translate("bottom third"), ">"),
                (translate("disagreement"), "<"),
            ]
        case Points() | Rank():
            figures = [(translate("score"), ">")]
    return [
        (translate("rank"), ">"),
        (translate("id"), "<"),
        (translate("kind"), "<"),
        *figures,
        (translate("outcome"), "<"),
        (translate("title"), "<"),
    ]


def _shown(item: ItemResult, result: ConferenceResult, form: Form, language: str, translate: Translate) -> list[str]:
    outcome = outcome_word(item.outcome, translate)
    return [
        "–" if item.rank is None else str(item.rank),
        item.id,
        result.conference.kind_word(item.kind, language),
        *_figures(item, form, language, translate),
        translate("{outcome} (tie)").format(outcome=outcome) if item.tied else outcome,
        result.conference.inventory[item.id].titled(language),
    ]


def _figures(item: ItemResult, form: Form, language: str, translate: Translate) -> list[str]:
    votes = number(item.votes, language)
    if isinstance(form, Approve | Choose):
        return [votes, str(item.of), percent(item.share, language)]
    if item.rating is None:
        return [votes]
    spread = item.rating.rand_ucla
    return [
        votes,
        "–" if item.rating.mean is None else decimal(f"{float(item.rating.mean):.2f}", language),
        str(item.rating.n),
        str(sum(group.top for group in item.rating.thirds)),
        str(sum(group.bottom for group in item.rating.thirds)),
        "–" if spread is None else translate("yes") if spread.disagreement else translate("no"),
    ]


def _quantiles(items: Sequence[ItemResult], translate: Translate) -> list[str]:
    """Return the type of quantile that RAND/UCLA stands on, and the items for which another type turns the verdict."""
    rated = [item for item in items if item.rating and item.rating.rand_ucla]
    if not rated:
        return []
    lines = [translate("Disagreement is by RAND/UCLA, with quantiles of type 7.")]
    turned = [
        translate("{item} (type {types})").format(item=item.id, types=", ".join(map(str, item.rating.other_verdicts)))
        for item in rated
        if item.rating and item.rating.other_verdicts
    ]
    if turned:
        lines.append(translate("With quantiles of another type the opposite: {items}.").format(items="; ".join(turned)))
    return lines


def number(value: Fraction | None, language: str) -> str:
    """Return a score for eyes: whole, or with at most two decimals."""
    if value is None:
        return "–"
    return decimal(f"{float(value):.2f}".rstrip("0").rstrip("."), language)


def decimal(text: str, language: str) -> str:
    """Return a number with the decimal sign of a language."""
    return text.replace(".", ",") if language == "sv" else text


def percent(share: Fraction | None, language: str) -> str:
    """Return a share for eyes, rounded last, half upwards."""
    if share is None:
        return "–"
    tenths = (share * 1000 + Fraction(1, 2)).__floor__()
    text = f"{tenths // 10}.{tenths % 10}"
    return f"{decimal(text, language)} %" if language == "sv" else f"{text}%"
