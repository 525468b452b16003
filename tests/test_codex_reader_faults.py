"""Rollouts that cannot be read as they should: every line is invented, and most are broken."""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from codex_support import (
    CODEX,
    PORT,
    Row,
    content_of,
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
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portlog.sources.agents import lines
from portlog.sources.agents.transcript import Transcript, Trouble

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS = [meta(), context(), record(2, "r1", tokens(100, 10)), record(3, "r2", tokens(7, 1))]


def troubles(folder: Path, *parts: bytes) -> list[Trouble]:
    return read(log_of(folder, b"".join(parts))).unreadable


@pytest.mark.parametrize("broken", [b"{", b'{"type":"event_msg","payl', b"]", b"null", b"1", b"[]"])
def test_a_line_that_is_no_row_is_named(tmp_path: Path, broken: bytes) -> None:
    told = read(log_of(tmp_path, content_of(ROWS[:3]) + broken + b"\n" + content_of(ROWS[3:])))

    assert told.unreadable == [Trouble(4, "not JSON")]
    assert in_and_out(told.calls) == [(100, 10), (7, 1)]


@pytest.mark.parametrize("wrong", ["12", -3, 1.5, True, [], 10**17])
def test_a_count_of_another_form_is_named_and_not_shown(tmp_path: Path, wrong: Any) -> None:
    usage = {**tokens(100, 10), "output_tokens": wrong}
    rows = [meta(), record(1, "r", usage), count(2, tokens(9, 9), usage), *ROWS[1:]]

    told = read(log_of(tmp_path, rows))

    assert [one.line for one in told.unreadable] == [2, 3]
    assert all("output_tokens" in one.why for one in told.unreadable)
    assert in_and_out(told.calls) == [(100, 10), (7, 1)]
    assert told.kinds["token_usage_record"] == 3


@pytest.mark.parametrize(
    "odd",
    [
        row(1, "turn_context", [1]),
        row(1, "turn_context", {"cwd": 5, "model": {}, "effort": []}),
        row(1, "event_msg", {"type": 7}),
        row(1, "event_msg", None),
        event(1, "task_complete", duration_ms="long", turn_id=4),
        event(1, "item_completed", item={"type": "CommandExecution", "aggregated_output": 3}),
        event(1, "thread_settings_applied", thread_settings="fast"),
        event(1, "mcp_tool_call_end", invocation=[]),
        item(1, "function_call", name={}, arguments=4, call_id=[]),
        {"type": "response_item", "timestamp": "yesterday", "payload": {"type": "message"}},
        {"type": None, "payload": {}},
        {"timestamp": "2026-08-03T09:00:01", "type": "world_state", "payload": {}},
    ],
)
def test_odd_rows_that_tell_no_usage_are_passed_over(tmp_path: Path, odd: Row) -> None:
    told = read(log_of(tmp_path, [meta(), odd, *ROWS[1:]]))

    assert told.unreadable == []
    assert in_and_out(told.calls) == [(100, 10), (7, 1)]
    assert sum(told.kinds.values()) == 5


def test_a_row_keeps_its_good_fields_beside_a_bad_one(tmp_path: Path) -> None:
    told = read(log_of(tmp_path, [meta(cli_version=7, git="x"), context(effort=5), *ROWS[2:]]))

    assert (told.version, told.inside) == ("", True)
    assert {call.model for call in told.calls} == {"gpt-6-astra"}


def test_a_patch_of_another_form_is_named(tmp_path: Path) -> None:
    rows = [meta(), event(1, "patch_apply_end", success=True, changes={f"{PORT}/a": "x"})]

    assert read(log_of(tmp_path, rows)).unreadable == [Trouble(2, "a patch of another form")]


def test_a_row_without_a_time_has_that_of_the_row_before(tmp_path: Path) -> None:
    bare = {**ROWS[2], "timestamp": None}

    told = read(log_of(tmp_path, [meta(at=5), bare]))

    assert [call.at for call in told.calls] == [ms(5)]


def test_a_call_in_a_log_without_times_is_named(tmp_path: Path) -> None:
    bare = {**ROWS[2], "timestamp": None}

    assert read(log_of(tmp_path, [bare])).unreadable == [Trouble(1, "a call without a time")]


def test_blank_lines_a_mark_and_other_line_ends_are_nothing(tmp_path: Path) -> None:
    parts = content_of(ROWS).replace(b"\n", b"\r\n\r\n \n")

    told = read(log_of(tmp_path, b"\xef\xbb\xbf" + parts + b"oops\n"))

    assert in_and_out(told.calls) == [(100, 10), (7, 1)]
    assert told.unreadable == [Trouble(13, "not JSON")]


def test_a_last_line_counts_if_it_is_whole(tmp_path: Path) -> None:
    whole = content_of(ROWS)

    assert len(read(log_of(tmp_path, whole[:-1])).calls) == 2
    for end in range(2, 200, 7):
        told = read(log_of(tmp_path, whole[:-end]))
        assert (len(told.calls), told.unreadable) == (1, [])


def test_half_of_a_surrogate_in_a_text_is_no_matter(tmp_path: Path) -> None:
    text = rb'{"type":"agent_message","message":"\ud83d cut \\ud83d"}'
    odd = b'{"timestamp":"2026-08-03T09:00:01Z","type":"event_msg","payload":' + text + b"}\n"

    told = read(log_of(tmp_path, odd + content_of(ROWS)))

    assert (len(told.calls), told.unreadable) == (2, [])


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    assert troubles(tmp_path, b'{"type":"\xff\xfe"}\n') == []
    assert troubles(tmp_path, b'{"\xff":"\xfe"\xff}\n') == [Trouble(1, "not JSON")]


def test_a_row_nested_too_deeply_is_named(tmp_path: Path) -> None:
    deep = b'{"a":' * 100_000

    assert troubles(tmp_path, deep + b"\n") == [Trouble(1, "nested too deeply")]


def test_a_line_that_is_too_long_is_told_by_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 300_000)
    long = "x" * 700_000
    rows = [
        *ROWS[:2],
        item(2, "message", text=long),
        row(3, "token_usage_record", {"response_id": long}),
        row(4, "novel", {"text": long}),
        *ROWS[2:],
    ]

    told = read(log_of(tmp_path, rows))

    assert told.unreadable == [Trouble(n, "longer than 64 MiB") for n in (4, 5)]
    assert told.kinds["response_item/message"] == 1
    assert list(told.times()) == [ms(at) for at in (0, 1, 2, 3, 4, 2, 3)]
    assert len(told.calls) == 2


def test_a_packed_log_tells_the_same_as_a_plain_one(tmp_path: Path) -> None:
    plain = log_of(tmp_path, ROWS)
    packed = plain.with_name(f"{plain.name}.zst")
    packed.write_bytes(zstd.compress(plain.read_bytes()))

    assert read(packed) == read(plain)


def test_what_was_unpacked_before_damage_stands(tmp_path: Path) -> None:
    plain = log_of(tmp_path, ROWS)
    packed = plain.with_name(f"{plain.name}.zst")
    frames = zstd.compress(plain.read_bytes()) + zstd.compress(plain.read_bytes())[:-9]
    packed.write_bytes(frames)

    told = read(packed)

    assert len(told.calls) == 2
    assert told.unreadable[-1].why == "it cannot be unpacked from here on"


def test_a_log_that_cannot_be_opened_raises_that(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "rollout-none.jsonl")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
SEEDS = [
    *ROWS,
    count(4, tokens(300, 30), tokens(100, 10)),
    meta(source={"subagent": {"thread_spawn": {"parent_thread_id": "x"}}}, git={"branch": "main"}),
    event(5, "patch_apply_end", call_id="c", success=True, changes={"a.rs": {"type": "add"}}),
    event(6, "task_complete", turn_id="t", duration_ms=5),
    event(7, "item_completed", item={"type": "FileChange", "id": "c", "changes": {}}),
    event(8, "thread_settings_applied", thread_settings={"service_tier": "flex"}),
    event(9, "mcp_tool_call_end", invocation={"server": "docs"}),
    item(10, "function_call", name="shell", call_id="c", arguments="git commit *** Begin Patch"),
    item(11, "function_call_output", call_id="c", output="[main abc1234] x\nSuccess."),
    row(12, "compacted", {"latest_token_usage_record": {"usage": {}, "thread_id": "z"}}),
]


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else ()
    return [path, *(found for key, part in inner for found in paths_in(part, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return rows in which some values are others, or some bytes are."""
    rows = [json.loads(json.dumps(one)) for one in draw(st.lists(st.sampled_from(SEEDS)))]
    for one in rows:
        path = draw(st.sampled_from([found for found in paths_in(one) if found]))
        there = one
        for key in path[:-1]:
            there = there[key]
        if draw(st.booleans()):
            there[path[-1]] = draw(JSON)
    content = bytearray(content_of(rows))
    for _ in range(draw(st.integers(0, 2)) if content else 0):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content)


def passes_on(content: bytes, log: Path) -> None:
    log.write_bytes(content)
    for deep in (False, True):
        told = read(log, deep=deep)
        packed = msgspec.msgpack.encode(list(CODEX.settled([told])))
        assert msgspec.msgpack.decode(packed, type=list[Transcript])
        numbers = [n for call in told.calls for n in msgspec.structs.astuple(call)[4:]]
        assert all(n >= 0 for n in numbers)


FUZZ = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(content=st.binary(max_size=400))
def test_no_bytes_can_stop_the_reader(tmp_path: Path, content: bytes) -> None:
    passes_on(content, tmp_path / "rollout-any.jsonl")


@FUZZ
@given(content=mutated())
def test_no_row_can_stop_the_reader(tmp_path: Path, content: bytes) -> None:
    passes_on(content, tmp_path / "rollout-any.jsonl")


@FUZZ
@given(content=st.binary(max_size=200))
def test_no_packed_bytes_can_stop_the_reader(tmp_path: Path, content: bytes) -> None:
    passes_on(zstd.compress(content_of(ROWS)) + content, tmp_path / "rollout-any.jsonl.zst")


@FUZZ
@given(content=mutated())
def test_lines_read_alone_tell_what_they_tell_together(tmp_path: Path, content: bytes) -> None:
    log = tmp_path / "rollout-any.jsonl"
    log.write_bytes(content + b"oops\n")
    together = read(log)

    log.write_bytes(content.replace(b"\n", b"\n\n") + b"oops\n")
    alone = read(log)

    assert msgspec.structs.replace(together, unreadable=[]) == msgspec.structs.replace(
        alone, unreadable=[]
    )
