"""Where the keys and values of a TOML text stand, which `tomllib` does not tell.

For a text that `tomllib` has read: what is no TOML is not found out here.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

TomlPath = tuple[str | int, ...]
DEEPEST = 16  # below it nothing is placed: what nests deeper would take quadratic time

_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SIMPLE_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]*[^,\]}#\r\n \t]")


@dataclass(frozen=True, slots=True)
class Extent:
    """From the first character to behind the last."""

    start: int
    end: int


@dataclass(slots=True)
class Positions:
    """The first mention of every key, and the extent of every value that is written as one."""

    keys: dict[TomlPath, Extent] = field(default_factory=dict)
    values: dict[TomlPath, Extent] = field(default_factory=dict)


def toml_positions(text: str) -> Positions:
    """Return where everything stands in a text that is TOML."""
    return _Scanner(text).scan()


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins."""
    return list(
        accumulate((len(line) for line in text.split("\n")), lambda at, n: at + n + 1, initial=0)
    )


def line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Return an offset as line and column, both from 1."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found = Positions()
        self._counts: dict[TomlPath, int] = {}

    def scan(self) -> Positions:
        table: TomlPath = ()
        self._skip(_BETWEEN)
        while self._at < len(self._text):
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BETWEEN)
        return self._found

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _take(self, pattern: re.Pattern[str]) -> Extent:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"no TOML at offset {self._at}")
        self._at = match.end()
        return Extent(match.start(), match.end())

    def _header(self) -> TomlPath:
        is_array = self._text.startswith("[[", self._at)
        self._at += 1 + is_array
        parts = list(self._dotted())
        path: TomlPath = ()
        for number, (name, extent) in enumerate(parts, 1):
            path = (*path, name)
            self._found.keys.setdefault(path, extent)
            if is_array and number == len(parts):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        self._at += 1 + is_array
        self._found.keys.setdefault(path, parts[-1][1])
        return path

    def _dotted(self) -> Iterator[tuple[str, Extent]]:
        while True:
            self._skip(_BLANK)
            extent = self._take(_SIMPLE_KEY)
            yield _key(self._text[extent.start : extent.end]), extent
            self._skip(_BLANK)
            if self._next() != ".":
                return
            self._at += 1

    def _pair(self, table: TomlPath) -> None:
        path = table
        for name, extent in self._dotted():
            if len(path) < DEEPEST:
                path = (*path, name)
                self._found.keys.setdefault(path, extent)
            else:
                path = (*path[:DEEPEST], name)
        self._at += 1
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: TomlPath) -> None:
        start = self._at
        opening = self._next()
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._take(_STRING if opening in "\"'" else _BARE_VALUE)
        if len(path) <= DEEPEST:
            self._found.values[path] = Extent(start, self._at)

    def _array(self, path: TomlPath) -> None:
        for number in self._items("]"):
            self._value((*path, number) if len(path) <= DEEPEST else path)

    def _inline_table(self, path: TomlPath) -> None:
        for _ in self._items("}"):
            self._pair(path)

    def _items(self, closing: str) -> Iterator[int]:
        number = 0
        self._at += 1
        self._skip(_BETWEEN)
        while self._next() != closing:
            yield number
            number += 1
            self._skip(_BETWEEN)
            self._at += self._next() == ","
            self._skip(_BETWEEN)
        self._at += 1


def _key(written: str) -> str:
    if written[0] not in "\"'":
        return written
    return next(iter(tomllib.loads(f"{written} = 0")))
