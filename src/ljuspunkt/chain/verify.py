"""Whether a report or a release follows from its data (kontroll), figure by figure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path

from ljuspunkt.chain.tables import Table
from ljuspunkt.chain.verify_release import rebuilt, release_differences, unchecked
from ljuspunkt.chain.verify_report import Translate, report_differences
from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.report.recheck import Difference
from ljuspunkt.files.folder import MANIFEST, read_manifest
from ljuspunkt.files.release import is_release
from ljuspunkt.files.report_folder import report_manifest

NOT_JSON = marked("The file isn't JSON.")


def verify(
    folder: Path | str,
    *,
    inputs: Path | str | None = None,
    earlier: Sequence[Path | str] = (),
    translate: Translate = str,
) -> Table[Difference]:
    """Recompute everything in a report's or a release's folder, and return what differs; nothing where all agrees.

    Args:
        folder: of a report or of a release.
        inputs: the analyst's instruments, answers and policy; counts and release are made again from them.
        earlier: folders of the earlier releases that the release was audited with; such as lie beside it are found.
        translate: looks up the sentences among the differences.

    Raises:
        BadInput: it is neither, or something needed isn't there.
        RuleBroken: inputs are given for a conference's report, which holds its own.
    """
    return differences_table(
        _found(Path(folder), None if inputs is None else Path(inputs), [*map(Path, earlier)], translate), translate
    )


def not_verified(
    folder: Path | str, *, earlier: Sequence[Path | str] = (), translate: Translate = str
) -> tuple[str, ...]:
    """Return what `verify` couldn't look at for lack of something, as sentences; nothing where it looked at all."""
    place = Path(folder)
    report = report_manifest(place)
    if report is not None and report.get("of") != "release":
        return ()
    return tuple(unchecked(place if report is None else place / "data", [*map(Path, earlier)], translate=translate))


def differences_table(found: Sequence[Difference], translate: Translate = str) -> Table[Difference]:
    """Return differences as a table, each with its sentence."""
    return Table(
        found,
        lambda one: {**asdict(one), "what": sentence_of(one, translate)},
        columns=(*(field.name for field in fields(Difference)), "what"),
    )


def _found(folder: Path, inputs: Path | None, earlier: Sequence[Path], translate: Translate) -> tuple[Difference, ...]:
    for each in (folder, inputs, *earlier):
        if each is not None and not each.is_dir():
            raise BadInput("no_folder_there", "There is no such folder.", file=str(each))
    manifest = report_manifest(folder)
    found: list[Difference] = []
    if manifest is not None:
        found += report_differences(folder, manifest, translate=translate)
        if manifest.get("of") != "release":
            if inputs is not None:
                raise RuleBroken(
                    "inputs_of_conference", "A conference's report holds all its inputs; leave out --inputs."
                )
            return tuple(dict.fromkeys(found))
    elif not is_release(folder):
        if (folder / MANIFEST).is_file() and read_manifest(folder) is None:
            return (Difference(MANIFEST, "", "", translate(NOT_JSON), ""),)
        raise BadInput("not_a_report", "This folder holds neither a report nor a release.", file=str(folder))
    prefix, release = ("data/", folder / "data") if manifest is not None else ("", folder)
    found += _within(
        prefix, release_differences(release, of_its_own=manifest is None, earlier=earlier, translate=translate)
    )
    if inputs is not None:
        found += _within(prefix, rebuilt(release, inputs, translate=translate))
    return tuple(dict.fromkeys(found))


def _within(prefix: str, found: Iterable[Difference]) -> Iterator[Difference]:
    return (replace(each, file=f"{prefix}{each.file}") for each in found)


def sentence_of(difference: Difference, translate: Translate = str) -> str:
    """Return a difference in words: where it is, what is printed and what should be."""
    parts = [part for part in (difference.file, difference.place) if part]
    if difference.column:
        parts.append(translate("column {column}").format(column=difference.column))
    where = ", ".join(parts)
    if not difference.recomputed and not difference.column:
        return f"{where}: {difference.printed}" if where else difference.printed
    return translate("{where}: printed “{printed}”, recomputed “{recomputed}”").format(
        where=where, printed=difference.printed, recomputed=difference.recomputed
    )
