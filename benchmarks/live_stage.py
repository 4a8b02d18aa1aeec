"""What `live.py` measures on: a conference with codes for all voters, and the count of its boxes afterwards.

Both run in processes of their own that know the database of the installation.
"""

from collections.abc import Sequence
from typing import Any

CANDIDATES = 41


def stage(voters: int, rounds: int) -> dict[str, Any]:
    """Make a conference with a draft per round, codes for all voters, and a chair who is signed in."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from ljuspunkt.domain.consensus.rule import Rule
    from ljuspunkt.rooms.conference.services.codes import draw_codes
    from tests.live.staging import AT, stage
    from tests.people.world import BACKEND

    call_command("migrate", interactive=False, verbosity=0)
    candidates = {
        str(n): ("process" if n <= 31 else "effect", f"Deltagarna får ett stöd som är anpassat efter behovet, {n}")
        for n in range(1, CANDIDATES + 1)
    }
    made = stage(candidates, voters=voters)
    rule = Rule(rest="out", places={"process": 10, "effect": 5})
    votes = [made.draft(rule, title="Vilka ska ingå i kärnan?") for _ in range(rounds)]
    slips = draw_codes(by=made.chair, conference=made.conference.pk, n=voters, at=AT)
    browser = Client()
    from ljuspunkt.rooms.people.models import Account

    browser.force_login(Account.objects.get(pk=made.chair.id), backend=BACKEND)
    return {
        "slug": made.conference.slug,
        "join": made.conference.join_code,
        "votes": [vote.pk for vote in votes],
        "codes": [slip.code.replace(" ", "") for slip in slips],
        "cookie": "; ".join(f"{name}={held.value}" for name, held in browser.cookies.items()),
        "items": list(candidates),
    }


def check(votes: Sequence[int]) -> list[dict[str, int]]:
    """Return how many ballots each vote's box holds, how many receipts, and how many of these differ."""
    import django

    django.setup()
    from ljuspunkt.rooms.conference import ballot_box

    found = []
    for vote in votes:
        receipts = ballot_box.receipts(vote)
        ballots = len({row.ballot for row in ballot_box.rows(vote)})
        found.append({"ballots": ballots, "receipts": len(receipts), "different": len(set(receipts))})
    return found
