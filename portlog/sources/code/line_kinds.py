"""What each line of a source text is, by `loc/1`."""

from collections.abc import Iterable
from enum import IntEnum

from portlog.records.loc import LineCounts
from portlog.sources.code.parts import Parts


class LineKind(IntEnum):
    """What one line is."""

    BLANK = 0
    COMMENT = 1
    DOC = 2
    CODE = 3
    TEST = 4


_COMMENT, _DOC = b"\x01", b"\x02"
_LAYOUT = b" \t\r\f\v"
_NOT_CODE = _LAYOUT + _COMMENT + _DOC


def _all_but_newlines(mark: bytes) -> bytes:
    return bytes(10 if byte == ord("\n") else ord(mark) for byte in range(256))


_AS_COMMENT, _AS_DOC = _all_but_newlines(_COMMENT), _all_but_newlines(_DOC)
_WITHOUT_MARKS = bytes.maketrans(_COMMENT + _DOC, b"..")


def line_kinds(parts: Parts) -> bytearray:
    """Return a `LineKind` for each line; a line ends at a newline, the last one at the end."""
    lines = _marked(parts).split(b"\n")
    if not lines[-1]:
        lines.pop()
    kinds = bytearray(map(_kind, lines))
    # a docstring is captured as a text as well
    for name, kind in (("doc", LineKind.DOC), ("comment", LineKind.COMMENT)):
        _fill(kinds, parts, kind, name)
    _fill(kinds, parts, LineKind.CODE, "text")
    return kinds


def mark_tests(kinds: bytearray, rows: Iterable[tuple[int, int]]) -> None:
    """Make the code of some rows, first and last, code of tests."""
    for first, last in rows:
        among = kinds[first : last + 1]
        kinds[first : last + 1] = among.replace(_one(LineKind.CODE), _one(LineKind.TEST))


def counted_kinds(kinds: bytes | bytearray, *, unparsed: bool = False) -> LineCounts:
    """Return how many lines are of which kind."""
    return LineCounts(
        code=kinds.count(LineKind.CODE),
        doc=kinds.count(LineKind.DOC),
        comment=kinds.count(LineKind.COMMENT),
        blank=kinds.count(LineKind.BLANK),
        test=kinds.count(LineKind.TEST),
        unparsed=unparsed,
    )


def _one(kind: LineKind) -> bytes:
    return bytes((kind,))


def _marked(parts: Parts) -> bytes:
    """Return the text with the bytes of comments and docs replaced by marks."""
    source = parts.source.translate(_WITHOUT_MARKS)
    marked = bytearray(source)
    for name, table in (("comment", _AS_COMMENT), ("doc", _AS_DOC)):
        for start, end in parts.spans(name):
            marked[start:end] = source[start:end].translate(table)
    return bytes(marked)


def _kind(line: bytes) -> LineKind:
    if line.strip(_NOT_CODE):
        return LineKind.CODE
    if _DOC in line:
        return LineKind.DOC
    return LineKind.COMMENT if _COMMENT in line else LineKind.BLANK


def _fill(kinds: bytearray, parts: Parts, kind: LineKind, name: str) -> None:
    """Give the blank lines within nodes of some name the kind of the node."""
    for node in parts.captures.get(name, ()):
        first, last = node.start_point.row, node.end_point.row
        if last - first > 1:
            among = kinds[first + 1 : last]
            kinds[first + 1 : last] = among.replace(_one(LineKind.BLANK), _one(kind))
