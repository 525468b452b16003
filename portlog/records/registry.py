"""What a crate registry answered: releases, and where and when that was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

CRATES_IO = "crates-io"


@dataclass(frozen=True, slots=True)
class Release:
    """One published version of a crate, as its registry's index tells it.

    `features` holds every feature that can be asked for, those that an optional dependency
    makes included; `rust_version` is the oldest Rust that its author says it builds with.
    """

    name: str
    version: str
    yanked: bool
    features: Mapping[str, tuple[str, ...]]
    rust_version: str | None = None
    published_at: datetime | None = None
    checksum: str | None = None
    links: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when an answer was given: its address without credentials, and the UTC time.

    `age_seconds` is None for an answer of this moment and the age of one from the cache.
    """

    source: str
    checked_at: datetime
    etag: str | None = None
    age_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """All releases that a registry has under a name; none says that it has no such crate.

    `complete` is false for a source that holds only a part of its registry: what it lacks may
    exist all the same. `unread` counts the index lines that newer tools write and this one skips.
    """

    name: str
    releases: tuple[Release, ...]
    sighting: Sighting
    complete: bool = True
    unread: int = 0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A registry that could not be asked, which says nothing about the crate."""

    name: str
    why: str
    sighting: Sighting


RegistryAnswer = Listing | NoAnswer
