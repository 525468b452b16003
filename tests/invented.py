"""Invented sessions, and the site that is built from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from portlog.analytics.question import Answers, Question
from portlog.present.charts.kept_pictures import Painter, Picture
from portlog.present.site.build import Means, Site
from portlog.present.site.catalogue import CHARTS, PAGES, questions
from portlog.present.site.edition import Edition
from portlog.records.billing import Billing, PaidPeriod, paid_periods
from portlog.records.churn import Churn
from portlog.records.commit import Commit
from portlog.records.coverage import Coverage
from portlog.records.crate_row import CrateRow
from portlog.records.log import Log
from portlog.records.origin import Origin
from portlog.records.outcome import Basis
from portlog.records.plan import PlannedModule
from portlog.records.session import Languages, Session
from portlog.records.session_details import SessionDetails
from portlog.records.skip import Skip
from portlog.records.tally import Tally
from portlog.records.usage import Usage
from portlog.store.database import Database
from portlog.store.text import header_line, line_of

LOG = Log.of(Languages())
# what may stand in a log beside its sessions, and they themselves
Beside = (
    Session | Origin | Usage | Churn | SessionDetails | PlannedModule | CrateRow | Skip | Coverage
)
EDITION = Edition(
    name="RustyClaw",
    original="python",
    port="rust",
    version="0.1.0",
    digest="7" * 64,
    commit=Commit("4f2c9e1" + "0" * 33, date(2026, 4, 26)),
)
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"quotes\" & 'apostrophes'",
    "../../etc/passwd",
    "\N{CRAB}\N{PARTY POPPER} crab",
    "وحدة الوكيل",
    "{{ 7 * 7 }}{% raise %}",
    "m" * 10_000,
    "%{x}<extra></extra>",
    "=HYPERLINK(1)",
)


def session(number: int = 0, **known: Any) -> Session:
    """Return a session on its own day; what is not given is unknown."""
    day = date(2026, 3, 5) + timedelta(days=number)
    given = {
        "date": day,
        "llm": "claude",
        "model": "opus-4.6",
        "module": "agent/loop",
        "session_id": f"{day}-claude-{number:06d}",
    }
    unknown = dict.fromkeys(Session.__slots__)
    return Session(**{**unknown, **given, **known})


def full_session(number: int, **known: Any) -> Session:
    """Return a session of which everything is known."""
    return session(
        number,
        **{
            "llm": ("claude", "codex")[number % 2],
            "module": f"agent/part{number % 5}",
            "tokens_in": 40_000 + 1_000 * number,
            "tokens_out": 9_000 + 100 * number,
            "cost_usd": Decimal("1.05") + Decimal(number) / 8,
            "duration_min": Decimal("40.5") + number,
            "loc_original": 100 + number,
            "loc_port": 110 + number,
            "hallucinations": number % 3,
            "tests_pass": Tally(number % 4, 4),
            **known,
        },
    )


def two_months() -> list[Session]:
    """Return 24 sessions: one without cost and tokens, the last four not reviewed."""
    found = [full_session(2 * index, llm=("claude", "codex")[index % 2]) for index in range(24)]
    found[7] = replace(found[7], cost_usd=None, tokens_in=None, tokens_out=None)
    return [*found[:20], *(replace(one, hallucinations=None) for one in found[20:])]


def hostile_sessions() -> list[Session]:
    """Return sessions whose names try to break out of where they are put."""
    return [
        full_session(number, llm=name, model=name, module=name)
        for number, name in enumerate(HOSTILE)
    ]


def counted_from_text(one: Session) -> Origin:
    """Return the origin of a session whose tokens were counted with tiktoken."""
    return Origin(one.session_id, ("tokens_in", "tokens_out"), Basis.COMPUTED, "o200k_base")


def imported(number: int, *, unpriced: int = 0, **known: Any) -> list[Beside]:
    """Return a session as an import records it, its other rows first; some calls lack a price.

    It read 40 tokens uncached, 160 into caches and 800 from one.
    """
    given = {
        "module": None,
        "tokens_in": 1_000,
        "tokens_out": 90,
        "cost_usd": None if unpriced else Decimal("0.25"),
        "duration_min": Decimal(30),
    }
    one = session(number, **{**given, **known})
    name = one.session_id
    begin = datetime(one.date.year, one.date.month, one.date.day, 9, tzinfo=UTC)
    used = Usage(name, "claude-opus-4-6", "standard", 40, 800, 100, 60, 90, 10, 0, 7)
    priced = replace(
        used, cost_usd=Decimal("0.25"), price_source="genai-prices 1", price_date=one.date
    )
    fast = Usage(name, "claude-opus-4-6", "fast", 0, 0, 0, 0, 0, 0, 0, unpriced)
    rules = {
        ("date", "llm", "model"): (Basis.LOGGED, "agent_log/1"),
        ("tokens_in",): (Basis.LOGGED, "all_input/1"),
        ("tokens_out",): (Basis.LOGGED, "all_output/1"),
        ("cost_usd",): (Basis.COMPUTED, "list_price/1"),
        ("duration_min",): (Basis.COMPUTED, "active_10min/1"),
    }
    return [
        SessionDetails(name, begin, begin + timedelta(minutes=40), recorded_by="import"),
        priced,
        *([fast] if unpriced else []),
        *(Origin(name, columns, *rule) for columns, rule in rules.items()),
        one,
    ]


def mixed_log(imports: int = 50) -> list[Beside]:
    """Return a log of typed, estimated and imported sessions; half of these are of no module."""
    typed = [full_session(number, module="agent/loop") for number in range(4)]
    guessed = [session(number, module="tools/shell", tokens_in=9_000) for number in range(10, 13)]
    rows: list[Beside] = [*typed, *guessed, *map(counted_from_text, guessed)]
    for number in range(imports):
        module = f"agent/part{number % 30}" if number % 2 else None
        known = {"module": module, "llm": ("claude", "codex")[number % 3 == 0]}
        rows += imported(100 + number, unpriced=3 * (number % 10 == 5), **known)
    return rows


def a_subscription() -> tuple[PaidPeriod, ...]:
    """Return what two subscriptions cost in two months."""
    plans = (("claude", "Max 20x", 200), ("codex", "", 20))
    billings = (Billing(llm, plan, Decimal(usd), date(2026, 3, 1)) for llm, plan, usd in plans)
    return paid_periods(billings, date(2026, 3, 5), date(2026, 4, 24))


def database(sessions: Iterable[Beside], origins: Iterable[Origin] = ()) -> Database:
    """Return a database in memory that holds these sessions, origins and other rows."""
    made = Database.create(":memory:", LOG)
    rows: list[Any] = [*sessions, *origins]
    for table in LOG.tables:
        made.insert(table, [table.cells(row) for row in rows if type(row) is table.make])
    return made


def answer(
    question: Question[Any], sessions: Sequence[Beside], origins: Sequence[Origin] = ()
) -> Any:
    """Return the answer to a question over these sessions."""
    asked = database(sessions, origins)
    try:
        return question.answer(pl.DataFrame(asked.named(question.query)))
    finally:
        asked.close()


def answers(sessions: Sequence[Beside], origins: Sequence[Origin] = ()) -> Answers:
    """Return the answers to all the site asks."""
    asked = questions(PAGES, CHARTS)
    return Answers({one: answer(one, sessions, origins) for one in asked})


def sessions_csv(sessions: Iterable[Beside]) -> bytes:
    """Return sessions as `data/sessions.csv` holds them."""
    lines = (line_of(LOG.sessions.cells(one)) for one in sessions if isinstance(one, Session))
    return (header_line(LOG.sessions) + "".join(lines)).encode()


def unpainted(pictures: Mapping[str, Picture]) -> dict[str, bytes]:
    """Return nothing for each PNG: painting takes longer than all the rest of a site."""
    return dict.fromkeys(pictures, b"")


def site(
    sessions: Sequence[Beside],
    origins: Sequence[Origin] = (),
    painter: Painter = unpainted,
    **edition: Any,
) -> dict[str, bytes]:
    """Return the files of the site of these sessions, the PNG empty."""
    text = sessions_csv(sessions)
    told = replace(EDITION, digest=sha256(text).hexdigest(), **edition)
    made = Site(
        answers(sessions, origins), told, {"data/sessions.csv": text}, Means(painter=painter)
    )
    return {path: content for path, content in made.files() if content is not None}


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a site into a folder and return its home page."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder / "index.html"
