"""The queries of this package as the text that is run."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"


def query_text(name: str) -> str:
    """Return the SQL of a query by its file name."""
    return (_FOLDER / f"{name}.sql").read_text("utf-8")
