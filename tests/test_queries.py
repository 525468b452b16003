"""Every query of the package runs on an empty log and gives the columns that its header says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portlog.records.log import Log
from portlog.records.session import Languages
from portlog.store import database as module
from portlog.store.database import Database

FOLDER = Path(module.__file__).parent / "queries"
LOG = Log.of(Languages())
TABLES = {table.name: table for table in LOG.tables}


@pytest.fixture(scope="module")
def empty() -> Iterator[Database]:
    made = Database.create(":memory:", LOG)
    yield made
    made.close()


def header(name: str) -> dict[str, str]:
    """Return what follows `in:` and `out:` in a query's first comment, each on one line."""
    lines = (FOLDER / f"{name}.sql").read_text().splitlines()
    comment = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    told: dict[str, str] = {}
    for line in comment[1:]:
        key, found, rest = line.partition(":")
        if found and key in {"in", "out"}:
            told[key] = rest.strip()
        elif told:
            told[list(told)[-1]] += f" {line}"
    return told


def expected_columns(said: str) -> list[str]:
    match = re.match(r"the columns of (\w+)", said)
    if match:
        return list(TABLES[match[1]].header)
    return [part.split()[0] for part in re.sub(r"\([^)]*\)", "", said).split(",")]


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.sql")))
def test_a_query_does_what_its_header_says(empty: Database, name: str) -> None:
    said = header(name)
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", said["in"]))

    relation = empty.named(name, parameters)

    assert relation.columns == expected_columns(said["out"])
    assert relation.fetchall() == [] or "sum" in name or "total" in name or "extent" in name
