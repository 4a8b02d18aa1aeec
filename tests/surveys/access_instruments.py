"""Who may open the addresses of questionnaires."""

from collections.abc import Mapping
from typing import Any

from tests.people.access import ANALYST, COORDINATOR, NATIONAL, NATIONALLY, SIGNED_IN, Row, Who, own
from tests.people.world import World
from tests.surveys.worded import AT, PICTURE, drafted, frozen, national

SEEING_DRAFTS = Who(roles=frozenset({NATIONAL, ANALYST}))
MAKING = own(COORDINATOR, anywhere=True)


def draft(world: World) -> Mapping[str, Any]:
    return {"slug": drafted(world), "version": "2026"}


def instrument(world: World) -> Mapping[str, Any]:
    return {"slug": drafted(world)}


def question(world: World) -> Mapping[str, Any]:
    return {**draft(world), "name": "q1"}


def section(world: World) -> Mapping[str, Any]:
    from ljuspunkt.domain.survey.editing import find
    from ljuspunkt.domain.survey.questionnaire import Section
    from ljuspunkt.rooms.surveys.queries.questionnaires import of_version
    from ljuspunkt.rooms.surveys.services.desk import Where
    from ljuspunkt.rooms.surveys.services.edit_questionnaire import keep_section
    from tests.surveys.worded import version

    kwargs = draft(world)
    if find(of_version(version(kwargs["slug"]).pk), "s1") is None:
        made = Section("s1", {"sv": "Avsnitt"}, ())
        keep_section(by=national(world), at=AT, where=Where(**kwargs), was=None, section=made)  # type: ignore[arg-type]
    return {**kwargs, "name": "s1"}


def symbol(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.surveys.queries.pictures import pictures_of
    from ljuspunkt.rooms.surveys.services.pictures import add_picture

    slug = drafted(world)
    if "sun" not in pictures_of(slug):
        by = national(world)
        add_picture(by=by, at=AT, slug=slug, name="sun", content=PICTURE, alt={"sv": "En sol"}, source="Egen")  # type: ignore[arg-type]
    return {"slug": slug, "name": "sun"}


def shown(world: World) -> Mapping[str, Any]:
    from ljuspunkt.rooms.surveys.queries.pictures import pictures_of

    kwargs = symbol(world)
    return {**kwargs, "sign": pictures_of(kwargs["slug"])["sun"].sign}


def of_alfa(world: World) -> Mapping[str, Any]:
    """Return own questions of alfa at the end of a frozen version."""
    return {"slug": frozen(world, slug="frozen"), "version": "2026", "association": "alfa"}


def own_part(kind: str) -> Any:
    def made(world: World) -> Mapping[str, Any]:
        from ljuspunkt.domain.survey.questionnaire import Item, Section
        from ljuspunkt.domain.survey.scale import Choice, Scale
        from ljuspunkt.rooms.surveys.models import OwnQuestions
        from ljuspunkt.rooms.surveys.services.desk import Where
        from ljuspunkt.rooms.surveys.services.edit_questionnaire import keep_item, keep_scale, keep_section

        kwargs = of_alfa(world)
        common: dict[str, Any] = {"by": world.person("association_coordinator"), "at": AT, "where": Where(**kwargs)}
        if not OwnQuestions.objects.exists():
            scale = Scale("mine", (Choice("a", {"sv": "A"}),))
            keep_scale(**common, was=None, scale=scale)
            keep_item(**common, was=None, item=Item("own_q", "text", {"sv": "Egen fråga"}))
            keep_section(**common, was=None, section=Section("own_s", {"sv": "Eget"}, ()))
        return {**kwargs, "name": {"item": "own_q", "section": "own_s", "scale": "mine"}[kind]}

    return made


def _editing(before: str, who: Who, seeing: Who, whole: Any, parts: Mapping[str, Any]) -> dict[str, Row]:
    """Return the rows of what can be done with a version, or with own questions."""

    def more(made: Any, **kwargs: Any) -> Any:
        return lambda world: {**made(world), **kwargs}

    return {
        f"instruments:{before.rstrip('_')}": Row(seeing, whole),
        f"instruments:{before}item_new": Row(who, whole),
        f"instruments:{before}item": Row(who, parts["item"]),
        f"instruments:{before}section_new": Row(who, whole),
        f"instruments:{before}section": Row(who, parts["section"]),
        f"instruments:{before}part_remove": Row(who, parts["item"]),
        f"instruments:{before}part_move": Row(who, more(parts["item"], direction="up"), get=False),
        f"instruments:{before}scale_new": Row(who, whole),
        f"instruments:{before}scale": Row(who, parts["scale"]),
        f"instruments:{before}scale_remove": Row(who, parts["scale"], get=False),
        f"instruments:{before}wordings": Row(who, more(whole, language="sv")),
        f"instruments:{before}preview": Row(seeing, whole),
        f"instruments:{before}preview_start": Row(seeing, more(whole, reading="sv")),
        f"instruments:{before}preview_page": Row(seeing, more(whole, reading="sv", page="all")),
    }


INSTRUMENTS: dict[str, Row] = {
    "instruments:list": Row(SIGNED_IN),
    "instruments:new": Row(MAKING),
    "instruments:import": Row(MAKING),
    "instruments:import_look": Row(MAKING),
    "instruments:import_drop": Row(MAKING, get=False),
    "instruments:instrument": Row(SEEING_DRAFTS, instrument),
    "instruments:new_year": Row(NATIONALLY, instrument),
    "instruments:version_import": Row(NATIONALLY, instrument),
    "instruments:version_import_look": Row(NATIONALLY, instrument),
    "instruments:version_import_drop": Row(NATIONALLY, instrument, get=False),
    "instruments:picture_new": Row(NATIONALLY, instrument),
    "instruments:picture": Row(NATIONALLY, symbol),
    "instruments:picture_remove": Row(NATIONALLY, symbol),
    "instruments:picture_shown": Row(SEEING_DRAFTS, shown),
    **_editing(
        "version_",
        NATIONALLY,
        SEEING_DRAFTS,
        draft,
        {"item": question, "section": section, "scale": lambda world: {**draft(world), "name": "agree4"}},
    ),
    "instruments:settings": Row(NATIONALLY, draft),
    "instruments:freeze": Row(NATIONALLY, draft),
    "instruments:remove": Row(NATIONALLY, draft),
    "instruments:export": Row(SEEING_DRAFTS, lambda world: {**draft(world), "kind": "yaml"}),
    **_editing(
        "own_",
        own(COORDINATOR),
        own(COORDINATOR),
        of_alfa,
        {kind: own_part(kind) for kind in ("item", "section", "scale")},
    ),
}
