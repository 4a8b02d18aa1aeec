"""`ljuspunkt audit`: the attacker's view of a release, from its published files only."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ljuspunkt.cli.earlier import add_earlier
from ljuspunkt.cli.exit_codes import DONE, UNKNOWN, UNSAFE
from ljuspunkt.cli.language import _

if TYPE_CHECKING:
    from ljuspunkt.domain.disclosure.finding import Finding


def add(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("release", metavar="RELEASE", type=Path, help=_("the folder of a release"))
    add_earlier(parser, _("earlier releases of the same measurement"))
    parser.add_argument("--policy", metavar="POLICY", type=Path, help=_("a policy (.yaml) whose stricter limits apply"))
    parser.add_argument("--json", action="store_true", help=_("write the result as JSON"))
    parser.epilog = _("Example: ljuspunkt audit release-2022 --earlier release-2021")


def run(arguments: argparse.Namespace) -> int:
    """Audit and print the verdict and what it rests on; 3 for UNSAFE, 4 for UNKNOWN."""
    from ljuspunkt.chain.release import audit
    from ljuspunkt.domain.disclosure.finding import said_name
    from ljuspunkt.domain.disclosure.policy import left_to_know
    from ljuspunkt.files.release import finding_document

    audited = audit(arguments.release, earlier=arguments.earlier, policy=arguments.policy)
    found = audited.audit
    if arguments.json:
        document = {
            "verdict": found.verdict,
            "findings": [finding_document(finding) for finding in found.findings],
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print(found.verdict)
        for line in told(found.findings):
            print(line)
        for of, question in found.unanimous:
            name = said_name(of, _)
            print(_("parent unanimous, so its parts are exempt: {set}, {question}").format(set=name, question=question))
        print(
            _("{targets} numbers stay open, shown by {witnesses} possible tables").format(
                targets=len(found.proof.targets), witnesses=found.proof.witnesses.shape[1]
            )
        )
        for sentence in left_to_know(audited.rules):
            print(_(sentence))
    return {"SAFE": DONE, "UNSAFE": UNSAFE, "UNKNOWN": UNKNOWN}[found.verdict]


def told(findings: "Sequence[Finding]") -> Iterator[str]:
    """Yield what was found, set by set, with the printed figures that it follows from."""
    from ljuspunkt.domain.disclosure.finding import said_name

    by_set: dict[str, list[Finding]] = {}
    for finding in findings:
        by_set.setdefault(finding.of, []).append(finding)
    for of, several in by_set.items():
        yield said_name(of, _)
        for finding in several:
            about = f"{said_name(finding.question, _)}: " if finding.question else ""
            yield f"  - {about}{finding.said(_)}"
            if "whole" in finding.values or finding.by in ((of,), ()):
                continue
            grounds = [said_name(by, _) for by in finding.by[:SHOWN]]
            if len(finding.by) > SHOWN:
                grounds.append(_("and {n} more").format(n=len(finding.by) - SHOWN))
            yield f"      {_('from')} {'; '.join(grounds)}"


SHOWN = 6
"""So many published figures are listed under a finding; JSON has them all."""
