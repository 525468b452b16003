"""Price imported sessions by today's list, openly: each figure beside the one that was there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from portlog.jobs.find_session import find_session
from portlog.jobs.import_csv import AGENT as CSV
from portlog.jobs.import_logs.entry import COST, cost_origin
from portlog.jobs.import_logs.pricing import total_cost, usage_of
from portlog.jobs.import_logs.terms import terms_of
from portlog.records.imported import IMPORTS, Imported
from portlog.records.origin import ORIGINS
from portlog.records.repricing import Repriced, Repricing
from portlog.records.session import Session
from portlog.records.usage import USAGE, Usage
from portlog.sources.agents.ledger import Ledger
from portlog.store.step import Step
from portlog.workspace import Workspace


def reprice(workspace: Workspace, names: Sequence[str], *, dry_run: bool) -> Repricing:
    """Give imported sessions, or those that are named, what their calls cost by today's list.

    A cost that a person typed stays. Sessions without evidence on this machine are left alone.
    """
    terms, ledger = terms_of(workspace), Ledger(workspace.private)
    done: list[Repriced] = []
    unknown: list[str] = []
    with workspace.store.writing() as step:
        for session, sources in _imported(workspace, step, names):
            told = [ledger.read(source.digest) for source in sources]
            known = [one for one in told if one is not None]
            if not known or len(known) < len(told):
                unknown.append(session.session_id)
                continue
            calls = [call for one in known for call in one.calls]
            usage = usage_of(session.session_id, calls, terms.prices)
            there = _own_usage(step, session)
            done.append(_compared(step, session, there, usage))
            if not dry_run:
                step.put(USAGE, there, usage)
                _put_cost(workspace, step, session, done[-1])
    return Repricing(tuple(done), tuple(unknown))


def _imported(
    workspace: Workspace, step: Step, names: Sequence[str]
) -> Iterator[tuple[Session, list[Imported]]]:
    """Yield the sessions that are asked for, with the agents' logs that they come from."""
    table = workspace.log.sessions
    named = [find_session(step.database, table, name) for name in names]
    for session in named or step.database.records(table, "logged_sessions", {}):
        sources = step.database.records(IMPORTS, "session_sources", _mine(session))
        yield session, [source for source in sources if source.agent != CSV]


def _own_usage(step: Step, session: Session) -> list[Usage]:
    return step.database.records(USAGE, "session_own_usage", _mine(session))


def _compared(
    step: Step, session: Session, there: Sequence[Usage], usage: Sequence[Usage]
) -> Repriced:
    sources = sorted({row.price_source for row in usage if row.price_source})
    return Repriced(
        session.session_id,
        session.cost_usd,
        total_cost(usage),
        "; ".join(sources) or None,
        _is_typed(step, session, there),
    )


def _is_typed(step: Step, session: Session, there: Sequence[Usage]) -> bool:
    origins = step.database.records(ORIGINS, "session_own_origins", _mine(session))
    edited = any(COST in (origin.edited or ()) for origin in origins)
    return edited or session.cost_usd != total_cost(there)


def _put_cost(workspace: Workspace, step: Step, session: Session, priced: Repriced) -> None:
    if priced.is_kept or not priced.is_changed:
        return
    step.replace(workspace.log.sessions, replace(session, cost_usd=priced.after))
    origins = step.database.records(ORIGINS, "session_own_origins", _mine(session))
    own = [origin for origin in origins if origin.columns == (COST,)]
    step.put(ORIGINS, own, [] if priced.after is None else [cost_origin(session.session_id)])


def _mine(session: Session) -> dict[str, str]:
    return {"session_id": session.session_id}
