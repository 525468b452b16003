"""Take the sessions in agents' logs into the log: the whole task."""

import gc
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from importlib import import_module

from portlog.jobs.import_logs.reading import LogReader, Progress, Search, searched, shown_home
from portlog.jobs.import_logs.repeat import Repeat
from portlog.jobs.import_logs.request import Request
from portlog.jobs.import_logs.terms import Terms, terms_of
from portlog.records.imported import IMPORTS
from portlog.records.log_import import LogImport
from portlog.sources.agents.conversation import Conversation
from portlog.sources.agents.ledger import Ledger
from portlog.workspace import Workspace


def import_logs(
    workspace: Workspace,
    request: Request,
    environ: Mapping[str, str],
    now: datetime,
    progress: Progress = lambda _done, _total: None,
) -> LogImport:
    """Record the sessions that the logs of some agents tell of, each once, and say what was done.

    A log that has grown since it was last read brings its session up to date; a cell that a
    person has changed stays. Raises `InputError` where there is no place to look for logs.
    """
    terms = terms_of(workspace)
    searches = searched(request, environ)
    repeat = Repeat(workspace, request, terms.digest, searches)
    report = repeat.last()
    if report is None:
        gc.disable()  # there are no cycles in what is read, and a great many objects
        report = LogImport()
        reader = LogReader(workspace, terms, request, now, progress)
        # not before the last ones: a process that has DuckDB cannot be copied to read beside it
        last = replace(reader, meanwhile=_load_recorder)
        readers = [*(reader for _ in searches[1:]), last]
        told = [
            (search, one.read(search, report).here)
            for search, one in zip(searches, readers, strict=True)
        ]
        _record(workspace, terms, request, told, report)
        repeat.remember(report)
    for search in searches:
        names = [shown_home(home, environ) for home in search.homes]
        report.looked_in[search.agent.name] = names
    return report


def _load_recorder() -> None:
    """Import what writes to the log, and DuckDB with it."""
    import_module("portlog.jobs.import_logs.recording")


def _record(
    workspace: Workspace,
    terms: Terms,
    request: Request,
    told: list[tuple[Search, list[Conversation]]],
    report: LogImport,
) -> None:
    from portlog.jobs.import_logs.recording import Recorder
    from portlog.jobs.import_logs.writer import EntryWriter

    ledger = Ledger(workspace.private)
    writer = EntryWriter(workspace, terms.prices)
    with workspace.store.writing() as step:
        ledger.tidy(lambda: {row.digest for row in step.database.every(IMPORTS)})
        recorder = Recorder(workspace, writer, ledger, step, request, report)
        for search, conversations in told:
            recorder.record(search.agent.name, conversations)
