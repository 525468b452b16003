"""The rows of Codex's rollouts: of each, the fields that portlog takes.

The format is that of `codex-rs/protocol`; these fields were seen in the logs of versions 0.2 to
0.162. What is not named here is skipped unread.
"""

from datetime import UTC, datetime
from typing import Annotated, TypeVar

import msgspec

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_MOST = 10**15
Count = Annotated[int, msgspec.Meta(ge=0, le=_MOST)] | None
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
P = TypeVar("P")
NOTHING = msgspec.Raw()


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """Tokens of a call or of a thread; `input_tokens` includes what caches gave and took."""

    input_tokens: Count = None
    cached_input_tokens: Count = None
    cache_write_input_tokens: Count = None
    output_tokens: Count = None
    reasoning_output_tokens: Count = None
    total_tokens: Count = None


class KnownTokens(Tokens, frozen=True, gc=False, forbid_unknown_fields=True):
    """Tokens in no class that this reader has never met."""


class Info(msgspec.Struct, frozen=True, gc=False):
    """What a thread has used so far, and the last call of it."""

    total_token_usage: Tokens | None = None
    last_token_usage: Tokens | None = None
    model_context_window: int | None = None


class KnownInfo(Info, frozen=True, gc=False):
    """The same, of known classes."""

    total_token_usage: KnownTokens | None = None
    last_token_usage: KnownTokens | None = None


class Head(msgspec.Struct, frozen=True, gc=False):
    """What is taken of every payload: each field as its kind has it, what is large unread."""

    type: str = ""
    # usage
    info: Info | None = None
    usage: Tokens | None = None
    response_id: str | None = None
    turn_id: str | None = None
    thread_id: str | None = None
    latest_token_usage_record: msgspec.Raw = NOTHING
    # a header
    id: str | None = None
    session_id: str | None = None
    forked_from_id: str | None = None
    parent_thread_id: str | None = None
    thread_source: str | None = None
    source: msgspec.Raw = NOTHING
    cwd: str | None = None
    cli_version: str | None = None
    git: msgspec.Raw = NOTHING
    history_base: msgspec.Raw = NOTHING
    subagent_history_start_ordinal: int | None = None
    # a turn
    model: str | None = None
    effort: str | None = None
    service_tier: str | None = None
    thread_settings: msgspec.Raw = NOTHING
    duration_ms: int | float | None = None
    # a tool
    name: str | None = None
    namespace: str | None = None
    call_id: str | None = None
    arguments: msgspec.Raw = NOTHING
    input: msgspec.Raw = NOTHING
    action: msgspec.Raw = NOTHING
    output: msgspec.Raw = NOTHING
    success: bool | None = None
    changes: msgspec.Raw = NOTHING
    item: msgspec.Raw = NOTHING
    invocation: msgspec.Raw = NOTHING
    run: msgspec.Raw = NOTHING


class KnownHead(Head, frozen=True, gc=False):
    """The same, of known classes."""

    info: KnownInfo | None = None
    usage: KnownTokens | None = None


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row of a rollout."""

    type: str = ""
    timestamp: datetime | None = None
    ordinal: int | None = None
    payload: Head | None = None


class KnownRow(msgspec.Struct, frozen=True, gc=False):
    """A row with a payload, of known classes, and at a time that is sure."""

    timestamp: Moment
    payload: KnownHead
    type: str = ""
    ordinal: int | None = None


class Spawn(msgspec.Struct, frozen=True, gc=False):
    """How a sub-agent came to be."""

    parent_thread_id: str | None = None


class Subagent(msgspec.Struct, frozen=True):
    """What kind of sub-agent a thread is."""

    thread_spawn: Spawn | None = None


class Source(msgspec.Struct, frozen=True):
    """What started a thread, where that is more than a word."""

    subagent: Subagent | str | None = None


class Git(msgspec.Struct, frozen=True, gc=False):
    """The state of the repository as a thread began."""

    branch: str | None = None


class Base(msgspec.Struct, frozen=True, gc=False):
    """The thread whose rows come before a rollout's own, though they do not stand in it."""

    thread_id: str | None = None


class Settings(msgspec.Struct, frozen=True):
    """What a person set for the turns to come."""

    model: str | None = None
    service_tier: str | None = None


class Change(msgspec.Struct, frozen=True):
    """What became of one file; old rows name the type by the field that holds the rest."""

    type: str | None = None
    unified_diff: str | None = None
    content: str | None = None
    move_path: str | None = None
    add: "Change | None" = None
    delete: "Change | None" = None
    update: "Change | None" = None


class Item(msgspec.Struct, frozen=True, gc=False):
    """A thing that was done in a turn: a patch, a command, a call of an MCP server."""

    type: str | None = None
    id: str | None = None
    status: str | None = None
    server: str | None = None
    changes: msgspec.Raw = NOTHING
    aggregated_output: msgspec.Raw = NOTHING
    stdout: msgspec.Raw = NOTHING


class Invocation(msgspec.Struct, frozen=True, gc=False):
    """Which server was asked."""

    server: str | None = None


class HookRun(msgspec.Struct, frozen=True, gc=False):
    """A hook that ran."""

    event_name: str | None = None


class Record(msgspec.Struct, frozen=True):
    """A call's usage, as a compaction repeats it."""

    thread_id: str | None = None
    response_id: str | None = None
    usage: Tokens | None = None


def head_of(payload: msgspec.Raw | bytes) -> Head:
    """Return what is taken of a payload, without the fields that are of a wrong type."""
    try:
        return _head(payload)
    except UNREADABLE:
        return _head_without(fields_in(payload))


def part_of(raw: msgspec.Raw, model: type[P]) -> P | None:
    """Return a part of a row; nothing where it is missing or of a wrong form."""
    if raw is NOTHING:
        return None
    try:
        return msgspec.json.decode(raw, type=model | None)
    except UNREADABLE:
        return None


def fields_in(content: bytes | msgspec.Raw) -> dict[str, msgspec.Raw]:
    """Return the fields of an object unread; none for what is no object."""
    try:
        return _fields(content)
    except UNREADABLE:
        return {}


def instant(moment: datetime) -> int:
    """Return a time in milliseconds since 1970; one without a zone is UTC."""
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _head_without(fields: dict[str, msgspec.Raw]) -> Head:
    found = {}
    for field in msgspec.structs.fields(Head):
        if field.name in fields:
            try:
                found[field.name] = msgspec.json.decode(fields[field.name], type=field.type)
            except UNREADABLE:
                continue
    return Head(**found)


_head = msgspec.json.Decoder(Head).decode
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
