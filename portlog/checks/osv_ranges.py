"""Which versions an OSV advisory affects, as ranges that neither overlap nor touch.

Format: https://ossf.github.io/osv-schema/#affectedrangesevents-fields
"""

from collections.abc import Iterable, Iterator

from portlog.checks.versions import Version
from portlog.records.advisory import FROM_THE_FIRST, Advisory, VersionRange
from portlog.records.osv import OsvAdvisory, OsvAffected, OsvEvent, OsvEventKind

_CORE_NUMBERS = 3
_Bounds = tuple[Version, Version | None]


def advisories_of(one: OsvAdvisory) -> Iterator[Advisory]:
    """Yield an advisory for each crate that an OSV advisory is about.

    Raises ValueError for a version that is none, and where nothing says what is affected.
    """
    for affected in one.affected:
        yield Advisory(
            one.name,
            affected.package,
            one.published,
            affected_ranges(affected),
            affected.informational,
            affected.categories,
        )


def affected_ranges(affected: OsvAffected) -> tuple[VersionRange, ...]:
    """Return the versions that are affected, lowest first."""
    bounds = [pair for events in affected.ranges for pair in _bounds(events)]
    bounds += [(version, _next(version)) for version in map(_version, affected.versions)]
    if not bounds:
        raise ValueError(f"no range says which versions of {affected.package} are affected")
    return tuple(_range(start, end) for start, end in _merged(bounds))


def _range(start: Version, end: Version | None) -> VersionRange:
    return VersionRange(str(start), None if end is None else str(end))


def _bounds(events: Iterable[OsvEvent]) -> Iterator[_Bounds]:
    dated = [(_version(one.version), one) for one in events]
    placed = sorted(dated, key=lambda pair: pair[0].order)
    start: Version | None = None
    for version, event in placed:
        if event.kind is OsvEventKind.INTRODUCED:
            start = start or version
        elif start is not None:
            last = event.kind is OsvEventKind.LAST_AFFECTED
            yield start, _next(version) if last else version
            start = None
    if start is not None:
        yield start, None


def _merged(bounds: Iterable[_Bounds]) -> list[_Bounds]:
    merged: list[_Bounds] = []
    for start, end in sorted(bounds, key=lambda pair: pair[0].order):
        if merged and _reaches(merged[-1][1], start):
            before = merged.pop()
            merged.append((before[0], _later(before[1], end)))
        else:
            merged.append((start, end))
    return merged


def _reaches(end: Version | None, start: Version) -> bool:
    return end is None or start.order <= end.order


def _later(one: Version | None, other: Version | None) -> Version | None:
    return None if one is None or other is None else max(one, other)


def _version(text: str) -> Version:
    """Return the version of an event: `0` is before all of them, `1.2` is `1.2.0`."""
    if text == "0":
        return Version.parse(FROM_THE_FIRST)
    missing = _CORE_NUMBERS - len(text.split("."))
    return Version.parse(text + ".0" * max(missing, 0))


def _next(version: Version) -> Version:
    """Return the lowest version above another, by Semantic Versioning's order."""
    if version.pre:
        return Version(version.core, f"{version.pre}.0")
    major, minor, patch = version.core
    return Version((major, minor, patch + 1), "0")
