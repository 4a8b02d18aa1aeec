"""A list that waits for its yes, as a page."""

from dataclasses import dataclass
from datetime import datetime

from ljuspunkt.domain.indicator.columns import named
from ljuspunkt.domain.indicator.difference import Difference
from ljuspunkt.domain.indicator.importing import Plan, Step
from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.indicators.models import Upload
from ljuspunkt.rooms.indicators.queries.candidate_pages import Shown, language_of
from ljuspunkt.rooms.indicators.services.importing import KEPT_FOR, plan_for, sheet_of
from ljuspunkt.ui.language import page_language


@dataclass(frozen=True, slots=True)
class StepLine:
    """What one row would do, with the columns' names in the page's language."""

    step: Step
    title: str
    changes: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list would do."""

    name: str
    plan: Plan
    new: tuple[StepLine, ...]
    changed: tuple[StepLine, ...]


def waiting_list(slug: str, by: int, at: datetime) -> ListPage | None:
    """Return the list that a person sent to an inventory, None where none waits."""
    upload = (
        Upload.objects.filter(inventory__slug=slug, by=by, at__gte=at - KEPT_FOR).select_related("inventory").first()
    )
    if upload is None:
        return None
    plan = plan_for(upload.inventory, sheet_of(upload))
    return ListPage(upload.name, plan, tuple(map(_line, plan.new)), tuple(map(_line, plan.changed)))


def _line(step: Step) -> StepLine:
    language = page_language()
    changes = [Shown(named(each.column, language), each, language_of(each.column)) for each in step.differences]
    if step.theme is not None and not step.is_new:
        changes.append(Shown(named("theme", language), Difference("theme", "", step.theme, ()), ""))
    if step.status is not None and not step.is_new:
        changes.append(Shown(named("status", language), Difference("status", "", step.status, ()), ""))
    return StepLine(step, wording(step.wording.title, language), tuple(changes))
