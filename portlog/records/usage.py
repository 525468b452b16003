"""The tokens of one session, apart by model and tier."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.records.kinds import COUNT, DAY, MONEY, TEXT
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class Usage:
    """What one model read and wrote in one session at one tier, and what that cost.

    All but `requests` are tokens or, as `cost_usd`, US dollars at list price; the price is
    empty where a request has none. `output` includes `reasoning`.
    """

    session_id: str
    model: str
    tier: str
    input: int
    cache_read: int
    cache_write_5m: int
    cache_write_1h: int
    output: int
    reasoning: int
    web_searches: int
    requests: int
    cost_usd: Decimal | None = None
    price_source: str | None = None
    price_date: date | None = None

    @property
    def all_input(self) -> int:
        """All that the model read."""
        return self.input + self.cache_read + self.cache_write_5m + self.cache_write_1h


USAGE = Table(
    name="usage",
    meaning="the tokens of one model and tier within a session, as the agent logged them",
    columns=(
        Column("session_id", TEXT, "the session", required=True, refers_to="sessions"),
        Column("model", TEXT, "the model as logged", required=True),
        Column(
            "tier",
            TEXT,
            "standard, or what sets its price apart, such as fast, priority, advisor or us",
            required=True,
        ),
        Column(
            "input", COUNT, "read, neither from a cache nor into one", required=True, unit="tokens"
        ),
        Column("cache_read", COUNT, "read from a cache", required=True, unit="tokens"),
        Column(
            "cache_write_5m",
            COUNT,
            "read into a cache for five minutes, or for as long as the provider chooses",
            required=True,
            unit="tokens",
        ),
        Column(
            "cache_write_1h", COUNT, "read into a cache for an hour", required=True, unit="tokens"
        ),
        Column("output", COUNT, "written, reasoning included", required=True, unit="tokens"),
        Column(
            "reasoning",
            COUNT,
            "written as reasoning, as far as logged",
            required=True,
            unit="tokens",
        ),
        Column("web_searches", COUNT, "searches that the provider made", required=True),
        Column("requests", COUNT, "calls of the model", required=True),
        Column("cost_usd", MONEY, "what they cost at public list price", unit="USD"),
        Column("price_source", TEXT, "whose list of prices"),
        Column("price_date", DAY, "the day of that list"),
    ),
    make=Usage,
    key=("session_id", "model", "tier"),
    order=("session_id", "model", "tier"),
)
