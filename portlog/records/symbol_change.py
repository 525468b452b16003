"""How the symbols of two versions of a file belong together."""

from dataclasses import dataclass
from enum import StrEnum

from portlog.records.symbol import Symbol


class ChangeKind(StrEnum):
    """What became of a symbol."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    RENAMED = "renamed"
    VANISHED = "vanished"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class SymbolChange:
    """A symbol before and after: `old` is None for a new one, `new` for one that vanished."""

    kind: ChangeKind
    old: Symbol | None
    new: Symbol | None
