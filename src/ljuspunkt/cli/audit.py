"""`ljuspunkt audit`: the attacker's view of a release, from its published files only."""

import argparse
import json
from pathlib import Path

from ljuspunkt.cli.exit_codes import DONE, UNKNOWN, UNSAFE
from ljuspunkt.cli.language import _


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("release", metavar="RELEASE", type=Path, help=_("the folder of a release"))
    parser.add_argument(
        "--earlier",
        metavar="RELEASE",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help=_("earlier releases of the same measurement"),
    )
    parser.add_argument("--policy", metavar="POLICY", type=Path, help=_("a policy (.yaml) whose stricter limits apply"))
    parser.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    parser.epilog = _("Example: ljuspunkt audit release-2022 --earlier release-2021")


def run(arguments: argparse.Namespace) -> int:
    """Audit and print the verdict and what it rests on; 3 for UNSAFE, 4 for UNKNOWN."""
    from dataclasses import replace

    from ljuspunkt.domain.disclosure.attack import audit
    from ljuspunkt.domain.survey.publication import questionnaire
    from ljuspunkt.files import comparison_tables, policy, release

    publication = release.read(arguments.release)
    earlier = [release.read(folder) for folder in arguments.earlier]
    rules = publication.policy
    for one in earlier:
        rules = rules.strictest(one.policy)
    if arguments.policy is not None:
        rules = rules.strictest(policy.read(arguments.policy)[0])
    asked = questionnaire(publication.instruments, release.asked_groups(publication))
    found = audit(publication.tables, asked, rules, publication.associations, [one.tables for one in earlier])
    printed = zip((arguments.release, *arguments.earlier), (publication, *earlier), strict=True)
    odd = [finding for folder, one in printed for finding in comparison_tables.findings(folder, one)]
    if odd:
        found = replace(found, verdict="UNSAFE", findings=(*odd, *found.findings))
    if arguments.json:
        document = {
            "verdict": found.verdict,
            "findings": [release.finding_document(finding) for finding in found.findings],
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print(found.verdict)
        for finding in found.findings:
            about = f", {finding.question}" if finding.question else ""
            print(f"- {finding.of}{about}: {finding.said(_)}")
            for by in finding.by[:SHOWN]:
                print(f"    {_('from')} {by}")
            if len(finding.by) > SHOWN:
                print(f"    {_('and {n} more').format(n=len(finding.by) - SHOWN)}")
        for of, question in found.unanimous:
            print(_("parent unanimous, so its parts are exempt: {set}, {question}").format(set=of, question=question))
        print(
            _("{targets} numbers stay open, shown by {witnesses} possible tables").format(
                targets=len(found.proof.targets), witnesses=found.proof.witnesses.shape[1]
            )
        )
    return {"SAFE": DONE, "UNSAFE": UNSAFE, "UNKNOWN": UNKNOWN}[found.verdict]


SHOWN = 6
"""So many published figures are listed under a finding; JSON has them all."""
