"""Hold the dependencies of several files against their registries, each entry once."""

from collections.abc import Sequence

from portlog.jobs.open_registry import Place
from portlog.jobs.verify_deps import DependencyOptions, DependencyVerification, verify_deps
from portlog.records.dependency import DependencyLookup
from portlog.records.spot import Spot


def verify_files(
    paths: Sequence[str], options: DependencyOptions, place: Place
) -> DependencyVerification:
    """Look up what all files name, in their order; this folder's manifest if there are none.

    A workspace's root and one of its members may both be named: no entry is told twice.
    """
    found = [verify_deps(path, options, place) for path in paths or (".",)]
    distinct: dict[tuple[Spot, str, str], DependencyLookup] = {}
    for entry in (entry for one in found for entry in one.entries):
        dependency = entry.dependency
        distinct.setdefault((dependency.spot, dependency.table, dependency.key), entry)
    return DependencyVerification(tuple(distinct.values()), found[-1].advisories)
