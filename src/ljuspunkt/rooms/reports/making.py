"""Making a report's files: the page, the PDF, the spreadsheet, the pictures and the data behind them.

Pure in the sense that matters here: the same publication gives the same bytes.
"""

from collections.abc import Collection
from datetime import date

import ljuspunkt
from ljuspunkt.domain.report.composition import compose
from ljuspunkt.domain.report.labels import labels
from ljuspunkt.domain.report.outline import Figure, Report
from ljuspunkt.domain.report.words import Language
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.files.drawing import drawn_alone
from ljuspunkt.files.folder import Files, digest
from ljuspunkt.files.pdf import picture_png, report_pdf
from ljuspunkt.files.picture_data import by_hand_csv, findings_json, picture_csv
from ljuspunkt.files.provenance import instrument_digest, policy_digest, provenance_of
from ljuspunkt.files.report_folder import manifest_of
from ljuspunkt.files.spreadsheet import report_spreadsheet
from ljuspunkt.rooms.reports.pages import Exit, report_on_page
from ljuspunkt.rooms.reports.rendering import report_file

FORMATS = ("html", "pdf", "xlsx")


def release_report(
    publication: Publication,
    release: Files,
    language: Language,
    *,
    formats: Collection[str] = FORMATS,
    on: date | None = None,
) -> dict[str, bytes]:
    """Return all files of a release's report, the manifest last.

    Args:
        publication: as read from the release folder.
        release: the release folder's own files, which go into `data/` as they are.
        language: of the report.
        formats: which of html, pdf and xlsx.
        on: the date that the report carries; none unless given.
    """
    software = f"ljuspunkt {ljuspunkt.__version__}"
    report = compose(publication, language, provenance=provenance_of(publication, release, software=software))
    files: dict[str, bytes] = {f"data/{name}": content for name, content in release.items()}
    files["data/findings.json"] = findings_json(report.findings).encode()
    files["data/by-hand.csv"] = by_hand_csv(report.account).encode()
    for figure in figures_of(report):
        name = figure.picture.name
        svg = drawn_alone(figure.picture)
        files[f"data/pictures/{name}.csv"] = picture_csv(figure).encode()
        files[f"pictures/{name}.svg"] = svg.encode()
        files[f"pictures/{name}.png"] = picture_png(svg, alt=figure.finding)
    if "html" in formats:
        files["index.html"] = _page(report, language, formats).encode()
    if "pdf" in formats:
        files["report.pdf"] = report_pdf(report, language, on=on)
    if "xlsx" in formats:
        files["report.xlsx"] = report_spreadsheet(publication, report, language, release)
    about: dict[str, object] = {
        "of": "release",
        "software": software,
        "language": language,
        "formats": sorted(formats),
        "date": on.isoformat() if on else None,
        "verdict": publication.verdict,
        "instrument": instrument_digest(publication),
        "policy": policy_digest(publication),
        "inputs": {name: digest(content) for name, content in sorted(release.items())},
    }
    return {**files, "manifest.json": manifest_of(files, about)}


def figures_of(report: Report) -> tuple[Figure, ...]:
    """Return all figures of a report in order."""
    overview = (report.overview,) if report.overview else ()
    return (*overview, *(figure for section in report.sections for figure in section.figures))


def _page(report: Report, language: Language, formats: Collection[str]) -> str:
    words = labels(language)
    downloads = [
        Exit(said, name)
        for ending, said, name in (("pdf", words.pdf, "report.pdf"), ("xlsx", words.spreadsheet, "report.xlsx"))
        if ending in formats
    ]
    return report_file(report_on_page(report, _beside, language, downloads=downloads))


def _beside(name: str, ending: str) -> str:
    """Return where a picture's file lies, seen from the report's page."""
    return f"data/pictures/{name}.csv" if ending == "csv" else f"pictures/{name}.{ending}"
