"""Reads of the working pages about a conference's result: the account, the evaluation, and what publishing needs."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from ljuspunkt.domain.report.accord import BY_NUMBER, ITEMS, AccordItem
from ljuspunkt.domain.report.evaluated import EvaluationPart, evaluation_part
from ljuspunkt.domain.report.procedure import Standing
from ljuspunkt.domain.report.proceedings import passage_of
from ljuspunkt.domain.survey.evaluation import AT_LEAST
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files.catalogue import looked_up_in
from ljuspunkt.rooms.conference.evaluation_questions import asked_in
from ljuspunkt.rooms.conference.models import Conference, Evaluation
from ljuspunkt.rooms.conference.models.conference import HELD
from ljuspunkt.rooms.conference.models.evaluation import OPEN
from ljuspunkt.rooms.conference.permissions import organisers_of
from ljuspunkt.rooms.conference.queries.evaluation import evaluation_of, question_labels
from ljuspunkt.rooms.conference.queries.procedure import procedure_of
from ljuspunkt.rooms.conference.queries.shown import Named, Shown
from ljuspunkt.rooms.conference.services.evaluation import answered
from ljuspunkt.rooms.conference.services.write_account import mark_of
from ljuspunkt.rooms.surveys.queries.evaluations import offered
from ljuspunkt.ui.language import on_page, page_language


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One item of ACCORD in the list: how far it is told, and by whom."""

    number: str
    topic: str
    asks: str
    standing: Standing
    needs_words: bool
    told: bool
    written: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The organiser's account as a list: what is answered and what is missing."""

    slug: str
    title: str
    lines: tuple[AccountLine, ...]
    told: int
    missing: int

    @property
    def next(self) -> str:
        """The first item that waits for words."""
        return next((line.number for line in self.lines if line.needs_words and not line.written), "")


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item of ACCORD: what it asks, what the records tell, and what the organiser has written."""

    slug: str
    title: str
    number: str
    topic: str
    asks: str
    write: str
    told: tuple[str, ...]
    text: dict[str, str]
    mark: str
    previous: str
    next: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote in the evaluation, for the organiser to read; `about` is the question that it answers."""

    pk: int
    text: str
    withheld: bool
    about: str


@dataclass(frozen=True, slots=True)
class OtherQuestions:
    """A questionnaire that may be asked instead of the questions of 2014."""

    version_pk: int
    title: str
    name: str
    n_questions: int


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """The evaluation as the organiser sees it; `part` is None until enough have answered and it has closed."""

    slug: str
    title: str
    state: Literal["none", "open", "closed"]
    answered: int
    voters: int
    at_least: int
    part: EvaluationPart | None
    comments: tuple[Comment, ...]
    may_open: bool
    asked: str
    offered: tuple[OtherQuestions, ...]


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What stands in the way of publishing, and what is published."""

    slug: str
    title: str
    held_here: bool
    closed: bool
    published: bool
    protocols: tuple[Named, ...]
    not_final: tuple[str, ...]
    missing: int
    of: int
    evaluation: str


def account_page(row: Conference) -> AccountPage:
    """Return the organiser's account of a conference as a list."""
    here = Shown(row)
    procedure = procedure_of(here)
    said = page_language()
    lines = []
    for item in ITEMS:
        passage = passage_of(item, procedure, here.result, said, looked_up_in(said))
        lines.append(
            AccountLine(
                item.number,
                passage.heading,
                wording(item.asks, said),
                passage.standing,
                item.needs_words,
                bool(passage.told),
                bool(passage.written),
            )
        )
    return AccountPage(
        slug=row.slug,
        title=wording(row.title, said),
        lines=tuple(lines),
        told=sum(line.standing == "told" for line in lines),
        missing=sum(line.standing != "told" for line in lines),
    )


def item_page(row: Conference, number: str) -> ItemPage | None:
    """Return one item of the account, None where there is no such item."""
    if number not in BY_NUMBER:
        return None
    item: AccordItem = BY_NUMBER[number]
    here = Shown(row)
    said = page_language()
    passage = passage_of(item, procedure_of(here), here.result, said, looked_up_in(said))
    kept = row.account.filter(item=number).first()
    text = dict(kept.text) if kept else {}
    numbers = [each.number for each in ITEMS]
    at = numbers.index(number)
    return ItemPage(
        slug=row.slug,
        title=wording(row.title, said),
        number=number,
        topic=passage.heading,
        asks=wording(item.asks, said),
        write=wording(item.write, said),
        told=passage.told,
        text=text,
        mark=mark_of(text),
        previous=numbers[at - 1] if at else "",
        next=numbers[at + 1] if at + 1 < len(numbers) else "",
        place=at + 1,
        of=len(numbers),
    )


def evaluation_page(row: Conference) -> EvaluationPage:
    """Return the evaluation of a conference as the organiser sees it."""
    kept = Evaluation.objects.filter(conference=row).first()
    found = evaluation_of(row)
    enough = kept is not None and kept.state != OPEN and kept.answered >= AT_LEAST
    about = question_labels(kept) if kept and enough else {}
    may_open = (
        row.votes.filter(state__in=("closed", "decided")).exists() and not row.votes.filter(state="open").exists()
    )
    return EvaluationPage(
        slug=row.slug,
        title=wording(row.title, page_language()),
        state="none" if kept is None else "open" if kept.state == OPEN else "closed",
        answered=answered(row),
        voters=kept.entitled if kept else row.voters,
        at_least=AT_LEAST,
        part=evaluation_part(found, page_language()) if found else None,
        comments=tuple(
            Comment(each.pk, each.text, each.withheld, about.get(each.question, ""))
            for each in kept.comments_kept.all()
        )
        if kept and enough
        else (),
        may_open=may_open,
        asked=on_page(asked_in(kept).title) if kept else "",
        offered=tuple(
            OtherQuestions(each.version_pk, on_page(each.title), f"{on_page(each.group)} {each.name}", each.n_questions)
            for each in offered(organisers_of(row))
        )
        if kept is None and may_open
        else (),
    )


def publish_page(row: Conference) -> PublishPage:
    """Return what publishing a conference's result needs."""
    here = Shown(row)
    account = account_page(row)
    kept = Evaluation.objects.filter(conference=row).first()
    if kept is None:
        evaluation = _("The evaluation hasn't been opened.")
    elif kept.state == OPEN:
        evaluation = _("The evaluation is open; {n} have answered.").format(n=answered(row))
    else:
        evaluation = _("The evaluation is closed; {n} answered.").format(n=kept.answered)
    return PublishPage(
        slug=row.slug,
        title=wording(row.title, page_language()),
        held_here=not row.inputs,
        closed=row.state == HELD,
        published=row.published,
        protocols=tuple(here.named(each) for each in here.protocols),
        not_final=tuple(here.title_of(each.name) for each in here.protocols if not each.final),
        missing=account.missing,
        of=len(account.lines),
        evaluation=evaluation,
    )
