"""What an agent's own records, other than its transcripts, tell of the experiment's sessions."""

from dataclasses import dataclass, field
from pathlib import Path

from portlog.sources.agents.names import kept_thread
from portlog.sources.agents.transcript import key_of


@dataclass(frozen=True, slots=True)
class Mention:
    """A conversation that a record names, and when; times are milliseconds since 1970.

    Without a name only this much is known: something was asked at that time. `last` is the
    latest time, for a name.
    """

    source: str
    name: str = ""
    at: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A record that exists and could not be read; line 0 is the whole of it."""

    path: Path
    line: int
    why: str


@dataclass(slots=True)
class History:
    """What one agent's records tell: no word of a prompt, and no path but those of the records.

    `unplaced` are the names of conversations whose folder no record tells, `read` the records
    that exist, `looked_for` all that could.
    """

    here: list[Mention] = field(default_factory=list)
    unplaced: set[str] = field(default_factory=set)
    looked_for: list[Path] = field(default_factory=list)
    read: list[Path] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def plain_name(name: str) -> str:
    """Return a conversation's name; letters that stand for what is none, such as a path."""
    return kept_thread(name) if "/" not in name else key_of("name", name)


@dataclass(slots=True)
class Sightings:
    """Names with the first and the last time at which they were seen."""

    source: str
    times: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)

    def add(self, name: str, at: int | None) -> None:
        """Take one row of a record."""
        if not name:
            self.nameless.update([] if at is None else [at])
            return
        first, last = self.times.get(name, (None, None))
        if at is not None:
            first = at if first is None else min(first, at)
            last = at if last is None else max(last, at)
        self.times[name] = (first, last)

    def mentions(self) -> list[Mention]:
        """Return each name once, and each time that has none."""
        named = [Mention(self.source, name, *self.times[name]) for name in sorted(self.times)]
        return [*named, *(Mention(self.source, at=at, last=at) for at in sorted(self.nameless))]
