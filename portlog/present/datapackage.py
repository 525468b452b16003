"""`data/datapackage.json`: the log described for other programs, as a Frictionless Data Package.

The format: https://specs.frictionlessdata.io/data-package/ and tabular-data-resource, version 1.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portlog.records.identity import slug
from portlog.records.kinds import LARGEST_COUNT
from portlog.records.log import FORMAT, Log
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
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "caseSensitiveHeader": True,
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """What there is to say of an experiment's data: `licence` is an SPDX name, or empty."""

    title: str
    log: Log
    licence: str = ""
    is_sample: bool = False


def datapackage(dataset: Dataset) -> str:
    """Return the description of a data set as JSON text."""
    told = {
        "profile": "tabular-data-package",
        "name": slug(dataset.title),
        "title": dataset.title,
        "description": _description(dataset),
        **({"licenses": [_licence(dataset.licence)]} if dataset.licence else {}),
        "portlog": {"format": FORMAT},
        "resources": [_resource(table) for table in dataset.log.tables],
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


def _resource(table: Table[Any]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": f"One row is {table.meaning}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_reference(column) for column in table.columns if column.refers_to],
        },
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


def _reference(column: Column) -> dict[str, Any]:
    target = {"resource": column.refers_to.replace("_", "-"), "fields": ["session_id"]}
    return {"fields": [column.name], "reference": target}
