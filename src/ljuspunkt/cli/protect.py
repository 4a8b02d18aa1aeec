"""`ljuspunkt protect`: counts to a release that reveals nobody, with its audit and witnesses."""

import argparse
import os
import sys
from pathlib import Path

from ljuspunkt.cli.earlier import add_earlier
from ljuspunkt.cli.exit_codes import DONE, UNKNOWN, UNSAFE
from ljuspunkt.cli.language import _, language_of


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "instrument", metavar="INSTRUMENT", type=Path, help=_("an instrument (.yaml, .xlsx) or a folder of them")
    )
    parser.add_argument("counts", metavar="COUNTS", type=Path, help=_("the counts, as “ljuspunkt count” writes them"))
    parser.add_argument("--policy", metavar="POLICY", type=Path, required=True, help=_("the policy (.yaml)"))
    parser.add_argument("--out", metavar="RELEASE", type=Path, required=True, help=_("the folder to write"))
    add_earlier(parser, _("earlier releases of the same measurement"))
    parser.add_argument(
        "--proposals", action="store_true", help=_("try choices that would cost less; takes several times as long")
    )
    parser.add_argument("--progress", action="store_true", help=_("show progress even if nobody watches the terminal"))
    parser.epilog = _("Example: ljuspunkt protect instruments counts.csv --policy policy.yaml --out release-2022")


def run(arguments: argparse.Namespace) -> int:
    """Protect, write the release and say what was hidden; 3 or 4 where the audit doesn't say SAFE."""
    from ljuspunkt.chain.release import protect
    from ljuspunkt.cli import cost_table
    from ljuspunkt.cli.progress import Progress
    from ljuspunkt.files.release import check_place

    check_place(arguments.out)
    with (
        Progress(_("protecting"), shown=arguments.progress) as protecting,
        Progress(_("trying choices"), shown=arguments.progress) as trying,
    ):
        stages = {"protecting": protecting, "trying": trying}
        made = protect(
            arguments.instrument,
            arguments.counts,
            arguments.policy,
            earlier=arguments.earlier,
            proposals=arguments.proposals,
            told=lambda stage, done, of: stages[stage].at(done, of),
        )
    made.write(arguments.out)
    protected, prepared = made.protected, made.prepared
    for notice in prepared.left_out:
        print(_("left out: {what}").format(what=notice.said(_)), file=sys.stderr)
    audit = protected.audit
    print(f"{audit.verdict}: {arguments.out}")
    print(
        _("{hidden} of {sets} sets are hidden: {primary} small, {more} to protect them, {empty} empty").format(
            hidden=len(protected.primary) + len(protected.complementary) + len(protected.empty),
            sets=sum(len(material.sets) for material in prepared.materials),
            primary=len(protected.primary),
            more=len(protected.complementary),
            empty=len(protected.empty),
        )
    )
    for line in cost_table.lines(made.cost, language_of(os.environ), _):
        print(line)
    if made.proposals is not None:
        for line in cost_table.proposals(made.proposals, made.policy, language_of(os.environ), _):
            print(line)
    for finding in audit.findings:
        print(
            f"{finding.verdict}: {finding.of}{f', {finding.question}' if finding.question else ''}: {finding.said(_)}"
        )
    return {"SAFE": DONE, "UNSAFE": UNSAFE, "UNKNOWN": UNKNOWN}[audit.verdict]
