"""A part of an original as it is typed: `PATH`, `PATH:FIRST-LAST` or `PATH::SYMBOL,SYMBOL`."""

import re
from hashlib import sha256

from portlog.records.header import LineRange, Original
from portlog.records.identity import letters_of, slug
from portlog.records.symbol import Symbol

_LINES = re.compile(r"(?P<path>.+):(?P<first>\d{1,9})(?:[-\u2013](?P<last>\d{1,9}))?\Z", re.ASCII)
ACCEPTED = "PATH, PATH:FIRST-LAST or PATH::SYMBOL,SYMBOL"


def part_of(typed: str) -> Original:
    """Return the part that a text names; ValueError for lines that no file has, and for nothing."""
    path, found, symbols = typed.partition("::")
    if found:
        return Original(_named(path), symbols=_names(symbols))
    match = _LINES.match(typed)
    if match is None:
        return Original(_named(typed))
    first = int(match["first"])
    return Original(_named(match["path"]), LineRange(first, int(match["last"] or first)))


def written(part: Original) -> str:
    """Return a part as it is typed."""
    if part.symbols:
        return f"{part.path}::{','.join(part.symbols)}"
    return part.path if part.lines is None else f"{part.path}:{part.lines}"


def provenance_id(port_path: str, part: Original) -> str:
    """Return the name of a part that became part of a file: the same on every machine."""
    lines, symbols = part.lines or "", ",".join(sorted(part.symbols))
    digest = sha256(
        f"{port_path}\n{part.path}\n{lines}\n{symbols}".encode(errors="surrogatepass")
    ).digest()
    return f"{slug(port_path)}-{letters_of(digest)}{letters_of(digest[4:])}"


def symbols_in(part: Original, symbols: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
    """Return the symbols of an original that a part holds whole.

    A symbol that is named brings those inside it.
    """
    if part.symbols:
        inside = _inside(part.symbols)
        return tuple(s for s in symbols if s.name in part.symbols or s.name.startswith(inside))
    if part.lines is None:
        return symbols
    first, last = part.lines.first, part.lines.last
    return tuple(one for one in symbols if first <= one.first_line and one.last_line <= last)


def is_named(name: str, asked: tuple[str, ...]) -> bool:
    """Say whether a symbol is one of those that were asked for, or stands inside of one."""
    return name in asked or name.startswith(_inside(asked))


def _inside(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}{separator}" for name in names for separator in (".", "::"))


def _named(path: str) -> str:
    if not path:
        raise ValueError("no path")
    return path


def _names(symbols: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in symbols.split(",") if name.strip())
    if not names:
        raise ValueError("no symbol after ::")
    return names
