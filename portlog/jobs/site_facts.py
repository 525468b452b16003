"""What the report shows beside the answers of the log: files, both sides, the author's claims."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portlog.analytics.question import Question
from portlog.jobs.measure_metrics import measured
from portlog.jobs.provenance.coverage import port_coverage
from portlog.jobs.provenance.port_lines import port_lines
from portlog.present.citation import citation
from portlog.present.datapackage import Dataset
from portlog.present.site.data_page import Published, published_path
from portlog.records.commit import Commit
from portlog.sources.port_settings import read_port_places
from portlog.sources.site_metrics import read_metrics
from portlog.sources.site_stack import read_stack
from portlog.store.database import Database
from portlog.store.query_files import query_text
from portlog.store.schema import views
from portlog.workspace import SETTINGS, Workspace

_DESCRIPTIONS = ("datapackage.json", "README.md")


def log_facts(
    workspace: Workspace, database: Database, files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return what pages get beside the answers, by name; asks the metrics' queries last of all.

    `files` are those of `log_files`. `ConfigError` names the file and the line of what the
    author wrote and cannot be used.
    """
    site = workspace.root / "site"
    languages, tables = workspace.settings.languages, workspace.log.tables
    return {
        "sides": (languages.original, languages.port),
        "published": Published(
            _dataset(workspace),
            {table.name: database.count(table) for table in tables},
            Counter(row.name for row in database.unread()),
            {path: len(content) for path, content in files.items()},
        ),
        "stack": read_stack(site / "stack.toml"),
        "metrics": measured(read_metrics(site / "metrics.toml"), database, site / "metrics.toml"),
    }


def port_facts(workspace: Workspace) -> dict[str, Any]:
    """Return the coverage of the original and the lines of the port; nothing without an original.

    Asks the log on its own, so that it is not to be open.
    """
    if not _has_original(workspace):
        return {}
    coverage, _ = port_coverage(workspace)
    return {"progress": coverage, "port_lines": port_lines(workspace)}


def log_files(workspace: Workspace) -> dict[str, bytes]:
    """Return the text of each table that has a file, and what describes them, by their paths.

    The description of a log whose sessions stand outside `data/` is left out: its paths would
    lead nowhere.
    """
    tables = {published_path(one): workspace.store.path(one) for one in workspace.log.tables}
    is_whole = workspace.description.parent == workspace.data
    beside = {f"data/{name}": workspace.data / name for name in _DESCRIPTIONS if is_whole}
    return {
        path: place.read_bytes() for path, place in (tables | beside).items() if place.is_file()
    }


def other_files(
    workspace: Workspace,
    commit: Commit | None,
    asked: Iterable[Question[Any]],
    address: str | None = None,
    authors: Sequence[str] = (),
) -> dict[str, bytes]:
    """Return how to cite the log, each query that was asked and the views, by their paths."""
    cited = citation(_dataset(workspace), commit, authors, address)
    queries: Mapping[str, str] = {one.query: query_text(one.query) for one in asked}
    return {
        "CITATION.cff": cited.encode(),
        "queries/views.sql": views(workspace.log).encode(),
        **{f"queries/{name}.sql": text.encode() for name, text in sorted(queries.items())},
    }


def _has_original(workspace: Workspace) -> bool:
    told = read_port_places(workspace.root / SETTINGS)
    return bool(told.original) and (workspace.root / told.original).is_dir()


def _dataset(workspace: Workspace) -> Dataset:
    settings = workspace.settings
    return Dataset(settings.name, workspace.log, settings.licence, settings.sample)
