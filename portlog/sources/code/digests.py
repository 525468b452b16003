"""Digests of symbols that neither a comment nor a formatter changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from portlog.sources.code.outline import Place, is_symbol
from portlog.sources.code.parts import Parts

# a word or a single mark; which marks make one operator does not matter to a comparison
_TOKEN = re.compile(rb"[\w\x80-\xff]+|[^\w\s\x80-\xff]")
_BEGIN, _END, _NEXT, _TEXT = b"\x01", b"\x02", b"\x03", b"\x04"
_CLOSING = frozenset({b")", b"]", b"}", b">"})


@dataclass(frozen=True, slots=True)
class _Mark:
    """Something at a place: a token that only layout shows, a stretch to skip, a symbol's edge.

    Up to `until`, the text is `token` alone.
    """

    token: bytes = b""
    until: int = 0
    opens: int | None = None
    closes: int | None = None


# the place; ends before beginnings; what is around before what is inside at a beginning, after it
# at an end; of two with the same bytes: block, symbol, statement, what is left out, text
_Placed = tuple[tuple[int, int, int, int], _Mark]


def digests(parts: Parts, places: Sequence[Place]) -> list[str]:
    """Return the SHA-256 of the tokens of each symbol, those of symbols inside left out."""
    tokens = _tokens(parts, places)
    return [sha256(b"\0".join(_without_last_commas(one))).hexdigest() for one in tokens]


def _without_last_commas(tokens: Sequence[bytes]) -> Iterator[bytes]:
    """Leave out the commas that formatters add in front of a closing bracket."""
    for token, after in zip(tokens, (*tokens[1:], b""), strict=False):
        if token != b"," or after not in _CLOSING:
            yield token


def _tokens(parts: Parts, places: Sequence[Place]) -> list[list[bytes]]:
    """Go through the text once and give each token to the innermost symbol that it stands in."""
    tokens: list[list[bytes]] = [[] for _ in places]
    within, at = [0], 0
    for (place, *_), mark in sorted(_marks(parts, places), key=lambda one: one[0]):
        if place < at:
            continue
        tokens[within[-1]].extend(_TOKEN.findall(parts.source, at, place))
        at = max(place, mark.until)
        _step(within, tokens, mark)
    if places:
        tokens[0].extend(_TOKEN.findall(parts.source, at))
    return tokens


def _step(within: list[int], tokens: list[list[bytes]], mark: _Mark) -> None:
    if mark.opens is not None:
        within.append(mark.opens)
    if mark.token:
        tokens[within[-1]].append(mark.token)
    if mark.closes in within:
        within.remove(mark.closes)


def _marks(parts: Parts, places: Sequence[Place]) -> Iterator[_Placed]:
    yield from _edges(places)
    yield from _blocks(parts)
    yield from _statements(parts, places)
    for start, end in (*parts.spans("comment", "doc", "layout"), *_names(places)):
        yield (start, 1, -end, 3), _Mark(until=end)
    for start, end in parts.spans("text"):
        literal = parts.language.literal(parts.source[start:end]).replace(b"\r\n", b"\n")
        yield (start, 1, -end, 4), _Mark(_TEXT + literal, end)


def _names(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    return (place.named for place in places if place.named is not None)


def _edges(places: Sequence[Place]) -> Iterator[_Placed]:
    for index, place in enumerate(places[1:], 1):
        yield (place.start, 1, -place.end, 1), _Mark(opens=index)
        yield (place.end, 0, -place.start, 0), _Mark(closes=index)


def _blocks(parts: Parts) -> Iterator[_Placed]:
    for start, end in parts.spans("block"):
        yield (start, 1, -end, 0), _Mark(_BEGIN)
        yield (end, 0, -start, 1), _Mark(_END)


def _statements(parts: Parts, places: Sequence[Place]) -> Iterator[_Placed]:
    """Mark where a statement begins that is neither left out nor a symbol of its own."""
    left_out = {start for start, _ in parts.spans("comment", "doc")}
    left_out.update(place.start for place in places[1:])
    left_out.update(start for start, _ in parts.spans(*filter(is_symbol, parts.captures)))
    for start, end in parts.spans("statement"):
        if start not in left_out:
            yield (start, 1, -end, 2), _Mark(_NEXT)
