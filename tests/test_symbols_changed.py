"""What became of each symbol between two versions of a file."""

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.code_changes import matched
from portlog.records.symbol import MODULE, Symbol
from portlog.records.symbol_change import ChangeKind
from portlog.sources.code.languages import language_named
from portlog.sources.code.reading import symbols


def _found(source: str) -> tuple[Symbol, ...]:
    return symbols(source.encode(), language_named("python"))


def _name(symbol: Symbol | None) -> str | None:
    return None if symbol is None else symbol.name


def _changes(old: str, new: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.kind.value, _name(one.old), _name(one.new))
        for one in matched(_found(old), _found(new))
        if MODULE not in {_name(one.old), _name(one.new)}
    ]


def test_each_symbol_of_both_versions_has_one_answer() -> None:
    old = "def a(): return 1\ndef b(): return 2\ndef c(): return 3\ndef d(): return 4\n"
    new = "def a(): return 1\n\ndef b(): return 2\ndef c(): return 5\ndef e(): return 6\n"

    found = _changes(old, new)

    assert found == [
        ("same", "a", "a"),
        ("moved", "b", "b"),
        ("changed", "c", "c"),
        ("vanished", "d", None),
        ("new", None, "e"),
    ]


def test_another_name_for_the_same_code_is_a_rename() -> None:
    found = _changes("def a(x): return x + 1\n", "# moved\ndef b(x):\n    return x + 1\n")

    assert found == [("renamed", "a", "b")]


def test_a_renamed_class_takes_its_methods_along() -> None:
    old = "class A:\n    def run(self): return 1\n    def stop(self): return 2\n"

    found = _changes(old, old.replace("A", "B"))

    assert found == [
        ("renamed", "A", "B"),
        ("renamed", "A.run", "B.run"),
        ("renamed", "A.stop", "B.stop"),
    ]


def test_several_of_one_digest_are_never_called_renamed() -> None:
    found = _changes("def a(): ...\ndef b(): ...\n", "def c(): ...\ndef d(): ...\n")

    assert sorted(kind for kind, _, _ in found) == ["new", "new", "vanished", "vanished"]


def test_the_second_of_a_name_stays_itself_where_the_first_goes() -> None:
    old = "if x:\n    def f(): return 1\nelse:\n    def f(): return 2\n"

    found = _changes(old, "def f(): return 2\n")

    assert found == [("vanished", "f", None), ("moved", "f#2", "f")]


def test_a_raw_name_is_no_number() -> None:
    rust = language_named("rust")
    old, new = (symbols(text, rust) for text in (b"fn r#type() {}", b"fn r#move() { 1 }"))

    kinds = [one.kind for one in matched(old, new)]

    assert kinds == [ChangeKind.SAME, ChangeKind.VANISHED, ChangeKind.NEW]


_SOURCES = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=6).map(
    lambda all_: "".join(f"def {name}(): return {value}\n" for name, value in all_)
)


@given(_SOURCES, _SOURCES)
def test_no_symbol_is_lost_or_told_twice(old: str, new: str) -> None:
    before, after = _found(old), _found(new)

    changes = matched(before, after)

    assert [one.old for one in changes if one.old] == list(before)
    assert Counter(one.new for one in changes if one.new) == Counter(after)
    assert all(one.kind is ChangeKind.SAME for one in matched(before, before))


# agent/loop.py of nanobot at the commit where it has 476 lines, against later commits:
# functions and methods that changed, vanished, only moved, and came
_PINNED = "49fec3684"
_LATER = {
    "c865b293a": (5, 0, 8, 4),
    "1b49bf960": (3, 0, 10, 4),
    "5ca386ebf": (9, 2, 2, 8),
    "b523b277b": (4, 2, 7, 0),
}


def _loop_at(commit: str) -> tuple[Symbol, ...]:
    folder = Path(os.environ["PORTLOG_NANOBOT"])
    source = subprocess.run(
        ["git", "show", f"{commit}:nanobot/agent/loop.py"],
        cwd=folder,
        capture_output=True,
        check=True,
    ).stdout
    return symbols(source, language_named("python"))


def _is_function(symbol: Symbol | None) -> bool:
    return symbol is not None and symbol.kind in {"function", "method"}


@pytest.mark.long
@pytest.mark.needs("nanobot")
@pytest.mark.parametrize("commit", _LATER)
def test_changes_of_the_real_loop_are_those_that_were_counted(commit: str) -> None:
    pinned = _loop_at(_PINNED)

    changes = matched(pinned, _loop_at(commit))

    kinds = Counter(one.kind for one in changes if _is_function(one.old or one.new))
    told = (ChangeKind.CHANGED, ChangeKind.VANISHED, ChangeKind.MOVED, ChangeKind.NEW)
    assert tuple(kinds[kind] for kind in told) == _LATER[commit]
    assert pinned[0].last_line == 476
