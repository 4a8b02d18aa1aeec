"""The proof that a release is safe: tables that are possible given all that is published, and what they show.

Swedish: vittnen. A reader who knows only what is published can't tell the true table from any of these *witnesses*.
They are saved with the equations, so that anyone checks a release by one matrix product, without a solver.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

DIFFER = 0
"""The functional differs by at least the threshold between the witnesses `first` and `second`."""

REACHES = 1
"""The functional is at least the threshold in the witness `first`."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Equations, targets and witnesses of a release.

    Attributes:
        matrix: constraints × variables, whole numbers.
        lower, upper: bounds of each constraint; `upper` may be infinite.
        variables: a name for each variable: how many of an atom gave an answer.
        functionals: targets × variables.
        targets: a name for each target.
        kinds, thresholds: what each target asks (`DIFFER`, `REACHES`) and how much.
        first, second: columns of `witnesses` that show it.
        witnesses: variables × witnesses, non-negative whole numbers.
    """

    matrix: sparse.csr_matrix
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    variables: tuple[str, ...]
    functionals: sparse.csr_matrix
    targets: tuple[str, ...]
    kinds: NDArray[np.int8]
    thresholds: NDArray[np.int64]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    witnesses: NDArray[np.int64]

    def failures(self) -> list[str]:
        """Return what the witnesses don't show, as names of targets; "" for a witness that breaks a constraint."""
        wrong: list[str] = []
        if self.witnesses.size:
            values = self.matrix @ self.witnesses
            fits = (values >= self.lower[:, None] - 1e-9) & (values <= self.upper[:, None] + 1e-9)
            if (self.witnesses < 0).any() or not fits.all():
                wrong.append("")
        if not self.targets:
            return wrong
        seen = np.asarray(self.functionals @ self.witnesses)
        numbers = np.arange(len(self.targets))
        left = seen[numbers, self.first]
        right = seen[numbers, self.second]
        shown = np.where(self.kinds == DIFFER, np.abs(left - right), left) >= self.thresholds
        return wrong + [self.targets[place] for place in np.flatnonzero(~shown)]


def joined(proofs: Sequence[Proof]) -> Proof:
    """Return one proof of several that share no variable: block diagonal, witnesses side by side.

    A proof with fewer witnesses than another repeats its first, so each column is a whole table.
    """
    if not proofs:
        nothing = sparse.csr_matrix(np.zeros((0, 0), dtype=np.int64))
        return Proof(
            nothing,
            np.zeros(0),
            np.zeros(0),
            (),
            nothing,
            (),
            np.zeros(0, dtype=np.int8),
            np.zeros(0, dtype=np.int64),
            np.zeros(0, dtype=np.int32),
            np.zeros(0, dtype=np.int32),
            np.zeros((0, 0), dtype=np.int64),
        )
    widest = max(proof.witnesses.shape[1] for proof in proofs)
    padded = [
        np.hstack([proof.witnesses, np.repeat(proof.witnesses[:, :1], widest - proof.witnesses.shape[1], axis=1)])
        for proof in proofs
    ]
    return Proof(
        sparse.csr_matrix(sparse.block_diag([proof.matrix for proof in proofs], dtype=np.int64)),
        np.concatenate([proof.lower for proof in proofs]),
        np.concatenate([proof.upper for proof in proofs]),
        tuple(name for proof in proofs for name in proof.variables),
        sparse.csr_matrix(sparse.block_diag([proof.functionals for proof in proofs], dtype=np.int64)),
        tuple(name for proof in proofs for name in proof.targets),
        np.concatenate([proof.kinds for proof in proofs]),
        np.concatenate([proof.thresholds for proof in proofs]),
        np.concatenate([proof.first for proof in proofs]),
        np.concatenate([proof.second for proof in proofs]),
        np.vstack(padded),
    )
