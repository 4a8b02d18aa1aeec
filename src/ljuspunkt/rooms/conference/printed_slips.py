"""What a pile of slips says: to the one who prints them, and to the one who draws one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ljuspunkt.files.slips import PrintedSlip, Sheet
from ljuspunkt.rooms.conference.codes import shown
from ljuspunkt.rooms.conference.models import Conference
from ljuspunkt.rooms.conference.services.codes import Slip
from ljuspunkt.ui.language import on_page


def sheet(conference: Conference, slips: Sequence[Slip], *, voting: str, joining: str) -> Sheet:
    """Return the sheet of a pile, in the current language.

    Args:
        voting: the full address of the voting page.
        joining: the address of the way in, as it is read out: without https://.
    """
    title = on_page(conference.title)
    return Sheet(
        heading=ngettext("{n} voting slip for {conference}", "{n} voting slips for {conference}", len(slips)).format(
            n=len(slips), conference=title
        ),
        said=_instructions(conference, slips),
        picture=_("QR code that leads to the voting page with this code"),
        slips=tuple(
            PrintedSlip(
                above=title,
                code=shown(slip.code),
                lines=tuple(
                    filter(
                        None,
                        (
                            _("Your voting code. Show it to nobody."),
                            _("Scan it, or go to {address}").format(address=joining),
                            _("and give the room's code {code}.").format(code=conference.join_code),
                            _("Group: {group}").format(group=slip.group) if slip.group else "",
                            _("Pseudonym: {pseudonym}").format(pseudonym=slip.pseudonym) if slip.pseudonym else "",
                        ),
                    )
                ),
                number=_("Slip {number}").format(number=slip.number),
                address=f"{voting}#{slip.code}",
            )
            for slip in slips
        ),
    )


def _instructions(conference: Conference, slips: Sequence[Slip]) -> tuple[str, ...]:
    said = [
        _("Print the pages once and cut the slips apart. The codes are never shown again; who keeps a copy can vote."),
        _("Fold the slips and mix them in a bowl. Everybody who may vote draws one, those who vote on paper too."),
        _("Write down nowhere who drew which slip. Ask everybody to remember the number in its corner."),
        _(
            "{entitled} are entitled to vote. The slips beyond that let the last one draw choose too, and replace lost "
            "ones; no vote ever takes more ballots than {entitled}."
        ).format(entitled=conference.voters),
        _("When everybody has drawn, strike the slips that are left by their numbers, where you drew them."),
        _("Somebody who lost a slip says its number; it is struck, and another is drawn from the pile."),
    ]
    if any(slip.group for slip in slips):
        said.insert(1, _("Make a pile for each group, and let everybody draw from the own group's."))
    return tuple(said)
