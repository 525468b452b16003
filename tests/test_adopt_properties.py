"""Any log kept by hand: adopted, added to, edited and cut, every other byte stays as it was."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from adopted import NAME, TWELVE
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portlog.jobs.add_session import SessionDraft, add_sessions
from portlog.jobs.adopt_log import adopt_log
from portlog.jobs.change_session import edit_session, remove_session
from portlog.jobs.examine_log import examine
from portlog.jobs.languages_told import Told
from portlog.records.session import Languages, Session
from portlog.workspace import Settings, Workspace, here

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WORDS = st.sampled_from(["a", "a b", '"c, d"', '"say ""so"""', "é", "'=x", "=1+1", "x" * 40])
CELLS = {
    "date": st.sampled_from(["2026-03-05", "2026-03-06", "2025-12-31"]),
    "llm": st.sampled_from(["claude", '"claude"', "codex"]),
    "model": WORDS.filter(lambda word: not word.startswith("'")),
    "module": WORDS,
    "cost_usd": st.sampled_from(["", "1.2", "1.20", "0", "007.5"]),
    "tests_pass": st.sampled_from(["", "1/2", "3/3"]),
}
COUNT = st.sampled_from(["", "0", "7", "007"])
ODD = st.sampled_from(["", "not a row", ",,,", '"open', "2026-03-05,claude", "<<<<<<< ours", "\t"])


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that somebody kept: its lines without their ends, and how it is written."""

    lines: tuple[str, ...]
    end: str
    mark: str
    ends: bool

    @property
    def content(self) -> str:
        last = self.end if self.ends else ""
        return self.mark + self.end.join(self.lines) + last


@st.composite
def kept_files(draw: st.DrawFn) -> Kept:
    own = draw(st.lists(st.sampled_from(["mood", "rain", "a b"]), unique=True, max_size=2))
    header = draw(st.permutations([*TWELVE.split(","), *own]))
    row = st.tuples(*(CELLS.get(name, WORDS if name in own else COUNT) for name in header))
    rows = draw(st.lists(row.map(",".join) | ODD, max_size=8))
    repeated = draw(st.lists(st.sampled_from(rows), max_size=2)) if rows else []
    end, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    kept = Kept((",".join(header), *rows, *repeated), end, mark, draw(st.booleans()))
    # a file without one line end does not say which it has
    assume(kept.ends or (kept.lines[-1] and len(kept.lines) > 1))
    return kept


@contextmanager
def adopted(kept: Kept) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / NAME).write_bytes(kept.content.encode())
        workspace = adopt_log(folder, Settings("A port", Languages()), Path(NAME), Told()).workspace
        assert (folder / NAME).read_bytes() == kept.content.encode()
        yield workspace


def sessions(workspace: Workspace) -> dict[str, Session]:
    with workspace.store.reading() as database:
        return {one.session_id: one for one in database.every(workspace.log.sessions)}


def places(workspace: Workspace) -> dict[str, int]:
    """Return the line that each session stands on."""
    rows = workspace.store.texts.reading(workspace.log.sessions).rows
    return {row.key[0]: row.line - 1 for row in rows}


def lines(workspace: Workspace, kept: Kept) -> list[str]:
    content = (workspace.root / NAME).read_bytes().decode().removeprefix(kept.mark)
    found = content.split(kept.end)
    return found if found[-1] else found[:-1]


@dataclass(slots=True)
class Author:
    """Somebody who uses the commands, and knows what the file and the log should hold then."""

    workspace: Workspace
    kept: Kept
    wanted: list[str]
    known: dict[str, Session]

    def step(self, what: str, number: int) -> None:
        """Add a session, or change the one of that number."""
        at = places(self.workspace)
        if what == "add":
            draft = SessionDraft({"llm": "z", "model": "m", "module": f"m{number}"})
            (added,) = add_sessions(self.workspace, [draft], NOW)
            self.known[added.session_id] = added
            self.wanted.append(lines(self.workspace, self.kept)[-1])
        elif at:
            name = sorted(at)[number % len(at)]
            self._change(what, number, name, at[name])

    def _change(self, what: str, number: int, name: str, line: int) -> None:
        if what == "remove":
            remove_session(self.workspace, name)
            del self.known[name], self.wanted[line]
            return
        cells = {"date": "2026-03-06"} if what == "date" else {"tokens_in": str(number)}
        self.known[name] = edit_session(self.workspace, name, cells, (), NOW)
        self.wanted[line] = lines(self.workspace, self.kept)[line]


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "date", "remove"]), st.integers(0, 9)), max_size=6
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(kept_files(), STEPS)
def test_every_byte_that_no_command_was_about_stays(
    kept: Kept, steps: list[tuple[str, int]]
) -> None:
    with adopted(kept) as workspace:
        author = Author(workspace, kept, lines(workspace, kept), sessions(workspace))
        for what, number in steps:
            author.step(what, number)

            assert lines(workspace, kept) == author.wanted
            assert sessions(workspace) == author.known
            assert set(places(workspace)) == set(author.known)
        found = {one.check for one in examine(workspace)}
        shutil.rmtree(workspace.private)

        assert sessions(here(workspace.root)) == author.known
        assert not found & {"tie", "form", "database"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(kept_files(), st.randoms(use_true_random=False))
def test_an_order_by_hand_takes_no_name_from_a_session(kept: Kept, random: object) -> None:
    with adopted(kept) as workspace:
        known = sessions(workspace)
        header, *rows = kept.lines
        random.shuffle(rows)  # type: ignore[attr-defined]
        again = replace(kept, lines=(header, *rows), ends=True)
        (workspace.root / NAME).write_bytes(again.content.encode())

        assert sessions(workspace) == known
