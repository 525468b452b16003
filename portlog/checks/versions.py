"""Versions as Semantic Versioning 2.0 writes them, ordered as cargo orders them."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache, total_ordering
from typing import Self

LARGEST_NUMBER = 2**64 - 1
_NUMBER = r"(?:0|[1-9]\d{0,19})"
_IDENTIFIER = r"[0-9A-Za-z-]+"
_WORD = r"(?:(?:0|[1-9]\d*)(?![0-9A-Za-z-])|\d*[A-Za-z-][0-9A-Za-z-]*)"
PRE_RELEASE = rf"-(?P<pre>{_WORD}(?:\.{_WORD})*)(?![0-9A-Za-z.-])"
BUILD = rf"\+(?P<build>{_IDENTIFIER}(?:\.{_IDENTIFIER})*)(?![0-9A-Za-z.-])"
_VERSION = re.compile(
    rf"(?P<core>{_NUMBER}\.{_NUMBER}\.{_NUMBER})(?:{PRE_RELEASE})?(?:{BUILD})?\Z", re.ASCII
)

IdentifierKey = tuple[int, int, str, int]


def _identifier_key(identifier: str) -> IdentifierKey:
    if not identifier.isdigit():
        return (1, 0, identifier, 0)
    digits = identifier.lstrip("0")
    return (0, len(digits), digits, len(identifier))


def _identifier_keys(dotted: str) -> tuple[IdentifierKey, ...]:
    return tuple(map(_identifier_key, dotted.split("."))) if dotted else ()


def pre_release_key(pre: str) -> tuple[bool, tuple[IdentifierKey, ...]]:
    """Return what pre-releases sort by: every one of them before the release itself, `""`."""
    return (not pre, _identifier_keys(pre))


@total_ordering
@dataclass(frozen=True)
class Version:
    """One version, such as `1.0.0-rc.1+linux`."""

    core: tuple[int, int, int]
    pre: str = ""
    build: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a full version; ValueError if it is anything else."""
        match = _VERSION.match(text)
        if match is None:
            raise ValueError(f"{text!r} is not a version such as 1.2.3")
        major, minor, patch = (int(number) for number in match["core"].split("."))
        if max(major, minor, patch) > LARGEST_NUMBER:
            raise ValueError(f"{text!r} is not a version: a number exceeds 64 bits")
        return cls((major, minor, patch), match["pre"] or "", match["build"] or "")

    @cached_property
    def order(self) -> tuple[object, ...]:
        """What versions sort by."""
        return (self.core, pre_release_key(self.pre), _identifier_keys(self.build))

    def __lt__(self, other: Self) -> bool:
        """Order by Semantic Versioning, and by build metadata where that leaves a draw."""
        return self.order < other.order

    def __str__(self) -> str:
        """Write the version as it was read."""
        pre = f"-{self.pre}" if self.pre else ""
        build = f"+{self.build}" if self.build else ""
        return ".".join(map(str, self.core)) + pre + build


@lru_cache(maxsize=4096)
def known_version(text: str) -> Version | None:
    """Return the version in an index line, or None for one that is none."""
    try:
        return Version.parse(text)
    except ValueError:
        return None
