"""Compiles the translations when the project is built, so that an installed wheel speaks Swedish too."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(locale: Path) -> None:
    """Write a .mo beside every .po under the folder, where it isn't newer already.

    A reader at the same moment sees the old file or the new one, never half of it.
    """
    for source in locale.rglob("*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        unfinished = source.with_suffix(".mo.new")
        with source.open("rb") as text, unfinished.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parts[-3]))
        unfinished.replace(target)


class Translations(BuildHookInterface[Any]):
    """Called by hatchling before it gathers the files of a wheel or of an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues."""
        compile_catalogues(Path(self.root, "src", "ljuspunkt", "locale"))
