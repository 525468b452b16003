"""Examine an experiment's log: its texts, its database, its folder and its clone.

A further check is one function here and its place in `CHECKS`; one that needs the texts alone
stands in `portlog.checks.log`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from portlog.checks.figures import figures
from portlog.checks.log import TEXT_CHECKS
from portlog.checks.ties import ties
from portlog.errors import StoreError
from portlog.jobs.describe_log import outdated
from portlog.jobs.read_log import Case, read_case, shown, tracked
from portlog.jobs.set_up_merging import has_driver
from portlog.jobs.time_session import read_timer, timer_files
from portlog.present.wording import counted
from portlog.records.finding import Finding
from portlog.sources.agents.ledger import Ledger
from portlog.sources.file_system import network_type
from portlog.sources.git_merging import is_in_clone, unmerged
from portlog.store.comparison import disagreements
from portlog.store.files import can_write
from portlog.store.lock import locked
from portlog.store.upkeep import leftovers
from portlog.workspace import Workspace


def examine(workspace: Workspace) -> list[Finding]:
    """Return all that is wrong with a log, while no command writes it."""
    with _still(workspace):
        case = read_case(workspace)
        in_texts = [found for check in (*TEXT_CHECKS, ties, figures) for found in check(case.texts)]
        return in_texts + [finding for check in CHECKS for finding in check(case)]


def unfinished_step(case: Case) -> Iterator[Finding]:
    """Find a step that was cut short."""
    journal = case.workspace.store.journal
    if journal.exists():
        yield _of(case, journal, "journal", "a step was cut short", "the step finished")


def leftover_files(case: Case) -> Iterator[Finding]:
    """Find temporary files of processes that are no more."""
    for path in leftovers(case.workspace.store, written_folders(case.workspace)):
        yield _of(
            case, path, "leftover", "left behind by a process that is no more", "no such file"
        )


def unreadable_timers(case: Case) -> Iterator[Finding]:
    """Find running timers that no command can stop."""
    for path in timer_files(case.workspace):
        try:
            read_timer(path)
        except StoreError as error:
            accepted = "the file removed, and the session added by hand"
            yield _of(case, path, "timer", error.message, accepted)


def database(case: Case) -> Iterator[Finding]:
    """Find a database that holds something else than the text; one that is stale is rebuilt."""
    store = case.workspace.store
    if not store.file.exists() or len(case.readings) < len(case.texts):
        return
    try:
        for one in disagreements(store, case.readings):
            missing, more = counted(one.only_in_text, "row"), counted(one.only_in_database, "row")
            message = f"{one.table}: {missing} missing, {more} too many, such as {one.example}"
            yield _of(case, store.file, "database", message, "the rows of the text")
    except StoreError as error:
        yield _of(case, store.file, "database", error.message, error.hint or "")


def evidence(case: Case) -> Iterator[Finding]:
    """Find evidence of imported sessions that is not what it was; a clone has none, by design."""
    for pack in Ledger(case.workspace.private).damaged():
        accepted = "the file removed; `portlog session import` makes it again from the agents' logs"
        yield _of(case, pack, "evidence", "is damaged", accepted)


def log_format(case: Case) -> Iterator[Finding]:
    """Find a log whose files do not say what they are."""
    if case.workspace.format == 0:
        yield _of(
            case, case.workspace.description, "format", "the log has format 0", "`portlog upgrade`"
        )


def descriptions(case: Case) -> Iterator[Finding]:
    """Find files beside the log that are not as the record types and settings make them."""
    if case.workspace.format > 0:
        for path in outdated(case.workspace):
            message = "is not as this portlog writes it" if path.exists() else "is not there"
            yield _of(case, path, "description", message, "the file as `doctor --fix` writes it")


def merge_driver(case: Case) -> Iterator[Finding]:
    """Find a clone in which git merges the log by lines."""
    root = case.workspace.root
    if is_in_clone(root) and not has_driver(root):
        message = "git in this clone has no merge driver for the log, and merges it by lines"
        yield Finding("merge_driver", ".git/config", message, "`portlog init` in the clone")


def unmerged_files(case: Case) -> Iterator[Finding]:
    """Find files of the log that git has not merged."""
    for name in unmerged(case.workspace.root, *tracked(case.workspace)):
        message = "git has not merged it"
        yield Finding("unmerged", name, message, f"the conflict resolved, then `git add {name}`")


def network(case: Case) -> Iterator[Finding]:
    """Find a log on a network file system, where another machine may write at the same time."""
    kind = network_type(case.workspace.root)
    if kind is not None:
        message = f"lies on {kind}, where a second machine may not see what this one writes"
        yield Finding("network", ".", message, "a folder of this machine, shared through git")


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    unfinished_step,
    leftover_files,
    unreadable_timers,
    evidence,
    log_format,
    descriptions,
    database,
    merge_driver,
    unmerged_files,
    network,
)


def written_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return the folders into which the log's own files are written."""
    private, adopted = workspace.private, workspace.adopted
    beside = () if adopted is None else (adopted.parent,)
    places = (workspace.root, workspace.data, private, private / "timers", *beside)
    return tuple(dict.fromkeys(places))


@contextmanager
def _still(workspace: Workspace) -> Iterator[None]:
    with locked(workspace.private / "lock") if can_write(workspace.private) else nullcontext():
        yield


def _of(case: Case, path: Path, check: str, message: str, accepted: str) -> Finding:
    return Finding(check, shown(case.workspace, path), message, accepted)
