"""Where a conversation was held, by the beginning of its log."""

import re
from pathlib import Path

import msgspec

from portlog.sources.agents.ground import Ground
from portlog.sources.agents.lines import Damaged, head

_CWD = re.compile(rb'"cwd"\s*:\s*("(?:[^"\\]|\\.)*")')


def may_concern(log: Path, ground: Ground) -> bool:
    """Say whether a log may be of the experiment, by the first folder that it names.

    A conversation that begins above the experiment's folder may go there; one that names no
    folder at its beginning may do so later.
    """
    try:
        found = _CWD.search(head(log))
        folder = msgspec.json.decode(found[1], type=str) if found else ""
    except (OSError, Damaged, msgspec.DecodeError):
        return True
    return not folder or ground.holds(folder) or ground.lies_in(folder)
