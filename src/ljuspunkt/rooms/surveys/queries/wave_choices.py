"""What can be chosen for a wave: questionnaires by group, associations, and what its settings are now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.groups import GROUPS
from ljuspunkt.rooms.people import queries as people
from ljuspunkt.rooms.surveys.models import Version, Wave
from ljuspunkt.rooms.surveys.models.instruments import FROZEN
from ljuspunkt.ui.language import on_page

ALL = "all"


@dataclass(frozen=True, slots=True)
class Offered:
    """The network's versions by group, the latest first, and which of them the wave has."""

    versions: Sequence[tuple[str, Sequence[tuple[int, str]]]]
    chosen: dict[str, int]


@dataclass(frozen=True, slots=True)
class PartChoices:
    """The associations that can take part, which are ticked, and the agreements by which many are ticked at once."""

    offered: Sequence[tuple[str, str]]
    ticked: frozenset[str]
    agreements: Sequence[str]


@dataclass(frozen=True, slots=True)
class WaveSettings:
    """What the form of a wave's settings holds at first."""

    initial: Mapping[str, object]
    reminders_on: tuple[date, ...]


def instruments_offered(slug: str) -> Offered:
    """Return the questionnaires that can be chosen for a wave."""
    wave = _wave(slug)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = Version.objects.select_related("instrument").filter(instrument__association=None).order_by("-pk")
    for row in rows:
        words = f"{on_page(row.instrument.title)} {row.name}"
        found[row.instrument.respondent_group].append(
            (row.pk, words if row.state == FROZEN else _("{name} (not frozen yet)").format(name=words))
        )
    order = list(GROUPS)
    groups = sorted(found, key=lambda group: (order.index(group) if group in order else len(order), group))
    return Offered(
        [(group, found[group]) for group in groups],
        {each.respondent_group: each.version_id for each in wave.instruments.all()},
    )


def part_choices(slug: str, tick: str) -> PartChoices:
    """Return the associations that can take part in a wave.

    Args:
        slug: of the wave.
        tick: "all", or the title of an agreement, ticks those beside the ones that take part already.
    """
    wave = _wave(slug)
    here = frozenset(wave.participations.values_list("association__slug", flat=True))
    agreed = people.agreements_on(wave.opens_on)
    able = [
        each
        for each in people.associations()
        if each.slug in here
        or (not each.is_merged and (each.until_year is None or each.until_year >= wave.opens_on.year))
    ]
    more = frozenset(each.slug for each in able if tick == ALL or (tick and tick in agreed.get(each.slug, frozenset())))
    return PartChoices(
        [(each.slug, each.name) for each in able],
        here | more,
        sorted({title for titles in agreed.values() for title in titles}),
    )


def wave_settings(slug: str) -> WaveSettings:
    """Return what a wave is called and when it is, for its form."""
    wave = _wave(slug)
    return WaveSettings(
        {
            "title_sv": wave.title.get("sv", ""),
            "title_en": wave.title.get("en", ""),
            "opens_on": wave.opens_on,
            "closes_on": wave.closes_on,
        },
        tuple(date.fromisoformat(each) for each in wave.reminders_on),
    )


def _wave(slug: str) -> Wave:
    wave = Wave.objects.filter(slug=slug).first()
    if wave is None:
        raise Http404
    return wave
