"""Lines of code in the formats that every command offers."""

from collections.abc import Callable, Sequence
from typing import Any

from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.loc import LOC_RULE, CodeCount, CodeGroup, UncountedFile

_FIGURES = ("files", "code", "test", "doc", "comment", "blank", "raw")
_LANGUAGE = "language"


def line_counts(
    count: CodeCount,
    groups: Sequence[CodeGroup],
    totals: Sequence[CodeGroup],
    by: str,
    form: Format,
) -> str:
    """Return what was counted as text, in groups and in totals by language.

    A figure of files that were not counted is empty, null in JSON.
    """
    if form is Format.JSON:
        return _for_programs(count, groups, totals, by)
    text = written(_listing(groups, by), form)
    if by == _LANGUAGE or form is Format.CSV:
        return text
    return f"{text}\n{written(_listing(totals, _LANGUAGE), form)}"


def not_counted_words(one: UncountedFile) -> str:
    """Return one line about a file that was not counted."""
    return f"not counted: {printable(one.file)} ({one.reason})"


def _for_programs(
    count: CodeCount, groups: Sequence[CodeGroup], totals: Sequence[CodeGroup], by: str
) -> str:
    missing = [{"file": _encodable(one.file), "reason": one.reason} for one in count.uncounted]
    return json_text(
        {
            "outcome": count.outcome,
            "rule": LOC_RULE,
            "loc": _told(groups, by),
            "totals": _told([one for one in totals if one.lines is not None], _LANGUAGE),
            "not_counted": missing,
        }
    )


def _told(groups: Sequence[CodeGroup], by: str) -> list[dict[str, Any]]:
    listing = _listing(groups, by, _encodable)
    return [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]


def _listing(
    groups: Sequence[CodeGroup], by: str, write: Callable[[str], str] = printable
) -> Listing:
    names = (_LANGUAGE,) if by == _LANGUAGE else (by, _LANGUAGE)
    rows = [[*_names(one, by, write), *_figures(one), *_words(one)] for one in groups]
    return Listing("loc", (*names, *_FIGURES, "rule", "note"), rows, frozenset(_FIGURES))


def _names(group: CodeGroup, by: str, write: Callable[[str], str]) -> tuple[str | None, ...]:
    name = write(group.name)
    return (name,) if by == _LANGUAGE else (name, group.language or None)


def _figures(group: CodeGroup) -> tuple[int | None, ...]:
    lines = group.lines
    if lines is None:
        return (group.files, *(None for _ in _FIGURES[1:]))
    counts = (lines.code, lines.test, lines.doc, lines.comment, lines.blank, lines.raw)
    return (group.files, *counts)


def _words(group: CodeGroup) -> tuple[str | None, str | None]:
    if group.lines is None:
        return None, f"not counted: {group.reason}"
    faults = f"syntax errors in {group.unparsed}" if group.unparsed else None
    return LOC_RULE, faults


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()
