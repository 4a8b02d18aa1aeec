"""A conference's plan, written: CONFERENCE.yaml with candidates.csv and scores, as `files/conference.py` reads them.

What is written here and read again is the same conference, so that whoever has its ballots tallies the same result.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import yaml

from ljuspunkt.domain.consensus.ballot import Approve, Choose, Form, Points, Rank, Rate
from ljuspunkt.domain.consensus.conference import Conference, ConferenceResult, ProtocolPlan, Vote
from ljuspunkt.domain.consensus.pool import Pool
from ljuspunkt.domain.consensus.rule import Chair, Expand, Lot, Rule, Runoff, Secondary, Strict, Ties
from ljuspunkt.domain.consensus.ties import Ruling
from ljuspunkt.domain.indicator.inventory import Inventory
from ljuspunkt.domain.vocabulary import Text

PLAN = "CONFERENCE.yaml"
CANDIDATES = "candidates.csv"
LANGUAGES = ("sv", "en")

Document = dict[str, object]


def written(conference: Conference, *, heading: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the plan of a conference as files by name: the plan itself, the candidates, and any scores.

    Args:
        conference: with at least one vote; `read_conference` gives back the same.
        heading: lines that stand as comments at the top of the plan.

    Raises:
        ValueError: a score isn't a decimal number, or only some candidates have a kind.
    """
    scores = _Scores()
    votes = [_vote(vote, scores) for vote in conference.votes]
    document: Document = {}
    document |= _wordings(title=conference.title, place=conference.place, note=conference.note)
    if conference.dates:
        document["dates"] = list(conference.dates)
    kinds = {kind: said for kind, name in conference.kinds.items() if (said := _wording(name))}
    if kinds:
        document["kinds"] = kinds
    document["candidates"] = CANDIDATES
    document["voters"] = max(sum(conference.groups.values()), *(vote.entitled for vote in conference.votes))
    if conference.groups:
        document["groups"] = dict(conference.groups)
    if conference.pseudonyms:
        document["pseudonyms"] = True
    document["votes"] = votes
    if conference.rulings:
        document["rulings"] = [_ruling(ruling) for ruling in conference.rulings]
    if conference.protocols:
        document["protocols"] = {plan.name: _protocol(plan) for plan in conference.protocols}
    comments = "".join(f"# {line}".rstrip() + "\n" for line in heading)
    text = yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
    return {PLAN: (comments + text).encode(), CANDIDATES: _candidates(conference.inventory), **scores.files}


def totals(result: ConferenceResult) -> bytes:
    """Return what each vote gave each item as CSV: counts and scores, never ballots."""
    rows: list[Sequence[object]] = [
        ("vote", "item", "kind", "yes", "score", "of", "share", "rank", "outcome", "tied"),
    ]
    for vote in result.votes:
        rows.extend(
            (
                vote.vote.id,
                item.id,
                item.kind,
                item.yes,
                None if item.score is None else float(item.score),
                item.of,
                None if item.share is None else float(item.share),
                item.rank,
                item.outcome,
                "yes" if item.tied else "no",
            )
            for item in vote.items
        )
    return _csv(rows)


class _Plain(yaml.SafeDumper):
    """Writes a list or mapping twice where it stands twice, never a reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class _Scores:
    """The files of scores that ties go by; equal scores share a file."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def file_of(self, scores: Mapping[str, Fraction]) -> str:
        content = _csv([("id", "score"), *((item, _decimal(score)) for item, score in scores.items())])
        for name, held in self.files.items():
            if held == content:
                return name
        name = f"scores-{len(self.files) + 1}.csv"
        self.files[name] = content
        return name


def _wording(text: Text) -> dict[str, str]:
    """Return a wording without the languages that say nothing."""
    return {language: words.strip() for language, words in text.items() if words.strip()}


def _wordings(**texts: Text) -> Document:
    return {name: said for name, text in texts.items() if (said := _wording(text))}


def _vote(vote: Vote, scores: _Scores) -> Document:
    document: Document = {"id": vote.id, **_wordings(title=vote.title)}
    pool = pool_document(vote.pool)
    if pool:
        document["pool"] = pool
    document["ballot"] = form_document(vote.form)
    document["rule"] = _rule(vote.rule, scores)
    document["entitled"] = vote.entitled
    return document


def pool_document(pool: Pool) -> Document:
    """Return a pool as the plan writes it."""
    document: Document = {}
    if pool.kinds:
        document["kind"] = list(pool.kinds)
    if pool.sources:
        document["from"] = list(pool.sources)
        document["outcome"] = pool.outcome
    return document


def form_document(form: Form) -> Document:
    """Return a ballot kind with its numbers as the plan writes it."""
    match form:
        case Approve():
            return {"kind": "approve"}
        case Choose(most=most):
            return {"kind": "choose", "max": most}
        case Points(budget=budget, most=most):
            return {"kind": "points", "budget": budget, "max_per_item": most}
        case Rate(low=low, high=high):
            return {"kind": "rate", "low": low, "high": high}
        case Rank():
            return {"kind": "rank"}


def _rule(rule: Rule, scores: _Scores) -> Document:
    if rule.consensus is not None:
        convention = {
            "in": str(rule.consensus.inside),
            "against": str(rule.consensus.against),
            "by_group": rule.consensus.by_group,
        }
        return {"consensus": convention, "rest": rule.rest}
    document: Document = {}
    through: Document = {}
    if rule.places is not None:
        through["places"] = dict(rule.places) if isinstance(rule.places, Mapping) else rule.places
    if rule.through_bar is not None:
        through["share_at_least"] = str(rule.through_bar)
    if through:
        document["through"] = through
    if rule.out_bar is not None:
        document["out"] = {"share_below": str(rule.out_bar)}
    return {**document, "rest": rule.rest, "ties": _ties(rule.ties, scores), "of": rule.of}


def _ties(ties: Ties, scores: _Scores) -> object:
    match ties:
        case Expand():
            return "expand"
        case Strict():
            return "strict"
        case Chair():
            return "chair"
        case Secondary(scores=found):
            return {"secondary": {"scores": scores.file_of(found)}}
        case Lot(seed=None):
            return "lot"
        case Lot(seed=seed):
            return {"lot": {"seed": seed}}
        case Runoff(most=most, then=then):
            return {"runoff": {"max": most, "then": _ties(then, scores)}}


def _ruling(ruling: Ruling) -> Document:
    kind: Document = {} if ruling.kind is None else {"kind": ruling.kind}
    return {"vote": ruling.vote, **kind, "through": list(ruling.through), "reason": ruling.reason}


def _protocol(plan: ProtocolPlan) -> Document:
    return {**_wordings(title=plan.title), "from": list(plan.sources), "outcome": plan.outcome}


def _candidates(inventory: Inventory) -> bytes:
    """Return the candidates as CSV: id, kind where there are kinds, titles, descriptions, and every note."""
    kinds = any(each.kind for each in inventory.each)
    if kinds and not all(each.kind for each in inventory.each):
        raise ValueError("either all candidates have a kind or none has")
    titles = _languages(each.title for each in inventory.each) or [LANGUAGES[0]]
    descriptions = _languages(each.description for each in inventory.each)
    notes = list(dict.fromkeys(note for each in inventory.each for note in each.notes))
    header = [
        "id",
        *(["kind"] if kinds else []),
        *(f"title_{language}" for language in titles),
        "title_known",
        *(f"description_{language}" for language in descriptions),
        *notes,
    ]
    rows = [
        [
            each.id,
            *([each.kind] if kinds else []),
            *(each.title.get(language, "") for language in titles),
            "yes" if each.title_known else "no",
            *(each.description.get(language, "") for language in descriptions),
            *(each.notes.get(note, "") for note in notes),
        ]
        for each in inventory.each
    ]
    return _csv([header, *rows])


def _languages(texts: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the languages that any of the texts has, Swedish and English first."""
    found = dict.fromkeys(language for text in texts for language, words in text.items() if words)
    return [*(language for language in LANGUAGES if language in found), *sorted(set(found) - set(LANGUAGES))]


def _decimal(score: Fraction) -> str:
    """Return a score as a decimal number, exactly.

    Raises:
        ValueError: it has no end as a decimal number.
    """
    for digits in range(16):
        shifted = score * 10**digits
        if shifted.denominator == 1:
            sign, whole = ("-" if shifted < 0 else ""), f"{abs(shifted.numerator):0{digits + 1}d}"
            return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)
    raise ValueError(f"{score} is no decimal number of at most 15 decimals")


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode()
