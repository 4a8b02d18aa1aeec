"""A measure protocol as PDF and workbook, and the proposals of a call as a workbook."""

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.files import measures as files
from ljuspunkt.rooms.indicators.models import Call
from ljuspunkt.rooms.indicators.queries.calls.heads import measure_protocol_name
from ljuspunkt.rooms.indicators.queries.calls.measure_protocols import MeasureEditionPage
from ljuspunkt.rooms.indicators.queries.calls.proposals import in_order, lines_of
from ljuspunkt.ui.language import on_page, page_language


def measures_pdf(page: MeasureEditionPage) -> bytes:
    """Return a version of a measure protocol as a tagged PDF, in the language of the page."""
    return files.measure_protocol_pdf(
        page.edition, title=measure_protocol_name(page.card.protocol), sha256=page.card.sha256, language=page_language()
    )


def measures_workbook(page: MeasureEditionPage) -> bytes:
    """Return a version of a measure protocol as a workbook, in the language of the page."""
    return files.measure_protocol_workbook(
        page.edition, title=measure_protocol_name(page.card.protocol), sha256=page.card.sha256, language=page_language()
    )


def proposals_workbook(call: Call) -> bytes:
    """Return every proposal of a call as a workbook, with what was decided about it."""
    language = page_language()
    titles = {each.number: wording(each.title, language) for each in in_order(call)}
    groups = {row.pk: row.title for row in call.groups.all()}
    rows = [
        files.ProposalRow(
            (
                str(line.number),
                f"{line.indicator}. {titles[line.indicator]}",
                on_page(line.audience),
                line.by,
                on_page(line.state_name),
                str(line.into or ""),
                on_page(groups.get(line.group or 0, {})),
                on_page(line.decision_name) if line.state == "shown" else "",
                line.decision_reason or line.state_reason,
            ),
            line.measure,
        )
        for line in lines_of(call)
    ]
    return files.proposals_workbook(rows, title=on_page(call.title), language=language)
