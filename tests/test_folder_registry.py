import json
from pathlib import Path

import pytest
from crate_support import Clock
from loopback import release

from portlog.records.registry import Listing, NoAnswer
from portlog.sources.cargo_sources import LocalIndex, Unreadable, VendoredCrates
from portlog.sources.folder_registry import LocalRegistry, UnreadableRegistry, VendoredSources

MANIFEST = """
[package]
name = "figment"
version = "0.10.19"
edition = "2021"
rust-version = "1.63"

[features]
env = ["pear"]

[dependencies.toml]
version = "0.8"
optional = true

[dependencies]
serde = "1"

[target.'cfg(unix)'.dependencies.nix]
version = "0.29"
optional = true
"""


def _listing(answer: object) -> Listing:
    assert isinstance(answer, Listing), answer
    return answer


def _vendored(tmp_path: Path) -> VendoredSources:
    return VendoredSources(VendoredCrates("vendored", tmp_path), Clock())


def _vendor(tmp_path: Path, folder: str, manifest: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "Cargo.toml").write_text(manifest)


def test_a_vendored_crate_is_read_from_its_manifest(tmp_path: Path) -> None:
    _vendor(tmp_path, "figment", MANIFEST)

    answer = _listing(_vendored(tmp_path).look_up("figment"))

    (found,) = answer.releases
    assert (found.name, found.version, found.rust_version) == ("figment", "0.10.19", "1.63")
    assert set(found.features) == {"env", "toml", "nix"}
    assert (answer.complete, answer.sighting.source) == (False, "directory source vendored")


def test_every_vendored_version_counts_and_no_other_crate(tmp_path: Path) -> None:
    _vendor(tmp_path, "figment", MANIFEST)
    _vendor(tmp_path, "figment-0.9.0", MANIFEST.replace("0.10.19", "0.9.0"))
    _vendor(tmp_path, "figment-derive", MANIFEST.replace('"figment"', '"figment-derive"'))

    answer = _listing(_vendored(tmp_path).look_up("figment"))

    assert [one.version for one in answer.releases] == ["0.10.19", "0.9.0"]


def test_a_crate_that_is_not_vendored_may_exist_all_the_same(tmp_path: Path) -> None:
    answer = _listing(_vendored(tmp_path).look_up("serde"))

    assert (answer.releases, answer.complete) == ((), False)


def test_a_folder_that_is_gone_is_no_answer(tmp_path: Path) -> None:
    answer = _vendored(tmp_path / "gone").look_up("serde")

    assert isinstance(answer, NoAnswer)
    assert "cannot be read" in answer.why


@pytest.mark.parametrize("manifest", ["not toml", "[package]\nname = 3\n", "[package]\n"])
def test_a_broken_manifest_is_no_answer(tmp_path: Path, manifest: str) -> None:
    _vendor(tmp_path, "figment", manifest)

    answer = _vendored(tmp_path).look_up("figment")

    assert isinstance(answer, NoAnswer)
    assert answer.why.startswith("directory source vendored/figment/Cargo.toml")


def test_a_local_registry_is_read_as_an_index(tmp_path: Path) -> None:
    path = tmp_path / "index" / "se" / "rd" / "serde"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"name": "serde", **release("1.0.0")}) + "\n")
    registry = LocalRegistry(LocalIndex("local", tmp_path), Clock())

    here, gone = registry.look_up("serde"), registry.look_up("tokio")

    assert [one.version for one in _listing(here).releases] == ["1.0.0"]
    assert (_listing(gone).releases, _listing(gone).complete) == ((), False)


def test_a_local_registry_without_an_index_is_no_answer(tmp_path: Path) -> None:
    registry = LocalRegistry(LocalIndex("local", tmp_path), Clock())

    assert isinstance(registry.look_up("serde"), NoAnswer)


def test_a_broken_local_index_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "index" / "se" / "rd" / "serde"
    path.parent.mkdir(parents=True)
    path.write_text("<html>")

    answer = LocalRegistry(LocalIndex("local", tmp_path), Clock()).look_up("serde")

    assert isinstance(answer, NoAnswer)


def test_a_source_that_only_cargo_reads_says_so() -> None:
    registry = UnreadableRegistry(Unreadable("git", "https://git.test/i", "a git one"), Clock())

    answer = registry.look_up("serde")

    assert isinstance(answer, NoAnswer)
    assert (answer.why, answer.sighting.source) == ("a git one", "https://git.test/i")
