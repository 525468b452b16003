"""Names for places in a page, from names that people gave."""

import re
from hashlib import sha256

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
_DIGITS = 12
_LETTERS = 40


def anchor(name: str) -> str:
    """Return a valid id that two different names never share: `s-2026-03-05-claude-k3f9qa`."""
    return f"s-{name}" if _PLAIN.match(name) else f"x-{_digest(name)}"


def file_key(name: str) -> str:
    """Return a file's name that two names never share: `agent/loop` is `agent-loop-1f3a…`."""
    if _PLAIN.match(name):
        return name
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LETTERS].strip("-")
    return f"{plain}-{_digest(name)}".lstrip("-")


def _digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:_DIGITS]
