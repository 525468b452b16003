"""Bring conversations into the log: new ones in, longer ones up to date, known ones left alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from portlog.jobs.import_logs.entry import Entry, began
from portlog.jobs.import_logs.known import Known
from portlog.jobs.import_logs.request import Request
from portlog.jobs.import_logs.updating import Updating
from portlog.jobs.import_logs.writer import EntryWriter
from portlog.records.churn import CHURN
from portlog.records.identity import dated_id, letters_of
from portlog.records.imported import IMPORTS, Imported
from portlog.records.log_import import LogImport, count_up
from portlog.records.origin import ORIGINS
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.usage import USAGE
from portlog.sources.agents.conversation import Conversation
from portlog.sources.agents.ledger import Ledger, digest_of
from portlog.store.step import Step
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records conversations of one agent in one step, and their evidence before it is written."""

    workspace: Workspace
    writer: EntryWriter
    ledger: Ledger
    step: Step
    request: Request
    report: LogImport

    def record(self, agent: str, conversations: Sequence[Conversation]) -> None:
        """Record what is asked for and report what that changed."""
        known = Known.of(self.step.database, self.workspace.log.sessions, agent)
        asked = [told for told in conversations if self._is_asked(told)]
        fresh = [told for told in asked if told.name not in known.imports]
        there = [(told, known.imports[told.name]) for told in asked if told.name in known.imports]
        self.writer.ask_git([*fresh, *(told for told, row in there if _has_changed(told, row))])
        self._add(agent, fresh)
        updating = Updating(self.writer, self.ledger, self.step, self.report, known)
        kept = [one for told, row in there for one in self._bring_up_to_date(updating, told, row)]
        if not self.request.dry_run:
            self.ledger.keep(kept)

    def _is_asked(self, told: Conversation) -> bool:
        return self.request.wants(self.workspace.today(began(told)))

    def _bring_up_to_date(
        self, updating: Updating, told: Conversation, row: Imported
    ) -> Sequence[Conversation]:
        """Return the conversation if it is to be kept as evidence."""
        session = updating.known.session_of(row)
        if session is None:
            self.report.removed += 1
            return ()
        if _has_changed(told, row):
            return updating.update(told, row, session, dry_run=self.request.dry_run)
        self._leave(updating.known, told, session)
        return () if self.ledger.has(row.digest) else (told,)

    def _leave(self, known: Known, told: Conversation, session: Session) -> None:
        """Leave a session that is as it was; what a person changed in it is shown."""
        self.report.known += 1
        entry = self.writer.entry(told, session.session_id)
        count_up(self.report.unpriced, entry.unpriced)
        logged = replace(entry.session, cost_usd=known.cost_of(session))
        self.report.differing += known.differences(session, logged)

    def _add(self, agent: str, conversations: Sequence[Conversation]) -> None:
        entries = [self.writer.entry(told, self._name(told)) for told in conversations]
        self.report.added += [entry.session for entry in entries]
        for entry in entries:
            count_up(self.report.unpriced, entry.unpriced)
        if not self.request.dry_run:
            self._put_in(entries)
            digests = self.ledger.keep(conversations)
            imported = [
                Imported(agent, told.name, digest, entry.session.session_id)
                for told, entry, digest in zip(conversations, entries, digests, strict=True)
            ]
            self.step.add_all(IMPORTS, imported)

    def _put_in(self, entries: Sequence[Entry]) -> None:
        self.step.add_all(self.workspace.log.sessions, [entry.session for entry in entries])
        self.step.add_all(SESSION_DETAILS, [entry.details for entry in entries])
        self.step.add_all(USAGE, [row for entry in entries for row in entry.usage])
        self.step.add_all(CHURN, [row for entry in entries for row in entry.churn])
        self.step.add_all(ORIGINS, [row for entry in entries for row in entry.origins])

    def _name(self, told: Conversation) -> str:
        digest = sha256(f"{told.agent} {told.name}".encode()).digest()
        day = self.workspace.today(began(told))
        return dated_id(day, told.agent, lambda: letters_of(digest))


def _has_changed(told: Conversation, row: Imported) -> bool:
    return row.digest != digest_of(told)
