"""The parts of the docs that come from the code; cog calls these and writes what they return.

`just fix` writes them, `just docs` checks that they are what the code says now.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from portlog.errors import ExitCode
from portlog.records.log import Log
from portlog.records.session import Languages
from portlog.records.table import Column, Table

_CHOICE = "choice"
_EXIT_CODES: Mapping[ExitCode, str] = {
    ExitCode.CLEAN: "done; or checked, and nothing is wrong",
    ExitCode.FOUND: "a check found at least one thing that is wrong (this outranks 3)",
    ExitCode.UNUSABLE: "what was typed, or a file, cannot be used",
    ExitCode.UNKNOWN: "something could not be checked, and nothing wrong was found",
    ExitCode.BUG: "a bug in portlog",
}


def help_text(command: str = "") -> str:
    """Return what `portlog COMMAND --help` prints on a terminal of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "portlog", *command.split(), "--help"],
        env={"PATH": os.environ["PATH"], "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"\n```text\n{done.stdout.strip()}\n```\n"


def columns(name: str) -> str:
    """Return the columns of a table of the log as a Markdown table."""
    known = Log.of(Languages(), adopted=True).tables
    table = next(table for table in known if table.name == name)
    rows = [
        f"| `{column.name}` | {_kind(column)} | {_meaning(column)} |" for column in table.columns
    ]
    return _lines(
        f"One row: {table.meaning}.",
        "",
        *("| column | kind | what it says |", "| --- | --- | --- |", *rows),
        "",
        f"Key: {', '.join(table.key)}. Sorted by {', then '.join(table.order)}.",
    )


def kinds() -> str:
    """Return the kinds of cells as a Markdown table."""
    found = {
        column.kind.name: column.kind
        for table in _tables()
        for column in table.columns
        if column.kind.name != _CHOICE
    }
    rows = [f"| {kind.name} | {kind.accepted} | {kind.sql} |" for kind in found.values()]
    return _lines("| kind | accepted | in SQL |", "| --- | --- | --- |", *rows)


def tables() -> str:
    """Return the tables of the log as a Markdown table."""
    rows = [f"| `{table.name}` | {table.meaning} |" for table in _tables()]
    return _lines("| table | one row is |", "| --- | --- |", *rows)


def exit_codes() -> str:
    """Return the exit codes as a Markdown table."""
    rows = [f"| {code.value} | {_EXIT_CODES[code]} |" for code in ExitCode]
    return _lines("| code | meaning |", "| ---: | --- |", *rows)


def _tables() -> tuple[Table[Any], ...]:
    return Log.of(Languages()).tables


def _kind(column: Column) -> str:
    return column.kind.name if column.required else f"{column.kind.name}, or empty"


def _meaning(column: Column) -> str:
    words = f": {column.kind.accepted}" if column.kind.name == _CHOICE else ""
    unit = f" ({column.unit})" if column.unit and column.unit not in column.meaning else ""
    return f"{column.meaning}{unit}{words}"


def _lines(*lines: str) -> str:
    return "\n".join(["", *lines, ""])
