"""Where a ported file comes from: one part of the original that became part of it."""

import datetime as dt
from dataclasses import dataclass

from portlog.records.kinds import COUNT, DAY, TEXT
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """One part of an original, and the port file that it became.

    `lines` is such as `1-476`, `symbols` such as `Loop.run, Loop.stop`; without both it is the
    whole file.
    Digests are SHA-256; None where nobody could look.
    """

    port_path: str
    original_path: str
    lines: str | None
    symbols: str | None
    original_commit: str | None
    original_digest: str | None
    port_digest: str | None
    session_id: str | None
    run_id: str | None
    date: dt.date
    provenance_id: str


@dataclass(frozen=True, slots=True)
class CoveredSymbol:
    """A symbol that belonged to a ported part, as it was when that was recorded.

    `digest` is SHA-256 of its syntax tokens, so that layout and comments make no difference.
    """

    provenance_id: str
    symbol: str
    first_line: int
    last_line: int
    digest: str


PROVENANCE = Table(
    name="provenance",
    meaning="one part of an original, and the port file that it became",
    columns=(
        Column("port_path", TEXT, "the port file, from the experiment's folder", required=True),
        Column("original_path", TEXT, "the original, from the experiment's folder", required=True),
        Column("lines", TEXT, "its lines, such as 1-476; empty: not told by lines"),
        Column("symbols", TEXT, "its symbols, commas between them; empty: not told by symbols"),
        Column("original_commit", TEXT, "the original's commit; empty: not committed as it was"),
        Column("original_digest", TEXT, "SHA-256 of the original, all of it"),
        Column("port_digest", TEXT, "SHA-256 of the port file without portlog's header"),
        Column("session_id", TEXT, "the session that wrote it", refers_to="sessions"),
        Column("run_id", TEXT, "the run that verified it"),
        Column("date", DAY, "the day it was recorded", required=True),
        Column("provenance_id", TEXT, "its name, made from paths and part", required=True),
    ),
    make=Provenance,
    key=("provenance_id",),
    order=("port_path", "original_path", "provenance_id"),
)

COVERED_SYMBOLS = Table(
    name="provenance_symbols",
    meaning="a symbol of an original in a ported part, as it was when that was recorded",
    columns=(
        Column("provenance_id", TEXT, "the ported part", required=True, refers_to="provenance"),
        Column("symbol", TEXT, "the symbol's name within its file", required=True),
        Column("first_line", COUNT, "its first line then", required=True),
        Column("last_line", COUNT, "its last line then", required=True),
        Column("digest", TEXT, "SHA-256 of its code without layout and comments", required=True),
    ),
    make=CoveredSymbol,
    key=("provenance_id", "symbol"),
    order=("provenance_id", "symbol"),
)
