from datetime import date

import pytest
from header_support import FULL, WRITTEN, style

from portlog.records.header import (
    ClaimKind,
    HeaderKey,
    HeaderReading,
    LineRange,
    Original,
    Review,
    TroubleKind,
    Verification,
)
from portlog.records.tally import Tally
from portlog.sources.headers.originals import originals_in
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.statements import by_in, review_in, verification_in

HAND_MADE = """\
//Ported from : agent/loop.py   (lines 1\N{EN DASH}476)
//   verified:differential tests 15/15 passed
//   PORTED BY:  Claude Opus 4.6, 2026-03-05
"""


def _read(text: str, name: str = "a.rs") -> HeaderReading:
    return headers_in(text.encode(), style(name))


def _lines(text: str, name: str = "a.rs") -> list[tuple[int, str]]:
    return [(one.line, one.kind.value) for one in _read(text, name).troubles]


def test_the_written_form_is_read_with_the_line_of_each_part() -> None:
    reading = _read(f"#!/usr/bin/env rustx\n{WRITTEN}\n//! Docs.\n")

    (placed,) = reading.headers
    assert placed.header == FULL
    assert placed.first_line == 2
    assert [placed.line_of(key) for key in HeaderKey] == [2, 3, 4, 5]
    assert (reading.claims, reading.troubles) == ((), ())


def test_a_header_made_by_hand_is_read() -> None:
    (placed,) = _read(HAND_MADE).headers

    header = placed.header
    assert header.originals == (Original("agent/loop.py", LineRange(1, 476)),)
    assert (header.model, header.session) == ("Claude Opus 4.6", "2026-03-05")
    assert header.verification == Verification("differential tests", Tally(15, 15), passed=True)
    assert [line for _, line in placed.originals()] == [1]
    assert placed.line_of(HeaderKey.REVIEW) == 1


def test_model_and_session_may_stand_on_lines_of_their_own() -> None:
    (placed,) = _read(
        "# Ported from: a.py\n# Model: gpt-5.1\n# LLM session: my-session\n"
        "# Differential tests: 3/4\n",
        "a.py",
    ).headers

    assert (placed.header.model, placed.header.session) == ("gpt-5.1", "my-session")
    assert placed.header.verification == Verification(None, Tally(3, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.py", [Original("a.py")]),
        ("`a b/c.py`", [Original("a b/c.py")]),
        ("a.py (629 lines)", [Original("a.py")]),
        ("a.py (line 12)", [Original("a.py", LineRange(12, 12))]),
        ("a.py (L1-L20)", [Original("a.py", LineRange(1, 20))]),
        ("a.py#L1-L20", [Original("a.py", LineRange(1, 20))]),
        ("a.py:7", [Original("a.py", LineRange(7, 7))]),
        ("a.py lines 3 to 9", [Original("a.py", LineRange(3, 9))]),
        ("a.py, lines 3-9", [Original("a.py", LineRange(3, 9))]),
        ("a.py [3\N{MINUS SIGN}9]", [Original("a.py", LineRange(3, 9))]),
        ("a.py (1-2, 5)", [Original("a.py", LineRange(1, 2)), Original("a.py", LineRange(5, 5))]),
        ("a.py:1-2, 5-6", [Original("a.py", LineRange(1, 2)), Original("a.py", LineRange(5, 6))]),
        ("a.py @ e24d1b24", [Original("a.py", commit="e24d1b24")]),
        ("a.py (commit E24D1B24)", [Original("a.py", commit="e24d1b24")]),
        ("a.py, b.c (lines 1-2)", [Original("a.py"), Original("b.c", LineRange(1, 2))]),
        ("a.py::X, a.py::Y.z", [Original("a.py", symbols=("X", "Y.z"))]),
        ("a.py::X, Y.z, b.py", [Original("a.py", symbols=("X", "Y.z")), Original("b.py")]),
        ("a.py::f (lines 3-9)", [Original("a.py", LineRange(3, 9), ("f",))]),
        ("a.py::L2", [Original("a.py", symbols=("L2",))]),
        ("a b.py::X, L2", [Original("a b.py", symbols=("X", "L2"))]),
        ("a b.py::L2", [Original("a b.py", symbols=("L2",))]),
        ("a.rs::mod::f", [Original("a.rs", symbols=("mod::f",))]),
        ("node_modules/@scope/a.ts", [Original("node_modules/@scope/a.ts")]),
    ],
)
def test_an_original_is_read_in_every_form_in_use(text: str, expected: list[Original]) -> None:
    assert list(originals_in(text)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it names no path"),
        ("(lines 1-2)", "it names no path"),
        ("a.py, , b.py", "it names no path"),
        ("a.py (lines 9-3)", "there are no lines 9-3"),
        ("a.py (lines 0-3)", "there are no lines 0-3"),
        ("a.py (lines 1-)", '"lines 1-" are no lines such as 1-476'),
        ("a.py (lines all)", '"lines all" are no lines such as 1-476'),
        ("a.py::", '"a.py::" names no symbol behind ::'),
    ],
)
def test_an_original_that_cannot_be_read_is_said_so(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("(", r"\(")):
        originals_in(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Claude Opus 4.6 / session s-1", ("Claude Opus 4.6", "s-1")),
        ("Claude Opus 4.6 (session: s-1)", ("Claude Opus 4.6", "s-1")),
        ("Claude Opus 4.6 \N{EM DASH} session s-1", ("Claude Opus 4.6", "s-1")),
        (
            "Claude Opus 4.6 / 2026-03-05-claude-session1",
            ("Claude Opus 4.6", "2026-03-05-claude-session1"),
        ),
        ("Claude Opus 4.6 (2026-03-05)", ("Claude Opus 4.6", "2026-03-05")),
        ("anthropic/claude-opus-4-6", ("anthropic/claude-opus-4-6", None)),
        ("gpt-5.1 / s1", ("gpt-5.1", "s1")),
        ("session s-1", (None, "s-1")),
        ("2026-03-05-claude-k3f9qa", (None, "2026-03-05-claude-k3f9qa")),
        ("", (None, None)),
    ],
)
def test_model_and_session_are_told_apart(text: str, expected: tuple[str, str]) -> None:
    assert by_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "differential 15/15 \N{CHECK MARK}",
            Verification("differential", Tally(15, 15), passed=True),
        ),
        (
            "15 of 15 differential tests ok",
            Verification("differential tests", Tally(15, 15), passed=True),
        ),
        ("\N{WHITE HEAVY CHECK MARK}", Verification(passed=True)),
        ("by hand", Verification("by hand")),
        ("differential 3/4 \N{BALLOT X}", Verification("differential", Tally(3, 4), passed=False)),
        ("unit tests, not passed", Verification("unit tests", passed=False)),
        ("2026-03-05 unit 2/3", Verification("unit", Tally(2, 3), day=date(2026, 3, 5))),
        ("diff 1/1, run r-7", Verification("diff", Tally(1, 1), run_id="r-7")),
        ("diff 2026-03-05-diff-7m2xzz", Verification("diff", run_id="2026-03-05-diff-7m2xzz")),
        ("no", None),
        ("pending", None),
        ("", None),
    ],
)
def test_a_verification_is_read_in_every_form_in_use(
    text: str, expected: Verification | None
) -> None:
    assert verification_in(text) == (expected, None)


@pytest.mark.parametrize("text", ["12/15 \N{CHECK MARK}", "0/0 ok", "ok and failed"])
def test_success_beside_its_opposite_is_no_success(text: str) -> None:
    verification, contradiction = verification_in(text)

    assert verification is not None
    assert verification.passed is None
    assert contradiction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-06", Review(date(2026, 3, 6))),
        ("2026-03-06 by Ana", Review(date(2026, 3, 6), "Ana")),
        ("Ana Q., 2026-03-06 \N{CHECK MARK}", Review(date(2026, 3, 6), "Ana Q")),
        ("done on 2026-03-06 (Ana)", Review(date(2026, 3, 6), "Ana")),
        ("pending", None),
        ("\N{EM DASH}", None),
    ],
)
def test_a_review_has_a_day_and_perhaps_a_name(text: str, expected: Review | None) -> None:
    assert review_in(text) == expected


def test_every_trouble_of_a_header_has_its_line() -> None:
    text = (
        "// Ported from: a.py (lines 9-1)\n// Ported from:\n// Ported by: x / session a\n"
        "// Ported by: y\n// Verified: 3/4 ok\n// Verified: 16/15\n// Manual review: yes\n"
        "// Manual review: 2026-02-30\n"
    )

    assert _lines(text) == [
        (1, "unreadable"),
        (2, "unreadable"),
        (4, "repeated"),
        (5, "contradiction"),
        (6, "repeated"),
        (7, "unreadable"),
        (8, "repeated"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "// Verified: 16/15",
        "// Manual review: 2026-02-30",
        "// Ported by: \x1b[31mred",
        "// Ported by: \u202ereversed",
        "// Ported by: " + "x" * 5000,
    ],
)
def test_a_line_that_cannot_be_read_leaves_the_others_readable(line: str) -> None:
    reading = _read(f"// Ported from: a.py\n{line}\n")

    assert [one.header.originals for one in reading.headers] == [(Original("a.py"),)]
    assert [(one.line, one.kind) for one in reading.troubles] == [(2, TroubleKind.UNREADABLE)]


def test_a_header_that_is_not_utf_8_is_named_by_its_line() -> None:
    reading = headers_in(b"// Ported from: caf\xe9.py\n// Verified: ok\n\xff\n", style("a.rs"))

    assert [one.line for one in reading.troubles] == [1]
    assert [one.header.originals for one in reading.headers] == [()]


def test_two_headers_in_one_file_are_found_wherever_the_second_stands() -> None:
    twice = "// Ported from: a.py\n\n// Ported from: b.py\nfn a() {}\n"
    below = "// Ported from: a.py\nfn a() {}\n    // Ported from: b.py\n    // Verified: ok\n"

    assert _lines(twice) == [(3, "two_headers")]
    assert _lines(below) == [(3, "two_headers")]


def test_a_header_without_an_original_is_one_and_other_comments_are_none() -> None:
    assert _lines("// Ported by: x\n// Verified: ok\n") == [(1, "no_original")]
    assert _read("// Verified: by hand\n// Session: 4\n\n// ported by: Ana\n") == HeaderReading()
    assert (
        _read("// imported from: a.py\n// Reported by: Ana\n// Verified: ok\n") == HeaderReading()
    )


def test_a_merge_conflict_in_a_header_is_a_trouble_and_no_header() -> None:
    whole = (
        "<<<<<<< HEAD\n// Ported from: a.py\n=======\n// Ported from: b.py\n>>>>>>> x\n\nfn a(){}"
    )
    inner = (
        "// Ported from: a.py\n<<<<<<< HEAD\n// Verified: 1/1 ok\n||||||| b\n=======\n"
        "// Verified: 2/2 ok\n>>>>>>> x\nfn a() {}\n"
    )

    assert _lines(whole) == [(2, "conflict"), (4, "conflict")]
    assert _read(whole).headers == _read(inner).headers == ()
    assert {kind for _, kind in _lines(inner)} == {"conflict"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rs", '//! Docs\nconst A: &str = "\n// Ported from: a.py\n// Verified: ok\n";\n'),
        ("a.rs", 'fn a() { b(r#"\n// Ported from: a.py\n// Verified: ok\n"#) }\n'),
        ("a.rs", '#![doc = "\n// Ported from: a.py\n// Verified: ok\n"]\n'),
        ("a.rs", "fn a() { b() } // Ported from: a.py\n"),
        ("a.py", '"""\n# Ported from: a.py\n# Verified: ok\n"""\n'),
        ("a.py", "x = f'''{1}\n# Ported from: a.py\n# Verified: ok\n'''\n"),
        ("a.ts", "const a = `\n// Ported from: a.py\n// Verified: ok\n`;\n"),
        ("a.css", 'a::before { content: "\n/* Ported from: a.py */" }\n'),
        ("a.rs", "fn a() {}\r// Ported from: a.py\r// Verified: ok\r"),
    ],
)
def test_what_stands_in_a_string_or_beside_code_is_neither_header_nor_claim(
    name: str, text: str
) -> None:
    assert _read(text, name) == HeaderReading()


@pytest.mark.parametrize(
    "text",
    [
        "//! Ported from: a.py\n//! Verified: ok\n",
        "/// Ported from: a.py\n/// Verified: ok\nfn a() {}\n",
        "/** Ported from: a.py\n * Verified: ok */\nfn a() {}\n",
        "#![allow(unused)]\n/*! Ported from: a.py\n Verified: ok */\n",
    ],
)
def test_documentation_is_a_claim_and_never_a_header(text: str) -> None:
    reading = _read(text)

    assert (reading.headers, reading.troubles) == ((), ())
    assert [(one.kind, one.original) for one in reading.claims] == [
        (ClaimKind.DOC_LINE, Original("a.py"))
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.c", "/*\n * Ported from: a.py\n * Verified: ok\n */\nint a;\n"),
        ("a.rs", "/* x /* Ported from: no.py */\n   Ported from: a.py\n Verified: ok */\n"),
        ("a.html", "<!DOCTYPE html>\n<!--\n  Ported from: a.py\n  Verified: ok\n-->\n<p>\n"),
        ("a.ml", "(* Ported from: a.py\n   Verified: ok *)\nlet a = 1\n"),
        ("a.hs", "{- Ported from: a.py\n   Verified: ok -}\nmodule A where\n"),
        ("a.lua", "--[[ Ported from: a.py\nVerified: ok ]]\nlocal a\n"),
        ("a.sql", "-- Ported from: a.py\n-- Verified: ok\nselect 1;\n"),
        ("a.scm", "; Ported from: a.py\n; Verified: ok\n(a)\n"),
        ("a.php", "<?php\n// Ported from: a.py\n// Verified: ok\n"),
        ("Makefile", "# Ported from: a.py\n# Verified: ok\nall:\n"),
        (
            "a.rs",
            "#![allow(unused)]\nuse a;\n\n// Ported from: a.py\n// Verified: ok\n\nfn b() {}\n",
        ),
        ("a.py", "#!/bin/python\r# coding: utf-8\r\r# Ported from: a.py\r# Verified: ok\rx = 1\r"),
    ],
)
def test_a_header_is_read_in_the_comments_of_every_language(name: str, text: str) -> None:
    reading = _read(text, name)

    (placed,) = reading.headers
    assert placed.header.originals == (Original("a.py"),)
    assert placed.header.verification == Verification(passed=True)
    assert reading.troubles == ()


def test_claims_are_read_with_what_they_say() -> None:
    reading = _read(
        "//! About.\n//!\n//! Ported from Python: `bot/loop.py` `run`, later\n\nfn a() {}\n\n"
        "// Ported from: src/b.zig::deinit\nfn b() {}\n\n"
        "// ─────\n// PORT STATUS\n//   source:     src/ptr/weak_ptr.zig (1,069 lines)\n"
        "//   confidence: medium\n//   todos:      3\n//   notes:      kept raw\n"
        "//               on purpose\n// ─────\n"
    )

    doc, comment, status = sorted(reading.claims, key=lambda one: one.line)
    assert (doc.kind, doc.line, doc.language) == (ClaimKind.DOC_LINE, 3, "Python")
    assert doc.original == Original("bot/loop.py")
    assert (comment.kind, comment.line) == (ClaimKind.COMMENT, 7)
    assert comment.original == Original("src/b.zig", symbols=("deinit",))
    assert (status.kind, status.line) == (ClaimKind.PORT_STATUS, 11)
    assert (status.original, status.line_count) == (Original("src/ptr/weak_ptr.zig"), 1069)
    assert (status.confidence, status.todos) == ("medium", 3)
    assert status.notes == "kept raw on purpose"
    assert reading.headers == ()


def test_a_trailer_may_name_its_source_in_its_first_line_or_none_at_all() -> None:
    one = _read("fn a() {}\n// PORT STATUS: a/b.ts (225 lines)\n// confidence: low\n").claims
    none = _read("int a;\n// PORT STATUS: written for this port\n", "a.c").claims

    assert [(claim.original, claim.line_count) for claim in one] == [(Original("a/b.ts"), 225)]
    assert [(claim.original, claim.source) for claim in none] == [(None, "written for this port")]
