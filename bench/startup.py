"""What starting a command costs, beside an empty Python, `import duckdb` and two peers.

`just bench` runs it. The bounds are promises about ratios, so a slow machine changes nothing.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Command, Row, compile_bytecode, print_table, smallest

NOTHING = "python -c pass"
DUCKDB = "import duckdb"
BOUNDS = {
    "portlog --version": (NOTHING, 7.0),
    "portlog --help": (NOTHING, 10.0),
    "portlog session add": (DUCKDB, 1.9),
    "sqlite-utils --version": (NOTHING, None),
    "llm --version": (NOTHING, None),
}
SESSION = (
    *("--date", "2026-03-05", "--llm", "claude", "--model", "opus-4.6"),
    *("--module", "agent/loop", "--tokens-in", "45000", "--tokens-out", "12000"),
    *("--cost-usd", "1.20", "--duration-min", "90", "--loc-python", "476", "--loc-rust", "380"),
    *("--hallucinations", "1", "--tests-pass", "12/15"),
)


def rows() -> list[Row]:
    """Measure every command in turn."""
    with TemporaryDirectory(prefix="portlog-bench-") as folder:
        commands = _commands(Path(folder))
        _experiment(commands).cpu_ms()
        best = smallest(commands)
    return [_row(what, best) for what in best]


def _commands(folder: Path) -> dict[str, Command]:
    environment = {
        **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        "HOME": str(folder),
    }
    scripts = Path(sys.executable).parent
    typed = {
        NOTHING: (sys.executable, "-c", "pass"),
        DUCKDB: (sys.executable, "-c", "import duckdb"),
        "portlog --version": (str(scripts / "portlog"), "--version"),
        "portlog --help": (str(scripts / "portlog"), "--help"),
        "portlog session add": (str(scripts / "portlog"), "session", "add", *SESSION),
        "sqlite-utils --version": (str(scripts / "sqlite-utils"), "--version"),
        "llm --version": (str(scripts / "llm"), "--version"),
    }
    return {name: Command(arguments, folder, environment) for name, arguments in typed.items()}


def _experiment(commands: dict[str, Command]) -> Command:
    add = commands["portlog session add"]
    return Command((add.arguments[0], "init"), add.folder, add.environment)


def _row(what: str, best: dict[str, float]) -> Row:
    base, bound = BOUNDS.get(what, ("", None))
    return Row(what, best[what], best[what] / best[base] if base else None, base, bound)


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
