"""Listings in the four formats that every command offers."""

import io
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from portlog.present.text import printable

SCHEMA_VERSION = 1
_NO_WRAP = 100_000


class Format(StrEnum):
    """How a listing is written to standard output."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows under one name; `right` names the columns of figures.

    None is what nobody knows: an empty cell, null in JSON. `heads` are what a table for people
    writes over the columns, where that is not their names; `is_tight` has it leave little between,
    and `whole` names columns that are never folded.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    right: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    is_tight: bool = False
    whole: frozenset[str] = frozenset()


def written(listing: Listing, form: Format, more: Mapping[str, Any] | None = None) -> str:
    """Return a listing as text that ends in a newline; `more` stands beside the rows in JSON."""
    if form is Format.JSON:
        rows = [dict(zip(listing.columns, row, strict=True)) for row in listing.rows]
        return json_text({**(more or {}), listing.name: rows})
    if form is Format.CSV:
        from portlog.store.text import line_of, lines_of  # noqa: PLC0415  4 ms

        return line_of(listing.columns) + lines_of([list(map(cell, row)) for row in listing.rows])
    return _markdown(listing) if form is Format.MARKDOWN else _table(listing)


def json_text(answer: Mapping[str, Any]) -> str:
    """Return an answer as JSON with its schema version; decimals keep every digit."""
    import msgspec  # noqa: PLC0415  only some commands write JSON

    encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
    told = encoder.encode({"schema_version": SCHEMA_VERSION, **answer})
    return msgspec.json.format(told, indent=2).decode() + "\n"


def cell(value: object) -> str:
    """Return a value as one cell of text."""
    if value is None or isinstance(value, str):
        return str(value or "")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def room(listing: Listing) -> int:
    """Return how many letters of the terminal's width a table leaves; negative where it folds."""
    from rich.cells import cell_len  # noqa: PLC0415  takes 70 ms with its package

    heads = [printable(head, keep="\n").split("\n") for head in listing.heads or listing.columns]
    rows = [[printable(cell(value)) for value in row] for row in listing.rows]
    columns = zip(heads, *rows, strict=True)
    widths = [max(map(cell_len, [*head, *texts])) for head, *texts in columns]
    return _width() - sum(widths) - (len(widths) - 1) * (2 if listing.is_tight else 3)


def _markdown(listing: Listing) -> str:
    marks = ("---:" if name in listing.right else "---" for name in listing.columns)
    lines = (listing.columns, tuple(marks), *(tuple(map(cell, row)) for row in listing.rows))
    return "".join(f"| {' | '.join(_in_markdown(text) for text in line)} |\n" for line in lines)


def _in_markdown(text: str) -> str:
    plain = printable(text).replace("\\", "\\\\").replace("|", "\\|")
    return plain.replace("<", "&lt;").replace("`", "\\`")


def _table(listing: Listing) -> str:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  takes 70 ms
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=listing.is_tight
    )
    for name, head in zip(listing.columns, listing.heads or listing.columns, strict=True):
        side: Literal["left", "right"] = "right" if name in listing.right else "left"
        table.add_column(
            Text(printable(head, keep="\n")),
            justify=side,
            overflow="fold",
            no_wrap=name in listing.whole,
        )
    for row in listing.rows:
        table.add_row(*_texts(row))
    out = io.StringIO()
    Console(file=out, width=_width(), color_system=None).print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _texts(row: Iterable[object]) -> list[Any]:
    from rich.text import Text  # noqa: PLC0415

    return [Text(printable(cell(value))) for value in row]


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _NO_WRAP
