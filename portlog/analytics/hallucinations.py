"""How often the models are known, or said, to have made something up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class SessionCount:
    """The hallucinations of one session; count and method are None until it is reviewed."""

    day: date
    session_id: str
    llm: str
    model: str
    module: str | None
    count: int | None
    method: Method | None


@dataclass(frozen=True, slots=True)
class Counter:
    """Confirmed, candidates, claims and sessions not reviewed, which are always shown together.

    `confirmed`, `candidates` and `claimed` are None where nothing has been recorded.
    """

    sessions: int
    unreviewed: int
    claiming: int
    claimed: int | None
    confirmed: int | None = None
    candidates: int | None = None

    @property
    def reviewed(self) -> int:
        """The sessions of which something is known or said."""
        return self.sessions - self.unreviewed


def session_counts(frame: Frame) -> tuple[SessionCount, ...]:
    """Return the rows of `hallucinations_per_session` in the order of the log."""
    return tuple(
        SessionCount(day, session_id, llm, model, module, count, method_of(basis, rule))
        for day, session_id, llm, model, module, count, basis, rule in frame.iter_rows()
    )


def counter(counts: Iterable[SessionCount]) -> Counter:
    """Add up the sessions; a typed count stays a claim, any other was confirmed by evidence."""
    sessions = tuple(counts)
    claims = [one.count for one in sessions if one.method is not None and one.method.is_claim]
    evidence = [one.count for one in sessions if one.method is not None and not one.method.is_claim]
    return Counter(
        sessions=len(sessions),
        unreviewed=sum(one.count is None for one in sessions),
        claiming=len(claims),
        claimed=_sum(claims),
        confirmed=_sum(evidence),
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


HALLUCINATIONS = Question("hallucinations_per_session", session_counts)
