from dataclasses import replace
from datetime import date

import pytest
from header_support import FULL, WRITTEN, style

from portlog.errors import InputError
from portlog.records.header import Header, LineRange, Original, Review, Verification
from portlog.records.tally import Tally
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.writing import stamped, unstamped

SHORT = Header((Original("a.py"),))
LINE = b"// Ported from: a.py\n"


def _written(content: bytes, header: Header = SHORT, name: str = "a.rs") -> bytes:
    result = stamped(content, header, style(name))
    assert unstamped(result, style(name)) == content
    return result


def test_a_header_is_written_in_its_four_lines() -> None:
    assert _written(b"", FULL) == f"{WRITTEN}\n".encode()


def test_a_mark_is_written_only_where_all_passed() -> None:
    some = Verification.of_run("differential", Tally(12, 15), "r-1")

    result = _written(b"", replace(SHORT, verification=some))

    assert result == LINE + b"// Verified: differential 12/15 (run r-1)\n\n"
    with pytest.raises(ValueError, match="12/15 is no success"):
        Verification("differential", Tally(12, 15), passed=True)


@pytest.mark.parametrize(
    ("name", "front", "rest"),
    [
        ("a.rs", b"\xef\xbb\xbf", b"//! Docs.\n"),
        ("a.rs", b"", b"// SPDX-License-Identifier: MIT\n// Copyright x\n\n//! Docs.\n"),
        ("a.rs", b"", b"#![allow(unused)]\n//! Docs.\n"),
        ("a.rs", b"", b"#! [allow(unused)]\n"),
        ("a.rs", b"", b"#!// why\n[allow(unused)]\n"),
        ("a.rs", b"#!/usr/bin/env rustx\n", b"fn main() {}"),
        ("a.rs", b"#!\n", b"fn main() {}\n"),
        ("a.rs", b"#!/// doc\n", b"[x]\n"),
        ("a.rs", b"---cargo\n[dependencies]\n---\n", b"fn main() {}\n"),
        ("a.rs", b"#!/usr/bin/env cargo\n---\na = 1\n---\n", b"\nfn main() {}\n"),
        ("a.rs", b"", b"\n\n\n"),
        ("a.php", b"<?php\n", b"echo 1;\n"),
        ("a.ts", b"#!/usr/bin/env node\n", b"'use strict'\n"),
    ],
)
def test_a_header_goes_behind_what_has_to_be_first_and_above_all_else(
    name: str, front: bytes, rest: bytes
) -> None:
    assert _written(front + rest, name=name) == front + LINE + b"\n" + rest


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("a.py", b"# -*- coding: latin-1 -*-\n"),
        ("a.py", b"#!/bin/python\n# vim: set fileencoding=utf-8 :\n"),
        ("a.py", b"# a\n# encoding: ascii\n"),
        ("a.rb", b"# encoding: utf-8\n"),
        ("a.rs", b"// -*- mode: rust -*-\n"),
        ("a.el", b";;; a.el -*- lexical-binding: t -*-\n"),
    ],
)
def test_a_header_keeps_a_blank_line_from_a_comment_that_has_to_be_first(
    name: str, front: bytes
) -> None:
    opening, _ = style(name).frame

    result = _written(front + b"x\n", name=name)

    assert result == front + b"\n" + opening + b"Ported from: a.py\n\nx\n"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.css", b"/* Ported from: a.py */\n\n"),
        ("a.html", b"<!-- Ported from: a.py -->\n\n"),
        ("a.ml", b"(* Ported from: a.py *)\n\n"),
        ("a.sql", b"-- Ported from: a.py\n\n"),
        ("a.clj", b"; Ported from: a.py\n\n"),
        ("a.toml", b"# Ported from: a.py\n\n"),
    ],
)
def test_a_header_is_a_comment_in_every_language(name: str, line: bytes) -> None:
    assert _written(b"x\n", name=name) == line + b"x\n"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.rs", b"a\r\nb\r\n", b"// Ported from: a.py\r\n\r\n"),
        ("a.rs", b"a\r\nb\r\nc\nd", b"// Ported from: a.py\r\n\r\n"),
        ("a.rs", b"a\rb\r", b"// Ported from: a.py\n\n"),
        ("a.py", b"a\rb\r", b"# Ported from: a.py\r\r"),
        ("a.py", b"\nb\rc\r", b"# Ported from: a.py\r\n\r\n"),
        ("a.rs", b"a", b"// Ported from: a.py\n\n"),
    ],
)
def test_a_header_takes_the_line_end_of_its_file(
    name: str, content: bytes, expected: bytes
) -> None:
    assert _written(content, name=name) == expected + content


@pytest.mark.parametrize("front", [b"#!/bin/sh", b"#!/bin/sh\n", b"#!/bin/sh\n\n", b"# a", b""])
def test_a_missing_final_newline_is_still_missing_when_the_header_is_gone(front: bytes) -> None:
    assert b"# Ported from: a.py\n" in _written(front, name="a.sh")


def test_only_the_changed_lines_of_a_header_are_rewritten() -> None:
    content = (
        b"// SPDX-License-Identifier: MIT\r\n//Ported from :  a.py  (lines 1-9)  \r\n"
        b"// a remark\n// verified: 3/3 passed\r\n\r\nfn a() {}\n"
    )
    header = Header(
        (Original("a.py", LineRange(1, 9)), Original("b.py")),
        "gpt-5.1",
        None,
        Verification(None, Tally(3, 3), passed=True),
        Review(date(2026, 3, 6)),
    )

    result = stamped(content, header, style("a.rs"))

    assert result == (
        b"// SPDX-License-Identifier: MIT\r\n//Ported from :  a.py  (lines 1-9)  \r\n"
        b"//Ported from: b.py  \r\n//Ported by: gpt-5.1  \r\n"
        b"// a remark\n// verified: 3/3 passed\r\n// Manual review: 2026-03-06\r\n"
        b"\r\nfn a() {}\n"
    )
    assert stamped(result, header, style("a.rs")) == result
    assert unstamped(result, style("a.rs")) == (
        b"// SPDX-License-Identifier: MIT\r\n// a remark\n\r\nfn a() {}\n"
    )


def test_a_header_that_says_less_loses_lines_and_one_without_an_end_gets_more() -> None:
    less = stamped(WRITTEN.encode(), SHORT, style("a.rs"))
    more = stamped(b"fn a() {}\n// Ported from: a.py\n// Verified: ok", FULL, style("a.rs"))

    assert less == LINE
    assert more == b"fn a() {}\n" + WRITTEN.encode().removesuffix(b"\n")


def test_a_header_in_a_block_comment_is_changed_and_removed_within_it() -> None:
    content = b"/*\n * Copyright\n * Ported from: a.py\n * Verified: 1/2\n */\nint a;\n"
    header = Header((Original("b.py"),), "gpt-5.1")

    result = stamped(content, header, style("a.c"))

    assert result == (
        b"/*\n * Copyright\n * Ported from: b.py\n * Ported by: gpt-5.1\n */\nint a;\n"
    )
    assert unstamped(result, style("a.c")) == b"/*\n * Copyright\n */\nint a;\n"


def test_a_line_that_shares_an_end_of_its_comment_is_changed_but_not_extended() -> None:
    content = b"/* Ported from: a.py\n   Verified: 1/2 */\nint a;\n"

    changed = stamped(content, Header((Original("b.py"),)), style("a.c"))

    assert changed == b"/* Ported from: b.py\n    */\nint a;\n"
    assert unstamped(content, style("a.c")) == b"/* \n    */\nint a;\n"
    with pytest.raises(InputError, match="line 1: its header shares a line with an end"):
        stamped(content, FULL, style("a.c"))


@pytest.mark.parametrize(
    "rest",
    [
        b"// SPDX-License-Identifier: MIT\n// Copyright 2026 x\n//! Docs.\nfn a() {}\n",
        b"\n// SPDX-License-Identifier: MIT\n\n//! Docs.\n",
        b"//! Docs.\r\nfn a() {}\r\n",
        b"//! Docs.\r\nfn a() {}\n\r\n",
        b"#![allow(unused)]\n//! Docs.\n",
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_what_other_header_tools_destroy_stays_through_stamp_change_and_unstamp(
    bom: bytes, rest: bytes
) -> None:
    # the same comment as a licence, with a word in the path that such tools look for
    top = b"// Ported from: copyright.py\n"

    changed = stamped(bom + top + rest, FULL, style("a.rs"))

    assert changed.startswith(bom + b"// Ported from: reference/bot/agent/loop.py")
    assert changed.endswith(rest)
    assert unstamped(changed, style("a.rs")) == bom + rest.removeprefix(b"\n")


def test_documentation_strings_and_code_are_never_edited() -> None:
    content = (
        b'//! Ported from: docs.py\n\nconst A: &str = "\n// Ported from: string.py\n'
        b'// Verified: ok\n";\n\n// Ported from: below.py\nfn a() {}\n// PORT STATUS\n'
    )

    assert _written(content) == LINE + b"\n" + content


@pytest.mark.parametrize(
    ("name", "content", "header", "message"),
    [
        ("a.rs", LINE + b"\n" + LINE, SHORT, "it has a header on line 1 and 3"),
        ("a.rs", b"<<<<<<< a\n" + LINE + b"=======\n>>>>>>> b\n", SHORT, "merge conflict"),
        ("a.rs", b"\xff\xfea\0", SHORT, "no text in UTF-8 or ASCII"),
        ("a.rs", b"a\0b", SHORT, "no text in UTF-8 or ASCII"),
        ("a.xml", b'<?xml version="1.0"?><a/>', SHORT, "its first line is not one"),
        ("a.php", b"<p><?php echo 1;", SHORT, "its first line is not one"),
        ("a.php", b"<?php\n", Header((Original("a?>.py"),)), "holds [?]>, which"),
        ("a.css", b"", Header((Original("*/a.py"),)), "holds [*]/, which"),
        ("a.html", b"", Header((Original("a--b.py"),)), "holds --, which"),
        ("a.ml", b"", Header((Original('a".py'),)), 'holds ", which'),
        ("a.rs", b"", Header(()), "names at least one original"),
        ("a.rs", b"", Header((Original("a\nfn b() {}"),)), "cannot be printed"),
        ("a.ts", b"", Header((Original("a\u2028b"),)), "cannot be printed"),
        ("a.rs", b"", Header((Original("a\u202eb"),)), "cannot be printed"),
        ("a.c", b"", Header((Original("a\\"),)), "ends with a backslash"),
        ("a.rs", b"", Header((Original("a (lines 1-2)"),)), "would not read back"),
        ("a.rs", b"", Header((Original(" "),)), "would not read back"),
        ("a.rs", b"", Header((Original("a.py"),), "x / session y"), "would not read back"),
        ("a.py", b"x = 1\n", Header((Original("a/coding=ascii"),)), "would not read back"),
        (
            "a.py",
            b"# coding: ascii\n",
            Header((Original("caf\N{LATIN SMALL LETTER E WITH ACUTE}"),)),
            "is not ASCII",
        ),
    ],
)
def test_what_would_harm_the_file_or_not_read_back_is_refused(
    name: str, content: bytes, header: Header, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        stamped(content, header, style(name))


@pytest.mark.parametrize(
    "content", [b"# coding: ascii\nx = 1\n", b"# coding: cp1252\n", b"x = '\xe9'\n"]
)
def test_a_file_that_is_not_utf_8_gets_a_header_in_ascii(content: bytes) -> None:
    result = _written(content, FULL, "a.py")

    assert b"# Verified: differential 15/15 ok (run 2026-03-05-diff-7m2xzz)\n" in result
    assert [one.header for one in headers_in(result, style("a.py")).headers] == [FULL]


def test_a_name_beyond_ascii_is_written_into_a_file_in_utf_8() -> None:
    header = Header((Original("caf\N{LATIN SMALL LETTER E WITH ACUTE}.py"),))

    assert (
        _written(b"", header)
        == "// Ported from: caf\N{LATIN SMALL LETTER E WITH ACUTE}.py\n\n".encode()
    )


def test_lines_that_are_one_too_many_or_cannot_be_read_are_put_right() -> None:
    content = (
        b"// Ported by: x\n// Ported from: a.py (lines 9-1)\n// Ported by: y\n"
        b"// Model: z\n// Verified: 3/2\nfn a() {}\n"
    )

    result = stamped(content, Header((Original("a.py"),), "y"), style("a.rs"))

    assert result == b"// Ported by: y\n// Ported from: a.py\nfn a() {}\n"


def test_a_header_below_code_gets_its_original_there_and_has_to_stay_one() -> None:
    content = b"fn a() {}\n    // Ported by: x\n    // Verified: ok\n"

    result = stamped(content, Header((Original("a.py"),), "y"), style("a.rs"))

    assert result == b"fn a() {}\n    // Ported from: a.py\n    // Ported by: y\n"
    with pytest.raises(InputError, match="line 2: its header stands below the first code"):
        stamped(content, SHORT, style("a.rs"))
