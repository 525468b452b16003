"""Invented code of the sample port: it has the size that the sample's sessions tell of, no more."""

from collections.abc import Iterator
from itertools import islice, product

_VERBS = (
    *("read", "check", "merge", "split", "order", "keep", "drop", "send"),
    *("count", "trim", "match", "close"),
)
_NOUNS = (
    *("message", "limit", "header", "reply", "route", "token", "turn", "queue"),
    *("answer", "record", "chunk", "window", "prompt", "retry"),
)
_PYTHON = '''

def {name}(text, limit):
    """Invented, as all of this file is."""
    if text is None:
        return limit
    kept = text[:limit]
    return len(kept)
'''
_RUST = """
/// Invented, as all of this file is.
pub fn {name}(text: Option<&str>, limit: usize) -> usize {{
    match text {{
        None => limit,
        Some(text) => text.len().min(limit),
    }}
}}
"""
_PYTHON_CODE, _RUST_CODE = 5, 6


def python_text(lines: int) -> str:
    """Return a module of the original with so many lines of code by the rule `loc/1`."""
    whole, rest = divmod(lines, _PYTHON_CODE)
    constants = "".join(f"LIMIT_{number} = {number}\n" for number in range(rest))
    functions = "".join(_PYTHON.format(name=name) for name in _names(whole))
    return f'"""A module that never was."""\n\n{constants}{functions}'


def rust_text(lines: int) -> str:
    """Return a module of the port with so many lines of code by the rule `loc/1`."""
    whole, rest = divmod(lines, _RUST_CODE)
    constants = "".join(f"pub const LIMIT_{number}: usize = {number};\n" for number in range(rest))
    return constants + "".join(_RUST.format(name=name) for name in _names(whole))


def _names(many: int) -> Iterator[str]:
    return (f"{verb}_{noun}" for verb, noun in islice(product(_VERBS, _NOUNS), many))
