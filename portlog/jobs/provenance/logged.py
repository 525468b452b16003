"""What the log knows of provenance: its tables, and the sessions and runs that headers name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from portlog.checks.provenance.case import KnownSessions
from portlog.records.imported import IMPORTS
from portlog.records.loc import LineCounts
from portlog.records.pin import PINS, Pin
from portlog.records.plan import PlannedModule
from portlog.records.provenance import COVERED_SYMBOLS, PROVENANCE, CoveredSymbol, Provenance
from portlog.records.recorded_run import RecordedRun
from portlog.records.review import REVIEWS, FileReview
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.skip import SKIPS, Skip
from portlog.records.symbol import Symbol
from portlog.records.usage import USAGE
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True)
class Logged:
    """The rows of the log that the check and the coverage stand on.

    `names` has the symbols of each recorded part, `covered` what they were.
    """

    workspace: Workspace
    plan: Sequence[PlannedModule] = ()
    rows: Sequence[Provenance] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pins: Sequence[Pin] = ()
    skips: Sequence[Skip] = ()
    reviews: Sequence[FileReview] = ()
    sessions: KnownSessions = field(default_factory=KnownSessions)
    runs: Mapping[str, RecordedRun] = field(default_factory=dict)
    unread: Sequence[UnreadRow] = ()

    @cached_property
    def covered(self) -> Mapping[str, tuple[Symbol, ...]]:
        """The symbols of each recorded part as they were: asked for only where one changed."""
        with self.workspace.store.reading() as database:
            return _covered(database.every(COVERED_SYMBOLS))


def read_logged(workspace: Workspace) -> Logged:
    """Read the log of an experiment."""
    with workspace.store.reading() as database:
        return logged_in(workspace, database)


def logged_in(workspace: Workspace, database: Database) -> Logged:
    """Read an open log."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, symbol in database.named("provenance_symbol_names").fetchall():
        names[name].append(symbol)
    return Logged(
        workspace,
        database.every(workspace.log.plan),
        database.every(PROVENANCE),
        {name: tuple(symbols) for name, symbols in names.items()},
        database.every(PINS),
        database.every(SKIPS),
        database.every(REVIEWS),
        _sessions(workspace, database),
        recorded_runs(database),
        database.unread(),
    )


def recorded_runs(_database: Database) -> Mapping[str, RecordedRun]:
    """Return the recorded runs by their names; no command records any yet."""
    return {}


def _covered(rows: Iterable[CoveredSymbol]) -> Mapping[str, tuple[Symbol, ...]]:
    found: dict[str, list[Symbol]] = defaultdict(list)
    for row in rows:
        lines = (row.first_line, row.last_line)
        symbol = Symbol(row.symbol, "", *lines, row.digest, "", LineCounts())
        found[row.provenance_id].append(symbol)
    return {name: tuple(sorted(symbols, key=_place)) for name, symbols in found.items()}


def _place(symbol: Symbol) -> tuple[int, int]:
    return symbol.first_line, -symbol.last_line


def _sessions(workspace: Workspace, database: Database) -> KnownSessions:
    sessions = {one.session_id: one for one in database.every(workspace.log.sessions)}
    aliases = {row.source: row.session_id for row in database.every(IMPORTS) if row.session_id}
    for details in database.every(SESSION_DETAILS):
        aliases.update(dict.fromkeys(details.aliases or (), details.session_id))
    models: dict[str, set[str]] = defaultdict(set)
    for row in database.every(USAGE):
        models[row.session_id].add(row.model)
    known = {name: frozenset(used) for name, used in models.items()}
    return KnownSessions(sessions, aliases, known)
