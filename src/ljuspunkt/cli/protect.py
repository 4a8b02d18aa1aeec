"""`ljuspunkt protect`: counts to a release that reveals nobody, with its audit and witnesses."""

import argparse
import os
import sys
from pathlib import Path

from ljuspunkt import __version__
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
    parser.add_argument(
        "--earlier",
        metavar="RELEASE",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help=_("earlier releases of the same measurement"),
    )
    parser.add_argument(
        "--proposals", action="store_true", help=_("try choices that would cost less; takes several times as long")
    )
    parser.add_argument("--progress", action="store_true", help=_("show progress even if nobody watches the terminal"))
    parser.epilog = _("Example: ljuspunkt protect instruments counts.csv --policy policy.yaml --out release-2022")


def run(arguments: argparse.Namespace) -> int:
    """Protect, write the release and say what was hidden; 3 or 4 where the audit doesn't say SAFE."""
    from ljuspunkt.cli import cost_table
    from ljuspunkt.cli.progress import Progress
    from ljuspunkt.domain.disclosure.cost import cost
    from ljuspunkt.domain.disclosure.protect import protect
    from ljuspunkt.domain.errors import BadInput, RuleBroken
    from ljuspunkt.domain.survey.proposals import Measurement, propose
    from ljuspunkt.domain.survey.publication import prepare
    from ljuspunkt.files import cost as cost_files
    from ljuspunkt.files import counts, instruments, policy, release
    from ljuspunkt.files.folder import digest_of

    release.check_place(arguments.out)
    read_instruments = instruments.read(arguments.instrument)
    read_counts = counts.read(arguments.counts)
    read_policy, associations = policy.read(arguments.policy)
    earlier = [release.earlier_release(release.read(folder)) for folder in arguments.earlier]
    try:
        prepared = prepare(read_counts, read_instruments, read_policy, associations)
    except BadInput as refusal:
        raise BadInput.at(refusal, str(arguments.counts)) from None
    except RuleBroken as refusal:
        raise BadInput.at(refusal, str(arguments.policy)) from None
    with Progress(_("protecting"), shown=arguments.progress) as progress:
        protected = protect(
            prepared.materials,
            prepared.questionnaire,
            prepared.policy,
            associations,
            earlier,
            progress.at,
        )
    paid = cost(prepared.materials, protected, prepared.questionnaire, prepared.policy, associations)
    analyst: dict[str, object] = {"cost": cost_files.to_document(paid)}
    proposals = None
    if arguments.proposals:
        measurement = Measurement(read_counts, read_instruments, read_policy, associations, earlier)
        with Progress(_("trying choices"), shown=arguments.progress) as progress:
            proposals = propose(measurement, prepared, protected, progress.at)
        analyst["proposals"] = cost_files.proposals_document(proposals, read_policy)
    release.write(
        arguments.out,
        protected,
        instruments=prepared.instruments,
        questionnaire=prepared.questionnaire,
        policy=prepared.policy,
        associations=associations,
        left_out=[notice.said() for notice in prepared.left_out],
        sources=[
            release.Source("instrument", arguments.instrument.name, digest_of(arguments.instrument)),
            release.Source("counts", arguments.counts.name, digest_of(arguments.counts), secret=True),
            release.Source("policy", arguments.policy.name, digest_of(arguments.policy)),
        ],
        earlier=[
            release.Source("release", folder.name, digest_of(folder / "manifest.json")) for folder in arguments.earlier
        ],
        software=__version__,
        analyst=analyst,
    )
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
    for line in cost_table.lines(paid, language_of(os.environ), _):
        print(line)
    if proposals is not None:
        for line in cost_table.proposals(proposals, read_policy, language_of(os.environ), _):
            print(line)
    for finding in audit.findings:
        print(
            f"{finding.verdict}: {finding.of}{f', {finding.question}' if finding.question else ''}: {finding.said(_)}"
        )
    return {"SAFE": DONE, "UNSAFE": UNSAFE, "UNKNOWN": UNKNOWN}[audit.verdict]
