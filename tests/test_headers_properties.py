import ast
import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest
from header_support import FILES, FULL, HEADERS, PYTHON_FILES, RUST_FILES, style
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from portlog.errors import InputError
from portlog.records.header import Header
from portlog.sources.headers.reading import blocks_in, headers_in
from portlog.sources.headers.writing import stamped, unstamped


def _stamped(content: bytes, header: Header, name: str) -> bytes:
    """Stamp a file; an invented one that begins with half of what must be first is left out."""
    try:
        return stamped(content, header, style(name))
    except InputError as error:
        assume("its first line is not one" not in error.message)
        raise


@given(FILES, HEADERS)
def test_what_was_stamped_is_read_and_taken_out_again_to_the_byte(
    file: tuple[str, bytes], header: Header
) -> None:
    name, content = file

    result = _stamped(content, header, name)

    assert [one.header for one in headers_in(result, style(name)).headers] == [header]
    assert headers_in(result, style(name)).troubles == ()
    assert unstamped(result, style(name)) == content


@given(FILES, HEADERS, HEADERS)
def test_stamping_twice_changes_nothing_and_stamping_otherwise_only_the_header(
    file: tuple[str, bytes], first: Header, second: Header
) -> None:
    name, content = file
    once = _stamped(content, first, name)

    other = stamped(once, second, style(name))

    assert stamped(once, first, style(name)) == once
    assert [one.header for one in headers_in(other, style(name)).headers] == [second]
    assert unstamped(other, style(name)) == content


@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                b"// Ported from: a.py",
                b"/*",
                b"*/",
                b"# Ported by: x",
                b"\n",
                b"\r",
                b" ",
                b"// Verified: 1/2",
                b"<<<<<<< a",
                b"=======",
                b'"',
                b"\xff",
                b"Ported from:",
                b"//! Ported from Python: x.py",
                b"// PORT STATUS",
                b"#!",
                b"'''",
                b"(lines 9-1)",
                b"fn a(){}",
                b"{- ",
                b"\xef\xbb\xbf",
            ]
        )
    ).map(b"".join),
    st.sampled_from(["a.rs", "a.py", "a.c", "a.css", "a.html", "a.hs", "a.lua"]),
)
def test_no_content_is_too_broken_to_be_read(content: bytes, name: str) -> None:
    reading = headers_in(content, style(name))

    lines = content.count(b"\n") + content.count(b"\r") + 1
    assert all(1 <= header.first_line <= lines for header in reading.headers)
    assert all(1 <= claim.line <= lines for claim in reading.claims)
    assert all(1 <= trouble.line <= lines for trouble in reading.troubles)


USUAL = ["Ported from: a.py", "Ported by: x", "Verified: 1/2", "Manual review: 2026-03-06"]
UNUSUAL = [
    *("Ported from:  a.py", "Ported from: :", "ported from: b.py", "Verified: 1/2 ", "Model: y"),
    *("Ported from: -*- a -*-", "Ported from: coding: latin-1", "PORT STATUS", "/ x", "! y"),
    *("Ported from: \N{HAIR SPACE}a.py", "Verified: \v1/2", "Ported by: \u0085"),
]


@given(
    st.sampled_from([USUAL[:1], USUAL[:2], [*USUAL, ""], [*USUAL[:3], ""]]),
    st.lists(
        st.sampled_from(["", "", "y", "<<<<<<< a", "  @ Ported from: a.py"])
        | st.sampled_from([*USUAL, *UNUSUAL]).map(lambda text: f"@ {text}"),
        max_size=4,
    ),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    st.sampled_from(
        [("a.rs", "//"), ("a.py", "#"), ("a.php", "//"), ("a.lua", "--"), ("a.css", "")]
    ),
)
def test_a_usual_header_is_what_is_found_where_every_comment_is_looked_at(
    top: list[str], lines: list[str], end: str, kind: tuple[str, str]
) -> None:
    name, mark = kind
    content = end.join([*(f"@ {text}" for text in top), *lines]).replace("@", mark).encode()

    found = blocks_in(content, style(name))

    with patch("portlog.sources.headers.reading.usual_lines", return_value=()):
        assert found == blocks_in(content, style(name))


@given(PYTHON_FILES, HEADERS)
def test_python_sees_the_same_program_with_a_header_as_without(
    content: bytes, header: Header
) -> None:
    before = _python(content)

    after = _python(stamped(content, header, style("a.py")))

    assert after == before


@pytest.mark.needs("cargo")
@settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(RUST_FILES, HEADERS), min_size=12, max_size=12))
def test_rustc_accepts_with_a_header_what_it_accepted_without(
    tmp_path: Path, files: list[tuple[bytes, Header]]
) -> None:
    contents = [content for content, _ in files]
    stamps = [stamped(content, header, style("a.rs")) for content, header in files]

    told = _rustc(tmp_path, contents), _rustc(tmp_path, stamps)

    assert told == ("", "")


@pytest.mark.needs("cargo")
def test_a_lone_carriage_return_does_not_put_rust_code_into_the_header(tmp_path: Path) -> None:
    content = b"pub fn first() {}\rpub fn second() {}\r"

    result = stamped(content, FULL, style("a.rs"))

    assert _rustc(tmp_path, [result], b"pub use m0::{first, second};") == ""


def _python(content: bytes) -> str | None:
    """Return the program that Python sees, or None for what it refuses."""
    try:
        return ast.dump(ast.parse(content))
    except SyntaxError:
        return None


def _rustc(folder: Path, contents: list[bytes], root: bytes = b"") -> str:
    """Return what rustc says against some files as the modules of one crate."""
    for number, content in enumerate(contents):
        (folder / f"m{number}.rs").write_bytes(content)
        root += b"\npub mod m%d;" % number
    (folder / "lib.rs").write_bytes(root)
    command = "rustc --edition 2021 --crate-type lib --emit=metadata --cap-lints allow lib.rs"
    done = subprocess.run(
        command.split(), cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    return done.stderr
