"""Fixtures of all tests, and what happens where a tool that tests need is missing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import settings
from pytest_socket import socket_allow_hosts
from support import REPOSITORY, Cli

from portlog.sources.addresses import CRATES_IO_INDEX
from portlog.sources.certificates import trusted_certificates

# how long an example takes on a loaded machine says nothing about the code
settings.register_profile("portlog", deadline=None)
settings.load_profile("portlog")
# begun first, so that none of them is left to one process at the end; beside the measuring of speed
# those that keep one processor busy
LONGEST = (
    "test_doctor",
    "test_site_lighthouse",
    "test_adopt",
    "test_adopt_merge",
    "test_adopt_properties",
    "test_log_faults",
    "test_adopt_faults",
    "test_site_browser",
    "test_merge_git",
    "test_chart_pages",
    "test_log_crash",
    "test_docs",
    "test_imported_sessions_shown",
)
_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108  pytest makes a folder of its own there
_LEFT_OUT = pytest.StashKey[dict[str, int]]()


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that pip cannot bring: how to see whether it is there, and how to get it.

    What is not required may be left out where nothing else may.
    """

    is_here: Callable[[], bool]
    remedy: str
    is_required: bool = True


def _runs(program: str) -> bool:
    """Say whether a program can be started: a stub of one is there and cannot."""
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def _registry_answers() -> bool:
    certificates = trusted_certificates(os.environ, None)
    try:
        settings = requests.get(
            f"{CRATES_IO_INDEX}config.json", timeout=5, verify=str(certificates)
        )
    except requests.RequestException:
        return False
    return settings.ok


def _node_tool(name: str) -> bool:
    return (REPOSITORY / "node_modules" / ".bin" / name).exists()


CCUSAGE = REPOSITORY / "node_modules" / "@ccusage" / "ccusage-linux-x64" / "bin" / "ccusage"
TOOLS = {
    "ccusage": Tool(CCUSAGE.exists, "just setup"),
    "cargo": Tool(lambda: _runs("cargo"), "just setup"),
    "cc": Tool(lambda: shutil.which("cc") is not None, "just setup"),
    "chromium": Tool(lambda: shutil.which("chromium") is not None, "just setup"),
    "git": Tool(lambda: shutil.which("git") is not None, "just setup"),
    "html-validate": Tool(lambda: _node_tool("html-validate"), "just setup"),
    "lighthouse": Tool(lambda: _node_tool("lighthouse"), "just setup"),
    "hugo": Tool(lambda: shutil.which("hugo") is not None, "just setup"),
    "linkinator": Tool(lambda: _node_tool("linkinator"), "just setup"),
    "vnu": Tool(
        lambda: (
            shutil.which("java") is not None and (REPOSITORY / "node_modules" / "vnu-jar").is_dir()
        ),
        "just setup",
    ),
    "root": Tool(lambda: os.geteuid() == 0, "the rights of root, to mount a small disk"),
    "registry": Tool(_registry_answers, "a network that reaches crates.io"),
    "sample logs": Tool(
        lambda: "PORTLOG_SAMPLE_LOGS" in os.environ,
        "PORTLOG_SAMPLE_LOGS=FOLDER, a folder with public logs of agents",
        is_required=False,
    ),
    "nanobot": Tool(
        lambda: "PORTLOG_NANOBOT" in os.environ,
        "PORTLOG_NANOBOT=FOLDER, a clone of github.com/HKUDS/nanobot",
        is_required=False,
    ),
}


@cache
def is_here(tool: str) -> bool:
    """Say whether a tool that tests need can be used."""
    return TOOLS[tool].is_here()


def _memory_serves() -> bool:
    """Say whether folders can be made in memory, with room for them and for programs in them."""
    try:
        found = os.statvfs(_MEMORY)
    except OSError:
        return False
    has_room = found.f_bavail * found.f_frsize >= _ROOM
    return has_room and not found.f_flag & os.ST_NOEXEC and os.access(_MEMORY, os.W_OK)


def pytest_configure(config: pytest.Config) -> None:
    if _memory_serves():  # portlog waits at every write until the disk has it
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    config.addinivalue_line("markers", "needs(tool): left out, and named, where it is missing")
    config.addinivalue_line("markers", "long: a long suite, run by `just long`")
    asked = [name for name, tool in TOOLS.items() if tool.is_required]
    missing = [
        tool for tool in asked if os.environ.get("PORTLOG_REQUIRE_ALL") and not is_here(tool)
    ]
    if missing:
        told = (f"missing: {tool}; to add it: {TOOLS[tool].remedy}" for tool in missing)
        raise pytest.UsageError("\n".join(told))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept: list[pytest.Item] = []
    left_out: dict[str, int] = {}
    for item in items:
        missing = [tool for tool in _needed(item) if not is_here(tool)]
        for tool in missing:
            left_out[tool] = left_out.get(tool, 0) + 1
        if not missing:
            kept.append(item)
    config.stash[_LEFT_OUT] = left_out
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = left_out
    items[:] = sorted(kept, key=_turn)


def _turn(item: pytest.Item) -> int:
    return LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a process that ran some of the tests has left out; each sees all of them."""
    node.config.stash[_LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def _needed(item: pytest.Item) -> list[str]:
    return [tool for mark in item.iter_markers("needs") for tool in mark.args]


def _report(left_out: dict[str, int]) -> list[str]:
    return [
        f"left out: {count} tests that need {tool}; to add them: {TOOLS[tool].remedy}"
        for tool, count in sorted(left_out.items())
    ]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for line in _report(config.stash.get(_LEFT_OUT, {})):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def _only_loopback(request: pytest.FixtureRequest) -> None:
    """Refuse every address but this machine's own, except to tests of the live registry."""
    if "registry" not in _needed(request.node):
        socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Return the command line in an empty folder."""
    folder, home = tmp_path / "port", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return Cli(folder, home)


@pytest.fixture
def experiment(cli: Cli) -> Cli:
    """Return the command line in a fresh experiment."""
    assert cli("init").code == 0
    return cli
