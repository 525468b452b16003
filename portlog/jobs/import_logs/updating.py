"""Bring the session of a conversation that went on up to date; what a person changed stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from portlog.jobs.import_logs.entry import RULES, Entry
from portlog.jobs.import_logs.known import Known
from portlog.jobs.import_logs.pricing import continued
from portlog.jobs.import_logs.writer import EntryWriter
from portlog.records.churn import CHURN
from portlog.records.imported import IMPORTS, Imported
from portlog.records.log_import import LeftOut, LogImport, count_up
from portlog.records.origin import ORIGINS, Origin
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.records.table import Table
from portlog.records.usage import USAGE, Usage
from portlog.sources.agents.conversation import Conversation, merged
from portlog.sources.agents.ledger import Ledger, digest_of
from portlog.store.step import Step

R = TypeVar("R")
# columns that an import leaves to others
_OTHERS = ("loc_original", "loc_port", "hallucinations", "tests_pass")
# without the evidence of the time nobody can tell who wrote these
_DOUBTFUL = frozenset({"date", "llm", "model", "module"})


@dataclass(frozen=True, slots=True)
class Updating:
    """Brings sessions up to date in one step."""

    writer: EntryWriter
    ledger: Ledger
    step: Step
    report: LogImport
    known: Known

    def update(
        self, told: Conversation, row: Imported, session: Session, *, dry_run: bool
    ) -> Sequence[Conversation]:
        """Bring one session up to date and return the conversation that is to be kept for it.

        A log that has lost lines since it was read takes nothing away.
        """
        before = self.ledger.read(row.digest)
        whole = told if before is None else merged(before, told)
        recorded = self._own(USAGE, "session_own_usage", session)
        if digest_of(whole) == row.digest:
            self.report.known += 1
        elif before is None and _requests(recorded) > len(told.calls):
            why = "its log tells less than what is recorded"
            self.report.left_out.append(LeftOut(told.agent, told.name, why))
        else:
            self._write(whole, before, session, recorded, row if not dry_run else None)
            return (whole,)
        return ()

    def _write(
        self,
        whole: Conversation,
        before: Conversation | None,
        session: Session,
        recorded: Sequence[Usage],
        row: Imported | None,
    ) -> None:
        name = session.session_id
        usage = self.writer.usage(whole, name)
        if before is not None:
            usage = continued(recorded, self.writer.usage(before, name), usage)
        entry = self.writer.entry(whole, name, usage)
        kept = self._with_edits(session, entry, before)
        self.report.updated.append(kept)
        count_up(self.report.unpriced, entry.unpriced)
        if row is not None:
            self._replace(session, kept, entry)
            self.step.replace(IMPORTS, replace(row, digest=digest_of(whole)))

    def _with_edits(self, session: Session, entry: Entry, before: Conversation | None) -> Session:
        """Return the session of an entry with the cells that a person has changed as they are."""
        edited = self.known.edited.get(session.session_id, frozenset())
        if before is None:
            edited |= _DOUBTFUL
        else:
            made = self.writer.entry(before, session.session_id).session
            then = replace(made, cost_usd=self.known.cost_of(session))
            edited |= {name for name in RULES if getattr(session, name) != getattr(then, name)}
        self.report.differing += self.known.differences(session, entry.session, edited)
        mine = {name: getattr(session, name) for name in (*edited, *_OTHERS)}
        return replace(entry.session, **mine)

    def _replace(self, session: Session, kept: Session, entry: Entry) -> None:
        if kept != session:
            self.step.replace(self.known.table, kept)
        details = self._own(SESSION_DETAILS, "session_own_details", session)
        told = [_with_notes(entry.details, there) for there in details] or [entry.details]
        self.step.put(SESSION_DETAILS, details, told)
        self.step.put(USAGE, self._own(USAGE, "session_own_usage", session), entry.usage)
        self.step.put(CHURN, self._own(CHURN, "session_own_churn", session), entry.churn)
        origins = self._own(ORIGINS, "session_own_origins", session)
        self.step.put(ORIGINS, origins, _with_marks(entry.origins, origins))

    def _own(self, table: Table[R], query: str, session: Session) -> list[R]:
        return self.step.database.records(table, query, {"session_id": session.session_id})


def _requests(usage: Iterable[Usage]) -> int:
    return sum(row.requests for row in usage)


def _with_notes(told: SessionDetails, there: SessionDetails) -> SessionDetails:
    """Return what a log tells of a session, with what only a person can tell kept."""
    return replace(
        told,
        task=there.task,
        note=there.note,
        aliases=there.aliases,
        reviewed_at=there.reviewed_at,
        recorded_by=there.recorded_by,
    )


def _with_marks(told: Sequence[Origin], there: Sequence[Origin]) -> list[Origin]:
    """Return the origins of a session's cells, those marked that a person has edited since."""
    edited = {column for origin in there for column in origin.edited or ()}
    imported = [
        replace(one, edited=tuple(sorted(edited & set(one.columns))) or None) for one in told
    ]
    columns = {column for one in told for column in one.columns}
    return [*imported, *(one for one in there if not columns & set(one.columns))]
