"""What the two sides of a port are called in heads of columns."""

from collections.abc import Mapping
from typing import Any

from portlog.present.language import gettext


def sides(facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return the languages ported from and to, as the build was given them."""
    told = facts.get("sides")
    if told is None:
        return gettext("Original"), gettext("Port")
    original, port = told
    return original.capitalize(), port.capitalize()
