"""A Claude Code home in which every string tells something private."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from agent_corpus_laden import START, Row, laden, save_rows, slugged
from agent_corpus_pen import stamp

CLAUDE_ID = "5ec2e700-0000-4000-a000-000000000001"
CLAUDE_VARIANT_ID = "5ec2e700-0000-4000-a000-000000000002"
_TALLY = {
    "input_tokens": 10,
    "cache_creation_input_tokens": 20,
    "cache_read_input_tokens": 30,
    "output_tokens": 40,
}


def private_claude(home: Path, experiment: Path, planted: Sequence[str]) -> None:
    """Write the conversation, a sub-agent of it, its variants and names that are private."""
    project = home / "projects" / slugged(f"{experiment} {' '.join(planted)}")
    rows = [laden(row, planted) for row in _claude_rows(experiment)]
    save_rows(project / f"{CLAUDE_ID}.jsonl", rows)
    below = project / CLAUDE_ID
    name = f"agent-{slugged(' '.join(planted))[:80]}.jsonl"
    agent = [laden({**row, "isSidechain": True}, planted) for row in _agent_rows(experiment)]
    save_rows(below / "subagents" / name, agent)
    (below / "tool-results").mkdir()
    (below / "tool-results" / "toolu_1.txt").write_text("\n".join(planted))
    save_rows(project / f"{CLAUDE_VARIANT_ID}.jsonl", _claude_variants(experiment, planted))
    for number, text in enumerate(planted):
        save_rows(
            project / f"{slugged(text)[:100]}-{number}.jsonl", [_called_after(experiment, text)]
        )


def _claude_frame(number: int, experiment: Path, session: str = CLAUDE_ID) -> Row:
    return {
        "parentUuid": None,
        "isSidechain": False,
        "userType": "external",
        "cwd": f"{experiment}/src",
        "sessionId": session,
        "version": "2.1.227",
        "gitBranch": "port/agent",
        "slug": "quiet-river",
        "entrypoint": "cli",
        "teamName": "porters",
        "attributionSkill": "porting",
        "promptId": "prompt-1",
        "uuid": f"5ec2e700-1111-4000-a000-{number:012d}",
        "timestamp": stamp(START + 1_000 * number),
    }


def _claude_rows(experiment: Path) -> list[Row]:
    """Return one row of every kind, framed and in order."""
    told = [*_said(), *_tools(experiment), *_system(), *_attached()]
    framed = [
        {**_claude_frame(number, experiment), **row} for number, row in enumerate(told, start=1)
    ]
    return [*framed, *_unframed(experiment)]


def _agent_rows(experiment: Path) -> list[Row]:
    answer = _answer({"type": "text", "text": "done"}, "msg_agent")
    told = [{"type": "user", "message": {"role": "user", "content": "look"}}, answer]
    return [
        {**_claude_frame(number, experiment), "agentId": "a1", **row}
        for number, row in enumerate(told, start=500)
    ]


def _answer(block: Row, name: str, **usage: Any) -> Row:
    message = {
        "id": name,
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-5",
        "content": [block],
        "stop_reason": "tool_use",
        "usage": {**_TALLY, "service_tier": "standard", "speed": "standard", **usage},
    }
    return {"type": "assistant", "requestId": f"req_{name}", "effort": "high", "message": message}


def _said() -> list[Row]:
    blocks: list[Row] = [
        {"type": "thinking", "thinking": "hm", "signature": "c2ln"},
        {"type": "text", "text": "I will look."},
        {"type": "tool_use", "id": "toolu_0", "name": "Bash", "input": {"command": "env"}},
        {"type": "tool_use", "id": "toolu_9", "name": "mcp__docs__get", "input": {"url": "x"}},
    ]
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "x"}}
    prompt = [{"type": "text", "text": "Port it"}, image]
    error = _answer({"type": "text", "text": "API Error"}, "msg_error")
    error["message"]["model"] = "<synthetic>"
    return [
        {"type": "user", "message": {"role": "user", "content": "Port it"}},
        {"type": "user", "message": {"role": "user", "content": prompt}},
        *(_answer(block, f"msg_{number}") for number, block in enumerate(blocks)),
        {**_answer(blocks[1], "msg_advised"), "advisorModel": "claude-opus-5"},
        {**error, "isApiErrorMessage": True, "error": "server_error"},
    ]


def _tools(experiment: Path) -> list[Row]:
    """Return what came of tools: output, a commit, an edit, two writes and a failure."""
    lib = f"{experiment}/src/lib.rs"
    patch = [{"oldStart": 1, "oldLines": 1, "newStart": 1, "newLines": 1, "lines": ["-a", "+b"]}]
    edit = {"filePath": lib, "oldString": "a", "newString": "b", "originalFile": "a"}
    commit = {"commit": {"sha": "def5678", "kind": "committed"}}
    results: list[tuple[Any, bool]] = [
        ({"stdout": "PATH=/bin", "stderr": "warning", "interrupted": False}, False),
        ({"stdout": "[main def5678] Port it", "stderr": "", "gitOperation": commit}, False),
        ({"stdout": "origin\tgit@example.invalid:port/it.git (fetch)", "stderr": ""}, False),
        ({**edit, "structuredPatch": patch, "userModified": False}, False),
        (
            {"type": "create", "filePath": lib, "content": "fn a() {}\n", "structuredPatch": []},
            False,
        ),
        ({"type": "update", "filePath": lib, "content": "b\n", "structuredPatch": patch}, False),
        ("Error: not found", True),
        ([{"type": "text", "text": "from a server"}], False),
    ]
    return [_result(told, failed=failed) for told, failed in results]


def _result(told: Any, *, failed: bool) -> Row:
    block = {"type": "tool_result", "tool_use_id": "toolu_0", "content": "out", "is_error": failed}
    return {
        "type": "user",
        "message": {"role": "user", "content": [block]},
        "toolUseResult": told,
    }


def _system() -> list[Row]:
    hook = {"hookCount": 1, "hookInfos": [{"command": "bash stop.sh", "durationMs": 3}]}
    return [
        {"type": "system", "subtype": "turn_duration", "durationMs": 88_947},
        {
            "type": "system",
            "subtype": "compact_boundary",
            "content": "Conversation compacted",
            "compactMetadata": {"trigger": "auto", "preTokens": 155_025},
        },
        {"type": "system", "subtype": "stop_hook_summary", **hook, "hookErrors": ["failed: x"]},
        {"type": "system", "subtype": "api_error", "error": {"message": "x"}, "content": "x"},
        {
            "type": "system",
            "subtype": "local_command",
            "content": "<command-name>/x</command-name>",
        },
        {
            "type": "user",
            "isCompactSummary": True,
            "message": {"role": "user", "content": "This session is being continued."},
        },
    ]


def _attached() -> list[Row]:
    hook = {"type": "hook_success", "hookName": "PreToolUse:Bash", "hookEvent": "PreToolUse"}
    server = {"command": "npx", "args": ["-y", "docs"], "env": {"TOKEN": "x", "a b": "x"}}
    copy = {
        "type": "assistant",
        "message": _answer({"type": "text", "text": "x"}, "msg_1")["message"],
    }
    return [
        {"type": "attachment", "attachment": {**hook, "command": "python3 h.py", "stdout": "x"}},
        {"type": "attachment", "attachment": {"type": "mcp_servers", "servers": {"docs": server}}},
        {"type": "attachment", "attachment": {"type": "edited_text_file", "filename": "/x/y.rs"}},
        {"type": "progress", "data": {"type": "bash_progress", "output": "x", "fullOutput": "x"}},
        {"type": "progress", "data": {"type": "agent_progress", "prompt": "x", "message": copy}},
        {"type": "queue-operation", "operation": "enqueue", "content": "next"},
    ]


def _unframed(experiment: Path) -> list[Row]:
    backups = {f"{experiment}/src/lib.rs": {"backupFileName": "x@v1", "version": 1}}
    held = {"messageId": "m", "trackedFileBackups": backups, "timestamp": stamp(START)}
    named = {"sessionId": CLAUDE_ID}
    return [
        {"type": "summary", "summary": "Port the agent", "leafUuid": "x"},
        {"type": "ai-title", "aiTitle": "Port the agent", **named},
        {"type": "custom-title", "customTitle": "Port the agent", **named},
        {"type": "agent-name", "agentName": "porter", **named},
        {"type": "last-prompt", "lastPrompt": "go on", **named},
        {"type": "permission-mode", "permissionMode": "acceptEdits", **named},
        {"type": "pr-link", "prUrl": "https://example.invalid/pr/1", "prNumber": 1, **named},
        {"type": "worktree-state", "worktreeSession": {"path": "/x", "branch": "b"}, **named},
        {"type": "agent-setting", "agentSetting": "reviewer", **named},
        {"type": "file-history-snapshot", "messageId": "m", "snapshot": held},
    ]


def _claude_variants(experiment: Path, planted: Sequence[str]) -> list[Row]:
    """Return rows in which each planted string stands once for each name a reader expects."""
    spoilers = (*_claude_spoilers(), *_usage_spoilers())
    changes = [(spoil, text) for text in planted for spoil in spoilers]
    found = []
    for number, (spoil, text) in enumerate(changes, start=1_000):
        block = {"type": "text", "text": "x"}
        row = {
            **_claude_frame(number, experiment, CLAUDE_VARIANT_ID),
            **_answer(block, f"msg_variant_{number}"),
        }
        spoil(row, text)
        found.append(row)
    return found


Spoiler = Callable[[Row, str], object]


def _claude_spoilers() -> tuple[Spoiler, ...]:
    top = (
        *("sessionId", "uuid", "requestId", "version", "gitBranch", "effort", "type", "cwd"),
        *("agentId", "subtype", "timestamp", "entrypoint", "advisorModel"),
    )
    return (
        *(_setter(name) for name in top),
        *(_setter(name, "message") for name in ("id", "model", "role", "stop_reason", "type")),
        lambda row, text: row.__setitem__(text, text),
        lambda row, text: row["message"].__setitem__(text, text),
        lambda row, text: row["message"].update(content=[_used(text)]),
        lambda row, text: row["message"].update(content=[_used(f"mcp__{text}__{text}")]),
        lambda row, text: row.update(type="system", subtype=text, durationMs=5),
        lambda row, text: row.update(type="attachment", attachment=_hooked(text)),
        lambda row, text: row.update(type="user", toolUseResult=_committed(text)),
    )


def _usage_spoilers() -> tuple[Spoiler, ...]:
    names = ("service_tier", "speed", "inference_geo")
    part: Row = {**_TALLY, "model": "claude-opus-5"}
    return (
        *(_setter(name, "message", "usage") for name in names),
        lambda row, text: row["message"]["usage"].__setitem__(text, 5),
        lambda row, text: row["message"]["usage"].update(iterations=[{**part, "type": text}]),
        lambda row, text: row["message"]["usage"].update(
            iterations=[{**part, "type": "advisor_message", "model": text}]
        ),
    )


def _setter(name: str, *folders: str) -> Spoiler:
    def spoil(row: Row, text: str) -> None:
        for folder in folders:
            row = row[folder]
        row[name] = text

    return spoil


def _used(name: str) -> Row:
    return {"type": "tool_use", "id": name, "name": name, "input": {name: name}}


def _hooked(text: str) -> Row:
    return {"type": "hook_success", "hookName": text, "hookEvent": text, "command": text}


def _committed(text: str) -> Row:
    return {"stdout": f"[{text} {text}] x", "gitOperation": {"commit": {"sha": text, "kind": text}}}


def _called_after(experiment: Path, text: str) -> Row:
    """Return a row of a conversation whose file and id are a planted string."""
    block = {"type": "text", "text": text}
    return {**_claude_frame(0, experiment, text), **_answer(block, f"msg_{text}")}
