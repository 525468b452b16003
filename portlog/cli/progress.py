"""How far a long work is, on a terminal only."""

from types import TracebackType
from typing import Self, TextIO

_MIB = 1024 * 1024
_WORTH_SHOWING = 64 * _MIB
_ERASE = "\r\x1b[K"


class Progress:
    """One line on a terminal that is taken away at the end; nothing where there is none."""

    def __init__(self, out: TextIO) -> None:
        """Write to a stream if people look at it."""
        self._out = out if out.isatty() else None

    def show(self, words: str) -> None:
        """Put these words in the line."""
        if self._out is not None:
            self._out.write(f"{_ERASE}{words}")
            self._out.flush()

    def __enter__(self) -> Self:
        """Begin; nothing is shown yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away."""
        self.show("")


class ByteProgress(Progress):
    """How much of something large is read."""

    def tell(self, done: int, total: int) -> None:
        """Show how many bytes of how many are read."""
        if total > _WORTH_SHOWING:
            self.show(f"reading: {done // _MIB:,} of {total // _MIB:,} MiB")


class FetchProgress(Progress):
    """How many of several downloads are done."""

    def tell(self, done: int, total: int) -> None:
        """Show how many crates of how many are there."""
        self.show(f"fetching: {done:,} of {total:,} crates")
