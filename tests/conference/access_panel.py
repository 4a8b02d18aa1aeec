"""Who may open the addresses of the panel, its pack, the preparation and the groups; part of `access.py`."""

from tests.conference.preparing import AT, conference_with_panel, coordinator
from tests.people.access import CHAIR, COORDINATOR, EVERYONE, Row, own
from tests.people.world import World

PREPARES = own(CHAIR, COORDINATOR)
CODE = "K7Q3XR"


def _conference(world: World) -> dict[str, object]:
    from ljuspunkt.rooms.conference.models import Conference

    made = Conference.objects.filter(slug="alfa-2026").first()
    if made is None or not made.experts.exists():
        Conference.objects.filter(slug="alfa-2026").delete()
        made = conference_with_panel(world)
    return {"slug": made.slug}


def _expert(world: World) -> dict[str, object]:
    from ljuspunkt.rooms.conference.models import Expert

    return {**_conference(world), "expert": Expert.objects.filter(conference__slug="alfa-2026").first().pk}  # type: ignore[union-attr]


def _file(world: World) -> dict[str, object]:
    """Return the key of a pack and one of its files."""
    from ljuspunkt.rooms.conference.models import Conference, Pack
    from ljuspunkt.rooms.conference.services.pack import add_file

    conference = Conference.objects.get(**_conference(world))
    if not Pack.objects.filter(conference=conference).exists():
        add_file(
            by=coordinator(world),
            conference=conference.pk,
            title="",
            name="bakgrund.pdf",
            content=b"%PDF-1.7",
            language="",
            at=AT,
        )
    pack = Pack.objects.get(conference=conference)
    return {"key": pack.key, "part": pack.parts.get().pk}


def _part(world: World) -> dict[str, object]:
    return {**_conference(world), "part": _file(world)["part"]}


def _seated(world: World) -> dict[str, object]:
    from ljuspunkt.rooms.conference.models import Conference
    from ljuspunkt.rooms.conference.services import groups

    conference = Conference.objects.get(**_conference(world))
    if not conference.seatings.exists():
        groups.draw_groups(
            by=coordinator(world), conference=conference.pk, occasions=["home", "cross"], tables=2, at=AT
        )
        groups.publish_groups(by=coordinator(world), conference=conference.pk, at=AT)
    return {"slug": conference.slug}


def _room(world: World) -> dict[str, object]:
    _seated(world)
    return {"code": CODE}


PANEL = {
    "panel:panel": Row(PREPARES, _conference),
    "panel:add": Row(PREPARES, _conference),
    "panel:add_many": Row(PREPARES, _conference),
    "panel:declare": Row(PREPARES, _conference),
    "panel:attendance": Row(PREPARES, _conference),
    "panel:change": Row(PREPARES, _expert),
    "panel:remove": Row(PREPARES, _expert),
    "panel:pack": Row(PREPARES, _conference),
    "panel:pack_text": Row(PREPARES, _conference),
    "panel:pack_file": Row(PREPARES, _conference),
    "panel:pack_send": Row(PREPARES, _conference, get=False),
    "panel:pack_move": Row(PREPARES, _part, get=False),
    "panel:pack_remove": Row(PREPARES, _part, get=False),
    "panel:preparation": Row(PREPARES, _conference),
    "panel:preparation_open": Row(PREPARES, _conference, get=False),
    "panel:print_codes": Row(PREPARES, _conference, get=False),
    "panel:mail_codes": Row(PREPARES, _conference, get=False),
    "panel:code_lost": Row(PREPARES, _conference, get=False),
    "panel:gather": Row(PREPARES, _conference),
    "panel:bundle": Row(PREPARES, _conference, get=False),
    "panel:publish_totals": Row(PREPARES, _conference, get=False),
    "panel:erase": Row(PREPARES, _conference),
    "panel:groups": Row(PREPARES, _seated),
    "panel:draw": Row(PREPARES, _conference),
    "panel:swap": Row(PREPARES, _seated, get=False),
    "panel:draw_again": Row(PREPARES, _seated, get=False),
    "panel:publish_groups": Row(PREPARES, _seated, get=False),
    "panel:table_sheet": Row(PREPARES, _seated),
    "panel:been": Row(PREPARES, lambda world: {**_seated(world), "occasion": 0}, get=False),
    "panel:pack_read": Row(EVERYONE, lambda world: {"key": _file(world)["key"]}),
    "panel:pack_fetch": Row(EVERYONE, _file),
    "panel:expert": Row(EVERYONE, _room),
    "panel:marking_sheet": Row(EVERYONE, _room),
    "panel:marking_read": Row(EVERYONE, _room, get=False),
    "panel:marking_save": Row(EVERYONE, _room, get=False),
    "panel:marking_give": Row(EVERYONE, _room, get=False),
    "panel:tables": Row(EVERYONE, _room),
}
