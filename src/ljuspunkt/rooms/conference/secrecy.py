"""What is said to voters about the secrecy of their ballots; docs/threat-model.md says the same, word for word."""

from django.utils.translation import gettext as _

from ljuspunkt.rooms.conference.models import Code, Conference


def promises(conference: Conference, code: Code | None) -> tuple[str, ...]:
    """Return what holds for a ballot, one sentence or two each; `code` is the voter's own, where it is known."""
    said = []
    if code is not None and code.mailed:
        said.append(
            _(
                "Your code came by mail. Until the conference is closed, the server can connect it with your address; "
                "then the connection is erased."
            )
        )
    else:
        said.append(_("Codes drawn in the room belong to no name: who holds which slip is written down nowhere."))
    said += [
        _(
            "While the vote is open, somebody who controls the server could see which code a ballot came with. When "
            "the vote closes, that is erased: afterwards nobody can tell from what is stored who voted what, not even "
            "those who run the server."
        ),
        _(
            "Until the vote closes you can see and change your ballot on this device, and so can anybody who holds the "
            "device unlocked. After that nobody can bring it out again."
        ),
        _("The receipt shows that a ballot from this device was counted, not what it said."),
        _("Everybody sees the totals. If all vote alike, everybody knows how each has voted."),
        _("Whole ballots, without any sign of whose they are, are seen only by scrutineers who were named beforehand."),
    ]
    if conference.pseudonyms:
        said.append(
            _(
                "It was decided beforehand that each panellist has one pseudonym through all votes: the scrutineers "
                "can see which ballots come from the same panellist."
            )
        )
    if conference.groups and code is not None and code.group:
        said.append(
            _("It was decided beforehand that ballots tell their group. Yours says “{group}”.").format(group=code.group)
        )
    return tuple(said)
