"""What ought to be looked at before a wave is closed or frozen, for afterwards it can't be mended.

Associations are named, never how many: a number of sheets is one of answers.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ljuspunkt.domain.survey.board import shown
from ljuspunkt.domain.survey.groups import group_name
from ljuspunkt.rooms.surveys.models import Collector, Wave
from ljuspunkt.rooms.surveys.models.waves import PAPER
from ljuspunkt.rooms.surveys.queries.board import asked_by_group, groups_of
from ljuspunkt.rooms.surveys.queries.paper import where_sheets_wait
from ljuspunkt.rooms.surveys.queries.received import received
from ljuspunkt.ui.language import on_page

MOST = 5
"""So many are named; the others are on the board."""


def before_end(wave: Wave) -> tuple[str, ...]:
    """Return what ought to be looked at before a wave that is open takes no more answers."""
    return (*_paper(wave), *more_than_asked(wave))


def more_than_asked(wave: Wave) -> tuple[str, ...]:
    """Return in which groups more have answered than it is told that were asked, as a sentence; none where nowhere."""
    groups = groups_of(wave)
    n: dict[tuple[str, str], int] = {}
    for (association, group, _initiative), answers in received(wave.pk).items():
        n[association, group] = n.get((association, group), 0) + answers
    found = []
    for part in wave.participations.select_related("association").prefetch_related("asked"):
        for group, asked in asked_by_group(groups, part.asked.all()).items():
            came = shown(n.get((part.association.slug, group), 0)).n
            if asked is not None and came is not None and came > asked:
                found.append(f"{part.association.name} ({on_page(group_name(group))})")
    if not found:
        return ()
    return (
        _(
            "More have answered than were asked: {groups}. Have the number asked corrected before the answers are "
            "frozen; otherwise it is frozen as unknown, and no response rate is worked out there."
        ).format(groups=_some(found)),
    )


def _paper(wave: Wave) -> tuple[str, ...]:
    if not Collector.objects.filter(participation__wave=wave, way=PAPER).exists():
        return ()
    names = sorted(where_sheets_wait(wave.pk).values())
    said = [
        _(
            "Sheets of paper that haven't been entered are too late after this. Ask those who enter them whether they "
            "are done."
        )
    ]
    if names:
        said.insert(
            0,
            _(
                "Sheets of paper wait for their second entry or to be settled: {names}. A sheet that only one person "
                "has entered is received as it was read; one that two have read differently is not, and can be entered "
                "among the late answers."
            ).format(names=_some(names)),
        )
    return tuple(said)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST]) + (" …" if len(names) > MOST else "")
