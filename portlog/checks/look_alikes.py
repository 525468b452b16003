"""Whether a name is one slip away from the name of a far better known crate.

The slips are those that crates.io's own check (typomania) looks for: a letter left out or put
in twice, neighbours swapped, a key beside the right one, a letter that looks like another, one
bit turned over, words swapped or joined, and a word such as `rs` added. It is a guess: of names
that nobody doubts some are a slip away from another.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from portlog.checks.crate_names import canonical
from portlog.checks.known_crates import KNOWN_CRATES

_SHORTEST = 4
_MOST_WORDS = 4
_AFFIXES = ("rs", "rust", "lib", "crate", "api")
_KEY_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("1li", "0o", "uv", "5s", "2z", "b6", "9gq", "mn", "ij", "ce")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def is_well_known(name: str) -> bool:
    """Say whether many others build on a crate of this name."""
    return canonical(name) in _shapes()


def looks_like(name: str) -> str | None:
    """Return the well-known crate that a name can be mistaken for, or None.

    A name that is well known itself is not mistaken for another.
    """
    known = _by_shape()
    shape = canonical(name)
    if is_well_known(name) or len(shape) < _SHORTEST:
        return None
    return next((known[slip] for slip in _origins(shape) if slip in known), None)


@cache
def _shapes() -> Mapping[str, str]:
    return {canonical(one): one for one in KNOWN_CRATES}


@cache
def _by_shape() -> Mapping[str, str]:
    return {shape: one for shape, one in _shapes().items() if len(one) >= _SHORTEST}


def _origins(shape: str) -> Iterator[str]:
    """Yield the names that one slip turns into this one; most of them nobody has."""
    yield from _words_joined(shape)
    yield from _words_swapped(shape)
    yield from _without_affix(shape)
    yield from _letter_more(shape)
    yield from _letter_less(shape)
    yield from _neighbours_swapped(shape)
    yield from _letter_changed(shape)


def _words_joined(shape: str) -> Iterator[str]:
    joined = _by_joined().get(shape.replace("-", ""))
    if joined is not None:
        yield joined


@cache
def _by_joined() -> Mapping[str, str]:
    return {known.replace("-", ""): known for known in _by_shape()}


def _words_swapped(shape: str) -> Iterator[str]:
    words = shape.split("-")
    if len(words) <= _MOST_WORDS:
        for at in range(1, len(words)):
            yield "-".join((*words[at:], *words[:at]))


def _without_affix(shape: str) -> Iterator[str]:
    for affix in _AFFIXES:
        for mark in ("-", ""):
            yield shape.removeprefix(f"{affix}{mark}")
            yield shape.removesuffix(f"{mark}{affix}")


def _letter_more(shape: str) -> Iterator[str]:
    longer = _by_shorter().get(shape)
    if longer is not None:
        yield longer


@cache
def _by_shorter() -> Mapping[str, str]:
    return {shorter: known for known in _by_shape() for shorter in _letter_less(known)}


def _letter_less(shape: str) -> Iterator[str]:
    for at in range(len(shape)):
        yield f"{shape[:at]}{shape[at + 1 :]}"


def _neighbours_swapped(shape: str) -> Iterator[str]:
    for at in range(len(shape) - 1):
        yield f"{shape[:at]}{shape[at + 1]}{shape[at]}{shape[at + 2 :]}"


def _letter_changed(shape: str) -> Iterator[str]:
    for at, letter in enumerate(shape):
        for other in _mistaken_for()[letter]:
            yield f"{shape[:at]}{other}{shape[at + 1 :]}"


@cache
def _mistaken_for() -> Mapping[str, str]:
    return {letter: "".join(sorted(_slips_of(letter) - {letter})) for letter in _LETTERS}


def _slips_of(letter: str) -> set[str]:
    flipped = {chr(ord(letter) ^ 1 << bit) for bit in range(7)} & _LETTERS
    alike = {other for group in _ALIKE if letter in group for other in group}
    rows = [row for row in _KEY_ROWS if letter in row]
    beside = {row[at] for row in rows for at in _around(row.index(letter), len(row))}
    return flipped | alike | beside


def _around(at: int, length: int) -> list[int]:
    return [one for one in (at - 1, at + 1) if 0 <= one < length]
