"""Asking every registry that dependencies come from, once for each crate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portlog.checks.crates import Circumstances, refusal
from portlog.errors import ConfigError
from portlog.jobs.crate_neighbours import neighbours
from portlog.jobs.open_registry import OpenRegistry, Place, open_registry
from portlog.records.dependency import Dependency
from portlog.records.registry import CRATES_IO, RegistryAnswer
from portlog.sources.registry import look_up_all


@dataclass(frozen=True, slots=True)
class Asked:
    """A registry and what it answered, or why it cannot be opened."""

    opened: OpenRegistry | None
    answers: Mapping[str, RegistryAnswer]
    around: Mapping[str, Circumstances]
    trouble: str = ""


def ask_registries(found: Iterable[Dependency], place: Place, *, offline: bool) -> dict[str, Asked]:
    """Return each registry's answers by its name; crates that no registry has are not asked for.

    `ConfigError` where cargo's configuration says nothing usable of crates.io.
    """
    names: dict[str, list[str]] = {}
    for one in found:
        if one.standing is None and refusal(one.claim) is None:
            names.setdefault(one.registry, []).append(one.claim.name)
    return {name: _ask(name, wanted, place, offline=offline) for name, wanted in names.items()}


def _ask(name: str, wanted: Sequence[str], place: Place, *, offline: bool) -> Asked:
    try:
        opened = open_registry(place, name, offline=offline)
    except ConfigError as error:
        if name == CRATES_IO:
            raise
        return Asked(None, {}, {}, error.message)
    answers = look_up_all(opened.registry, wanted)
    return Asked(opened, answers, neighbours(opened.registry, answers))
