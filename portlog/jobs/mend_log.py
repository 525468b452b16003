"""Mend what an examination found, where nothing can be lost, and say what was done.

What `MENDERS` does not name is left to a person.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portlog.errors import StoreError
from portlog.jobs.describe_log import outdated
from portlog.jobs.examine_log import examine, written_folders
from portlog.jobs.mark_edits import mark_edits
from portlog.jobs.merge_stages import merge_stages
from portlog.jobs.read_log import read_text, shown
from portlog.jobs.set_up_merging import set_up_driver
from portlog.jobs.tie_rows import tie_rows
from portlog.records.finding import Finding
from portlog.records.table import Table
from portlog.sources.file_system import network_type
from portlog.store.files import remove_file
from portlog.store.revision import canonical
from portlog.store.upkeep import leftovers, rebuild, rewriting
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found, which of it is mended, and a line for each thing that was done."""

    findings: tuple[Finding, ...]
    done: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing that was found remains."""
        return all(finding.fixed for finding in self.findings)


def examine_and_mend(workspace: Workspace) -> Examination:
    """Examine a log, mend what can be mended, and examine it again."""
    first = examine(workspace)
    found = {finding.check for finding in first}
    done = [line for check, mend in MENDERS if check in found for line in mend(workspace)]
    return Examination(tuple(_marked(first, examine(workspace))), tuple(done))


def finish_step(workspace: Workspace) -> Iterator[str]:
    """Finish the step that was cut short."""
    with workspace.store.alone():
        yield "finished the step that was cut short"


def remove_leftovers(workspace: Workspace) -> Iterator[str]:
    """Remove temporary files of processes that are no more; another machine's may be at work."""
    if network_type(workspace.root) is not None:
        return
    with workspace.store.alone():
        for path in leftovers(workspace.store, written_folders(workspace)):
            remove_file(path)
            yield f"removed {shown(workspace, path)}"


def write_in_form(workspace: Workspace) -> Iterator[str]:
    """Write tables in the form that all commands write, but none with a row that is unread."""
    with rewriting(workspace.store) as contents:
        for table in workspace.log.tables:
            content = (
                None if workspace.store.texts.is_adopted(table) else read_text(workspace, table)
            )
            wanted = _canonical(content, table, workspace)
            if wanted is not None and wanted != content:
                path = workspace.store.path(table)
                contents[path] = wanted.encode(errors="surrogateescape")
                yield f"wrote {shown(workspace, path)} in its one form"


def write_descriptions(workspace: Workspace) -> Iterator[str]:
    """Write the files beside the log that are generated."""
    with rewriting(workspace.store) as contents:
        for path, text in outdated(workspace).items():
            contents[path] = text.encode(errors="surrogateescape")
            yield f"wrote {shown(workspace, path)}"


def build_database(workspace: Workspace) -> Iterator[str]:
    """Build the database from the text."""
    rebuild(workspace.store)
    yield f"built {shown(workspace, workspace.store.file)} from the text"


def set_up_clone(workspace: Workspace) -> Iterator[str]:
    """Tell git in this clone how to merge the log."""
    if set_up_driver(workspace.root):
        yield "set up the merge driver in this clone's git configuration"


MENDERS: tuple[tuple[str, Callable[[Workspace], Iterator[str]]], ...] = (
    ("journal", finish_step),
    ("unmerged", merge_stages),
    ("leftover", remove_leftovers),
    ("tie", tie_rows),
    ("figure", mark_edits),
    ("form", write_in_form),
    ("description", write_descriptions),
    ("database", build_database),
    ("merge_driver", set_up_clone),
)


def _canonical(content: str | None, table: Table[Any], workspace: Workspace) -> str | None:
    try:
        name = shown(workspace, workspace.store.path(table))
        return None if content is None else canonical(content, table, name)
    except StoreError:
        return None


def _marked(first: Sequence[Finding], second: Sequence[Finding]) -> Iterator[Finding]:
    remaining = {_what(finding) for finding in second}
    for finding in first:
        if _what(finding) not in remaining:
            yield replace(finding, fixed=True)
    yield from second


def _what(finding: Finding) -> tuple[str, str, str]:
    return (finding.check, finding.file, finding.message)
