"""`portlog session coverage`: every session that anybody knows of is counted, and named."""

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from agent_homes import BEGUN, Home, uuid
from clones import Clone
from support import Answer, Cli

from portlog.jobs.agent_records import shown_record
from portlog.sources.agents.sqlite_image import opened

DAY_MS = 86_400_000
NOON = int(BEGUN.timestamp() * 1000)


@pytest.fixture
def home(experiment: Cli) -> Home:
    return Home(experiment)


def told(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.out)
    return found


def figures(answer: Answer, agent: str = "claude") -> dict[str, Any]:
    return next(one for one in told(answer)["coverage"] if one["agent"] == agent)


def coverage(home: Home, *options: str, **environment: str) -> Answer:
    return home.cli("session", "coverage", "--format", "json", *options, **environment)


def imported(home: Home) -> None:
    assert home.cli("session", "import", "all").code == 0


def recorded(home: Home) -> list[dict[str, str]]:
    with home.cli.path("data/coverage.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_all_that_is_known_is_logged(home: Home) -> None:
    home.transcript(1)
    home.prompts({"sessionId": uuid(1)})
    imported(home)

    answer = coverage(home)

    assert answer.code == 0
    assert told(answer)["outcome"] == "clean"
    assert figures(answer)["known"] == figures(answer)["logged"] == 1
    assert told(answer)["unlogged"] == []


def test_a_session_that_is_not_imported_yet_is_found(home: Home) -> None:
    home.transcript(1)

    answer = coverage(home)

    assert answer.code == 1
    (lacking,) = told(answer)["unlogged"]
    assert lacking == {
        "agent": "claude",
        "day": "2026-03-05",
        "session": uuid(1),
        "state": "not_imported",
        "told_by": ["transcript"],
    }


def test_a_session_whose_transcript_is_gone_is_known_from_the_history(home: Home) -> None:
    home.prompts({"sessionId": uuid(1)}, {"sessionId": uuid(2), "project": "/elsewhere"})

    answer = coverage(home)

    assert answer.code == 1
    assert [(one["session"], one["state"]) for one in told(answer)["unlogged"]] == [
        (uuid(1), "transcript_gone")
    ]


def test_a_logged_session_stays_logged_when_its_transcript_goes(home: Home) -> None:
    path = home.transcript(1)
    imported(home)
    path.unlink()
    home.prompts({"sessionId": uuid(1)})

    answer = coverage(home)

    assert answer.code == 0
    assert figures(answer)["logged"] == 1


def test_an_abandoned_session_is_counted_apart(home: Home) -> None:
    home.transcript(1)
    home.transcript(2, answered=False)
    imported(home)

    answer = coverage(home)

    assert answer.code == 0
    assert (figures(answer)["known"], figures(answer)["abandoned"]) == (2, 1)


def test_a_session_that_was_removed_is_counted_apart(home: Home) -> None:
    home.transcript(1)
    home.transcript(2, 60)
    imported(home)
    name = home.cli("session", "list", "--format", "json")
    first = json.loads(name.out)["sessions"][0]["session_id"]
    assert home.cli("session", "remove", first, "--yes").code == 0

    answer = coverage(home)

    assert answer.code == 0
    assert (figures(answer)["logged"], figures(answer)["removed"]) == (1, 1)


def test_prompts_without_a_session_are_a_session_of_their_day(home: Home) -> None:
    home.transcript(1)
    imported(home)
    home.prompts({"timestamp": NOON}, {"timestamp": NOON + DAY_MS}, {"timestamp": NOON + DAY_MS})

    answer = coverage(home)

    assert [(one["day"], one["session"]) for one in told(answer)["unlogged"]] == [
        ("2026-03-06", None)
    ]


def test_a_typed_session_is_the_one_of_its_day(home: Home) -> None:
    home.prompts({"timestamp": NOON})
    least = "--date 2026-03-05 --llm claude --model opus-4.6 --module agent/loop".split()
    assert home.cli("session", "add", *least).code == 0

    answer = coverage(home)

    assert told(answer)["unlogged"] == []
    assert (figures(answer)["known"], figures(answer)["typed"]) == (0, 1)


def test_a_typed_session_with_the_agents_name_as_alias_is_logged(home: Home) -> None:
    home.prompts({"sessionId": uuid(1)})
    least = "--date 2026-03-05 --llm claude --model opus-4.6 --module agent/loop".split()
    name = home.cli("session", "add", *least).out.strip()
    details = home.cli.path("data/session_details.csv")
    head, *rows = details.read_text().splitlines()
    columns = head.split(",")
    rows = [row for row in rows if not row.startswith(name)]
    cells = {"session_id": name, "aliases": uuid(1)}
    rows.append(",".join(cells.get(column, "") for column in columns))
    details.write_text("\n".join([head, *rows]) + "\n")

    answer = coverage(home)

    assert answer.code == 0
    assert (figures(answer)["logged"], figures(answer)["typed"]) == (1, 0)


def test_of_an_agent_that_nobody_reads_only_what_was_typed_is_known(home: Home) -> None:
    home.transcript(1)
    least = "--date 2026-03-05 --llm gemini --model gemini-3-pro --module agent/loop".split()
    for _ in range(2):
        assert home.cli("session", "add", *least).code == 0

    answer = coverage(home)

    assert (figures(answer, "gemini")["known"], figures(answer, "gemini")["typed"]) == (None, 2)
    row = next(row for row in recorded(home) if row["agent"] == "gemini")
    assert (row["known"], row["typed"]) == ("", "2")


def test_the_settings_know_the_last_session(home: Home) -> None:
    home.settings(lastSessionId=uuid(1), lastCost=0.5)

    answer = coverage(home)

    (lacking,) = told(answer)["unlogged"]
    assert (lacking["session"], lacking["told_by"]) == (uuid(1), [".claude.json"])


def test_codex_knows_its_threads_though_their_logs_are_gone(home: Home) -> None:
    home.state((1, 500)).close()
    home.asked_codex(1, 7)

    answer = coverage(home)

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(1)]
    assert told(answer)["unlogged"][0]["told_by"] == ["state_5.sqlite", "history.jsonl"]
    assert figures(answer, "codex")["unplaced"] == 1


def test_a_sub_agents_thread_is_no_session(home: Home) -> None:
    database = home.state((1, 500), (2, 100), (3, 100))
    spawned = json.dumps({"subagent": {"thread_spawn": {"parent_thread_id": uuid(1)}}})
    database.execute("update threads set source = ? where id = ?", [spawned, uuid(2)])
    database.execute("create table thread_spawn_edges (parent_thread_id, child_thread_id)")
    database.execute("insert into thread_spawn_edges values (?, ?)", [uuid(1), uuid(3)])
    database.commit()
    database.close()

    answer = coverage(home)

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(1)]


def test_what_codex_has_not_checkpointed_is_seen_and_nothing_is_written_beside_it(
    home: Home,
) -> None:
    database = home.state((1, 500))
    database.execute("begin immediate")
    before = {path.name: path.stat().st_mtime_ns for path in home.codex.iterdir()}

    answer = coverage(home)

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(1)]
    assert {path.name: path.stat().st_mtime_ns for path in home.codex.iterdir()} == before
    assert "state_5.sqlite-wal" in before
    database.close()


def test_a_closed_database_gets_no_files_beside_it(home: Home) -> None:
    home.state((1, 500)).close()

    coverage(home)

    assert [path.name for path in home.codex.iterdir()] == ["state_5.sqlite"]


def test_the_newest_form_of_the_database_is_read(home: Home) -> None:
    home.state((1, 500)).close()
    home.state((2, 500), name="state_6.sqlite").close()

    answer = coverage(home)

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(2)]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("alter table threads drop column cwd", "its threads have no cwd"),
        ("drop table threads", "its threads have no cwd and no id and no tokens_used"),
    ],
)
def test_a_database_of_another_form_is_named(home: Home, sql: str, why: str) -> None:
    database = home.state((1, 500))
    database.execute(sql)
    database.close()

    answer = coverage(home)

    assert answer.code == 3
    (unread,) = told(answer)["unread"]
    assert (unread["file"], unread["why"]) == ("state_5.sqlite", why)


def test_a_file_that_is_no_database_is_named(home: Home) -> None:
    home.codex.mkdir()
    (home.codex / "state_5.sqlite").write_text("no database")

    answer = coverage(home)

    assert (answer.code, told(answer)["unread"][0]["why"]) == (3, "not a database")


def test_an_unfinished_change_of_the_database_is_named(home: Home) -> None:
    home.state((1, 500)).close()
    (home.codex / "state_5.sqlite-journal").write_text("half")

    answer = coverage(home)

    assert answer.code == 3
    assert told(answer)["unread"][0]["why"] == "a change to it was not finished"


def test_damaged_rows_of_a_history_are_named_and_counted(home: Home) -> None:
    home.transcript(1)
    imported(home)
    home.prompts({"sessionId": uuid(1)}, tail='{"sessionId": 7}\n{half\n{"being writ')

    answer = coverage(home)

    assert answer.code == 3
    assert [(one["file"], one["line"], one["why"]) for one in told(answer)["unread"]] == [
        ("history.jsonl", 2, "not of a known form"),
        ("history.jsonl", 3, "not JSON"),
    ]


def test_what_is_found_outranks_what_is_unread(home: Home) -> None:
    home.prompts({"sessionId": uuid(1)}, tail="{half\n")

    assert coverage(home).code == 1


def test_without_any_source_nothing_is_covered(home: Home) -> None:
    answer = home.cli("session", "coverage")

    assert answer.code == 3
    assert "~/.claude.json" in answer.err
    assert "~/.codex" in answer.err
    assert "100" not in answer.out + answer.err
    assert recorded(home) == []


def test_an_experiment_that_nobody_knows_is_not_covered(home: Home) -> None:
    home.prompts({"sessionId": uuid(1), "project": "/elsewhere"})

    answer = home.cli("session", "coverage")

    assert answer.code == 3
    assert "claude: no session of this experiment is known" in answer.err
    assert recorded(home) == []


def test_a_log_alone_is_no_witness_of_itself(home: Home) -> None:
    path = home.transcript(1)
    imported(home)
    path.unlink()

    answer = coverage(home)

    assert (answer.code, figures(answer)["logged"]) == (3, 1)
    assert recorded(home) == []


def test_a_folder_that_is_named_elsewhere_is_looked_into(home: Home, tmp_path: Path) -> None:
    home.prompts({"sessionId": uuid(1)})
    (home.claude / ".claude.json").write_text(
        json.dumps({"projects": {home.cwd: {"lastSessionId": uuid(2)}}})
    )
    home.claude.rename(tmp_path / "moved")

    answer = coverage(home, CLAUDE_CONFIG_DIR=str(tmp_path / "moved"))

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(2), uuid(1)]
    assert str(tmp_path) not in answer.out + answer.err
    assert "$CLAUDE_CONFIG_DIR" in answer.err


def test_the_databases_folder_can_be_another_one(home: Home, tmp_path: Path) -> None:
    home.state((1, 500)).close()
    home.codex.rename(tmp_path / "moved")

    answer = coverage(home, CODEX_SQLITE_HOME=str(tmp_path / "moved"))

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(1)]


def test_a_period_leaves_other_sessions_out_and_records_nothing(home: Home) -> None:
    home.prompts({"sessionId": uuid(1)}, {"sessionId": uuid(2), "timestamp": NOON + DAY_MS})

    answer = coverage(home, "--since", "2026-03-06", "--until", "2026-03-06")

    assert [one["session"] for one in told(answer)["unlogged"]] == [uuid(2)]
    assert recorded(home) == []


def test_what_was_found_is_recorded_once(home: Home) -> None:
    home.transcript(1)
    imported(home)

    first, again = coverage(home), coverage(home)

    assert "recorded in data/coverage.csv: 1" in first.err
    assert "recorded" not in again.err
    (row,) = recorded(home)
    assert (row["agent"], row["known"], row["logged"], row["unlogged"]) == ("claude", "1", "1", "0")
    assert (row["since"], row["until"]) == ("2026-03-05", "2026-03-05")


def test_changed_figures_replace_the_recorded_ones(home: Home) -> None:
    home.transcript(1)
    coverage(home)
    imported(home)

    coverage(home)

    (row,) = recorded(home)
    assert (row["logged"], row["unlogged"]) == ("1", "0")


def test_nothing_is_recorded_where_that_is_not_wanted(home: Home) -> None:
    home.transcript(1)

    coverage(home, "--no-record")

    assert recorded(home) == []


def test_what_could_not_be_read_whole_replaces_nothing(home: Home) -> None:
    home.transcript(1)
    coverage(home)
    before = recorded(home)
    home.prompts({"sessionId": uuid(2)}, tail="{half\n")

    coverage(home)

    assert recorded(home) == before


def test_no_word_path_or_address_comes_out(home: Home) -> None:
    home.transcript(1)
    home.prompts({"sessionId": uuid(2)}, {"sessionId": "/home/jane/secret-plan"})
    home.settings(lastSessionId="jane@example.com")
    home.state((3, 500)).close()
    home.asked_codex(3)

    answers = [home.cli("session", "coverage", "--format", form) for form in ("table", "json")]
    texts = [text for one in answers for text in (one.out, one.err)]
    texts += [path.read_text() for path in home.cli.path("data").iterdir()]

    for word in ("jane", "Jane", "Please", "loop,", str(home.cli.home), str(home.cli.folder)):
        assert not [text for text in texts if word in text]


@pytest.mark.parametrize("number", [1, 40, 3000])
def test_a_database_is_read_as_sqlite_reads_it(tmp_path: Path, number: int) -> None:
    path = tmp_path / "state_5.sqlite"
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("pragma wal_autocheckpoint = 50")
    writer.execute("create table threads (id integer primary key, title text)")
    for place in range(number):
        writer.execute("insert into threads values (?, ?)", (place, "x" * (place % 3000)))
        if place % 7 == 0:
            writer.commit()
    writer.commit()
    writer.execute("delete from threads where id % 3 = 0")

    with opened(path) as image:
        seen = image.execute("select * from threads").fetchall()

    writer.rollback()
    assert seen == writer.execute("select * from threads").fetchall()
    writer.close()


def test_a_transaction_that_is_half_written_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "state_5.sqlite"
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table threads (id integer)")
    writer.execute("insert into threads values (1)")
    writer.commit()
    log = tmp_path / "state_5.sqlite-wal"
    whole = log.read_bytes()
    writer.execute("insert into threads values (2)")
    writer.commit()
    log.write_bytes(log.read_bytes()[: len(whole) + 1000])

    with opened(path) as image:
        seen = image.execute("select id from threads").fetchall()

    assert seen == [(1,)]
    writer.close()


def test_a_folder_that_cannot_be_read_is_not_named_after_its_path(tmp_path: Path) -> None:
    folder = tmp_path / "-home-jane-port"
    folder.mkdir()

    assert shown_record(folder) == "a folder of logs"
    assert shown_record(tmp_path / "history.jsonl") == "history.jsonl"


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_the_figures_come_in_every_form(home: Home, form: str) -> None:
    home.prompts({"sessionId": uuid(1)})

    out = home.cli("session", "coverage", "--format", form).out

    assert "transcript_gone" in out
    assert (uuid(1) in out) is (form != "csv")


@pytest.fixture
def clone(home: Home) -> Clone:
    made = Clone(home.cli.folder, home.cli)
    made.git("init", "-q")
    return made


def commit(clone: Clone, subject: str, when: str, file: str = "code.rs") -> str:
    path = clone.top / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"// {subject}\n")
    clone.git("add", "--all", ":!data", file)
    clone.git("commit", "-q", "--date", when, "-m", subject)
    return clone.git("rev-parse", "HEAD").out.strip()


@pytest.mark.needs("git")
def test_commits_are_named_made_during_or_without_a_session(home: Home, clone: Clone) -> None:
    named = commit(clone, "Port the loop", "2026-03-05T09:03:00Z")
    home.transcript(1, commit=named[:7])
    imported(home)
    commit(clone, "Mend a test", "2026-03-05T09:04:00Z", "b.rs")
    alone = commit(clone, "Write by hand", "2026-03-05T20:00:00Z", "c.rs")
    commit(clone, "Long before", "2026-01-01T20:00:00Z", "d.rs")

    answer = coverage(home)

    commits = told(answer)["commits"]
    assert answer.code == 0
    assert [commits[key] for key in ("known", "named", "during", "none")] == [3, 1, 1, 1]
    first, second = commits["without_name"]
    assert (first["commit"], first["subject"]) == (alone[:9], "Write by hand")
    assert (second["tie"], second["subject"]) == ("during", "Mend a test")
    git = next(row for row in recorded(home) if row["agent"] == "git")
    assert [git[key] for key in ("commits", "commits_tied", "commits_during")] == ["3", "1", "1"]
    assert "Write by hand" not in home.cli.path("data/coverage.csv").read_text()


@pytest.mark.needs("git")
def test_a_commit_of_the_log_alone_needs_no_session(home: Home, clone: Clone) -> None:
    home.transcript(1)
    imported(home)
    clone.git("add", "data")
    clone.git("commit", "-q", "--date", "2026-03-05T20:00:00Z", "-m", "Log it")

    assert told(coverage(home))["commits"]["known"] == 0


@pytest.mark.needs("git")
def test_a_shallow_clone_does_not_count_commits(home: Home, clone: Clone, tmp_path: Path) -> None:
    commit(clone, "One", "2026-03-05T09:03:00Z")
    commit(clone, "Two", "2026-03-05T09:04:00Z")
    clone.git("add", "--all")
    clone.git("commit", "-q", "-m", "Begin")
    clone.git("clone", "-q", "--depth", "1", f"file://{clone.top}", str(tmp_path / "shallow"))
    shallow = Home(Cli(tmp_path / "shallow", home.cli.home))
    shallow.transcript(1)

    assert told(coverage(shallow))["commits"] is None


def test_without_git_there_are_no_commits(home: Home) -> None:
    home.transcript(1)

    answer = coverage(home)

    assert told(answer)["commits"] is None
    assert "git cannot say" in answer.err
