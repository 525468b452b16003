"""Disks that are full, folders that cannot be written or read, clocks that jump."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fault_support import FAULTS, agrees
from support import REPOSITORY, Answer, Cli, read_only

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
ROWS = ("session", "list", "--format", "csv")


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Give a folder on a disk of its own."""
    folder.mkdir()
    size = f"size={megabytes}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(path: Path) -> None:
    free = os.statvfs(path.parent)
    with path.open("wb", buffering=0) as filler:
        os.posix_fallocate(filler.fileno(), 0, free.f_bavail * free.f_frsize)


def without_privilege(cli: Cli, *arguments: str) -> Answer:
    """Run `portlog` so that permissions bind it, as root too."""
    drop = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*(drop if os.geteuid() == 0 else []), sys.executable, "-m", "portlog", *arguments],
        cwd=cli.folder,
        env=cli.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.needs("root")
def test_a_log_on_a_full_disk_is_read_and_left_as_it_was(experiment: Cli, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 6) as folder:
        cli = Cli(folder, experiment.home)
        cli("init")
        name = cli("session", "add", *LEAST).out.strip()
        before = cli.path("data/sessions.csv").read_bytes()
        fill(cli.path("filler"))
        cli.path("data/sessions.csv").touch()

        listed = cli(*ROWS)
        refused = [
            cli("session", "add", *LEAST),
            cli("session", "edit", name, "--tokens-in", "1"),
            cli("session", "remove", name, "--yes"),
            cli("session", "start", *LEAST),
        ]
        after = cli.path("data/sessions.csv").read_bytes()
        cli.path("filler").unlink()
        cli("session", "add", *LEAST)
        whole = agrees(folder)

    assert (listed.code, listed.err) == (0, "")
    assert name in listed.out
    assert [answer.code for answer in refused] == [2, 2, 2, 2]
    assert all("No space left on device" in answer.err for answer in refused)
    assert after == before
    assert whole


def test_a_log_that_cannot_be_written_is_read(experiment: Cli) -> None:
    name = experiment("session", "add", *LEAST).out.strip()

    with read_only(experiment.folder) as folder:
        cli = Cli(folder, experiment.home)
        listed = cli(*ROWS)
        refused = cli("session", "add", *LEAST)

    assert (listed.code, listed.err) == (0, "")
    assert name in listed.out
    assert refused.code == 2
    assert refused.err.splitlines()[0].startswith("portlog: cannot write ")


@pytest.mark.parametrize(
    ("locked", "day"),
    [("data", "2026-03-01"), ("data/sessions.csv", "2026-03-06"), (".portlog", "2026-03-06")],
)
def test_a_place_without_permission_is_told(experiment: Cli, locked: str, day: str) -> None:
    experiment("session", "add", *LEAST, "--date", "2026-03-05")
    before = experiment.path("data/sessions.csv").read_bytes()
    path = experiment.path(locked)
    path.chmod(0o500 if path.is_dir() else 0o400)

    answer = without_privilege(experiment, "session", "add", *LEAST, "--date", day)
    path.chmod(0o700 if path.is_dir() else 0o600)

    complaint, hint = answer.err.splitlines()
    assert (answer.code, answer.out) == (2, "")
    assert complaint.startswith("portlog: cannot write ")
    assert "Permission denied" in complaint
    assert hint.startswith("   hint: ")
    assert experiment.path("data/sessions.csv").read_bytes() == before


def test_a_log_that_may_not_be_read_is_told(experiment: Cli) -> None:
    experiment.path("data/sessions.csv").chmod(0o000)
    experiment.path(".portlog/portlog.duckdb").unlink()

    answer = without_privilege(experiment, *ROWS)
    experiment.path("data/sessions.csv").chmod(0o600)

    assert answer.code == 2
    assert "cannot read data/sessions.csv: Permission denied" in answer.err


def at(cli: Cli, clock: str, *arguments: str) -> Answer:
    """Run `portlog` while the clock stands at a time."""
    return cli(*arguments, FAULT_CLOCK=clock, PYTHONPATH=f"{FAULTS}:{REPOSITORY}")


def test_a_clock_that_jumps_back_costs_no_session(experiment: Cli) -> None:
    days = ["2026-06-01", "1970-01-01", "2026-06-02", "2026-05-31"]

    answers = [at(experiment, f"{day}T12:00:00+00:00", "session", "add", *LEAST) for day in days]

    lines = experiment.path("data/sessions.csv").read_text().splitlines()[1:]
    assert [answer.code for answer in answers] == [0, 0, 0, 0]
    assert [line[:10] for line in lines] == sorted(days)
    assert agrees(experiment.folder)


def test_a_clock_that_jumps_back_leaves_a_timer_running(experiment: Cli) -> None:
    at(experiment, "2026-06-01T12:00:00+00:00", "session", "start", *LEAST)

    early = at(experiment, "2026-06-01T11:00:00+00:00", "session", "stop")
    later = at(experiment, "2026-06-01T12:30:00+00:00", "session", "stop")

    assert early.code == 2
    assert "the clock was set back" in early.err
    assert later.code == 0
    assert ",30," in experiment.path("data/sessions.csv").read_text()


def test_a_clock_that_jumps_over_midnight_keeps_the_day_on_which_the_work_began(
    experiment: Cli,
) -> None:
    at(experiment, "2026-06-01T23:50:00+00:00", "session", "start", *LEAST)

    answer = at(experiment, "2026-06-02T00:10:00+00:00", "session", "stop")

    assert answer.out.startswith("2026-06-01-claude-")
