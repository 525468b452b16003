"""An import where nothing has changed is answered as before, and one where anything has is not."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from import_support import Imports, claude_log, message
from support import Cli

from portlog.jobs.import_logs.answer import answer_to
from portlog.jobs.import_logs.repeat import standing_of
from portlog.jobs.import_logs.request import Request
from portlog.workspace import here

WORDS = ["session", "import", "all"]
SAID = ("out\n", "err\n", 1)
FIRST, SECOND = (f"{n * 8}-2222-4333-8444-555555555555" for n in "12")


@pytest.fixture
def imports(experiment: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imports:
    """Return an experiment with logs and be in its folder; what was said there is kept."""
    found = Imports(experiment, tmp_path / "logs")
    claude_log(found, FIRST).write_text(message(experiment.folder, 1, FIRST))
    (found.logs / "codex" / "sessions").mkdir(parents=True)
    monkeypatch.chdir(experiment.folder)
    for name in [*os.environ]:
        monkeypatch.delenv(name)
    for name, value in (experiment.environment() | found.places).items():
        monkeypatch.setenv(name, value)
    asked = Request(("claude", "codex"))
    standing = standing_of(here(experiment.folder), asked, os.environ, WORDS)
    assert standing is not None
    standing.keep(SAID)
    return found


def _write_more(imports: Imports) -> None:
    with claude_log(imports, FIRST).open("a") as log:
        log.write(message(imports.cli.folder, 2, FIRST))


def _replace(imports: Imports) -> None:
    """Put a file of the same size and time in a log's place."""
    log = claude_log(imports, FIRST)
    seen, beside = log.stat(), log.with_suffix(".tmp")
    beside.write_bytes(log.read_bytes())
    os.utime(beside, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    beside.replace(log)


def _begin_another(imports: Imports) -> None:
    log = imports.logs / "claude" / "projects" / "-other" / "deep" / f"{SECOND}.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text("")


def _move_codex(imports: Imports) -> None:
    (imports.logs / "codex" / "sessions").rename(imports.logs / "codex" / "archived_sessions")


def _name_imported(imports: Imports) -> None:
    (imports.logs / "codex" / "external_agent_session_imports.json").write_text("[]")


def _edit_text(imports: Imports) -> None:
    with imports.cli.path("data/sessions.csv").open("a") as text:
        text.write("\n")


def _edit_settings(imports: Imports) -> None:
    with imports.cli.path("portlog.toml").open("a") as settings:
        settings.write("\n")


def _check_out_elsewhere(imports: Imports) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example"]
    for words in ("init -q", "commit -q --allow-empty -m one", "worktree add -q ../other"):
        subprocess.run([*git, *words.split()], cwd=imports.cli.folder, check=True)


@pytest.mark.parametrize(
    "change",
    [
        *(_write_more, _replace, _begin_another, _move_codex, _name_imported),
        *(_edit_text, _edit_settings, _check_out_elsewhere),
    ],
)
def test_what_has_changed_is_looked_at(imports: Imports, change: Callable[[Imports], None]) -> None:
    before = answer_to(WORDS)

    change(imports)

    assert before == SAID
    assert answer_to(WORDS) is None


def test_the_answer_is_to_the_same_question_only(
    imports: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [answer_to([*WORDS, "--strict"]), answer_to(["session", "import", "claude"])]
    with monkeypatch.context() as changed:
        changed.setenv("CODEX_HOME", str(imports.logs))
        others.append(answer_to(WORDS))
    monkeypatch.chdir("data")
    others.append(answer_to(WORDS))

    assert others == [None] * 4


def test_an_import_says_again_what_it_would_say(imports: Imports) -> None:
    _write_more(imports)
    first = imports.take_in("--format", "json")

    kept = answer_to([*WORDS, "--format", "json"])
    shutil.rmtree(imports.cli.path(".portlog/cache"))
    again = imports.take_in("--format", "json")

    assert first.err.endswith("1 added, 0 brought up to date, 0 known\n")
    assert kept == (again.out, again.err, again.code)


@pytest.mark.parametrize("content", [b"", b"[]", b'["", {}, ["", "", 0]]', b'["", [], 3]', b"\xff"])
def test_an_answer_that_cannot_be_read_is_none(imports: Imports, content: bytes) -> None:
    imports.cli.path(".portlog/cache/agents/answer-all.json").write_bytes(content)

    assert answer_to(WORDS) is None


def test_a_dry_run_keeps_no_answer(imports: Imports) -> None:
    _write_more(imports)

    imports.take_in("--dry-run")

    assert answer_to([*WORDS, "--dry-run"]) is None
