"""One header made of its lines, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from portlog.records.header import (
    Header,
    HeaderKey,
    HeaderTrouble,
    Original,
    PlacedHeader,
    Review,
    TroubleKind,
    Verification,
)
from portlog.sources.headers.keys import KeyLine
from portlog.sources.headers.originals import originals_in
from portlog.sources.headers.statements import by_in, review_in, verification_in

T = TypeVar("T")


@dataclass(slots=True)
class _Parts:
    lines: list[tuple[HeaderKey, int]] = field(default_factory=list)
    troubles: list[HeaderTrouble] = field(default_factory=list)

    def note(self, kind: TroubleKind, line: KeyLine, why: str) -> None:
        self.troubles.append(HeaderTrouble(kind, line.line.number, why))

    def read(self, line: KeyLine, parse: Callable[[str], T]) -> T | None:
        """Return what a line says, or note why that cannot be read."""
        if line.value is None:
            self.note(
                TroubleKind.UNREADABLE, line, f"{line.key}: is no short, printable UTF-8 text"
            )
            return None
        try:
            return parse(line.value)
        except ValueError as error:
            self.note(TroubleKind.UNREADABLE, line, f"{line.key}: {error}")
            return None


def header_of(lines: Sequence[KeyLine]) -> tuple[PlacedHeader, tuple[HeaderTrouble, ...]]:
    """Return the header that some lines make up, and what is wrong with any of them."""
    parts = _Parts()
    by_key: dict[HeaderKey, list[KeyLine]] = defaultdict(list)
    for line in lines:
        by_key[line.key].append(line)
    originals = tuple(_originals(parts, by_key[HeaderKey.FROM]))
    model, session = _by(parts, by_key[HeaderKey.BY])
    verification = _verification(parts, by_key[HeaderKey.VERIFIED])
    review = _review(parts, by_key[HeaderKey.REVIEW])
    if not by_key[HeaderKey.FROM]:
        parts.note(TroubleKind.NO_ORIGINAL, lines[0], "the header names no original")
    header = Header(originals, model, session, verification, review)
    troubles = sorted(parts.troubles, key=lambda trouble: trouble.line)
    return PlacedHeader(header, lines[0].line.number, tuple(parts.lines)), tuple(troubles)


def _originals(parts: _Parts, lines: Sequence[KeyLine]) -> Iterator[Original]:
    for line in lines:
        for original in parts.read(line, originals_in) or ():
            parts.lines.append((HeaderKey.FROM, line.line.number))
            yield original


def _by(parts: _Parts, lines: Sequence[KeyLine]) -> tuple[str | None, str | None]:
    """Return model and session, which may stand on two lines."""
    model: str | None = None
    session: str | None = None
    for line in lines:
        named = parts.read(line, by_in) or (None, None)
        if line.word in {"session", "llm session"} and named[1] is None:
            named = (None, named[0])
        if (named[0] and model) or (named[1] and session):
            parts.note(TroubleKind.REPEATED, line, f"{line.key}: is there already")
        elif any(named):
            model, session = model or named[0], session or named[1]
            parts.lines.append((line.key, line.line.number))
    return model, session


def _verification(parts: _Parts, lines: Sequence[KeyLine]) -> Verification | None:
    line = _only(parts, lines)
    read = parts.read(line, verification_in) if line else None
    verification, contradiction = read or (None, None)
    if line and contradiction:
        parts.note(TroubleKind.CONTRADICTION, line, f"{line.key}: says {contradiction}")
    if line and verification:
        parts.lines.append((line.key, line.line.number))
    return verification


def _review(parts: _Parts, lines: Sequence[KeyLine]) -> Review | None:
    line = _only(parts, lines)
    review = parts.read(line, review_in) if line else None
    if line and review:
        parts.lines.append((line.key, line.line.number))
    return review


def _only(parts: _Parts, lines: Sequence[KeyLine]) -> KeyLine | None:
    for line in lines[1:]:
        parts.note(TroubleKind.REPEATED, line, f"{line.key}: is there already")
    return lines[0] if lines else None
