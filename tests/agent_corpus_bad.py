"""Small logs that are damaged, unfinished or strange, each with what can still be read of it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SESSION = "bad00000-0000-4000-a000-{:012d}"
_DEEP = 10_000


@dataclass(frozen=True, slots=True)
class BadLog:
    """A bad file: `output` is the sum of output tokens in rows that are beyond doubt.

    `output` is None where it is a reader's own choice what to make of the rows.
    """

    name: str
    agent: str
    path: Path
    output: int | None


def bad_logs(folder: Path) -> tuple[BadLog, ...]:
    """Write `folder/claude` and `folder/codex`; good rows tell 100 output tokens each."""
    project = folder / "claude" / "projects" / "-invented-bad"
    project.mkdir(parents=True)
    found = [
        _written(project / f"{SESSION.format(number)}.jsonl", name, "claude", told)
        for number, (name, told) in enumerate(_claude_logs().items())
    ]
    day = folder / "codex" / "sessions" / "2026" / "10" / "05"
    day.mkdir(parents=True)
    found += [
        _written(day / _rollout(number, name), name, "codex", told)
        for number, (name, told) in enumerate(_codex_logs().items())
    ]
    (project / "loop").symlink_to(project, target_is_directory=True)
    (project / "nowhere.jsonl").symlink_to(project / "gone.jsonl")
    return (
        *found,
        BadLog("symlink_loop", "claude", project / "loop", 0),
        BadLog("dangling_symlink", "claude", project / "nowhere.jsonl", 0),
    )


def _written(path: Path, name: str, agent: str, told: tuple[bytes, int | None]) -> BadLog:
    path.write_bytes(told[0])
    return BadLog(name, agent, path, told[1])


def _rollout(number: int, name: str) -> str:
    packed = ".zst" if "zstd" in name else ""
    return (
        f"rollout-2026-10-05T10-00-{number:02}-019f0000-bad0-7000-a000-{number:012d}.jsonl{packed}"
    )


# -- Claude Code --------------------------------------------------------------------------------


def _row(number: int, changed: dict[str, Any] | None = None, **usage: Any) -> bytes:
    told = {"input_tokens": 10, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 3}
    message = {"id": f"msg_{number}", "model": "claude-opus-5", "role": "assistant", "content": []}
    row = {
        "type": "assistant",
        "sessionId": SESSION.format(0),
        "uuid": f"00000000-0000-4000-a000-{number:012d}",
        "requestId": f"req_{number}",
        "version": "2.1.283",
        "cwd": "/invented/bad",
        "timestamp": f"2026-10-05T10:00:{number % 60:02}.000Z",
        "message": {**message, "usage": {**told, "output_tokens": 100, **usage}},
        **(changed or {}),
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(*rows: bytes) -> bytes:
    return b"".join(row + b"\n" for row in rows)


def _claude_logs() -> dict[str, tuple[bytes, int | None]]:
    return _cut() | _numbers() | _times() | _bytes() | _shapes()


def _cut() -> dict[str, tuple[bytes, int | None]]:
    say = {"message": {"role": "user", "content": "ein größeres Wörterbuch"}, "type": "user"}
    letter = _row(12, say).partition("ö".encode())[0] + b"\xc3"
    return {
        "still_written": (_lines(_row(10)) + _row(11)[:-40], 100),
        "cut_inside_a_letter": (_lines(_row(12)) + letter, 100),
        "whole_last_row_without_newline": (_lines(_row(14)) + _row(15), None),
        "invalid_in_the_middle": (_lines(_row(16), b'{"type":"assistant",,}', _row(17)), 200),
        "half_a_row_in_the_middle": (_lines(_row(18), _row(19)[:150], _row(20)), 200),
        "empty": (b"", 0),
        "blank_lines": (b"\n\n  \n\t\n\r\n", 0),
    }


def _numbers() -> dict[str, tuple[bytes, int | None]]:
    nulls = {"version": None, "cwd": None, "gitBranch": None, "requestId": None}
    return {
        "null_fields": (_lines(_row(30, nulls, service_tier=None, speed=None)), 100),
        "null_counts": (_lines(_row(31), _row(32, cache_read_input_tokens=None)), None),
        "null_usage": (_lines(_row(33), _row(34, {"message": {"id": "m", "usage": None}})), 100),
        "numbers_as_strings": (_lines(_row(35), _row(36, output_tokens="100")), None),
        "negative_counts": (_lines(_row(37), _row(38, output_tokens=-100)), None),
        "floats": (_lines(_row(39), _row(40, output_tokens=100.5, input_tokens=1e3)), None),
        "huge_counts": (_lines(_row(41), _row(42, output_tokens=10**30)), None),
        "not_a_number": (_lines(_row(43), _row(44, output_tokens=float("nan"))), None),
        "booleans": (_lines(_row(45), _row(46, output_tokens=True)), None),
    }


def _times() -> dict[str, tuple[bytes, int | None]]:
    early, late = "1970-01-01T00:00:00.000Z", "2099-12-31T23:59:59.999Z"
    stamps = ("2026-10-05T10:30:00.000Z", "2026-10-05T09:00:00.000Z", early, late)
    rows = [_row(number, {"timestamp": at}) for number, at in enumerate(stamps, start=50)]
    odd = ("", "yesterday", "2026-13-45T99:99:99Z", 1_790_000_000, None)
    strange = [_row(number, {"timestamp": at}) for number, at in enumerate(odd, start=60)]
    forms = ("2026-10-05T10:00:00+02:00", "2026-10-05T10:00:00Z", "2026-10-05 10:00:00.123456Z")
    other = [_row(number, {"timestamp": at}) for number, at in enumerate(forms, start=70)]
    return {
        "clock_skew": (_lines(*rows), 400),
        "no_times": (_lines(*strange), None),
        "other_forms_of_time": (_lines(*other), None),
    }


def _bytes() -> dict[str, tuple[bytes, int | None]]:
    pair, lone = b'"content":["\\ud83e\\udd80"]', b'"content":["\\ud83e and \\udd80 alone"]'
    return {
        "crlf": (b"\r\n".join([_row(80), _row(81), b""]), 200),
        "byte_order_mark": (b"\xef\xbb\xbf" + _lines(_row(82), _row(83)), None),
        "nul_bytes": (_lines(_row(84), b"\x00" * 4_096, _row(85)), 200),
        "invalid_utf8": (_lines(_row(86), _row(87).replace(b"invented", b"\xff\xfe")), None),
        "surrogate_pair": (_lines(_row(88).replace(b'"content":[]', pair)), 100),
        "lone_surrogates": (_lines(_row(89), _row(90).replace(b'"content":[]', lone)), None),
        "utf16": (_row(91).decode().encode("utf-16"), None),
    }


def _shapes() -> dict[str, tuple[bytes, int | None]]:
    twice = _row(101).replace(b'"output_tokens":100', b'"output_tokens":1,"output_tokens":100')
    deep = b"[" * _DEEP + b"]" * _DEEP
    nested = _row(103).replace(b'"content":[]', b'"content":' + deep)
    return {
        "unknown_version": (_lines(_row(100, {"version": "99.0.0-moon"})), 100),
        "duplicate_keys": (_lines(twice), None),
        "deeply_nested": (_lines(_row(102), nested, _row(104)), None),
        "deep_without_usage": (_lines(_row(105), b'{"type":"user","a":' + deep + b"}"), 100),
        "no_objects": (_lines(_row(106), b"[1]", b'"text"', b"17", b"null", b"true"), 100),
        "lists_for_objects": (_lines(_row(107), _row(108, {"message": []})), 100),
        "no_session": (_lines(_row(109, {"sessionId": None})), 100),
        "one_long_line": (_lines(_row(110, {"padding": "x" * 3_000_000})), 100),
    }


# -- Codex --------------------------------------------------------------------------------------


def _codex_row(kind: str, second: int, **payload: Any) -> bytes:
    row = {"timestamp": f"2026-10-05T10:00:{second:02}.000Z", "type": kind, "payload": payload}
    return json.dumps(row, separators=(",", ":")).encode()


def _thread(number: int) -> list[bytes]:
    name = f"019f0000-bad0-7000-a000-{number:012d}"
    meta = {"id": name, "cwd": "/invented/bad", "cli_version": "0.155.1", "source": "cli"}
    return [
        _codex_row("session_meta", 0, **meta),
        _codex_row("turn_context", 1, model="gpt-6-astra", cwd="/invented/bad"),
    ]


def _counted(call: int, **changed: Any) -> bytes:
    last: dict[str, Any] = {"input_tokens": 50, "cached_input_tokens": 10, "output_tokens": 100}
    last |= {"reasoning_output_tokens": 0, "total_tokens": 150, **changed}
    total = {
        name: count * call if isinstance(count, int) else count for name, count in last.items()
    }
    info = {"total_token_usage": total, "last_token_usage": last}
    return _codex_row("event_msg", call + 1, type="token_count", info=info)


def _codex_logs() -> dict[str, tuple[bytes, int | None]]:
    whole = [_lines(*_thread(number), _counted(1), _counted(2)) for number in range(20)]
    packed = zstd.compress(whole[1] * 40)
    return {
        "still_written": (whole[0][:-30], 100),
        "damaged_zstd": (packed[:60] + b"\x00\xff" * 20 + packed[100:], None),
        "cut_zstd": (zstd.compress(whole[2])[:-20], None),
        "zstd_in_name_only": (whole[3], None),
        "empty_zstd": (b"", 0),
        "empty": (b"", 0),
        "blank_lines": (b"\n\n\n", 0),
        "no_meta": (_lines(_counted(1)), None),
        "numbers_as_strings": (_lines(*_thread(8), _counted(1, output_tokens="100")), None),
        "negative_counts": (_lines(*_thread(9), _counted(1, output_tokens=-100)), None),
        "totals_that_fall": (_lines(*_thread(10), _counted(2), _counted(1)), None),
        "more_cached_than_read": (_lines(*_thread(11), _counted(1, cached_input_tokens=70)), None),
        "null_info": (
            _lines(*_thread(12), _codex_row("event_msg", 5, type="token_count", info=None)),
            0,
        ),
        "null_payload": (
            _lines(*_thread(13), b'{"type":"event_msg","payload":null}', _counted(1)),
            100,
        ),
        "invalid_in_the_middle": (_lines(*_thread(14), b"{]", _counted(1)), 100),
        "crlf": (whole[15].replace(b"\n", b"\r\n"), 200),
        "nul_bytes": (_lines(*_thread(16), b"\x00" * 512, _counted(1)), 100),
        "fork_of_itself": (_lines(_itself(17), _counted(1)), 100),
        "fork_of_a_lost_thread": (_lines(_lost(18), _counted(1), _counted(2)), None),
    }


def _itself(number: int) -> bytes:
    name = f"019f0000-bad0-7000-a000-{number:012d}"
    names = {"id": name, "forked_from_id": name, "parent_thread_id": name}
    return _codex_row("session_meta", 0, **names, cwd="/invented/bad", cli_version="0.155.1")


def _lost(number: int) -> bytes:
    name = f"019f0000-bad0-7000-a000-{number:012d}"
    gone = {"forked_from_id": "019f0000-0000-7000-a000-000000000404"}
    return _codex_row("session_meta", 0, id=name, **gone, cwd="/invented/bad")
