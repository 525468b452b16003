import os
from datetime import date
from pathlib import Path

import pytest
from header_support import FULL, WRITTEN

from portlog.errors import InputError
from portlog.jobs.review_file import write_review
from portlog.jobs.stamp_headers import read_headers, stamp_file, unstamp_file
from portlog.records.header import Header, Original, Review
from portlog.sources import source_file
from portlog.sources.source_file import MOST_BYTES, read_source, replace_source

CODE = b"fn a() {}"


@pytest.fixture
def port(tmp_path: Path) -> Path:
    """Return a file of the port, in a root with another folder beside it."""
    for folder in ("root/src", "outside"):
        (tmp_path / folder).mkdir(parents=True)
    path = tmp_path / "root" / "src" / "a.rs"
    path.write_bytes(CODE)
    return path


def _left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_stamped_read_reviewed_and_unstamped(port: Path) -> None:
    root = port.parent.parent
    stamp = stamp_file(root, Path("src/a.rs"), FULL)

    review = Review(date(2026, 4, 1), "J. Doe Jr.")
    reviewed = write_review(root, port, review)
    (placed,) = read_headers(root, port).headers
    again = stamp_file(root, port, FULL.reviewed(review))
    gone = unstamp_file(root, port)

    assert stamp.content == f"{WRITTEN}\n".encode() + CODE
    assert (stamp.path, stamp.changed) == ("src/a.rs", True)
    assert reviewed.content == stamp.content.replace(
        b"review: 2026-03-06", b"review: 2026-04-01 by J. Doe Jr."
    )
    assert placed.header == FULL.reviewed(review)
    assert not again.changed
    assert gone.content == port.read_bytes() == CODE
    assert _left_in(port.parent) == ["a.rs"]


def test_a_file_that_stays_the_same_is_not_written(port: Path) -> None:
    stamp_file(port.parent, port, FULL)
    before = port.stat()

    stamp_file(port.parent, port, FULL)

    assert (port.stat().st_ino, port.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_mode_of_a_file_stays_and_another_name_of_it_keeps_the_old_content(port: Path) -> None:
    port.chmod(0o750)
    other = port.with_name("b.rs")
    os.link(port, other)

    stamp_file(port.parent, port, FULL)

    assert port.stat().st_mode & 0o7777 == 0o750
    assert other.read_bytes() == CODE


def test_a_link_within_the_root_is_followed_and_stays_a_link(port: Path) -> None:
    link = port.with_name("link.rs")
    link.symlink_to("a.rs")

    result = stamp_file(port.parent, link, FULL)

    assert link.is_symlink()
    assert result.path == "link.rs"
    assert port.read_bytes() == result.content


def test_what_is_no_file_of_the_port_is_refused_with_its_name(port: Path) -> None:
    root = port.parent
    (root / "fifo.rs").touch()
    (root / "fifo.rs").unlink()
    os.mkfifo(root / "fifo.rs")
    (root / "circle.rs").symlink_to("circle.rs")
    (root / "out.rs").symlink_to(root.parent.parent / "outside" / "b.rs")
    (root.parent.parent / "outside" / "b.rs").write_bytes(CODE)
    (root / "large.rs").touch()
    os.truncate(root / "large.rs", MOST_BYTES + 1)
    (root / "a.xyz").touch()

    for name, message in {
        ".": "is no file|Is a directory",
        "missing.rs": "cannot read missing.rs: No such file",
        "a.rs/b.rs": "Not a directory",
        "fifo.rs": "fifo.rs is no file",
        "circle.rs": "cannot read circle.rs",
        "out.rs": "out.rs leads out of",
        "../../outside/b.rs": "leads out of",
        "large.rs": "large.rs is larger than 52,428,800 bytes",
        "a.xyz": "a.xyz: portlog does not know how comments are written",
    }.items():
        with pytest.raises(InputError, match=message):
            stamp_file(root, Path(name), FULL)
    assert (root.parent.parent / "outside" / "b.rs").read_bytes() == CODE


def test_a_header_that_cannot_be_written_names_the_file_and_changes_nothing(port: Path) -> None:
    port.write_bytes(b"// Ported from: a.py\n\n// Ported from: b.py\n")
    before = port.read_bytes()

    with pytest.raises(InputError, match=r"^a.rs: it has a header on line 1 and 3$"):
        stamp_file(port.parent, port, FULL)

    assert port.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"fn a() {}\n", "a.rs: there is no header to write the review into"),
        (b"// Ported from: a\n\n// Ported from: b\n", "a.rs: line 3: there is a header already"),
        (b"// Ported from: a\n// Verified: 3/2\n", "a.rs: line 2: Verified: 3 of 2"),
    ],
)
def test_a_review_needs_one_readable_header(port: Path, content: bytes, message: str) -> None:
    port.write_bytes(content)

    with pytest.raises(InputError, match=message):
        write_review(port.parent, port, Review(date(2026, 4, 1)))


def test_a_header_in_conflict_is_not_taken_out(port: Path) -> None:
    port.write_bytes(b"<<<<<<< a\n// Ported from: a\n=======\n>>>>>>> b\n")

    with pytest.raises(InputError, match=r"^a.rs: line 2: the header is in conflict"):
        unstamp_file(port.parent, port)


def test_a_file_that_somebody_else_changed_meanwhile_is_left_to_them(port: Path) -> None:
    file = read_source(port.parent, port)
    port.write_bytes(b"theirs")

    with pytest.raises(InputError, match=r"a.rs was changed by somebody else"):
        replace_source(file, b"ours")

    assert port.read_bytes() == b"theirs"
    assert _left_in(port.parent) == ["a.rs"]


def test_what_a_killed_program_left_is_cleared_away(port: Path) -> None:
    (port.parent / ".a.rs.0123456789abcdef.tmp").write_text("half")
    (port.parent / ".a.rs.mine.tmp").write_text("somebody's")

    stamp_file(port.parent, port, FULL)

    assert _left_in(port.parent) == [".a.rs.mine.tmp", "a.rs"]


def test_what_does_not_read_back_as_written_replaces_nothing(
    port: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = read_source(port.parent, port)
    monkeypatch.setattr(source_file, "_write_beside", lambda beside, *_: beside.write_bytes(b"o"))

    with pytest.raises(InputError, match=r"a.rs does not read back as it was written"):
        replace_source(file, b"ours")

    assert port.read_bytes() == CODE
    assert _left_in(port.parent) == ["a.rs"]


def test_a_folder_that_cannot_be_written_is_said_so_and_the_file_stays(
    port: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(InputError, match=r"cannot write a.rs: No space left on device"):
        stamp_file(port.parent, port, Header((Original("a.py"),)))

    assert port.read_bytes() == CODE
    assert _left_in(port.parent) == ["a.rs"]
