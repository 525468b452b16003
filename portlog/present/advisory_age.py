"""How old the copy of RustSec's database is, in every format that an answer is given in."""

from typing import Any

from portlog.present.tables import Format
from portlog.present.wording import counted
from portlog.records.advisory import SnapshotAge


def age_words(age: SnapshotAge) -> str:
    """Return the age as one phrase: `advisories: snapshot of 2026-11-19 (2 days old)`."""
    return f"advisories: snapshot of {age.as_of} ({counted(age.days, 'day')} old)"


def age_line(age: SnapshotAge | None, form: Format) -> str:
    """Return the line below an answer in a format for people, nothing in the others."""
    if age is None or form not in (Format.TABLE, Format.MARKDOWN):
        return ""
    return f"\n{age_words(age)}\n" if form is Format.MARKDOWN else f"{age_words(age)}\n"


def age_cell(age: SnapshotAge | None) -> dict[str, Any]:
    """Return the further column of a row of CSV."""
    return {"advisories_as_of": None if age is None else age.as_of}


def told_age(age: SnapshotAge | None) -> dict[str, Any]:
    """Return what stands beside the rows in JSON."""
    told = None if age is None else {"as_of": age.as_of.isoformat(), "age_days": age.days}
    return {"advisories": told}
