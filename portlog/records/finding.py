"""Something that a check of the log found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what would be accepted; a line or cell of 0 is the whole file."""

    check: str
    file: str
    message: str
    accepted: str
    line: int = 0
    cell: int = 0
    fixed: bool = False
