"""Let git merge the log row by row: its attribute in the experiment, its driver in the clone."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from portlog.sources.git_merging import is_in_clone, set_in_clone, setting

DRIVER = "merge.portlog.driver"
ATTRIBUTES = "*.csv -text merge=portlog\n"
_WITHOUT_DRIVER = "*.csv -text"
_PLACES = "%O %A %B %P %L"


def set_up_driver(folder: Path) -> bool:
    """Tell the clone that a folder lies in how to merge the log; say whether that was new.

    The driver stands in the clone's own configuration, with this interpreter's path, and is not
    tracked. Where that interpreter is gone, git's merge by lines stands in.
    """
    if not is_in_clone(folder) or has_driver(folder):
        return False
    set_in_clone(folder, "merge.portlog.name", "portlog: the rows of a log")
    return set_in_clone(folder, DRIVER, driver_command(sys.executable))


def has_driver(folder: Path) -> bool:
    """Say whether git can run the merge driver in the clone that a folder lies in."""
    told = setting(folder, DRIVER)
    try:
        words = shlex.split((told or "").replace("%%", "%"))
    except ValueError:
        return False
    return "merge-driver" in words and shutil.which(_program(words)) is not None


def _program(words: Sequence[str]) -> str:
    return words[3] if words[:3] == ["if", "command", "-v"] else words[0]


def with_attribute(attributes: str, wanted: str) -> str:
    """Return a `.gitattributes` that names the driver, with all that it says already."""
    lines = attributes.splitlines()
    if wanted.strip() in lines:
        return attributes
    kept = [line for line in lines if line != _WITHOUT_DRIVER or wanted != ATTRIBUTES]
    return "".join(f"{line}\n" for line in kept) + wanted


def attribute_of(path: str) -> str:
    """Return the attribute of one file, whose line ends remain as its author has them."""
    pattern = f'"/{path}"' if " " in path else f"/{path}"
    return f"{pattern} merge=portlog\n"


def driver_command(python: str) -> str:
    """Return the command line that git runs: portlog where it is, else git's merge by lines."""
    program = shlex.quote(python).replace("%", "%%")
    return (
        f"if command -v {program} >/dev/null; "
        f"then {program} -P -m portlog merge-driver {_PLACES}; "
        "else git merge-file --marker-size=%L %A %O %B; fi"
    )
