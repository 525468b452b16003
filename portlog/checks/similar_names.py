"""Which crate may have been meant by a name that its registry does not have.

A candidate is a guess: it is worth showing only once the registry has confirmed it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice, product

from portlog.checks.crate_names import LONGEST_NAME, canonical, name_refusal
from portlog.checks.known_crates import KNOWN_CRATES

MOST_SPELLINGS = 16
MOST_CANDIDATES = 12
_PREFIXES = ("rust-", "rs-", "lib", "cargo-", "tokio-", "async-")
_SUFFIXES = ("-rs", "-rust", "-core", "-lib", "-cli", "-api", "-sys", "-client", "-sdk")
_ROOM_FOR_TWO_SLIPS = 8


def other_spellings(name: str) -> tuple[str, ...]:
    """Return the same name with `-` and `_` chosen differently, nearest to uniform first.

    Capitals need no candidate: an index is asked in lower case.
    """
    words = name.replace("_", "-").split("-")
    uniform = (separator.join(words) for separator in "-_")
    mixed = (_joined(words, marks) for marks in product("-_", repeat=len(words) - 1))
    others = (one for one in dict.fromkeys((*uniform, *islice(mixed, 4 * MOST_SPELLINGS))))
    return tuple(islice((one for one in others if one != name), MOST_SPELLINGS))


def _joined(words: list[str], marks: Iterable[str]) -> str:
    return words[0] + "".join(mark + word for mark, word in zip(marks, words[1:], strict=True))


def candidates(name: str) -> tuple[str, ...]:
    """Return names that may have been meant, likeliest first, at most twelve."""
    shape = canonical(name)
    guesses = (*_near_known(shape), *_without_affix(shape), *_swapped(shape))
    usable = (one for one in dict.fromkeys(guesses) if canonical(one) != shape)
    return tuple(islice((one for one in usable if name_refusal(one) is None), MOST_CANDIDATES))


def _near_known(shape: str) -> list[str]:
    allowed = 2 if len(shape) >= _ROOM_FOR_TWO_SLIPS else 1
    letters = set(shape)
    alike = [known for known in KNOWN_CRATES if len(letters ^ set(known)) <= 2 * allowed + 1]
    slips = {known: edit_distance(shape, canonical(known), allowed + 1) for known in alike}
    least = min(slips.values(), default=allowed + 1)
    return sorted(known for known, count in slips.items() if count == least <= allowed)


def _without_affix(shape: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if shape.startswith(prefix):
            yield from _as_known(shape.removeprefix(prefix))
    for suffix in _SUFFIXES:
        if shape.endswith(suffix):
            yield from _as_known(shape.removesuffix(suffix))


def _swapped(shape: str) -> Iterator[str]:
    first, dash, rest = shape.partition("-")
    if dash:
        yield from _as_known(f"{rest}-{first}")
        yield from _as_known(shape.replace("-", ""))


def _as_known(shape: str) -> tuple[str, ...]:
    known = tuple(one for one in KNOWN_CRATES if canonical(one) == shape)
    return known or ((shape,) if 0 < len(shape) <= LONGEST_NAME else ())


def edit_distance(one: str, other: str, most: int = 3) -> int:
    """Count the letters to add, drop, change or swap with their neighbour; `most` means more."""
    if abs(len(one) - len(other)) >= most:
        return most
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, facing in enumerate(other, 1):
            changed = last[column - 1] + (letter != facing)
            current.append(min(changed, last[column] + 1, current[-1] + 1))
            if row > 1 and column > 1 and (letter, one[row - 2]) == (other[column - 2], facing):
                current[column] = min(current[column], before_last[column - 2] + 1)
        before_last, last = last, current
    return min(last[-1], most)


def nearest(wanted: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return the words most like the wanted one: those that contain it, then one or two slips."""
    shape = canonical(wanted)
    scored = [(_unlikeness(shape, canonical(one)), one) for one in known]
    return tuple(one for score, one in sorted(scored)[:most] if score < _UNLIKE)


_UNLIKE = 4


def _unlikeness(shape: str, other: str) -> int:
    if shape == other:
        return 0
    slips = edit_distance(shape, other)
    if slips == 1 or (slips == len("ab") and len(shape) >= _ROOM_FOR_TWO_SLIPS):
        return slips
    contained = min(shape, other, key=len)
    alike = len(contained) > len("ab") and (shape in other or other in shape)
    return _UNLIKE - 1 if alike else _UNLIKE
