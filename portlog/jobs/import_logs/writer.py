"""Makes the rows of conversations, with the prices and the commits that they need."""

from collections.abc import Iterable, Mapping

import msgspec

from portlog.jobs.import_logs.commits import Lines, commits_known, lines_changed, summed
from portlog.jobs.import_logs.entry import Entry, entry_of
from portlog.jobs.import_logs.pricing import usage_of
from portlog.records.usage import Usage
from portlog.sources.agents.conversation import Conversation
from portlog.sources.prices import Prices
from portlog.workspace import Workspace


class EntryWriter:
    """Makes an experiment's entries; git is asked once for the commits of all of them."""

    def __init__(self, workspace: Workspace, prices: Prices) -> None:
        """Begin without commits."""
        self._workspace = workspace
        self._prices = prices
        self._commits: Mapping[str, str] = {}
        self._changes: Mapping[str, Lines] = {}

    def ask_git(self, conversations: Iterable[Conversation]) -> None:
        """Look up the commits that conversations name, and the lines that these changed."""
        root = self._workspace.root
        self._commits = commits_known(root, [sha for told in conversations for sha in told.commits])
        self._changes = lines_changed(root, self._commits.values())

    def usage(self, told: Conversation, session_id: str) -> tuple[Usage, ...]:
        """Return what a conversation used, by today's price list."""
        return usage_of(session_id, told.calls, self._prices)

    def entry(self, told: Conversation, session_id: str, usage: tuple[Usage, ...] = ()) -> Entry:
        """Return the rows of a conversation; its usage by today's price list if not given."""
        commits = tuple(dict.fromkeys(self._commits.get(sha, sha) for sha in told.commits))
        changes = [self._changes[sha] for sha in commits if sha in self._changes]
        return entry_of(
            self._workspace,
            msgspec.structs.replace(told, commits=commits) if commits else told,
            usage or self.usage(told, session_id),
            session_id,
            summed(changes),
        )
