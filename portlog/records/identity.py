"""Names that are given once and never reused: `2026-03-05-claude-k3f9qa`."""

import os
import re
from collections.abc import Callable
from datetime import date

# Crockford's base 32 without I, L, O and U: https://www.crockford.com/base32.html
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def random_letters() -> str:
    """Return six letters that nobody can guess (30 bits)."""
    return letters_of(os.urandom(4))


def letters_of(digest: bytes) -> str:
    """Return the six letters that a digest of at least four bytes begins with."""
    number = int.from_bytes(digest[:4], "big") >> 2
    return "".join(ALPHABET[number >> shift & 31] for shift in range(25, -1, -5))


def slug(text: str) -> str:
    """Return a text as lower-case ASCII words joined by hyphens; `x` if nothing is left."""
    return _NOT_IN_A_SLUG.sub("-", text.lower()).strip("-")[:40].strip("-") or "x"


def dated_id(day: date, what: str, letters: Callable[[], str] = random_letters) -> str:
    """Return the name of something that began on a day: `DAY-WHAT-LETTERS`."""
    return f"{day.isoformat()}-{slug(what)}-{letters()}"
