"""Which crates there are that a missing name may have meant."""

from collections.abc import Iterable, Mapping
from itertools import islice

from portlog.checks.crate_names import canonical
from portlog.checks.crates import Circumstances
from portlog.checks.similar_names import candidates, other_spellings
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer
from portlog.sources.registry import Registry, look_up_all

MOST_PROBES = 48


def neighbours(
    registry: Registry, answers: Mapping[str, RegistryAnswer]
) -> dict[str, Circumstances]:
    """Return, for each name that the registry lacks, which names like it the registry has.

    At most 48 further names are looked up for all of them together.
    """
    absent = [name for name, answer in answers.items() if _is_absent(answer)]
    guesses = {name: (*other_spellings(name), *candidates(name)) for name in absent}
    distinct = dict.fromkeys(guess for group in guesses.values() for guess in group)
    probed = look_up_all(registry, islice(distinct, MOST_PROBES))
    known = {**answers, **probed}
    return {name: _circumstances(name, group, known) for name, group in guesses.items()}


def _is_absent(answer: RegistryAnswer) -> bool:
    return isinstance(answer, Listing) and answer.complete and not answer.releases


def _circumstances(
    name: str, guesses: Iterable[str], answers: Mapping[str, RegistryAnswer]
) -> Circumstances:
    known = [answers.get(guess) for guess in guesses]
    names = dict.fromkeys(one for answer in known for one in _names_in(answer, canonical(name)))
    unprobed = any(answer is None or isinstance(answer, NoAnswer) for answer in known)
    return Circumstances(tuple(names), unprobed)


def _names_in(answer: RegistryAnswer | None, own: str) -> list[str]:
    """Return the names that an answer proves, and of other crates only those of use.

    A crate whose versions are all yanked is not worth suggesting, unless it is the very one.
    """
    if not isinstance(answer, Listing):
        return []
    return [one.name for one in answer.releases if not one.yanked or canonical(one.name) == own]
