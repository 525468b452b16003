"""A crate's `Cargo.toml` as far as it decides what the paths of its library mean."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portlog.records.registry import CRATES_IO
from portlog.records.rust_crate import CrateDependency, CrateManifest
from portlog.sources.index_format import all_features
from portlog.sources.toml_document import TomlDocument, parse_document
from portlog.sources.toml_file import decoded

_QUOTED = re.compile(r'(r#+)"(?:.*?)"#+|"(?:[^"\\]|\\.)*"', re.DOTALL)
_SETS_CFG = re.compile(r"rustc-cfg=(\w*)")
_PROBES = re.compile(r"\b(?:autocfg|cfg_aliases|version_check|rustversion)\b")
_LIBRARY = "src/lib.rs"
_WORD = re.compile(r"[^\W\d]\w*")


def crate_manifest(files: Mapping[str, bytes], name: str, version: str) -> CrateManifest:
    """Read the manifest among a crate's files; `ConfigError` where it is none."""
    file = f"{name}-{version}/Cargo.toml"
    document = parse_document(file, decoded(file, files.get("Cargo.toml", b"")))
    package, library = document.table("package"), document.table("lib")
    root = _text(library, "path") or _LIBRARY
    build = _text(package, "build") or "build.rs"
    dependencies = tuple(_dependencies(document))
    declared = {
        feature: [one for one in entries if isinstance(one, str)]
        for feature, entries in document.table("features").items()
        if isinstance(entries, list)
    }
    return CrateManifest(
        package=_text(package, "name") or name,
        version=_text(package, "version") or version,
        library=_plain(root) if _plain(root) in files else None,
        library_name=_text(library, "name") or name.replace("-", "_"),
        edition=_text(package, "edition") or "2015",
        is_proc_macro=library.get("proc-macro") is True or library.get("proc_macro") is True,
        build=build,
        builds_with_others="build-dependencies" in document.content,
        build_cfgs=_build_cfgs(files.get(build, b"").decode(errors="replace")),
        features=all_features(declared, (one.key for one in dependencies if one.optional)),
        dependencies=dependencies,
    )


def _plain(path: str) -> str:
    return path.removeprefix("./").replace("\\", "/")


def _text(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) else None


def _dependencies(document: TomlDocument) -> Iterator[CrateDependency]:
    tables = [document.table("dependencies")]
    tables += [document.table("target", one, "dependencies") for one in document.table("target")]
    for table in tables:
        for key, entry in table.items():
            yield _dependency(key, entry)


def _dependency(key: str, entry: Any) -> CrateDependency:
    if not isinstance(entry, dict):
        return CrateDependency(key, key, entry if isinstance(entry, str) else None)
    features = entry.get("features", [])
    defaults = entry.get("default-features", entry.get("default_features", True))
    return CrateDependency(
        key=key,
        package=_text(entry, "package") or key,
        requirement=_text(entry, "version"),
        features=tuple(one for one in features if isinstance(one, str))
        if isinstance(features, list)
        else (),
        default_features=defaults is not False,
        optional=entry.get("optional") is True,
        registry=CRATES_IO,
    )


def _build_cfgs(script: str) -> tuple[str, ...] | None:
    """Return the `cfg`s that a build script may set; None where they are put together or probed."""
    named = _SETS_CFG.findall(script)
    is_open = _PROBES.search(script) is not None or "" in named
    return None if is_open else tuple(sorted(set(named)))


def build_words(files: Mapping[str, bytes], manifest: CrateManifest) -> tuple[str, ...] | None:
    """Return every word in the build script's quotes, from which it makes the code it writes.

    None where it has the help of other crates, and its words say nothing about that.
    """
    if manifest.builds_with_others:
        return None
    text = files.get(manifest.build, b"").decode(errors="replace")
    quoted = (match[0] for match in _QUOTED.finditer(text))
    return tuple(sorted({word for one in quoted for word in _WORD.findall(one)}))
