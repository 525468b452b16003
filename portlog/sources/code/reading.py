"""What one text of source code holds: its lines, counted, and its symbols."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING

from portlog.records.loc import LineCounts
from portlog.records.symbol import Code, Symbol
from portlog.sources.code.digests import digests
from portlog.sources.code.language import CodeLanguage
from portlog.sources.code.line_kinds import counted_kinds, line_kinds, mark_tests
from portlog.sources.code.outline import Place, lead_starts, outline, start_with_leads
from portlog.sources.code.parts import Parts, parts_of

if TYPE_CHECKING:
    from tree_sitter import Node


def counted(source: bytes, language: CodeLanguage, *, is_test: bool = False) -> LineCounts:
    """Return how many lines of a text are what, by `loc/1`; `is_test` makes all its code tests.

    Raises `Unparsable` for what is hardly code at all, as all here do.
    """
    parts = parts_of(source, language)
    return counted_kinds(_kinds(parts, is_test=is_test), unparsed=parts.has_errors)


def symbols(source: bytes, language: CodeLanguage, *, is_test: bool = False) -> tuple[Symbol, ...]:
    """Return the symbols of a text by their beginnings, `<module>` first."""
    return read_code(source, language, is_test=is_test).symbols


def read_code(source: bytes, language: CodeLanguage, *, is_test: bool = False) -> Code:
    """Return both, parsed once."""
    parts = parts_of(source, language)
    kinds = _kinds(parts, is_test=is_test)
    counts = counted_kinds(kinds, unparsed=parts.has_errors)
    return Code(language.name, counts, _symbols(source, parts, kinds))


def _kinds(parts: Parts, *, is_test: bool) -> bytearray:
    kinds = line_kinds(parts)
    mark_tests(kinds, [(0, len(kinds))] if is_test else _test_rows(parts))
    return kinds


def _test_rows(parts: Parts) -> Iterator[tuple[int, int]]:
    """Return the rows of what is compiled for tests alone, with the attributes above it."""
    leads = lead_starts(parts)
    for node in _tested(parts):
        start = start_with_leads(parts.source, node.start_byte, leads)
        first = node.start_point.row - parts.source.count(b"\n", start, node.start_byte)
        yield first, node.end_point.row


def _tested(parts: Parts) -> Iterator["Node"]:
    """Return what is test code, and nothing within it again."""
    end = 0
    for mark in sorted(parts.captures.get("test", ()), key=attrgetter("start_byte")):
        node = parts.language.tested(mark) if mark.start_byte >= end else None
        if node is not None:
            end = node.end_byte
            yield node


def _symbols(source: bytes, parts: Parts, kinds: bytearray) -> tuple[Symbol, ...]:
    places = outline(parts)
    owned = _own_lines(places, kinds, parts)
    found = zip(places, digests(parts, places), owned, strict=True)
    return tuple(
        Symbol(
            place.name,
            place.kind,
            place.first_row + 1,
            place.last_row + 1,
            digest,
            sha256(source[place.start : place.end]).hexdigest(),
            lines,
        )
        for place, digest, lines in found
    )


def _own_lines(places: Sequence[Place], kinds: bytearray, parts: Parts) -> list[LineCounts]:
    """Count each line for the last symbol to begin of those that it stands in."""
    owners = [0] * len(kinds)
    for index, place in enumerate(places):
        rows = range(place.first_row, min(place.last_row + 1, len(kinds)))
        owners[rows.start : rows.stop] = [index] * len(rows)
    own = [bytearray() for _ in places]
    for owner, kind in zip(owners, kinds, strict=True):
        own[owner].append(kind)
    return [counted_kinds(one, unparsed=parts.has_errors) for one in own]
