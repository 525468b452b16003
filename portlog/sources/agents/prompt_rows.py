"""The rows of an agent's `history.jsonl`, one for each prompt; what was asked is never decoded."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TypeVar

import msgspec

from portlog.sources.agents.history import History, Trouble
from portlog.sources.agents.lines import Damaged, Line, lines

R = TypeVar("R")
_LATEST_MS = 253_402_300_799_000


def prompt_rows(path: Path, decoder: "msgspec.json.Decoder[R]", history: History) -> Iterator[R]:
    """Yield the rows of a record that exists; what cannot be read is noted in the history."""
    history.looked_for.append(path)
    if not path.exists():
        return
    history.read.append(path)
    try:
        for line in lines(path):
            yield from _row(path, line, decoder, history)
    except (OSError, Damaged) as error:
        why = getattr(error, "strerror", None) or "cannot be read"
        history.troubles.append(Trouble(path, 0, why))


def _row(
    path: Path, line: Line, decoder: "msgspec.json.Decoder[R]", history: History
) -> Iterator[R]:
    if not line.content.strip():
        return
    try:
        yield decoder.decode(line.content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        # a last line without its end may be being written
        if line.ended:
            history.troubles.append(Trouble(path, line.number, _why(error, cut=line.cut)))


def moment(number: float | None, unit_ms: int) -> int | None:
    """Return a time as milliseconds since 1970; None for what is none."""
    if number is None or not isfinite(number):
        return None
    at = round(number * unit_ms)
    return at if 0 < at < _LATEST_MS else None


def _why(error: Exception, *, cut: bool) -> str:
    if cut:
        return "longer than 64 MiB"
    return "not of a known form" if isinstance(error, msgspec.ValidationError) else "not JSON"
