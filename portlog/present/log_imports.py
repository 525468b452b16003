"""What an import of agents' logs did, as a listing and in sentences."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from portlog.present.tables import Format, Listing, written
from portlog.present.text import printable
from portlog.present.wording import counted, plain_digits
from portlog.records.log_import import Difference, LeftOut, LogImport, UnreadLine
from portlog.records.outcome import Outcome
from portlog.records.session import Session

_COLUMNS = (
    *("change", "session_id", "model", "module", "tokens_in", "tokens_out"),
    *("cost_usd", "duration_min"),
)
_RIGHT = frozenset({"tokens_in", "tokens_out", "cost_usd", "duration_min"})
_MOST_LINES = 10
_MOST_ROWS = 50


def import_listing(done: LogImport, outcome: Outcome, form: Format) -> str:
    """Return the sessions that came in or went on; in JSON all else that was found.

    A table for people ends at the newest fifty.
    """
    if form is Format.TABLE and not (done.added or done.updated):
        return ""
    changed = [
        *(("added", one) for one in sorted(done.added, key=_by_day)),
        *(("updated", one) for one in sorted(done.updated, key=_by_day)),
    ]
    if form is Format.TABLE:
        changed = changed[-_MOST_ROWS:]
    rows = [_row(change, session) for change, session in changed]
    listing = Listing("sessions", _COLUMNS, rows, _RIGHT)
    return written(listing, form, _told(done, outcome))


def import_notes(done: LogImport, *, dry_run: bool) -> Iterator[str]:
    """Yield what a person should know beside the sessions, one line at a time."""
    changed = len(done.added) + len(done.updated)
    if changed > _MOST_ROWS:
        yield f"these are {_MOST_ROWS} of {counted(changed, 'session')}; --format csv has all"
    yield from _limited([_unread(line) for line in done.unreadable])
    yield from _limited([_left_out(one) for one in done.left_out])
    yield from _limited([_difference(one) for one in done.differing])
    yield from _tally("never seen before, and not counted", done.drift, "row")
    yield from _tally("without a price, so without a cost", done.unpriced, "call")
    for agent, files in done.files.items():
        yield f"{agent}: {counted(files, 'log file')} in {', '.join(done.looked_in[agent])}"
    yield _summary(done, dry_run=dry_run)


def _by_day(session: Session) -> tuple[date, str]:
    return session.date, session.session_id


def _row(change: str, session: Session) -> tuple[object, ...]:
    return (
        change,
        session.session_id,
        session.model,
        session.module,
        session.tokens_in,
        session.tokens_out,
        None if session.cost_usd is None else Decimal(plain_digits(session.cost_usd, 2)),
        session.duration_min,
    )


def _told(done: LogImport, outcome: Outcome) -> dict[str, object]:
    return {
        "outcome": outcome,
        "known": done.known,
        "removed": done.removed,
        "elsewhere": done.elsewhere,
        "files": done.files,
        "unreadable": done.unreadable,
        "left_out": done.left_out,
        "differing": done.differing,
        "drift": dict(sorted(done.drift.items())),
        "unpriced": dict(sorted(done.unpriced.items())),
    }


def _summary(done: LogImport, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    parts = [
        f"{len(done.added)} {would}added",
        f"{len(done.updated)} {would}brought up to date",
        f"{done.known} known",
    ]
    if done.removed:
        parts.append(f"{done.removed} removed earlier")
    if done.elsewhere:
        parts.append(f"{done.elsewhere} of other projects")
    if done.unreadable:
        parts.append(f"{counted(len(done.unreadable), 'line')} unread")
    return ", ".join(parts)


def _unread(line: UnreadLine) -> str:
    place = f"{line.file}:{line.line}" if line.line else line.file
    return printable(f"{line.agent} {place}: {line.why}")


def _left_out(one: LeftOut) -> str:
    return printable(f"left out: {one.agent} {one.conversation}: {one.why}")


def _difference(one: Difference) -> str:
    return printable(
        f"{one.session_id}: {one.column} is {one.kept or 'empty'} as edited; the log tells "
        f"{one.logged or 'nothing'}"
    )


def _limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"and {len(lines) - _MOST_LINES} more such lines; --format json has all"


def _tally(what: str, counts: Mapping[str, int], unit: str) -> Iterator[str]:
    if counts:
        most = sorted(counts.items(), key=lambda named: (-named[1], named[0]))[:_MOST_LINES]
        told = ", ".join(f"{name} ({counted(n, unit)})" for name, n in most)
        yield printable(f"{what}: {told}")
