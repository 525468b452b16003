"""Passed out of total."""

import re
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(\d{1,18})/(\d{1,18})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tests passed out of how many ran, written `12/15`."""

    passed: int
    total: int

    def __post_init__(self) -> None:
        """Refuse a tally that cannot have happened."""
        if not 0 <= self.passed <= self.total:
            msg = f"{self.passed} of {self.total} tests cannot have passed"
            raise ValueError(msg)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `12/15`; ValueError if it is anything else."""
        match = _WRITTEN.match(text)
        if match is None:
            msg = f"{text!r} is not PASSED/TOTAL"
            raise ValueError(msg)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """Write the canonical form."""
        return f"{self.passed}/{self.total}"
