"""`portlog init` and the settings of an experiment."""

import subprocess
from pathlib import Path

import pytest
from port_support import git
from support import Cli, read_only

from portlog.records.log import Log
from portlog.records.session import Languages

LEAST = ("--llm", "a", "--model", "b", "--module", "c")
TABLES = [table.name for table in Log.of(Languages()).tables]


def test_init_makes_an_experiment_without_git(cli: Cli) -> None:
    answer = cli("init")

    assert answer.code == 0
    assert answer.out.splitlines() == [
        "made portlog.toml",
        f"made data/, {len(TABLES) + 3} files",
        "made .portlog/.gitignore",
        "made site/.gitignore",
    ]
    assert {path.stem for path in cli.path("data").glob("*.csv")} == set(TABLES)
    assert cli("session", "list").code == 0


def test_init_never_overwrites(cli: Cli) -> None:
    cli.path("data").mkdir()
    cli.path("data/sessions.csv").write_text("date,llm,model,module\n2026-03-05,a,b,c\n")

    first = cli("init", "--name", "Mine")
    second = cli("init", "--name", "Other")

    assert "sessions.csv" not in first.out
    assert second.out == "Mine is an experiment already; nothing was changed\n"
    assert cli("session", "list", "--format", "csv").out.splitlines()[1].startswith("2026-03-05,a")


@pytest.mark.needs("git")
def test_what_is_private_or_built_stays_out_of_git(cli: Cli) -> None:
    subprocess.run(["git", "init", "-q"], cwd=cli.folder, check=True)
    cli("init")
    cli("session", "add", "--llm", "a", "--model", "b", "--module", "c")
    cli.path("site/dist").mkdir()
    cli.path("site/dist/index.html").write_text("built")

    seen = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        cwd=cli.folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert seen.stdout.splitlines() == [
        "data/.gitattributes",
        "data/README.md",
        *sorted(["data/datapackage.json", *(f"data/{table}.csv" for table in TABLES)]),
        "portlog.toml",
        "site/.gitignore",
    ]


def test_languages_name_the_columns_of_lines(cli: Cli) -> None:
    cli("init", "--original", "ruby", "--port", "zig")

    cli("session", "add", *LEAST, "--loc-original", "5", "--loc-port", "7")

    header, row = cli.path("data/sessions.csv").read_text().splitlines()
    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert (told["loc_ruby"], told["loc_zig"]) == ("5", "7")
    sizes = cli("query", "select loc_original, loc_port from session_sizes", "--format", "csv")
    assert sizes.out == "loc_original,loc_port\n5,7\n"


def test_a_command_in_a_folder_below_finds_the_experiment(experiment: Cli) -> None:
    below = experiment.path("src/deep")
    below.mkdir(parents=True)

    assert Cli(below, experiment.home)("session", "list").code == 0


def test_an_experiment_inside_another_is_refused(experiment: Cli) -> None:
    below = experiment.path("inner")
    below.mkdir()

    answer = Cli(below, experiment.home)("init")

    assert answer.code == 2
    assert "lies in the experiment" in answer.err
    assert list(below.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (b"[experiment\n", "portlog.toml: "),
        (b"\xff\xfe", "portlog.toml: "),
        (b"experiment = 3\n", "[experiment] is not a table"),
        (b"[experiment]\nnam = 'x'\n", "[experiment] has no setting 'nam'"),
        (b"[experiment]\nname = 7\n", "name is 7, not a text"),
        (b"[experiment]\nsample = 'yes'\n", "sample is 'yes', not a true or false"),
        (b"[experiment]\nlicence = 'mine!'\n", "licence is 'mine!', not an SPDX name"),
        (b"[experiment]\ntime_zone = 'Mars/Base'\n", "not a known time zone"),
        (b"[experiment]\ntime_zone = '../../etc/passwd'\n", "not a known time zone"),
        (b"[experiment]\noriginal = 'rust'\n", "original and port are both 'rust'"),
        (b"[experiment]\nport = 'C++'\n", "'C++' is not a language's name"),
        (b"x = " + b"[" * 30_000, "portlog.toml: "),
        (b"# " + b"x" * 70_000, "too large for settings"),
    ],
)
def test_settings_that_cannot_be_are_named(cli: Cli, settings: bytes, complaint: str) -> None:
    cli.path("portlog.toml").write_bytes(settings)

    answer = cli("session", "list")

    assert answer.code == 2
    assert complaint in answer.err
    assert "Traceback" not in answer.err


def test_settings_that_cannot_be_opened_are_named(cli: Cli) -> None:
    cli.path("portlog.toml").mkdir()

    answer = cli("session", "list")

    assert answer.code == 2
    assert "no experiment" in answer.err


def test_init_in_a_read_only_folder_says_so(cli: Cli) -> None:
    with read_only(cli.folder) as locked:
        answer = Cli(locked, cli.home)("init")

    assert answer.code == 2
    assert "cannot write" in answer.err


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--original", "C#"), "is not a language's name"),
        (("--port", "python"), "original and port are both 'python'"),
        (("--time-zone", "Nowhere"), "not a known time zone"),
        (("--name", "a\x1bb"), "cannot be printed"),
        (("--licence", "all mine"), '--licence is "all mine", not an SPDX name'),
    ],
)
def test_init_refuses_what_cannot_be(cli: Cli, options: tuple[str, str], complaint: str) -> None:
    answer = cli("init", *options)

    assert answer.code == 2
    assert complaint in answer.err
    assert list(cli.folder.iterdir()) == []


def test_a_name_with_quotes_is_kept(cli: Cli) -> None:
    cli("init", "--name", 'The "Rusty" \\ Claw')

    assert cli("init").out.startswith('The "Rusty" \\ Claw is an experiment already')


@pytest.mark.parametrize("arguments", [(), ("session",), ("nonsense",), ("session", "add", "--x")])
def test_what_is_no_command_exits_2_with_help_or_a_hint(
    cli: Cli, arguments: tuple[str, ...]
) -> None:
    answer = cli(*arguments)

    assert answer.code == 2
    assert answer.out == ""
    assert "Usage: portlog" in answer.err or "   hint: see `portlog" in answer.err


def test_the_version_is_told_by_flag(cli: Cli) -> None:
    assert cli("--version").out.startswith("portlog 0.")


@pytest.mark.needs("git")
def test_git_ignores_what_is_private_in_a_clone_too(experiment: Cli, tmp_path: Path) -> None:
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "the log"]):
        git(experiment.folder, *words)
    git(tmp_path, "clone", "-q", str(experiment.folder), "clone")
    clone = Cli(tmp_path / "clone", experiment.home)

    listed = clone("session", "list")
    git(clone.folder, "add", "-A")

    assert listed.code == 0
    assert (clone.folder / ".portlog" / "portlog.duckdb").exists()
    assert ".portlog" not in git(clone.folder, "status", "--porcelain")
