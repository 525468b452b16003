"""A part of the original that is left out of the port on purpose."""

import datetime as dt
from dataclasses import dataclass

from portlog.records.kinds import DAY, TEXT, choice
from portlog.records.recorded_by import Recorder, Standing
from portlog.records.table import Column, Table

WHOLE_FILE = "*"


@dataclass(frozen=True, slots=True)
class Skip:
    """A symbol of the original, or with `*` a whole file, that is not to be ported, and why."""

    original_path: str
    symbol: str
    reason: str
    date: dt.date
    standing: Standing
    recorded_by: Recorder

    @property
    def counts(self) -> bool:
        """Whether a person has decided it."""
        return self.standing is Standing.ACCEPTED


SKIPS = Table(
    name="skips",
    meaning="a part of the original that is left out of the port on purpose",
    columns=(
        Column("original_path", TEXT, "the original, from the experiment's folder", required=True),
        Column("symbol", TEXT, "its symbol; `*`: the whole file", required=True),
        Column("reason", TEXT, "why it is left out", required=True),
        Column("date", DAY, "when that was decided", required=True),
        Column(
            "standing",
            choice(Standing),
            "whether a person decided it, or an agent proposed it",
            required=True,
        ),
        Column("recorded_by", choice(Recorder), "who ran the command", required=True),
    ),
    make=Skip,
    key=("original_path", "symbol"),
    order=("original_path", "symbol"),
)
