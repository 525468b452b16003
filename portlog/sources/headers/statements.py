"""What stands behind the other keys of a header, written in one form and read in many."""

import re
from datetime import date

from portlog.records.header import Review, Verification
from portlog.records.tally import Tally

_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])", re.ASCII)
_SESSION = r"\d{4}-\d{2}-\d{2}(?:-[\w.-]+)?"
_BY = (
    re.compile(r"session\s*[:#]?\s+(?P<session>\S+)\Z", re.IGNORECASE),
    re.compile(rf"(?P<session>{_SESSION})\Z"),
    re.compile(
        r"(?P<model>\S.*?)\s*[/,;(|\u2010-\u2015-]*\s*"
        r"\bsession\s*[:#]?\s+(?P<session>[^\s)]+)\)?\Z",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<model>\S.*?)(?:\s*[/,;(|]\s*|\s+[\u2010-\u2015-]?\s*)(?P<session>{_SESSION})\)?\Z"
    ),
    re.compile(r"(?P<model>\S.*?)\s+/\s+(?P<session>\S+)\Z"),
    re.compile(r"(?P<model>\S.*)\Z"),
)
_RUN = re.compile(
    r"[(\[,;]?\s*"
    r"(?:\brun\s*[:#]?\s+(?!\d+\s*/)(?P<run>[^\s()\[\],;]+)"
    r"|(?<!\w)(?P<bare>\d{4}-\d{2}-\d{2}-[\w-]+))"
    r"\s*[)\]]?",
    re.IGNORECASE,
)
_TALLY = re.compile(r"(?<![\w/])(\d{1,18})\s*(?:/|\bof\b|\bout of\b)\s*(\d{1,18})(?![\w/])")
_GOOD = re.compile(
    r"[\u2713\u2714\u2611\u2705\u221a]\ufe0f?|\b(?:ok|pass|passed|passes|passing|green)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"[\u2717\u2718\u2715\u2716\u2612\u274c\u274e]\ufe0f?"
    r"|\bnot\s+(?:ok|passed|passing|green)\b|\b(?:fail|failed|fails|failing|red)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"(?:no|none|not(?: yet| done)?|never|pending|todo|tbd|n/?a|unverified"
    r"|-+|\u2013|\u2014|\?)?[.!]?\Z",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"\d{4}-\d{2}-\d{2} by (\S.*)\Z")
_BESIDE_NAME = re.compile(r"\b(?:done|yes|by|on)\b|[()]", re.IGNORECASE)
_EDGES = " \t,;:.()[]/|-\u2013\u2014"


def by_text(model: str | None, session: str | None) -> str:
    """Return how a model and a session are written: `Claude Opus 4.6 / session NAME`."""
    return " / ".join(filter(None, (model, session and f"session {session}")))


def by_in(text: str) -> tuple[str | None, str | None]:
    """Return the model and the session that a line names, each None where it names none."""
    match = next(filter(None, (pattern.match(text) for pattern in _BY)), None)
    named = match.groupdict() if match else {}
    return named.get("model"), named.get("session")


def verification_text(verification: Verification, *, is_ascii: bool = False) -> str:
    """Return how a verification is written: `differential 15/15 ✓ (run NAME)`."""
    good, bad = ("ok", "failed") if is_ascii else ("\u2713", "\u2717")
    parts = (
        verification.kind or "",
        str(verification.tally or ""),
        {True: good, False: bad, None: ""}[verification.passed],
        str(verification.day or ""),
        f"(run {verification.run_id})" if verification.run_id else "",
    )
    return " ".join(filter(None, parts))


def verification_in(text: str) -> tuple[Verification | None, str | None]:
    """Return what a line says was verified, and how it contradicts itself, if it does.

    None where it says that nothing was; ValueError for tests that cannot have passed.
    """
    if _NOT_YET.match(text):
        return None, None
    rest, run = _taken(_RUN, text)
    rest, day = _taken(_DAY, rest)
    rest, counts = _taken(_TALLY, rest)
    rest, bad = _taken(_BAD, rest)
    rest, good = _taken(_GOOD, rest)
    tally = Tally(int(counts[1]), int(counts[2])) if counts else None
    passed = False if bad else True if good else None
    kind = re.sub(r"\s+", " ", rest).strip(_EDGES) or None
    name = (run["run"] or run["bare"]) if run else None
    when = date.fromisoformat(day[0]) if day else None
    if good and (bad or (tally and not 0 < tally.passed == tally.total)):
        said = f"{good[0]} beside {bad[0] if bad else tally}"
        return Verification(kind, tally, None, name, when), said
    return Verification(kind, tally, passed, name, when), None


def review_text(review: Review) -> str:
    """Return how a review is written: `2026-03-06`, or `2026-03-06 by NAME`."""
    return review.day.isoformat() + (f" by {review.by}" if review.by else "")


def review_in(text: str) -> Review | None:
    """Return the review that a line records, None for none; ValueError for one without a day."""
    if _NOT_YET.match(text):
        return None
    rest, day = _taken(_DAY, text)
    if day is None:
        raise ValueError(f'"{text}" has no day such as 2026-03-06')
    written = _BY_NAME.match(text)
    by = written[1] if written else _BESIDE_NAME.sub(" ", _GOOD.sub(" ", rest)).strip(_EDGES)
    return Review(date.fromisoformat(day[0]), by or None)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    """Return a text without the first match of a pattern, and the match."""
    match = pattern.search(text)
    return (
        (text, None) if match is None else (f"{text[: match.start()]} {text[match.end() :]}", match)
    )
