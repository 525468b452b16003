"""A row that a merge left to a person, in one line."""

from portlog.present.wording import listed
from portlog.store.merge import Conflict


def conflict_line(conflict: Conflict) -> str:
    """Return which row it is, what each side did with it, and where the sides differ."""
    return f"{' '.join(conflict.key)} was {_what(conflict)}; both versions are in the file"


def _what(conflict: Conflict) -> str:
    if conflict.ours is None:
        return "removed by us and edited by them"
    if conflict.theirs is None:
        return "edited by us and removed by them"
    done = "added" if conflict.base is None else "edited"
    return f"{done} on both sides and differs in {listed(conflict.columns)}"
