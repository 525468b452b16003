"""What to import from agents' logs."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: which agents' logs, from where, and sessions of which days.

    Without paths the agents' own folders are searched.
    """

    agents: tuple[str, ...]
    paths: tuple[Path, ...] = ()
    since: date | None = None
    until: date | None = None
    dry_run: bool = False
    all_projects: bool = False
    deep: bool = False

    def wants(self, day: date) -> bool:
        """Say whether a session that began on a day is asked for."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )
