"""A person's review of one ported file, for what the file was then."""

import datetime as dt
from dataclasses import dataclass

from portlog.records.kinds import DAY, TEXT, choice
from portlog.records.recorded_by import Recorder, Standing
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class FileReview:
    """A review of a port file; it is about the content with this digest and no other.

    The digest is SHA-256 of the file without portlog's header. What an agent recorded is a
    proposal, not a review.
    """

    port_path: str
    port_digest: str
    date: dt.date
    reviewer: str | None
    note: str | None
    standing: Standing
    recorded_by: Recorder
    review_id: str

    @property
    def counts(self) -> bool:
        """Whether a person has made it."""
        return self.standing is Standing.ACCEPTED


REVIEWS = Table(
    name="reviews",
    meaning="a review of one ported file, for the content that it had",
    columns=(
        Column("port_path", TEXT, "the file, from the experiment's folder", required=True),
        Column("port_digest", TEXT, "SHA-256 of the file without portlog's header", required=True),
        Column("date", DAY, "the day of the review", required=True),
        Column("reviewer", TEXT, "who reviewed it, where that was said"),
        Column("note", TEXT, "what was said of it"),
        Column(
            "standing",
            choice(Standing),
            "whether a person reviewed it, or an agent proposed that",
            required=True,
        ),
        Column("recorded_by", choice(Recorder), "who ran the command", required=True),
        Column("review_id", TEXT, "the review's name, given once", required=True),
    ),
    make=FileReview,
    key=("review_id",),
    order=("date", "review_id"),
)
