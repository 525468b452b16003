"""Importing 1 GB of Claude Code's logs and 300 MB of Codex's, beside ccusage's report on them."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Process
from pathlib import Path

from measure import REPOSITORY, Row

sys.path.insert(0, str(REPOSITORY / "tests"))

from agent_corpus import make_corpus

CCUSAGE = REPOSITORY / "node_modules" / "@ccusage" / "ccusage-linux-x64" / "bin" / "ccusage"
ROUNDS = 3
SEED = 7
MEMORY_MIB = 200
_MIB = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """How long a command took, in milliseconds of wall time, and the most memory, in MiB."""

    ms: float
    mib: float


def rows() -> list[Row]:
    """Return the lines of the table; without ccusage, which `just setup` brings, a note."""
    if not CCUSAGE.exists():
        print("left out: importing logs beside ccusage; to add it: just setup", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as folder:
        return _rows(Path(folder))


def _rows(folder: Path) -> list[Row]:
    port, tool = folder / "port", folder / "ccusage"
    shutil.copy(CCUSAGE, tool)
    tool.chmod(0o755)
    port.mkdir()
    _make_logs(folder, port)
    environment = {
        **os.environ,
        "HOME": str(folder),
        "CLAUDE_CONFIG_DIR": str(folder / "claude"),
        "CODEX_HOME": str(folder / "codex"),
    }
    return [
        *_beside(port, tool, environment, "claude", 1.0),
        *_beside(port, tool, environment, "codex", 1.5),
    ]


def _make_logs(folder: Path, port: Path) -> None:
    """Make the corpus in another process: what this one begins counts its memory as its own."""
    sizes = {"claude_mb": 1024, "codex_mb": 300, "experiment": port}
    maker = Process(target=make_corpus, args=(folder, SEED), kwargs=sizes)
    maker.start()
    maker.join()
    if maker.exitcode:
        raise RuntimeError(f"no corpus was made: exit code {maker.exitcode}")


def _beside(
    port: Path, tool: Path, environment: Mapping[str, str], agent: str, bound: float
) -> list[Row]:
    portlog = [sys.executable, "-m", "portlog"]
    command = [*portlog, "session", "import", agent, "--all-projects", "--format", "csv"]
    peer, first, again = [], [], []
    for _ in range(ROUNDS):
        _run([*portlog, "init"], _emptied(port), environment)
        peer.append(_run([str(tool), agent, "daily", "--offline", "--json"], port, environment))
        first.append(_run(command, port, environment))
        again.append(_run(command, port, environment))
    base = _least(peer)
    name, most = f"ccusage {agent} daily", max(run.mib for run in first)
    return [
        Row(name, base, clock="wall"),
        Row(f"session import {agent}", _least(first), _least(first) / base, name, bound, "wall"),
        Row("the same, nothing new", _least(again), _least(again) / base, name, 0.2, "wall"),
        Row("its memory, MiB", most, most / MEMORY_MIB, f"{MEMORY_MIB} MiB", 1.0, "RSS"),
    ]


def _least(runs: Sequence[Run]) -> float:
    return min(run.ms for run in runs)


def _emptied(port: Path) -> Path:
    shutil.rmtree(port)
    port.mkdir()
    return port


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}")
    return Run(1000 * (time.perf_counter() - begun), used.ru_maxrss / _MIB)
