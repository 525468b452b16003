"""`portlog loc`: which files are counted, which are not, and how that is told."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from support import Cli

from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles, count_paths, file_symbols
from portlog.jobs.count_totals import By, grouped
from portlog.present.loc import line_counts
from portlog.present.tables import Format
from portlog.records.loc import CodeCount, CountedFile, LineCounts, NotCounted
from portlog.records.outcome import Outcome
from portlog.records.symbol import Code
from portlog.sources.code import cache as code_cache
from portlog.sources.code import languages

_RUST = "/// doc\nfn a() {}\n\n#[cfg(test)]\nmod tests {}\n"


_AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@example.org")


def _tree(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def _names(root: Path, *paths: str) -> list[str]:
    count = count_paths(root, paths or ["."])
    return [one.file for one in count.files] + [one.file for one in count.uncounted]


def test_the_command_counts_beside_raw_lines_and_names_what_it_did_not_count(cli: Cli) -> None:
    _tree(
        cli.folder,
        {
            "src/lib.rs": _RUST,
            "tests/all.rs": "fn b() {}\n",
            "loop.py": "x = 1\n",
            "README.md": "# x\n",
            "blob.py": b"\0\0",
        },
    )

    table = cli("loc")
    told = cli("loc", "--by", "file", "--format", "json")
    rows = cli("loc", "src", "--by", "folder", "--format", "csv")

    answer = json.loads(told.out)
    assert (table.code, told.code, rows.code) == (3, 3, 0)
    assert table.err == "portlog: not counted: blob.py (binary)\n"
    assert ["rust", "2", "1", "3", "1", "0", "1", "6", "loc/1"] in [
        line.split() for line in table.out.splitlines()
    ]
    assert (answer["outcome"], answer["rule"]) == ("unknown", "loc/1")
    assert [one["raw"] for one in answer["totals"]] == [1, 6]
    assert {"file": "README.md", "reason": "unknown language"} in answer["not_counted"]
    assert next(one["code"] for one in answer["loc"] if one["file"] == "README.md") is None
    assert rows.out == (
        "folder,language,files,code,test,doc,comment,blank,raw,rule,note\n"
        "src,rust,1,1,2,1,0,1,5,loc/1,\n"
    )


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no nope"):
        count_paths(tmp_path, ["nope"])


@pytest.mark.needs("git")
def test_what_git_ignores_is_left_out_and_what_is_not_yet_added_is_not(tmp_path: Path) -> None:
    root = _tree(
        tmp_path,
        {".gitignore": "/out/\n*.gen.py\n", "out/a.py": "", "b.gen.py": "", "c.py": "", "d.py": ""},
    )
    _git(root, "init", "-q")
    _git(root, "add", "c.py", "d.py")
    (root / "d.py").unlink()

    assert _names(root) == ["c.py", ".gitignore"]
    assert _names(root, "out") == ["out/a.py"]
    assert _names(root, "b.gen.py") == ["b.gen.py"]


@pytest.mark.needs("git")
def test_a_repository_within_is_named_and_counted_where_it_is_asked_for(tmp_path: Path) -> None:
    root = _tree(tmp_path, {"a.py": "x = 1\n", "original/b.py": "x = 1\n"})
    _git(root, "init", "-q")
    _git(root / "original", "init", "-q")
    _git(root / "original", *_AUTHOR, "commit", "-q", "--allow-empty", "-m", "first")

    whole, within = count_paths(root, ["."]), count_paths(root, ["original"])

    assert [(one.file, one.reason) for one in whole.named] == [("original", NotCounted.REPOSITORY)]
    assert [one.file for one in within.files] == ["original/b.py"]


def test_without_git_hidden_files_and_what_tools_make_are_left_out(tmp_path: Path) -> None:
    made = ("target", "node_modules", "__pycache__", ".venv")
    root = _tree(tmp_path, {"a.py": "", ".b.py": "", **{f"{name}/c.py": "" for name in made}})

    assert _names(root) == ["a.py"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    root = _tree(tmp_path / "in", {"a.py": "x = 1\n"})
    _tree(tmp_path / "out", {"b.py": "y = 1\n"})
    (root / "b.py").symlink_to(tmp_path / "out" / "b.py")
    (root / "all.py").symlink_to(root / "a.py")
    (root / "folder").symlink_to(tmp_path / "out")

    count = count_paths(root, ["."])

    assert [one.file for one in count.files] == ["a.py"]
    assert {(one.file, one.reason) for one in count.uncounted} >= {
        ("all.py", NotCounted.LINK),
        ("b.py", NotCounted.LINK),
    }
    assert count.outcome is Outcome.CLEAN


def test_what_cannot_be_read_makes_the_total_unknown(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with (tmp_path / "large.rs").open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    texts = {"wide.py": "x = 1\n".encode("utf-16"), "latin.py": b"x = '\xe9'\n"}
    _tree(tmp_path, {**texts, "none.py": b"(" * 40_000, "notes.txt": b"\0"})

    count = count_paths(tmp_path, ["."])

    assert [(one.file, one.reason) for one in count.uncounted] == [
        ("large.rs", NotCounted.TOO_LARGE),
        ("none.py", NotCounted.UNPARSABLE),
        ("notes.txt", NotCounted.LANGUAGE),
        ("pipe.py", NotCounted.UNREADABLE),
        ("wide.py", NotCounted.BINARY),
    ]
    assert [one.file for one in count.files] == ["latin.py"]
    assert count.outcome is Outcome.UNKNOWN


def test_a_file_named_twice_is_counted_once(tmp_path: Path) -> None:
    _tree(tmp_path, {"src/a.py": "x = 1\n"})

    assert _names(tmp_path, ".", "src", "src/a.py") == ["src/a.py"]


def test_test_files_are_known_by_their_path_from_where_the_count_begins(tmp_path: Path) -> None:
    root = tmp_path / "tests" / "port"
    names = ("a.py", "test_a.py", "a_test.py", "conftest.py", "tests/b.py", "a.rs", "tests/b.rs")
    _tree(root, dict.fromkeys(names, "x\n"))

    count = count_paths(root, ["."])
    from_outside = count_paths(tmp_path / "elsewhere", [str(root)])

    tests = [one.file for one in count.files if one.lines.test]
    assert tests == ["a_test.py", "conftest.py", "test_a.py", "tests/b.py", "tests/b.rs"]
    assert [one.lines for one in from_outside.files] == [one.lines for one in count.files]


def test_totals_add_up_whatever_they_are_by(tmp_path: Path) -> None:
    _tree(tmp_path, {"a/x.py": "x = 1\n", "a/y.rs": _RUST, "b/z.py": "(\n", "b/c.txt": "1\n"})

    count = count_paths(tmp_path, ["."])

    sums = {
        by: sum((one.lines for one in grouped(count, by) if one.lines), LineCounts()) for by in By
    }
    assert set(sums.values()) == {LineCounts(3, 1, 0, 1, 2, unparsed=True)}
    assert [
        (one.name, one.files, one.unparsed, one.reason) for one in grouped(count, By.FOLDER)
    ] == [
        ("a", 1, 0, ""),
        ("a", 1, 0, ""),
        ("b", 1, 1, ""),
        ("b", 1, 0, "unknown language"),
    ]


@pytest.mark.parametrize("form", [Format.TABLE, Format.CSV, Format.MARKDOWN])
def test_a_files_name_moves_no_cursor_and_breaks_no_line(form: Format) -> None:
    count = CodeCount((CountedFile("a\x1b[2J\n\udcff.py", "python", LineCounts(code=1)),))

    text = line_counts(count, grouped(count, By.FILE), (), By.FILE, form)

    assert "a\\u001b[2J\\n\\udcff.py" in text.replace("\\\\", "\\")


def test_in_json_a_files_name_is_whole() -> None:
    count = CodeCount((CountedFile("a\x1b[2J\udcff.py", "python", LineCounts(code=1)),))

    told = json.loads(line_counts(count, grouped(count, By.FILE), (), By.FILE, Format.JSON))

    assert told["loc"][0]["file"] == "a\x1b[2J?.py"


def test_a_content_that_was_parsed_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = tmp_path / "a.rs", tmp_path / "cache"
    path.write_text(_RUST)
    first = file_symbols(path, kept)
    monkeypatch.setattr("portlog.jobs.count_code.read_code", _refuse)

    again = file_symbols(path, kept)
    moved = CodeFiles(kept).parse(_RUST.encode(), "src/b.rs")

    assert isinstance(first, Code)
    assert again == moved == first
    with pytest.raises(AssertionError):
        CodeFiles(kept).parse(_RUST.encode(), "tests/b.rs")
    with pytest.raises(AssertionError):
        CodeFiles(kept).parse(b"fn b() {}", "src/b.rs")


def _refuse(*_: object, **__: object) -> Code:
    raise AssertionError("parsed again")


@pytest.mark.parametrize("content", [b"", b"\x81", b"\x80more", b"\x81\xa1a\x01"])
def test_a_cache_that_cannot_be_used_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    kept = tmp_path / "cache"
    expected = file_symbols(tmp_path / "a.py", kept)
    (kept / "code.msgpack").write_bytes(content)

    found = file_symbols(tmp_path / "a.py", kept)

    assert found == expected
    assert len((kept / "code.msgpack").read_bytes()) > len(content)


def test_a_cache_keeps_what_was_used_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_cache, "_MOST_TEXTS", 2)
    files = CodeFiles(tmp_path)
    for text in (b"a", b"b", b"c"):
        files.parse(text, "a.py")
    files.keep()
    monkeypatch.setattr("portlog.jobs.count_code.read_code", _refuse)
    again = CodeFiles(tmp_path)

    assert isinstance(again.parse(b"b", "a.py"), Code)
    assert isinstance(again.parse(b"c", "a.py"), Code)
    with pytest.raises(AssertionError):
        again.parse(b"a", "a.py")


_MADE_UP = '''
"""A language of our own, with the grammar of another."""

import tree_sitter_python

from portlog.sources.code.language import CodeLanguage

LANGUAGE = CodeLanguage(
    "snakes",
    (".snake",),
    "tree-sitter-python",
    tree_sitter_python.language,
    "(comment) @comment (string) @text (function_definition) @symbol.function",
)
'''


def test_a_language_is_added_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tree(tmp_path, {"more/snakes.py": _MADE_UP, "a.snake": "# one\ndef f():\n    'x'\n"})
    before = count_paths(tmp_path, ["a.snake"])
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(tmp_path / "more")])

    after = count_paths(tmp_path, ["a.snake"])
    code = file_symbols(tmp_path / "a.snake")

    assert [one.reason for one in before.uncounted] == [NotCounted.LANGUAGE]
    assert [(one.language, one.lines) for one in after.files] == [
        ("snakes", LineCounts(code=2, comment=1))
    ]
    assert isinstance(code, Code)
    assert [one.name for one in code.symbols] == ["<module>", "f"]
