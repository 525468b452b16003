"""A manifest with the workspace around it: its root, its members, what they inherit.

The rules: https://doc.rust-lang.org/cargo/reference/workspaces.html
"""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from portlog.errors import ConfigError
from portlog.records.dependency import Standing
from portlog.records.manifest import Manifest
from portlog.sources.cargo_manifest import manifest
from portlog.sources.toml_document import TomlDocument, read_document

MANIFEST = "Cargo.toml"
_LOCK = "Cargo.lock"
MOST_MEMBERS = 1_000
_GLOB = frozenset("*?[")


def read_manifests(path: Path) -> tuple[Manifest, ...]:
    """Return a manifest, and those of all members where it is a workspace's root.

    A member's `[patch]` stands in its root, which comes last where it was not asked for.
    `ConfigError` names file, line and column of what cannot be used.
    """
    document = read_document(path)
    if document is None:
        raise ConfigError(f"{path}: there is no such file", "name a Cargo.toml or its folder")
    root = _root(document)
    if root is not document:
        return (manifest(document, root), *_patches(root))
    return tuple(_with_members(document))


def lock_beside(path: Path) -> Path | None:
    """Return the lock file that cargo uses for a manifest or its folder, or None without one.

    It stands beside the root of the workspace. `ConfigError` as for `read_manifests`.
    """
    named = path / MANIFEST if path.is_dir() else path
    document = read_document(named) if named.suffix == ".toml" else None
    root = None if document is None else _root(document) or document
    lock = None if root is None else Path(root.file).parent / _LOCK
    return lock if lock is not None and lock.is_file() else None


def workspace_root(document: TomlDocument) -> TomlDocument | None:
    """Return the root of the workspace that a manifest is in, itself where it is the root."""
    return _root(document)


def _patches(root: TomlDocument | None) -> tuple[Manifest, ...]:
    if root is None:
        return ()
    shared = manifest(root, root)
    kept = tuple(one for one in shared.dependencies if one.table.startswith("patch."))
    return (Manifest(root.file, kept, is_root=True),) if kept else ()


def _root(document: TomlDocument) -> TomlDocument | None:
    package = document.table("package")
    if "workspace" in document.content:
        if "workspace" in package:
            spot = document.key_spot(("package", "workspace"))
            raise ConfigError(f"{spot}: a workspace's root cannot be in another workspace")
        document.table("workspace")
        return document
    if "workspace" in package:
        return _named_root(document, package["workspace"])
    return _root_above(document)


def _named_root(document: TomlDocument, named: object) -> TomlDocument:
    root = read_document(Path(document.file).parent / str(named) / MANIFEST)
    if root is None or "workspace" not in root.content:
        spot = document.value_spot(("package", "workspace"))
        raise ConfigError(f"{spot}: {named} is no workspace's root")
    return root


def _root_above(document: TomlDocument) -> TomlDocument | None:
    own = Path(document.file).absolute().parent
    for folder in own.parents:
        if (folder / MANIFEST).is_file():
            shown = _shown(folder / MANIFEST, document)
            root = read_document(Path(shown))
            if root is not None and "workspace" in root.content:
                return None if _is_excluded(root, own) else root
    return None


def _shown(path: Path, document: TomlDocument) -> str:
    return str(path) if Path(document.file).is_absolute() else os.path.relpath(path)


def _is_excluded(root: TomlDocument, folder: Path) -> bool:
    top = Path(root.file).absolute().parent
    places = [Path(os.path.normpath(top / one)) for one in _listed(root, "exclude")]
    return any(folder.is_relative_to(place) for place in places)


def _with_members(root: TomlDocument) -> Iterator[Manifest]:
    queue = [root, *_named_members(root)]
    seen: set[Path] = set()
    for document in queue:
        folder = _folder(document)
        if folder in seen:
            continue
        seen.add(folder)
        found = manifest(document, root)
        yield found
        queue.extend(_members_by_path(root, found))
        if len(seen) > MOST_MEMBERS:
            raise ConfigError(f"{root.file}: a workspace of more than {MOST_MEMBERS:,} members")


def _folder(document: TomlDocument) -> Path:
    return Path(os.path.normpath(Path(document.file).absolute().parent))


def _named_members(root: TomlDocument) -> Iterator[TomlDocument]:
    for at, pattern in enumerate(_listed(root, "members")):
        spot = root.value_spot(("workspace", "members", at))
        for folder in _folders(Path(root.file).parent, pattern, str(spot)):
            member = _member(folder, root)
            if member is not None:
                yield member
            elif not _GLOB & set(pattern):
                raise ConfigError(f"{spot}: the workspace member {pattern} has no {MANIFEST}")


def _listed(root: TomlDocument, key: str) -> list[str]:
    found = root.table("workspace").get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        spot = root.value_spot(("workspace", key))
        raise ConfigError(f"{spot}: {key} is no list of folders")
    return found


def _folders(top: Path, pattern: str, spot: str) -> list[Path]:
    if not _GLOB & set(pattern):
        return [top / pattern]
    try:
        found = list(islice(top.glob(pattern), MOST_MEMBERS + 1))
    except (ValueError, NotImplementedError, OSError):
        raise ConfigError(f"{spot}: {pattern} is no pattern of folders") from None
    if not found:
        raise ConfigError(f"{spot}: no folder matches {pattern}")
    return sorted(found)


def _member(folder: Path, root: TomlDocument) -> TomlDocument | None:
    if _is_excluded(root, Path(os.path.normpath(folder.absolute()))):
        return None
    document = read_document(folder / MANIFEST)
    own_root = document is not None and "workspace" in document.content
    if document is not None and own_root and _folder(document) != _folder(root):
        spot = document.key_spot(("workspace",))
        raise ConfigError(f"{spot}: a second root in the workspace of {root.file}")
    return document


def _members_by_path(root: TomlDocument, found: Manifest) -> Iterator[TomlDocument]:
    """Return the folders below the root that a member depends on: cargo makes them members."""
    for one in found.dependencies:
        if one.folder is None or one.standing is Standing.REFUSED or "patch" in one.table:
            continue
        folder = Path(os.path.normpath(Path(one.folder).absolute()))
        if folder.is_relative_to(_folder(root)):
            member = _member(Path(os.path.normpath(one.folder)), root)
            if member is not None:
                yield member
