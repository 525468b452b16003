"""Where the reader of Codex's rollouts looks, and all of it against corpora of known truth."""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from agent_corpus import ALL, DAMAGE, make_corpus
from agent_corpus import CODEX as FEATURES
from agent_corpus_truth import TOKEN_FIELDS, Tokens, Truth
from codex_support import CODEX, ONE, PORT, TWO, content_of, meta, read, record, tokens

from portlog.sources.agents.transcript import Call, Transcript

DAY = "sessions/2026/08/03"


def rollout(folder: Path, thread: str = ONE, ending: str = ".jsonl") -> Path:
    path = folder / f"rollout-2026-08-03T09-00-00-{thread}{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content_of([meta(thread)]))
    return path


def test_homes_are_named_by_the_environment() -> None:
    assert CODEX.homes({"CODEX_HOME": " /a, ~/b ,"}) == [Path("/a"), Path("~/b").expanduser()]
    assert CODEX.homes({"CODEX_HOME": ""}) == CODEX.homes({}) == [Path("~/.codex").expanduser()]


def test_rollouts_are_found_in_both_folders_in_order(tmp_path: Path) -> None:
    wanted = [
        rollout(tmp_path / "archived_sessions", TWO),
        rollout(tmp_path / DAY, ONE),
        rollout(tmp_path / DAY, TWO, ".jsonl.zst"),
    ]
    rollout(tmp_path / "elsewhere")
    (tmp_path / DAY / "notes.jsonl").write_text("{}\n")
    (tmp_path / "history.jsonl").write_text("{}\n")

    assert list(CODEX.logs(tmp_path)) == wanted


def test_a_plain_rollout_stands_for_its_packed_twin(tmp_path: Path) -> None:
    plain = rollout(tmp_path / DAY)
    rollout(tmp_path / DAY, ONE, ".jsonl.zst")

    assert list(CODEX.logs(tmp_path)) == [plain]


def test_rollouts_in_the_folder_itself_are_taken(tmp_path: Path) -> None:
    beside = rollout(tmp_path)
    assert list(CODEX.logs(tmp_path)) == [beside]

    below = rollout(tmp_path / DAY, TWO)
    assert list(CODEX.logs(tmp_path)) == [beside, below]
    assert list(CODEX.logs(tmp_path / "sessions")) == [below]
    assert list(CODEX.logs(below)) == [below]


def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    path = rollout(tmp_path / DAY)
    (tmp_path / DAY / "again").symlink_to(tmp_path / "sessions")

    assert list(CODEX.logs(tmp_path)) == [path]


def test_a_list_of_imports_that_cannot_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError

    own, imports = rollout(tmp_path / DAY), tmp_path / "external_agent_session_imports.json"
    imports.write_text("{}")
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert list(CODEX.logs(tmp_path)) == [imports, own]


def test_a_home_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(CODEX.logs(tmp_path / "none"))


@pytest.mark.parametrize("shape", ["object", "list"])
def test_conversations_of_another_agent_are_left_out(tmp_path: Path, shape: str) -> None:
    own = rollout(tmp_path / DAY)
    rollout(tmp_path / DAY, TWO)
    records = [{"imported_thread_id": TWO, "source_path": "/x", "imported_at": 1}]
    told = {"records": records} if shape == "object" else records
    (tmp_path / "external_agent_session_imports.json").write_text(json.dumps(told))

    assert list(CODEX.logs(tmp_path)) == [own]
    assert list(CODEX.logs(tmp_path / "sessions")) == [own]


@pytest.mark.parametrize("told", ["", "{", "[1]", '{"records": 5}', '{"records":[{}]}'])
def test_a_list_of_imports_that_cannot_be_read_leaves_nothing_out(
    tmp_path: Path, told: str
) -> None:
    own = rollout(tmp_path / DAY)
    (tmp_path / "external_agent_session_imports.json").write_text(told)

    assert list(CODEX.logs(tmp_path)) == [own]


def test_a_file_of_any_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(content_of([meta(ONE), record(1, "r", tokens(1, 1))]))

    assert list(CODEX.logs(path)) == [path]
    assert read(path).thread == ONE


def settled(home: Path) -> list[Transcript]:
    return list(CODEX.settled(read(log) for log in CODEX.logs(home)))


def calls_by_root(told: Sequence[Transcript]) -> dict[str, tuple[Call, str]]:
    """Return each call once, by its key, with the conversation that it belongs to."""
    parents = {one.thread: one.parent for one in told if one.parent}
    calls: dict[str, tuple[Call, str]] = {}
    for one in told:
        root = one.thread
        while root in parents:
            root = parents[root]
        for call in one.calls:
            there = calls.get(call.key)
            if there is None or rank(call) > rank(there[0]):
                calls[call.key] = call, root
    return calls


def rank(call: Call) -> tuple[int, int, int]:
    return call.rank, call.output, -call.at


def sums(pairs: Iterable[tuple[object, Call]]) -> dict[object, Tokens]:
    found: dict[object, Tokens] = defaultdict(Tokens)
    for key, call in pairs:
        found[key] += Tokens(*(getattr(call, name) for name in TOKEN_FIELDS))
    return dict(found)


def tiers(truth: Truth) -> Mapping[tuple[str, str], int]:
    return Counter((one.model, one.tier) for one in truth.messages)


@pytest.mark.parametrize("seed", range(12))
def test_a_corpus_is_counted_exactly(tmp_path: Path, seed: int) -> None:
    root = Path(PORT)
    truth = make_corpus(tmp_path, seed, claude_mb=0, codex_mb=0.5, experiment=root).of("codex")

    told = settled(tmp_path / "codex")

    calls = calls_by_root(told).values()
    days = ((datetime.fromtimestamp(one.at / 1000, UTC).date(), one) for one, _ in calls)
    assert sums((one.model, one) for one, _ in calls) == truth.tokens_by_model()
    assert sums(days) == truth.tokens_by_day()
    assert sums((name, one) for one, name in calls) == truth.tokens_by_conversation()
    assert Counter((one.model, one.tier) for one, _ in calls) == tiers(truth)
    assert not [one for each in told for one in each.unreadable]


def done_in(files: Sequence[Transcript]) -> dict[str, object]:
    edits = {edit.key: edit for one in files for edit in one.edits}.values()
    turns = {turn.key: turn.ms for one in files for turn in one.turns}.values()
    times = sorted({at for one in files for at in one.times()})
    return {
        "added": sum(edit.added for edit in edits),
        "removed": sum(edit.removed for edit in edits),
        "turns": sum(turns),
        "span": times[-1] - times[0],
        "commits": {name for one in files for name in one.commits},
        "servers": {name for one in files for name in one.servers},
        "effort": {name for one in files for name in one.effort},
        "inside": any(one.inside for one in files),
        "versions": {one.version for one in files if one.version},
    }


@pytest.mark.parametrize("seed", range(12))
def test_what_was_done_in_a_corpus_is_told_exactly(tmp_path: Path, seed: int) -> None:
    root = Path(PORT)
    truth = make_corpus(tmp_path, seed, claude_mb=0, codex_mb=0.5, experiment=root).of("codex")

    told = settled(tmp_path / "codex")

    parents = {one.thread: one.parent for one in told if one.parent}
    groups: dict[str, list[Transcript]] = defaultdict(list)
    for one in told:
        above = parents.get(one.thread, one.thread)
        groups[parents.get(above, above)].append(one)
    assert {name: done_in(files) for name, files in groups.items()} == {
        one.id: {
            "added": sum(added for added, _ in one.churn.values()),
            "removed": sum(removed for _, removed in one.churn.values()),
            "turns": one.agent_ms or 0,
            "span": one.wall_ms,
            "commits": set(one.commits),
            "servers": set(one.mcp_servers),
            "effort": set(one.efforts),
            "inside": one.in_experiment,
            "versions": set(one.versions),
        }
        for one in truth.conversations
    }


@pytest.mark.parametrize("seed", range(4))
def test_broken_lines_are_named_and_lose_nothing_else(tmp_path: Path, seed: int) -> None:
    features = ALL | DAMAGE
    truth = make_corpus(
        tmp_path, seed, claude_mb=0, codex_mb=0.5, experiment=Path(PORT), features=features
    )

    told = [(log, read(log)) for log in CODEX.logs(tmp_path / "codex")]

    named = {(log.name, one.line) for log, each in told for one in each.unreadable}
    assert named == {(Path(one.file).name, one.line) for one in truth.unreadable}
    calls = calls_by_root(CODEX.settled(each for _, each in told)).values()
    assert sums((name, one) for one, name in calls) == truth.tokens_by_conversation()


@pytest.mark.parametrize("seed", range(6))
def test_no_history_is_counted_where_the_copied_threads_are_gone(tmp_path: Path, seed: int) -> None:
    features = {"codex_forks", "codex_records"} & FEATURES
    made = make_corpus(
        tmp_path, seed, claude_mb=0, codex_mb=0.3, experiment=Path(PORT), features=features
    )
    whole = calls_by_root(settled(tmp_path / "codex"))
    copied = {one.copied_from for one in settled(tmp_path / "codex")}
    for log in list(CODEX.logs(tmp_path / "codex")):
        if read(log).thread in copied:
            log.unlink()

    left = calls_by_root(settled(tmp_path / "codex"))

    names = {name for _, name in left.values()}
    assert made.messages
    assert left == {key: pair for key, pair in whole.items() if pair[1] in names}


def test_files_that_were_moved_and_copied_count_once(tmp_path: Path) -> None:
    truth = make_corpus(tmp_path, 3, claude_mb=0, codex_mb=0.4, experiment=Path(PORT)).of("codex")
    home = tmp_path / "codex"
    for log in list(CODEX.logs(home / "sessions")):
        shutil.copy(log, home / "archived_sessions" / log.name)

    calls = calls_by_root(settled(home)).values()

    assert sums((name, one) for one, name in calls) == truth.tokens_by_conversation()
