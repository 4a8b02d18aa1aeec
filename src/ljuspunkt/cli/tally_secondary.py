"""The secondary figures of a conference as tables for a terminal: agreement and stability, apart."""

from collections.abc import Callable, Mapping

from ljuspunkt.cli.columns import aligned
from ljuspunkt.cli.language import N_
from ljuspunkt.cli.tally_table import decimal, percent
from ljuspunkt.domain.consensus.conference import ConferenceResult, VoteResult
from ljuspunkt.domain.consensus.secondary import Agreement, NetChange, Stability
from ljuspunkt.domain.estimation.agreement import Coefficient, Metric
from ljuspunkt.ui import figures as eyes

Translate = Callable[[str], str]

METRICS: Mapping[Metric, str] = {
    "nominal": N_("nominal"),
    "ordinal": N_("ordinal"),
    "interval": N_("interval scale"),
    "ratio": N_("ratio scale"),
}
NONE = "–"


def secondary(result: ConferenceResult, language: str, translate: Translate) -> list[str]:
    """Return the lines of both tables; none where no vote has ballots."""
    votes = [vote for vote in result.votes if vote.tally is not None and vote.tally.n_ballots]
    if not votes:
        return []
    lines = ["", translate("Secondary figures: they describe the votes and decide nothing.")]
    lines += ["", *_agreement(votes, language, translate)]
    stability = [each for vote in votes for each in vote.stability]
    if stability:
        lines += ["", *_stability(stability, language, translate)]
    if any(each.panel for each in stability):
        lines += ["", *_panels(stability, language, translate)]
    return lines


def _agreement(votes: list[VoteResult], language: str, translate: Translate) -> list[str]:
    heading = [
        translate("vote"),
        translate("ballots"),
        translate("items"),
        translate("same answer"),
        "Kendall W",
        "p",
        "Fleiss kappa",
        "Gwet AC1",
        "Krippendorff alpha",
    ]
    rows = [_agreement_cells(vote, language, translate) for vote in votes]
    lines = [
        translate("Agreement within each vote, blank ballots left out: 0 is what chance gives, 1 is perfect."),
        *aligned(heading, rows, "<>>>>>>>>"),
    ]
    partial = [
        f"{vote.vote.id} ({vote.agreement.n_orders})"
        for vote in votes
        if vote.agreement and vote.agreement.concordance and vote.agreement.n_orders < vote.agreement.n_ballots
    ]
    if partial:
        lines.append(
            translate(
                "Kendall's W takes only ballots with an opinion on every item; in these votes there are fewer of them: "
                "{votes}."
            ).format(votes=", ".join(partial))
        )
    if any(NONE in row for row in rows):
        lines.append(
            translate(
                "{none}: not measured by such ballots, or not defined: fewer than two ballots or items, or answers "
                "that are all alike."
            ).format(none=NONE)
        )
    return lines


def _agreement_cells(vote: VoteResult, language: str, translate: Translate) -> list[str]:
    found = vote.agreement or Agreement(0, 0)
    w = found.concordance
    metric = next(iter(found.alpha), None)
    alpha = _coefficient(found.alpha[metric] if metric else None, language, translate)
    if metric and alpha != NONE:
        alpha = f"{alpha} {translate(METRICS[metric])}"
    return [
        vote.vote.id,
        str(found.n_ballots),
        str(found.n_items),
        NONE if found.same_answer is None else eyes.percent(found.same_answer, language),
        NONE if w is None else eyes.number(w.w, language, 2),
        NONE if w is None else _p(w.p, language),
        _coefficient(found.fleiss, language, translate),
        _coefficient(found.ac1, language, translate),
        alpha,
    ]


def _stability(stability: list[Stability], language: str, translate: Translate) -> list[str]:
    heading = [
        translate("from vote"),
        translate("to vote"),
        translate("items"),
        "Kendall tau",
        translate("largest fall"),
        translate("largest rise"),
    ]
    rows = [
        [
            each.earlier,
            each.later,
            str(len(each.items)),
            NONE if each.tau is None else eyes.number(each.tau, language, 2),
            _extreme(min(each.net, key=lambda one: one.change, default=None), language, falls=True),
            _extreme(max(each.net, key=lambda one: one.change, default=None), language, falls=False),
        ]
        for each in stability
    ]
    return [
        translate(
            "Stability between votes: the order of the same items, 1 if it is the same, and the net change of their "
            "shares in percentage points. Changes to and fro cancel."
        ),
        *aligned(heading, rows, "<<>>>>"),
    ]


def _panels(stability: list[Stability], language: str, translate: Translate) -> list[str]:
    heading = [
        translate("from vote"),
        translate("to vote"),
        translate("panellists"),
        translate("answers"),
        translate("changed"),
        translate("up"),
        translate("down"),
        translate("kappa"),
        translate("weighted kappa"),
    ]
    rows = []
    for each in stability:
        if each.panel is not None:
            moves = each.panel.together
            rows.append(
                [
                    each.earlier,
                    each.later,
                    str(each.panel.n),
                    str(moves.n),
                    eyes.percent(moves.share, language),
                    str(moves.up),
                    str(moves.down),
                    NONE if moves.kappa is None else eyes.number(moves.kappa, language, 2),
                    NONE if moves.kappa_quadratic is None else eyes.number(moves.kappa_quadratic, language, 2),
                ]
            )
    return [
        translate("Answers that single panellists changed, by their pseudonyms:"),
        *aligned(heading, rows, "<<>>>>>>>"),
    ]


def _extreme(change: NetChange | None, language: str, *, falls: bool) -> str:
    if change is None or (change.change >= 0 if falls else change.change <= 0):
        return NONE
    moved = percent(abs(change.change), language).removesuffix("%").rstrip()
    return f"{change.item} {'−' if falls else '+'}{moved}"


def _coefficient(found: Coefficient | None, language: str, translate: Translate) -> str:
    if found is None:
        return NONE
    value = eyes.number(found.value, language, 2)
    if found.interval is None:
        return value
    between = translate("{low} to {high}").format(
        low=eyes.number(found.interval.low, language, 2), high=eyes.number(found.interval.high, language, 2)
    )
    return f"{value} ({between})"


def _p(value: float, language: str) -> str:
    return decimal("<0.001" if value < 0.001 else f"{value:.3f}", language)
