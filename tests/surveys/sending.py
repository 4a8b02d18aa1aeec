"""Processes of their own that send answers or freeze a wave, and may be killed; each is told what to do by its words.

sending.py send WAVE COLLECTOR          sends from eight threads until it is killed, and tells each key that is received
sending.py freeze WAVE SECRET MOMENT    freezes, and kills itself at a moment
sending.py full                         fills its small disk with answers, then sends again (LJUSPUNKT_DIR lies on it)
"""

import json
import os
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.conf import settings  # noqa: E402

settings.PASSPHRASE_COST = (1, 2**16)


def die(*_given: Any, **_named: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _then_die(what: Callable[..., None]) -> Callable[..., None]:
    def done(*given: Any) -> None:
        what(*given)
        die()

    return done


def send(collector: str) -> None:
    """Send answers until killed; a key is said before it is sent, and again when it has been received."""
    from ljuspunkt.rooms.surveys.queries.collectors import collector_of
    from ljuspunkt.rooms.surveys.services.receive import receive, sealed_write

    card = collector_of(int(collector))
    assert card is not None
    said = threading.Lock()

    def tell(word: str, key: str) -> None:
        with said:
            print(word, key, flush=True)

    def go() -> None:
        while True:
            key = secrets.token_urlsafe(16)
            tell("sent", key)
            receive(sealed_write(collector=card, key=key, reply={"q1": "3"}, language="sv"))
            tell("received", key)

    for _ in range(8):
        threading.Thread(target=go).start()


def freeze(slug: str, secret: str, moment: str) -> None:
    """Freeze, and die: before the folder is written, when it is, when all is deleted but not committed, or after."""
    from ljuspunkt.files import dataset
    from ljuspunkt.rooms.people.models import Account
    from ljuspunkt.rooms.people.permissions import person_of
    from ljuspunkt.rooms.surveys import key_file
    from ljuspunkt.rooms.surveys.services import freeze_wave as use
    from tests.surveys.measuring import AT, TODAY

    written, destroyed = dataset.write, use._destroy
    if moment == "before":
        dataset.write = die
    elif moment == "written":
        dataset.write = _then_die(written)
    elif moment == "committing":
        use._destroy = _then_die(destroyed)
    else:
        key_file.destroy = die
    analyst = person_of(Account.objects.get(email="analyst.network@example.se"))
    use.freeze_wave(by=analyst, slug=slug, secret=secret, at=AT, on=TODAY)


def full() -> None:
    """Fill the disk, make room, and send all again; tell what came of it as JSON."""
    from django.db import Error

    from ljuspunkt.rooms.surveys.models import DataSet, SealedAnswer
    from ljuspunkt.rooms.surveys.queries.received import received
    from tests.people.world import make_world
    from tests.surveys import measuring

    measurement = measuring.opened(make_world())
    card = measurement.collector()
    filler = Path(settings.WAVE_KEYS).parent / "filler"
    filler.write_bytes(b"0" * 1_500_000)
    keys = [secrets.token_urlsafe(16) for _ in range(2000)]
    kept, refused = [], []
    for key in keys:
        try:
            measurement.answer(card, key=key, q1="3", t="En text")
            kept.append(key)
        except Error:
            refused.append(key)
            if len(refused) == 5:
                break
    sent = kept + refused
    held = SealedAnswer.objects.count()
    filler.unlink()
    again = [measurement.answer(card, key=key, q1="3", t="En text").again for key in sent]
    measurement.end()
    room = os.statvfs(filler.parent)
    filler.write_bytes(b"0" * (room.f_bavail * room.f_frsize))
    try:
        measurement.freeze()
        frozen = True
    except (OSError, Error):
        frozen = False
    state = measurement.wave.state
    filler.unlink()
    measurement.wave.refresh_from_db()
    measurement.freeze()
    print(
        json.dumps(
            {
                "kept": len(kept),
                "held": held,
                "refused": len(refused),
                "again": again.count(True),
                "sent": len(sent),
                "board": sum(received(measurement.wave.pk).values()),
                "frozen_when_full": frozen,
                "state_when_full": state,
                "rows": DataSet.objects.get().n_answers,
            }
        )
    )


if __name__ == "__main__":
    asked: dict[str, Callable[..., None]] = {"send": send, "freeze": freeze, "full": full}
    asked[sys.argv[1]](*sys.argv[2:])
