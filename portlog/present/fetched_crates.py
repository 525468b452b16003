"""What was fetched of crates: a row for each, and one line about all."""

from collections import Counter
from collections.abc import Sequence

from portlog.present.tables import Format, Listing, written
from portlog.present.wording import counted
from portlog.records.fetched_crate import FetchedCrate, Stock
from portlog.records.outcome import Outcome

_COLUMNS = ("name", "version", "registry", "index", "archive", "packed_bytes", "why")
_RIGHT = frozenset({"packed_bytes"})
_KB, _MB = 1_000, 1_000_000


def fetched_crates(crates: Sequence[FetchedCrate], outcome: Outcome, form: Format) -> str:
    """Return the crates as text in a format."""
    rows = [[_encodable(getattr(one, column)) for column in _COLUMNS] for one in crates]
    return written(Listing("crates", _COLUMNS, rows, _RIGHT), form, {"outcome": outcome})


def fetched_summary(crates: Sequence[FetchedCrate], fetched_bytes: int) -> str:
    """Return what was fetched, what was here, and what could not be had, in one line."""
    entries = Counter({(one.registry, one.name): one.index for one in crates}.values())
    archives = Counter(one.archive for one in crates)
    size = f" ({_size(fetched_bytes)})" if archives[Stock.FETCHED] else ""
    parts = [f"fetched: {_counts(entries[Stock.FETCHED], archives[Stock.FETCHED])}{size}"]
    if entries[Stock.KEPT] or archives[Stock.KEPT]:
        parts.append(f"kept: {_counts(entries[Stock.KEPT], archives[Stock.KEPT])}")
    failed = sum(Stock.FAILED in (one.index, one.archive) for one in crates)
    parts += [f"could not be had: {failed}"] if failed else []
    return "; ".join(parts)


def _counts(entries: int, archives: int) -> str:
    entries_told = counted(entries, "index entry", "index entries")
    return f"{entries_told}, {counted(archives, 'archive')}"


def _encodable(value: object) -> object:
    """Return a text from a file as UTF-8 can hold it."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _size(count: int) -> str:
    if count >= _MB:
        return f"{count / _MB:.1f} MB"
    return f"{count / _KB:.1f} kB" if count >= _KB else f"{count} bytes"
