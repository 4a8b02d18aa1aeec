"""What an audit finds (fynd): a set, a sentence about it, and the printed figures it follows from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ljuspunkt.domain.errors import Word

Verdict = Literal["SAFE", "UNSAFE", "UNKNOWN"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What can be worked out, or couldn't be ruled out, and the printed figures it follows from.

    `of` and `by` name sets in words. `sentence` has named places that `values` fill; it is the key of its
    translation. `table` and `key` say which printed row `of` is, if it is one.
    """

    of: str
    question: str | None
    sentence: str
    by: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    verdict: Verdict = "UNSAFE"
    table: str = ""
    key: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The sentence in English."""
        return self.said()

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence, looked up by `translate` and with its values filled in."""
        if not self.values:
            return translate(self.sentence)
        values = {
            name: translate(str(value)) if isinstance(value, Word) else value for name, value in self.values.items()
        }
        return translate(self.sentence).format(**values)
