"""`data/README.md`: what every file and column of the log means, for whoever opens the folder."""

from collections.abc import Iterator
from typing import Any

from portlog.present.datapackage import GUARD, Dataset, field_type
from portlog.present.tables import Format, Listing, written
from portlog.records.table import Column, Table

BEGIN = "<!-- portlog writes what stands between this line and the last one -->\n"
END = "<!-- what stands below this line is yours -->\n"
_SAMPLE = (
    "**Every session here is invented.** This is the log that `portlog demo` makes. No model was\n"
    "run for it and nobody's work is in it. The look-ups in `crates.csv` are real answers of a\n"
    "registry, given to invented suggestions.\n\n"
)
_ADOPTED = (
    "This file is its author's own: its columns may stand in any order, others beside them, and\n"
    "its rows and lines as they were written. `session_ids.csv` says which session each row is.\n"
)
_RULES = f"""The log of a port, as `portlog` keeps it. Each file is CSV in UTF-8: one row a line,
lines ended by `\\n`, the column names in the first line. [datapackage.json]({{up}}datapackage.json)
says the same for programs, as a Frictionless Data Package.

- An empty cell is unknown, never 0. There is no other way to write it.
- A number has a point before its decimals, no thousands separator, no sign and no exponent.
- Times are UTC; a `date` is a day in the experiment's time zone.
- {GUARD}
"""


def dictionary(dataset: Dataset) -> str:
    """Return the whole page for a data set."""
    return BEGIN + "\n" + "\n".join(_parts(dataset)) + "\n" + END


def with_dictionary(page: str, dataset: Dataset) -> str:
    """Return a page with its generated part as it is now; a page without one stays as it is."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return before + dictionary(dataset) + after if begin and end else page


def _parts(dataset: Dataset) -> Iterator[str]:
    yield f"# The data of {dataset.title}\n"
    yield (_SAMPLE if dataset.is_sample else "") + _RULES.format(up=_place(dataset))
    if dataset.licence:
        yield f"Licence: {dataset.licence}.\n"
    for table in dataset.log.tables:
        yield from _section(table, dataset)


def _section(table: Table[Any], dataset: Dataset) -> Iterator[str]:
    adopted = dataset.adopted_as(table)
    yield f"## {adopted.path if adopted else f'{table.name}.csv'}\n"
    yield f"One row is {table.meaning}.\n"
    rows = [
        _row(column, dataset)
        for column in table.columns
        if not adopted or column.name in adopted.header
    ]
    listing = Listing(table.name, ("column", "type", "unit", "what it says"), rows)
    yield written(listing, Format.MARKDOWN)
    if adopted:
        yield _ADOPTED
    else:
        yield f"Key: {', '.join(table.key)}. Sorted by {', then '.join(table.order)}.\n"


def _row(column: Column, dataset: Dataset) -> tuple[str, ...]:
    empty = "" if column.required else ", or empty"
    words = f": {', '.join(column.kind.words)}" if column.kind.words else ""
    key = f" (a key of {_target(column, dataset)}.csv)" if column.refers_to else ""
    return (column.name, field_type(column) + empty, column.unit, column.meaning + key + words)


def _target(column: Column, dataset: Dataset) -> str:
    sessions = column.refers_to == dataset.log.sessions.name
    return dataset.names.name if sessions else column.refers_to


def _place(dataset: Dataset) -> str:
    """Return the way from the page to the folder of the description."""
    return "" if dataset.base else "../"
