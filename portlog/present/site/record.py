"""What one page is about, of a kind that has many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """The record's key in the page's path, the page's title, and what its template gets.

    Where telling that takes long, `facts` is the function that does, and `rows` are all that it
    tells it from: a page that stands already, made of equal rows, need not be made again.
    """

    key: str
    title: str
    facts: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    rows: object = None
