"""Making the report of a conference: read, tally, and write the page, the PDF, the pictures and the data.

The plan, its candidates and the ballots go into `data/` as they are, so that anyone tallies them again.
"""

import json
import os
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

import ljuspunkt
from ljuspunkt.domain.consensus.conference import tally_conference
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.report.conference import compose_conference
from ljuspunkt.domain.report.labels import labels
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.conference import read
from ljuspunkt.files.conference_result import document
from ljuspunkt.files.folder import digest
from ljuspunkt.files.pdf import picture_png, set_in_type
from ljuspunkt.files.report_folder import canonical, manifest_of
from ljuspunkt.files.sky_pictures import sky_alone
from ljuspunkt.rooms.reports.conference_pages import conference_on_page
from ljuspunkt.rooms.reports.conference_print import content
from ljuspunkt.rooms.reports.pages import Exit
from ljuspunkt.rooms.reports.rendering import conference_file

Translate = Callable[[str], str]


def conference_report(
    plan: Path,
    ballots: Path,
    language: Language,
    *,
    formats: Collection[str],
    translate: Translate,
    on: date | None = None,
) -> dict[str, bytes]:
    """Return all files of a conference's report, the manifest last.

    Args:
        plan: CONFERENCE.yaml.
        ballots: BALLOTS.csv.
        language: of the report.
        formats: which of html, pdf and xlsx; a conference has no spreadsheet.
        translate: looks up sentences in the report's language.
        on: the date that the report carries; none unless given.

    Raises:
        BadInput: a file can't be read, or lies where it can't go along.
        RuleBroken: a ruling doesn't fit.
    """
    conference, box = read(plan, ballots)
    result = tally_conference(conference, box)
    report = compose_conference(result, language, translate)
    inputs = input_files(plan, ballots)
    files = {f"data/{name}": content for name, content in inputs.items()}
    outcome = json.dumps(document(result), ensure_ascii=False, indent=1) + "\n"
    files["data/result.json"] = outcome.encode()
    for sky in (sky for part in report.votes for sky in part.skies):
        svg = sky_alone(sky)
        files[f"pictures/{sky.name}.svg"] = svg.encode()
        files[f"pictures/{sky.name}.png"] = picture_png(svg, alt=sky.title)
    if "html" in formats:
        downloads = [Exit(labels(language).pdf, "report.pdf")] if "pdf" in formats else []
        page = conference_on_page(report, _beside, language, downloads=downloads, check_how=labels(language).check_how)
        files["index.html"] = conference_file(page).encode()
    if "pdf" in formats:
        files["report.pdf"] = set_in_type(content(report, language), language, on=on)
    about: dict[str, object] = {
        "of": "conference",
        "software": f"ljuspunkt {ljuspunkt.__version__}",
        "language": language,
        "formats": sorted(set(formats) & {"html", "pdf"}),
        "date": on.isoformat() if on else None,
        "rules": _rule_hashes(inputs["conference.yaml"]),
        "inputs": {name: digest(content) for name, content in sorted(inputs.items())},
    }
    return {**files, "manifest.json": manifest_of(files, about)}


def input_files(plan: Path, ballots: Path) -> dict[str, bytes]:
    """Return the plan as conference.yaml, the ballots as ballots.csv, and all files that the plan names beside it.

    Raises:
        BadInput: a named file doesn't lie in the plan's folder or below it.
    """
    import yaml

    text = plan.read_bytes()
    found = {"conference.yaml": text, "ballots.csv": ballots.read_bytes()}
    for name in sorted(_named_files(yaml.safe_load(text))):
        inside = os.path.normpath(name).replace(os.sep, "/")
        if inside.startswith("../") or os.path.isabs(name) or inside in found:
            raise BadInput(
                "file_elsewhere",
                "The file “{name}” must lie in the conference's folder, under a name of its own, to go along with "
                "the report.",
                file=str(plan),
                name=name,
            )
        found[inside] = (plan.parent / name).read_bytes()
    return found


def _rule_hashes(plan: bytes) -> dict[str, str]:
    """Return the hash of each vote's rule as it was written, by the vote's id."""
    import yaml

    return {str(vote["id"]): digest(canonical(vote.get("rule", {}))) for vote in yaml.safe_load(plan)["votes"]}


def _named_files(value: object) -> set[str]:
    """Return the files that a plan names: its candidates and its scores."""
    found: set[str] = set()
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in ("candidates", "scores") and isinstance(each, str):
                found.add(each)
            else:
                found |= _named_files(each)
    elif isinstance(value, list):
        for each in value:
            found |= _named_files(each)
    return found


def _beside(name: str, ending: str) -> str:
    return f"pictures/{name}.{ending}"
