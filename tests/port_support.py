"""A small port in a folder: its originals, its files, and the jobs that look at it."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from portlog.jobs.add_session import SessionDraft, add_sessions
from portlog.jobs.plan.change import add_module, original_words
from portlog.jobs.provenance.check import ProvenanceCheck, check_provenance
from portlog.jobs.provenance.coverage import port_coverage
from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.stamp import StampedFile, StampRequest, stamp, unstamp
from portlog.jobs.start_experiment import start_experiment
from portlog.records.port_coverage import Covered, PortCoverage, Scope
from portlog.records.provenance import PROVENANCE, Provenance
from portlog.records.session import Languages
from portlog.workspace import Settings, Workspace, here

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
SESSION = "2026-03-05-claude-aaaaaa"
# lines of code: <module> 2, Loop 1, Loop.start 2, Loop.run 3, helper 2
LOOP = '''"""The loop."""

import os

LIMIT = 3


class Loop:
    """Runs."""

    def start(self):
        self.n = LIMIT

    def run(self):
        for i in range(self.n):
            print(i)


def helper(x):
    return os.path.join(x)
'''
# load 2, save 3
MEMORY = """def load(path):
    return path


def save(path, text):
    path = text
    return path
"""
# <module> 1, build 2
CONTEXT = """SIZE = 10


def build():
    return SIZE
"""
# shell 2, web 2
TOOLS = """def shell(line):
    return line


def web(url):
    return url
"""
ORIGINALS = {
    "agent/loop.py": LOOP,
    "agent/memory.py": MEMORY,
    "agent/context.py": CONTEXT,
    "tools.py": TOOLS,
    "tests/test_loop.py": "def test_loop():\n    assert True\n",
}
RUST = "pub fn run() -> u32 {\n    3\n}\n"


@dataclass(frozen=True)
class Port:
    """An experiment in a folder whose original lies in `original`."""

    root: Path
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return here(self.root)

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.workspace, self.root, self.environ, NOW)

    def copied(self, root: Path) -> "Port":
        """Return this port as another one, in a folder that is not there yet."""
        shutil.copytree(self.root, root)
        return Port(root)

    def write(self, path: str, text: str | bytes) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        return place

    def change(self, path: str, old: str, new: str) -> None:
        place = self.root / path
        text = place.read_text()
        assert old in text
        place.write_text(text.replace(old, new, 1))

    def stamp(self, file: str, *parts: str, session: str | None = SESSION) -> StampedFile:
        [done] = stamp(self.occasion, [StampRequest(file, parts, session)])
        return done

    def unstamp(self, *files: str) -> None:
        unstamp(self.occasion, files)

    def checked(self, *paths: str) -> ProvenanceCheck:
        return check_provenance(self.workspace, paths, self.root)

    def found(self, *paths: str) -> list[str]:
        """Return what a check finds, each as `FILE:LINE rule: message`."""
        report = self.checked(*paths).report
        everything = (*report.diagnostics, *report.unchecked)
        return [f"{one.spot.file}:{one.spot.line} {one.rule.name}: {one.message}"
                for one in everything if one.spot is not None]  # fmt: skip

    def rules(self, *paths: str) -> list[str]:
        return [line.split(" ")[1].rstrip(":") for line in self.found(*paths)]

    def rows(self) -> list[Provenance]:
        with self.workspace.store.reading() as database:
            return list(database.every(PROVENANCE))

    def plan(self, module: str, *originals: str, phase: str = "") -> None:
        words = original_words(self.workspace, originals, self.root)
        add_module(self.workspace, {"module": module, "originals": words, "phase": phase})

    def coverage(self) -> PortCoverage:
        return port_coverage(self.workspace)[0]

    def row(self, scope: Scope = Scope.ALL, name: str = "") -> Covered:
        rows = self.coverage().rows
        return next(one for one in rows if (one.scope, one.name) == (scope, name))


def new_port(root: Path, originals: Mapping[str, str] = ORIGINALS) -> Port:
    """Return an experiment with one session and these originals; nothing is ported yet."""
    root.mkdir(parents=True, exist_ok=True)
    workspace = start_experiment(root, Settings("Port", Languages())).workspace
    settings = root / "portlog.toml"
    settings.write_text(f'{settings.read_text()}\n[original]\npath = "original"\n')
    cells = {"date": "2026-03-05", "llm": "claude", "model": "opus-4.6", "module": "agent/loop"}
    add_sessions(workspace, [SessionDraft(cells, name=SESSION)], NOW)
    port = Port(root)
    for path, text in originals.items():
        port.write(f"original/{path}", text)
    return port


def sample_port(root: Path) -> Port:
    """Return a port of which a part is done: one original split, two merged, one file new."""
    port = new_port(root)
    port.plan("agent/loop", "original/agent/loop.py", phase="1")
    port.plan("agent/state", "original/agent/memory.py", "original/agent/context.py", phase="1")
    port.plan("tools", "original/tools.py", phase="2")
    port.plan("main", phase="2")
    for name in ("agent/loop", "agent/helper", "agent/state", "main"):
        port.write(f"src/{name}.rs", RUST)
    port.stamp("src/agent/loop.rs", "original/agent/loop.py::Loop")
    port.stamp("src/agent/helper.rs", "original/agent/loop.py:19-20")
    port.stamp("src/agent/state.rs", "original/agent/memory.py", "original/agent/context.py")
    return port


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as nobody in particular."""
    who = ("-c", "user.name=A Person", "-c", "user.email=person@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
