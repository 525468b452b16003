"""Text and database in one step: nothing acknowledged is lost, and both always agree."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


def add(cli: Cli, *options: str) -> str:
    answer = cli("session", "add", *LEAST, *options)
    assert answer.code == 0, answer.err
    return answer.out.strip()


def names_in_text(cli: Cli) -> list[str]:
    lines = cli.path("data/sessions.csv").read_text().splitlines()[1:]
    return [line.rsplit(",", 1)[1] for line in lines]


def names_in_database(cli: Cli) -> list[str]:
    answer = cli("query", "select session_id from sessions order by date, 1", "--format", "csv")
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1:]


def test_the_database_is_built_again_when_it_is_gone(experiment: Cli) -> None:
    name = add(experiment)
    experiment.path(".portlog/portlog.duckdb").unlink()

    assert names_in_database(experiment) == [name]


@pytest.mark.parametrize("damage", [b"", b"no database", b"\x00" * 20_000])
def test_a_database_that_is_none_is_built_again(experiment: Cli, damage: bytes) -> None:
    name = add(experiment)
    experiment.path(".portlog/portlog.duckdb").write_bytes(damage)

    assert names_in_database(experiment) == [name]
    assert add(experiment) in names_in_database(experiment)


def test_a_database_that_was_cut_is_built_again(experiment: Cli) -> None:
    name = add(experiment)
    file = experiment.path(".portlog/portlog.duckdb")
    os.truncate(file, file.stat().st_size * 6 // 10)

    assert names_in_database(experiment) == [name]


def test_a_hand_edit_is_seen_even_if_the_size_stays(experiment: Cli) -> None:
    add(experiment, "--tokens-in", "111")
    text = experiment.path("data/sessions.csv")
    text.write_text(text.read_text().replace(",111,", ",222,"))

    answer = experiment("query", "select tokens_in from sessions", "--format", "csv")

    assert answer.out == "tokens_in\n222\n"


def test_a_row_that_cannot_be_read_is_told_and_kept(experiment: Cli) -> None:
    add(experiment, "--date", "2026-03-05", "--cost-usd", "1.20")
    text = experiment.path("data/sessions.csv")
    broken = text.read_text().replace("1.20", '"1,20"')
    text.write_text(broken)

    listed = experiment("session", "list")
    add(experiment, "--date", "2026-03-01")
    add(experiment, "--date", "2026-03-09")

    assert listed.code == 0
    assert 'data/sessions.csv:2:7: cost_usd is "1,20", not a number' in listed.err
    assert "1 row unread" in listed.err
    assert broken.splitlines()[1] in text.read_text().splitlines()
    assert len(text.read_text().splitlines()) == 4


def test_a_header_that_is_not_ours_stops_with_its_place(experiment: Cli) -> None:
    experiment.path("data/sessions.csv").write_text("a;b\n1;2\n")

    answer = experiment("session", "add", *LEAST)

    assert answer.code == 2
    assert "data/sessions.csv:1: the first line has no column date" in answer.err
    assert experiment.path("data/sessions.csv").read_text() == "a;b\n1;2\n"


def test_eight_writers_at_once_lose_nothing(experiment: Cli) -> None:
    def write() -> None:
        acknowledged.extend(add(experiment) for _ in range(5))

    acknowledged: list[str] = []
    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(acknowledged) == 40
    assert sorted(names_in_text(experiment)) == sorted(acknowledged)
    assert sorted(names_in_database(experiment)) == sorted(acknowledged)


def test_what_was_acknowledged_survives_a_kill_at_any_moment(experiment: Cli) -> None:
    acknowledged = []
    for delay in range(60):
        process = subprocess.Popen(
            [sys.executable, "-m", "portlog", "session", "add", *LEAST],
            cwd=experiment.folder,
            env=experiment.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        time.sleep(0.1 + delay * 0.004)
        process.send_signal(signal.SIGKILL)
        acknowledged += process.communicate()[0].split()

    in_text = names_in_text(experiment)
    assert set(acknowledged) <= set(in_text)
    assert len(in_text) == len(set(in_text))
    assert names_in_database(experiment) == sorted(in_text)


def test_a_step_that_was_cut_short_is_finished_by_the_next_command(experiment: Cli) -> None:
    add(experiment, "--date", "2026-03-05")
    text = experiment.path("data/sessions.csv")
    before = text.read_bytes()
    row = b"2026-03-06,claude,opus,agent/loop,,,,,,,,,2026-03-06-claude-aaaaaa\n"
    change = {"path": "data/sessions.csv", "offset": len(before)}
    journal = [{**change, "content": b64encode(row).decode()}]
    experiment.path(".portlog/journal.json").write_text(json.dumps(journal))
    text.write_bytes(before + row[:20])

    listed = names_in_database(experiment)

    assert text.read_bytes() == before + row
    assert listed[-1] == "2026-03-06-claude-aaaaaa"
    assert not experiment.path(".portlog/journal.json").exists()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 512)


def test_a_full_disk_is_told_and_leaves_the_log_as_it_was(experiment: Cli, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as small:
        cli = Cli(small, experiment.home)
        assert cli("init").code == 0
        kept = add(cli)
        before = cli.path("data/sessions.csv").read_bytes()
        fill(cli.path("filler"))

        refused = cli("session", "add", *LEAST)
        text_when_full = cli.path("data/sessions.csv").read_bytes()
        cli.path("filler").unlink()
        later = add(cli)
        in_database = names_in_database(cli)

    assert refused.code == 2
    assert "No space left on device" in refused.err
    assert text_when_full == before
    assert sorted(in_database) == sorted([kept, later])


def test_no_writer_waits_for_a_query_and_the_query_keeps_its_view(experiment: Cli) -> None:
    add(experiment)
    slow = "select count(*) from range(3000000) a, range(700) b where (a.range * b.range) % 7 = 1"
    reader = subprocess.Popen(
        [sys.executable, "-m", "portlog", "query", slow],
        cwd=experiment.folder,
        env=experiment.environment(),
        stdout=subprocess.PIPE,
    )
    try:
        time.sleep(1)
        name = add(experiment)
        still_reading = reader.poll() is None
    finally:
        reader.kill()
        reader.communicate()

    assert still_reading
    assert name in names_in_database(experiment)


def test_the_file_that_duckdb_opens_is_one_that_duckdb_can_open(experiment: Cli) -> None:
    name = add(experiment)

    with duckdb.connect(str(experiment.path(".portlog/portlog.duckdb")), read_only=True) as found:
        rows = found.execute("select session_id from sessions").fetchall()

    assert rows == [(name,)]
