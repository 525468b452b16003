"""What a path in code may mean, as far as that is known without compiling."""

from collections.abc import Iterable
from dataclasses import dataclass

from portlog.jobs.verify_uses.modules import Module
from portlog.records.path_use import Root, Segments

# before these, what is said of another crate does not count
_OUTRANKING = (Root.UNDECIDED, Root.OWN, Root.STD, Root.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Probe:
    """A name that a glob import may bring: `name` is where it would come from, `path` the whole."""

    name: Segments
    path: Segments


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a path's first name stands for, and the whole path from another crate's name on.

    Of several `paths` and `probes` one has to be there. `modules` are the own modules that the
    path is; `is_known` is false for an own name that nothing seen has declared.
    """

    root: Root
    paths: tuple[Segments, ...] = ()
    probes: tuple[Probe, ...] = ()
    modules: tuple[Module, ...] = ()
    is_known: bool = True


def own(*modules: Module, is_known: bool = True) -> Meaning:
    """Return what lies in the package itself."""
    return Meaning(Root.OWN, modules=modules, is_known=is_known)


def one_of(meanings: Iterable[Meaning]) -> Meaning:
    """Return what several alternatives mean together, such as those behind different `cfg`."""
    found = tuple(meanings)
    if len(found) == 1:
        return found[0]
    for root in _OUTRANKING:
        if any(one.root is root for one in found):
            return Meaning(
                root,
                modules=tuple(module for one in found for module in one.modules),
                is_known=all(one.is_known for one in found),
            )
    external = tuple(one for one in found if one.root is Root.EXTERNAL) or found
    paths = dict.fromkeys(path for one in external for path in one.paths)
    probes = dict.fromkeys(probe for one in external for probe in one.probes)
    return Meaning(external[0].root, tuple(paths), tuple(probes))
