"""Questionnaires that are made, worded and frozen in the world of the tests."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.people.world import World

if TYPE_CHECKING:
    from ljuspunkt.rooms.surveys.models import Version

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SLUG = "staff"
BASE = f"/sv/instruments/{SLUG}/versions/2026/"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
"""A PNG of one pixel."""


def published() -> None:
    """Publish a core of two indicators and a comprehensive protocol of three."""
    from ljuspunkt.rooms.indicators.models import ProtocolVersion
    from ljuspunkt.rooms.indicators.services import Agreed, adopt_protocols

    if ProtocolVersion.objects.filter(protocol__conference="").exists():
        return
    listed = [
        Agreed(number, number, "process", {"sv": f"Indikator {number}", "en": f"Indicator {number}"})
        for number in ("1", "2", "3")
    ]
    adopt_protocols(indicators=listed, protocols={"comprehensive": ["1", "2", "3"], "core": ["1", "2"]}, at=AT)


def drafted(world: World, *, languages: tuple[str, ...] = ("sv", "en"), owner: str = "", slug: str = SLUG) -> str:
    """Make a questionnaire for staff from the core protocol, as a draft, and return its slug."""
    from ljuspunkt.domain.survey.groups import group_name
    from ljuspunkt.rooms.surveys.models import Instrument
    from ljuspunkt.rooms.surveys.services.make_instrument import Beginning, make_instrument

    if Instrument.objects.filter(slug=slug).exists():
        return slug
    published()
    beginning = Beginning(slug, "staff", owner, {"sv": "Om samverkan"}, "2026", ("2026",), languages)
    make_instrument(by=national(world), at=AT, beginning=beginning, group_label=group_name("staff"))
    return slug


def frozen(world: World, **kwargs: object) -> str:
    """Make a questionnaire and freeze its first version, and return its slug."""
    from ljuspunkt.rooms.surveys.services.versions import freeze_version

    slug = drafted(world, **kwargs)  # type: ignore[arg-type]
    if version(slug).state == "draft":
        freeze_version(by=national(world), at=AT, slug=slug, version="2026")
    return slug


def renewed(world: World) -> str:
    """Freeze a first version and start the next, 2027, and return the slug."""
    from ljuspunkt.rooms.surveys.services.versions import start_version

    slug = frozen(world)
    start_version(by=national(world), at=AT, slug=slug, name="2027", waves=("2027",))
    return slug


def version(slug: str = SLUG, name: str = "2026") -> "Version":
    from ljuspunkt.rooms.surveys.models import Version

    return Version.objects.get(instrument__slug=slug, name=name)


def national(world: World) -> "object":
    return world.person("national_coordinator")


def item_form(name: str, **changed: object) -> dict[str, object]:
    """Return what the form of a question with the standard choices sends."""
    given = {
        "name": name,
        "kind": "select_one",
        "scale": "agree4",
        "positive": ["4", "3"],
        "indicators": ["1"],
        "label_sv": "Jag får det stöd jag behöver",
        "label_en": "I get the support I need",
        "relevant": "",
        "constraint": "",
    }
    return {**given, **changed}
