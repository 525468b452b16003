"""Give each row of an adopted file its line in the sidecar, and its name back if that is plain."""

from collections.abc import Iterator

from portlog.records.session_tie import SESSION_IDS
from portlog.store.retying import found_again, renamed, sidecar_for
from portlog.store.upkeep import rewriting
from portlog.workspace import Workspace


def tie_rows(workspace: Workspace) -> Iterator[str]:
    """Tie all rows and say which of them were found again."""
    texts, table = workspace.store.texts, workspace.log.sessions
    with rewriting(workspace.store) as contents:
        rows = texts.reading(table).rows
        names = found_again(texts.ties(), [row.record for row in rows])
        contents[texts.path(SESSION_IDS)] = with_every_row(workspace).encode(
            errors="surrogateescape"
        )
        for row in rows:
            if row.key[0] in names:
                yield f"gave {texts.name(table)}:{row.line} the name {names[row.key[0]]} again"
    yield f"wrote {texts.name(SESSION_IDS)}"


def with_every_row(workspace: Workspace) -> str:
    """Return the sidecar as it is where each row is tied; a name without a row stays in it."""
    texts, table = workspace.store.texts, workspace.log.sessions
    ties = texts.ties()
    sessions = [row.record for row in texts.reading(table).rows]
    found = renamed(sessions, found_again(ties, sessions))
    present = texts.content(SESSION_IDS)
    return sidecar_for(table, found, ties, present, texts.name(SESSION_IDS))
