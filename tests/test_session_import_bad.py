"""Damaged, unfinished and strange logs: what is beyond doubt is counted, the rest is named."""

import ctypes
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from agent_corpus import bad_logs
from import_support import Imports, claude_log, message
from support import Cli

NAME = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def imports(experiment: Cli, tmp_path: Path) -> Imports:
    """Return an experiment and a place for agents' logs."""
    return Imports(experiment, tmp_path / "logs")


def test_what_is_beyond_doubt_is_counted_in_every_bad_log(imports: Imports) -> None:
    logs = bad_logs(imports.logs)

    answer = imports.take_in("--all-projects", "--format", "json")

    rows = imports.rows("select source, tokens_out from sessions join imports using (session_id)")
    output = {row["source"]: row["tokens_out"] for row in rows}
    told = {
        log.name: (output.get(_thread(log.path), 0), log.output)
        for log in logs
        if log.output is not None
    }
    assert answer.code == 1
    assert {name: got for name, (got, _) in told.items()} == {
        name: expected for name, (_, expected) in told.items()
    }


def _thread(path: Path) -> str:
    return path.name.partition(".jsonl")[0][-36:]


def test_bad_lines_are_named_by_file_and_line_and_never_quoted(imports: Imports) -> None:
    folder = imports.cli.folder
    usage = {"input_tokens": "a secret", "output_tokens": -3}
    told = {"id": "m", "model": "claude-opus-4-6", "usage": usage}
    claude_log(imports, NAME).write_text(
        message(folder, 1, NAME) + '{"a secret\n' + message(folder, 2, NAME, message=told)
    )

    answer = imports.take_in()

    assert answer.code == 1
    assert f"claude {NAME}.jsonl:2: not JSON" in answer.err
    assert f"claude {NAME}.jsonl:3: Expected `int" in answer.err
    assert "secret" not in answer.err + answer.out


def test_a_line_that_is_being_written_is_taken_when_it_is_whole(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    whole = message(folder, 1, NAME) + message(folder, 2, NAME)
    log.write_text(whole[:-30])

    first = imports.take_in()
    log.write_text(whole)
    second = imports.take_in()

    assert (first.code, second.code) == (0, 0)
    assert imports.rows("select tokens_out from sessions") == [{"tokens_out": 200}]


def test_a_file_that_may_not_be_read_is_named(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    log.with_name("gone.jsonl").symlink_to(log.with_name("nowhere.jsonl"))

    answer = imports.take_in()

    assert answer.code == 1
    assert "claude gone.jsonl: No such file or directory" in answer.err
    assert "1 added" in answer.err


def test_a_folder_that_may_not_be_read_is_named(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    closed = log.parent.with_name("closed")
    closed.mkdir(mode=0)

    done = subprocess.run(
        [sys.executable, "-m", "portlog", "session", "import", "claude"],
        cwd=imports.cli.folder,
        env=imports.cli.environment() | {"CLAUDE_CONFIG_DIR": str(imports.logs / "claude")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_as_anybody,
    )

    closed.chmod(stat.S_IRWXU)
    assert done.returncode == 1
    assert "claude closed: Permission denied" in done.stderr
    assert "1 added" in done.stderr


def _as_anybody() -> None:
    """Give up root's right to read and write whatever the permissions say."""
    drop, override, search = 24, 1, 2
    for right in (override, search):
        ctypes.CDLL(None).prctl(drop, right, 0, 0, 0)


def test_a_log_that_was_replaced_is_read_anew(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    log.write_text(message(folder, 1, NAME))
    imports.take_in()
    other = json.loads(message(folder, 2, NAME))
    log.unlink()
    log.write_text(json.dumps(other) + "\n")

    imports.take_in()

    assert imports.rows("select tokens_out from sessions") == [{"tokens_out": 200}]


@pytest.mark.long
def test_a_line_of_700_megabytes_is_named_and_held_in_no_memory(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    with log.open("w") as file:
        file.write(message(folder, 1, NAME))
        file.write('{"type":"file-history-snapshot","snapshot":"')
        for _ in range(700):
            file.write("x" * 1_000_000)
        file.write('"}\n' + message(folder, 2, NAME))

    answer = imports.take_in()

    assert answer.code == 0, answer.err
    assert imports.rows("select tokens_out from sessions") == [{"tokens_out": 200}]
