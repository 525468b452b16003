"""`portlog session import claude`, `codex` and `all`, held against invented logs."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from agent_corpus import Truth
from agent_corpus_truth import TrueMessage
from genai_prices import Usage, calc_price
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_support import Imports, claude_log, message
from support import Cli

from portlog.sources.agents.ground import ground_of
from portlog.sources.agents.lines import lines
from portlog.sources.agents.readers import agent_named, agent_names
from portlog.sources.agents.scan import find, read_all

NAME = "11111111-2222-4333-8444-555555555555"
CLASSES = (
    *("input", "cache_read", "cache_write_5m", "cache_write_1h"),
    *("output", "reasoning", "web_searches"),
)
Sums = dict[tuple[str, ...], Counter[str]]


@pytest.fixture
def imports(experiment: Cli, tmp_path: Path) -> Imports:
    """Return an experiment and a place for agents' logs."""
    return Imports(experiment, tmp_path / "logs")


def _true_sums(truth: Truth, *, everywhere: bool) -> Sums:
    inside = {one.id for one in truth.conversations if everywhere or one.in_experiment}
    sums: Sums = {}
    for one in truth.messages:
        if one.conversation in inside:
            line = sums.setdefault((one.agent, one.conversation, one.model, one.tier), Counter())
            line.update({name: getattr(one, name) for name in CLASSES})
            line["requests"] += 1
    return sums


def _recorded_sums(imports: Imports) -> Sums:
    rows = imports.rows(
        "select agent, source, usage.* exclude (session_id) from usage "
        "join imports using (session_id)"
    )
    return {
        (row["agent"], row["source"], row["model"], row["tier"]): Counter(
            {name: row[name] for name in (*CLASSES, "requests")}
        )
        for row in rows
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_tokens_equal_the_truth_for_each_conversation_model_and_tier(
    imports: Imports, seed: int
) -> None:
    truth = imports.corpus(seed, claude_mb=0.6, codex_mb=0.6)

    answer = imports.take_in("--all-projects")

    assert answer.code == 0, answer.err
    assert _recorded_sums(imports) == _true_sums(truth, everywhere=True)


def test_only_the_sessions_of_the_experiment_are_taken_in(imports: Imports) -> None:
    truth = imports.corpus(4, claude_mb=0.6, codex_mb=0.6)

    imports.take_in()

    assert _recorded_sums(imports) == _true_sums(truth, everywhere=False)
    assert any(not one.in_experiment for one in truth.conversations)


def _price(one: TrueMessage) -> Decimal | None:
    """Return what genai-prices says of one message at its standard tier."""
    writes = one.cache_write_5m + one.cache_write_1h
    usage = Usage(
        input_tokens=one.input + one.cache_read + writes,
        output_tokens=one.output,
        cache_read_tokens=one.cache_read,
        cache_write_tokens=writes,
        cache_write_1h_tokens=one.cache_write_1h,
        web_searches=one.web_searches,
    )
    try:
        return calc_price(
            usage, one.model.partition("[")[0], genai_request_timestamp=one.at
        ).total_price
    except LookupError:
        return None


def test_costs_equal_genai_prices_message_by_message(imports: Imports) -> None:
    truth = imports.corpus(5, claude_mb=0.6, codex_mb=0.6)
    expected: dict[tuple[str, str], Decimal] = {}
    for one in truth.messages:
        if one.tier == "standard":
            price = _price(one)
            line = (one.conversation, one.model)
            expected[line] = expected.get(line, Decimal(0)) + (price or Decimal("nan"))

    imports.take_in("--all-projects")

    rows = imports.rows(
        "select source, model, cost_usd from usage join imports using (session_id) "
        "where tier = 'standard' and cost_usd is not null"
    )
    assert len(rows) > len(expected) / 2
    for row in rows:
        told = expected[row["source"], row["model"]]
        if told.is_finite():
            assert abs(told - row["cost_usd"]) < Decimal("1e-9"), row


def test_a_conversation_s_times_churn_and_commits_are_the_logs(imports: Imports) -> None:
    truth = imports.corpus(6, claude_mb=0.6, codex_mb=0)
    imports.take_in("--all-projects")
    rows = imports.rows(
        "from session_details join imports using (session_id) join sessions using (session_id)"
    )
    churn = imports.rows(
        "select source, sum(added) as added, sum(removed) as removed "
        "from churn join imports using (session_id) group by source"
    )
    changed = {row["source"]: (row["added"], row["removed"]) for row in churn}
    recorded = {row["source"]: row for row in rows}

    for one in truth.conversations:
        if one.id not in recorded:
            continue
        row = recorded[one.id]
        assert row["duration_min"] == _minutes(one.active_ms)
        assert row["wall_min"] == _minutes(one.wall_ms)
        assert row["agent_min"] == _minutes(one.agent_ms_root)
        assert (row["commits"] or "").split() == list(one.commits)
        lines = [*one.churn.values()]
        expected = (sum(line[0] for line in lines), sum(line[1] for line in lines))
        assert changed.get(one.id, (0, 0)) == expected


def _minutes(ms: int | None) -> Decimal | None:
    return None if ms is None else round(Decimal(ms) / 60_000, 2)


def test_a_second_import_changes_no_byte(imports: Imports) -> None:
    imports.corpus(7, claude_mb=0.5, codex_mb=0.5)
    imports.take_in()
    before = imports.texts()

    again = imports.take_in()
    shutil.rmtree(imports.cli.path(".portlog/cache"))
    anew = imports.take_in()

    assert imports.texts() == before
    assert again.err == anew.err
    assert " 0 brought up to date" in again.err
    assert again.err.splitlines()[-1].startswith("0 added")


def test_an_import_where_nothing_is_new_loads_nothing(imports: Imports) -> None:
    imports.corpus(7, claude_mb=0.3, codex_mb=0)
    first = imports.take_in()
    names = "import sys; from portlog.__main__ import main; main(); print(*sys.modules)"

    again = subprocess.run(
        [sys.executable, "-c", names, "session", "import", "all"],
        cwd=imports.cli.folder,
        env=imports.cli.environment() | imports.places,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "kind weather-report" in first.err or "dream_tokens" in first.err
    assert again.stderr.splitlines()[0] == first.err.splitlines()[0]
    assert {"duckdb", "msgspec", "typer"} & set(again.stdout.split()) == set()


def test_an_experiment_restored_elsewhere_gives_the_same_rows(
    imports: Imports, tmp_path: Path
) -> None:
    imports.corpus(8, claude_mb=0.4, codex_mb=0.4)
    imports.take_in()
    other = Imports(Cli(tmp_path / "other" / "port", imports.cli.home), imports.logs)
    shutil.copytree(imports.cli.path("data"), other.cli.path("data"))
    shutil.copy(imports.cli.path("portlog.toml"), other.cli.path("portlog.toml"))

    other.take_in("--all-projects")

    assert {name: text for name, text in other.texts().items() if name == "imports.csv"} != {}
    assert "0 brought up to date" in other.take_in("--all-projects").err


def test_a_longer_log_brings_its_own_session_up_to_date(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    before = imports.rows("from sessions")
    with log.open("a") as file:
        file.write(message(imports.cli.folder, 4, NAME))

    answer = imports.take_in()

    (after,) = imports.rows("from sessions")
    assert "1 brought up to date" in answer.err
    assert before[0]["session_id"] == after["session_id"]
    assert (before[0]["tokens_out"], after["tokens_out"]) == (100, 200)
    assert after["duration_min"] == 3


def test_an_edited_cell_stays_and_is_shown_as_differing(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    (row,) = imports.rows("from sessions")
    imports("session", "edit", row["session_id"], "--module", "agent/loop", "--cost-usd", "9.99")
    with log.open("a") as file:
        file.write(message(imports.cli.folder, 4, NAME))

    answer = imports.take_in()

    (after,) = imports.rows("from sessions")
    assert after["cost_usd"] == Decimal("9.99")
    assert after["module"] == "agent/loop"
    assert after["tokens_out"] == 200
    assert f"{row['session_id']}: cost_usd is 9.99 as edited; the log tells 0." in answer.err
    assert "module is agent/loop as edited; the log tells nothing" in answer.err


def test_a_cell_edited_by_hand_in_the_text_stays(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    path = imports.cli.path("data/sessions.csv")
    path.write_text(path.read_text().replace(",1010,", ",1234,"))
    with log.open("a") as file:
        file.write(message(imports.cli.folder, 4, NAME))

    answer = imports.take_in()

    (after,) = imports.rows("from sessions")
    assert after["tokens_in"] == 1234
    assert "tokens_in is 1234 as edited; the log tells 2020" in answer.err


def test_a_removed_session_stays_removed(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    (row,) = imports.rows("from sessions")
    imports("session", "remove", row["session_id"], "--yes")
    with log.open("a") as file:
        file.write(message(imports.cli.folder, 4, NAME))

    answer = imports.take_in()

    assert imports.rows("from sessions") == []
    assert imports.rows("from usage") == []
    assert "1 removed earlier" in answer.err


def test_a_log_that_lost_lines_takes_nothing_away(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    folder = imports.cli.folder
    log.write_text(message(folder, 1, NAME) + message(folder, 2, NAME))
    imports.take_in()
    before = imports.texts()
    log.write_text(message(folder, 1, NAME))

    imports.take_in()

    assert imports.texts() == before


def test_without_the_evidence_a_shorter_log_is_left_out_and_named(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    folder = imports.cli.folder
    log.write_text(message(folder, 1, NAME) + message(folder, 2, NAME))
    imports.take_in()
    before = imports.texts()
    shutil.rmtree(imports.cli.path(".portlog"))
    log.write_text(message(folder, 1, NAME))

    answer = imports.take_in()

    assert imports.texts() == before
    assert f"left out: claude {NAME}: its log tells less than what is recorded" in answer.err


def test_a_deleted_log_takes_nothing_away(imports: Imports) -> None:
    log = claude_log(imports, NAME)
    log.write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    before = imports.texts()
    log.unlink()

    answer = imports.take_in()

    assert answer.code == 0
    assert imports.texts() == before


def test_a_dry_run_writes_nothing(imports: Imports) -> None:
    imports.corpus(9, claude_mb=0.3, codex_mb=0.3)
    before = imports.texts()

    answer = imports.take_in("--dry-run")

    assert imports.texts() == before
    assert "would be added" in answer.err
    assert not imports.cli.path(".portlog/evidence").exists()


def test_sessions_of_some_days_can_be_asked_for(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    other = NAME.replace("1", "2")
    log.write_text(message(folder, 1, NAME))
    claude_log(imports, other).write_text(
        message(folder, 2, other, timestamp="2026-04-07T01:00:00.000Z")
    )

    imports.take_in("--since", "2026-03-06", "--until", "2026-04-07")

    assert [row["date"] for row in imports.rows("from sessions")] == ["2026-04-07"]


def test_a_model_without_a_price_has_no_cost(imports: Imports) -> None:
    usage = {"input_tokens": 5, "output_tokens": 7}
    told = {"id": "m", "model": "claude-nova-9", "usage": usage}
    claude_log(imports, NAME).write_text(message(imports.cli.folder, 1, NAME, message=told))

    answer = imports.take_in()
    strict = imports.take_in("--strict")

    assert imports.rows("select cost_usd from sessions") == [{"cost_usd": None}]
    assert "without a price, so without a cost: claude-nova-9 (1 call)" in answer.err
    assert (answer.code, strict.code) == (0, 1)


def test_an_own_price_is_used_and_named(imports: Imports) -> None:
    usage = {"input_tokens": 1_000_000, "output_tokens": 1_000_000}
    told = {"id": "m", "model": "claude-nova-9", "usage": usage}
    claude_log(imports, NAME).write_text(message(imports.cli.folder, 1, NAME, message=told))
    with imports.cli.path("portlog.toml").open("a") as file:
        file.write(
            '[[prices]]\nmodel = "nova-9"\nfrom = 2026-01-01\ninput = 1.5\noutput = "2.25"\n'
        )
        file.write(
            '[[prices]]\nmodel = "claude-nova-9"\nfrom = 2026-02-01\ninput = 3\noutput = 4\n'
        )

    imports.take_in()

    (row,) = imports.rows("select cost_usd, price_source, price_date from usage")
    assert row == {
        "cost_usd": Decimal("7.000000000"),
        "price_source": "portlog.toml",
        "price_date": "2026-02-01",
    }


def test_the_module_follows_the_rules_of_the_experiment(imports: Imports) -> None:
    edit = {
        "filePath": str(imports.cli.folder / "claw" / "agent" / "loop.rs"),
        "structuredPatch": [{"lines": [" a", "-b", "+c", "+d"]}],
    }
    claude_log(imports, NAME).write_text(
        message(imports.cli.folder, 1, NAME)
        + message(imports.cli.folder, 2, NAME, type="user", message="", toolUseResult=edit)
    )
    with imports.cli.path("portlog.toml").open("a") as file:
        file.write('[[modules]]\npath = "claw/**/*.rs"\nmodule = "claw/{1}/{2}"\n')

    imports.take_in()

    assert imports.rows("select module from sessions") == [{"module": "claw/agent/loop"}]
    assert imports.rows("select language, added, removed from churn") == [
        {"language": "rust", "added": 2, "removed": 1}
    ]


def test_no_folder_at_all_says_where_it_looked(imports: Imports) -> None:
    here = imports.cli
    answer = here("session", "import", "all")

    assert answer.code == 2
    assert "looked in ~/.config/claude, ~/.claude, ~/.codex" in answer.err


def test_an_empty_folder_has_no_sessions(imports: Imports) -> None:
    (imports.logs / "claude" / "projects").mkdir(parents=True)

    answer = imports("session", "import", "claude")

    assert answer.code == 0
    assert "0 log files in $CLAUDE_CONFIG_DIR" in answer.err


def test_a_path_that_is_not_there_is_named(imports: Imports) -> None:
    answer = imports("session", "import", "claude", "nowhere")

    assert answer.code == 2
    assert "there is no nowhere" in answer.err


def test_the_answer_in_json_has_all_that_was_found(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    log.write_text(message(folder, 1, NAME) + "{broken\n" + message(folder, 2, NAME, type="dream"))

    answer = imports.take_in("--format", "json")

    told = json.loads(answer.out)
    assert (answer.code, told["outcome"]) == (1, "found")
    assert [one["change"] for one in told["sessions"]] == ["added"]
    assert told["unreadable"] == [
        {"agent": "claude", "file": f"{NAME}.jsonl", "line": 2, "why": "not JSON"}
    ]
    assert told["drift"] == {"kind dream": 1}


def test_a_time_in_the_future_is_no_time_of_the_session(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    log.write_text(
        message(folder, 1, NAME)
        + message(folder, 2, NAME, timestamp="2199-01-01T00:00:00Z")
        + message(folder, 3, NAME, timestamp="1970-01-01T00:00:00Z")
    )

    answer = imports.take_in()

    (row,) = imports.rows("from sessions")
    assert answer.code == 0
    assert (row["date"], row["tokens_out"], row["duration_min"]) == ("2026-03-05", 300, 0)


def test_a_session_that_goes_on_is_not_priced_anew(imports: Imports) -> None:
    log, folder = claude_log(imports, NAME), imports.cli.folder
    log.write_text(message(folder, 1, NAME))
    imports.take_in()
    with imports.cli.path("portlog.toml").open("a") as file:
        file.write('[[prices]]\nmodel = "opus-4.6"\nfrom = 2026-01-01\ninput = 0\noutput = 1000\n')
    (before,) = imports.rows("from usage")
    with log.open("a") as file:
        file.write(message(folder, 2, NAME))

    imports.take_in()

    (after,) = imports.rows("from usage")
    assert after["cost_usd"] - before["cost_usd"] == Decimal("0.100000000")
    assert after["price_source"] == "genai-prices 0.2.3; portlog.toml"


def test_pricing_anew_is_done_openly_and_leaves_typed_costs(imports: Imports) -> None:
    folder, other = imports.cli.folder, NAME.replace("1", "2")
    claude_log(imports, NAME).write_text(message(folder, 1, NAME))
    claude_log(imports, other).write_text(message(folder, 2, other))
    imports.take_in()
    costs = _costs(imports)
    first, second = sorted(costs)
    imports("session", "edit", second, "--cost-usd", "5.00")
    with imports.cli.path("portlog.toml").open("a") as file:
        file.write('[[prices]]\nmodel = "opus-4.6"\nfrom = 2026-01-01\n')
        file.write("input = 0\noutput = 1000\n")

    shown = imports("session", "reprice", "--dry-run", "--format", "json")
    before = _costs(imports)
    done = imports("session", "reprice")

    told = {one["session_id"]: one for one in json.loads(shown.out)["sessions"]}
    assert (told[first]["after_usd"], told[first]["kept"]) == (0.1, False)
    assert told[second]["kept"] is True
    assert before == {first: costs[first], second: 5}
    assert _costs(imports) == {first: Decimal("0.1"), second: 5}
    assert first in done.out
    assert "1 session of 2 costs something else now" in done.err


def _costs(imports: Imports) -> dict[str, Decimal]:
    rows = imports.rows("select session_id, cost_usd from sessions")
    return {row["session_id"]: row["cost_usd"] for row in rows}


def test_pricing_anew_without_evidence_is_unknown(imports: Imports) -> None:
    claude_log(imports, NAME).write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    before = imports.texts()
    shutil.rmtree(imports.cli.path(".portlog"))

    answer = imports("session", "reprice")

    assert answer.code == 3
    assert "its calls are not known on this machine" in answer.err
    assert imports.texts() == before


def test_doctor_finds_a_figure_that_its_usage_does_not_add_up_to(imports: Imports) -> None:
    claude_log(imports, NAME).write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    clean = imports("doctor")
    path = imports.cli.path("data/sessions.csv")
    path.write_text(path.read_text().replace(",1010,", ",1234,"))

    found, mended, after = imports("doctor"), imports("doctor", "--fix"), imports("doctor")

    assert clean.code == 0, clean.out
    assert found.code == 1
    assert "data/sessions.csv:2:5: tokens_in is 1234, and its usage adds up to 1010" in found.out
    assert "marked tokens_in of " in mended.err
    assert after.code == 0
    assert imports.rows("select edited from origins where edited is not null") == [
        {"edited": "tokens_in"}
    ]
    assert ",1234," in path.read_text()


def test_doctor_finds_damaged_evidence_and_an_import_makes_it_again(imports: Imports) -> None:
    claude_log(imports, NAME).write_text(message(imports.cli.folder, 1, NAME))
    imports.take_in()
    (pack,) = imports.cli.path(".portlog/evidence/calls").iterdir()
    pack.write_bytes(pack.read_bytes()[:-9] + b"something")

    found = imports("doctor")
    pack.unlink()
    shutil.rmtree(imports.cli.path(".portlog/cache"))
    imports.take_in()

    assert found.code == 1
    assert "is damaged" in found.out
    assert imports("doctor").code == 0
    assert pack.exists()


@pytest.mark.long
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.integers(100, 10**9))
def test_tokens_equal_the_truth_for_any_seed(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / str(seed)
    (folder / "port").mkdir(parents=True)
    imports = Imports(Cli(folder / "port", folder), folder / "logs")
    assert imports("init").code == 0
    truth = imports.corpus(seed, claude_mb=0.5, codex_mb=0.5)

    answer = imports.take_in("--all-projects")

    assert answer.code == 0, answer.err
    assert _recorded_sums(imports) == _true_sums(truth, everywhere=True)


@pytest.mark.long
@pytest.mark.needs("sample logs")
@pytest.mark.parametrize("name", agent_names())
def test_public_sample_logs_are_read_to_the_last_line(name: str) -> None:
    agent, samples = agent_named(name), Path(os.environ["PORTLOG_SAMPLE_LOGS"])
    files = find(agent, [samples])

    told = read_all(agent, files, ground_of(["/"]), deep=True)

    assert sum(sum(one.kinds.values()) for one in told) > 0
    for file, one in zip(files, told, strict=True):
        rows = sum(bool(line.content.strip()) for line in lines(file.path))
        counted, named = sum(one.kinds.values()), {trouble.line for trouble in one.unreadable}
        # a last line that is being written is neither
        assert counted <= rows <= counted + len(named) + 1, file.path
