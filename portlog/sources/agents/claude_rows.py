"""The rows of Claude Code's transcripts: of each, the fields that portlog takes.

The format is Anthropic's own and not documented; these fields were seen in the logs of versions
1.0 to 2.1. What is not named here is skipped unread. Fields stand in the logs' own order, in which
they are found soonest.
"""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec

U = TypeVar("U")

# more than any call has tokens; what is larger is no count
_MOST = 10**12
Count = Annotated[int, msgspec.Meta(ge=0, le=_MOST)]

KINDS = frozenset(
    {
        "",
        "agent-name",
        "agent-setting",
        "ai-title",
        "assistant",
        "attachment",
        "bridge-session",
        "custom-title",
        "file-history-snapshot",
        "last-prompt",
        "permission-mode",
        "pr-link",
        "progress",
        "queue-operation",
        "summary",
        "system",
        "tag",
        "user",
        "worktree-state",
    }
)
USAGE_FIELDS = frozenset(
    {
        "cache_creation",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "inference_geo",
        "input_tokens",
        "iterations",
        "output_tokens",
        "output_tokens_details",
        "server_tool_use",
        "service_tier",
        "speed",
    }
)
FIELDS = frozenset(
    {
        "advisorModel",
        "agentId",
        "agentName",
        "aiTitle",
        "apiError",
        "attachment",
        "attributionAgent",
        "attributionMcpServer",
        "attributionMcpTool",
        "attributionPlugin",
        "attributionSkill",
        "cause",
        "compactMetadata",
        "content",
        "costUSD",
        "customTitle",
        "cwd",
        "data",
        "durationMs",
        "effort",
        "entrypoint",
        "error",
        "errorDetails",
        "forkedFrom",
        "gitBranch",
        "hasOutput",
        "hookCount",
        "hookErrors",
        "hookInfos",
        "isApiErrorMessage",
        "isCompactSummary",
        "isMeta",
        "isSidechain",
        "isSnapshotUpdate",
        "isVisibleInTranscriptOnly",
        "lastPrompt",
        "leafUuid",
        "level",
        "logicalParentUuid",
        "maxRetries",
        "mcpMeta",
        "message",
        "messageCount",
        "messageId",
        "microcompactMetadata",
        "mode",
        "operation",
        "origin",
        "parentToolUseID",
        "parentUuid",
        "permissionMode",
        "planContent",
        "preventedContinuation",
        "promptId",
        "prNumber",
        "prRepository",
        "prUrl",
        "requestId",
        "retryAttempt",
        "retryInMs",
        "sessionId",
        "sessionKind",
        "slug",
        "snapshot",
        "sourceToolAssistantUUID",
        "sourceToolUseID",
        "stopReason",
        "stop_reason",
        "subtype",
        "summary",
        "teamName",
        "thinkingMetadata",
        "timestamp",
        "todos",
        "toolUseID",
        "toolUseResult",
        "type",
        "url",
        "userModified",
        "userType",
        "uuid",
        "version",
        "worktreeSession",
    }
)


class CacheCreation(msgspec.Struct, gc=False):
    """Cache writes by how long they last."""

    ephemeral_5m_input_tokens: Count | None = None
    ephemeral_1h_input_tokens: Count | None = None


class ServerTools(msgspec.Struct, gc=False):
    """What the provider did beside the model's work."""

    web_search_requests: Count | None = None


class OutputDetails(msgspec.Struct, gc=False):
    """The part of the output that was thought and not said."""

    thinking_tokens: Count | None = None


class Usage(msgspec.Struct, gc=False):
    """Tokens of one call; of an iteration also its type and its model."""

    input_tokens: Count | None = None
    cache_creation_input_tokens: Count | None = None
    cache_read_input_tokens: Count | None = None
    output_tokens: Count | None = None
    server_tool_use: ServerTools | None = None
    service_tier: str | None = None
    cache_creation: CacheCreation | None = None
    inference_geo: str | None = None
    iterations: list["Usage"] | None = None
    speed: str | None = None
    output_tokens_details: OutputDetails | None = None
    type: str | None = None
    model: str | None = None


class KnownUsage(Usage, forbid_unknown_fields=True, gc=False):
    """Usage in which every field is one of those above."""


class Block(msgspec.Struct, gc=False):
    """One part of a message; only a tool's name and call are taken."""

    name: str | None = None
    tool_use_id: str | None = None


class Message(msgspec.Struct, Generic[U], gc=False):
    """A message as the provider's API gave it; how its usage is read is the decoder's choice."""

    id: str | None = None
    model: str | None = None
    content: list[Block | str] | str | None = None
    usage: U | msgspec.UnsetType = msgspec.UNSET


class Hunk(msgspec.Struct, gc=False):
    """A part of a patch: lines that begin with a space, `+` or `-`."""

    lines: list[str] = []


class Commit(msgspec.Struct, gc=False):
    """A commit that a command made."""

    sha: str | None = None


class GitOperation(msgspec.Struct, gc=False):
    """What a command did to the repository."""

    commit: Commit | None = None


class ToolResult(msgspec.Struct, gc=False):
    """What a tool gave back: an edit has a path and a patch, a new file its content."""

    type: str | None = None
    filePath: str | None = None  # noqa: N815  the log's own name
    content: msgspec.Raw = msgspec.Raw()
    structuredPatch: list[Hunk] | None = None  # noqa: N815  likewise
    stdout: msgspec.Raw = msgspec.Raw()
    gitOperation: GitOperation | None = None  # noqa: N815  likewise


class Hook(msgspec.Struct, gc=False):
    """A hook that ran, in an attachment or in a progress row."""

    hookEvent: str | None = None  # noqa: N815  likewise


class Embedded(msgspec.Struct, Generic[U], gc=False):
    """A sub-agent's row inside a progress row."""

    timestamp: datetime | None = None
    message: Message[U] | str | None = None


class Progress(msgspec.Struct, Generic[U], gc=False):
    """What a progress row reports: a hook, or a copy of a sub-agent's row."""

    hookEvent: str | None = None  # noqa: N815  likewise
    message: Embedded[U] | str | None = None


class Thinking(msgspec.Struct, gc=False):
    """How hard the model was asked to think."""

    level: str | None = None


class Fork(msgspec.Struct, gc=False):
    """Which conversation a row was copied from."""

    sessionId: str | None = None  # noqa: N815  likewise


class Row(msgspec.Struct, Generic[U], gc=False):
    """One row of a transcript."""

    isSidechain: bool | None = None  # noqa: N815  the log's own name
    cwd: str | None = None
    sessionId: str | None = None  # noqa: N815  likewise
    version: str | None = None
    gitBranch: str | None = None  # noqa: N815  likewise
    type: str = ""
    subtype: str | None = None
    message: Message[U] | str | None = None
    attachment: Hook | str | None = None
    data: Progress[U] | str | list[msgspec.Raw] | None = None
    durationMs: float | None = None  # noqa: N815  likewise
    toolUseResult: ToolResult | str | list[msgspec.Raw] | None = None  # noqa: N815  likewise
    requestId: str | None = None  # noqa: N815  likewise
    effort: str | None = None
    uuid: str | None = None
    timestamp: datetime | None = None
    forkedFrom: Fork | None = None  # noqa: N815  likewise
    thinkingMetadata: Thinking | None = None  # noqa: N815  likewise


class Bare(msgspec.Struct, gc=False):
    """What every row has, whatever else it says."""

    type: str = ""
    subtype: str | None = None
