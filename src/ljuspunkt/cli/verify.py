"""`ljuspunkt verify`: whether a report or a release follows from its data, figure by figure."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.exit_codes import DIFFERENT, DONE
from ljuspunkt.cli.language import _
from ljuspunkt.domain.errors import BadInput, RuleBroken

if TYPE_CHECKING:
    from ljuspunkt.domain.report.recheck import Difference


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=_("the folder of a report or of a release"))
    parser.add_argument(
        "--inputs",
        metavar="FOLDER",
        type=Path,
        help=_("the analyst's instruments, answers and policy: counts and release are made again from them"),
    )
    parser.add_argument("--json", action="store_true", help=_("write the differences as JSON"))
    parser.epilog = _("Example: ljuspunkt verify report --inputs measurement-2022")


def run(arguments: argparse.Namespace) -> int:
    """Recompute everything, name every figure that differs; 5 where any does."""
    from ljuspunkt.cli.verify_release import rebuilt, release_differences
    from ljuspunkt.cli.verify_report import report_differences
    from ljuspunkt.domain.report.recheck import Difference
    from ljuspunkt.files.folder import MANIFEST, read_manifest
    from ljuspunkt.files.release import is_release
    from ljuspunkt.files.report_folder import report_manifest

    folder: Path = arguments.folder
    if not folder.is_dir():
        raise BadInput("no_folder_there", "There is no such folder.", file=str(folder))
    if arguments.inputs is not None and not arguments.inputs.is_dir():
        raise BadInput("no_folder_there", "There is no such folder.", file=str(arguments.inputs))
    manifest = report_manifest(folder)
    of_release = True
    found: list[Difference] = []
    if manifest is not None:
        of_release = manifest.get("of") == "release"
        found += report_differences(folder, manifest)
        release = folder / "data"
    elif is_release(folder):
        release = folder
    elif (folder / MANIFEST).is_file() and read_manifest(folder) is None:
        return _told([Difference(MANIFEST, "", "", _("The file isn't JSON."), "")], as_json=arguments.json)
    else:
        raise BadInput("not_a_report", "This folder holds neither a report nor a release.", file=str(folder))
    prefix = "data/" if manifest is not None else ""
    if of_release:
        found += _within(prefix, release_differences(release, of_its_own=manifest is None))
        if arguments.inputs is not None:
            found += _within(prefix, rebuilt(release, arguments.inputs))
    elif arguments.inputs is not None:
        raise RuleBroken("inputs_of_conference", "A conference's report holds all its inputs; leave out --inputs.")
    return _told(list(dict.fromkeys(found)), as_json=arguments.json)


def _within(prefix: str, found: Sequence["Difference"] | Iterator["Difference"]) -> "list[Difference]":
    from dataclasses import replace

    return [replace(each, file=f"{prefix}{each.file}") for each in found]


def _told(found: "list[Difference]", *, as_json: bool) -> int:
    if as_json:
        from dataclasses import asdict

        document = {"agrees": not found, "differences": [asdict(each) for each in found]}
        print(json.dumps(document, ensure_ascii=False, indent=1))
    elif not found:
        print(_("Everything agrees: each figure, sentence and picture follows from the data."))
    else:
        for each in found:
            print(sentence_of(each))
        print(
            _("{n} differences.").format(n=len(found)) if len(found) > 1 else _("1 difference."),
        )
    return DIFFERENT if found else DONE


def sentence_of(difference: "Difference") -> str:
    """Return a difference in words: where it is, what is printed and what should be."""
    parts = [part for part in (difference.file, difference.place) if part]
    if difference.column:
        parts.append(_("column {column}").format(column=difference.column))
    where = ", ".join(parts)
    if not difference.recomputed and not difference.column:
        return f"{where}: {difference.printed}" if where else difference.printed
    return _("{where}: printed “{printed}”, recomputed “{recomputed}”").format(
        where=where, printed=difference.printed, recomputed=difference.recomputed
    )
