"""The languages of an experiment, as somebody typed them or as the columns of a file say."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.errors import InputError
from portlog.records.session import Languages

_LINES = "loc_"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Told:
    """The languages that somebody typed; None for one that nobody did."""

    original: str | None = None
    port: str | None = None

    @property
    def languages(self) -> Languages:
        """The two, the usual one for each that was not typed; `InputError` if they cannot be."""
        usual = Languages()
        try:
            return Languages(self.original or usual.original, self.port or usual.port)
        except ValueError as error:
            raise InputError(str(error), "write --original python --port rust") from error


def languages_of(header: Sequence[str], name: str, told: Told) -> Languages:
    """Return the languages that a file's two columns of lines are named for.

    Raises `InputError` where neither they nor what was typed say which is the original.
    """
    found = [column.removeprefix(_LINES) for column in header if column.startswith(_LINES)]
    wanted = {told.original, told.port} - {None}
    if len(found) != _PAIR or not wanted <= set(found):
        return told.languages
    guessed = _guessed(found[0], found[1], told)
    if guessed is None:
        raise InputError(
            f"{name}:1: the columns of lines are loc_{found[0]} and loc_{found[1]}",
            f"say which is which: --original {found[0]} --port {found[1]}, or the other way round",
        )
    return guessed.languages


def _guessed(first: str, second: str, told: Told) -> Told | None:
    other = {first: second, second: first}
    if told.original is not None:
        return Told(told.original, other[told.original])
    if told.port is not None:
        return Told(other[told.port], told.port)
    usual = Languages()
    if (second, first) == (usual.original, usual.port):
        return Told()
    return Told(first, second) if first == usual.original or second == usual.port else None
