"""Source texts that were counted by hand: each line begins with what it is."""

from collections import Counter

from portlog.records.loc import LineCounts

_KINDS = {"c": "code", "d": "doc", "#": "comment", ".": "blank", "t": "test"}


def by_hand(text: str) -> tuple[bytes, LineCounts]:
    """Return a text without the letters before its lines, and the counts that they give."""
    written = text.strip("\n").replace("{SPACES}", "  \t ")
    lines = [line.partition("|") for line in written.split("\n")]
    kinds = Counter(_KINDS[letter] for letter, _, _ in lines)
    counts = LineCounts(
        kinds["code"], kinds["doc"], kinds["comment"], kinds["blank"], kinds["test"]
    )
    return "".join(f"{line}\n" for _, _, line in lines).encode(), counts


PYTHON = '''
#|#!/usr/bin/env python
#|# a licence
d|"""The module's doc
d|
d|with a blank line."""
.|
c|import os
c|import re  # a comment beside code
.|
c|TEXT = """one
c|# two, not a comment
c|
c|{SPACES}
c|three"""
.|
c|"""not a doc: it does not come first"""
.|
c|class Loop(Base):
d|    r\'\'\'The class's doc.\'\'\'
#|    # why
c|    limit = 3
.|
c|    @property
c|    def left(
c|        self,
c|    ):
#|        # before the doc
d|        """What is left."""
c|        if self.limit:
c|            "no doc either"
c|        return f"""
c|
c|        {self.limit}"""
.|
c|    def one(self): "doc"; return 1
.|
c|async def run():
c|    b"bytes are no doc"
c|    x = [
c|        1,
.|
#|        # inside
c|        2, \\
c|    ]
'''

RUST = """
#|#!/usr/bin/env run
c|#![allow(unused)]
d|//! The file's doc.
d|/*! and more
d|
d|of it */
.|
#|// Ported from: loop.py
#|//// no doc
#|/*** nor this */
#|/* one
#|
#|/* nested */ two */
c|use std::fmt; // beside code
.|
d|/// The struct's doc
d|///
d|#[doc = "and more"]
c|#[doc(hidden)]
c|#[derive(Debug)]
c|pub struct Loop<T> { /* in it */
d|    /// a field
c|    left: T, /// its neighbour
c|}
.|
d|/** Of the trait. */
c|impl<T> Tool for Loop<T> {
c|    fn run(&self) -> &str {
c|        let url = "https://no.comment /* at all";
c|        let raw = r#"
c|// code
c|
c|"#;
c|        match '"' { '\\'' => url, _ => raw } // "
c|    }
c|}
.|
c|macro_rules! twice {
#|    // of the macro
c|    ($x:expr) => { $x + $x };
c|}
.|
t|#[test]
#|// between
d|/// doc of a test
t|fn alone() {
t|    assert!(true);
.|
t|}
.|
t|#[allow(dead_code)]
t|#[cfg(all(test, feature = "full"))]
t|mod tests {
d|    //! inside
t|    use super::*;
#|    // why
t|    #[tokio::test]
t|    async fn two() {}
t|}
.|
c|#[cfg(not(test))]
c|fn real() {}
c|#[cfg(any(test, feature = "x"))]
c|fn either() {}
t|#[cfg(test)]
t|use std::io;
c|fn last() {}
"""
