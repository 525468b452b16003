"""The page of the data: every file with its rows, what its columns mean, its licence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from portlog.present.datapackage import Dataset, field_type
from portlog.present.language import gettext
from portlog.present.site.anchor import anchor
from portlog.present.site.linked_data import linked_dataset
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.wording import counted, grouped, of_bytes
from portlog.records.table import Column as TableColumn
from portlog.records.table import Table


@dataclass(frozen=True, slots=True)
class Published:
    """What of a log's text is copied into the site.

    `rows` are those that were read and `unread` those that were not, by table; `sizes` are bytes
    by the path of each copy.
    """

    dataset: Dataset
    rows: Mapping[str, int]
    unread: Mapping[str, int]
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileOfData:
    """One file: its path in the site, its anchor, one row's meaning, its columns as a table."""

    path: str
    anchor: str
    meaning: str
    rows: str
    columns: PlainTable
    key: str


def published_path(table: Table[Any]) -> str:
    """Return where a table's text lies in the site."""
    return f"data/{table.name}.csv"


def data(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the files of the log, their dictionary and the licence, as far as they are given."""
    told: Published | None = facts.get("published")
    if told is None:
        return {"files": (), "others": (), "licence": "", "summary": None, "linked_data": None}
    files = tuple(_files(told))
    return {
        "files": files,
        "summary": _summary(told),
        "others": tuple(_others(told)),
        "licence": told.dataset.licence,
        "linked_data": partial(linked_dataset, told.dataset, tuple(told.sizes)),
    }


def _files(told: Published) -> Iterator[FileOfData]:
    for table in told.dataset.log.tables:
        yield FileOfData(
            published_path(table),
            anchor(table.name.replace("_", "-")),
            gettext(table.meaning),
            counted(told.rows.get(table.name, 0), "row"),
            _dictionary(table),
            ", ".join(table.key),
        )


def _summary(told: Published) -> PlainTable:
    heads = (
        Column(gettext("File"), is_id=True),
        Column(gettext("One row is")),
        Column(gettext("Rows"), is_figure=True),
        Column(gettext("Size"), is_figure=True),
    )
    rows = [_file_row(table, told) for table in told.dataset.log.tables]
    return PlainTable(gettext("The files of the log"), heads, rows)


def _file_row(table: Table[Any], told: Published) -> tuple[Cell, ...]:
    path = published_path(table)
    size = told.sizes.get(path)
    unread = told.unread.get(table.name, 0)
    rest = gettext("and %(rows)s unread", rows=grouped(unread)) if unread else ""
    return (
        Told(f"{table.name}.csv", link="" if size is None else f"/{path}", is_id=True),
        gettext(table.meaning),
        Told(grouped(told.rows.get(table.name, 0)), rest),
        None if size is None else of_bytes(size),
    )


def _others(told: Published) -> Iterator[tuple[str, str]]:
    """Yield the files beside the tables that are there, each with what it is."""
    known = (
        ("data/datapackage.json", gettext("The same for programs, as a Frictionless Data Package")),
        ("data/README.md", gettext("The dictionary of the columns, as a text")),
    )
    yield from ((path, words) for path, words in known if path in told.sizes)
    yield "CITATION.cff", gettext("How to cite this data")


def _dictionary(table: Table[Any]) -> PlainTable:
    heads = (
        Column(gettext("Column"), is_id=True),
        Column(gettext("Type"), is_id=True),
        Column(gettext("Unit"), nothing="–"),
        Column(gettext("What it says")),
    )
    rows = [_column(column) for column in table.columns]
    return PlainTable(gettext("Columns of %(file)s", file=f"{table.name}.csv"), heads, rows)


def _column(column: TableColumn) -> tuple[Cell, ...]:
    may = "" if column.required else gettext("may be empty")
    key = gettext("a key of %(file)s", file=f"{column.refers_to}.csv") if column.refers_to else ""
    words = ", ".join(column.kind.words)
    return (
        column.name,
        Told(field_type(column), may, is_id=True),
        gettext(column.unit) if column.unit else None,
        Told(gettext(column.meaning), ". ".join(filter(None, (words, key)))),
    )
