"""A registry crate's own examples, as a package that depends on the crate like any other."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portlog.jobs.crate_sources import CrateSources
from portlog.jobs.verify_uses.lib_names import newest
from portlog.records.registry import CRATES_IO, Listing

_KEPT = ("version", "features", "default-features", "package")


def write_examples(folder: Path, name: str, sources: CrateSources) -> int:
    """Write the examples of a crate's newest release and return how many files they are.

    The package takes the crate with all its features, and whatever the crate itself takes.
    """
    listing = sources.opened(CRATES_IO).registry.look_up(name)
    assert isinstance(listing, Listing), listing
    release = newest(one for one in listing.releases if "-" not in one.version and not one.yanked)
    assert release is not None
    files = sources.files(name, release)
    assert isinstance(files, Mapping), files
    examples = {path: text for path, text in files.items() if path.startswith("examples/")}
    for path, content in examples.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    own = {
        "version": f"={release.version}",
        "features": sorted(set(release.features) - {"nightly"}),
    }
    manifest = tomllib.loads(files["Cargo.toml"].decode())
    (folder / "Cargo.toml").write_text(_manifest(manifest, {name: own}))
    return sum(path.endswith(".rs") for path in examples)


def _manifest(theirs: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    edition = theirs["package"].get("edition", "2015")
    lines = ["[package]", 'name = "held"', 'version = "0.0.0"', f'edition = "{edition}"']
    platforms = theirs.get("target", {}).values()
    for table in ("dependencies", "dev-dependencies"):
        lines.append(f"[{table}]")
        every = {
            key: one for some in (*platforms, theirs) for key, one in some.get(table, {}).items()
        }
        for key, value in {**every, **own}.items():
            fields = {"version": value} if isinstance(value, str) else value
            told = (f"{field} = {_toml(one)}" for field, one in fields.items() if field in _KEPT)
            lines.append(f'"{key}" = {{ {", ".join(told)} }}')
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(f'"{one}"' for one in value) + "]"
    return f'"{value}"'
