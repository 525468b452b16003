"""An advisory as OSV writes it, as far as it says which versions of which crate are affected."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OsvEventKind(StrEnum):
    """What happens at a version of a range."""

    INTRODUCED = "introduced"
    FIXED = "fixed"
    LAST_AFFECTED = "last_affected"


@dataclass(frozen=True, slots=True)
class OsvEvent:
    """One event of a range; `version` is as written, `0` for before every version."""

    kind: OsvEventKind
    version: str


@dataclass(frozen=True, slots=True)
class OsvAffected:
    """One crate that an advisory is about: its ranges, each with its events, and lone versions."""

    package: str
    ranges: tuple[tuple[OsvEvent, ...], ...]
    versions: tuple[str, ...] = ()
    informational: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OsvAdvisory:
    """One advisory that was not withdrawn."""

    name: str
    published: date
    affected: tuple[OsvAffected, ...]


@dataclass(frozen=True, slots=True)
class OsvExport:
    """All advisories of an export, and the commit that it was made from, where it says so."""

    advisories: tuple[OsvAdvisory, ...]
    commit: str | None = None
