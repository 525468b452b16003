"""A look-up of a crate or an item as the log keeps it: the answer of one moment."""

import datetime as dt
from dataclasses import dataclass

from portlog.records.item import ItemVerdict
from portlog.records.kinds import DAY, INSTANT, TEXT, WORDS, choice
from portlog.records.table import Column, Table
from portlog.records.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CrateRow:
    """What was found out about one crate, or one item of it, and when."""

    date: dt.date
    name: str
    requirement: str | None
    features: tuple[str, ...] | None
    item: str | None
    verdict: Verdict | ItemVerdict
    reasons: str | None
    resolved_version: str | None
    registry: str
    checked_at: dt.datetime
    claimed_at: dt.date | None
    suggested_by: str | None
    session_id: str | None
    lookup_id: str

    @property
    def question(self) -> tuple[str, ...]:
        """What was asked, so that two answers to one question can be compared."""
        asked = (self.registry, self.name, self.requirement, " ".join(self.features or ()))
        return tuple(part or "" for part in (*asked, self.item))

    @property
    def claim(self) -> tuple[dt.date | None, str | None, str | None]:
        """Who suggested it and when, as far as that is known."""
        return (self.claimed_at, self.suggested_by, self.session_id)

    @property
    def answer(self) -> tuple[str, str]:
        """What was answered, so that a changed answer is seen."""
        return (self.verdict, self.resolved_version or "")


CRATES = Table(
    name="crates",
    meaning="one crate or item looked up; another row when the answer changed",
    columns=(
        Column("date", DAY, "the day of the look-up, in the experiment's time zone", required=True),
        Column("name", TEXT, "the crate, as it was named", required=True),
        Column("requirement", TEXT, "the version requirement; empty: any"),
        Column("features", WORDS, "the features that were asked for"),
        Column("item", TEXT, "the path of an API item; empty: the crate itself"),
        Column("verdict", choice(Verdict, ItemVerdict), "what the look-up says", required=True),
        Column("reasons", TEXT, "why"),
        Column("resolved_version", TEXT, "the newest version that fits"),
        Column("registry", TEXT, "the registry that was asked", required=True),
        Column("checked_at", INSTANT, "when the registry was seen", required=True),
        Column("claimed_at", DAY, "the day the crate was suggested, where it is known"),
        Column("suggested_by", TEXT, "the model that suggested it"),
        Column("session_id", TEXT, "the session in which it did", refers_to="sessions"),
        Column("lookup_id", TEXT, "the look-up's name, given once", required=True),
    ),
    make=CrateRow,
    key=("lookup_id",),
    order=("date", "lookup_id"),
)
