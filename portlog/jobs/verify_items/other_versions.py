"""Which other releases of a crate have what the asked one has not."""

from collections.abc import Iterable, Iterator, Sequence

from portlog.checks.candidates import Candidates
from portlog.checks.items.judge import judge_path
from portlog.checks.items.members import Members
from portlog.checks.items.open_crate import open_crate
from portlog.checks.items.rust_paths import RustPath
from portlog.checks.versions import Version, known_version
from portlog.jobs.verify_items.shelf import Shelf
from portlog.records.item import ItemVerdict
from portlog.records.registry import Release

MOST_RELEASES = 4
_THERE = frozenset({ItemVerdict.EXISTS, ItemVerdict.GATED})


def neighbouring_releases(releases: Iterable[Release], asked: Release) -> tuple[Release, ...]:
    """Return the newest release of each of the compatible lines nearest to the asked release.

    The asked one's own line counts where it has a newer release.
    """
    newest: dict[tuple[int, ...], Release] = {}
    for release in Candidates.of(releases, None).all:
        version = known_version(release.version)
        if version is not None and not version.pre and not release.yanked:
            newest.setdefault(_line(version), release)
    lines = list(newest)
    own = known_version(asked.version)
    at = lines.index(_line(own)) if own is not None and _line(own) in lines else 0
    nearest = sorted(range(len(lines)), key=lambda place: abs(place - at))
    found = (newest[lines[place]] for place in nearest)
    return tuple(one for one in found if one.version != asked.version)[:MOST_RELEASES]


def _line(version: Version) -> tuple[int, ...]:
    """Return what releases share that cargo takes one for the other."""
    major, minor, patch = version.core
    if major:
        return (major,)
    return (0, minor) if minor else (0, 0, patch)


def versions_with(
    path: RustPath, releases: Sequence[Release], registry: str, shelf: Shelf
) -> Iterator[str]:
    """Yield the versions of these releases that have a path with all features on."""
    for release in releases:
        source = shelf.source(registry, release)
        if isinstance(source, str):
            continue
        crate = open_crate(source, frozenset(source.manifest.features), defaults=True)
        verdict = judge_path(crate, path.segments, path.namespace, Members(shelf)).verdict
        if verdict in _THERE:
            yield release.version
