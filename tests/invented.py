"""Invented sessions, and the site that is built from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from portlog.analytics.question import Answers, Question
from portlog.present.site.build import site_files
from portlog.present.site.catalogue import CHARTS, PAGES, questions
from portlog.present.site.edition import Edition
from portlog.records.commit import Commit
from portlog.records.log import Log
from portlog.records.origin import Origin
from portlog.records.outcome import Basis
from portlog.records.session import Languages, Session
from portlog.records.tally import Tally
from portlog.store.database import Database
from portlog.store.text import header_line, line_of

LOG = Log.of(Languages())
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


def database(sessions: Sequence[Session], origins: Sequence[Origin] = ()) -> Database:
    """Return a database in memory that holds these."""
    made = Database.create(":memory:", LOG)
    made.insert(LOG.sessions, map(LOG.sessions.cells, sessions))
    made.insert(LOG.origins, map(LOG.origins.cells, origins))
    return made


def answer(
    question: Question[Any], sessions: Sequence[Session], origins: Sequence[Origin] = ()
) -> Any:
    """Return the answer to a question over these sessions."""
    asked = database(sessions, origins)
    try:
        return question.answer(pl.DataFrame(asked.named(question.query)))
    finally:
        asked.close()


def answers(sessions: Sequence[Session], origins: Sequence[Origin] = ()) -> Answers:
    """Return the answers to all the site asks."""
    asked = questions(PAGES, CHARTS)
    return Answers({one: answer(one, sessions, origins) for one in asked})


def sessions_csv(sessions: Iterable[Session]) -> bytes:
    """Return sessions as `data/sessions.csv` holds them."""
    lines = (line_of(LOG.sessions.cells(one)) for one in sessions)
    return (header_line(LOG.sessions) + "".join(lines)).encode()


def site(
    sessions: Sequence[Session], origins: Sequence[Origin] = (), **edition: Any
) -> dict[str, bytes]:
    """Return the files of the site of these sessions."""
    text = sessions_csv(sessions)
    told = replace(EDITION, digest=sha256(text).hexdigest(), **edition)
    return site_files(answers(sessions, origins), told, {"data/sessions.csv": text})


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a site into a folder and return its home page."""
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder / "index.html"
