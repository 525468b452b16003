"""A folder with manifests, held against a loopback registry."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from crate_support import Desk

from portlog.jobs.verify_deps import DependencyOptions, DependencyVerification, verify_deps
from portlog.records.dependency import DependencyLookup

PACKAGE = '[package]\nname = "package"\nversion = "0.0.0"\nedition = "2021"\n'


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files by their path in a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def verify(here: Desk, path: str, rust: str | None = "1.80") -> DependencyVerification:
    """Hold a file of the desk's folder against its registry, named as seen from that folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here.folder)
        return verify_deps(path, DependencyOptions(rust_version=rust), here.place)


def verify_manifest(here: Desk, text: str, rust: str | None = "1.80") -> list[DependencyLookup]:
    """Hold a lone manifest against the registry."""
    write_files(here.folder, {"Cargo.toml": text})
    return list(verify(here, ".", rust).entries)


def told(entries: list[DependencyLookup]) -> list[str]:
    """Return each entry as `place name verdict`."""
    return [f"{one.spot} {one.lookup.name} {one.lookup.verdict}" for one in entries]
