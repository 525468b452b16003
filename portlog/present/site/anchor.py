"""Names for places in a page, from names that people gave."""

import re
from hashlib import sha256

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
_DIGITS = 12


def anchor(name: str) -> str:
    """Return a valid id that two different names never share: `s-2026-03-05-claude-k3f9qa`."""
    if _PLAIN.match(name):
        return f"s-{name}"
    return f"x-{sha256(name.encode()).hexdigest()[:_DIGITS]}"
