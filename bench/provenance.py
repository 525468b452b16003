"""What checking the provenance of 2,000 Rust files and 500 Python originals takes.

`just bench` runs it. The bound is twice what a program needs at the least: `git ls-files`, one
plain read of every file, and one parse of the originals.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from measure import REPOSITORY, Command, Row, compile_bytecode, print_table, smallest

FILES, ORIGINALS = 2_000, 500
FUNCTIONS = 12
BOUND = 2.0
ROUNDS = 5
BASE = "ls-files, read, parse"


def rows() -> list[Row]:
    """Measure the check with nothing cached, with all cached, and another linter if it is here.

    Starting Python and importing stand apart, in the line of the command.
    """
    with TemporaryDirectory(prefix="portlog-bench-") as name:
        folder = Path(name)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "PYTHONPATH": str(REPOSITORY)}
        _fill(folder, environment)
        check = _check(folder)
        base = _smallest(lambda: _base(folder), lambda: None)
        first = _smallest(check, lambda: _forget(folder))
        again = _smallest(check, lambda: None)
        whole = smallest({"command": _command(folder, environment)}, ROUNDS)["command"]
        return [
            Row(f"{BASE}: {FILES} Rust files, {ORIGINALS} originals", base),
            Row("provenance check, nothing cached", first, first / base, BASE, BOUND),
            Row("provenance check, all cached", again, again / base, BASE, BOUND),
            Row("command, all cached (its start)", whole, whole / base, BASE),
            *_reuse(folder, environment, base),
        ]


def _smallest(action: Callable[[], object], before: Callable[[], object]) -> float:
    return min(_cpu_ms(action, before) for _ in range(ROUNDS))


def _cpu_ms(action: Callable[[], object], before: Callable[[], object]) -> float:
    """Return user and system time of an action and of the programs that it starts, in ms."""
    before()
    begun = _cpu_s()
    action()
    return 1000 * (_cpu_s() - begun)


def _cpu_s() -> float:
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _base(folder: Path) -> None:
    """Do at the least what any such check has to."""
    import tree_sitter  # noqa: PLC0415  the start is not measured
    import tree_sitter_python  # noqa: PLC0415

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_python.language()))
    command = ("git", "ls-files", "-co", "--exclude-standard", "-z")
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    for name in told.stdout.split("\0"):
        if name.endswith((".rs", ".py")):
            content = (folder / name).read_bytes()
            if name.endswith(".py"):
                parser.parse(content)


def _check(folder: Path) -> Callable[[], object]:
    from portlog.jobs.provenance.check import check_provenance  # noqa: PLC0415  likewise
    from portlog.workspace import here  # noqa: PLC0415

    return lambda: check_provenance(here(folder), (), folder)


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".portlog" / "cache", ignore_errors=True)


def _command(folder: Path, environment: dict[str, str]) -> Command:
    arguments = (sys.executable, "-m", "portlog", "provenance", "check", "--no-record")
    return Command(arguments, folder, environment)


def _reuse(folder: Path, environment: dict[str, str], base: float) -> list[Row]:
    """Measure `reuse lint` on the same tree, where somebody has installed it."""
    program = shutil.which("reuse")
    if program is None:
        return []
    command = (program, "lint", "--quiet")
    run = f"{' '.join(command)} || true"
    told = smallest({"reuse": Command(("sh", "-c", run), folder, environment)}, 1)
    return [Row("reuse lint, the same tree", told["reuse"], told["reuse"] / base, BASE)]


def _fill(folder: Path, environment: dict[str, str]) -> None:
    """Make an experiment whose every file is ported from a function or more of an original."""
    portlog = (sys.executable, "-m", "portlog")
    _run(folder, environment, "git", "init", "-q")
    _run(folder, environment, *portlog, "init")
    with (folder / "portlog.toml").open("a") as settings:
        settings.write('\n[original]\npath = "original"\n')
    session = ("session", "add", "--llm", "claude", "--model", "opus-4.6", "--module", "m")
    name = _run(folder, environment, *portlog, *session).strip()
    for number in range(ORIGINALS):
        _write(folder / f"original/p{number % 20}/m{number}.py", _python(number))
    for number in range(FILES):
        _write(folder / f"src/p{number % 20}/f{number}.rs", _rust(number, name))
    _run(folder, environment, "git", "add", "-A")
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    _run(folder, environment, "git", *who, "commit", "-qm", "all")
    _record(folder)


def _record(folder: Path) -> None:
    from portlog.jobs.provenance.check import survey  # noqa: PLC0415  the start is not measured
    from portlog.jobs.provenance.occasion import Occasion  # noqa: PLC0415
    from portlog.jobs.provenance.pin import pin_original  # noqa: PLC0415
    from portlog.jobs.provenance.record_claims import record_claims  # noqa: PLC0415
    from portlog.workspace import here  # noqa: PLC0415

    workspace, now = here(folder), datetime.now(UTC).replace(microsecond=0)
    pin_original(Occasion(workspace, folder, {}, now), None)
    record_claims(workspace, survey(workspace), now.date())


def _run(folder: Path, environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _python(number: int) -> str:
    body = (
        '    """Say what it is."""\n    # one by one\n    for item in items:\n        yield item\n'
    )
    functions = (f"def f{n}(items, more={number}):\n{body * 2}\n\n" for n in range(FUNCTIONS))
    return '"""A module."""\n\nimport os\n\n\n' + "".join(functions)


def _rust(number: int, session: str) -> str:
    original, share = number % ORIGINALS, FUNCTIONS * ORIGINALS // FILES
    first = number // ORIGINALS * share
    names = ", ".join(f"f{n}" for n in range(first, first + share))
    head = (
        f"// Ported from: original/p{original % 20}/m{original}.py::{names}\n"
        f"// Ported by: Claude Opus 4.6 / session {session}\n\n"
    )
    function = (
        "/// Says what it is.\npub fn f{}(items: &[u32]) -> Vec<u32> {{\n    items.to_vec()\n}}\n\n"
    )
    return head + "".join(function.format(n) for n in range(40))


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
