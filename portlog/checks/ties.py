"""Whether each row of an adopted file has its name, and each name its row."""

from collections.abc import Iterator, Sequence

from portlog.checks.log import ReadRow, TableText, is_marker
from portlog.records.finding import Finding
from portlog.records.session_tie import SESSION_IDS, digest_of

CHECK = "tie"


def ties(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find rows and names of an adopted file that a change by hand has parted."""
    by_table = {text.table.name: text for text in texts}
    sidecar = by_table.get(SESSION_IDS.name)
    if sidecar is None:
        return
    sessions = by_table["sessions"]
    unread = (*sessions.unread, *sidecar.unread)
    if any(line.line == 1 or is_marker(line.text) for line in unread):
        return  # no file can be judged before its first line is right and its conflicts are gone
    yield from _rows_without_a_line(sessions, sidecar)
    yield from _lines_without_a_row(sessions, sidecar)


def _rows_without_a_line(sessions: TableText, sidecar: TableText) -> Iterator[Finding]:
    known = {row.cells["session_id"] for row in sidecar.rows}
    for row in sessions.rows:
        name = row.cells["session_id"]
        if name not in known:
            message = f"the row has no line in {sidecar.file}; it is shown as {name}"
            yield Finding(CHECK, sessions.file, message, "a line that gives it its name", row.line)


def _lines_without_a_row(sessions: TableText, sidecar: TableText) -> Iterator[Finding]:
    digests = {row.cells["session_id"]: _digest(row) for row in sessions.rows}
    seen = set()
    for row in sidecar.rows:
        name, digest = row.cells["session_id"], row.cells["digest"]
        if name not in digests:
            message = f"{name} has no row in {sessions.file} that reads as it did"
            accepted = "the name in the line of the row that it is, or this line taken out"
            yield Finding(CHECK, sidecar.file, message, accepted, row.line)
        elif digest != digests[name] or name in seen:
            message = f"the row of {name} does not read so any more"
            yield Finding(CHECK, sidecar.file, message, "one line for each session", row.line)
        else:
            seen.add(name)


def _digest(row: ReadRow) -> str:
    return digest_of(tuple(row.cells.values())[:-1])
