"""Hand what became of published figures to the site that is built."""

from collections.abc import Iterator
from dataclasses import replace

from portlog.jobs.figure_history import figure_history
from portlog.present.site.address import Address
from portlog.present.site.anchor import file_key
from portlog.present.site.edition import Edition
from portlog.records.figure_history import FigureHistory
from portlog.workspace import Workspace


def with_history(edition: Edition, workspace: Workspace) -> Edition:
    """Return an edition that knows what became of published figures.

    Where a removed session had its page a reader is led to what is left of it; what the author
    redirects comes first.
    """
    history = figure_history(workspace)
    return replace(
        edition,
        given={**edition.given, "history": history},
        redirects={**dict(_removed(history, edition)), **edition.redirects},
    )


def history_notes(edition: Edition) -> Iterator[str]:
    """Return what of the history the site cannot show, as lines."""
    history: FigureHistory = edition.given["history"]
    if history.is_cut:
        yield (
            f"figures changed before {history.since} are not shown: git has only the last part of "
            "the history here, `git fetch --unshallow` brings the whole"
        )


def _removed(history: FigureHistory, edition: Edition) -> Iterator[tuple[str, str]]:
    first = edition.languages[0]
    for language in edition.languages:
        corrections = Address("corrections.html", language, first).file
        for one in history.removed:
            page = Address(f"sessions/{file_key(one.session_id)}.html", language, first).file
            yield page, f"{corrections}#removed"
