"""What stands behind `Ported from:`, written in one form and read in many."""

import re
from collections.abc import Iterator

from portlog.records.header import LineRange, Original

_COMMIT = re.compile(r"(?:@\s*|\(commit\s+)(?P<commit>[0-9a-f]{4,64})\)?\Z", re.IGNORECASE)
_DASHES = r"-\u2010-\u2015\u2212"
_LINES = rf"(?:lines?|ll?\.?)?\s*:?\s*\d{{1,9}}(?:\s*(?:[{_DASHES}]|\bto\b|\.\.)\s*L?\d{{1,9}})?"
_ONLY_LINES = re.compile(rf"{_LINES}\Z", re.IGNORECASE)
_TAIL = re.compile(
    rf"\s*[(\[]\s*(?P<inside>(?:lines?\b|ll?\.?\s*\d|\d)[^()\[\]]*)[)\]]\Z"
    rf"|,?\s+(?P<spelt>lines?\s[^()\[\]]*|L\d[^()\[\]]*)\Z"
    rf"|(?<!:)[:#](?P<short>L?\d+(?:[{_DASHES}]L?\d+)?)\Z",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*\(\s*~?\d[\d,.]*\s+lines?\b[^()]*\)\Z", re.IGNORECASE)
_COMMA = re.compile(r",|[(\[][^)\]]*+")
_BETWEEN_LINES = re.compile(r"[,;&]|\band\b")
_SYMBOL = re.compile(r"(?:::)?[^\W\d][\w.]*\Z")
# a path, or one symbol in it, without anything that could be lines
_PLAIN = re.compile(r"[\w./+-]+(?:::[^\W\d][\w.]*)?\Z")
_QUOTES = "`\"'"


def original_text(original: Original) -> str:
    """Return how an original is written: `src/a.py (lines 1-476) @ 49fec3684`."""
    text = ", ".join(f"{original.path}::{one}" for one in original.symbols) or original.path
    if original.lines is not None:
        text += f" (lines {original.lines})"
    return text if original.commit is None else f"{text} @ {original.commit}"


def originals_in(text: str) -> tuple[Original, ...]:
    """Return the originals that a line names; ValueError says what cannot be read."""
    match = _COMMIT.search(text)
    rest = text[: match.start()].rstrip() if match else text
    commit = match["commit"].lower() if match else None
    found: list[Original] = []
    for part in _parts(rest):
        before = found[-1] if found else None
        for one in _named(part.strip().strip(_QUOTES), before, commit):
            joined = _joined(found[-1], one) if found else None
            if joined is None:
                found.append(one)
            else:
                found[-1] = joined
    return tuple(found)


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between commas, those in brackets left out of account."""
    if "(" not in text and "[" not in text:
        yield from text.split(",")
        return
    at = 0
    for comma in _COMMA.finditer(text):
        if comma[0] == ",":
            yield text[at : comma.start()]
            at = comma.end()
    yield text[at:]


def _named(part: str, before: Original | None, commit: str | None) -> Iterator[Original]:
    """Yield what stands between two commas; it may go on with the path in front of it."""
    if before is not None and _is_symbol_of(before, part):
        yield Original(before.path, None, (part.removeprefix("::"),), commit)
    elif before is not None and _ONLY_LINES.match(part):
        yield Original(before.path, _range(part), (), commit)
    elif _PLAIN.match(part):
        path, _, symbol = part.partition("::")
        yield Original(path, None, (symbol,) if symbol else (), commit)
    else:
        yield from _with_path(_COUNT.sub("", part), commit)


def _with_path(part: str, commit: str | None) -> Iterator[Original]:
    tail = _TAIL.search(part)
    ranges = tail and (tail["inside"] or tail["spelt"] or tail["short"])
    path, joint, symbol = part[: tail.start() if tail else None].strip(_QUOTES).partition("::")
    if not path.strip():
        raise ValueError("it names no path")
    if joint and not symbol.strip():
        raise ValueError(f'"{part}" names no symbol behind ::')
    symbols = (symbol.strip(),) if joint else ()
    for lines in _BETWEEN_LINES.split(ranges) if ranges else (None,):
        yield Original(path.strip(), _range(lines) if lines else None, symbols, commit)


def _is_symbol_of(before: Original, part: str) -> bool:
    if not before.symbols or not _SYMBOL.match(part):
        return False
    return not part.endswith("." + before.path.rpartition(".")[2])


def _joined(one: Original, other: Original) -> Original | None:
    """Return symbols of one file, or a file and its lines, as one original; else None."""
    if one.path != other.path or one.lines is not None:
        return None
    if one.symbols and other.symbols and other.lines is None:
        return Original(one.path, None, (*one.symbols, *other.symbols), one.commit)
    return None if one.symbols or other.lines is None else other


def _range(text: str) -> LineRange:
    if not _ONLY_LINES.match(text.strip()):
        raise ValueError(f'"{text.strip()}" are no lines such as 1-476')
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    return LineRange(numbers[0], numbers[-1])
