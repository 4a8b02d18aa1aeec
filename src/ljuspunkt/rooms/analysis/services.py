"""What may be done with a release: let pages show it."""

from django.db import transaction

from ljuspunkt.domain.errors import RuleBroken
from ljuspunkt.domain.vocabulary import Text
from ljuspunkt.rooms.analysis.models import Release


@transaction.atomic
def show_release(*, name: str, folder: str, title: Text, verdict: str, manifest_hash: str, invented: bool) -> bool:
    """Let pages show a release instead of the one they show now; return False where they did already.

    Args:
        name: the release's name in addresses.
        folder: relative to the installation.
        title: what the measurement is called.
        verdict: what the audit said.
        manifest_hash: sha256 of its manifest.json.
        invented: whether its answers are made up.

    Raises:
        RuleBroken: the audit didn't find the release safe.
    """
    if verdict != "SAFE":
        raise RuleBroken(
            "release_not_safe",
            "The release “{name}” can't be shown: its audit says {verdict}, and only SAFE may be published.",
            name=name,
            verdict=verdict,
        )
    if Release.objects.filter(name=name, folder=folder, manifest_hash=manifest_hash).exists():
        return False
    Release.objects.all().delete()
    Release.objects.create(
        name=name, folder=folder, title=dict(title), verdict=verdict, manifest_hash=manifest_hash, invented=invented
    )
    return True
