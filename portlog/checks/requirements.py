"""Version requirements, with cargo's own grammar and meaning.

The rules: https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html and the
`semver` crate that cargo reads them with.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from portlog.checks.versions import (
    BUILD,
    LARGEST_NUMBER,
    PRE_RELEASE,
    Version,
    pre_release_key,
)

MOST_COMPARATORS = 32
_WILDCARDS = ("*", "x", "X")
_PART = r"\d+|[*xX]"
_COMPARATOR = re.compile(
    rf"(?P<op>[<>]=?|[=~^])? *(?P<major>\d+)(?:\.(?P<minor>{_PART})(?:\.(?P<patch>{_PART}))?)?"
    rf"(?:{PRE_RELEASE})?(?:{BUILD})? *\Z",
    re.ASCII,
)


class RequirementError(ValueError):
    """A requirement that cargo refuses, and why."""


class Operator(StrEnum):
    """How a version is held against the numbers of a comparator."""

    EXACT = "="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    TILDE = "~"
    CARET = "^"


@dataclass(frozen=True, slots=True)
class Comparator:
    """One part of a requirement, such as `>=1.2`: one to three numbers and a pre-release."""

    operator: Operator
    numbers: tuple[int, ...]
    pre: str = ""

    @property
    def is_full(self) -> bool:
        """Whether major, minor and patch are all given."""
        return len(self.numbers) == len(("major", "minor", "patch"))

    def admits(self, version: Version) -> bool:
        """Say whether a version lies in range, before the rule for pre-releases."""
        return _RANGES[self.operator](self, version)

    def names_pre_release_of(self, version: Version) -> bool:
        """Say whether this asks for a pre-release of just this version's numbers."""
        return bool(self.pre) and self.numbers == version.core


def _head(comparator: Comparator, version: Version) -> tuple[int, ...]:
    return version.core[: len(comparator.numbers)]


def _exact(comparator: Comparator, version: Version) -> bool:
    return _head(comparator, version) == comparator.numbers and version.pre == comparator.pre


def _greater(comparator: Comparator, version: Version) -> bool:
    head = _head(comparator, version)
    if head != comparator.numbers or not comparator.is_full:
        return head > comparator.numbers
    return pre_release_key(version.pre) > pre_release_key(comparator.pre)


def _less(comparator: Comparator, version: Version) -> bool:
    head = _head(comparator, version)
    if head != comparator.numbers or not comparator.is_full:
        return head < comparator.numbers
    return pre_release_key(version.pre) < pre_release_key(comparator.pre)


def _tilde(comparator: Comparator, version: Version) -> bool:
    if version.core[:2][: len(comparator.numbers)] != comparator.numbers[:2]:
        return False
    if comparator.is_full and version.core != comparator.numbers:
        return version.core > comparator.numbers
    return pre_release_key(version.pre) >= pre_release_key(comparator.pre)


def _caret(comparator: Comparator, version: Version) -> bool:
    fixed = _fixed_numbers(comparator.numbers)
    if version.core[:fixed] != comparator.numbers[:fixed]:
        return False
    head = _head(comparator, version)
    if head != comparator.numbers or not comparator.is_full:
        return head >= comparator.numbers
    return pre_release_key(version.pre) >= pre_release_key(comparator.pre)


def _fixed_numbers(numbers: tuple[int, ...]) -> int:
    leading = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return leading + 1


_RANGES: Mapping[Operator, Callable[[Comparator, Version], bool]] = {
    Operator.EXACT: _exact,
    Operator.GREATER: _greater,
    Operator.GREATER_OR_EQUAL: lambda one, version: _exact(one, version) or _greater(one, version),
    Operator.LESS: _less,
    Operator.LESS_OR_EQUAL: lambda one, version: _exact(one, version) or _less(one, version),
    Operator.TILDE: _tilde,
    Operator.CARET: _caret,
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """All comparators of a requirement; none of them accepts every release."""

    comparators: tuple[Comparator, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what cargo reads; `RequirementError` says why for all else."""
        stripped = text.strip(" ")
        if stripped in _WILDCARDS:
            return cls()
        parts = stripped.split(",")
        if len(parts) > MOST_COMPARATORS:
            raise RequirementError(
                f"it has {len(parts)} parts, and cargo reads {MOST_COMPARATORS} at most"
            )
        return cls(tuple(_comparator(part.strip(" ")) for part in parts))

    def matches(self, version: Version) -> bool:
        """Say whether cargo would take this version.

        A pre-release is taken only where a comparator names one of the same three numbers.
        """
        if not all(comparator.admits(version) for comparator in self.comparators):
            return False
        return not version.pre or self.asks_for_pre_release_of(version)

    def asks_for_pre_release_of(self, version: Version) -> bool:
        """Say whether pre-releases of this version's numbers are asked for."""
        return any(one.names_pre_release_of(version) for one in self.comparators)


def _comparator(text: str) -> Comparator:
    match = _COMPARATOR.match(text)
    if match is None:
        raise RequirementError(_complaint(text))
    numbers = _numbers([match["major"], match["minor"], match["patch"]])
    full = all(part and part not in _WILDCARDS for part in match.group("minor", "patch"))
    if (match["pre"] or match["build"]) and not full:
        raise RequirementError(f'"{text}" has a pre-release or build without all three numbers')
    return Comparator(_operator(match), numbers, match["pre"] or "")


def _operator(match: re.Match[str]) -> Operator:
    wildcard = match["minor"] in _WILDCARDS or match["patch"] in _WILDCARDS
    return Operator(match["op"] or ("=" if wildcard else "^"))


def _numbers(parts: list[str | None]) -> tuple[int, ...]:
    given = [part for part in parts if part is not None]
    numbers = [_number(part) for part in given if part not in _WILDCARDS]
    if any(part in _WILDCARDS for part in given[: len(numbers)]):
        raise RequirementError("a number cannot follow a wildcard")
    return tuple(numbers)


def _number(digits: str) -> int:
    if digits != "0" and digits.startswith("0"):
        raise RequirementError(f'"{digits}" starts with a zero')
    if len(digits) > len(str(LARGEST_NUMBER)) or int(digits) > LARGEST_NUMBER:
        raise RequirementError("a number is larger than 64 bits hold")
    return int(digits)


def _complaint(text: str) -> str:
    if not text:
        return "a version is missing"
    if text in _WILDCARDS:
        return f'"{text}" cannot be combined with anything'
    if text.startswith(("v", "V")) and _COMPARATOR.match(text[1:]):
        return f'"{text}" starts with a letter: write {text[1:]}'
    return f'"{text}" is not a version with an optional =, >, >=, <, <=, ~ or ^ before it'
