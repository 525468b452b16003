"""The compiler's own answer on which paths exist, for a package with dependencies of its own."""

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

# what the compiler says only once it has found the item
_FOUND_ALL_THE_SAME = frozenset({"E0282", "E0283", "E0284", "E0533", "E0790"})
_MOST_ROUNDS = 8


def existing(folder: Path, paths: Sequence[str], in_scope: str = "") -> set[str]:
    """Return those of the paths that the package in a folder can name.

    Each is tried as an import and as an expression; lines with an error are taken out until the
    rest compiles. `in_scope` imports the traits that methods need.
    """
    imported = [f"use {path} as _;" for path in paths]
    named = [f"let _ = {path};" for path in paths]
    imports = _surviving(folder, imported, "{}\nfn main() {{}}\n")
    scope = in_scope.replace("{", "{{").replace("}", "}}")
    values = _surviving(folder, named, scope + " fn main() {{\n{}\n}}\n")
    return {paths[at] for at in imports | values}


def _surviving(folder: Path, lines: Sequence[str], frame: str) -> set[int]:
    kept = set(range(len(lines)))
    start = frame.partition("{}")[0].count("\n")
    for _ in range(_MOST_ROUNDS):
        text = "\n".join(line if at in kept else "" for at, line in enumerate(lines))
        source = "#![allow(warnings)]\n" + frame.format(text)
        (folder / "src" / "main.rs").write_text(source)
        wrong = {line - start - 2 for line in _lines_with_errors(folder)}
        if not wrong:
            return kept
        kept -= wrong
    raise AssertionError(f"{folder}: it never compiles")


def _lines_with_errors(folder: Path) -> Iterable[int]:
    done = subprocess.run(
        ["cargo", "check", "--quiet", "--message-format", "json"],
        cwd=folder,
        env=os.environ | {"CARGO_TARGET_DIR": str(folder / "target")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    messages = [one["message"] for one in told if one["reason"] == "compiler-message"]
    errors = [one for one in messages if one["level"] == "error" and one["spans"]]
    assert errors or done.returncode == 0 or "src/main.rs" in done.stdout, done.stderr
    for error in errors:
        if (error["code"] or {}).get("code") not in _FOUND_ALL_THE_SAME:
            yield from (span["line_start"] for span in error["spans"] if span["is_primary"])
