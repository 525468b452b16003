"""Whether the figures of imported sessions are those that their usage adds up to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from portlog.checks.log import ReadRow, TableText
from portlog.records.finding import Finding

CHECK = "figure"
_INPUT = ("input", "cache_read", "cache_write_5m", "cache_write_1h")
_ADDED_UP: Mapping[str, tuple[str, ...]] = {
    "tokens_in": _INPUT,
    "tokens_out": ("output",),
    "cost_usd": ("cost_usd",),
}


def figures(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find cells that somebody changed in the text and that still pass for an agent's own."""
    tables = {text.table.name: text for text in texts}
    usage: dict[str, list[ReadRow]] = defaultdict(list)
    for row in tables["usage"].rows:
        usage[row.cells["session_id"]].append(row)
    edited = _edited(tables["origins"])
    sessions = tables["sessions"]
    for row in sessions.rows:
        name = row.cells["session_id"]
        for column in _ADDED_UP if name in usage else ():
            total = _total(usage[name], _ADDED_UP[column])
            if row.cells[column] != total and column not in edited.get(name, set()):
                yield _finding(sessions, row, column, total)


def _finding(sessions: TableText, row: ReadRow, column: str, total: str) -> Finding:
    cell = sessions.table.header.index(column) + 1
    told = row.cells[column] or "empty"
    message = f"{column} is {told}, and its usage adds up to {total or 'nothing known'}"
    accepted = f"{total or 'an empty cell'}, or the cell marked as edited in origins.csv"
    return Finding(CHECK, sessions.file, message, accepted, row.line, cell)


def _edited(origins: TableText) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in origins.rows:
        found[row.cells["session_id"]].update(row.cells["edited"].split())
    return found


def _total(rows: Sequence[ReadRow], columns: Sequence[str]) -> str:
    """Return what cells add up to as the log writes it; nothing where one is empty."""
    cells = [row.cells[column] for row in rows for column in columns]
    if not all(cells):
        return ""
    total = sum(map(Decimal, cells), Decimal(0))
    if columns != ("cost_usd",):
        return str(total)
    whole, _, fraction = f"{total:f}".partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"
