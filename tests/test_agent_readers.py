"""A further agent is one module."""

import os
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.sources.agents import readers
from portlog.sources.agents.conversations import conversations
from portlog.sources.agents.ground import ground_of
from portlog.sources.agents.scan import find, read_all
from portlog.sources.agents.transcript import key_maker, key_of

# an invented agent that writes one call a line: its time in ms, the tokens read and written
THIRD = """
from portlog.sources.agents.agent import Agent
from portlog.sources.agents.lines import lines
from portlog.sources.agents.transcript import Call, Transcript, key_of

def homes(environ):
    return []

def logs(home):
    return sorted(home.glob("*.third"))

def read(log, ground, deep):
    told = Transcript(log.stem, inside=True)
    rows = [tuple(map(int, line.content.split())) for line in lines(log)]
    told.calls = [
        Call(key_of(log.stem, str(at)), at, "third-1", input=read, output=written)
        for at, read, written in rows
    ]
    told.events = b"".join(at.to_bytes(8, "little") for at, _, _ in rows)
    return told

AGENT = Agent("third", homes, logs, read)
"""
NOON = 1_772_712_000_000


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the module of a third agent beside the others and return a folder with a log."""
    folder = tmp_path / "readers"
    folder.mkdir()
    (folder / "third.py").write_text(textwrap.dedent(THIRD))
    monkeypatch.setattr(readers, "__path__", [*readers.__path__, os.fspath(folder)])
    log = tmp_path / "one.third"
    log.write_text(f"{NOON} 100 20\n{NOON + 60_000} 200 30\n")
    return tmp_path


@given(st.text(st.characters()), st.text(st.characters(exclude_categories=())))
def test_letters_are_the_same_however_they_are_made(kind: str, name: str) -> None:
    kind = kind.encode(errors="ignore").decode()

    assert key_maker(kind)(name) == key_of(kind, name)


def test_a_further_agent_is_one_module(third: Path) -> None:
    agent = readers.agent_named("third")

    told = read_all(agent, find(agent, [third]), ground_of([str(third)]))
    found = conversations(agent, told, latest=NOON + 10**9)

    assert "third" in readers.agent_names()
    (conversation,) = found.here
    assert sum(call.output for call in conversation.calls) == 50
    assert conversation.spans == ((NOON, NOON + 60_000),)
