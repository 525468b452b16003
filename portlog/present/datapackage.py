"""`data/datapackage.json`: the log described for other programs, as a Frictionless Data Package.

The format: https://specs.frictionlessdata.io/data-package/ and tabular-data-resource, version 1.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portlog.records.identity import slug
from portlog.records.kinds import LARGEST_COUNT
from portlog.records.log import Log
from portlog.records.log_format import FORMAT
from portlog.records.table import Column, Table

GUARD = (
    "A text that starts with =, +, -, @ or ' has a ' before it, so that no spreadsheet runs it; "
    "whoever reads the text takes one ' off."
)
_NUMBER = {"type": "number", "constraints": {"minimum": 0}}
_TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "words": {"type": "string"},
    "choice": {"type": "string"},
    "count": {"type": "integer", "constraints": {"minimum": 0, "maximum": LARGEST_COUNT}},
    "money": _NUMBER,
    "minutes": _NUMBER,
    "day": {"type": "date"},
    "instant": {"type": "datetime"},
    "tally": {"type": "string", "constraints": {"pattern": r"\d+/\d+"}},
}
_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}
_DATA = "data/"
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "caseSensitiveHeader": True,
}


# its author's editor decides how its lines end, and every reader of CSV takes either
_ADOPTED_DIALECT = {name: value for name, value in _DIALECT.items() if name != "lineTerminator"}


@dataclass(frozen=True, slots=True)
class AdoptedFile:
    """A file of sessions in its author's own form: its path from the experiment, its columns."""

    path: str
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """What there is to say of an experiment's data: `licence` is an SPDX name, or empty.

    `adopted` is the file of the sessions where they are not a file of the log itself.
    """

    title: str
    log: Log
    licence: str = ""
    is_sample: bool = False
    adopted: AdoptedFile | None = None

    @property
    def base(self) -> str:
        """The folder of the description, from the experiment: no path in it may lead upwards."""
        outside = self.adopted is not None and not self.adopted.path.startswith(_DATA)
        return "" if outside else _DATA

    def path(self, table: Table[Any]) -> str:
        """Return where a table's file lies, from the experiment's folder."""
        adopted = self.adopted_as(table)
        return f"{_DATA}{table.name}.csv" if adopted is None else adopted.path

    def adopted_as(self, table: Table[Any]) -> AdoptedFile | None:
        """Return the adopted file that a table stands in, if it does."""
        return self.adopted if table.name == self.log.sessions.name else None

    @property
    def names(self) -> Table[Any]:
        """The table that has the name of every session."""
        return self.log.ids or self.log.sessions


def datapackage(dataset: Dataset) -> str:
    """Return the description of a data set as JSON text."""
    told = {
        "profile": "tabular-data-package",
        "name": slug(dataset.title),
        "title": dataset.title,
        "description": _description(dataset),
        **({"licenses": [_licence(dataset.licence)]} if dataset.licence else {}),
        "portlog": {"format": FORMAT},
        "resources": [_resource(table, dataset) for table in dataset.log.tables],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def field_type(column: Column) -> str:
    """Return the type that a column has in the description."""
    return str(_TYPES[column.kind.name]["type"])


def _description(dataset: Dataset) -> str:
    notice = "Sample data: every session is invented. " if dataset.is_sample else ""
    return f"{notice}An empty cell is unknown, never 0. {GUARD}"


def _licence(name: str) -> dict[str, str]:
    path = _LICENCES.get(name, f"https://spdx.org/licenses/{name}.html")
    return {"name": name, "path": path}


def _resource(table: Table[Any], dataset: Dataset) -> dict[str, Any]:
    adopted = dataset.adopted_as(table)
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": dataset.path(table).removeprefix(dataset.base),
        "description": f"One row is {table.meaning}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _ADOPTED_DIALECT if adopted else _DIALECT,
        "schema": _adopted_schema(table, adopted) if adopted else _schema(table, dataset),
    }


def _schema(table: Table[Any], dataset: Dataset) -> dict[str, Any]:
    references = [column for column in table.columns if column.refers_to]
    return {
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [_reference(column, dataset) for column in references],
    }


def _adopted_schema(table: Table[Any], adopted: AdoptedFile) -> dict[str, Any]:
    known = {column.name: _field(column, table) for column in table.columns}
    own = {"type": "string", "format": "default", "description": "a column of the file's author"}
    return {
        "fields": [known.get(name, {"name": name, **own}) for name in adopted.header],
        "missingValues": [""],
    }


def _field(column: Column, table: Table[Any]) -> dict[str, Any]:
    kind = _TYPES[column.kind.name]
    return {
        "name": column.name,
        "type": kind["type"],
        "format": "default",
        "description": column.meaning,
        **({"unit": column.unit} if column.unit else {}),
        "constraints": {
            **kind.get("constraints", {}),
            **({"enum": list(column.kind.words)} if column.kind.words else {}),
            "required": column.required,
            **({"unique": True} if table.key == (column.name,) else {}),
        },
    }


def _reference(column: Column, dataset: Dataset) -> dict[str, Any]:
    sessions = column.refers_to == dataset.log.sessions.name
    name = dataset.names.name if sessions else column.refers_to
    referred = next(one for one in dataset.log.tables if one.name == column.refers_to)
    target = {"resource": name.replace("_", "-"), "fields": list(referred.key)}
    return {"fields": [column.name], "reference": target}
