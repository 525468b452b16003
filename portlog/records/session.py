"""One sitting with one LLM agent, as its public row tells it."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.records.kinds import COUNT, DAY, MINUTES, MONEY, TALLY, TEXT
from portlog.records.table import Column, Table
from portlog.records.tally import Tally

_LANGUAGE = re.compile(r"[a-z][a-z0-9_]{0,30}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Languages:
    """The language ported from and the one ported to; they name the two columns of lines."""

    original: str = "python"
    port: str = "rust"

    def __post_init__(self) -> None:
        """Refuse what cannot be part of a column's name."""
        for language in (self.original, self.port):
            if not _LANGUAGE.match(language):
                msg = f"{language!r} is not a language's name in lower-case letters and digits"
                raise ValueError(msg)
        if self.original == self.port:
            msg = f"original and port are both {self.port!r}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Session:
    """What one session cost and gave; None is what nobody knows.

    `cost_usd` is in US dollars at list price, `duration_min` in minutes, `loc_*` in lines of code.
    """

    date: date
    llm: str
    model: str
    module: str | None
    tokens_in: int | None
    tokens_out: int | None
    cost_usd: Decimal | None
    duration_min: Decimal | None
    loc_original: int | None
    loc_port: int | None
    hallucinations: int | None
    tests_pass: Tally | None
    session_id: str


def sessions_table(languages: Languages) -> Table[Session]:
    """Return the table of sessions, its columns of lines named for the experiment's languages."""
    return Table(
        name="sessions",
        meaning="one sitting with one LLM agent",
        columns=(
            Column(
                "date",
                DAY,
                "the day the session began, in the experiment's time zone",
                required=True,
            ),
            Column(
                "llm", TEXT, "the agent's maker or name, such as claude or codex", required=True
            ),
            Column("model", TEXT, "the model, as its provider names it", required=True),
            Column("module", TEXT, "the module that was ported, such as agent/loop"),
            Column("tokens_in", COUNT, "all the model read, caches included", unit="tokens"),
            Column("tokens_out", COUNT, "all it wrote, reasoning included", unit="tokens"),
            Column("cost_usd", MONEY, "what the tokens cost at public list price", unit="USD"),
            Column("duration_min", MINUTES, "time at it, long gaps cut", unit="minutes"),
            Column(
                f"loc_{languages.original}",
                COUNT,
                "code lines of the original that this session is first to port",
                attribute="loc_original",
                unit="lines",
            ),
            Column(
                f"loc_{languages.port}",
                COUNT,
                "code lines of the port for them at the session's end",
                attribute="loc_port",
                unit="lines",
            ),
            Column("hallucinations", COUNT, "statements of the model that evidence contradicts"),
            Column("tests_pass", TALLY, "tests passed of tests run", unit="passed/total"),
            Column(
                "session_id", TEXT, "the session's name, given once and never reused", required=True
            ),
        ),
        make=Session,
        key=("session_id",),
        order=("date", "session_id"),
    )
