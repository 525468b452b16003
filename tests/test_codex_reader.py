"""What the reader of Codex's rollouts takes from their rows; all rows are invented."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from codex_support import (
    ONE,
    PORT,
    TWO,
    Row,
    context,
    count,
    event,
    in_and_out,
    item,
    log_of,
    meta,
    ms,
    read,
    record,
    row,
    tokens,
    told_by,
)

from portlog.sources.agents.transcript import Call, Transcript, key_of


def test_a_call_is_split_into_classes_that_do_not_overlap(tmp_path: Path) -> None:
    usage = {**tokens(1000, 50, cached=600, written=100), "reasoning_output_tokens": 20}

    told = told_by(tmp_path, meta(), context(), record(9, "resp_1", usage))

    key = key_of("codex", "resp_1")
    assert told.calls == [
        Call(key, ms(9), "gpt-6-astra", "standard", 300, 600, 100, 0, 50, 20),
    ]


def test_cached_tokens_beyond_the_input_are_not_counted(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(), context(), record(9, "r", tokens(100, 5, 150, 70)))

    (call,) = told.calls
    assert (call.input, call.cache_read, call.cache_write_5m) == (0, 100, 0)


def test_a_counter_that_tells_of_a_record_is_no_second_call(tmp_path: Path) -> None:
    one, two = tokens(100, 10), tokens(200, 20)

    told = told_by(
        tmp_path,
        meta(),
        context(),
        record(2, "r1", one),
        count(2, one, one),
        record(3, "r2", two),
        count(3, tokens(300, 30), two),
    )

    assert in_and_out(told.calls) == [(100, 10), (200, 20)]


def test_a_counter_before_its_record_is_no_second_call(tmp_path: Path) -> None:
    one = tokens(100, 10)

    told = told_by(tmp_path, meta(), context(), count(2, one, one), record(2, "r1", one))

    assert [call.key for call in told.calls] == [key_of("codex", "r1")]


def test_equal_calls_are_counted_each(tmp_path: Path) -> None:
    one = tokens(100, 10)
    rows = [
        each
        for n in range(1, 4)
        for each in (record(n, f"r{n}", one), count(n, tokens(100 * n, 10 * n), one))
    ]

    told = told_by(tmp_path, meta(), context(), *rows)

    assert in_and_out(told.calls) == [(100, 10)] * 3


def test_a_thread_that_goes_on_after_an_upgrade_counts_both_kinds(tmp_path: Path) -> None:
    one = tokens(100, 10)

    told = told_by(
        tmp_path,
        meta(),
        context(),
        count(2, one, one),
        record(3, "r2", one),
        count(3, tokens(200, 20), one),
        count(4, tokens(300, 30), one),
    )

    assert in_and_out(told.calls) == [(100, 10)] * 3
    assert told.calls[1].key == key_of("codex", "r2")


def test_a_compaction_is_counted_by_its_record_and_its_copies_are_not(tmp_path: Path) -> None:
    used = tokens(9000, 300)
    copy = {"thread_id": ONE, "response_id": "r9", "usage": used}
    history = [{"type": "token_usage_record", "payload": copy}]
    compacted = {"message": "", "latest_token_usage_record": copy, "replacement_history": history}
    one, estimate = tokens(100, 10), tokens(7000, 0)

    told = told_by(
        tmp_path,
        meta(),
        context(),
        count(2, one, one),
        record(3, "r9", used),
        row(4, "compacted", compacted),
        count(4, one, estimate),
    )

    assert in_and_out(told.calls) == [(100, 10), (9000, 300)]


@pytest.mark.parametrize("info", [None, {}, {"total_token_usage": None}])
def test_a_counter_without_figures_is_no_call(tmp_path: Path, info: Any) -> None:
    told = told_by(tmp_path, meta(), context(), event(2, "token_count", info=info))

    assert (told.calls, told.unreadable) == ([], [])


def test_a_counter_that_repeats_the_totals_is_no_call(tmp_path: Path) -> None:
    one = tokens(100, 10)

    told = told_by(
        tmp_path, meta(), context(), count(2, one, one), count(3, one, one), count(4, None, one)
    )

    assert in_and_out(told.calls) == [(100, 10)]


def test_without_a_last_call_the_totals_tell_it(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        context(),
        count(2, tokens(100, 10, cached=40), None),
        count(3, tokens(250, 15, cached=60), None),
    )

    assert in_and_out(told.calls) == [(100, 10), (150, 5)]
    assert [call.cache_read for call in told.calls] == [40, 20]


def test_totals_that_fall_give_no_negative_counts(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        context(),
        count(2, tokens(500_000, 90), tokens(500, 90)),
        count(3, tokens(400_000, 80), tokens(700, 60)),
        count(4, tokens(300, 30), None),
        event(5, "token_count", info={"total_token_usage": {}, "last_token_usage": {}}),
        count(6, tokens(100, 10), tokens(100, 10)),
    )

    assert in_and_out(told.calls) == [(500, 90), (700, 60), (300, 30), (100, 10)]
    assert len({call.key for call in told.calls}) == 4


def test_totals_that_fell_to_more_than_a_call_can_hold_tell_no_call(tmp_path: Path) -> None:
    fallen = {"total_token_usage": tokens(400_000, 80), "model_context_window": 258_400}

    told = told_by(
        tmp_path,
        meta(),
        context(),
        count(2, tokens(500_000, 90), tokens(500, 90)),
        event(3, "token_count", info=fallen),
    )

    assert in_and_out(told.calls) == [(500, 90)]


def test_null_counts_are_nothing_and_the_others_stand(tmp_path: Path) -> None:
    usage = {"input_tokens": 100, "cached_input_tokens": None, "output_tokens": 7}

    told = told_by(tmp_path, meta(), context(), record(2, "r", usage))

    assert in_and_out(told.calls) == [(100, 7)]
    assert (told.drift, told.unreadable) == ({}, [])


def test_a_record_goes_by_the_model_of_its_turn(tmp_path: Path) -> None:
    used = tokens(100, 10)

    told = told_by(
        tmp_path,
        meta(),
        record(1, "r0", used, turn_id="t1"),
        context(2, "gpt-5.5", turn_id="t1"),
        context(3, "gpt-6-astra", turn_id="t2"),
        record(4, "r1", used, turn_id="t1"),
        record(5, "r2", used, turn_id="t2"),
        record(6, "r3", used, turn_id="t9"),
    )

    models = [call.model for call in told.calls]
    assert models == ["gpt-5.5", "gpt-5.5", "gpt-6-astra", "gpt-6-astra"]


def test_a_call_of_no_named_model_has_none(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(), record(1, "r0", tokens(1, 1)))

    assert [call.model for call in told.calls] == [""]


def settings(at: float, tier: str | None) -> Row:
    return event(at, "thread_settings_applied", thread_settings={"service_tier": tier})


def test_a_tier_set_in_a_turn_holds_from_the_next_one(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        settings(1, "priority"),
        context(2),
        record(3, "r1", tokens(1, 1)),
        settings(4, "flex"),
        record(5, "r2", tokens(2, 1)),
        context(6),
        record(7, "r3", tokens(3, 1)),
        event(8, "task_complete", turn_id="t"),
        settings(8, None),
        record(9, "r4", tokens(4, 1)),
        context(10, service_tier="fast"),
        record(11, "r5", tokens(5, 1)),
    )

    tiers = [call.tier for call in told.calls]
    assert tiers == ["priority", "priority", "flex", "standard", "fast"]


def test_a_tier_that_no_price_is_known_for_is_the_standard_one(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(), settings(1, "default"), record(3, "r1", tokens(1, 1)))

    assert [call.tier for call in told.calls] == ["standard"]


def test_the_header_names_the_thread_and_its_circumstances(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(git={"branch": "port/loop"}), context(effort="high"))

    assert (told.thread, told.parent, told.copied_from) == (ONE, "", "")
    assert (told.version, told.branch, told.effort) == ("0.150.0", "port/loop", ["high"])
    assert told.inside
    assert list(told.times()) == [ms(0), ms(1)]


def test_a_thread_elsewhere_is_not_inside(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(cwd="/srv/port-old"), context(cwd="/srv"))

    assert not told.inside


def test_a_folder_entered_later_counts(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(cwd="/srv"), context(cwd=f"{PORT}/src"))

    assert told.inside


SPAWN = {"subagent": {"thread_spawn": {"parent_thread_id": TWO, "depth": 1}}}


@pytest.mark.parametrize(
    "more",
    [
        {"thread_source": "subagent", "parent_thread_id": TWO},
        {"source": SPAWN},
        {"source": {"subagent": {"other": "guardian"}}, "parent_thread_id": TWO},
        {"source": {"subagent": "review"}, "session_id": TWO},
        {"thread_source": "subagent", "forked_from_id": TWO},
    ],
)
def test_a_subagent_names_the_thread_it_works_for(tmp_path: Path, more: dict[str, Any]) -> None:
    told = told_by(tmp_path, meta(**more))

    assert told.parent == TWO


def test_a_fork_by_a_person_has_no_parent(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(forked_from_id=TWO, parent_thread_id=TWO, thread_source="user"))

    assert (told.parent, told.copied_from) == ("", TWO)


def test_a_file_without_a_header_is_named_by_itself(tmp_path: Path) -> None:
    told = told_by(tmp_path, context(), record(2, "r", tokens(1, 1)))

    assert told.thread == ONE
    assert in_and_out(told.calls) == [(1, 1)]


def test_the_first_releases_wrote_rows_without_a_payload(tmp_path: Path) -> None:
    patch = "*** Begin Patch\n*** Add File: a.rs\n+one\n+two\n*** End Patch"
    shell = msgspec.json.encode({"command": ["apply_patch", patch], "workdir": PORT}).decode()
    done = '{"output":"Success. Updated","metadata":{"exit_code":0}}'

    told = told_by(
        tmp_path,
        {"id": TWO, "timestamp": "2026-08-03T09:00:00.000Z", "git": {"branch": "main"}},
        {"record_type": "state"},
        {"type": "message", "role": "user", "content": []},
        {"type": "function_call", "name": "shell", "arguments": shell, "call_id": "c"},
        {"type": "function_call_output", "call_id": "c", "output": done},
    )

    assert (told.thread, told.branch, told.drift) == (TWO, "main", {})
    assert list(told.times()) == [ms(0)]
    assert [(edit.added, edit.removed) for edit in told.edits] == [(2, 0)]
    assert told.kinds == {"bare": 2, "message": 1, "function_call": 1, "function_call_output": 1}


def test_turns_are_as_long_as_they_say(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        event(1, "task_complete", turn_id="t1", duration_ms=689_496),
        event(2, "turn_aborted", turn_id="t2", reason="interrupted"),
        event(3, "turn_aborted", turn_id="t3", duration_ms=12.6),
        event(4, "task_complete", turn_id="t4", duration_ms=-5),
    )

    assert [(turn.key, turn.ms) for turn in told.turns] == [
        (key_of("turn", "t1"), 689_496),
        (key_of("turn", "t3"), 13),
    ]


def test_commits_are_those_that_git_says_it_made(tmp_path: Path) -> None:
    command, output = '{"cmd":"git -C . commit -m x"}', "out\n[main (root-commit) abc1234] Port it"
    script = 'await tools.exec_command({"cmd":"git commit -m y"})'

    told = told_by(
        tmp_path,
        meta(),
        item(1, "function_call", name="exec_command", arguments=command, call_id="a"),
        item(2, "function_call_output", call_id="a", output=output),
        item(3, "function_call", name="shell", arguments='{"command":["ls"]}', call_id="b"),
        item(4, "function_call_output", call_id="b", output="[main 1111111] shown"),
        item(5, "custom_tool_call", name="exec", input=script, call_id="c"),
        item(
            6,
            "custom_tool_call_output",
            call_id="c",
            output=[{"type": "input_text", "text": "[detached HEAD def56789] y"}],
        ),
        item(7, "local_shell_call", action={"command": ["git", "commit"]}, call_id="d"),
        item(8, "function_call_output", call_id="d", output={"content": "[a/b 9999999] z"}),
    )

    assert told.commits == ["abc1234", "def56789", "9999999"]


def test_commits_of_the_newest_releases_stand_in_items(tmp_path: Path) -> None:
    ran = {"type": "CommandExecution", "id": "e", "command": ["git", "commit"]}

    told = told_by(
        tmp_path,
        meta(),
        event(1, "item_completed", item={**ran, "aggregated_output": "[main abcdef0] x"}),
    )

    assert told.commits == ["abcdef0"]


def test_servers_are_named_by_their_calls(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        event(1, "mcp_tool_call_end", call_id="a", invocation={"server": "docs", "tool": "q"}),
        item(2, "function_call", name="mcp__github__issue", arguments="{}", call_id="b"),
        item(3, "function_call", name="q", namespace="mcp__graph", arguments="{}", call_id="c"),
        event(4, "item_completed", item={"type": "McpToolCall", "server": "board"}),
        event(5, "mcp_tool_call_end", call_id="d", invocation={"server": "docs", "tool": "q"}),
    )

    assert told.servers == ["docs", "github", "graph", "board"]


def test_hooks_are_named_by_their_events(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        event(1, "hook_completed", run={"event_name": "Stop"}),
        event(2, "hook_completed", run={"event_name": "pre_tool_use"}),
    )

    assert told.hooks == ["Stop", "PreToolUse"]


def test_kinds_are_counted_and_unknown_ones_are_drift(tmp_path: Path) -> None:
    told = told_by(
        tmp_path,
        meta(),
        event(1, "mood_changed"),
        event(2, "mood_changed"),
        row(3, "a secret of mine", {}),
    )

    assert told.kinds["session_meta"] == 1
    assert told.drift == {"kind event_msg/mood_changed": 2, "kind (not a plain name)": 1}


def test_unknown_fields_of_usage_are_drift_and_lose_nothing(tmp_path: Path) -> None:
    used = {**tokens(100, 10), "dream_tokens": 7}

    told = told_by(tmp_path, meta(), context(), record(1, "r", used), count(1, used, used))

    assert in_and_out(told.calls) == [(100, 10)]
    assert told.drift == {"usage field dream_tokens": 2}


def test_deep_reading_looks_at_all_fields(tmp_path: Path) -> None:
    log = log_of(tmp_path, [meta(mood="calm"), row(1, "world_state", {}, weather="fair")])

    assert read(log).drift == {}
    assert read(log, deep=True).drift == {"field mood": 1, "field weather": 1}


def test_deep_reading_tells_the_same_otherwise(tmp_path: Path) -> None:
    one = tokens(100, 10)
    log = log_of(tmp_path, [meta(), context(), record(2, "r1", one), count(2, one, one)])

    assert read(log, deep=True) == read(log)


def test_nothing_that_was_said_is_taken(tmp_path: Path) -> None:
    said = "wholly confidential words"
    patch = {f"{PORT}/src/{said}.rs": {"type": "add", "content": said}}
    told = told_by(
        tmp_path,
        meta(base_instructions={"text": said}, originator=said),
        context(effort=said, user_instructions=said, cwd=f"{PORT}/{said}"),
        item(2, "message", role="user", content=[{"type": "input_text", "text": said}]),
        item(3, "function_call", name="exec", arguments=f"git commit {said}", call_id=said),
        item(4, "function_call_output", call_id=said, output=f"[{said} abc1234] {said}"),
        event(5, "patch_apply_end", call_id=said, success=True, changes=patch),
        event(6, "agent_message", message=said),
        event(7, said),
    )

    kept = msgspec.json.encode(msgspec.structs.replace(told, kinds={}))
    assert b"confidential" not in kept
    assert len(told.edits) == 1


def test_a_transcript_survives_the_way_between_processes(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(), context(effort="low"), record(2, "r", tokens(3, 4)))

    packed = msgspec.msgpack.encode(told)

    assert msgspec.msgpack.decode(packed, type=Transcript) == told


def test_a_counter_without_a_time_is_no_call_that_a_record_replaces(tmp_path: Path) -> None:
    used = tokens(100, 10)

    told = told_by(
        tmp_path,
        {**count(0, used, used), "timestamp": None},
        meta(),
        record(0.1, "r1", used),
    )

    assert [(call.input, call.output) for call in told.calls] == [(100, 10)]
    assert [trouble.line for trouble in told.unreadable] == [1]
