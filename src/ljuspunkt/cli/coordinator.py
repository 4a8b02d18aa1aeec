"""`ljuspunkt coordinator`: makes somebody a national coordinator, who then invites everybody else.

The link by which the person chooses a password is printed, and mailed too where mail is set up.
"""

import argparse
from pathlib import Path

from ljuspunkt.cli import versions
from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import RuleBroken

ADDRESS = "http://localhost:8000"


def add(parser: argparse.ArgumentParser) -> None:
    """Say which words the command takes."""
    parser.add_argument("email", metavar=_("EMAIL"), help=_("the person’s e-mail address"))
    parser.add_argument("--name", default="", help=_("the person’s name, needed for a new account"))
    parser.add_argument("--language", choices=["sv", "en"], default="sv", help=_("language of mail to the person"))
    parser.add_argument(
        "--address",
        default=ADDRESS,
        help=_("address of the server, for the link (default: {address})").format(address=ADDRESS),
    )
    parser.add_argument("--dir", type=Path, help=_("folder of the installation (default: var)"))
    parser.epilog = _("Example: ljuspunkt coordinator kim@example.se --name “Kim Ek” --address https://example.se")


def run(arguments: argparse.Namespace) -> int:
    """Make the person a national coordinator and print the link.

    Raises:
        RuleBroken: the address isn't one, a name is needed, the account is closed, or the database is of another
            version.
    """
    versions.make(versions.find(arguments.dir, made=True))
    from django.urls import reverse
    from django.utils import timezone
    from django.utils.translation import override

    from ljuspunkt.rooms.people.services import first_coordinator

    server: str = arguments.address.rstrip("/")
    if not server.startswith(("http://", "https://")):
        raise RuleBroken(
            "server_address", "An address begins with https:// or http://, not {address}.", address=arguments.address
        )

    def address(key: str, language: str) -> str:
        with override(language):
            return server + reverse("people:welcome", args=[key])

    link = first_coordinator(
        email=arguments.email,
        name=arguments.name,
        language=arguments.language,
        at=timezone.now(),
        address=address,
    )
    print(
        _("{email} is a national coordinator. The link to choose a password holds for 14 days:").format(
            email=arguments.email
        )
    )
    print(link)
    return DONE
