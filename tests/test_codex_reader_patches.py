"""The lines that Codex's patches add and remove; all patches are invented."""

import json
from pathlib import Path
from typing import Any

import pytest
from codex_support import PORT, Row, event, item, meta, told_by

from portlog.sources.agents.transcript import Edit, key_of


def patched(changes: Any, *, call: str = "c1", success: bool = True) -> Row:
    return event(2, "patch_apply_end", call_id=call, success=success, changes=changes)


def lines(edits: list[Edit]) -> list[tuple[str, int, int]]:
    return [(edit.language, edit.added, edit.removed) for edit in edits]


def test_an_update_counts_the_lines_of_its_hunks(tmp_path: Path) -> None:
    diff = "--- a/x.rs\n+++ b/x.rs\n@@ -1,3 +1,4 @@\n ctx\n-old\n--- old remark\n+new\n+++ more\n"
    path = f"{PORT}/src/x.rs"

    told = told_by(tmp_path, meta(), patched({path: {"type": "update", "unified_diff": diff}}))

    assert told.edits == [Edit(key_of("edit", "c1", path), "rust", "", 2, 2)]


def test_a_diff_without_hunks_counts_its_lines(tmp_path: Path) -> None:
    change = {"type": "add", "unified_diff": "+++ b/x.py\n+created\n+twice"}

    told = told_by(tmp_path, meta(), patched({f"{PORT}/x.py": change}))

    assert lines(told.edits) == [("python", 2, 0)]


@pytest.mark.parametrize(("content", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\n\nb", 3)])
def test_new_and_deleted_files_count_their_lines(tmp_path: Path, content: str, count: int) -> None:
    added = {"type": "add", "content": content}
    deleted = {"type": "delete", "content": content}

    told = told_by(tmp_path, meta(), patched({f"{PORT}/a.rs": added, f"{PORT}/b.rs": deleted}))

    assert lines(told.edits) == ([("rust", count, 0), ("rust", 0, count)] if count else [])


def test_a_file_that_moved_is_the_new_one(tmp_path: Path) -> None:
    change = {"type": "update", "unified_diff": "@@\n-a\n+b", "move_path": f"{PORT}/new.py"}

    told = told_by(tmp_path, meta(), patched({f"{PORT}/old.rs": change}))

    assert lines(told.edits) == [("python", 1, 1)]


def test_old_rows_name_the_type_by_a_field(tmp_path: Path) -> None:
    changes = {f"{PORT}/a.rs": {"update": {"unified_diff": "@@\n-a\n+b", "move_path": None}}}

    told = told_by(tmp_path, meta(), patched(changes))

    assert lines(told.edits) == [("rust", 1, 1)]


def test_files_outside_and_failed_patches_are_not_counted(tmp_path: Path) -> None:
    change = {"type": "add", "content": "a\n"}

    told = told_by(
        tmp_path,
        meta(),
        patched({"/srv/port-old/a.rs": change}),
        patched({f"{PORT}/b.rs": change}, call="c2", success=False),
    )

    assert told.edits == []


def test_a_path_is_taken_from_the_folder_of_the_turn(tmp_path: Path) -> None:
    told = told_by(tmp_path, meta(), patched({"src/a.rs": {"type": "add", "content": "a"}}))

    assert lines(told.edits) == [("rust", 1, 0)]


def test_a_patch_of_the_newest_releases_is_an_item(tmp_path: Path) -> None:
    done = {"type": "FileChange", "id": "f1", "status": "completed"}
    changes = {f"{PORT}/a.rs": {"type": "add", "content": "a\n"}}

    told = told_by(
        tmp_path,
        meta(),
        event(1, "item_completed", item={**done, "changes": changes}),
        event(2, "item_completed", item={**done, "changes": changes, "status": "failed"}),
        patched(changes, call="f1"),
    )

    assert lines(told.edits) == [("rust", 1, 0)]


PATCH = """*** Begin Patch
*** Update File: src/a.rs
*** Move to: src/b.py
@@ fn main
 context
-old
+new
+newer
*** Add File: src/c.rs
+one
*** Delete File: src/d.rs
*** End Patch
+not of the patch
"""
SAID = [("python", 2, 1), ("rust", 1, 0)]
DONE = json.dumps({"output": "Success. Updated the following files:", "metadata": {"exit_code": 0}})


def by_hand(name: str, given: Any, output: Any, **more: Any) -> list[Row]:
    told = given if isinstance(given, str) else json.dumps(given)
    field = "input" if name == "apply_patch" else "arguments"
    return [
        meta(),
        item(1, "function_call", name=name, call_id="c1", **{field: told}, **more),
        item(2, "function_call_output", call_id="c1", output=output),
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("apply_patch", PATCH),
        ("shell", {"command": ["apply_patch", PATCH]}),
        ("shell", {"command": ["bash", "-lc", f"apply_patch <<'EOF'\n{PATCH}EOF"]}),
        ("exec_command", {"cmd": f"apply_patch <<'EOF'\n{PATCH}EOF", "workdir": PORT}),
    ],
)
def test_without_a_row_of_its_own_a_patch_is_read(tmp_path: Path, name: str, given: Any) -> None:
    told = told_by(tmp_path, *by_hand(name, given, DONE))

    assert lines(told.edits) == SAID


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("Success. Updated the following files:\nM src/a.rs", SAID),
        ("Exit code: 0\nWall time: 0.1 seconds\nOutput:\nSuccess.", SAID),
        ("Chunk ID: 1\nProcess exited with code 0\nOutput:", SAID),
        ([{"type": "input_text", "text": "Exit code: 0\n"}], SAID),
        ("Exit code: 1\nSuccess.", []),
        (json.dumps({"output": "Success.", "metadata": {"exit_code": 1}}), []),
        ("apply_patch verification failed: no match", []),
        ("", []),
        (None, []),
    ],
)
def test_a_patch_counts_if_its_output_says_so(tmp_path: Path, output: Any, expected: Any) -> None:
    told = told_by(tmp_path, *by_hand("apply_patch", PATCH, output))

    assert lines(told.edits) == expected


@pytest.mark.parametrize("late", [True, False])
def test_a_patch_is_never_counted_twice(tmp_path: Path, *, late: bool) -> None:
    rows = by_hand("apply_patch", PATCH, "Success.")
    logged = patched({f"{PORT}/a.rs": {"type": "update", "unified_diff": "@@\n+x"}})
    rows.insert(3 if late else 2, logged)

    told = told_by(tmp_path, *rows)

    assert lines(told.edits) == [("rust", 1, 0)]


@pytest.mark.parametrize("name", ["exec", "write_stdin", "cat"])
def test_the_text_of_a_patch_in_other_tools_is_none(tmp_path: Path, name: str) -> None:
    told = told_by(tmp_path, *by_hand(name, {"cmd": f"apply_patch {PATCH}"}, DONE))

    assert told.edits == []


def test_a_patch_that_is_only_written_down_is_none(tmp_path: Path) -> None:
    told = told_by(tmp_path, *by_hand("shell", {"cmd": f"cat > p <<EOF\n{PATCH}"}, DONE))

    assert told.edits == []
