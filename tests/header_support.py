"""Files made of the parts that headers have to live with, and headers of every form."""

from datetime import date
from pathlib import PurePath

from hypothesis import strategies as st

from portlog.records.header import Header, LineRange, Original, Review, Verification
from portlog.records.tally import Tally
from portlog.sources.headers.styles import CommentStyle, style_of

FULL = Header(
    (Original("reference/bot/agent/loop.py", LineRange(1, 476), (), "49fec3684"),),
    "Claude Opus 4.6",
    "2026-03-05-claude-k3f9qa",
    Verification.of_run("differential", Tally(15, 15), "2026-03-05-diff-7m2xzz"),
    Review(date(2026, 3, 6)),
)
WRITTEN = """\
// Ported from: reference/bot/agent/loop.py (lines 1-476) @ 49fec3684
// Ported by: Claude Opus 4.6 / session 2026-03-05-claude-k3f9qa
// Verified: differential 15/15 ✓ (run 2026-03-05-diff-7m2xzz)
// Manual review: 2026-03-06
"""
PATHS = st.sampled_from(
    [
        *(
            "a.py",
            "src/a.py",
            "reference/bot/agent/loop.py",
            "copyright/mit-licence.py",
            "a b/c.py",
        ),
        *("src/x.zig", "../bot/e.py", "run.py", "a/verified.c", "no_suffix", "x-1.2/@scope/y.ts"),
    ]
)
COMMITS = st.sampled_from([None, "49fec3684", "49fec3684b0a1c2d3e4f5a6b7c8d9e0f1a2b3c4d"])
DAYS = st.sampled_from([date(2026, 3, 5), date(2020, 12, 31)])
SYMBOLS = st.sampled_from(["main", "AgentLoop", "AgentLoop.run", "_x1", "Class.method_name"])


def style(name: str) -> CommentStyle:
    """Return the comment style of a file name that portlog knows."""
    found = style_of(PurePath(name))
    assert found is not None
    return found


@st.composite
def originals(draw: st.DrawFn) -> Original:
    path, commit = draw(PATHS), draw(COMMITS)
    if draw(st.booleans()):
        symbols = draw(st.lists(SYMBOLS, min_size=1, max_size=3, unique=True))
        return Original(path, None, tuple(symbols), commit)
    first = draw(st.integers(1, 900))
    lines = draw(st.none() | st.builds(LineRange, st.just(first), st.integers(first, 999)))
    return Original(path, lines, (), commit)


@st.composite
def verifications(draw: st.DrawFn) -> Verification:
    total = draw(st.integers(0, 99))
    tally = Tally(draw(st.integers(0, total) | st.just(total)), total)
    kind = draw(st.sampled_from(["differential", "unit tests", "golden files"]))
    return Verification.of_run(kind, tally, f"{draw(DAYS)}-diff-7m2xzz")


HEADERS = st.builds(
    Header,
    st.lists(originals(), min_size=1, max_size=3, unique_by=lambda one: one.path).map(tuple),
    st.none() | st.sampled_from(["Claude Opus 4.6", "gpt-5.1-codex", "anthropic/claude-opus-4-6"]),
    st.none()
    | st.builds(lambda day, end: f"{day}{end}", DAYS, st.sampled_from(["", "-codex-0a1b2c"])),
    st.none() | verifications(),
    st.none() | st.builds(Review, DAYS, st.none() | st.sampled_from(["Ana", "J. Doe"])),
)

RUST_TOPS = [
    *("", "#!/usr/bin/env rustx\n", "#!/x y\n\n", "\n", "// -*- mode: rust -*-\n", "#!\n"),
    *("#! [allow(unused)]\n", "#!\n[allow(unused)]\n", "#!// a\n/* b */[allow(unused)]\n"),
]
RUST_PARTS = [
    "#![allow(dead_code)]\n",
    "#![allow(\n    unused,\n    dead_code,\n)]\n",
    '#![doc = "a // b /* c"]\n',
    "//! About this.\n//!\n//! More.\n",
    "/*! inner\n docs */\n",
    "// SPDX-License-Identifier: MIT\n// Copyright 2026 the authors of copyright.py\n",
    "/*\n * Copyright /* nested */ 2026\n */\n",
    "////////////\n// plain\n",
    "\n",
    "  \t\n",
]
RUST_CODE = [
    "",
    "pub fn a() {}\n",
    '/// Docs.\npub fn b() -> &\'static str { r#"\n// Verified: no\n"# }\n',
    "/** Docs. */ pub fn c() -> char { '\"' } // tail\n",
    'pub const D: &str = "/* \\" //";\n',
]
PYTHON_TOPS = [
    "",
    "#!/usr/bin/env python3\n",
    "# -*- coding: utf-8 -*-\n",
    "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n",
    "\n# coding=ascii\n",
    "# a comment\n# encoding: utf8\n",
]
PYTHON_PARTS = [
    "# SPDX-License-Identifier: MIT\n",
    "# Copyright 2026\n#\n",
    "\n",
    '"""A module.\n\n# Manual review: in a string\n"""\n',
    "from __future__ import annotations\n",
]
PYTHON_CODE = ["", "x = 1\n", "def f():\n    return '''\n# a\n'''\n", "if x:\n\ty = 2\n"]
MARKUP_TOPS = [
    "",
    '<?xml version="1.0"?>\n',
    "<!DOCTYPE html>\n",
    '<?xml version="1.0"?>\n<!DOCTYPE svg>\n',
]
MARKUP_PARTS = ["<!-- Copyright\n -->\n", "\n", "<!-- a --><p/>\n"]
SHELL_TOPS = ["", "#!/bin/sh\n", "#!/bin/sh"]
SHELL_PARTS = ["# Copyright\n", "\n", "set -e\n", "cat <<'X'\n# a\nX\n"]
CSS_TOPS = ["", '@charset "utf-8";\n', '@charset "utf-8";']
CSS_PARTS = ["/* Copyright\n */\n", "\n", "a { b: c }\n", "/**/\n"]
SQL_PARTS = ["-- Copyright\n", "\n", "/* a\n -- b\n*/\n", "select 1;\n"]


@st.composite
def texts(
    draw: st.DrawFn, tops: list[str], parts: list[str], code: list[str], ends: list[str]
) -> bytes:
    """Draw a file: perhaps a byte order mark, what is first, parts, code, perhaps no last end."""
    text = draw(st.sampled_from(tops)) + "".join(draw(st.lists(st.sampled_from(parts), max_size=5)))
    text += "".join(draw(st.lists(st.sampled_from(code), max_size=3, unique=True))) if code else ""
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    lines, one = text.split("\n"), draw(st.sampled_from(ends))
    mixed = draw(st.booleans())
    joints = [draw(st.sampled_from(ends)) if mixed else one for _ in lines[1:]]
    joined = lines[0] + "".join(end + line for end, line in zip(joints, lines[1:], strict=True))
    return b"\xef\xbb\xbf" * draw(st.booleans()) + joined.encode()


LF_ENDS = ["\n", "\r\n"]
ALL_ENDS = ["\n", "\r\n", "\r"]
RUST_FILES = texts(RUST_TOPS, RUST_PARTS, RUST_CODE, LF_ENDS)
PYTHON_FILES = texts(PYTHON_TOPS, PYTHON_PARTS, PYTHON_CODE, ALL_ENDS)
BYTES = st.binary(max_size=40).filter(
    lambda one: b"\0" not in one and not one.startswith((b"\xff\xfe", b"\xfe\xff"))
)
FILES = st.one_of(
    st.tuples(st.just("a.rs"), RUST_FILES),
    st.tuples(st.just("a.rs"), texts(RUST_TOPS, RUST_PARTS, RUST_CODE, [*LF_ENDS, "\r"])),
    st.tuples(st.just("a.ts"), texts(["", "#!/usr/bin/env node\n"], RUST_PARTS, [], ALL_ENDS)),
    st.tuples(st.just("a.py"), PYTHON_FILES),
    st.tuples(st.just("a.html"), texts(MARKUP_TOPS, MARKUP_PARTS, [], LF_ENDS)),
    st.tuples(st.just("a.sh"), texts(SHELL_TOPS, SHELL_PARTS, [], LF_ENDS)),
    st.tuples(st.just("a.css"), texts(CSS_TOPS, CSS_PARTS, [], LF_ENDS)),
    st.tuples(st.just("a.sql"), texts([""], SQL_PARTS, [], LF_ENDS)),
    st.tuples(st.just("a.lua"), texts(["", "#!/usr/bin/lua\n"], SQL_PARTS, [], ALL_ENDS)),
    st.tuples(
        st.just("a.scm"), texts(["", "; -*- a -*-\n"], ["; x\n", "\n", "(a)\n"], [], LF_ENDS)
    ),
    st.tuples(
        st.just("a.ml"), texts([""], ["(* a (* b *) *)\n", "\n", "let a = 1\n"], [], LF_ENDS)
    ),
    st.tuples(
        st.just("a.php"), texts(["<?php\n", "#!/x\n<?php\n"], ["\n", "echo 1;\n"], [], ALL_ENDS)
    ),
    st.tuples(st.sampled_from(["b.rs", "b.py", "b.css"]), BYTES),
)
