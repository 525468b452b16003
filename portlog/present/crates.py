"""Look-ups of crates: all that is known for programs, what matters for people."""

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from portlog.present.advisory_age import age_cell, age_line, told_age
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.present.wording import counted
from portlog.records.advisory import SnapshotAge
from portlog.records.crate_lookup import CrateLookup
from portlog.records.kinds import write_instant
from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
from portlog.records.table import shortened
from portlog.records.verdict import Verdict

FIGURES = frozenset({"downloads", "recent_downloads", "age_seconds"})
_INDENT = "    "
WIDEST_NAME = 40
_NO_WRAP = 100_000
_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S
_DAY_S = 24 * _HOUR_S


def crate_lookups(
    lookups: Sequence[CrateLookup],
    outcome: Outcome,
    form: Format,
    advisories: SnapshotAge | None = None,
) -> str:
    """Return look-ups as text in a format, with the age of the advisories."""
    if form is Format.TABLE:
        return _for_people(lookups) + age_line(advisories, form)
    told = [told_of(one) for one in lookups]
    if form is Format.JSON:
        return json_text({"outcome": outcome, "crates": told, **told_age(advisories)})
    if form is Format.MARKDOWN:
        told = [summary_of(one) for one in lookups]
    else:
        told = [one | age_cell(advisories) for one in told]
    rows = [[joined(value) for value in one.values()] for one in told]
    listing = written(Listing("crates", tuple(told[0]), rows, FIGURES), form)
    return listing + age_line(advisories, form)


def told_of(one: CrateLookup) -> dict[str, Any]:
    """Return all that is known, for programs."""
    judgement, details, sighting = one.judgement, one.details, one.sighting
    about = judgement.about
    return {
        "name": _encodable(one.name),
        "requirement": _encodable(one.claim.requirement),
        "features": tuple(map(_encodable, one.claim.features)),
        "verdict": judgement.verdict,
        "reasons": tuple(map(_encodable, judgement.reasons)),
        "resolved_version": judgement.resolved_version,
        "suggestions": judgement.suggestions,
        "checked_at": write_instant(sighting.checked_at),
        "source": sighting.source,
        "registry": one.registry,
        "cached": sighting.age_seconds is not None,
        "age_seconds": sighting.age_seconds,
        "etag": sighting.etag,
        "judged_version": about.version if about else None,
        "published_at": _instant(about.published_at if about else None),
        "first_published_at": _instant(one.first_published_at),
        "rust_version": about.rust_version if about else None,
        "checksum": about.checksum if about else None,
        "downloads": details.downloads,
        "recent_downloads": details.recent_downloads,
        "owners": details.owners,
        "description": details.description,
        "repository": details.repository,
        "created_at": details.created_at,
        "updated_at": details.updated_at,
        "yank_message": details.yank_message,
        "missing": one.missing,
        "warnings": tuple({"kind": a.kind, "reason": a.reason} for a in one.warnings),
    }


def _encodable(text: str | None) -> str | None:
    """Return a typed text as UTF-8 can hold it: what the terminal sent may be anything."""
    return None if text is None else text.encode(errors="replace").decode()


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else write_instant(moment)


def joined(value: object) -> object:
    """Return a value as one cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(_one_of_many, value)) if isinstance(value, tuple) else value


def _one_of_many(value: object) -> str:
    return ": ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def summary_of(one: CrateLookup) -> dict[str, Any]:
    """Return what matters, for a table in Markdown."""
    judgement = one.judgement
    return {
        "crate": claim_words(one),
        "verdict": judgement.verdict,
        "version": judgement.resolved_version,
        "why": judgement.reasons,
        "did you mean": judgement.suggestions,
        "warnings": tuple(warning.reason for warning in one.warnings),
        "seen": seen_words(one.sighting),
    }


def _for_people(lookups: Sequence[CrateLookup]) -> str:
    """Return one line for each crate, and below it what there is to say of it."""
    width = screen_width()
    names = min(max(len(claim_words(one)) for one in lookups), WIDEST_NAME)
    verdicts = max(len(one.verdict) for one in lookups)
    lines = [line for one in lookups for line in _card(one, names, verdicts, width)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _card(one: CrateLookup, names: int, verdicts: int, width: int) -> Iterator[str]:
    version = one.judgement.resolved_version or ""
    yield f"{claim_words(one):{names}}  {one.verdict:{verdicts}}  {printable(version)}"
    for remark in remarks(one):
        yield from wrapped(remark, width)


def wrapped(remark: str, width: int) -> list[str]:
    """Return a remark as indented lines of a terminal."""
    return textwrap.wrap(
        printable(remark),
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT + "  ",
        break_on_hyphens=False,
    )


def screen_width() -> int:
    """Return how wide a line may be; what is no terminal takes any."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_WRAP


def remarks(one: CrateLookup) -> Iterator[str]:
    """Return what there is to say below a crate's line."""
    yield from one.judgement.reasons
    if one.details.yank_message:
        yield f'yanked with the words "{one.details.yank_message}"'
    if one.judgement.suggestions:
        yield f"did you mean {' or '.join(one.judgement.suggestions)}?"
    yield from warning_lines(one)
    if one.details.downloads is not None:
        yield _popularity(one)
    how = "asked" if one.verdict is Verdict.UNVERIFIABLE else "seen"
    yield f"{how}: {seen_words(one.sighting)}"


def warning_lines(one: CrateLookup) -> Iterator[str]:
    """Return the warnings of a crate."""
    return (f"warning: {warning.reason}" for warning in one.warnings)


def _popularity(one: CrateLookup) -> str:
    recent = one.details.recent_downloads
    lately = "" if recent is None else f", {recent:,} of them in 90 days"
    owners = f"; owners: {', '.join(one.details.owners)}" if one.details.owners else ""
    return f"{one.details.downloads:,} downloads{lately}{owners}"


def claim_words(one: CrateLookup) -> str:
    """Return the crate as it was claimed: `serde@1 [derive]`."""
    requirement = "" if one.claim.requirement is None else f"@{one.claim.requirement}"
    features = f" [{', '.join(one.claim.features)}]" if one.claim.features else ""
    return shortened(one.name + requirement + features)


def seen_words(sighting: Sighting) -> str:
    """Return where and when an answer was given, and how old it is if it was kept."""
    place = urlsplit(sighting.source).netloc or sighting.source
    seconds = sighting.age_seconds
    age = "" if seconds is None else f" (cached, {_age(seconds)} old)"
    return f"{place} at {write_instant(sighting.checked_at)}{age}"


def cache_words(lookups: Sequence[CrateLookup]) -> Iterator[str]:
    """Yield how many answers are from the cache, and the age of the oldest, if any are."""
    ages = [one.sighting.age_seconds for one in lookups]
    kept = [age for age in ages if age is not None]
    if kept:
        yield f"from the cache: {counted(len(kept), 'answer')}, the oldest {_age(max(kept))} old"


def _age(seconds: int) -> str:
    for unit_s, unit in ((_DAY_S, "d"), (_HOUR_S, "h"), (_MINUTE_S, "min")):
        if seconds >= unit_s:
            return f"{seconds // unit_s} {unit}"
    return f"{seconds} s"
