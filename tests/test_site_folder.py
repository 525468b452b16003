"""Putting the site into a folder: nothing is touched that the build did not make."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support import read_only

from portlog.errors import SiteError
from portlog.present.site.folder import MANIFEST, put

SITE = {"index.html": b"home", "assets/style.css": b"css", "charts/a.csv": b"a"}


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_a_new_folder_is_made_and_holds_the_site(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "dist"

    done = put(folder, SITE.items())

    assert files(folder) == SITE
    assert (done.written, done.unchanged, done.removed) == (3, 0, 0)


def test_what_is_equal_is_not_written_again(tmp_path: Path) -> None:
    put(tmp_path, SITE.items())
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}

    done = put(tmp_path, SITE.items())

    assert (done.written, done.unchanged) == (0, 3)
    assert {path: path.stat().st_mtime_ns for path in before} == {
        path: stat.st_mtime_ns for path, stat in before.items()
    }


def test_a_file_that_the_site_no_longer_has_is_removed_with_its_empty_folder(
    tmp_path: Path,
) -> None:
    put(tmp_path, SITE.items())

    done = put(tmp_path, {"index.html": b"home"}.items())

    assert done.removed == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "index.html"]


def test_what_somebody_put_beside_the_site_stays(tmp_path: Path) -> None:
    put(tmp_path, SITE.items())
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "charts" / "mine.csv").write_text("mine")

    put(tmp_path, {"index.html": b"new"}.items())

    assert files(tmp_path) == {
        "index.html": b"new",
        "CNAME": b"example.org",
        "charts/mine.csv": b"mine",
    }


def test_a_stale_file_that_somebody_changed_is_left_and_named(tmp_path: Path) -> None:
    put(tmp_path, SITE.items())
    (tmp_path / "charts" / "a.csv").write_text("edited by hand")

    done = put(tmp_path, {"index.html": b"home"}.items())

    assert done.left == ("charts/a.csv",)
    assert (tmp_path / "charts" / "a.csv").read_text() == "edited by hand"


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")

    with pytest.raises(SiteError, match="holds something that `portlog site build` did not make"):
        put(tmp_path, SITE.items())

    assert files(tmp_path) == {"thesis.tex": b"years of work"}


def test_a_file_in_the_way_that_is_not_ours_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    put(tmp_path, {"index.html": b"home"}.items())
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "style.css").write_text("mine")

    with pytest.raises(SiteError, match="was not made by"):
        put(tmp_path, {**SITE, "index.html": b"new"}.items())

    assert files(tmp_path) == {"index.html": b"home", "assets/style.css": b"mine"}


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file")

    with pytest.raises(SiteError):
        put(tmp_path / "dist", SITE.items())

    assert (tmp_path / "dist").read_text() == "a file"


def test_a_build_that_was_cut_off_is_built_over(tmp_path: Path) -> None:
    put(tmp_path, {"index.html": b"home"}.items())
    cut_off = {
        "format": 1,
        "files": {"index.html": "0", "assets/style.css": "0", "charts/a.csv": "0"},
    }
    (tmp_path / MANIFEST).write_text(json.dumps(cut_off))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "style.css").write_bytes(b"cs")

    put(tmp_path, SITE.items())

    assert files(tmp_path) == SITE


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "dist"
    outside.mkdir()
    put(folder, {"index.html": b"home"}.items())
    (folder / "assets").symlink_to(outside)

    with pytest.raises(SiteError, match="is a link"):
        put(folder, SITE.items())

    assert not list(outside.iterdir())


def test_a_link_in_the_place_of_a_file_is_replaced_and_its_target_left(tmp_path: Path) -> None:
    target, folder = tmp_path / "target", tmp_path / "dist"
    target.write_text("precious")
    put(folder, SITE.items())
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(target)

    put(folder, SITE.items())

    assert target.read_text() == "precious"
    assert not (folder / "index.html").is_symlink()


@pytest.mark.parametrize("path", ["../evil", "/evil", "/etc/passwd", "a/../../b", ".", "a/..", ""])
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(SiteError, match="is not a path inside"):
        put(tmp_path / "dist", {"index.html": b"x", "a/b": b"x", path: b"x"}.items())


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "null", '{"files": 3}', '{"files": {"../outside": "0"}}', "[" * 100_000],
)
def test_a_manifest_that_was_tampered_with_stops_the_build(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "outside").write_text("precious")
    folder = tmp_path / "dist"
    put(folder, SITE.items())
    (folder / MANIFEST).write_text(manifest)

    with pytest.raises(SiteError):
        put(folder, {"index.html": b"new"}.items())

    assert files(folder) == SITE
    assert (tmp_path / "outside").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    put(tmp_path / "dist", SITE.items())

    with (
        read_only(tmp_path / "dist") as folder,
        pytest.raises(SiteError, match=rf"cannot write {folder}.*: "),
    ):
        put(folder, {"index.html": b"new"}.items())


def test_no_temporary_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", _full_disk(Path.replace))

    with pytest.raises(SiteError, match="No space left"):
        put(tmp_path, SITE.items())

    assert files(tmp_path) == {}


def _full_disk(replace: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    def failing(self: Path, target: Path) -> Path:
        if target.name == MANIFEST:
            return replace(self, target)
        raise OSError(28, "No space left on device", str(target))

    return failing
