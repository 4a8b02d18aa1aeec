"""From counts to a release (utlämning), a release read back, and the attacker's view of it (granskning)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ljuspunkt import __version__
from ljuspunkt.chain.count import Counted
from ljuspunkt.chain.figures import comparisons_by_name
from ljuspunkt.chain.given import Associations, Place, read_counts, read_instruments, read_policy, sources_of
from ljuspunkt.chain.tables import Table, Value
from ljuspunkt.domain.disclosure.attack import Audit
from ljuspunkt.domain.disclosure.attack import audit as attacked
from ljuspunkt.domain.disclosure.cost import ProtectionCost
from ljuspunkt.domain.disclosure.cost import cost as cost_of
from ljuspunkt.domain.disclosure.finding import Finding, Verdict
from ljuspunkt.domain.disclosure.policy import Policy
from ljuspunkt.domain.disclosure.protect import Protected
from ljuspunkt.domain.disclosure.protect import protect as protected_from
from ljuspunkt.domain.disclosure.release import ReleasedRow, ReleasedTable
from ljuspunkt.domain.errors import BadInput, RuleBroken
from ljuspunkt.domain.survey.comparisons import comparisons as compared
from ljuspunkt.domain.survey.counts import Counts
from ljuspunkt.domain.survey.instrument import Instruments
from ljuspunkt.domain.survey.proposals import Measurement, Proposals, propose
from ljuspunkt.domain.survey.publication import Prepared, Publication, prepare, questionnaire
from ljuspunkt.files import comparison_tables
from ljuspunkt.files import cost as cost_files
from ljuspunkt.files import release as release_files
from ljuspunkt.files.folder import MANIFEST, digest_of

Stage = Literal["protecting", "trying"]
Told = Callable[[Stage, int, int], None]
"""Is told the stage, how many parts are done and how many there are."""


@dataclass(frozen=True, slots=True, repr=False)
class Release:
    """A release as it stands in its folder."""

    publication: Publication
    folder: Path

    @property
    def verdict(self) -> Verdict:
        """What its own audit said; `audit` asks again."""
        return self.publication.verdict

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(table.name for table in self.publication.tables)

    def table(self, name: str) -> Table[ReleasedRow]:
        """Return one of its tables.

        Raises:
            RuleBroken: it has none of that name.
        """
        return _table_named(self.publication.tables, name)

    def comparisons(self) -> dict[str, Table[comparison_tables.Row]]:
        """Return the comparisons that its policy allows, reckoned from its released cells alone, by name."""
        return comparisons_by_name(compared(self.publication), self.publication.policy.comparisons)

    def __repr__(self) -> str:
        return f"Release({self.folder.name}: {self.verdict}, {', '.join(self.names)})"


@dataclass(frozen=True, slots=True, repr=False)
class Protection:
    """What protection gave. What it took, and what would cost less, is for the analyst's eyes."""

    prepared: Prepared
    protected: Protected
    policy: Policy
    associations: Associations
    cost: ProtectionCost
    proposals: Proposals | None
    sources: tuple[release_files.Source, ...]
    earlier: tuple[release_files.Source, ...]

    @property
    def verdict(self) -> Verdict:
        """What the audit says of what may be published."""
        return self.protected.audit.verdict

    @property
    def findings(self) -> Table[Finding]:
        """What the audit found."""
        return findings_table(self.protected.audit.findings)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(table.name for table in self.protected.tables)

    def table(self, name: str) -> Table[ReleasedRow]:
        """Return one of the tables as it would be published.

        Raises:
            RuleBroken: there is none of that name.
        """
        return _table_named(self.protected.tables, name)

    def write(self, folder: Place) -> Release:
        """Write the release's folder, and the analyst's file beside it, whatever the verdict.

        Raises:
            BadInput: the place is taken by something that isn't a release.
            OSError: it can't be written.
        """
        analyst: dict[str, object] = {"cost": cost_files.to_document(self.cost)}
        if self.proposals is not None:
            analyst["proposals"] = cost_files.proposals_document(self.proposals, self.policy)
        release_files.write(
            Path(folder),
            self.prepared,
            self.protected,
            associations=self.associations,
            origin=release_files.Origin(self.sources, self.earlier, __version__),
            analyst=analyst,
        )
        return read_release(folder)

    def __repr__(self) -> str:
        hidden = len(self.protected.primary) + len(self.protected.complementary) + len(self.protected.empty)
        sets = sum(len(material.sets) for material in self.prepared.materials)
        return f"Protection({self.verdict}: {hidden} of {sets} sets hidden in {', '.join(self.names)})"


@dataclass(frozen=True, slots=True, repr=False)
class Audited:
    """What an audit said, and under which rules."""

    audit: Audit
    rules: Policy

    @property
    def verdict(self) -> Verdict:
        return self.audit.verdict

    @property
    def findings(self) -> Table[Finding]:
        """What can be worked out, and from what."""
        return findings_table(self.audit.findings)

    def __repr__(self) -> str:
        return "\n".join([f"Audited({self.verdict}, {len(self.audit.findings)} findings)", *map(str, self._told())])

    def _told(self) -> Iterator[str]:
        for finding in self.audit.findings:
            yield f"- {', '.join(filter(None, (finding.of, finding.question)))}: {finding.what}"


def protect(
    instruments: Instruments | Place,
    counts: Counted | Counts | Place,
    policy: Policy | Place,
    *,
    associations: Associations | None = None,
    earlier: Sequence[Release | Place] = (),
    proposals: bool = False,
    told: Told = lambda stage, done, of: None,
) -> Protection:
    """Hide what could reveal anybody, until the audit says SAFE or nothing more helps.

    Args:
        instruments: or the file or folder that holds them.
        counts: or their file.
        policy: or its file.
        associations: with their mergers; those that the policy's file names unless given.
        earlier: releases of the same measurement, or their folders.
        proposals: whether to try choices that would cost less, which takes several times as long.
        told: is told how far it has come.

    Raises:
        BadInput: something can't be read, or the counts don't fit the instruments or the policy.
        RuleBroken: likewise, where no file is to blame.
        OSError: a file can't be opened.
    """
    found_instruments, found_counts = read_instruments(instruments), read_counts(counts)
    found_policy, named = read_policy(policy)
    associations = named if associations is None else tuple(associations)
    before = [release_of(one) for one in earlier]
    try:
        prepared = prepare(found_counts, found_instruments, found_policy, associations)
    except RuleBroken as refusal:
        blamed = counts if isinstance(refusal, BadInput) else policy
        if not isinstance(blamed, Path | str):
            raise
        raise BadInput.at(refusal, str(blamed)) from None
    protected = protected_from(
        prepared.materials,
        prepared.questionnaire,
        prepared.policy,
        associations,
        [release_files.earlier_release(one.publication) for one in before],
        lambda done, of: told("protecting", done, of),
    )
    tried = None
    if proposals:
        measurement = Measurement(
            found_counts,
            found_instruments,
            found_policy,
            associations,
            tuple(release_files.earlier_release(one.publication) for one in before),
        )
        tried = propose(measurement, prepared, protected, lambda done, of: told("trying", done, of))
    return Protection(
        prepared,
        protected,
        found_policy,
        associations,
        cost_of(prepared.materials, protected, prepared.questionnaire, prepared.policy, associations),
        tried,
        sources_of(instrument=instruments, counts=counts, policy=policy),
        tuple(release_files.Source("release", one.folder.name, digest_of(one.folder / MANIFEST)) for one in before),
    )


def read_release(folder: Place) -> Release:
    """Read a release's folder.

    Raises:
        BadInput: a file is missing or can't be understood.
    """
    return Release(release_files.read(Path(folder)), Path(folder))


def release_of(given: Release | Place) -> Release:
    """Return a release, read where its folder is given.

    Raises:
        BadInput: it can't be understood.
    """
    return given if isinstance(given, Release) else read_release(given)


def audit(
    release: Release | Place, *, earlier: Sequence[Release | Place] = (), policy: Policy | Place | None = None
) -> Audited:
    """See a release as an attacker would, who reads it and earlier ones, and nothing else.

    Args:
        release: or its folder.
        earlier: releases of the same measurement, or their folders.
        policy: whose stricter limits apply, or its file.

    Raises:
        BadInput: something can't be understood.
    """
    read, before = release_of(release), [release_of(one) for one in earlier]
    publication = read.publication
    rules = publication.policy
    if policy is not None:
        rules = rules.strictest(read_policy(policy)[0])
    asked = questionnaire(publication.instruments, release_files.asked_groups(publication))
    linked = [release_files.earlier_release(one.publication) for one in before]
    found = attacked(publication.tables, asked, rules, publication.associations, linked)
    odd = [finding for one in (read, *before) for finding in comparison_tables.findings(one.folder, one.publication)]
    if odd:
        found = replace(found, verdict="UNSAFE", findings=(*found.findings, *odd))
    return Audited(found, rules)


def findings_table(findings: Sequence[Finding]) -> Table[Finding]:
    """Return findings as a table, with the published figures that each follows from."""

    def flat(finding: Finding) -> dict[str, Value]:
        return {
            "verdict": finding.verdict,
            "set": finding.of,
            "question": finding.question,
            "what": finding.what,
            "follows_from": "; ".join(finding.by),
        }

    return Table(findings, flat, columns=("verdict", "set", "question", "what", "follows_from"))


def _table_named(tables: Sequence[ReleasedTable], name: str) -> Table[ReleasedRow]:
    for table in tables:
        if table.name == name:
            return _cells_of(table)
    raise RuleBroken(
        "no_such_table",
        "The release has no table “{name}”; it has {names}.",
        name=name,
        names=", ".join(table.name for table in tables),
    )


def _cells_of(table: ReleasedTable) -> Table[ReleasedRow]:
    columns = (*release_files.NUMBERS, "band", "hidden")

    def flat(row: ReleasedRow) -> dict[str, Value]:
        return {
            **dict(zip(table.columns, row.key, strict=True)),
            "question": row.question,
            "indicator": row.indicator,
            **{name: getattr(row, name) for name in columns},
        }

    return Table(table.rows, flat, columns=(*table.columns, "question", "indicator", *columns), title=table.name)
