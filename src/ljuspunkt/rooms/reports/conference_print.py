"""A conference's report as content for type-setting: the same parts in the same order as on the page."""

from dataclasses import asdict

from ljuspunkt.domain.report.conference import ConferenceReport, Sky, VotePart
from ljuspunkt.domain.report.evaluated import EvaluationPart, TextsPart
from ljuspunkt.domain.report.labels import labels
from ljuspunkt.domain.report.outline import Table
from ljuspunkt.domain.report.proceedings import ProcedurePart
from ljuspunkt.domain.report.words import Language
from ljuspunkt.files.pdf import table_content
from ljuspunkt.files.sky_pictures import sky_alone

Content = dict[str, object]


def content(report: ConferenceReport, language: Language) -> Content:
    """Return the whole report in the shape of `report.typ`."""
    words = labels(language)
    went = report.proceedings
    sections: list[Content] = []
    if went is not None:
        sections += [_procedure(part, flows=place > 0) for place, part in enumerate(went.before)]
    sections += [_vote(part) for part in (*report.votes, *report.void)]
    sections += [
        _section(table.caption, margin=(words.protocol,), tables=(_table(table),)) for table in report.protocols
    ]
    if went is not None:
        sections.append(_procedure(went.items))
    if report.secondary is not None:
        sections.append(
            _section(
                report.secondary.heading,
                points=report.secondary.words,
                tables=tuple(
                    _table(table, heading=table.caption)
                    for table in (*report.secondary.tables, *report.secondary.details)
                ),
            )
        )
    if went is not None:
        if went.evaluation is not None:
            sections.append(_evaluation(went.evaluation))
        sections += [_procedure(part, flows=True) for part in went.last]
        sections.append(
            _section(
                went.checklist_heading,
                margin=("ACCORD",),
                points=went.checklist_words,
                tables=(_table(went.checklist, checklist=True),),
            )
        )
    return {
        "heading": report.heading,
        "title": report.title,
        "lede": list(report.lede),
        "sample": report.note,
        "verdict": None,
        "contents": {"caption": words.contents, "whole": True},
        "sections": sections,
        "method_heading": report.method_heading,
        "method": list(report.method),
        "check": went is None,
        "facts": [asdict(fact) for fact in report.facts],
        "appendix": [],
    }


def _section(
    heading: str,
    *,
    margin: tuple[str, ...] = (),
    lede: tuple[str, ...] = (),
    points: tuple[str, ...] = (),
    passages: tuple[Content, ...] = (),
    pictures: tuple[Content, ...] = (),
    tables: tuple[Content, ...] = (),
    quotes: tuple[TextsPart, ...] = (),
    flows: bool = False,
) -> Content:
    """Return a section; one that `flows` begins where the one before it ended, not on a page of its own."""
    return {
        "flows": flows,
        "heading": heading,
        "margin": list(margin),
        "lede": list(lede),
        "points": list(points),
        "thread": [],
        "passages": list(passages),
        "pictures": list(pictures),
        "tables": list(tables),
        "quotes": [{"heading": texts.heading, "said": list(texts.said)} for texts in quotes],
    }


def _table(table: Table, *, heading: str = "", cut: str = "", checklist: bool = False, texts: bool = False) -> Content:
    """Return a table; the checklist and texts need room for words."""
    told = {**table_content(table, prose=texts), "checklist": checklist}
    return {"heading": heading, "cut": cut, "table": told, "compact": True}


def _vote(part: VotePart) -> Content:
    return _section(
        part.heading,
        margin=part.margin,
        lede=(part.lede,) if part.lede else (),
        points=(*part.rule, *part.ties),
        pictures=tuple(_picture(sky) for sky in part.skies),
        tables=tuple(_table(fate.table, heading=fate.heading, cut=fate.after_cut) for fate in part.fates),
    )


def _procedure(part: ProcedurePart, *, flows: bool = False) -> Content:
    return _section(
        part.heading,
        flows=flows,
        margin=("ACCORD " + ", ".join(passage.number for passage in part.passages),),
        passages=tuple(
            {
                "heading": passage.heading,
                "told": list(passage.told),
                "written": list(passage.written),
                "missing": passage.missing,
            }
            for passage in part.passages
        ),
        tables=(
            *(_table(table, heading=table.caption) for table in part.tables),
            *(_table(table, heading=table.caption, texts=True) for table in part.details),
        ),
    )


def _evaluation(part: EvaluationPart) -> Content:
    return _section(
        part.heading,
        margin=(part.caption,),
        flows=True,
        points=part.words,
        tables=tuple(_table(table) for table in part.tables),
        quotes=part.texts,
    )


def _picture(sky: Sky) -> Content:
    return {
        "level": 3,
        "finding": sky.title,
        "margin": [sky.axis_label],
        "svg": sky_alone(sky, paper=True),
        "alt": f"{sky.title}. {sky.description}",
        "notes": [sky.note],
    }
