"""Where an installation keeps its things, and what its operator may set through the environment.

Swedish: installation. Everything an installation writes lies in one folder: `LJUSPUNKT_DIR`, by default `var/` where
the program was started. `docs/guides/operator.md` lists the settings.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the installation."""
    return Path(environment.get("LJUSPUNKT_DIR") or "var").resolve()


def secret_key(environment: Mapping[str, str], place: Path) -> str:
    """Return `LJUSPUNKT_SECRET_KEY`, else the key in `place`, made once and readable by its owner alone.

    Raises:
        OSError: the key can be neither read nor written.
    """
    if given := environment.get("LJUSPUNKT_SECRET_KEY"):
        return given
    file = place / "secret-key"
    if not file.exists():
        place.mkdir(parents=True, exist_ok=True)
        draft = place / f".secret-key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)  # whoever comes first decides, so that two processes agree
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()


def yes(environment: Mapping[str, str], name: str) -> bool:
    """Return whether the setting `name` is switched on."""
    return environment.get(name, "").lower() in {"1", "true", "yes", "on"}


def listed(environment: Mapping[str, str], name: str) -> list[str]:
    """Return the comma-separated values of the setting `name`."""
    return [part.strip() for part in environment.get(name, "").split(",") if part.strip()]
