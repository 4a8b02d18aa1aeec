"""Import a list of candidates: look at what it would do, say yes or no, and then all of it is done or nothing."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken, marked
from ljuspunkt.domain.indicator.candidate import cells, changed
from ljuspunkt.domain.indicator.importing import Existing, Plan, Row, Sheet, Step, merges, numbered, plan
from ljuspunkt.rooms.indicators.models import Candidate, Inventory, Theme, Upload
from ljuspunkt.rooms.indicators.queries.candidates import kinds_of, said, wording_of
from ljuspunkt.rooms.indicators.services.candidates import add_candidate, change_status
from ljuspunkt.rooms.indicators.services.common import (
    inventory_to_edit,
    keep_wording,
    said_reason,
    tell_log,
)
from ljuspunkt.rooms.indicators.services.merging import put_under
from ljuspunkt.rooms.people.permissions import Person
from ljuspunkt.ui.language import page_language

KEPT_FOR = timedelta(days=1)
"""How long a list waits for its yes."""


@transaction.atomic
def look_at_list(*, by: Person, at: datetime, inventory_slug: str, name: str, sheet: Sheet) -> Plan:
    """Return what importing a list would do, and keep the list for the yes where nothing is wrong with it.

    Raises:
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    Upload.objects.filter(at__lt=at - KEPT_FOR).delete()
    Upload.objects.filter(inventory=inventory, by=by.id).delete()
    found = plan_for(inventory, sheet)
    if not found.problems:
        rows = [[row.line, dict(row.cells)] for row in sheet.rows]
        Upload.objects.create(
            inventory=inventory,
            by=by.id,
            at=at,
            name=name[:200],
            rows={"headings": list(sheet.headings), "rows": rows},
        )
    return found


@transaction.atomic
def import_list(*, by: Person, at: datetime, inventory_slug: str, seen: str, reason: str) -> Plan:
    """Do what the list would do that the person looked at, and return it.

    Args:
        by: who says yes.
        at: when.
        inventory_slug: the inventory.
        seen: the mark of the plan that the person looked at (`mark_of`).
        reason: why wordings change; kept with each.

    Raises:
        RuleBroken: the list is no longer kept, or it would do something else now.
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    upload = Upload.objects.filter(inventory=inventory, by=by.id, at__gte=at - KEPT_FOR).first()
    if upload is None:
        raise RuleBroken("no_upload", "The list is no longer kept; send it again.")
    found = plan_for(inventory, sheet_of(upload))
    if found.problems or mark_of(found) != seen:
        raise RuleBroken(
            "plan_changed", "The inventory was changed while you looked. This is what the list would do now."
        )
    why = said_reason(reason, needed=bool(found.changed))
    found = numbered(found, list(inventory.candidates.values_list("number", flat=True)))
    _do(inventory, found, by=by, at=at, reason=why)
    upload.delete()
    tell_log(
        inventory,
        by=by,
        at=at,
        action=marked("Imported {name} into the inventory {inventory}: {new} new, {changed} changed."),
        words={"name": upload.name, "new": len(found.new), "changed": len(found.changed)},
    )
    return found


@transaction.atomic
def drop_list(*, by: Person, inventory_slug: str) -> None:
    """Forget the list that the person sent.

    Raises:
        Http404: there is no such inventory, or the person may not change it.
    """
    inventory = inventory_to_edit(by, inventory_slug)
    Upload.objects.filter(inventory=inventory, by=by.id).delete()


def plan_for(inventory: Inventory, sheet: Sheet) -> Plan:
    """Return what importing a list would do now."""
    return plan(sheet, existing_in(inventory), kinds_of(inventory), language=page_language())


def existing_in(inventory: Inventory) -> dict[str, Existing]:
    """Return the candidates of an inventory by number, as a list is held against them."""
    rows = inventory.candidates.select_related("wording", "merged_into", "theme")
    return {
        row.number: Existing(
            wording=said(wording_of(row)),
            status=row.status,  # type: ignore[arg-type]
            status_reason=row.status_reason,
            merged_into=row.merged_into.number if row.merged_into else "",
            theme=row.theme.title if row.theme else {},
        )
        for row in rows
    }


def sheet_of(upload: Upload) -> Sheet:
    """Return a kept list."""
    kept = upload.rows
    return Sheet(tuple(kept["headings"]), tuple(Row(line, cells) for line, cells in kept["rows"]))


def mark_of(plan: Plan) -> str:
    """Return a mark that two plans share only if they do the same."""
    done = [
        (
            step.number,
            sorted(cells(step.wording).items()),
            step.is_new,
            step.status,
            step.status_reason,
            step.merged_into,
            step.theme,
            # The kinds of sources are said in the page's language, which may be switched before saying yes.
            [(each.column, "" if each.column == "sources" else each.before) for each in step.differences],
        )
        for step in (*plan.new, *plan.changed)
    ]
    return sha256(repr((done, plan.unchanged)).encode("utf-8")).hexdigest()


def _do(inventory: Inventory, plan: Plan, *, by: Person, at: datetime, reason: str) -> None:
    themes = {title.casefold(): theme for theme in inventory.themes.all() for title in theme.title.values()}
    rows: dict[str, Candidate] = {}
    for step in plan.new:
        rows[step.number] = add_candidate(inventory, step.number, step.wording, by=by, at=at, reason=reason)
        _stand(inventory, rows[step.number], step, themes, by=by, at=at)
    standing = {row.number: row for row in inventory.candidates.select_related("wording")}
    for step in plan.changed:
        row = standing[step.number]
        if changed(said(wording_of(row)), step.wording):
            keep_wording(row, step.wording, by=by, who=by.name, at=at, reason=reason)
        _stand(inventory, row, step, themes, by=by, at=at)
    for gone, kept in merges(plan):
        put_under(inventory, standing[kept], standing[gone], by=by, at=at, reason=reason or str(ALREADY_MERGED))


ALREADY_MERGED = marked("It was merged in the list that was imported.")


def _stand(
    inventory: Inventory, row: Candidate, step: Step, themes: dict[str, Theme], *, by: Person, at: datetime
) -> None:
    """Put a candidate where a list says it stands."""
    if step.status is not None and step.status != "merged":
        change_status(row, step.status, by=by, at=at, reason=step.status_reason)
    if step.theme is None:
        return
    if not step.theme:
        row.theme, row.theme_place = None, 0
    else:
        theme = themes.get(step.theme.casefold())
        if theme is None:
            theme = Theme.objects.create(
                inventory=inventory, title={"sv": step.theme}, place=inventory.themes.count() + 1
            )
            themes[step.theme.casefold()] = theme
        row.theme, row.theme_place = theme, theme.candidates.count() + 1
    row.save(update_fields=["theme", "theme_place"])
