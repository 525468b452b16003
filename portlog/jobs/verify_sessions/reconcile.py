"""Hold sessions against every figure of another's that is at hand: the whole task."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.agent_records import Logs, logs_of, shown_record
from portlog.jobs.find_session import find_session
from portlog.jobs.import_logs.terms import terms_of
from portlog.jobs.verify_sessions import claude, codex
from portlog.jobs.verify_sessions.recorded import Recorded, recorded
from portlog.records.reconciliation import Agreement, Comparison, Failure, Reconciliation
from portlog.sources.agents.ccusage import NAME, Ccusage, Failed
from portlog.sources.agents.codex_state import threads
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.history import History
from portlog.sources.agents.own_figures import settings_figures
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace

Families = Callable[[], Mapping[str, codex.Family]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to verify: sessions by their names, none for all; and with what beside the usual."""

    names: tuple[str, ...] = ()
    results: tuple[Path, ...] = ()
    ccusage: Path | None = None


def reconcile(
    workspace: Workspace, wanted: Wanted, environ: Mapping[str, str], now: datetime
) -> tuple[Reconciliation, tuple[UnreadRow, ...]]:
    """Return all comparisons, and the rows of the log left unread.

    Raises `InputError` for a name, a file or a program that is not there.
    """
    tool = _tool(wanted.ccusage, environ)
    missing = next((path for path in wanted.results if not path.exists()), None)
    if missing is not None:
        raise InputError(f"there is no {missing}", "name files that `claude -p` wrote")
    log = recorded(workspace, _asked(workspace, wanted.names))
    terms = terms_of(workspace)

    read = cache(lambda agent: logs_of(agent, workspace, terms, environ, now))
    families = cache(lambda: codex.families(read(codex.AGENT)))
    done = Reconciliation()
    _own_figures(log, wanted, environ, terms.ground, done)
    _threads(log, environ, families, done)
    if tool is not None:
        _ask(log, Ccusage(tool, environ), read, families, done)
    compared = {c.session_id for c in done.comparisons if c.agreement is not Agreement.UNKNOWN}
    done.alone = tuple(sorted(log.asked - compared - done.covered))
    return done, tuple(log.logged.unread)


def _tool(named: Path | None, environ: Mapping[str, str]) -> str | None:
    """Return the path of ccusage, if it is there."""
    if named is None:
        return shutil.which(NAME, path=environ.get("PATH"))
    found = shutil.which(named.absolute())
    if found is None:
        raise InputError(f"{named} is no program", "name the program ccusage")
    return found


def _asked(workspace: Workspace, names: Sequence[str]) -> frozenset[str] | None:
    if not names:
        return None
    with workspace.store.reading() as database:
        table = workspace.log.sessions
        return frozenset(find_session(database, table, name).session_id for name in names)


def _own_figures(
    log: Recorded,
    wanted: Wanted,
    environ: Mapping[str, str],
    ground: Ground,
    done: Reconciliation,
) -> None:
    history = History()
    figures = [
        *settings_figures(environ, ground, history),
        *claude.results(wanted.results, history),
    ]
    done.comparisons += claude.own_comparisons(log, figures)
    _note(history, done, len(wanted.results))


def _threads(
    log: Recorded, environ: Mapping[str, str], families: Families, done: Reconciliation
) -> None:
    history = History()
    told = list(threads(environ, history))
    if told and log.logged.imported(codex.AGENT):
        done.comparisons += codex.state_comparisons(log, told, families())
    _note(history, done)


def _ask(
    log: Recorded,
    tool: Ccusage,
    read: Callable[[str], Logs],
    families: Families,
    done: Reconciliation,
) -> None:
    done.asked.append(NAME)
    if log.logged.imported(claude.AGENT):
        logs = read(claude.AGENT)
        _take(done, lambda: claude.ccusage_comparisons(log, logs, tool, done.covered))
    if log.logged.imported(codex.AGENT):
        _take(done, lambda: codex.ccusage_comparisons(log, families(), tool))


def _take(done: Reconciliation, compare: Callable[[], Iterator[Comparison]]) -> None:
    try:
        done.comparisons += list(compare())
    except Failed as error:
        done.failures.append(Failure(NAME, str(error)))


def _note(history: History, done: Reconciliation, files: int = 0) -> None:
    done.asked += dict.fromkeys(path.name for path in history.read)
    done.asked += [f"{files} files of --results"] if files else []
    for one in history.troubles:
        place = f"{shown_record(one.path)}:{one.line}" if one.line else shown_record(one.path)
        done.failures.append(Failure(place, one.why))
