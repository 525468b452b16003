"""The kinds of rows and the fields that Codex's rollouts are known to have."""

from collections.abc import Iterator, Mapping

import msgspec

from portlog.sources.agents.codex_rows import fields_in

NO_NAME = "bare"
_TOP = frozenset({"ordinal", "payload", "timestamp", "type"})
_BARE = "custom_tool_call custom_tool_call_output function_call function_call_output message"
_TOP_KINDS = (
    "agent_response_observation compacted inter_agent_communication "
    "inter_agent_communication_metadata realtime_item retained_context security_risk_score "
    "session_meta state token_usage_record turn_context world_state"
)
_EVENTS = (
    "agent_message agent_reasoning agent_reasoning_raw_content agent_reasoning_section_break "
    "background_event context_compacted deprecation_notice dynamic_tool_call_request "
    "dynamic_tool_call_response entered_review_mode error exec_approval_request exec_command_begin "
    "exec_command_end exited_review_mode guardian_assessment hook_completed hook_started "
    "image_generation_end item_completed item_started mcp_tool_call_begin mcp_tool_call_end "
    "model_reroute patch_apply_begin patch_apply_end plan_update raw_response_item "
    "session_configured shutdown_complete stream_error sub_agent_activity task_complete "
    "task_started thread_goal_updated thread_name_updated thread_rolled_back "
    "thread_settings_applied token_count turn_aborted turn_complete turn_diff turn_started undo "
    "undo_completed undo_started user_message view_image_tool_call warning web_search_begin "
    "web_search_end"
)
_ITEMS = (
    "additional_tools agent_message compaction compaction_trigger context_compaction "
    "custom_tool_call custom_tool_call_output function_call function_call_output ghost_snapshot "
    "image_generation_call local_shell_call message other reasoning tool_search_call "
    "tool_search_output web_search_call"
)
KINDS = frozenset(
    {
        NO_NAME,
        "reasoning",
        *_BARE.split(),
        *_TOP_KINDS.split(),
        *(f"event_msg/{name}" for name in _EVENTS.split()),
        *(f"response_item/{name}" for name in _ITEMS.split()),
    }
)
# what portlog counts by: such a row is missed if it cannot be read
COUNTED = frozenset(
    {
        "event_msg/item_completed",
        "event_msg/patch_apply_end",
        "event_msg/token_count",
        "session_meta",
        "token_usage_record",
        "turn_context",
    }
)
USAGE = frozenset({"event_msg/token_count", "token_usage_record"})
USAGE_FIELDS = frozenset(
    {
        "cache_write_input_tokens",
        "cached_input_tokens",
        "input_tokens",
        "output_tokens",
        "reasoning_output_tokens",
        "total_tokens",
    }
)
_META = (
    "agent_nickname agent_path agent_role base_instructions cli_version context_window "
    "creator_account_id cwd dynamic_tools forked_from_id forked_from_ordinal_exclusive git "
    "history_base history_mode id instructions memory_mode model_provider multi_agent_version "
    "originator parent_thread_id runtime_workspace_roots session_id source "
    "subagent_history_start_ordinal thread_source timestamp"
)
_CONTEXT = (
    "active_permission_profile approval_policy approvals_reviewer collaboration_mode comp_hash "
    "current_date cwd cyber_access_program disabled_plugin_ids effort file_system_sandbox_policy "
    "model multi_agent_mode multi_agent_version network permission_profile personality "
    "realtime_active root_turn_id sandbox_policy service_tier summary timezone truncation_policy "
    "turn_id user_instructions workspace_roots"
)
_COMPACTED = (
    "compaction_response_id first_window_id guardian_history latest_token_usage_record message "
    "previous_window_id replacement_history retained_context window_id window_number"
)
_RECORD = (
    "response_id root_turn_id session_id thread_id thread_token_usage turn_id turn_token_usage"
)
_TURN = (
    "completed_at duration_ms last_agent_message reason root_turn_id started_at "
    "time_to_first_token_ms turn_id type"
)
_ITEM = "internal_chat_message_metadata_passthrough type"
_FIELDS = {
    "session_meta": _META,
    "turn_context": _CONTEXT,
    "compacted": _COMPACTED,
    "token_usage_record": f"usage {_RECORD}",
    "event_msg/token_count": "info rate_limits type",
    "event_msg/task_complete": _TURN,
    "event_msg/turn_aborted": _TURN,
    "event_msg/task_started": "collaboration_mode_kind model model_context_window root_turn_id "
    "started_at turn_id type",
    "event_msg/thread_settings_applied": "thread_id thread_settings type",
    "event_msg/item_completed": "completed_at_ms item started_at_ms thread_id turn_id type",
    "event_msg/patch_apply_end": "auto_approved call_id changes status stderr stdout success "
    "turn_id type",
    "event_msg/mcp_tool_call_end": "call_id duration invocation result turn_id type",
    "response_item/function_call": f"arguments call_id id name namespace status {_ITEM}",
    "response_item/function_call_output": f"call_id id output {_ITEM}",
    "response_item/custom_tool_call": f"call_id id input name status {_ITEM}",
    "response_item/custom_tool_call_output": f"call_id id name output {_ITEM}",
}
_KNOWN: Mapping[str, frozenset[str]] = {
    kind: frozenset(names.split()) for kind, names in _FIELDS.items()
}


def kind_of(name: object, payload: object) -> str:
    """Return a kind's name by the type of a row and that of its payload."""
    outer = name if isinstance(name, str) and name else NO_NAME
    return f"{outer}/{payload}" if isinstance(payload, str) and payload else outer


def unknown_fields(kind: str, content: bytes) -> Iterator[str]:
    """Yield the names of a row's fields, and of its payload's, that no release is known for."""
    fields = fields_in(content)
    if "payload" not in fields:
        return
    yield from fields.keys() - _TOP
    if kind in _KNOWN:
        yield from fields_in(fields["payload"]).keys() - _KNOWN[kind]


def unknown_usage(content: bytes) -> set[str]:
    """Return the names in a row's usage that no release is known for."""
    payload = fields_in(fields_in(content).get("payload", msgspec.Raw(b"{}")))
    info = fields_in(payload.get("info", msgspec.Raw(b"{}")))
    usages = (payload.get("usage"), info.get("total_token_usage"), info.get("last_token_usage"))
    return {name for usage in usages if usage for name in fields_in(usage).keys() - USAGE_FIELDS}
