"""`ljuspunkt verify`: whether a report or a release follows from its data, figure by figure."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from ljuspunkt.cli.earlier import add_earlier
from ljuspunkt.cli.exit_codes import DIFFERENT, DONE
from ljuspunkt.cli.language import _


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=_("the folder of a report or of a release"))
    parser.add_argument(
        "--inputs",
        metavar="FOLDER",
        type=Path,
        help=_("the analyst's instruments, answers and policy: counts and release are made again from them"),
    )
    add_earlier(parser, _("earlier releases that it was audited with, unless they lie beside it"))
    parser.add_argument("--json", action="store_true", help=_("write the differences as JSON"))
    parser.epilog = _("Example: ljuspunkt verify report --inputs measurement-2022")


def run(arguments: argparse.Namespace) -> int:
    """Recompute everything, name every figure that differs; 5 where any does."""
    from ljuspunkt.chain.verify import not_verified, sentence_of, verify

    found = verify(arguments.folder, inputs=arguments.inputs, earlier=arguments.earlier, translate=_)
    lacking = not_verified(arguments.folder, earlier=arguments.earlier, translate=_)
    if arguments.json:
        document = {
            "agrees": not found,
            "differences": [asdict(each) for each in found],
            "not_verified": list(lacking),
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return DIFFERENT if found else DONE
    for sentence in lacking:
        print(sentence)
    if not found and not lacking:
        print(_("Everything agrees: each figure, sentence and picture follows from the data."))
    elif not found:
        print(_("Everything else agrees."))
    else:
        for each in found:
            print(sentence_of(each, _))
        print(
            _("{n} differences.").format(n=len(found)) if len(found) > 1 else _("1 difference."),
        )
    return DIFFERENT if found else DONE
