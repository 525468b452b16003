"""What became of the figures that were published: which changed since, when, and what they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

# the figures of a session, by the names that its record has for them
FIGURES = (
    "cost_usd",
    "tokens_in",
    "tokens_out",
    "duration_min",
    "loc_original",
    "loc_port",
    "hallucinations",
    "tests_pass",
)


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of a session that was published as `was` and then became `now`.

    None in `now` is a figure that was taken back. `commit` brought the change, on `day`; both are
    empty where the log as it stands has it and no commit yet.
    """

    session_id: str
    figure: str
    was: Any
    now: Any
    day: date | None
    commit: str


@dataclass(frozen=True, slots=True)
class RemovedSession:
    """A session that was published and is no longer there, with the figures that it had last."""

    session_id: str
    figures: Mapping[str, Any]
    day: date | None
    commit: str


@dataclass(frozen=True)
class FigureHistory:
    """What git's history says of published figures, oldest change first.

    It begins with the version of `since`, which is None where nobody knows of any; `is_cut` says
    that earlier ones are not here.
    """

    since: date | None = None
    versions: int = 0
    is_cut: bool = False
    changed: Sequence[ChangedFigure] = ()
    removed: Sequence[RemovedSession] = ()

    @cached_property
    def by_session(self) -> Mapping[str, Sequence[ChangedFigure]]:
        """The changes of each session that has any, by its name."""
        found: dict[str, list[ChangedFigure]] = {}
        for one in self.changed:
            found.setdefault(one.session_id, []).append(one)
        return found


NO_HISTORY = FigureHistory()
