"""What one log file of an agent tells: figures, times and names, never a word of what was said."""

from array import array
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec

STANDARD = "standard"


class Call(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One call of a model: its tokens by class, as the provider counted them.

    `at` is in milliseconds since 1970, UTC. `input` is what no cache gave and none took;
    `output` includes `reasoning`. Of two rows with one `key` the one with the higher `rank` stands,
    then the one with more output, then the earlier. `tier` is `standard`, or the words that set
    the price apart, sorted and joined by `+`: advisor, batch, fast, flex, priority, us.
    """

    key: str
    at: int
    model: str
    tier: str = STANDARD
    input: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    reasoning: int = 0
    web_searches: int = 0
    rank: int = 0


class Edit(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One edit that succeeded, of a file of the experiment; the file itself is not named."""

    key: str
    language: str
    module: str
    added: int
    removed: int


class Turn(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A stretch of time in which the model worked, in milliseconds."""

    key: str
    ms: int


class Trouble(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A line that could not be read, counted from 1, and why."""

    line: int
    why: str


class Trail(msgspec.Struct, array_like=True, gc=False):
    """Where in a log things stand, by which an agent's `settled` tells copied rows from own ones.

    A place is the number of rows with a time up to there. `copies` says that the log may begin
    with rows of the thread that it was copied from, `foreign` up to where it says so itself.
    `marks` are the log's rows of usage, each a 64-bit number that its copies have too, `marked`
    their places; `places` those of what stands in the transcript's lists, by the lists' names,
    and `inside` the last one in the experiment.
    """

    copies: bool = False
    foreign: int = 0
    inside: int = 0
    marks: bytes = b""
    marked: bytes = b""
    places: dict[str, bytes] = {}


class Transcript(msgspec.Struct, array_like=True, gc=False):
    """One log file.

    `thread` is what the agent calls the conversation in it, `parent` the thread that a sub-agent
    works for, `copied_from` the thread whose history the file begins with. `events` holds the
    time of each row as 64-bit milliseconds. `inside` says whether it was held in the experiment.
    `effort`, `hooks`, `servers` (MCP) and `commits` are names as logged, in order, each once.
    `kinds` counts rows by kind; `drift` counts kinds and fields that this reader has never met.
    """

    thread: str
    parent: str = ""
    copied_from: str = ""
    inside: bool = False
    calls: list[Call] = msgspec.field(default_factory=list)
    edits: list[Edit] = msgspec.field(default_factory=list)
    turns: list[Turn] = msgspec.field(default_factory=list)
    events: bytes = b""
    version: str = ""
    branch: str = ""
    effort: list[str] = msgspec.field(default_factory=list)
    hooks: list[str] = msgspec.field(default_factory=list)
    servers: list[str] = msgspec.field(default_factory=list)
    commits: list[str] = msgspec.field(default_factory=list)
    kinds: dict[str, int] = msgspec.field(default_factory=dict)
    drift: dict[str, int] = msgspec.field(default_factory=dict)
    unreadable: list[Trouble] = msgspec.field(default_factory=list)
    trail: Trail | None = None

    def times(self) -> "array[int]":
        """Return the time of each row in milliseconds, in the file's order."""
        return array("q", self.events)


def key_of(*parts: str) -> str:
    """Return sixteen letters that stand for an identifier and tell nothing of it."""
    told = "\0".join(parts).encode(errors="surrogatepass")
    return blake2b(told, digest_size=8, usedforsecurity=False).hexdigest()


def key_maker(kind: str) -> Callable[[str], str]:
    """Return what gives an identifier's letters as `key_of(kind, identifier)` does, sooner."""
    begun = blake2b(f"{kind}\0".encode(), digest_size=8, usedforsecurity=False)

    def key(identifier: str) -> str:
        told = begun.copy()
        told.update(identifier.encode(errors="surrogatepass"))
        return told.hexdigest()

    return key


def milliseconds(moment: datetime) -> int:
    """Return a time as milliseconds since 1970; one that names no zone is UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def all_milliseconds(moments: Iterable[datetime]) -> list[int]:
    """Return many times as `milliseconds` gives one."""
    return [
        round(moment.timestamp() * 1000) if moment.tzinfo else milliseconds(moment)
        for moment in moments
    ]
