"""One session with all that the log has of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.records.churn import Churn
from portlog.records.figure import Figure
from portlog.records.session_details import SessionDetails
from portlog.records.usage import Usage


@dataclass(frozen=True, slots=True)
class WholeSession:
    """A session's figures, its details, and its rows of usage and churn."""

    figures: Sequence[Figure]
    details: SessionDetails | None
    usage: Sequence[Usage]
    churn: Sequence[Churn]
