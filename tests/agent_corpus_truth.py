"""What an invented corpus of agent logs truly holds, noted down while it is written."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TypeVar

IDLE_MS = 600_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Key = TypeVar("Key")


def moment(ms: int) -> datetime:
    """Return a UTC time from milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)


def line_count(content: str) -> int:
    """Count lines; only `\\n` ends one, and a final one opens no further line."""
    return content.count("\n") + (not content.endswith("\n") and content != "")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token classes that never overlap, except that `reasoning` is inside `output`."""

    input: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    reasoning: int = 0
    web_searches: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(*(getattr(self, name) + getattr(other, name) for name in TOKEN_FIELDS))

    @property
    def cache_write(self) -> int:
        return self.cache_write_5m + self.cache_write_1h

    @property
    def total(self) -> int:
        return self.input + self.cache_read + self.cache_write + self.output


TOKEN_FIELDS = tuple(one.name for one in fields(Tokens))


@dataclass(frozen=True, slots=True)
class TrueMessage:
    """One call of a model: `at` is its first row's time, `settled_at` that of the row that counts.

    `id` is Claude's message id or Codex's response id, empty where the log tells none.
    """

    agent: str
    conversation: str
    id: str
    model: str
    tier: str
    at: datetime
    settled_at: datetime
    tokens: Tokens

    @property
    def input(self) -> int:
        return self.tokens.input

    @property
    def cache_read(self) -> int:
        return self.tokens.cache_read

    @property
    def cache_write_5m(self) -> int:
        return self.tokens.cache_write_5m

    @property
    def cache_write_1h(self) -> int:
        return self.tokens.cache_write_1h

    @property
    def output(self) -> int:
        return self.tokens.output

    @property
    def reasoning(self) -> int:
        return self.tokens.reasoning

    @property
    def web_searches(self) -> int:
        return self.tokens.web_searches


@dataclass(frozen=True, slots=True)
class Touch:
    """A file inside the experiment that edits changed, with the lines they added and removed."""

    path: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class TrueConversation:
    """One root conversation with its sub-agents; copied history is no part of it."""

    agent: str
    id: str
    cwd: str | None
    in_experiment: bool
    branch: str | None
    branches: tuple[str, ...]
    versions: tuple[str, ...]
    first: datetime
    last: datetime
    active_ms: int
    wall_ms: int
    agent_ms: int | None
    agent_ms_root: int | None
    churn: Mapping[str, tuple[int, int]]
    touched: tuple[Touch, ...]
    commits: tuple[str, ...]
    efforts: tuple[str, ...]
    mcp_servers: tuple[str, ...]
    hooks: tuple[str, ...]
    hook_commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A kind of row, or a field, that no reader knows, and the number of rows that have it."""

    agent: str
    what: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A planted line that is no JSON; `has_usage` when it looks like one that tells tokens."""

    file: str
    line: int
    has_usage: bool


@dataclass(frozen=True, slots=True)
class Truth:
    """All that a corpus holds."""

    messages: tuple[TrueMessage, ...]
    conversations: tuple[TrueConversation, ...]
    drift: tuple[Drift, ...]
    unreadable: tuple[UnreadableLine, ...]

    def tokens_by_model(self, agent: str | None = None) -> dict[str, Tokens]:
        return self._sums(lambda one: one.model, agent)

    def tokens_by_day(self, agent: str | None = None) -> dict[date, Tokens]:
        return self._sums(lambda one: one.at.date(), agent)

    def tokens_by_conversation(self, agent: str | None = None) -> dict[str, Tokens]:
        return self._sums(lambda one: one.conversation, agent)

    def tokens(self, agent: str | None = None) -> Tokens:
        return self._sums(lambda _: "", agent).get("", Tokens())

    def of(self, agent: str) -> "Truth":
        """Return the half that one agent wrote."""
        return Truth(
            tuple(one for one in self.messages if one.agent == agent),
            tuple(one for one in self.conversations if one.agent == agent),
            tuple(one for one in self.drift if one.agent == agent),
            self.unreadable,
        )

    def _sums(self, key: Callable[[TrueMessage], Key], agent: str | None) -> dict[Key, Tokens]:
        sums: dict[Key, Tokens] = {}
        for one in self.messages:
            if agent in {None, one.agent}:
                sums[key(one)] = sums.get(key(one), Tokens()) + one.tokens
        return sums


@dataclass(slots=True)
class Chapter:
    """A root conversation while it is being written; times are milliseconds since 1970."""

    agent: str
    id: str
    cwd: str | None
    experiment: Path
    events: list[int] = field(default_factory=list)
    branches: dict[str, None] = field(default_factory=dict)
    versions: set[str] = field(default_factory=set)
    durations: list[tuple[int, bool]] = field(default_factory=list)
    edits: dict[str, tuple[int, int]] = field(default_factory=dict)
    commits: dict[str, None] = field(default_factory=dict)
    efforts: set[str] = field(default_factory=set)
    servers: set[str] = field(default_factory=set)
    hooks: set[str] = field(default_factory=set)
    hook_commands: set[str] = field(default_factory=set)

    def edited(self, path: str, added: int, removed: int) -> None:
        """Note an edit that succeeded; files outside the experiment are left out."""
        if PurePosixPath(path).is_relative_to(self.experiment):
            inside = str(PurePosixPath(path).relative_to(self.experiment))
            before = self.edits.get(inside, (0, 0))
            self.edits[inside] = (before[0] + added, before[1] + removed)

    def took(self, ms: int, *, root: bool = True) -> None:
        """Note how long the agent says a turn of it took."""
        self.durations.append((ms, root))

    def closed(self) -> TrueConversation:
        """Return it as it is in the end."""
        events = sorted(self.events)
        gaps = [after - before for before, after in pairwise(events)]
        return TrueConversation(
            agent=self.agent,
            id=self.id,
            cwd=self.cwd,
            in_experiment=self._is_inside(),
            branch=next(iter(self.branches), None),
            branches=tuple(self.branches),
            versions=tuple(sorted(self.versions)),
            first=moment(events[0]),
            last=moment(events[-1]),
            active_ms=sum(gap for gap in gaps if gap <= IDLE_MS),
            wall_ms=events[-1] - events[0],
            agent_ms=_sum_or_none([ms for ms, _ in self.durations]),
            agent_ms_root=_sum_or_none([ms for ms, root in self.durations if root]),
            churn=self._churn(),
            touched=tuple(Touch(path, *lines) for path, lines in sorted(self.edits.items())),
            commits=tuple(self.commits),
            efforts=tuple(sorted(self.efforts)),
            mcp_servers=tuple(sorted(self.servers)),
            hooks=tuple(sorted(self.hooks)),
            hook_commands=tuple(sorted(self.hook_commands)),
        )

    def _is_inside(self) -> bool:
        return self.cwd is not None and PurePosixPath(self.cwd).is_relative_to(self.experiment)

    def _churn(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for path, (added, removed) in self.edits.items():
            kind = PurePosixPath(path).suffix.removeprefix(".")
            before = found.get(kind, (0, 0))
            found[kind] = (before[0] + added, before[1] + removed)
        return found


def _sum_or_none(numbers: list[int]) -> int | None:
    return sum(numbers) if numbers else None


@dataclass(slots=True)
class Book:
    """Everything noted while a corpus is written."""

    experiment: Path
    messages: list[TrueMessage] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    drift: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    unreadable: list[UnreadableLine] = field(default_factory=list)

    def chapter(self, agent: str, name: str, cwd: str | None) -> Chapter:
        """Open a conversation."""
        made = Chapter(agent, name, cwd, self.experiment)
        self.chapters.append(made)
        return made

    def truth(self) -> Truth:
        """Return what was noted; a conversation without any event is none."""
        return Truth(
            tuple(self.messages),
            tuple(one.closed() for one in self.chapters if one.events),
            tuple(Drift(*name, rows) for name, rows in sorted(self.drift.items())),
            tuple(self.unreadable),
        )
