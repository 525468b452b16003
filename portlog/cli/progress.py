"""How far a long reading is, on a terminal only."""

from types import TracebackType
from typing import Self, TextIO

_MIB = 1024 * 1024
_WORTH_SHOWING = 64 * _MIB
_ERASE = "\r\x1b[K"


class ByteProgress:
    """One line on a terminal that is taken away at the end; nothing where there is none."""

    def __init__(self, out: TextIO) -> None:
        """Write to a stream if people look at it."""
        self._out = out if out.isatty() else None

    def tell(self, done: int, total: int) -> None:
        """Show how many bytes of how many are read."""
        if self._out is not None and total > _WORTH_SHOWING:
            self._out.write(f"{_ERASE}reading: {done // _MIB:,} of {total // _MIB:,} MiB")
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
        if self._out is not None:
            self._out.write(_ERASE)
            self._out.flush()
