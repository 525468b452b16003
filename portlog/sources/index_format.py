"""The format of a registry's index: where a crate's file is, and what its lines say.

The format: https://doc.rust-lang.org/cargo/reference/registry-index.html
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from portlog.errors import Unreachable
from portlog.records.registry import Release
from portlog.sources.json_trouble import UNREADABLE

_ASKABLE = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_SHORT_NAME = 3
_NEWEST_LINE_FORMAT = 2
_OWN_DEPENDENCY = "dep:"


def index_path(name: str) -> str:
    """Return a crate's path in an index, such as `se/rd/serde`.

    Raises ValueError for what could lead elsewhere, such as `serde/../tokio`.
    """
    if not _ASKABLE.match(name):
        raise ValueError(f"{name!r} cannot be asked for")
    lower = name.lower()
    return f"{index_folder(lower)}/{lower}"


def index_folder(name: str) -> str:
    """Return the folders above a crate's file, such as `se/rd`, in the name's own case."""
    if len(name) < _SHORT_NAME:
        return f"{len(name)}"
    if len(name) == _SHORT_NAME:
        return f"{_SHORT_NAME}/{name[0]}"
    return f"{name[:2]}/{name[2:4]}"


class RegistrySettings(msgspec.Struct, rename="kebab"):
    """A registry's `config.json`, as far as a reader needs it."""

    dl: str
    api: str | None = None
    auth_required: bool = False


class _Dependency(msgspec.Struct):
    name: str
    optional: bool = False


class _Line(msgspec.Struct):
    name: str
    vers: str
    deps: list[_Dependency] = []
    features: dict[str, list[str]] = {}
    features2: dict[str, list[str]] | None = None
    cksum: str | None = None
    yanked: bool | None = None
    links: str | None = None
    rust_version: str | None = None
    pubtime: str | None = None
    v: int | None = None


@dataclass(frozen=True, slots=True)
class IndexFile:
    """The releases in an index file, and how many of its lines were left out."""

    releases: tuple[Release, ...]
    unread: int = 0


_LINE = msgspec.json.Decoder(_Line)
_ANY_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read_settings(body: bytes) -> RegistrySettings:
    """Read `config.json`; `Unreachable` for anything else, such as a login page."""
    try:
        return msgspec.json.decode(body, type=RegistrySettings)
    except UNREADABLE:
        raise Unreachable("what was answered for config.json is not a registry's") from None


def read_index_file(body: bytes) -> IndexFile:
    """Read every release in an index file.

    A line that is JSON, but not as known here, is left out and counted, as cargo leaves it
    out. Anything that is not JSON means that this is another answer, or half of one: `Unreachable`.
    """
    lines = [line for line in body.split(b"\n") if line.strip()]
    if not lines:
        raise Unreachable("the answer is empty")
    read = [_release(line) for line in lines]
    releases = tuple(release for release in read if release is not None)
    return IndexFile(releases, len(read) - len(releases))


def _release(line: bytes) -> Release | None:
    try:
        parsed = _LINE.decode(line)
    except msgspec.ValidationError:
        _refuse_other_formats(line)
        return None
    except UNREADABLE:
        raise _not_an_index() from None
    if (parsed.v or 1) > _NEWEST_LINE_FORMAT:
        return None
    return Release(
        name=parsed.name,
        version=parsed.vers,
        yanked=bool(parsed.yanked),
        features=all_features(
            parsed.features | (parsed.features2 or {}),
            (one.name for one in parsed.deps if one.optional),
        ),
        rust_version=parsed.rust_version,
        published_at=_moment(parsed.pubtime),
        checksum=parsed.cksum,
        links=parsed.links,
    )


def _refuse_other_formats(line: bytes) -> None:
    try:
        _ANY_OBJECT.decode(line)
    except UNREADABLE:
        raise _not_an_index() from None


def _not_an_index() -> Unreachable:
    return Unreachable("what was answered is not an index file, or only a part of one")


def all_features(
    declared: Mapping[str, Iterable[str]], optional: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """Return the features that can be asked for.

    An optional dependency is a feature of its own name unless some feature names it as `dep:`.
    """
    features = {name: tuple(enables) for name, enables in declared.items()}
    named = {one for enables in features.values() for one in enables if one.startswith("dep:")}
    for dependency in optional:
        enables = _OWN_DEPENDENCY + dependency
        if enables not in named:
            features.setdefault(dependency, (enables,))
    return features


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)
