"""Verifying a release: its hashes, its figures from its counts, its witnesses, and all of it from the answers."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.chain.verify_report import MISSING, Translate, hash_differences, run_again
from ljuspunkt.domain.errors import BadInput, RuleBroken, marked
from ljuspunkt.domain.report.recheck import Difference, recheck_proof, recheck_rows, recheck_witnesses
from ljuspunkt.domain.survey.publication import questionnaire
from ljuspunkt.files import comparison_tables, release
from ljuspunkt.files.comparison import differences
from ljuspunkt.files.folder import MANIFEST, digest_of, read_folder

if TYPE_CHECKING:
    from ljuspunkt.domain.survey.publication import Publication

OURS = ("findings.json", "by-hand.csv", "pictures/")
"""What a report adds to the release in its data folder."""
ANSWERS = (".csv", ".parquet", ".sav")


def release_differences(
    folder: Path, *, of_its_own: bool, earlier: Sequence[Path] = (), translate: Translate = str
) -> Iterator[Difference]:
    """Yield what differs in a release.

    Args:
        folder: of the release, or a report's data folder.
        earlier: folders of earlier releases that it may have been audited with; others are looked for beside it.
        of_its_own: whether the folder is only the release, so that other files don't belong there.
    """
    try:
        publication = release.read(folder)
        yield from _hashes(folder, publication.manifest, of_its_own=of_its_own, translate=translate)
        yield from recheck_rows(publication)
        yield from comparison_tables.differences(folder, publication, missing=translate(MISSING))
        yield from _witnesses(folder, publication, earlier, translate=translate)
    except (BadInput, RuleBroken) as refusal:
        yield Difference("", "", "", refusal.said(translate), "")


def _hashes(
    folder: Path, manifest: Mapping[str, object], *, of_its_own: bool, translate: Translate
) -> Iterator[Difference]:
    named = manifest.get("files")
    yield from hash_differences(
        read_folder(folder),
        named if isinstance(named, Mapping) else {},
        besides=() if of_its_own else OURS,
        translate=translate,
    )


def _witnesses(
    folder: Path, publication: "Publication", earlier: Sequence[Path], *, translate: Translate
) -> Iterator[Difference]:
    """Yield what the witnesses don't show; without the earlier releases only that they fit the equations saved."""
    if publication.verdict != "SAFE":
        return
    proof = release.read_proof(folder)
    found, lacking = _earlier_releases(folder, publication, earlier)
    if lacking:
        yield from recheck_witnesses(proof, translate=translate)
        return
    asked = questionnaire(publication.instruments, release.asked_groups(publication))
    before = []
    for place in found:
        read = release.read(place)
        before.append(release.earlier_release(read))
        yield from _hashes(place, read.manifest, of_its_own=False, translate=translate)
    yield from recheck_proof(publication, proof, asked, translate=translate, earlier=before)


def _earlier_releases(folder: Path, publication: "Publication", given: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """Return the folders of the earlier releases that a manifest names by hash, and the names of those not found.

    They are looked for among those given, and beside the release or its report.
    """
    listed = publication.manifest.get("earlier")
    found, lacking = [], []
    for each in listed if isinstance(listed, list) else []:
        name, wanted = (str(each.get(key)) for key in ("name", "digest")) if isinstance(each, Mapping) else ("", "")
        near = [above / name for above in list(folder.resolve().parents)[:2]] if name else []
        for place in (*given, *near):
            if (place / MANIFEST).is_file() and digest_of(place / MANIFEST) == wanted:
                found.append(place)
                break
        else:
            lacking.append(name)
    return found, lacking


def unchecked(folder: Path, earlier: Sequence[Path] = (), *, translate: Translate = str) -> list[str]:
    """Return what of a release couldn't be verified for lack of something, as sentences.

    Args:
        folder: of the release, or a report's data folder.
        earlier: folders of earlier releases.
    """
    try:
        publication = release.read(folder)
    except BadInput:
        return []
    lacking = _earlier_releases(folder, publication, earlier)[1] if publication.verdict == "SAFE" else []
    sentence = translate(
        marked(
            "The equations weren't set up again, for the earlier release “{name}” isn't here; give it with --earlier. "
            "The witnesses were only held against the equations saved with them."
        )
    )
    return [sentence.format(name=name) for name in lacking]


def rebuilt(folder: Path, inputs: Path, *, translate: Translate = str) -> Iterator[Difference]:
    """Yield where a release differs from the one made again from the analyst's answers.

    Args:
        folder: of the release, or a report's data folder.
        inputs: holds the instruments, the answers, the policy and what it names, and earlier releases.

    Raises:
        BadInput: something needed isn't there, or can't be read.
    """
    publication = release.read(folder)
    sources = _sources(publication)
    instrument = _found(inputs, sources.get("instrument", "instruments"), ("instruments", "instrument.yaml"))
    policy = _found(inputs, sources.get("policy", "policy.yaml"), ("policy.yaml",))
    earlier = [str(_found(inputs, name, ())) for name in _earlier(publication)]
    breakdowns = sorted(
        {column for table in publication.tables for column in table.columns} - {"wave", "association", "group"}
    )
    with tempfile.TemporaryDirectory(prefix="ljuspunkt-") as made:
        counts, again = Path(made) / "counts.csv", Path(made) / "release"
        words = ["count", str(instrument), *map(str, _answers(inputs)), "--out", str(counts)]
        trouble = run_again([*words, *(["--by", *breakdowns] if breakdowns else [])], translate=translate)
        if not trouble:
            words = ["protect", str(instrument), str(counts), "--policy", str(policy), "--out", str(again)]
            trouble = run_again([*words, *(["--earlier", *earlier] if earlier else [])], translate=translate)
        if trouble and not again.is_dir():
            yield Difference("", "", "", trouble, "")
            return
        printed, recomputed = read_folder(folder), read_folder(again)
    for name in recomputed:
        if name not in printed:
            yield Difference(name, "", "", translate(MISSING), "")
            continue
        for each in differences(name, printed[name], recomputed[name], translate=translate):
            if name != MANIFEST or not each.place.startswith(("files.", "sources[")):
                yield each


def _sources(publication: "Publication") -> dict[str, str]:
    """Return the names of a release's inputs by what they are to it."""
    listed = publication.manifest.get("sources")
    return {
        str(each.get("role")): str(each.get("name"))
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, Mapping)
    }


def _earlier(publication: "Publication") -> list[str]:
    listed = publication.manifest.get("earlier")
    return [str(each.get("name")) for each in (listed if isinstance(listed, list) else []) if isinstance(each, Mapping)]


def _found(inputs: Path, name: str, others: tuple[str, ...]) -> Path:
    for wanted in (name, *others):
        direct = inputs / wanted
        if direct.exists():
            return direct
        for path in sorted(inputs.rglob(Path(wanted).name)):
            return path
    raise BadInput("input_missing", "The inputs lack “{name}”.", file=str(inputs), name=name)


def _answers(inputs: Path) -> list[Path]:
    """Return the files of answers: those in `answers`, else those with a column for the group and none for steps."""
    folder = inputs / "answers"
    if folder.is_dir():
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ANSWERS)
    else:
        found = sorted(path for path in inputs.rglob("*") if path.suffix.lower() in ANSWERS and _holds_answers(path))
    if not found:
        raise BadInput("no_answers_there", "The inputs lack files of answers.", file=str(inputs))
    return found


def _holds_answers(path: Path) -> bool:
    if path.suffix.lower() != ".csv":
        return True
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        heading = {name.strip().strip('"') for name in next(lines, "").replace(";", ",").split(",")}
    needed, elsewhere = {"wave", "association", "group"}, {"step", "asked", "answered_items", "item_a"}
    return needed <= heading and not heading & elsewhere
