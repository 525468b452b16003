"""What a command imports: nothing that it does not need."""

import subprocess
import sys

from support import Cli

HEAVY = {"jinja2", "plotly", "polars", "pydantic", "requests", "rich", "tiktoken"}
SESSION = "session add --llm claude --model opus-4.6 --module agent/loop --cost-usd 1.20"

# what `portlog` does, and then the names of all that it imported, on standard error
RUN = """
import sys
from portlog.__main__ import main
code = main()
sys.stderr.write("\\n".join({name.partition(".")[0] for name in sys.modules}))
sys.exit(code)
"""


def _imported(cli: Cli, command: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command.split()],
        cwd=cli.folder,
        env=cli.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


def test_recording_a_session_imports_nothing_heavy_but_duckdb(experiment: Cli) -> None:
    imported = _imported(experiment, SESSION)

    assert imported & (HEAVY | {"duckdb", "typer"}) == {"duckdb", "typer"}


def test_help_imports_no_database(cli: Cli) -> None:
    imported = _imported(cli, "--help")

    assert imported & (HEAVY | {"duckdb", "typer"}) == {"typer"}


def test_the_version_needs_no_parser(cli: Cli) -> None:
    imported = _imported(cli, "--version")

    assert imported & (HEAVY | {"duckdb", "typer", "msgspec"}) == set()
