"""What can be asked about crates, whatever kind of source stands behind it."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from portlog.records.registry import RegistryAnswer

SIDE_BY_SIDE = 8
Clock = Callable[[], datetime]


class Registry(Protocol):
    """A source of crates: a sparse index, a folder of them, or one that cannot be read."""

    @property
    def source(self) -> str:
        """Where it is, without credentials."""
        raise NotImplementedError

    def look_up(self, name: str) -> RegistryAnswer:
        """Return all that it has under a name; a trouble is an answer of its own."""
        raise NotImplementedError


def look_up_all(registry: Registry, names: Iterable[str]) -> dict[str, RegistryAnswer]:
    """Return the answer for each distinct name, asked eight side by side."""
    distinct = list(dict.fromkeys(names))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return dict(zip(distinct, pool.map(registry.look_up, distinct), strict=True))
