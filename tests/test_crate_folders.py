import hashlib
import json
from pathlib import Path

import pytest
from archive_support import packed
from crate_support import Clock, write_cargo_config
from loopback import release

from portlog.jobs.crate_sources import CrateSources, open_sources
from portlog.jobs.open_registry import Place
from portlog.records.registry import Listing, NoAnswer, Release
from portlog.sources import crate_folders
from portlog.sources.index_format import index_path

MANIFEST = '[package]\nname = "tool"\nversion = "1.0.0"\n'
LIB = {"Cargo.toml": MANIFEST, "src/lib.rs": "pub fn go() {}"}
CONTENT = packed("tool-1.0.0", LIB)
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()


def _sources(tmp_path: Path, kind: str) -> CrateSources:
    write_cargo_config(
        tmp_path,
        f'[source.crates-io]\nreplace-with = "near"\n[source.near]\n{kind} = "near"\n',
    )
    environment = {"HOME": str(tmp_path), "CARGO_HOME": str(tmp_path / "cargo-home")}
    return open_sources(Place(tmp_path, tmp_path / "cache", environment, Clock()))


def _release(sources: CrateSources) -> Release:
    listing = sources.opened("crates-io").registry.look_up("tool")
    assert isinstance(listing, Listing), listing
    return listing.releases[0]


def _why(sources: CrateSources, one: Release) -> str:
    answer = sources.files("tool", one)
    assert isinstance(answer, NoAnswer), answer
    return answer.why


@pytest.fixture
def local(tmp_path: Path) -> CrateSources:
    """Return a local registry, as `cargo local-registry` lays it out."""
    index = tmp_path / "near" / "index" / index_path("tool")
    index.parent.mkdir(parents=True)
    line = {"name": "tool", **release("1.0.0", cksum=CHECKSUM)}
    index.write_text(json.dumps(line) + "\n")
    (tmp_path / "near" / "tool-1.0.0.crate").write_bytes(CONTENT)
    return _sources(tmp_path, "local-registry")


@pytest.fixture
def vendored(tmp_path: Path) -> CrateSources:
    """Return a folder as `cargo vendor` writes it."""
    folder = tmp_path / "near" / "tool"
    for path, text in LIB.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    sums = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in LIB.items()}
    (folder / ".cargo-checksum.json").write_text(json.dumps({"files": sums, "package": CHECKSUM}))
    return _sources(tmp_path, "directory")


@pytest.mark.parametrize("kind", ["local", "vendored"])
def test_the_files_of_a_crate_on_disk_are_read(kind: str, request: pytest.FixtureRequest) -> None:
    sources: CrateSources = request.getfixturevalue(kind)

    files = sources.files("tool", _release(sources))

    assert files == {path: text.encode() for path, text in LIB.items()}


def test_a_local_archive_with_another_checksum_is_refused(
    local: CrateSources, tmp_path: Path
) -> None:
    (tmp_path / "near" / "tool-1.0.0.crate").write_bytes(packed("tool-1.0.0", {"x": "y"}))

    assert "its SHA-256 is not the one" in _why(local, _release(local))


def test_a_local_archive_that_is_missing_is_no_answer(local: CrateSources, tmp_path: Path) -> None:
    (tmp_path / "near" / "tool-1.0.0.crate").unlink()

    assert _why(local, _release(local)) == "local registry near has no usable tool-1.0.0.crate"


def test_a_vendored_file_that_was_changed_is_refused(
    vendored: CrateSources, tmp_path: Path
) -> None:
    (tmp_path / "near" / "tool" / "src" / "lib.rs").write_text("fn evil() {}")

    assert "tool/src/lib.rs was changed" in _why(vendored, _release(vendored))


def test_a_vendored_link_is_not_followed(vendored: CrateSources, tmp_path: Path) -> None:
    (tmp_path / "near" / "tool" / "src" / "secret.rs").symlink_to("/etc/passwd")

    assert "is no regular file" in _why(vendored, _release(vendored))


def test_a_vendored_folder_that_is_a_link_is_not_followed(
    vendored: CrateSources, tmp_path: Path
) -> None:
    (tmp_path / "near" / "tool" / "src" / "more").symlink_to("/etc", target_is_directory=True)

    assert "is no regular file" in _why(vendored, _release(vendored))


def test_a_vendored_crate_without_checksums_is_refused(
    vendored: CrateSources, tmp_path: Path
) -> None:
    (tmp_path / "near" / "tool" / ".cargo-checksum.json").write_text("{")

    assert "no usable .cargo-checksum.json" in _why(vendored, _release(vendored))


def test_a_version_that_is_not_vendored_is_no_answer(vendored: CrateSources) -> None:
    other = Release("tool", "2.0.0", yanked=False, features={})

    assert _why(vendored, other) == "directory source near has no readable tool 2.0.0"


@pytest.mark.parametrize(
    ("name", "most", "words"),
    [
        ("MOST_MEMBERS", 1, "more than 1 files and folders"),
        ("MOST_KEPT_BYTES", 50, "makes its crate too large"),
        ("MOST_FILE_BYTES", 20, "makes its crate too large"),
    ],
)
def test_a_vendored_crate_has_bounds(
    vendored: CrateSources, monkeypatch: pytest.MonkeyPatch, name: str, most: int, words: str
) -> None:
    monkeypatch.setattr(crate_folders, name, most)

    assert words in _why(vendored, _release(vendored))


def test_a_git_source_has_no_files_for_portlog(tmp_path: Path) -> None:
    sources = _sources(tmp_path, "git")

    why = _why(sources, Release("tool", "1.0.0", yanked=False, features={}))

    assert "is a git repository, which portlog does not clone" in why
