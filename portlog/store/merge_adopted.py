"""Three versions of an adopted file become one: rows by their names, in their author's order."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portlog.errors import StoreError
from portlog.records.session import Session
from portlog.records.table import Table
from portlog.store import text
from portlog.store.merge import (
    MARKER_SIZE,
    Conflict,
    Key,
    Merged,
    ThreeTexts,
    Version,
    choice,
    version,
)
from portlog.store.retying import found_again, renamed
from portlog.store.ties import Ties, read_adopted

_Chosen = Mapping[Key, Version | Conflict]
# where a line stands that has no line of the stem above it, or none at all below it
_TOP: Key = ("top",)
_END: Key = ("end",)


@dataclass(frozen=True, slots=True)
class ThreeTies:
    """The sidecar that belongs to each version of the file."""

    base: Ties
    ours: Ties
    theirs: Ties


@dataclass(frozen=True, slots=True)
class _Side:
    content: str
    first: str
    header: tuple[str, ...]
    lines: dict[Key, Version]

    @property
    def end(self) -> str:
        return "\r\n" if self.first.endswith("\r") else "\n"


def merge_adopted(
    texts: ThreeTexts, ties: ThreeTies, table: Table[Session], name: str, size: int = MARKER_SIZE
) -> Merged:
    """Merge what two sides made of an adopted file.

    A row is known by the session that it is, a line that cannot be read by what it says. Raises
    `StoreError` where both sides have changed the columns.
    """
    before = texts.base or texts.ours.partition("\n")[0] + "\n"
    base = _side(before, table, name, ties.base)
    ours = _side(texts.ours, table, name, ties.ours)
    theirs = _side(texts.theirs, table, name, ties.theirs)
    form = _Form(_first_line(base, ours, theirs, name), size)
    keys = dict.fromkeys((*base.lines, *ours.lines, *theirs.lines))
    choices = {
        key: choice(key, base.lines.get(key), ours.lines.get(key), theirs.lines.get(key))
        for key in keys
    }
    chosen = {key: one for key, one in choices.items() if one is not None}
    parts = [form.part(chosen[key]) for key in _order(base, ours, theirs, chosen)]
    whole = form.side.first.removesuffix("\r") + form.side.end + "".join(parts)
    if not any(side.content.endswith("\n") for side in (ours, theirs)):
        whole = whole.removesuffix(form.side.end)
    conflicts = tuple(one for one in chosen.values() if isinstance(one, Conflict))
    return Merged(whole, conflicts)


def _side(content: str, table: Table[Session], name: str, ties: Ties) -> _Side:
    reading = read_adopted(content, table, name, ties)
    first, *lines = content.split("\n")
    if lines and lines[-1] and first.endswith("\r"):
        lines[-1] += "\r"  # the end that it has where another line comes to stand below it
    rows = {row.line: row for row in _with_names_found_again(reading.rows, ties)}
    seen: Counter[str] = Counter()
    found: dict[Key, Version] = {}
    for number, line in enumerate(lines if lines and lines[-1] else lines[:-1], start=2):
        row = rows.get(number)
        if row is not None:
            found[row.key] = version(row, line, reading, table)
            continue
        plain = line.removesuffix("\r")
        seen[plain] += 1
        found["", plain, str(seen[plain])] = Version(line, (), {}, {"": plain}, ())
    return _Side(content, first, reading.header, found)


def _with_names_found_again(
    rows: Sequence[text.Row[Session]], ties: Ties
) -> Iterator[text.Row[Session]]:
    sessions = [row.record for row in rows]
    for row, session in zip(rows, renamed(sessions, found_again(ties, sessions)), strict=True):
        yield replace(row, key=(session.session_id,), record=session)


def _first_line(base: _Side, ours: _Side, theirs: _Side, name: str) -> _Side:
    """Return the side whose first line the merged file has."""
    wanted = theirs if base.first == ours.first else ours
    if not {*ours.header, *theirs.header} <= set(wanted.header):
        raise StoreError(f"{name}:1: both sides have changed the columns")
    return wanted


def _order(base: _Side, ours: _Side, theirs: _Side, chosen: _Chosen) -> Iterator[Key]:
    """Give the keys of what is kept: what was there in its order, new lines below their neighbours.

    The order does not depend on which side is ours.
    """
    sides = sorted((ours, theirs), key=lambda side: side.content)
    moved = [side for side in sides if _has_moved(base, side)]
    main = (moved or sides)[0]
    stem = [key for key in main.lines if key in base.lines and key in chosen]
    blocks = _blocks(sides, frozenset(stem), chosen)
    for key in (_TOP, *stem, _END):
        yield from (key,) if key in chosen else ()
        for block in sorted(blocks[key], key=lambda block: chosen[block[0]].position):
            yield from block


def _blocks(
    sides: Sequence[_Side], stem: Collection[Key], chosen: _Chosen
) -> Mapping[Key, list[list[Key]]]:
    """Return the lines that are not in the stem, side by side, by the line of it above them."""
    found: defaultdict[Key, list[list[Key]]] = defaultdict(list)
    placed: set[Key] = set()
    for side in sides:
        above, own = _TOP, defaultdict[Key, list[Key]](list)
        for key in side.lines:
            above = key if key in stem else above
            if key in chosen and key not in stem and key not in placed:
                own[above].append(key)
                placed.add(key)
        for key, block in own.items():
            is_last = block[-1] == next(reversed(side.lines))
            found[_END if is_last else key].append(block)
    return found


def _has_moved(base: _Side, side: _Side) -> bool:
    common = [key for key in side.lines if key in base.lines]
    return common != [key for key in base.lines if key in side.lines]


class _Form:
    """How the merged file is written: under one side's first line, each row as its side has it."""

    def __init__(self, side: _Side, size: int) -> None:
        self.side = side
        self._size = size

    def part(self, one: Version | Conflict) -> str:
        if isinstance(one, Version):
            return self._line(one)
        begin, before, between, end = (char * self._size for char in "<|=>")
        parts = (
            (f"{begin} ours", one.ours),
            (f"{before} base", one.base),
            (between, one.theirs),
            (f"{end} theirs", None),
        )
        return "".join(f"{mark}{self.side.end}{self._line(row)}" for mark, row in parts)

    def _line(self, one: Version | None) -> str:
        if one is None:
            return ""
        if one.header in {(), self.side.header}:
            return one.line + "\n"
        cells = text.split_line(one.line.removesuffix("\r")) or ()
        by_name = dict(zip(one.header, cells, strict=True))
        line = ",".join(text.quoted(by_name.get(name, "")) for name in self.side.header)
        return line + self.side.end
