"""One entry of a table of dependencies, read as cargo reads it.

The rules: https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portlog.records.crate_lookup import CrateClaim
from portlog.records.dependency import Dependency, Standing
from portlog.records.registry import CRATES_IO
from portlog.records.spot import Spot
from portlog.sources.cargo_sources import without_credentials
from portlog.sources.toml_document import TomlDocument
from portlog.sources.toml_positions import TomlPath

WORKSPACE_TABLE = "workspace.dependencies"
_TEXTS = ("version", "path", "git", "branch", "tag", "rev", "registry", "registry-index", "package")
_TRUTHS = ("optional", "default-features", "default_features", "workspace")
_FIELDS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(_TEXTS, (str, "a text")),
    **dict.fromkeys(_TRUTHS, (bool, "true or false")),
}
_SOURCES = ("version", "path", "git", "workspace")
_GIT_ONLY = ("branch", "tag", "rev")
_EXCLUSIVE = (
    *(("git", "path"), ("git", "registry"), ("git", "registry-index")),
    *(("registry", "registry-index"), ("branch", "tag"), ("branch", "rev"), ("tag", "rev")),
)
_KEY = re.compile(r"[^\W\d][\w-]*\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value in a table of dependencies."""

    document: TomlDocument
    table: str
    path: TomlPath
    value: Any

    @property
    def key(self) -> str:
        """The name that the code uses."""
        return str(self.path[-1])

    @property
    def fields(self) -> Mapping[str, Any]:
        """What is said of it; a text alone is its version."""
        if isinstance(self.value, str):
            return {"version": self.value}
        return self.value if isinstance(self.value, dict) else {}

    @property
    def spot(self) -> Spot:
        """Where its key stands."""
        return self.document.key_spot(self.path)

    def spot_of(self, *more: str | int) -> Spot:
        """Return where a part of its value stands."""
        return self.document.value_spot((*self.path, *more))

    @property
    def features(self) -> tuple[str, ...]:
        """The features that are asked of it, where they are a list of texts."""
        found = self.fields.get("features", [])
        return tuple(one for one in found if isinstance(one, str)) if _is_list(found) else ()


def dependency(entry: Entry, workspace: TomlDocument | None) -> Dependency:
    """Return what an entry asks for; what cargo refuses says so and why."""
    refused = _refusal(entry)
    if refused is not None:
        return _refused(entry, *refused)
    if entry.fields.get("workspace"):
        return _inherited(entry, workspace)
    return _declared(entry)


def _refused(entry: Entry, why: str, spot: Spot) -> Dependency:
    return Dependency(
        CrateClaim(_name(entry), _text(entry, "version"), entry.features),
        entry.key,
        entry.table,
        spot,
        optional=entry.fields.get("optional") is True,
        standing=Standing.REFUSED,
        because=why,
    )


def _name(entry: Entry) -> str:
    return _text(entry, "package") or entry.key


def _text(entry: Entry, field: str) -> str | None:
    found = entry.fields.get(field)
    return found if isinstance(found, str) else None


def _refusal(entry: Entry) -> tuple[str, Spot] | None:
    return next(iter((*_form_refusals(entry), *_rule_refusals(entry))), None)


def _form_refusals(entry: Entry) -> Iterator[tuple[str, Spot]]:
    if not isinstance(entry.value, str | dict):
        yield "a dependency is a version or a table, and this is neither", entry.spot_of()
    if not _KEY.match(entry.key) and "package" in entry.fields:
        yield f'"{entry.key}" cannot be a dependency\'s name', entry.spot
    for name, (kind, words) in _FIELDS.items():
        if not isinstance(entry.fields.get(name, kind()), kind):
            yield f"{name} has to be {words}", entry.spot_of(name)
    yield from _feature_form(entry)


def _feature_form(entry: Entry) -> Iterator[tuple[str, Spot]]:
    features = entry.fields.get("features", [])
    if not _is_list(features) or len(entry.features) != len(features):
        yield "features have to be a list of texts", entry.spot_of("features")


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _rule_refusals(entry: Entry) -> Iterator[tuple[str, Spot]]:
    given = entry.fields
    if not any(name in given for name in _SOURCES):
        yield "neither version, path, git nor workspace is given", entry.spot
    for one, other in _EXCLUSIVE:
        if one in given and other in given:
            yield f"only one of {one} and {other} is allowed", entry.spot_of(other)
    for name in _GIT_ONLY:
        if name in given and "git" not in given:
            yield f"{name} means nothing without git", entry.spot_of(name)
    yield from _table_refusals(entry)


def _table_refusals(entry: Entry) -> Iterator[tuple[str, Spot]]:
    given = entry.fields
    shared = entry.table == WORKSPACE_TABLE
    if given.get("workspace") is False:
        yield "workspace cannot be false", entry.spot_of("workspace")
    if given.get("workspace") and (shared or entry.table.startswith("patch.")):
        yield "it cannot inherit here", entry.spot_of("workspace")
    is_dev = entry.table.endswith(("dev-dependencies", "dev_dependencies"))
    if given.get("optional") and (shared or is_dev):
        yield f"an entry of {entry.table} cannot be optional", entry.spot_of("optional")
    if entry.table.startswith("patch.") and not ("git" in given or "path" in given):
        yield "a patch has to name another source, path or git", entry.spot


def _inherited(entry: Entry, workspace: TomlDocument | None) -> Dependency:
    if workspace is None:
        return _refused(entry, "it inherits, and there is no workspace", entry.spot)
    shared = workspace.table("workspace", "dependencies")
    if entry.key not in shared:
        why = f"{workspace.file} has no {entry.key} in [workspace.dependencies]"
        return _refused(entry, why, entry.spot)
    base = Entry(
        workspace,
        WORKSPACE_TABLE,
        ("workspace", "dependencies", entry.key),
        shared[entry.key],
    )
    found = dependency(base, None)
    features = tuple(dict.fromkeys((*found.claim.features, *entry.features)))
    return replace(
        found,
        claim=replace(found.claim, features=features),
        table=entry.table,
        spot=entry.spot,
        feature_spots={**found.feature_spots, **_feature_spots(entry)},
        optional=bool(entry.fields.get("optional")),
        default_features=found.default_features or _default_features(entry) is True,
    )


def _declared(entry: Entry) -> Dependency:
    standing, because = _standing(entry)
    path = _text(entry, "path")
    version = "version" in entry.fields
    inline = isinstance(entry.value, dict)
    return Dependency(
        CrateClaim(_name(entry), _text(entry, "version"), entry.features),
        entry.key,
        entry.table,
        entry.spot,
        version_spot=entry.spot_of(*(("version",) if inline else ())) if version else None,
        feature_spots=_feature_spots(entry),
        registry=_text(entry, "registry") or CRATES_IO,
        optional=bool(entry.fields.get("optional")),
        default_features=_default_features(entry) is not False,
        standing=standing,
        because=because,
        folder=None if path is None else str(Path(entry.document.file).parent / path),
        index=_text(entry, "registry-index"),
    )


def _default_features(entry: Entry) -> bool | None:
    found = entry.fields.get("default-features", entry.fields.get("default_features"))
    return found if isinstance(found, bool) else None


def _feature_spots(entry: Entry) -> dict[str, Spot]:
    return {name: entry.spot_of("features", at) for at, name in enumerate(entry.features)}


def _standing(entry: Entry) -> tuple[Standing | None, str]:
    git, path = _text(entry, "git"), _text(entry, "path")
    index = _text(entry, "registry-index")
    if git is not None:
        address = without_credentials(git)
        return Standing.ELSEWHERE, f"from the git repository {address}, not from a registry"
    if path is not None:
        return Standing.ELSEWHERE, f"from the folder {path}, not from a registry"
    if index is not None:
        address = without_credentials(index)
        return Standing.UNKNOWN, f"cargo's configuration has no registry at {address}"
    return None, ""
