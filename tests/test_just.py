"""The tasks, and what they say of tools that are missing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, Answer

JUST = Path(sys.executable).parent / "just"
TESTS = """
import pytest

def test_that_always_runs():
    pass

@pytest.mark.needs("chromium")
def test_that_needs_a_browser():
    pass

@pytest.mark.needs("chromium", "git")
def test_that_needs_two_tools():
    pass
"""


def _ran(arguments: list[str], folder: Path = REPOSITORY, **environment: str) -> Answer:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PORTLOG_REQUIRE_ALL", "PYTEST_ADDOPTS"}
    }
    done = subprocess.run(
        arguments,
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def small_suite(tmp_path: Path) -> Path:
    """Return a folder with three tests, and a `bin` in it that has git and no browser."""
    (tmp_path / "test_small.py").write_text(TESTS)
    (tmp_path / "bin").mkdir()
    git = shutil.which("git") or "/bin/true"
    (tmp_path / "bin" / "git").symlink_to(git)
    return tmp_path


def _tested(small_suite: Path, **environment: str) -> Answer:
    tests = str(REPOSITORY / "tests")
    own = {"PATH": str(small_suite / "bin"), "PYTHONPATH": tests} | environment
    return _ran(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-q", "-p", "no:cacheprovider"],
        small_suite,
        **own,
    )


def test_what_was_left_out_is_named_with_the_line_that_adds_it(small_suite: Path) -> None:
    answer = _tested(small_suite)

    assert answer.code == 0
    assert "left out: 2 tests that need chromium; to add them: just setup" in answer.out
    assert answer.out.splitlines()[-1].startswith("1 passed")


def test_leaving_out_is_a_failure_where_all_is_required(small_suite: Path) -> None:
    answer = _tested(small_suite, PORTLOG_REQUIRE_ALL="1")

    assert answer.code != 0
    assert "chromium" in answer.out + answer.err
    assert "just setup" in answer.out + answer.err


def test_just_alone_lists_every_task_with_what_it_does() -> None:
    dumped = json.loads(_ran([str(JUST), "--dump", "--dump-format", "json"]).out)
    listed = _ran([str(JUST)]).out

    tasks = [task for task in dumped["recipes"].values() if not task["private"]]

    assert [task["name"] for task in tasks if not task["doc"]] == []
    assert [task["name"] for task in tasks if f"{task['name']} " not in listed] == []


def test_check_runs_everything_and_the_tests_last() -> None:
    planned = _ran([str(JUST), "--dry-run", "check"]).err.splitlines()

    *programs, last = (line.split()[0] for line in planned)

    assert sorted(programs) == [
        *("cog", "deptry", "lint-imports", "mypy", "pyright", "ruff", "ruff")
    ]
    assert last == "pytest"


def test_tasks_find_the_tools_without_an_activated_environment(tmp_path: Path) -> None:
    answer = _ran([str(JUST), "--evaluate", "PATH"], PATH="/usr/bin:/bin", HOME=str(tmp_path))

    assert answer.out.split(":")[0] == str(REPOSITORY / ".venv/bin")


def test_ci_runs_the_check_and_leaves_nothing_out() -> None:
    script = (REPOSITORY / ".ci/run").read_text(encoding="utf-8").rstrip()

    assert script.splitlines()[-1] == "PORTLOG_REQUIRE_ALL=1 .venv/bin/just check"
    assert ".venv/bin/just setup" in script
