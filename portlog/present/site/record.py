"""What one page is about, of a kind that has many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """The record's key in the page's path, the page's title, and what its template gets."""

    key: str
    title: str
    facts: Mapping[str, Any]
