"""A session that has begun and is not recorded yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """A session that has begun: since when (UTC), and what is known of it already."""

    llm: str
    started_at: datetime
    cells: Mapping[str, str]
