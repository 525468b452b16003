"""A Codex home in which every string tells something private."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent_corpus_laden import START, Row, laden, save_rows, slugged
from agent_corpus_pen import stamp

CODEX_ID = "019f0000-5ec2-7e00-a000-000000000001"
CODEX_VARIANT_ID = "019f0000-5ec2-7e00-a000-000000000002"
_COUNTS = {
    "input_tokens": 100,
    "cached_input_tokens": 40,
    "output_tokens": 20,
    "reasoning_output_tokens": 5,
    "total_tokens": 120,
}


def private_codex(home: Path, experiment: Path, planted: Sequence[str]) -> None:
    """Write the conversation, its variants and names that are private."""
    day = home / "sessions" / "2026" / "10" / "05"
    rows = [laden(row, planted) for row in _stamped(_codex_rows(experiment))]
    save_rows(day / f"rollout-2026-10-05T10-00-00-{CODEX_ID}.jsonl", rows)
    variants = _stamped(_codex_variants(experiment, planted))
    save_rows(day / f"rollout-2026-10-05T10-30-00-{CODEX_VARIANT_ID}.jsonl", variants)
    for number, text in enumerate(planted):
        name = f"rollout-2026-10-05T11-{number:02}-00-{slugged(text)[:80]}.jsonl"
        save_rows(day / name, _stamped([_meta(experiment, id=text), *_spent(f"resp_{number}")]))


def _stamped(rows: Sequence[Row]) -> list[Row]:
    return [{"timestamp": stamp(START + 1_000 * number), **row} for number, row in enumerate(rows)]


def _meta(experiment: Path, **changed: Any) -> Row:
    git = {"commit_hash": "0" * 40, "branch": "main", "repository_url": "git@example.invalid:p/p"}
    told = {
        "id": CODEX_ID,
        "session_id": CODEX_ID,
        "timestamp": stamp(START),
        "cwd": f"{experiment}/src",
        "originator": "codex-tui",
        "cli_version": "0.155.1",
        "source": "cli",
        "thread_source": "user",
        "model_provider": "openai",
        "base_instructions": {"text": "You are Codex."},
        "git": git,
    }
    return {"type": "session_meta", "payload": {**told, **changed}}


def _context(experiment: Path, **changed: Any) -> Row:
    told = {"turn_id": "t1", "model": "gpt-6-astra", "cwd": f"{experiment}/src", "effort": "high"}
    more = {"user_instructions": "x", "developer_instructions": "x", "timezone": "Etc/UTC"}
    return {"type": "turn_context", "payload": {**told, **more, **changed}}


def _spent(response: str, total: int = 1, **changed: Any) -> list[Row]:
    """Return a call as a record and as counters; `total` says which call of the file it is."""
    names = {"session_id": CODEX_ID, "thread_id": CODEX_ID, "turn_id": "t1"}
    totals = {name: count * total for name, count in _COUNTS.items()}
    info = {"total_token_usage": totals, "last_token_usage": {**_COUNTS, **changed}}
    record = {**names, "response_id": response, "usage": {**_COUNTS, **changed}}
    limits = {"plan_type": "plus", "primary": {"used_percent": 1.0}}
    return [
        {"type": "token_usage_record", "payload": record},
        _event("token_count", info=info, rate_limits=limits),
    ]


def _event(kind: str, **told: Any) -> Row:
    return {"type": "event_msg", "payload": {"type": kind, **told}}


def _item(kind: str, **told: Any) -> Row:
    return {"type": "response_item", "payload": {"type": kind, **told}}


def _codex_rows(experiment: Path) -> list[Row]:
    """Return one row of every kind."""
    settings = {"model": "gpt-6-astra", "service_tier": "priority", "cwd": "/x"}
    return [
        _meta(experiment),
        _event("thread_settings_applied", thread_settings=settings),
        _event("task_started", turn_id="t1", model_context_window=258_400),
        _context(experiment),
        _item("message", role="user", content=[{"type": "input_text", "text": "Port it"}]),
        _event("user_message", message="Port it", images=["x"], local_images=["/x/y.png"]),
        *_codex_tools(experiment),
        *_spent("resp_1"),
        _event("agent_message", message="done"),
        _event("agent_reasoning", text="hm"),
        _event("thread_name_updated", thread_name="Port it"),
        _event("error", message="stream failed", codex_error_info="other"),
        {
            "type": "compacted",
            "payload": {
                "message": "x",
                "replacement_history": [{"type": "message", "content": "x"}],
            },
        },
        _event("turn_aborted", turn_id="t1", reason="interrupted"),
        _event("task_complete", turn_id="t1", duration_ms=689_496, last_agent_message="done"),
    ]


def _codex_tools(experiment: Path) -> list[Row]:
    changes = {
        f"{experiment}/src/lib.rs": {
            "type": "update",
            "unified_diff": "@@\n-old\n+new\n",
            "move_path": f"{experiment}/src/moved.rs",
        },
        f"{experiment}/src/new.py": {"type": "add", "content": "x = 1\n"},
        f"{experiment}/old.py": {"type": "delete", "content": "x = 1\n"},
    }
    call = {"server": "docs", "tool": "lookup", "arguments": {"q": "x", "a b": "x"}}
    said = {"content": [{"type": "text", "text": "x"}]}
    done = {"call_id": "c1", "success": True, "status": "completed", "stdout": "x", "stderr": "x"}
    shown = "Process exited with code 0\nOutput:\n[main abc1234] Port it"
    return [
        _item("reasoning", summary=[{"type": "summary_text", "text": "x"}], encrypted_content="x"),
        _item("function_call", name="exec_command", arguments='{"cmd":"env"}', call_id="c1"),
        _item("function_call_output", call_id="c1", output=shown),
        _item("custom_tool_call", name="apply_patch", input="*** Begin Patch", call_id="c1"),
        _item("custom_tool_call_output", call_id="c1", output="x"),
        _item("web_search_call", action={"type": "search", "query": "x"}),
        _event("patch_apply_end", changes=changes, **done),
        _event("mcp_tool_call_end", call_id="c2", invocation=call, result={"Ok": said}),
    ]


def _codex_variants(experiment: Path, planted: Sequence[str]) -> list[Row]:
    """Return rows in which each planted string stands once for each name a reader expects."""
    found = [_meta(experiment, id=CODEX_VARIANT_ID, session_id=CODEX_VARIANT_ID)]
    for number, text in enumerate(planted):
        git = {"commit_hash": text, "branch": text, "repository_url": text}
        names = dict.fromkeys(("originator", "cli_version", "source", "thread_source"), text)
        parents = dict.fromkeys(("forked_from_id", "parent_thread_id"), text)
        found += [
            _meta(experiment, id=CODEX_VARIANT_ID, git=git, **names),
            _meta(experiment, id=CODEX_VARIANT_ID, **parents),
            _event("thread_settings_applied", thread_settings={"service_tier": text}),
            _context(experiment, model=text, effort=text, turn_id=text),
            *_spent(text, number + 1, **{text: 5}),
            *_codex_names(text),
        ]
    return found


def _codex_names(text: str) -> list[Row]:
    call = {"server": text, "tool": text}
    changes = {text: {"type": text, text: text}}
    return [
        {"type": text, "payload": {"type": text, text: text}},
        {"type": "token_usage_record", "payload": {"response_id": text, "usage": text}},
        {"type": "event_msg", "payload": {"type": text, text: text}},
        {"type": "response_item", "payload": {"type": text, "name": text}, text: text},
        {"timestamp": text, **_event("user_message", message=text)},
        _event("mcp_tool_call_end", call_id=text, invocation=call),
        _event("patch_apply_end", call_id=text, success=True, changes=changes, status=text),
        _item("function_call", name=f"mcp__{text}__{text}", arguments="{}", call_id=text),
        _event("task_complete", turn_id=text, duration_ms=text),
    ]
