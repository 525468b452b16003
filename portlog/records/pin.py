"""What the original was when somebody pinned it: its repository, commit and size by one rule."""

import datetime as dt
from dataclasses import dataclass

from portlog.records.kinds import COUNT, DAY, INSTANT, TEXT
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class Pin:
    """The original at one moment; `raw` = `code` + `test` + `doc` + `comment` + `blank` lines.

    Without a commit it was not committed as it stood, or lies in no repository.
    """

    date: dt.date
    path: str
    repository: str | None
    commit: str | None
    files: int
    symbols: int
    raw: int
    code: int
    test: int
    doc: int
    comment: int
    blank: int
    rule: str
    pinned_at: dt.datetime
    pin_id: str

    @property
    def state(self) -> tuple[object, ...]:
        """What was pinned, whenever that was."""
        counts = (self.files, self.symbols, self.raw, self.code, self.test, self.doc, self.comment)
        return (self.path, self.repository, self.commit, *counts, self.blank, self.rule)


PINS = Table(
    name="pins",
    meaning="the original as it was pinned; another row when it is pinned in another state",
    columns=(
        Column("date", DAY, "the day it was pinned, in the experiment's time zone", required=True),
        Column("path", TEXT, "the original's folder, from the experiment's", required=True),
        Column("repository", TEXT, "the address of its repository"),
        Column("commit", TEXT, "its commit; empty: not committed as it stood"),
        Column("files", COUNT, "files in the original's language", required=True),
        Column("symbols", COUNT, "their symbols, tests left out", required=True),
        Column("raw", COUNT, "all lines", unit="lines", required=True),
        Column("code", COUNT, "lines of code, tests left out", unit="lines", required=True),
        Column("test", COUNT, "lines of code in tests", unit="lines", required=True),
        Column("doc", COUNT, "lines of documentation", unit="lines", required=True),
        Column("comment", COUNT, "lines of comments", unit="lines", required=True),
        Column("blank", COUNT, "lines with nothing on them", unit="lines", required=True),
        Column("rule", TEXT, "the rule by which lines were counted", required=True),
        Column("pinned_at", INSTANT, "when", required=True),
        Column("pin_id", TEXT, "the pin's name, given once", required=True),
    ),
    make=Pin,
    key=("pin_id",),
    order=("date", "pin_id"),
)
