"""What the advisories of RustSec's database say of a crate and of a version of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portlog.checks.crate_names import canonical
from portlog.checks.versions import Version, known_version
from portlog.records.advisory import Advisory, VersionRange
from portlog.records.crate_warning import CrateWarning, WarningKind

_KINDS: Mapping[str, WarningKind] = {
    "": WarningKind.VULNERABLE,
    "unsound": WarningKind.UNSOUND,
    "unmaintained": WarningKind.UNMAINTAINED,
}


class AdvisoryIndex:
    """The advisories of a database by the crate that they are about."""

    def __init__(self, advisories: Iterable[Advisory] = ()) -> None:
        """Sort them by name, as crates.io tells names apart."""
        self._known: defaultdict[str, list[Advisory]] = defaultdict(list)
        for one in advisories:
            self._known[canonical(one.package)].append(one)

    def about(self, name: str) -> Sequence[Advisory]:
        """Return what is known of a crate, oldest advisory first."""
        return sorted(self._known.get(canonical(name), ()), key=lambda one: one.name)


def removal(advisories: Iterable[Advisory]) -> Advisory | None:
    """Return the newest advisory that says why a crate of this name is not there any more."""
    found = [one for one in advisories if one.is_removal]
    return found[-1] if found else None


def removal_words(one: Advisory) -> str:
    """Return what an advisory says of a name that is gone."""
    return f"{one.name} ({one.published}): a crate of this name was removed as malicious"


def advisory_warnings(advisories: Iterable[Advisory], version: str | None) -> list[CrateWarning]:
    """Return a warning for each advisory on a crate that is there: its name, or its version."""
    return [
        warning for one in advisories for warning in _warnings(one, known_version(version or ""))
    ]


def _warnings(one: Advisory, version: Version | None) -> Iterator[CrateWarning]:
    if one.is_removal:
        reason = f"{removal_words(one)}; whoever publishes under it now, look at the code first"
        yield CrateWarning(WarningKind.REMOVED_AS_MALICIOUS, reason)
    elif version is not None and (within := affecting(one, version)) is not None:
        kind = _KINDS.get(one.informational, WarningKind.NOTICE)
        yield CrateWarning(kind, _sentence(one, version, within))


def affecting(one: Advisory, version: Version) -> VersionRange | None:
    """Return the range of an advisory that a version lies in.

    A bound that is no version counts as affecting: what cannot be compared is not clean.
    """
    return next((some for some in one.affected if _holds(some, version)), None)


def _holds(some: VersionRange, version: Version) -> bool:
    first = known_version(some.introduced)
    end = None if some.fixed is None else known_version(some.fixed)
    if first is not None and _precedence(version) < _precedence(first):
        return False
    return end is None or _precedence(version) < _precedence(end)


def _precedence(version: Version) -> tuple[object, ...]:
    """Return what Semantic Versioning compares: build metadata is not part of it."""
    return version.order[:2]


def _sentence(one: Advisory, version: Version, within: VersionRange) -> str:
    about = one.informational or ", ".join(one.categories) or "a vulnerability"
    told = f"{one.name} ({one.published}) affects {version}: {about}"
    if one.informational == "unmaintained":
        return told
    if within.fixed is None:
        return f"{told}; it is in every later version too"
    # a bound such as 1.2.4-0 only says that 1.2.3 is the last one
    return told if within.fixed.endswith("-0") else f"{told}; it is not in {within.fixed}"
