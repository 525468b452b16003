"""`portlog session verify`: the log is held against figures that its importer did not make."""

import csv
import json
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from agent_corpus import make_corpus
from agent_homes import MODEL, USAGE, Home, uuid
from support import REPOSITORY, Answer, Cli

# what the transcripts of `Home` hold, by Claude Code's own names
COUNT = {
    "inputTokens": USAGE["input_tokens"],
    "outputTokens": USAGE["output_tokens"],
    "cacheReadInputTokens": USAGE["cache_read_input_tokens"],
    "cacheCreationInputTokens": USAGE["cache_creation_input_tokens"],
    "webSearchRequests": 0,
    "costUSD": 0.0450,
}
COST = 0.0450
BINARY = REPOSITORY / "node_modules" / "@ccusage" / "ccusage-linux-x64" / "bin" / "ccusage"


@pytest.fixture
def home(experiment: Cli) -> Home:
    return Home(experiment)


@pytest.fixture
def logged(home: Home) -> Home:
    home.transcript(1)
    imported(home)
    return home


def imported(home: Home) -> None:
    assert home.cli("session", "import", "all").code == 0


def verify(home: Home, *options: str, **environment: str) -> Answer:
    return home.cli("session", "verify", "--format", "json", *options, **environment)


def told(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.out)
    return found


def comparisons(answer: Answer, verdict: str) -> list[dict[str, Any]]:
    return [one for one in told(answer)["comparisons"] if one["verdict"] == verdict]


def figures(answer: Answer, verdict: str) -> set[tuple[str, str | None]]:
    return {(one["figure"], one["part"]) for one in comparisons(answer, verdict)}


def named(home: Home) -> list[str]:
    listed = json.loads(home.cli("session", "list", "--format", "json").out)
    return [one["session_id"] for one in listed["sessions"]]


def result(number: int = 1, **other: Any) -> dict[str, Any]:
    usual = {"type": "result", "session_id": uuid(number), "total_cost_usd": COST}
    return {**usual, "result": "words", "usage": USAGE, "modelUsage": {MODEL: COUNT}, **other}


def test_claude_codes_own_figures_agree(logged: Home) -> None:
    logged.settings(lastSessionId=uuid(1), lastCost=COST, lastModelUsage={MODEL: COUNT})

    answer = verify(logged)

    assert answer.code == 0, answer.out
    assert figures(answer, "agrees") == {
        *(("tokens_in", None), ("tokens_out", None), ("cost_usd", None)),
        *(("input", "opus-4.6"), ("output", "opus-4.6"), ("cache_read", "opus-4.6")),
        *(("cache_write", "opus-4.6"), ("cost_usd", "opus-4.6")),
    }
    assert comparisons(answer, "agrees")[0]["source"] == ".claude.json"


def test_tokens_and_cost_differ_in_rows_of_their_own(logged: Home) -> None:
    other = {**COUNT, "outputTokens": 600, "costUSD": 0.0450}
    logged.settings(lastSessionId=uuid(1), lastCost=0.09, lastModelUsage={MODEL: other})

    answer = verify(logged)

    assert answer.code == 1
    assert figures(answer, "differs") == {
        ("tokens_out", None),
        ("output", "opus-4.6"),
        ("cost_usd", None),
    }
    tokens = comparisons(answer, "differs")[0]
    assert (tokens["logged"], tokens["other"], tokens["percent"]) == (500, 600, -16.7)


@pytest.mark.parametrize(("output", "code"), [(505, 0), (506, 1), (495, 0), (494, 1)])
def test_one_per_cent_is_the_limit(logged: Home, output: int, code: int) -> None:
    told = {**COUNT, "outputTokens": output}
    logged.settings(lastSessionId=uuid(1), lastCost=COST, lastModelUsage={MODEL: told})

    assert verify(logged).code == code


def test_a_model_that_no_transcript_names_is_a_difference(logged: Home) -> None:
    models = {MODEL: COUNT, "claude-haiku-4-5-20251001": {**COUNT, "costUSD": 0.001}}
    logged.settings(lastSessionId=uuid(1), lastCost=COST, lastModelUsage=models)

    answer = verify(logged)

    assert answer.code == 1
    assert ("output", "haiku-4.5") in figures(answer, "differs")


def test_a_figure_that_one_side_lacks_is_unknown(logged: Home) -> None:
    logged.settings(lastSessionId=uuid(1), lastDuration=600_000)

    answer = verify(logged)

    assert answer.code == 3
    assert comparisons(answer, "agrees") == []
    assert {one["why"] for one in comparisons(answer, "unknown")} == {
        "not told",
        "how long a window was open stands in no log",
    }


def test_lines_are_held_against_the_edits(logged: Home) -> None:
    logged.settings(
        lastSessionId=uuid(1), lastCost=COST, lastModelUsage={MODEL: COUNT}, lastLinesAdded=7
    )

    answer = verify(logged)

    assert figures(answer, "differs") == {("lines_added", None)}


def test_a_session_that_is_not_logged_cannot_be_compared(logged: Home) -> None:
    logged.settings(lastSessionId=uuid(2), lastCost=COST)

    answer = verify(logged)

    assert answer.code == 3
    assert comparisons(answer, "unknown")[0]["why"] == "the log does not have this session"
    assert told(answer)["alone"] == named(logged)


def test_nothing_to_compare_with_is_not_agreement(logged: Home) -> None:
    answer = logged.cli("session", "verify", PATH="")

    assert answer.code == 3
    assert "no other figures found" in answer.err
    assert "of 1 session nobody else tells a figure" in answer.err


@pytest.mark.parametrize("form", ["one", "array", "stream"])
def test_results_of_headless_runs_are_read_in_each_form(logged: Home, form: str) -> None:
    rows = [{"type": "system", "subtype": "init"}, result(usage=None), result()]
    text = {
        "one": json.dumps(result(), indent=2),
        "array": json.dumps(rows),
        "stream": "".join(f"{json.dumps(row)}\n" for row in rows),
    }[form]
    logged.cli.path("run.json").write_text(text)

    answer = verify(logged, "--results", "run.json")

    assert answer.code == 0, answer.out
    assert ("cost_usd", None) in figures(answer, "agrees")
    assert comparisons(answer, "agrees")[0]["source"] == "claude -p"


def test_several_runs_of_a_session_are_one_sum_and_a_copy_is_none(logged: Home) -> None:
    half = {key: value / 2 if key == "costUSD" else value // 2 for key, value in COUNT.items()}
    one = result(total_cost_usd=COST / 2, modelUsage={MODEL: half})
    other = result(total_cost_usd=COST / 2, modelUsage={MODEL: {**half, "outputTokens": 251}})
    for name, row in (("a.json", one), ("b.json", other), ("copy.json", one)):
        logged.cli.path(name).write_text(json.dumps(row))

    files = ("--results", "a.json", "--results", "b.json", "--results", "copy.json")
    answer = verify(logged, *files)

    assert answer.code == 0, answer.out
    assert [c["other"] for c in comparisons(answer, "agrees") if c["figure"] == "output"] == [501]


def test_damaged_results_are_named_and_make_no_agreement(logged: Home) -> None:
    logged.settings(lastSessionId=uuid(1), lastCost=COST, lastModelUsage={MODEL: COUNT})
    logged.cli.path("run.json").write_text('{"type": "system"}\n{half\n')

    answer = verify(logged, "--results", "run.json")

    assert answer.code == 3
    assert [(one["source"], one["why"]) for one in told(answer)["failures"]] == [
        ("run.json:2", "not JSON of a known form"),
        ("run.json", "no result in it"),
    ]


def test_results_that_are_not_there_are_refused(logged: Home) -> None:
    answer = verify(logged, "--results", "none.json")

    assert (answer.code, answer.err.splitlines()[0]) == (2, "portlog: there is no none.json")


def test_damaged_settings_are_named(logged: Home) -> None:
    (logged.cli.home / ".claude.json").write_text('{"projects": [')

    answer = verify(logged)

    assert answer.code == 3
    assert told(answer)["failures"][0]["source"] == ".claude.json"


def test_codexs_own_count_of_a_thread_agrees(home: Home) -> None:
    home.rollout(1, 1100)
    imported(home)
    home.state((1, 1105)).close()

    answer = verify(home)

    assert answer.code == 0, answer.out
    (row,) = comparisons(answer, "agrees")
    assert (row["figure"], row["logged"], row["other"]) == ("tokens", 1100, 1105)
    assert row["source"] == "state_5.sqlite"


def test_codexs_own_count_differs(home: Home) -> None:
    home.rollout(1, 1100)
    imported(home)
    home.state((1, 2000)).close()

    answer = verify(home)

    assert (answer.code, comparisons(answer, "differs")[0]["percent"]) == (1, -45)


def test_sub_agents_are_compared_thread_by_thread(home: Home) -> None:
    home.rollout(1, 1100)
    home.rollout(2, 700, parent=uuid(1))
    imported(home)
    database = home.state((1, 1100), (2, 900))
    spawned = json.dumps({"subagent": {"thread_spawn": {"parent_thread_id": uuid(1)}}})
    database.execute("update threads set source = ? where id = ?", [spawned, uuid(2)])
    database.commit()
    database.close()

    answer = verify(home)

    rows = told(answer)["comparisons"]
    assert [(one["part"], one["logged"], one["other"], one["verdict"]) for one in rows] == [
        (uuid(1), 1100, 1100, "agrees"),
        (uuid(2), 700, 900, "differs"),
    ]


def test_sub_agents_whose_logs_are_gone_are_not_compared(home: Home) -> None:
    paths = [home.rollout(1, 1100), home.rollout(2, 700, parent=uuid(1))]
    imported(home)
    database = home.state((1, 1100), (2, 700))
    database.execute("create table thread_spawn_edges (parent_thread_id, child_thread_id)")
    database.execute("insert into thread_spawn_edges values (?, ?)", [uuid(1), uuid(2)])
    database.commit()
    database.close()
    for path in paths:
        path.unlink()

    answer = verify(home)

    assert answer.code == 3
    assert {one["why"] for one in comparisons(answer, "unknown")} == {
        "its sub-agents are folded into it, and not all their logs are here"
    }


def test_a_fork_goes_on_from_another_threads_count(home: Home) -> None:
    path = home.rollout(1, 1100)
    path.write_text(path.read_text().replace('"cwd":', f'"forked_from_id":"{uuid(9)}","cwd":', 1))
    imported(home)
    home.state((1, 5000)).close()

    answer = verify(home)

    assert answer.code == 3
    assert [one["why"] for one in comparisons(answer, "unknown")] == [
        "it was copied from another thread, whose count Codex goes on from"
    ]


def test_a_named_session_alone_is_verified(logged: Home) -> None:
    logged.transcript(2, 24 * 60)
    imported(logged)
    logged.settings(lastSessionId=uuid(2), lastCost=7, lastModelUsage={MODEL: COUNT})
    first, second = named(logged)

    assert verify(logged, first).code == 3
    assert verify(logged, second[-6:]).code == 1
    assert verify(logged, "nobody").code == 2


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_the_differences_come_in_every_form(logged: Home, form: str) -> None:
    logged.settings(lastSessionId=uuid(1), lastCost=7, lastModelUsage={MODEL: COUNT})

    answer = logged.cli("session", "verify", "--format", form)

    assert answer.code == 1
    assert ".claude.json" in answer.out
    assert "1 further apart" in answer.err
    if form == "csv":
        rows = list(csv.DictReader(answer.out.splitlines()))
        assert {row["verdict"] for row in rows} == {"agrees", "differs"}


def script(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import sys; sys.exit(4)", "`ccusage claude session` failed (4)"),
        ("print('{}')", "`ccusage claude session` said what is not known here"),
        ("print('half {')", "`ccusage claude session` said what is not known here"),
    ],
)
def test_a_tool_that_fails_is_named(logged: Home, tmp_path: Path, text: str, why: str) -> None:
    tool = script(tmp_path, "ccusage", text)

    answer = verify(logged, "--ccusage", str(tool))

    assert answer.code == 3
    assert why in {one["why"] for one in told(answer)["failures"]}


def test_a_tool_that_is_not_there_is_refused(logged: Home) -> None:
    assert verify(logged, "--ccusage", "no/such").code == 2


@pytest.fixture
def ccusage(tmp_path: Path) -> str:
    """Return the real program: npm leaves it without the right to be run."""
    tool = tmp_path / "ccusage"
    shutil.copy(BINARY, tool)
    tool.chmod(0o755)
    return str(tool)


@pytest.mark.needs("ccusage")
def test_the_real_ccusage_agrees_session_by_session(home: Home, ccusage: str) -> None:
    home.transcript(1)
    home.transcript(2, 60)
    home.rollout(3, 1100)
    imported(home)

    answer = verify(home, "--ccusage", ccusage, TZ="UTC")

    assert answer.code == 0, answer.out
    assert told(answer)["alone"] == []
    assert {one["source"] for one in comparisons(answer, "agrees")} == {"ccusage 20.0.24"}
    assert {one["session_id"] for one in comparisons(answer, "agrees")} == {*named(home)}


@pytest.mark.needs("ccusage")
def test_the_real_ccusage_is_compared_in_sums_where_it_parts_a_session(
    home: Home, ccusage: str
) -> None:
    path = home.transcript(1)
    aside = path.read_text().replace("_1", "_2").replace("09:0", "09:2")
    path.with_name("agent-5b5f696e.jsonl").write_text(aside)
    imported(home)

    answer = verify(home, "--ccusage", ccusage)

    rows = told(answer)["comparisons"]
    assert answer.code == 0, answer.out
    assert {(one["session_id"], one["part"]) for one in rows} == {(None, "opus-4.6")}
    assert {one["logged"] for one in rows if one["figure"] == "output"} == {1000}
    assert told(answer)["alone"] == []


@pytest.mark.needs("ccusage")
def test_a_folder_with_other_sessions_is_not_compared(home: Home, ccusage: str) -> None:
    path = home.transcript(1)
    imported(home)
    aside = path.read_text().replace("_1", "_2").replace("09:0", "09:2")
    path.with_name("agent-5b5f696e.jsonl").write_text(aside.replace(uuid(1), uuid(2)))

    answer = verify(home, "--ccusage", ccusage)

    assert answer.code == 3
    assert {one["why"] for one in told(answer)["comparisons"]} == {
        "sessions of its folder are not in the log"
    }


@pytest.mark.needs("ccusage")
def test_a_whole_corpus_can_be_held_against_the_real_ccusage(home: Home, ccusage: str) -> None:
    plain = "subagents hooks mcp effort commits housekeeping thinking tool_results".split()
    make_corpus(
        home.cli.home,
        5,
        claude_mb=0.3,
        codex_mb=0.2,
        experiment=home.cli.folder,
        features=[*plain, "codex_patches", "codex_records", "codex_repeats"],
    )
    (home.cli.home / "claude").rename(home.claude)
    (home.cli.home / "codex").rename(home.codex)
    imported(home)

    answer = verify(home, "--ccusage", ccusage)

    assert told(answer)["failures"] == []
    wrong = [one for one in comparisons(answer, "differs") if one["figure"] != "cost_usd"]
    assert wrong == []
    assert len(comparisons(answer, "agrees")) > 20
