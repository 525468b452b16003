"""`portlog demo`: the whole loop without a network, and labelled everywhere."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from support import REPOSITORY, Answer, Cli

OFFLINE = {"CARGO_NET_OFFLINE": "true"}


@dataclass(frozen=True, slots=True)
class Made:
    """A demo that was made once, to be looked at and not changed."""

    cli: Cli
    answer: Answer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    cli = Cli(tmp_path_factory.mktemp("port"), tmp_path_factory.mktemp("home"))
    return Made(cli, cli("demo", **OFFLINE))


def test_a_demo_without_a_network_ends_with_a_built_site(made: Made) -> None:
    answer = made.answer

    page = made.cli.path("demo/site/dist/index.html")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "open demo/site/dist/index.html"
    assert "invented" in page.read_text()
    assert "crates.io did not answer; what it said on " in answer.out
    assert "nanobot-telegram-bridge        not_found" in answer.out


def test_every_page_of_a_demo_has_something_to_show(made: Made) -> None:
    dist = made.cli.path("demo/site/dist")

    for path, said in {
        "progress.html": "Of the original’s 3,447 lines of code 163 are left out on purpose; "
        "of the other 3,284 the port claims 2,660.",
        "modules/index.html": "providers/router",
        "phases/index.html": "Phase 3",
        "crates/index.html": "wrong spelling",
        "models.html": "gpt-5.2-codex",
        "matter.html": "corrected on 21 April 2026",
        "stack.html": "shell-words",
        "corrections.html": "the log is in no commit",
        "data/index.html": "Licence of the data: MIT.",
        "colophon.html": "Of 61 commits, 44 are named by a session",
    }.items():
        page = (dist / path).read_text("utf-8")
        assert said in page, path
        assert "invented" in page, path
    told = Cli(made.cli.path("demo"), made.cli.home)("provenance", "check", "--format", "json")
    assert json.loads(told.out)["outcome"] == "clean"


def test_a_demo_is_made_through_the_log_that_the_commands_read(made: Made) -> None:
    there = Cli(made.cli.path("demo"), made.cli.home)

    told = json.loads(there("session", "list", "--format", "json").out)["sessions"]
    assert len(told) == 25
    assert [one["date"] for one in told] == sorted(one["date"] for one in told)
    assert sum(one["cost_usd"] is None for one in told) == 1
    assert sum(one["hallucinations"] is None for one in told) == 4
    [estimate] = [one for one in told if one["known"].get("tokens_out", {})["basis"] == "computed"]
    assert estimate["known"]["tokens_out"]["rule"] == "o200k_base"


def test_a_second_demo_in_the_same_folder_changes_no_byte(made: Made, cli: Cli) -> None:
    copytree(made.cli.path("demo"), cli.path("demo"), symlinks=True)
    before = {path: path.read_bytes() for path in cli.path("demo/data").glob("*.csv")}

    again = cli("demo", **OFFLINE)

    assert again.code == 0
    assert {path: path.read_bytes() for path in cli.path("demo/data").glob("*.csv")} == before


@pytest.mark.parametrize("inside", ["notes.txt", "portlog.toml"])
def test_a_folder_that_holds_something_else_is_left_alone(cli: Cli, inside: str) -> None:
    cli.path("demo").mkdir()
    cli.path(
        "demo",
    ).joinpath(inside).write_text("")

    answer = cli("demo", **OFFLINE)

    assert answer.code == 2
    assert "demo" in answer.err
    assert [path.name for path in cli.path("demo").iterdir()] == [inside]


def test_the_repositorys_own_sample_is_the_demos(made: Made) -> None:
    demo = made.cli.path("demo")

    names = {path.name for path in (demo / "data").iterdir()}

    assert {path.name for path in (REPOSITORY / "data").iterdir()} == names
    for name in names - {"crates.csv"}:
        ours = (REPOSITORY / "data" / name).read_bytes()
        assert (demo / "data" / name).read_bytes() == ours
    assert (demo / "portlog.toml").read_bytes() == (REPOSITORY / "portlog.toml").read_bytes()


def test_the_repositorys_sample_is_labelled() -> None:
    assert "sample = true" in (REPOSITORY / "portlog.toml").read_text()
    assert "invented" in (REPOSITORY / "data" / "README.md").read_text()


def test_a_demo_needs_no_home_and_no_network_at_all(cli: Cli, tmp_path: Path) -> None:
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "portlog", "demo", "here"],
        cwd=cli.folder,
        env=cli.environment() | {"HOME": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "crates.io did not answer" in done.stdout
    assert done.stdout.splitlines()[-1] == "open here/site/dist/index.html"
