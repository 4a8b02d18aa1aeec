"""How far long work has come, on standard error while somebody watches."""

import sys
from types import TracebackType


class Progress:
    """One line that is written over; nothing where standard error isn't a terminal, unless it is asked for."""

    def __init__(self, what: str, *, shown: bool = False) -> None:
        self.what = what
        self.terminal = sys.stderr.isatty()
        self.shown = shown or self.terminal

    def at(self, done: int, of: int) -> None:
        """Say that `done` of `of` parts are done."""
        if self.shown:
            print(f"\r{self.what}: {done}/{of}", end="" if self.terminal else "\n", file=sys.stderr, flush=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
