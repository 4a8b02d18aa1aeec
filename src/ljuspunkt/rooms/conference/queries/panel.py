"""The panel and its information pack as page objects: for those who prepare the conference, and for the experts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ljuspunkt.rooms.conference.models import Conference, Expert, Pack, PackPart
from ljuspunkt.rooms.conference.models.panel import FILE
from ljuspunkt.ui.language import on_page, page_language


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert in the organiser's list."""

    key: int
    name: str
    organisation: str
    group: str
    email: str
    came: bool | None

    @property
    def attendance(self) -> str:
        """Whether the expert came, in words."""
        if self.came is None:
            return _("not taken")
        return _("came") if self.came else _("stayed away")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A declared stakeholder group, how many experts belong to it and how many came."""

    name: str
    experts: int
    came: int


@dataclass(frozen=True, slots=True)
class PanelPage:
    """The panel; `taken` says whether attendance has been taken, `came` how many came."""

    slug: str
    conference: str
    experts: tuple[ExpertRow, ...]
    groups: tuple[GroupRow, ...]
    taken: bool
    came: int
    voters: int
    without_group: int
    with_address: int
    closed: bool
    opened: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the pack in the organiser's list."""

    key: int
    title: str
    language: str
    what: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class PackPage:
    """The pack as the organiser sees it, and whom it has been sent to.

    `left` haven't got it, `outdated` got it before it was last changed, `unreachable` have no address.
    """

    slug: str
    conference: str
    key: str
    parts: tuple[PartRow, ...]
    experts: int
    sent: int
    left: int
    outdated: int
    unreachable: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of the pack as an expert reads it: paragraphs of a text, or a file to fetch."""

    key: int
    title: str
    paragraphs: tuple[str, ...]
    file: str
    size: str


@dataclass(frozen=True, slots=True)
class ReadPack:
    """The pack as an expert reads it."""

    conference: str
    key: str
    venue: str
    parts: tuple[ReadPart, ...]


def panel_page(conference: Conference) -> PanelPage:
    """Return the panel of a conference."""
    experts = list(conference.experts.all())
    by_group = Counter(each.group for each in experts)
    came = Counter(each.group for each in experts if each.came)
    return PanelPage(
        slug=conference.slug,
        conference=title_of(conference),
        experts=tuple(map(_row, experts)),
        groups=tuple(GroupRow(name, by_group[name], came[name]) for name, _size in conference.groups),
        taken=any(each.came is not None for each in experts),
        came=came.total(),
        voters=conference.voters,
        without_group=by_group[""],
        with_address=sum(bool(each.email) for each in experts),
        closed=conference.state == "held",
        opened=conference.votes.exclude(state="draft").exists(),
    )


def expert_of(conference: Conference, key: int) -> ExpertRow | None:
    """Return an expert of just this conference, None where there is none."""
    found = conference.experts.filter(pk=key).first()
    return _row(found) if found else None


def pack_page(conference: Conference) -> PackPage:
    """Return the pack of a conference for the organiser; without a key where there is no pack yet."""
    pack = Pack.objects.filter(pk=conference.pk).first()
    parts = list(pack.parts.defer("content", "text")) if pack else []
    experts = list(conference.experts.all())
    reachable = [each for each in experts if each.email]
    changed_at = pack.changed_at if pack else None
    outdated = [each for each in reachable if each.pack_asked_at and changed_at and each.pack_asked_at < changed_at]
    return PackPage(
        slug=conference.slug,
        conference=title_of(conference),
        key=pack.key if pack else "",
        parts=tuple(
            PartRow(each.pk, each.title, _language(each.language), _what(each), at == 0, at == len(parts) - 1)
            for at, each in enumerate(parts)
        ),
        experts=len(experts),
        sent=sum(bool(each.pack_asked_at) for each in reachable),
        left=sum(not each.pack_asked_at for each in reachable),
        outdated=len(outdated),
        unreachable=tuple(each.name for each in experts if not each.email),
        closed=conference.state == "held",
    )


def read_pack(key: str) -> ReadPack | None:
    """Return the pack with this key in the reader's language, None where there is none."""
    pack = Pack.objects.select_related("conference").filter(key=key).first()
    if pack is None:
        return None
    shown = page_language()
    parts = pack.parts.defer("content").filter(language__in=("", shown))
    return ReadPack(
        conference=title_of(pack.conference),
        key=pack.key,
        venue=on_page(pack.conference.venue),
        parts=tuple(
            ReadPart(each.pk, each.title, tuple(_paragraphs(each.text)), each.file_name, _size(each.size))
            for each in parts
        ),
    )


def pack_file(key: str, part: int) -> PackPart | None:
    """Return a file of the pack with this key, None where there is none."""
    return PackPart.objects.filter(pack__key=key, pk=part, kind=FILE).first()


def title_of(conference: Conference) -> str:
    """Return what a conference is called in the reader's language."""
    return on_page(conference.title) or conference.slug


def _row(expert: Expert) -> ExpertRow:
    return ExpertRow(expert.pk, expert.name, expert.organisation, expert.group, expert.email, expert.came)


def _what(part: PackPart) -> str:
    return f"{part.file_name} ({_size(part.size)})" if part.kind == FILE else _("Text")


def _language(code: str) -> str:
    return {"sv": _("Swedish"), "en": _("English")}.get(code, _("All languages"))


def _size(n: int) -> str:
    if n < 1_000_000:
        return f"{max(1, round(n / 1000))} kB"
    return f"{n / 1_000_000:.1f} MB".replace(".", "," if page_language() == "sv" else ".")


def _paragraphs(text: str) -> Iterable[str]:
    return (part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
