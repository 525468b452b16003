"""The invented agent logs: reproducible, of the wanted size, and as their truth says."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from agent_corpus import ALL, DAMAGE, bad_logs, make_corpus, privacy_corpus
from agent_corpus_privacy import CLAUDE_ID, CODEX_ID
from agent_corpus_truth import Tokens, Truth

EXPERIMENT = Path("/invented/port")
SEEDS = (1, 2, 3)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module", params=SEEDS)
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("corpus")
    return folder, make_corpus(folder, request.param, experiment=EXPERIMENT)


def contents(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_bytes().split(b"\n"):
        if line:
            yield json.loads(line)


def test_one_seed_gives_one_corpus(tmp_path: Path) -> None:
    first = make_corpus(tmp_path / "a", 1, experiment=EXPERIMENT)
    again = make_corpus(tmp_path / "b", 1, experiment=EXPERIMENT)

    assert again == first
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_another_seed_gives_another_corpus(tmp_path: Path) -> None:
    first = make_corpus(tmp_path / "a", 1, experiment=EXPERIMENT)
    other = make_corpus(tmp_path / "b", 2, experiment=EXPERIMENT)

    assert not {one.id for one in first.messages} & {one.id for one in other.messages} - {""}
    assert not {one.id for one in first.conversations} & {one.id for one in other.conversations}


@pytest.mark.parametrize(("claude_mb", "codex_mb"), [(1, 1), (4, 0), (0, 4)])
def test_the_sizes_are_as_wanted(tmp_path: Path, claude_mb: float, codex_mb: float) -> None:
    make_corpus(tmp_path, 4, claude_mb=claude_mb, codex_mb=codex_mb, experiment=EXPERIMENT)

    assert size(tmp_path / "claude") == pytest.approx(claude_mb * 1e6, rel=0.15)
    assert size(tmp_path / "codex") == pytest.approx(codex_mb * 1e6, rel=0.15)


def test_every_line_is_json(corpus: tuple[Path, Truth]) -> None:
    folder, _ = corpus

    read = [row for path in folder.rglob("*.jsonl") for row in rows(path)]

    assert all(isinstance(row, dict) for row in read)


def test_the_truth_adds_up(corpus: tuple[Path, Truth]) -> None:
    _, truth = corpus
    sums = (truth.tokens_by_model(), truth.tokens_by_day(), truth.tokens_by_conversation())

    assert all(sum(one.values(), Tokens()) == truth.tokens() for one in sums)
    assert truth.tokens("claude") + truth.tokens("codex") == truth.tokens()
    assert set(sums[2]) <= {one.id for one in truth.conversations}


def test_a_conversation_agrees_with_itself(corpus: tuple[Path, Truth]) -> None:
    _, truth = corpus
    spans = {one.id: (one.first, one.last) for one in truth.conversations}

    for one in truth.conversations:
        assert 0 <= one.active_ms <= one.wall_ms
        assert sum(one.churn.values(), ()) == () or one.touched
        assert [sum(lines) for lines in zip(*one.churn.values(), strict=True)] in (
            [],
            [sum(touch.added for touch in one.touched), sum(t.removed for t in one.touched)],
        )
    for message in truth.messages:
        first, last = spans[message.conversation]
        assert first <= message.at <= message.settled_at <= last


def test_a_plain_count_finds_claudes_tokens(corpus: tuple[Path, Truth]) -> None:
    folder, truth = corpus

    counted = claude_tokens(folder / "claude" / "projects")

    assert counted == truth.tokens_by_model("claude")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plain_count_finds_codexs_tokens(seed: int, tmp_path: Path) -> None:
    plain = ALL - {"codex_zst"}
    truth = make_corpus(tmp_path, seed, claude_mb=0, experiment=EXPERIMENT, features=plain)

    counted = codex_tokens(tmp_path / "codex")

    assert counted == truth.tokens()


def test_a_plain_count_finds_claudes_lines(corpus: tuple[Path, Truth]) -> None:
    folder, truth = corpus

    read = [row for path in (folder / "claude").rglob("*.jsonl") for row in rows(path)]
    edits = {row["uuid"]: row["toolUseResult"] for row in read if "toolUseResult" in row}
    counted = [edit_lines(one) for one in edits.values() if is_edit(one)]

    touched = [touch for one in truth.of("claude").conversations for touch in one.touched]
    assert sum(added for added, _ in counted) == sum(one.added for one in touched)
    assert sum(removed for _, removed in counted) == sum(one.removed for one in touched)


@pytest.mark.parametrize("agent", ["claude", "codex"])
def test_a_plain_look_finds_the_times_where_nothing_is_copied(tmp_path: Path, agent: str) -> None:
    features = ALL - COPYING
    truth = make_corpus(tmp_path, 5, experiment=EXPERIMENT, features=features).of(agent)

    seen: dict[str, set[datetime]] = {}
    for path in sorted((tmp_path / agent).rglob("*.jsonl")):
        times = {
            datetime.fromisoformat(row["timestamp"]) for row in rows(path) if "timestamp" in row
        }
        if times and "journal" not in path.name:
            seen.setdefault(root(path), set()).update(times)

    told = {one.id: (one.first, one.last) for one in truth.conversations}
    assert {name: (min(times), max(times)) for name, times in seen.items()} == told


COPYING = {
    *("resumed", "pure_copy", "btw", "subagents_old", "codex_forks", "codex_subagents"),
    *("codex_imports", "codex_history_base", "codex_zst"),
}


def root(path: Path) -> str:
    """Return the conversation that a file's name, or the folder it is in, tells."""
    above = [one for one in path.parts if UUID.fullmatch(one)]
    return (above or UUID.findall(path.stem))[0]


def is_edit(result: Any) -> bool:
    path = result.get("filePath", "") if isinstance(result, dict) else ""
    return str(path).startswith(f"{EXPERIMENT}/")


def edit_lines(edit: dict[str, Any]) -> tuple[int, int]:
    if edit.get("type") == "create":
        content = edit["content"]
        return len(content.removesuffix("\n").split("\n")) if content else 0, 0
    lines = [line[0] for patch in edit["structuredPatch"] for line in patch["lines"]]
    return lines.count("+"), lines.count("-")


def test_every_feature_can_be_left_out(tmp_path: Path) -> None:
    truth = make_corpus(tmp_path, 1, experiment=EXPERIMENT, features=())

    assert {one.tier for one in truth.messages} == {"standard"}
    assert not truth.drift
    assert all(one.in_experiment and not one.hooks for one in truth.conversations)


def test_damage_is_noted_where_it_is(tmp_path: Path) -> None:
    truth = make_corpus(tmp_path, 1, experiment=EXPERIMENT, features=ALL | DAMAGE)
    paths = {path.name: path for path in tmp_path.rglob("*.jsonl")}

    assert truth.unreadable
    for one in truth.unreadable:
        with pytest.raises(json.JSONDecodeError):
            json.loads(paths[one.file].read_bytes().split(b"\n")[one.line - 1])


def test_an_unknown_feature_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such features: wings"):
        make_corpus(tmp_path, 1, experiment=EXPERIMENT, features={"wings"})


def test_private_strings_stand_in_every_kind_of_row(tmp_path: Path) -> None:
    planted = ("sk-ant-0123456789", 'please keep "this" secret', "me@example.invalid", "/home/me")

    privacy_corpus(tmp_path, EXPERIMENT, planted)

    free = [row for name in (CLAUDE_ID, CODEX_ID) for row in rows(only(tmp_path, name))]
    assert all(text in shown(row) for text in planted for row in free if said(row))
    every = "\n".join(shown(row) for path in tmp_path.rglob("*.jsonl") for row in rows(path))
    for name in ("id", "model", "version", "service_tier", "speed", "effort", "response_id"):
        assert all(f"{name!r}: {text!r}" in every for text in planted)


def only(folder: Path, name: str) -> Path:
    (found,) = folder.rglob(f"*{name}.jsonl")
    return found


def shown(row: dict[str, Any]) -> str:
    return str(row)


def said(row: dict[str, Any]) -> bool:
    """Say whether a row has any text at all beside its names and numbers."""
    silent = {"token_count", "task_started", "turn_aborted"}
    kind = row.get("payload", {}).get("type")
    return row["type"] != "token_usage_record" and kind not in silent


def test_bad_logs_are_as_their_names_say(tmp_path: Path) -> None:
    found = {(one.agent, one.name): one for one in bad_logs(tmp_path)}

    assert len(found) == len(bad_logs(tmp_path / "again"))
    assert all(one.path.is_symlink() or one.path.exists() for one in found.values())
    assert found["claude", "empty"].path.read_bytes() == b""
    assert found["claude", "crlf"].path.read_bytes().endswith(b"\r\n")
    assert not found["claude", "still_written"].path.read_bytes().endswith(b"\n")
    with pytest.raises(UnicodeDecodeError):
        found["claude", "cut_inside_a_letter"].path.read_text("utf-8")


# -- counting without any cleverness -----------------------------------------------------------


def claude_tokens(projects: Path) -> dict[str, Tokens]:
    best: dict[str, tuple[tuple[bool, int], dict[str, Any]]] = {}
    for path in projects.rglob("*.jsonl"):
        for row in rows(path):
            message = (found := answer_row(row)).get("message", {})
            rank = (not found.get("isSidechain"), message.get("usage", {}).get("output_tokens", 0))
            if message.get("id") and rank > best.get(message["id"], ((False, -1), {}))[0]:
                best[message["id"]] = (rank, message)
    sums: dict[str, Tokens] = {}
    for _, message in best.values():
        for model, used in calls(message):
            sums[model] = sums.get(model, Tokens()) + used
    return sums


def answer_row(row: dict[str, Any]) -> dict[str, Any]:
    if row["type"] == "assistant":
        return row
    held: dict[str, Any] = row.get("data", {}).get("message", {})
    return held if row["type"] == "progress" else {}


def calls(message: dict[str, Any]) -> Iterator[tuple[str, Tokens]]:
    usage = message["usage"]
    if message["model"] != "<synthetic>":
        yield message["model"], claude_used(usage)
    for one in usage.get("iterations", ()):
        if one["type"] == "advisor_message":
            yield one["model"], claude_used(one)


def claude_used(usage: dict[str, Any]) -> Tokens:
    written = usage["cache_creation_input_tokens"]
    long = usage.get("cache_creation", {}).get("ephemeral_1h_input_tokens", 0)
    return Tokens(
        input=usage["input_tokens"],
        cache_read=usage["cache_read_input_tokens"],
        cache_write_5m=written - long,
        cache_write_1h=long,
        output=usage["output_tokens"],
        reasoning=usage.get("output_tokens_details", {}).get("thinking_tokens", 0),
        web_searches=usage.get("server_tool_use", {}).get("web_search_requests", 0),
    )


def codex_tokens(home: Path) -> Tokens:
    ledger = home / "external_agent_session_imports.json"
    imported = {one["imported_thread_id"] for one in json.loads(ledger.read_text())["records"]}
    files = {path.name: list(rows(path)) for path in sorted(home.rglob("rollout-*.jsonl"))}
    threads = {read[0].get("payload", {}).get("id"): read for read in files.values()}
    threads.pop(None, None)
    names = set(threads) - imported
    return sum((thread_tokens(threads[name], threads) for name in names), Tokens())


def thread_tokens(read: list[dict[str, Any]], threads: dict[str, Any]) -> Tokens:
    meta = read[0]["payload"]
    parent = threads.get(meta.get("forked_from_id"), [])
    compactions = {row["payload"].get("compaction_response_id") for row in read}
    copied = 0 if "history_base" in meta else prefix(read, parent)
    total, used = total_before(read[: copied + 1] or [], parent, meta), Tokens()
    for row in read[copied + 1 :]:
        payload = row["payload"]
        if row["type"] == "token_usage_record" and payload["response_id"] in compactions:
            used += codex_used(payload["usage"])
        if info := payload.get("info"):
            if info["total_token_usage"] != total:
                used += codex_used(info["last_token_usage"])
            total = info["total_token_usage"]
    return used


def prefix(read: list[dict[str, Any]], parent: list[dict[str, Any]]) -> int:
    """Count the rows after the first that repeat the parent's from its first one on."""
    pairs = zip(read[1:], parent, strict=False)
    same = [mine["payload"] == theirs["payload"] for mine, theirs in pairs]
    return [*same, False].index(False)


def total_before(
    copied: list[dict[str, Any]], parent: list[dict[str, Any]], meta: dict[str, Any]
) -> Any:
    known = parent if "history_base" in meta else copied
    infos = [info for row in known if (info := row["payload"].get("info"))]
    return infos[-1]["total_token_usage"] if infos else None


def codex_used(usage: dict[str, int]) -> Tokens:
    written = usage.get("cache_write_input_tokens", 0)
    return Tokens(
        input=usage["input_tokens"] - usage["cached_input_tokens"] - written,
        cache_read=usage["cached_input_tokens"],
        cache_write_5m=written,
        output=usage["output_tokens"],
        reasoning=usage["reasoning_output_tokens"],
    )
