import gzip
import tarfile
import zlib
from typing import Any

import pytest
from archive_support import Member, member, packed, tar
from hypothesis import given
from hypothesis import strategies as st

from portlog.sources import crate_archive
from portlog.sources.crate_archive import is_safe_path, read_archive
from portlog.sources.gzip_stream import BadArchive

ROOT = "tool-1.0.0"
LIB = member(f"{ROOT}/src/lib.rs", b"pub fn go() {}")
_PARTS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\"), min_size=1)
_PATHS = st.lists(_PARTS, min_size=1, max_size=4).map("/".join).filter(is_safe_path)


def _read(content: bytes, **more: Any) -> dict[str, bytes]:
    return dict(read_archive(content, "tool", "1.0.0", **more))


def _refusal(*members: Member, form: int = tarfile.GNU_FORMAT) -> str:
    return _why(gzip.compress(tar(*members, form=form)))


def _why(content: bytes) -> str:
    with pytest.raises(BadArchive) as caught:
        _read(content)
    return caught.value.message


def test_the_files_of_a_crate_have_their_paths_below_its_root() -> None:
    files = _read(packed(ROOT, {"Cargo.toml": "[package]", "src/lib.rs": "pub fn go() {}"}))

    assert files == {"Cargo.toml": b"[package]", "src/lib.rs": b"pub fn go() {}"}


def test_only_what_is_wanted_is_kept() -> None:
    content = packed(ROOT, {"logo.png": "x" * 5000, "src/lib.rs": "fn f() {}"})

    files = _read(content, wanted=lambda path: path.endswith(".rs"))

    assert files == {"src/lib.rs": b"fn f() {}"}


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_name_that_the_header_has_no_room_for_is_read(form: int) -> None:
    path = "/".join(["a" * 60] * 5) + "/lib.rs"

    files = _read(gzip.compress(tar(member(f"{ROOT}/{path}", b"long"), form=form)))

    assert files == {path: b"long"}


def test_a_name_in_two_parts_is_put_together() -> None:
    path = "/".join(["a" * 60] * 2) + "/lib.rs"

    files = _read(gzip.compress(tar(member(f"{ROOT}/{path}", b"x"), form=tarfile.USTAR_FORMAT)))

    assert files == {path: b"x"}


def test_folders_are_passed_over() -> None:
    folder = member(f"{ROOT}/src", type=tarfile.DIRTYPE)
    root = member(ROOT, type=tarfile.DIRTYPE)

    assert list(_read(gzip.compress(tar(root, folder, LIB)))) == ["src/lib.rs"]


@given(st.lists(st.tuples(_PATHS, st.binary(max_size=2000)), max_size=5))
def test_what_was_packed_is_what_is_read(several: list[tuple[str, bytes]]) -> None:
    files = {f"{number}/{path}": body for number, (path, body) in enumerate(several)}
    members = (member(f"{ROOT}/{path}", body) for path, body in files.items())

    assert _read(gzip.compress(tar(*members))) == files


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", f"{ROOT}/../../etc/passwd", f"{ROOT}/src/..", f"{ROOT}/./lib.rs"),
        *("/etc/passwd", f"/{ROOT}/lib.rs", f"{ROOT}//lib.rs", f"{ROOT}/", ROOT),
        *("tool-1.0.00/lib.rs", "tool-1.0.0x/lib.rs", "TOOL-1.0.0/lib.rs", "lib.rs", "."),
        *(f"{ROOT}\\lib.rs", f"{ROOT}/src\\..\\..\\x", f"{ROOT}/a\x1b[2Jb", f"{ROOT}/a\nb"),
        *(f"{ROOT}/a\u202eb", f"{ROOT}/{'a/' * 600}b"),
    ],
)
def test_a_name_that_leads_elsewhere_or_does_not_print_is_refused(name: str) -> None:
    header, content = member(name, b"x")

    why = _refusal(LIB, (header, content))

    assert "tool-1.0.0.crate is not read: " in why
    assert why.isprintable()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (tarfile.SYMTYPE, "'tool-1.0.0/x' is a symbolic link"),
        (tarfile.LNKTYPE, "'tool-1.0.0/x' is a hard link"),
        (tarfile.CHRTYPE, "'tool-1.0.0/x' is a device"),
        (tarfile.BLKTYPE, "'tool-1.0.0/x' is a device"),
        (tarfile.FIFOTYPE, "'tool-1.0.0/x' is a named pipe"),
        (tarfile.CONTTYPE, "'tool-1.0.0/x' is of an unknown kind"),
        (tarfile.GNUTYPE_SPARSE, "'tool-1.0.0/x' is a sparse file"),
    ],
)
def test_only_files_and_folders_are_taken(kind: bytes, words: str) -> None:
    assert words in _refusal(LIB, member(f"{ROOT}/x", type=kind, linkname="/etc/passwd"))


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_link_to_a_long_name_is_refused(form: int) -> None:
    header, _ = member(f"{ROOT}/x", type=tarfile.SYMTYPE, linkname="a" * 200)

    assert "link" in _refusal((header, b""), form=form)


@pytest.mark.parametrize(
    "second",
    [
        *("src/lib.rs", "SRC/lib.rs", "src/LIB.rs", "src", "src/lib.rs/more", "Src/other.rs"),
    ],
)
def test_two_members_that_may_be_one_file_are_refused(second: str) -> None:
    assert "there twice" in _refusal(LIB, member(f"{ROOT}/{second}", b"x"))


def test_two_ways_to_write_a_letter_are_one_name() -> None:
    names = ("src/é.rs", "src/e\u0301.rs")

    assert "there twice" in _refusal(*(member(f"{ROOT}/{name}") for name in names))


@pytest.mark.parametrize("key", ["size", "linkpath", "GNU.sparse.major", "GNU.sparse.name"])
def test_attributes_that_make_another_file_of_it_are_refused(key: str) -> None:
    odd = member(f"{ROOT}/x", b"x", pax_headers={key: "1"})

    assert key in _refusal(odd, form=tarfile.PAX_FORMAT)


def test_attributes_that_change_nothing_are_passed_over() -> None:
    dated = member(f"{ROOT}/x", b"x", pax_headers={"mtime": "1.5", "comment": "c"})

    assert _read(gzip.compress(tar(dated, form=tarfile.PAX_FORMAT))) == {"x": b"x"}


def test_a_name_for_every_member_is_refused() -> None:
    everywhere = member("g", b"31 path=tool-1.0.0/src/main.rs\n", type=tarfile.XGLTYPE)

    assert "two names" in _refusal(everywhere, LIB)


@pytest.mark.parametrize("content", [b"9 path=x\n9", b"99999 path=x\n", b"path=x\n", b"8 path=x\n"])
def test_damaged_attributes_are_refused(content: bytes) -> None:
    assert "attributes are damaged" in _refusal(member("x", content, type=tarfile.XHDTYPE), LIB)


def test_a_name_that_is_too_long_for_any_path_is_refused() -> None:
    assert "too long" in _refusal(member("L", b"x" * 5000, type=tarfile.GNUTYPE_LONGNAME), LIB)


def test_a_name_that_no_member_follows_is_refused() -> None:
    assert "belongs to nothing" in _refusal(
        LIB, member("L", b"tool-1.0.0/x\0", type=tarfile.GNUTYPE_LONGNAME)
    )


def test_a_name_that_is_not_utf_8_is_refused() -> None:
    content = tar(LIB).replace(b"lib.rs", b"l\xffb.rs")
    at = int.from_bytes(b"") + 148
    total = sum(content[:148]) + 8 * 32 + sum(content[156:512])
    mended = content[:at] + f"{total:06o}\0 ".encode() + content[156:]

    assert "not UTF-8" in _why(gzip.compress(mended))


@pytest.mark.parametrize("cut", [10, 500, 512, 520, 1000, 1024, 1100])
def test_an_archive_that_ends_early_is_refused(cut: int) -> None:
    assert "cut off" in _why(gzip.compress(tar(LIB)[:cut]))


@pytest.mark.parametrize("cut", [5, 30, -9, -8, -1])
def test_a_packing_that_ends_early_is_refused(cut: int) -> None:
    assert "cut off" in _why(packed(ROOT, {"lib.rs": "x" * 100})[:cut])


@pytest.mark.parametrize("at", [20, 40, -6, -2])
def test_a_packing_with_a_changed_byte_is_refused(at: int) -> None:
    content = bytearray(packed(ROOT, {"lib.rs": "x" * 100}))
    content[at] ^= 0xFF

    assert "not read" in _why(bytes(content))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", zlib.compress(b"x" * 2000)])
def test_what_is_no_gzip_is_refused(content: bytes) -> None:
    assert "packing is" in _why(content)


def test_a_changed_header_is_refused() -> None:
    content = tar(LIB).replace(b"lib.rs", b"lid.rs", 1)

    assert "checksum of a member's header is wrong" in _why(gzip.compress(content))


@pytest.mark.parametrize(
    "size", [b"\x80\0\0\0\0\0\0\0\0\0\0\x01", b"-0000000001\0", b"0x000000001\0"]
)
def test_a_size_that_is_written_in_another_way_is_refused(size: bytes) -> None:
    content = bytearray(tar(LIB))
    content[124:136] = size
    total = sum(content[:148]) + 8 * 32 + sum(content[156:512])
    content[148:156] = f"{total:06o}\0 ".encode()

    assert "size is no octal number" in _why(gzip.compress(content))


@pytest.mark.parametrize("behind", [b"hidden", gzip.compress(tar(LIB)), b"\0"])
def test_something_behind_the_packing_is_refused(behind: bytes) -> None:
    assert "something stands behind its end" in _why(gzip.compress(tar(LIB)) + behind)


def test_something_behind_the_last_member_is_refused() -> None:
    assert "something stands behind its end" in _why(gzip.compress(tar(LIB) + tar(LIB)))


def test_a_file_that_unpacks_to_a_multiple_is_refused() -> None:
    bomb = gzip.compress(tar(LIB) + b"\0" * 64 * 1024 * 1024)

    assert "unpacks to more than 16,777,216 bytes" in _why(bomb)


def test_a_size_that_is_announced_and_not_there_takes_no_memory() -> None:
    header = member(f"{ROOT}/x")[0]
    header.size = 100 * 1024 * 1024
    announced = header.tobuf(tarfile.GNU_FORMAT)

    assert "cut off within 'tool-1.0.0/x'" in _why(gzip.compress(announced))


@pytest.mark.parametrize(
    ("name", "most", "words"),
    [
        ("MOST_MEMBERS", 2, "more than 2 members"),
        ("MOST_FILE_BYTES", 50, "'tool-1.0.0/2' is larger than 50 bytes"),
        ("MOST_KEPT_BYTES", 150, "its files have more than 150 bytes"),
        ("MOST_PACKED_BYTES", 60, "larger than 60 bytes"),
        ("MOST_UNPACKED_BYTES", 600, "unpacks to more than 600 bytes"),
    ],
)
def test_every_bound_is_held(
    monkeypatch: pytest.MonkeyPatch, name: str, most: int, words: str
) -> None:
    monkeypatch.setattr(crate_archive, name, most)

    assert words in _refusal(*(member(f"{ROOT}/{one}", b"x" * 50 * one) for one in range(4)))


@pytest.mark.parametrize(
    "path", ["", ".", "..", "a/../b", "/a", "a/", "a//b", "a\\b", "a\0b", "a\x7fb", "a\u2028b"]
)
def test_a_path_that_does_not_stay_below_is_not_safe(path: str) -> None:
    assert not is_safe_path(path)


@given(
    st.lists(st.tuples(st.integers(0, 3583), st.integers(0, 255)), max_size=6),
    st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    st.booleans(),
)
def test_whatever_is_changed_in_an_archive_it_is_read_or_refused(
    changes: list[tuple[int, int]], form: int, mend: object
) -> None:
    content = bytearray(tar(member(f"{ROOT}/{'a' * 120}", b"x" * 600), LIB, form=form))
    for at, value in changes:
        content[at] = value
    if mend:
        for at in range(0, len(content), 512):
            total = sum(content[at : at + 148]) + 8 * 32 + sum(content[at + 156 : at + 512])
            content[at + 148 : at + 156] = f"{total:06o}\0 ".encode()

    try:
        read = _read(gzip.compress(bytes(content)))
    except BadArchive as error:
        why = error.message
    else:
        why = ""
        assert all(is_safe_path(path) for path in read)
    assert why.isprintable()


@given(st.binary(max_size=3000).filter(any))
def test_bytes_that_are_no_archive_are_refused(content: bytes) -> None:
    assert _why(content).isprintable()
    assert _why(gzip.compress(content)).isprintable()
