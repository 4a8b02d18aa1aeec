"""`ljuspunkt instrument`: what of a questionnaire's file is understood, and the same in another format."""

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from ljuspunkt.cli.exit_codes import DONE
from ljuspunkt.cli.language import _, language_of
from ljuspunkt.domain.errors import BadInput
from ljuspunkt.domain.survey.questionnaire import Item, Questionnaire, Section
from ljuspunkt.domain.survey.translations import missing
from ljuspunkt.domain.vocabulary import Notice, wording


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"), title=_("what to do"))
    read = _("the questionnaire: an XLSForm workbook (.xlsx), YAML (.yaml) or LimeSurvey's structure (.lss)")
    check = what.add_parser("check", help=_("say what is understood of a questionnaire and what isn't, by row"))
    check.add_argument("file", metavar="FILE", type=Path, help=read)
    check.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    convert = what.add_parser("convert", help=_("write a questionnaire in another format"))
    convert.add_argument("file", metavar="IN", type=Path, help=read)
    convert.add_argument("out", metavar="OUT", type=Path, help=_("where to write it: a .xlsx or .yaml file"))
    convert.add_argument("--force", action="store_true", help=_("replace OUT if it exists"))
    parser.epilog = _("Example: ljuspunkt instrument check questionnaire.xlsx")


def run(arguments: argparse.Namespace) -> int:
    """Check or convert; nothing is written where nothing can be used."""
    return _check(arguments) if arguments.what == "check" else _convert(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from ljuspunkt.files import questionnaires

    notices: list[Notice] = []
    try:
        questionnaire = questionnaires.read(arguments.file, notices.append)
    except BadInput as refusal:
        if arguments.json:
            document = {"usable": False, "refused": refusal.said(_), "left_out": _listed(notices)}
            print(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            _tell(notices, sys.stdout)
        raise
    if arguments.json:
        document = {
            "usable": True,
            "questionnaire": questionnaires.to_document(questionnaire),
            "left_out": _listed(notices),
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return DONE
    print("\n".join(_said(questionnaire)))
    if notices:
        print()
        print(_("Not understood or left out:"))
        _tell(notices, sys.stdout)
    else:
        print(_("Everything is understood."))
    return DONE


def _listed(notices: list[Notice]) -> list[dict[str, object]]:
    from ljuspunkt.files.notices import Placed, in_order

    return [
        {
            "file": notice.file if isinstance(notice, Placed) else None,
            "line": notice.line if isinstance(notice, Placed) else None,
            "column": notice.column if isinstance(notice, Placed) else None,
            "said": Notice.said(notice, _),
        }
        for notice in in_order(notices)
    ]


def _tell(notices: list[Notice], stream: TextIO) -> None:
    """Print the notices: those about the whole file, then those about rows in their order."""
    from ljuspunkt.files.notices import in_order

    for notice in in_order(notices):
        print(notice.said(_), file=stream)


def _said(questionnaire: Questionnaire) -> list[str]:
    """Return what is understood, a line for each question in its section."""
    language = language_of(os.environ)
    counted = len(questionnaire.instrument().questions)
    told = _("{name}, version {version}: {questions} questions, {counted} of them counted; languages: {languages}")
    asked = sum(item.kind != "note" for item in questionnaire.items)
    return [
        told.format(
            name=questionnaire.form_id,
            version=questionnaire.version,
            questions=asked,
            counted=counted,
            languages=", ".join(questionnaire.languages),
        ),
        *(
            _("wordings missing in {language}: {n}; the questionnaire can't be open in it").format(language=each, n=n)
            for each in questionnaire.languages
            if (n := len(missing(questionnaire, each)))
        ),
        *_lines(questionnaire.body, language, "  "),
    ]


def _lines(body: tuple[Item | Section, ...], language: str, indent: str) -> list[str]:
    lines: list[str] = []
    for part in body:
        label = " ".join(wording(part.label, language).split())
        kind = "" if isinstance(part, Section) else f" ({part.kind}{' ' + part.scale if part.scale else ''})"
        only = f"  [{part.relevant}]" if part.relevant else ""
        lines.append(f"{indent}{part.name}{kind}: {label if len(label) <= 90 else label[:89] + '…'}{only}")
        if isinstance(part, Section):
            lines += _lines(part.body, language, indent + "  ")
    return lines


def _convert(arguments: argparse.Namespace) -> int:
    from ljuspunkt.files import questionnaires

    out: Path = arguments.out
    _check_place(out, arguments.file, force=arguments.force)
    notices: list[Notice] = []
    questionnaire = questionnaires.read(arguments.file, notices.append)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
        made = Path(folder) / f"made{out.suffix}"
        told: list[Notice] = []
        questionnaires.write(questionnaire, made, told.append)
        if questionnaires.read(made) != questionnaire:
            raise BadInput("not_the_same", "What was written couldn't be read back unchanged.", file=str(out))
        made.replace(out)
    _tell([*notices, *(_at(notice, str(out)) for notice in told)], sys.stderr)
    said = _("{file}: {questions} questions, {left_out} remarks on what was left out or changed")
    asked = sum(item.kind != "note" for item in questionnaire.items)
    print(said.format(file=out, questions=asked, left_out=len(notices)))
    return DONE


def _at(notice: Notice, file: str) -> Notice:
    """Return a notice about the file that was made, under the name it has got."""
    from dataclasses import replace

    from ljuspunkt.files.notices import Placed

    return replace(notice, file=file) if isinstance(notice, Placed) else notice


def _check_place(out: Path, given: Path, *, force: bool) -> None:
    """Refuse, before any work, what would end in a loss or in nothing."""
    from ljuspunkt.files.questionnaires import WRITTEN

    if out.suffix.lower() not in WRITTEN:
        raise BadInput(
            "unknown_ending",
            "A questionnaire is written as an XLSForm workbook (.xlsx) or YAML (.yaml).",
            file=str(out),
        )
    if not out.parent.is_dir():
        raise BadInput("no_folder", "The folder for the file doesn't exist; make it first.", file=str(out))
    if out.is_dir():
        raise IsADirectoryError(0, "", str(out))
    if out.exists() and given.exists() and out.samefile(given):
        raise BadInput("out_is_input", "The questionnaire would be written over itself.", file=str(out))
    if out.exists() and not force:
        raise BadInput("out_exists", "The file exists already; --force replaces it.", file=str(out))
