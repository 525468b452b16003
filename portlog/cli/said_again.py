"""A command line that has been answered already, and nothing has changed since."""

import sys
from collections.abc import Sequence

from portlog.jobs.import_logs.answer import answer_to


def said_again(arguments: Sequence[str]) -> int | None:
    """Say what was said and return the exit code; None if the command has to be run."""
    try:
        said = answer_to(arguments)
        if said is None:
            return None
        out, err, code = said
        sys.stdout.write(out)
        sys.stdout.flush()
        sys.stderr.write(err)
    except (OSError, UnicodeError):
        return None  # whoever runs the command says what is wrong
    return code
