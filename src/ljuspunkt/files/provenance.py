"""What a report rests on, read from the files of its release: hashes, versions, and what the audit tried."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from ljuspunkt.domain.report.account import Provenance
from ljuspunkt.domain.survey.publication import Publication
from ljuspunkt.files.folder import Files, digest
from ljuspunkt.files.instruments import to_document
from ljuspunkt.files.report_folder import canonical


def provenance_of(publication: Publication, release: Files, *, software: str) -> Provenance:
    """Return a report's provenance.

    Args:
        publication: as read from the release.
        release: the release's own files, by path.
        software: with its version, that makes the report.
    """
    audit = _document(release.get("audit.json", b"{}"))
    unanimous = audit.get("parent_unanimous")
    earlier = publication.manifest.get("earlier")
    return Provenance(
        software,
        instrument_digest(publication),
        policy_digest(publication),
        {name: digest(content) for name, content in sorted(release.items())},
        _whole(audit.get("targets")),
        _whole(audit.get("witnesses")),
        len(unanimous) if isinstance(unanimous, list) else 0,
        tuple(str(each.get("name", "")) for each in earlier if isinstance(each, Mapping))
        if isinstance(earlier, list)
        else (),
    )


def instrument_digest(publication: Publication) -> str:
    """Return the hash of the questionnaires in their canonical form."""
    return digest(canonical(to_document(publication.instruments)))


def policy_digest(publication: Publication) -> str:
    """Return the hash of the policy in its canonical form."""
    return digest(canonical(_plain(asdict(publication.policy))))


def _document(content: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _plain(value: object) -> object:
    """Return a value in terms that JSON has."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
