"""What Claude Code itself says that a session used: its settings file and its results."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec

from portlog.records.model_name import short_name
from portlog.records.reconciliation import Counts, OwnFigures, total
from portlog.sources.agents.claude_settings import NAME, ModelCount, Project, projects_here
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.history import History, Trouble, plain_name
from portlog.sources.agents.names import kept_model

RESULT = "claude -p"
_MS_PER_MIN = 60_000
_CENT = Decimal("0.01")


class _Searches(msgspec.Struct, frozen=True):
    web_search_requests: int | None = None


class _Usage(msgspec.Struct, frozen=True):
    input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    output_tokens: int | None = None
    server_tool_use: _Searches | None = None


class _Result(msgspec.Struct, frozen=True):
    type: str = ""
    session_id: str | None = None
    total_cost_usd: Decimal | None = None
    usage: _Usage | None = None
    modelUsage: dict[str, ModelCount] | None = None  # noqa: N815  the format's name


class _Kind(msgspec.Struct, frozen=True):
    type: str = ""


_result = msgspec.json.Decoder(_Result, strict=False).decode
_kind = msgspec.json.Decoder(_Kind).decode
_rows = msgspec.json.Decoder(list[msgspec.Raw]).decode


def settings_figures(
    environ: Mapping[str, str], ground: Ground, history: History
) -> Iterator[OwnFigures]:
    """Yield what `.claude.json` says of the last session in each folder of the experiment."""
    for project in projects_here(environ, ground, history):
        if project.lastSessionId:
            yield _of_project(project, plain_name(project.lastSessionId))


def _of_project(told: Project, name: str) -> OwnFigures:
    open_ms = told.lastDuration
    whole = Counts(
        told.lastTotalInputTokens,
        told.lastTotalCacheReadInputTokens,
        told.lastTotalCacheCreationInputTokens,
        told.lastTotalOutputTokens,
        told.lastTotalWebSearchRequests,
    )
    return OwnFigures(
        name,
        NAME,
        *_counts(told.lastModelUsage or {}, whole, told.lastCost),
        told.lastLinesAdded,
        told.lastLinesRemoved,
        None if open_ms is None else (open_ms / _MS_PER_MIN).quantize(_CENT),
    )


def _counts(
    models: Mapping[str, ModelCount], whole: Counts, cost: Decimal | None
) -> tuple[dict[str, Counts], Counts]:
    """Return the counts by model and in all; the cost in all is what is said to be that."""
    by_model: dict[str, Counts] = {}
    for model, told in models.items():
        name = short_name(kept_model(model))
        counts = _of_model(told)
        by_model[name] = by_model[name].with_more(counts) if name in by_model else counts
    tokens = total(by_model.values()) if by_model else whole
    return by_model, replace(tokens, cost_usd=cost)


def _of_model(told: ModelCount) -> Counts:
    return Counts(
        told.inputTokens,
        told.cacheReadInputTokens,
        told.cacheCreationInputTokens,
        told.outputTokens,
        told.webSearchRequests,
        told.costUSD,
    )


def result_figures(path: Path, history: History) -> Iterator[OwnFigures]:
    """Yield the result of each session in a file that `claude -p` wrote, as JSON or row by row.

    Within one run the counts go on, so that of several results of a session the last one stands.
    """
    last: dict[str, OwnFigures] = {}
    for number, content in _parts(path, history):
        try:
            if _kind(content).type == "result":
                result = _result(content)
                last[result.session_id or ""] = _of_result(result)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            history.troubles.append(Trouble(path, number, "not JSON of a known form"))
    if not last:
        history.troubles.append(Trouble(path, 0, "no result in it"))
    yield from last.values()


def _parts(path: Path, history: History) -> list[tuple[int, bytes]]:
    try:
        content = path.read_bytes().strip()
    except OSError as error:
        history.troubles.append(Trouble(path, 0, error.strerror or "cannot be read"))
        return []
    if content.startswith(b"["):
        try:
            return [(0, bytes(row)) for row in _rows(content)]
        except (msgspec.DecodeError, RecursionError):
            return [(0, content)]
    try:
        _kind(content)
    except (msgspec.DecodeError, RecursionError):
        return [(n, line) for n, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    return [(0, content)]


def _of_result(told: _Result) -> OwnFigures:
    usage = told.usage or _Usage()
    searches = usage.server_tool_use.web_search_requests if usage.server_tool_use else None
    whole = Counts(
        usage.input_tokens,
        usage.cache_read_input_tokens,
        usage.cache_creation_input_tokens,
        usage.output_tokens,
        searches,
    )
    counts = _counts(told.modelUsage or {}, whole, told.total_cost_usd)
    return OwnFigures(plain_name(told.session_id or ""), RESULT, *counts)
