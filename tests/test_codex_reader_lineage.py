"""Which rows of a Codex thread are its own, and which were copied; all rows are invented."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codex_support import (
    CODEX,
    ONE,
    PORT,
    THREE,
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
    stamp,
    tokens,
)

from portlog.sources.agents.transcript import Transcript

FORK = 1000.0


def call(at: float, number: int, used: int = 100) -> Row:
    """Return the counter of a thread's call, all calls before it having used a hundred."""
    return count(at, tokens(100 * (number - 1) + used, 10 * number), tokens(used, 10))


def turn(at: float, name: str) -> list[Row]:
    """Return what a turn leaves beside its calls."""
    added = {f"{PORT}/{name}.rs": {"type": "add", "content": "a\nb\n"}}
    return [
        event(at, "patch_apply_end", call_id=f"patch-{name}", success=True, changes=added),
        item(at, "function_call", name="shell", arguments="git commit", call_id=f"sh-{name}"),
        item(at, "function_call_output", call_id=f"sh-{name}", output=f"[main {name}] x"),
        event(at, "mcp_tool_call_end", invocation={"server": f"s-{name}"}),
        event(at, "task_complete", turn_id=name, duration_ms=5000),
    ]


FIRST, SECOND, OWN = "aaaaaaa", "bbbbbbb", "ccccccc"
PARENT = [
    meta(),
    context(1, turn_id=FIRST, effort="low"),
    call(5, 1),
    call(9, 2),
    *turn(10, FIRST),
    context(20, turn_id=SECOND, effort="low"),
    call(25, 3),
    *turn(30, SECOND),
]


def copied(rows: Sequence[Row], at: float = FORK) -> list[Row]:
    return [{**one, "timestamp": stamp(at + n // 4 / 1000)} for n, one in enumerate(rows)]


def fork_of(rows: Sequence[Row], *own: Row, thread: str = TWO, **more: Any) -> list[Row]:
    header = meta(thread, FORK, **{"forked_from_id": ONE, **more})
    return [header, *copied(rows), *own]


def own_rows(number: int) -> list[Row]:
    rows = [context(FORK + 60, turn_id=OWN, effort="high"), call(FORK + 70, number)]
    return [*rows, *turn(FORK + 80, OWN)]


def settled(folder: Path, *threads: tuple[str, Sequence[Row]]) -> list[Transcript]:
    logs = [log_of(folder / f"{n}", rows, thread) for n, (thread, rows) in enumerate(threads)]
    return list(CODEX.settled(read(log) for log in logs))


def holds_own_alone(told: Transcript) -> None:
    assert [one.at for one in told.calls] == [ms(FORK + 70)]
    assert [one.added for one in told.edits] == [2]
    assert [one.ms for one in told.turns] == [5000]
    assert (told.commits, told.servers) == ([OWN], [f"s-{OWN}"])
    assert told.effort == ["high"]
    assert list(told.times())[:2] == [ms(FORK), ms(FORK + 60)]


def test_a_fork_does_not_count_what_it_copied(tmp_path: Path) -> None:
    parent, fork = settled(tmp_path, (ONE, PARENT), (TWO, fork_of(PARENT, *own_rows(4))))

    assert len(parent.calls) == 3
    holds_own_alone(fork)


def test_a_fork_of_an_earlier_moment_copies_a_part(tmp_path: Path) -> None:
    fork = settled(tmp_path, (ONE, PARENT), (TWO, fork_of(PARENT[:9], *own_rows(3))))[1]

    holds_own_alone(fork)


def test_a_fork_of_a_fork_copies_both(tmp_path: Path) -> None:
    fork = fork_of(PARENT, *own_rows(4))
    later = [{**one, "timestamp": stamp(FORK + 500)} for one in fork]
    header = meta(THREE, FORK + 500, forked_from_id=TWO)
    grandchild = [header, *later, call(FORK + 600, 5)]

    told = settled(tmp_path, (THREE, grandchild), (TWO, fork), (ONE, PARENT))

    assert [in_and_out(one.calls) for one in told] == [[(100, 10)], [(100, 10)], [(100, 10)] * 3]
    assert [one.at for one in told[0].calls] == [ms(FORK + 600)]
    assert told[0].commits == []


def test_the_copies_of_a_thread_that_is_gone_do_not_count(tmp_path: Path) -> None:
    (fork,) = settled(tmp_path, (TWO, fork_of(PARENT, *own_rows(4))))

    holds_own_alone(fork)


def test_the_copies_of_a_thread_that_cannot_be_read_in_full_do_not_count(tmp_path: Path) -> None:
    log_of(tmp_path / "a", PARENT[:3])
    damaged = log_of(tmp_path / "a", b"{\n" + (tmp_path / "a").glob("*").__next__().read_bytes())
    log = log_of(tmp_path / "b", fork_of(PARENT, *own_rows(4)), TWO)

    fork = CODEX.settled([read(damaged), read(log)])[1]

    holds_own_alone(fork)


def test_what_the_other_thread_did_after_the_fork_was_not_copied(tmp_path: Path) -> None:
    parent = [*PARENT, call(FORK + 70, 4)]

    both = settled(tmp_path, (ONE, parent), (TWO, fork_of(PARENT, call(FORK + 70, 4))))

    assert [len(one.calls) for one in both] == [4, 1]
    assert both[0].calls[3].key != both[1].calls[0].key


def test_a_fork_by_reference_copied_nothing(tmp_path: Path) -> None:
    base = {"thread_id": ONE, "end_ordinal_exclusive": 9, "end_byte_offset": 999}
    rows = [meta(TWO, FORK, forked_from_id=ONE, history_base=base), call(FORK + 1, 1)]

    told = settled(tmp_path, (ONE, PARENT), (TWO, rows))

    assert in_and_out(told[1].calls) == [(100, 10)]


def test_subagents_with_equal_calls_count_each(tmp_path: Path) -> None:
    spawned = {"thread_source": "subagent", "parent_thread_id": ONE}
    below = [
        (name, [meta(name, FORK, **spawned), call(FORK + 1, 1), call(FORK + 2, 2)])
        for name in (TWO, THREE)
    ]

    told = settled(tmp_path, (ONE, PARENT), *below)

    keys = {one.key for each in told for one in each.calls}
    assert (len(keys), [one.parent for one in told]) == (7, ["", ONE, ONE])


def test_a_subagent_may_begin_with_copied_rows(tmp_path: Path) -> None:
    spawned = {"thread_source": "subagent", "parent_thread_id": ONE, "forked_from_id": ONE}

    heir = settled(tmp_path, (ONE, PARENT), (TWO, fork_of(PARENT, *own_rows(4), **spawned)))[1]

    holds_own_alone(heir)
    assert heir.parent == ONE


def test_a_header_of_another_thread_tells_of_copies(tmp_path: Path) -> None:
    spawned: Row = {"thread_source": "subagent", "parent_thread_id": ONE, "forked_from_id": None}

    heir = settled(tmp_path, (ONE, PARENT), (TWO, fork_of(PARENT, *own_rows(4), **spawned)))[1]

    assert heir.copied_from == ONE
    holds_own_alone(heir)


RECORDED = [
    meta(),
    context(1, effort="low"),
    record(5, "r1", tokens(100, 10)),
    call(5, 1),
    *turn(6, FIRST),
    record(9, "r2", tokens(100, 10)),
    call(9, 2),
]


def test_records_that_name_another_thread_are_not_the_forks(tmp_path: Path) -> None:
    own = [*own_rows(3), record(FORK + 90, "r3", tokens(7, 1), thread_id=TWO)]

    (fork,) = settled(tmp_path, (TWO, fork_of(RECORDED, *own)))

    assert in_and_out(fork.calls) == [(100, 10), (7, 1)]
    assert (fork.commits, fork.effort) == ([OWN], ["high"])


def test_counters_that_were_copied_without_their_records_do_not_count(tmp_path: Path) -> None:
    counters = [one for one in RECORDED if one["type"] != "token_usage_record"]

    fork = settled(tmp_path, (ONE, RECORDED), (TWO, fork_of(counters, *own_rows(3))))[1]

    holds_own_alone(fork)


def test_a_header_may_say_where_a_threads_own_rows_begin(tmp_path: Path) -> None:
    more: Row = {"thread_source": "subagent", "parent_thread_id": ONE, "forked_from_id": None}
    rows = fork_of(PARENT[1:], *own_rows(4), **more, subagent_history_start_ordinal=len(PARENT))
    far = [{**one, "timestamp": stamp(FORK + 9 * n)} for n, one in enumerate(rows)]
    numbered = [{**one, "ordinal": n} for n, one in enumerate(far)]

    (heir,) = settled(tmp_path, (TWO, numbered))

    assert (len(heir.calls), heir.commits, heir.effort) == (1, [OWN], ["high"])


def test_a_boundary_that_no_row_reaches_is_none(tmp_path: Path) -> None:
    header = meta(TWO, FORK, thread_source="subagent", subagent_history_start_ordinal=99)
    rows = [{**one, "ordinal": n} for n, one in enumerate([header, call(FORK + 9, 1)])]

    (told,) = settled(tmp_path, (TWO, rows))

    assert len(told.calls) == 1


def test_the_checkpoint_of_another_reviewer_does_not_count(tmp_path: Path) -> None:
    guardian = {"source": {"subagent": {"other": "guardian"}}, "parent_thread_id": ONE}
    last = {"thread_id": THREE, "response_id": "r8", "usage": tokens(500, 9)}
    rows = [
        meta(TWO, FORK, **guardian),
        row(FORK, "compacted", {"latest_token_usage_record": last}),
        count(FORK + 3, tokens(20_000_000, 999), tokens(500, 9)),
        record(FORK + 9, "r9", tokens(70, 2), thread_id=TWO),
        count(FORK + 9, tokens(20_000_070, 1001), tokens(70, 2)),
    ]

    (told,) = settled(tmp_path, (TWO, rows))

    assert in_and_out(told.calls) == [(70, 2)]


def test_copies_of_a_file_tell_the_same_keys(tmp_path: Path) -> None:
    rows = [*RECORDED, call(50, 3)]

    one, other = settled(tmp_path, (ONE, rows), (ONE, rows))

    assert [call.key for call in one.calls] == [call.key for call in other.calls]
    assert len({call.key for call in one.calls}) == 3


def test_a_file_that_has_grown_keeps_its_keys(tmp_path: Path) -> None:
    (before,) = settled(tmp_path / "a", (ONE, PARENT[:4]))
    (after,) = settled(tmp_path / "b", (ONE, PARENT))

    assert [one.key for one in after.calls][:2] == [one.key for one in before.calls]


def test_threads_that_name_each_other_end(tmp_path: Path) -> None:
    rows = [[meta(name, FORK, forked_from_id=other), call(FORK + 9, 1)] for name, other in PAIRS]

    told = settled(tmp_path, (ONE, rows[0]), (TWO, rows[1]), (THREE, rows[2]))

    assert len(told) == 3


PAIRS = [(ONE, TWO), (TWO, ONE), (THREE, THREE)]
